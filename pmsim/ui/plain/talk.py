"""One conversation about one career: what is told, what is asked, what a word answers."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from queue import SimpleQueue

from pmsim.play.session import UnplayableError
from pmsim.store.errors import NotSavedError
from pmsim.ui.career import Career, Unkept
from pmsim.ui.lines import of_ending, of_figures, of_life, of_page, of_parts, of_people, of_skills, of_status, sentence, straight
from pmsim.ui.plain.voice import Voice
from pmsim.ui.present.careers import chapter, current, lives, log, since
from pmsim.ui.present.ending import HERE_IT_ENDS, ending
from pmsim.ui.present.notes import cannot_go_back
from pmsim.ui.present.parts import Page
from pmsim.ui.present.status import all_gauges, all_people, skills
from pmsim.ui.present.typography import shown
from pmsim.ui.present.words import listed, number_word
from pmsim.ui.writing import Edited, taken_up

HELP = (
    "A number takes the choice with that number. Enter alone goes on.",
    "again: read this page again.",
    "stats: how you are, in words. figures: the same in numbers, all of them.",
    "people: who thinks what of you. skills: what you can do.",
    "back: one decision back; both lives stay. from 12: back to decision 12 of this life.",
    "lives: the lives you have led here. go 2: play on in life 2.",
    "log: this life so far, in full.",
    "quit: leave. All is saved.",
)
_ASK = "Type a number, or: help, stats, people, back, lives, log, quit."
_OVER = "This life is over. Type from and a decision's number to choose otherwise there, or: lives, log, stats, skills, quit."
WIDTH = 100
"""Columns of a line quoted from a file, where there is no terminal."""
_GO_ON = "Press Enter to go on."


class Talk(Voice):
    """A conversation. Holds no fact about the career but the pages being read: `page`, and those `unread` after it."""

    def __init__(self, career: Career, voice: Voice) -> None:
        super().__init__(voice.source, voice.sink, voice.width)
        self.career = career
        self.page: Page = current(career.session)
        self.unread: list[Page] = []
        self.told: tuple[int, str] = (0, "")
        self.edits: SimpleQueue[Edited] = SimpleQueue()
        self.commands: dict[str, Callable[[str], None]] = {
            "again": self.again, "back": self.back, "figures": self.figures, "from": self.rewind, "go": self.go,
            "help": self.help, "lives": self.lives, "log": self.log, "people": self.people, "quit": self.leave,
            "skills": self.skills, "stats": self.stats,
        }  # fmt: skip

    def run(self, whole: bool) -> None:
        """Tell, ask, act, until the player leaves. `whole`: from the first page of the last step, not only where it stands."""
        session = self.career.session
        self.read(chapter(session) if whole else [current(session)])
        while not self.over:
            typed = self.ask()
            if self.edits.empty() or typed == "quit":
                self.answer(typed)
            else:
                self.read_again()

    def read_again(self) -> None:
        """The story was saved while nobody answered: what was typed was meant for the page before."""
        while not self.edits.empty():
            edited = self.edits.get()
        if edited.pack is None:
            self.say(edited.report((self.width or WIDTH) - len("12345 | ")))
            if edited.watched:
                self.say(["It cannot be read yet. Until it is mended the story goes on as it was."])
        else:
            session, said = taken_up(self.career.session, edited.pack)
            self.career = Unkept(session)
            self.resume(said)

    def read(self, pages: Iterable[Page]) -> None:
        """Pages in order; the player goes on from each but the last."""
        self.page, *self.unread = pages
        self.show()

    def answer(self, typed: str) -> None:
        """Enter goes on, a number acts, a word asks."""
        if not self.unread:
            self.choose(typed)
        elif not typed:
            self.read(self.unread)
        elif not self.command(typed):
            self.say([_GO_ON])

    def show(self) -> None:
        """The page being read."""
        page = self.page
        if page.kind == "end":
            self.say([HERE_IT_ENDS])
        self.heading(page)
        self.say(of_page(page))
        if page.kind == "end":
            self.say(of_ending(ending(self.career.session, self.career.ends_seen())))
        if self.unread:
            self.say([_GO_ON])
        else:
            self.say([_OVER if page.kind == "end" else _ASK])
        if page.kind == "end":
            self.career.finish()

    def heading(self, page: Page) -> None:
        """Where one is: in full when a quarter or a role is new, else only what is new."""
        if page.kind == "result":
            return
        status = page.status
        title = straight(page.title + (f", {page.subtitle}" if page.subtitle else ""))
        here = (status.quarter, status.role)
        if here != self.told:
            self.told = here
            session = self.career.session
            where = (session.pack.title, session.pack.starts[session.start].title, status.when, status.role)
            self.say([straight(" ".join(sentence(shown(part)) for part in where) + f" Decision {status.decision}.")])
            self.say([sentence(title)])
        else:
            self.say([f"{sentence(title)} Decision {status.decision}."])

    def choose(self, typed: str) -> None:
        """A number acts; a word asks."""
        if not typed:
            self.say([_OVER if self.page.kind == "end" else self._numbers()])
        elif typed.isdecimal():
            self.take(self.number(typed, len(self.page.choices)))
        elif not self.command(typed):
            near = get_close_matches(typed.lower(), self.commands, 1)
            self.say([f"That is not a word here{f'; the nearest is {near[0]}' if near else ''}. Type help for all of them."])

    def take(self, number: int) -> None:
        """Take choice `number`, if there is one."""
        row = next((row for row in self.page.choices if row.open and row.number == number), None)
        if row is None:
            self.say([_OVER if self.page.kind == "end" else self._numbers()])
            return
        if self.saved(lambda: self.career.act(row.action)):
            self.read(chapter(self.career.session))

    def saved(self, move: Callable[[], object]) -> bool:
        """Make a move that is saved; if it cannot be now, say so and ask. True once it is on disk, False if the player leaves instead, or
        if the move can never be made, which is said."""
        while not self.over:
            try:
                move()
            except UnplayableError as error:
                self.say([cannot_go_back(self.career.session, error)])
                return False
            except NotSavedError as error:
                if error.lasting:
                    self.say([str(error)])
                    return False
                self.say([str(error), "Make it possible and type retry, or quit. Nothing more is asked until then."])
                while (typed := self.ask().lower()) != "retry" and not self.over:
                    self.over = typed == "quit"
            else:
                return True
        return False

    def command(self, typed: str) -> bool:
        """Answer a word; False if it is none."""
        word, _, rest = typed.lower().partition(" ")
        answer = self.commands.get(word)
        if answer is None:
            return False
        answer(rest.strip())
        return True

    def _numbers(self) -> str:
        count = sum(row.open for row in self.page.choices)
        numbers = [str(number + 1) for number in range(count)]
        named = listed(numbers, "or") if count < 5 else f"1 to {count}"
        return f"There {'is' if count == 1 else 'are'} {number_word(count)}. Type {named}."

    def again(self, _: str) -> None:
        """The page once more."""
        self.told = (0, "")
        self.show()

    def help(self, _: str) -> None:
        """Every word."""
        self.say(HELP)

    def stats(self, _: str) -> None:
        """How one is, in words."""
        self.say([*of_status(self.page.status), 'Say "figures" for numbers, "skills" for skills.'])

    def figures(self, _: str) -> None:
        """Every stat as a number."""
        session = self.career.session
        self.say(of_figures(all_gauges(session.pack, session.position, since(session, session.node))))

    def people(self, _: str) -> None:
        """The cast."""
        self.say(of_people(all_people(self.career.session.pack, self.career.session.position)))

    def skills(self, _: str) -> None:
        """The skills."""
        self.say(of_skills(skills(self.career.session.pack, self.career.session.position)))

    def lives(self, _: str) -> None:
        """The lives led."""
        found = lives(self.career.session)
        one = "One life so far. Type from and a decision's number to choose otherwise there; this one stays."
        both = 'Say "go 2" to play on, "from 33" to choose otherwise there. All lives stay.'
        self.say([*(of_life(life) for life in found), one if len(found) == 1 else both])

    def log(self, _: str) -> None:
        """This life so far, without what can still be chosen."""
        for page in log(self.career.session):
            self.say([f"{sentence(straight(page.title))} Decision {page.status.decision}."])
            self.say(of_parts(page))
        self.say([_GO_ON if self.unread else _ASK])

    def back(self, _: str) -> None:
        """One decision back."""
        session = self.career.session
        if session.node.parent < 0:
            self.say(["This is the beginning. There is nothing before it."])
        elif self.saved(self.career.back):
            self.resume(f"Decision {session.decision} again. The other life is kept: lives shows both.")

    def rewind(self, rest: str) -> None:
        """Back to a decision of this life."""
        asked = self.career.session.decision
        number = self.number(rest, asked)
        if not number:
            self.say([f"Type from and a number, 1 to {asked}: the decision to choose otherwise at."])
        elif self.saved(lambda: self.career.rewind(number)):
            self.resume(f"Decision {number} again. The other life is kept: lives shows both.")

    def go(self, rest: str) -> None:
        """Play on in another life."""
        count = len(self.career.session.lives)
        number = self.number(rest, count)
        if not number:
            self.say([f"There {'is one life' if count == 1 else f'are {number_word(count)} lives'}. Type go and its number."])
        elif self.saved(lambda: self.career.go(number - 1)):
            self.resume(f"Life {number}, {straight(lives(self.career.session)[number - 1].name)}.")

    def resume(self, said: str) -> None:
        """The page where the session stands now."""
        self.say([said])
        self.told = (0, "")
        self.read([current(self.career.session)])

    def leave(self, _: str) -> None:
        """Quit."""
        self.over = True
