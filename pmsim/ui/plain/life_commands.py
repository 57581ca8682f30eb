"""The log, two lives side by side, the map of the story and the ends of careers in plain mode, in
sentences."""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping

from pmsim.analysis.debrief import INTEREST_WORDS
from pmsim.lang import Pack
from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.store.errors import NotSavedError
from pmsim.store.exports import write_export
from pmsim.store.seen import SeenRecord
from pmsim.ui.plain.menu import Console
from pmsim.ui.plain_text import as_sentence, render_debrief, render_meaning, straighten
from pmsim.ui.present.compare import LifeComparison, compare
from pmsim.ui.present.debrief import debrief_of
from pmsim.ui.present.debrief_pages import road_lines
from pmsim.ui.present.gallery import (
    MARK_WORDS,
    WHERE_CAREERS_END,
    end_sentences,
    gallery,
    story_map,
)
from pmsim.ui.present.handbook import HANDBOOK, handbook_page, handbook_summary, open_pages
from pmsim.ui.present.history import life_names
from pmsim.ui.present.meanings import find_word
from pmsim.ui.present.parts import Page
from pmsim.ui.present.reading import (
    NOBODY_SAID,
    NOTHING_TO_SKIP,
    entry_lines,
    log_finder,
    log_text,
    logged_pages,
    next_unread,
    skipped_sentence,
)
from pmsim.ui.present.roads import road_request
from pmsim.ui.present.text import to_plain
from pmsim.ui.present.words import capitalise, count_words, join_words, number_word, unit_word

_NO_WORD = "undone"
_INTEREST_HINT = (
    "Type interest, a skill and more, neutral or less, such as: interest story less. What you say"
    " wins, in later careers too; undone takes it back."
)
_ROADS_HINT = "Type roads to play on from each decision, and see which weighed most."


def ends_lines(
    pack: Pack, seen: SeenRecord, places: Mapping[str, Collection[str]]
) -> Iterator[str]:
    """Yield every end, by name if it was seen."""
    shown = gallery(pack, seen, places)
    yield straighten(f"{WHERE_CAREERS_END}: {shown.summary}.")
    for number, end in enumerate(shown.ends, 1):
        yield from map(straighten, end_sentences(end, number))


def _comparison(seen: LifeComparison) -> Iterator[str]:
    """Yield two lives side by side in sentences."""
    decision, quarter, title = seen.parted
    unit = unit_word(seen.frame)
    yield " ".join(f"{as_sentence(life.name)} {as_sentence(life.place)}" for life in seen.lives)
    if decision:
        said = [
            f"{life.name}: {as_sentence(to_plain(life.said))}" for life in seen.lives if life.said
        ]
        place = f", {title}" if title else ""
        yield f"They parted in {unit} {quarter}, at decision {decision}{place}. {' '.join(said)}"
    for gauge in seen.gauges:
        for life, values, word in zip(seen.lives, gauge.values, gauge.words, strict=True):
            yield (
                f"{gauge.label}, {life.name}, {unit} by {unit}:"
                f" {', '.join(map(str, values))}. Now {word}."
            )
    for life in seen.lives:
        if life.roles:
            yield f"{life.name} became {join_words(life.roles)}."
        if life.only:
            yield f"Only in {life.name}: {'; '.join(life.only)}."
    if seen.both:
        yield capitalise(f"in both, after that: {'; '.join(seen.both)}.")


