"""The conversation about one career in plain mode: pages, questions, and the commands that a player
may type."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from queue import SimpleQueue

from pmsim.play.session import UnplayableError
from pmsim.store.career import PlayableCareer
from pmsim.store.errors import NotSavedError
from pmsim.ui.career import EditedPack, continue_in
from pmsim.ui.plain.life_commands import LifeCommands
from pmsim.ui.plain.menu import Console
from pmsim.ui.plain_text import (
    as_sentence,
    render_ending,
    render_figures,
    render_life,
    render_meaning,
    render_page,
    render_people,
    render_skills,
    render_status,
    straighten,
)
from pmsim.ui.present.ending import ending
from pmsim.ui.present.handbook import news
from pmsim.ui.present.history import (
    all_lives,
    cannot_go_back,
    current_page,
    life_names,
    state_at_quarter_start,
    step_pages,
)
from pmsim.ui.present.horizon import ladder, ladder_lines, on_their_way, way_sentence
from pmsim.ui.present.meanings import all_words, find_word, meaning
from pmsim.ui.present.parts import Page
from pmsim.ui.present.reading import entry_lines, logged_pages, mark_taken, note_page
from pmsim.ui.present.status import all_gauges, all_people, skill_lines
from pmsim.ui.present.words import choices_sentence, display_text, number_word, unit_word

HELP_LINES = (
    "A number takes the choice with that number. Enter alone goes on.",
    "again: read this page again.",
    "stats: how you are, in words. figures: the same in numbers, all of them.",
    "people: who thinks what of you. skills: what you can do.",
    "ahead: what is on its way, and what the next role asks for.",
    "what burnout: what a word means, what moved it, what it opens. words: all of them.",
    "handbook: what is open of it, and two advisers on this choice. handbook pask: one page.",
    "back: one decision back; both lives stay. from 12: back to decision 12 of this life.",
    "lives: the lives you have led here. go 2: play on in life 2. compare 1 2: both side by side.",
    "log: this life so far, in full. log 3: its third quarter. find Ines: where it has that word.",
    "map: the stories that you have met, and what you took there. ends: where careers end.",
    "export: write the log to a file. skip: pass over the pages that you have read before.",
    "debrief: what made this life. interest Story more (neutral, less): your own word on it.",
    "quit: leave. All is saved.",
)
_COMMAND_PROMPT = "Type a number, or: help, stats, people, back, lives, log, quit."
_ENDED_PROMPT = (
    "This life is over. Type debrief for what made it, from and a decision's number to choose"
    " otherwise there, or: lives, log, stats, skills, quit."
)
QUOTE_WIDTH = 100
"""Columns of a line quoted from a file, if there is no terminal."""
_CONTINUE_PROMPT = "Press Enter to go on."
_OTHER_LIFE = "The other life is kept: lives shows both."
_ONE_LIFE_HINT = (
    "One life so far. Type from and a decision's number to choose otherwise there; this one stays."
)
_LIVES_HINT = (
    'Say "go 2" to play on, "compare 1 2", "from 33" to choose otherwise there. All lives stay.'
)


class SessionLoop(LifeCommands):
    """A conversation about a career. Its only state of the story is the pages being read: `page`,
    and the `unread` ones after it."""

    def __init__(self, career: PlayableCareer, console: Console) -> None:
        super().__init__(console.source, console.sink, console.width)
        self.career = career
        self.page: Page = current_page(career.session)
        self.unread: list[Page] = []
        self.last_heading: tuple[int, str] = (0, "")
        self.edits: SimpleQueue[EditedPack] = SimpleQueue()
        self.commands: dict[str, Callable[[str], Iterable[str] | None]] = {
            "again": self.again,
            "ahead": self.ahead,
            "back": self.back,
            "debrief": self.debrief,
            "compare": self.compare,
            "ends": self.ends,
            "export": self.export,
            "figures": self.figures,
            "find": self.find,
            "from": self.rewind,
            "go": self.go,
            "handbook": self.handbook,
            "help": self.help,
            "interest": self.interest,
            "lives": self.lives,
            "map": self.map,
            "log": self.log,
            "people": self.people,
            "quit": self.leave,
            "roads": self.roads,
            "skills": self.skills,
            "skip": self.skip,
            "stats": self.stats,
            "what": self.what,
            "words": self.words,
        }

    def run(self, from_first_page: bool) -> None:
        """Show pages, ask and act until the player leaves. `from_first_page`: begin with the first
        page of the last step, not with the current page."""
        self.read(step_pages(self.session) if from_first_page else [current_page(self.session)])
        while not self.has_left:
            typed = self.ask()
            if self.edits.empty() or typed == "quit":
                self.handle_input(typed)
            else:
                self.read_again()

    def read_again(self) -> None:
        """Continue in the changed story. Ignore what the player typed, which answered an older
        page."""
        while not self.edits.empty():
            edited = self.edits.get()
        if edited.pack is None:
            self.say(*edited.report((self.width or QUOTE_WIDTH) - len("12345 | ")))
            if edited.watched:
                self.say("It cannot be read yet. Until it is mended the story goes on as it was.")
        else:
            session, sentence = continue_in(self.session, edited.pack)
            self.career = PlayableCareer(session)
            self.resume(sentence)

    def read(self, pages: Iterable[Page]) -> None:
        """Show pages in order; wait for the player after each but the last."""
        note_page(self.page, self.career.seen)
        self.page, *self.unread = pages
        if not self.unread:
            self.page = mark_taken(self.page, self.session, self.career.seen)
        self.show_page()

    def handle_input(self, typed: str) -> None:
        """Handle a line of input: Enter shows the next page, a number takes a choice, a word is a
        command."""
        if not self.unread:
            self.choose(typed)
        elif not typed:
            self.read(self.unread)
        elif not self.run_command(typed):
            self.say(_CONTINUE_PROMPT)

    def show_page(self) -> None:
        """Print the current page."""
        page = self.page
        if page.kind != "end":
            self.say_heading(page)
            self.say(*render_page(page))
            self.say(_CONTINUE_PROMPT if self.unread else _COMMAND_PROMPT)
            return
        at_end = ending(self.session, self.career.outcomes_seen())
        self.say(at_end.opening)
        self.say_heading(page)
        self.say(*render_page(page))
        self.say(*render_ending(at_end))
        self.say(_ENDED_PROMPT)
        self.career.mark_end_read()

    def say_heading(self, page: Page) -> None:
        """Print where the player is: everything if the quarter or the role is new, else only the
        title and the decision."""
        if page.kind == "result":
            return
        status, pack = page.status, self.session.pack
        title = as_sentence(
            straighten(f"{page.title}, {page.subtitle}" if page.subtitle else page.title)
        )
        if (status.quarter, status.role) == self.last_heading:
            self.say(f"{title} Decision {status.decision}.")
            return
        self.last_heading = status.quarter, status.role
        where = (pack.title, pack.starts[self.session.start].title, status.when, status.role)
        place = " ".join(as_sentence(display_text(part)) for part in where)
        self.say(straighten(f"{place} Decision {status.decision}."), "", title)

    def choose(self, typed: str) -> None:
        """Take the choice of a number, or run the command of a word."""
        number = self.number(typed, len(self.page.choices))
        row = next((row for row in self.page.choices if row.is_open and row.number == number), None)
        if row is not None:
            if self.make_saved_move(lambda: self.career.act(row.action)):
                if self.career.opened:
                    self.say(straighten(news(self.career.opened, "type handbook")))
                self.read(step_pages(self.session))
        elif not typed or typed.isdecimal():
            count = sum(row.is_open for row in self.page.choices)
            numbers = choices_sentence(count, "Type", 4)
            self.say(_ENDED_PROMPT if self.page.kind == "end" else numbers)
        elif not self.run_command(typed):
            nearest = get_close_matches(typed.lower(), self.commands, 1)
            self.say(
                f"That is not a word here{f'; the nearest is {nearest[0]}' if nearest else ''}."
                " Type help for all of them."
            )

    def make_saved_move(self, move: Callable[[], object]) -> bool:
        """Make a move that is saved; return True once it is on disk.

        If it cannot be saved now, say so and ask the player to retry. Return False if the player
        leaves instead, or after saying why the move is impossible."""
        while not self.has_left:
            try:
                move()
            except UnplayableError as error:
                self.say(cannot_go_back(self.session, error))
                return False
            except NotSavedError as error:
                if error.lasting:
                    self.say(str(error))
                    return False
                self.say(
                    str(error),
                    "Make it possible and type retry, or quit. Nothing more is asked until then.",
                )
                while (typed := self.ask().lower()) != "retry" and not self.has_left:
                    self.has_left = typed == "quit"
            else:
                return True
        return False

    def run_command(self, typed: str) -> bool:
        """Run the command that was typed; return False if it is none."""
        word, _, rest = typed.lower().partition(" ")
        answer = self.commands.get(word)
        if answer is None:
            return False
        lines = answer(rest.strip())
        if lines is not None:
            self.say(*lines)
        return True

    def again(self, _: str) -> None:
        """Show the page once more."""
        self.last_heading = (0, "")
        self.show_page()

    def help(self, _: str) -> Iterable[str]:
        """Explain every command."""
        return HELP_LINES

    def stats(self, _: str) -> Iterable[str]:
        """Show the stats in words."""
        yield from render_status(self.page.status)
        yield 'Say "figures" for numbers, "skills" for skills.'

    def figures(self, _: str) -> Iterable[str]:
        """Show every stat as a number."""
        session = self.session
        quarter_start = state_at_quarter_start(session, session.node)
        return render_figures(all_gauges(session.pack, session.position, quarter_start))

    def people(self, _: str) -> Iterable[str]:
        """Show the cast."""
        return render_people(all_people(self.session.pack, self.session.position))

    def skills(self, _: str) -> Iterable[str]:
        """Show the skills."""
        return render_skills(skill_lines(self.session.pack, self.session.position))

    def ahead(self, _: str) -> Iterable[str]:
        """Show what is on its way, and the roles next to the player's."""
        pack, state = self.session.pack, self.session.position
        way = way_sentence(on_their_way(pack, state)) or "Nothing is on its way."
        return map(straighten, (way, *ladder_lines(ladder(pack, state))))

    def what(self, rest: str) -> Iterable[str]:
        """Say what a word means."""
        word = find_word(all_words(self.session.pack), rest)
        if word is None:
            return ["That is not a word here. Type words for all of them."]
        return render_meaning(meaning(self.session, word))

    def words(self, _: str) -> Iterable[str]:
        """List the words that can be asked about."""
        labels = "; ".join(word.label for word in all_words(self.session.pack))
        return straighten(f"{labels}."), "Type what and a word."

    def lives(self, _: str) -> Iterable[str]:
        """Show the lives of this career."""
        lives = all_lives(self.session)
        yield from map(render_life, lives)
        yield _ONE_LIFE_HINT if len(lives) == 1 else _LIVES_HINT

    def log(self, typed: str) -> Iterable[str]:
        """Show this life so far, without the open choices; with a number, one quarter of it."""
        pages = logged_pages(self.session)
        if typed:
            pages = tuple(page for page in pages if str(page.status.quarter) == typed)
        for page in pages:
            yield from entry_lines(page)
            yield ""
        if not pages:
            unit = unit_word(self.session.pack.frame)
            yield f"Nothing was logged in {unit} {typed[:20]}. Type log and the number of a {unit}."
        yield ""
        yield _CONTINUE_PROMPT if self.unread else _COMMAND_PROMPT

    def back(self, _: str) -> None:
        """Go one decision back."""
        if self.session.node.parent < 0:
            self.say("This is the beginning. There is nothing before it.")
        elif self.make_saved_move(self.career.back):
            self.resume(f"Decision {self.session.decision} again. {_OTHER_LIFE}")

    def rewind(self, rest: str) -> None:
        """Go back to a decision of this life."""
        most = self.session.decision
        number = self.number(rest, most)
        if not number:
            self.say(f"Type from and a number, 1 to {most}: the decision to choose otherwise at.")
        elif self.make_saved_move(lambda: self.career.rewind(number)):
            self.resume(f"Decision {number} again. {_OTHER_LIFE}")

    def go(self, rest: str) -> None:
        """Play on in another life."""
        count = len(self.session.lives)
        number = self.number(rest, count)
        if not number:
            lives = "is one life" if count == 1 else f"are {number_word(count)} lives"
            self.say(f"There {lives}. Type go and its number.")
        elif self.make_saved_move(lambda: self.career.switch_life(number - 1)):
            self.resume(f"Life {number}, {straighten(life_names(self.session)[number - 1])}.")

    def resume(self, sentence: str) -> None:
        """Show the session's current page."""
        self.say(sentence)
        self.last_heading = (0, "")
        self.read([current_page(self.session)])

    def leave(self, _: str) -> None:
        """Leave the career."""
        self.has_left = True