class LifeCommands(Console):
    """The commands of a career that look at its lives and read on in it. Each gets what was typed
    behind its word, and returns what to say, unless it has said it."""

    career: PlayableCareer
    unread: list[Page]

    @property
    def session(self) -> Session:
        """The session being played."""
        return self.career.session

    @abstractmethod
    def read(self, pages: Iterable[Page]) -> None:
        """Show pages in order."""

    def find(self, words: str) -> Iterator[str]:
        """Show the lines of the log that have some words in them, each after its decision."""
        pages = logged_pages(self.session)
        matches = log_finder(pages).matches(words)
        for at in matches:
            for line in entry_lines(pages[at]):
                if words.casefold() in line.casefold():
                    yield f"Decision {pages[at].status.decision}: {line}"
        if matches:
            yield f"{count_words(len(matches), 'page has', 'pages have')} it.".capitalize()
        else:
            yield NOBODY_SAID if words else "Type find and what to look for in the log."

    def export(self, _: str) -> Iterator[str]:
        """Write the log to a new file."""
        log = log_text(self.session, logged_pages(self.session))
        try:
            name = life_names(self.session)[self.session.node.life]
            yield f"Written: {write_export(f'log {name}', 'txt', log)}"
        except NotSavedError as error:
            yield f"{error.folder.absolute()} takes no file: {error.reason}."

    def compare(self, typed: str) -> Iterator[str]:
        """Show two lives side by side, named by their numbers from 1: "1 2"."""
        count = len(self.session.lives)
        lives = [number - 1 for word in typed.split() if (number := self.number(word, count))]
        if count == 1:
            yield (
                "It takes two lives to compare. Type from and a decision's number to make the"
                " second."
            )
        elif len(lives) != 2 or lives[0] == lives[1]:
            yield f"Type compare and two numbers, 1 to {count}: compare 1 2."
        else:
            yield from map(straighten, _comparison(compare(self.session, *lives)))

    def map(self, _: str) -> Iterator[str]:
        """Show the stories that were met, with how many of their choices are of each kind."""
        shown = story_map(self.session, self.career.seen)
        yield straighten(as_sentence(f"map: {shown.summary}"))
        for row in shown.rows:
            counts = [
                f"{number_word(row.count(mark))} {word}"
                for mark, word in MARK_WORDS.items()
                if row.count(mark)
            ]
            yield straighten(f"{as_sentence(row.title)} {as_sentence(', '.join(counts))}")

    def ends(self, _: str) -> Iterator[str]:
        """Show where careers end, as far as the player has seen."""
        seen = dict.fromkeys(self.career.outcomes_seen(), ())
        return ends_lines(self.session.pack, self.career.seen, seen)

    def handbook(self, rest: str) -> Iterator[str]:
        """List what is open of the handbook, or read a page of it."""
        session, seen = self.session, self.career.seen
        pages = open_pages(session.pack, seen)
        word = find_word(pages, rest)
        if word is not None:
            yield from render_meaning(handbook_page(session, seen, word))
            return
        yield as_sentence(f"{HANDBOOK}: {handbook_summary(session.pack, seen)}")
        if pages:
            yield straighten(f"{'; '.join(page.label for page in pages)}.")
            yield "Type handbook and a title."

    def skip(self, _: str) -> None:
        """Pass over the pages that were read in any career, up to the next choice."""
        at = next_unread(self.unread, self.career.seen)
        if at:
            self.say(NOTHING_TO_SKIP if at < 0 else skipped_sentence(at, "log"))
        if at >= 0:
            self.read(self.unread[at:])

    def debrief(self, _: str) -> Iterator[str]:
        """Show the debrief of this life."""
        yield from render_debrief(debrief_of(self.session, self.career.interests()))
        yield from ("", _INTEREST_HINT, _ROADS_HINT)

    def roads(self, _: str) -> Iterator[str]:
        """Play on from each decision of this life, and show the roads not taken."""
        self.say("Playing on from each decision. It takes half a minute at most.")
        life = debrief_of(self.session, found=road_request(self.session).find())
        return (straighten(f"{lead} {text}".lstrip()) for lead, text in road_lines(life))

    def interest(self, rest: str) -> Iterator[str]:
        """Take the player's own word on a skill, or take it back."""
        name, _, word = rest.rpartition(" ")
        grid = debrief_of(self.session, self.career.interests()).grid
        row = next((row for row in grid if straighten(row.label).lower() == name), None)
        if row is None or word not in (*INTEREST_WORDS, _NO_WORD):
            skills = join_words([straighten(row.label) for row in grid], "or") or "none"
            yield f"{_INTEREST_HINT} The skills: {skills}."
            return
        try:
            self.career.correct_interest(row.skill, word)
        except NotSavedError as error:
            yield f"Your word is not kept: {error.reason}."
        else:
            yield from self.debrief("")
