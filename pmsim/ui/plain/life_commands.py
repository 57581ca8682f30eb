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


def log_lines(session: Session, typed: str) -> Iterator[str]:
    """Yield the log of the current life; with a number, that of one quarter."""
    pages = logged_pages(session)
    if typed:
        pages = tuple(page for page in pages if str(page.status.quarter) == typed)
    for page in pages:
        yield from entry_lines(page)
        yield ""
    if not pages:
        unit = unit_word(session.pack.frame)
        yield f"Nothing was logged in {unit} {typed[:20]}. Type log and the number of a {unit}."


def find_lines(session: Session, words: str) -> Iterator[str]:
    """Yield the lines of the log that have some words in them, each after its decision."""
    pages = logged_pages(session)
    matches = log_finder(pages).matches(words)
    for at in matches:
        for line in entry_lines(pages[at]):
            if words.casefold() in line.casefold():
                yield f"Decision {pages[at].status.decision}: {line}"
    yield (
        f"{count_words(len(matches), 'page has', 'pages have')} it.".capitalize()
        if matches
        else NOBODY_SAID
        if words
        else "Type find and what to look for in the log."
    )


def export_log(session: Session) -> str:
    """Write the log to a new file; return a sentence."""
    name = life_names(session)[session.node.life]
    try:
        path = write_export(f"log {name}", "txt", log_text(session, logged_pages(session)))
    except NotSavedError as error:
        return f"{error.folder.absolute()} takes no file: {error.reason}."
    return f"Written: {path}"


def compare_lines(session: Session, typed: str) -> Iterator[str]:
    """Yield the comparison of two lives, named by their numbers from 1: "1 2"."""
    count = len(session.lives)
    numbers = [int(word) for word in typed.split() if word.isdecimal() and len(word) < 9]
    lives = [number - 1 for number in numbers if 1 <= number <= count]
    if count == 1:
        yield "It takes two lives to compare. Type from and a decision's number to make the second."
    elif len(lives) != 2 or lives[0] == lives[1]:
        yield f"Type compare and two numbers, 1 to {count}: compare 1 2."
    else:
        yield from map(straighten, _sentences(compare(session, *lives)))


def _sentences(seen: LifeComparison) -> Iterator[str]:
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


def map_lines(session: Session, seen: SeenRecord) -> Iterator[str]:
    """Yield the stories that were met, with how many of their choices are of each kind."""
    shown = story_map(session, seen)
    yield straighten(as_sentence(f"map: {shown.summary}"))
    for row in shown.rows:
        counts = [
            f"{number_word(row.count(mark))} {word}"
            for mark, word in MARK_WORDS.items()
            if row.count(mark)
        ]
        yield straighten(f"{as_sentence(row.title)} {as_sentence(', '.join(counts))}")


def ends_lines(
    pack: Pack, seen: SeenRecord, places: Mapping[str, Collection[str]]
) -> Iterator[str]:
    """Yield every end, by name if it was seen."""
    shown = gallery(pack, seen, places)
    yield straighten(f"{WHERE_CAREERS_END}: {shown.summary}.")
    for number, end in enumerate(shown.ends, 1):
        yield from map(straighten, end_sentences(end, number))


class LifeCommands(Console):
    """The commands of a career that look at its lives and read on in it."""

    career: PlayableCareer
    unread: list[Page]

    @abstractmethod
    def read(self, pages: Iterable[Page]) -> None:
        """Show pages in order."""

    def compare(self, typed: str) -> None:
        """Show two lives side by side, in sentences."""
        self.say(*compare_lines(self.career.session, typed))

    def map(self, _: str) -> None:
        """Show the map of the story."""
        self.say(*map_lines(self.career.session, self.career.seen))

    def ends(self, _: str) -> None:
        """Show where careers end, as far as the player has seen."""
        seen = dict.fromkeys(self.career.outcomes_seen(), ())
        self.say(*ends_lines(self.career.session.pack, self.career.seen, seen))

    def handbook(self, rest: str) -> None:
        """List what is open of the handbook, or read a page of it."""
        session, seen = self.career.session, self.career.seen
        pages = open_pages(session.pack, seen)
        word = find_word(pages, rest)
        if word is not None:
            self.say(*render_meaning(handbook_page(session, seen, word)))
            return
        labels = "; ".join(page.label for page in pages)
        self.say(
            as_sentence(f"{HANDBOOK}: {handbook_summary(session.pack, seen)}"),
            *((straighten(f"{labels}."), "Type handbook and a title.") if pages else ()),
        )

    def find(self, words: str) -> None:
        """Show what the log has with some words in it."""
        self.say(*find_lines(self.career.session, words))

    def export(self, _: str) -> None:
        """Write the log to a file."""
        self.say(export_log(self.career.session))

    def skip(self, _: str) -> None:
        """Pass over the pages that were read in any career, up to the next choice."""
        at = next_unread(self.unread, self.career.seen)
        if at < 0:
            self.say(NOTHING_TO_SKIP)
        else:
            self.say(*([skipped_sentence(at, "log")] if at else []))
            self.read(self.unread[at:])

    def debrief(self, _: str) -> None:
        """Show the debrief of this life."""
        self.say(*render_debrief(debrief_of(self.career.session, self.career.interests())))
        self.say(_INTEREST_HINT, _ROADS_HINT)

    def roads(self, _: str) -> None:
        """Play on from each decision of this life, and show the roads not taken."""
        self.say("Playing on from each decision. It takes half a minute at most.")
        session = self.career.session
        life = debrief_of(session, found=road_request(session).find())
        self.say(*(straighten(f"{lead} {text}".lstrip()) for lead, text in road_lines(life)))

    def interest(self, rest: str) -> None:
        """Take the player's own word on a skill, or take it back."""
        name, _, word = rest.rpartition(" ")
        grid = debrief_of(self.career.session, self.career.interests()).grid
        row = next((row for row in grid if straighten(row.label).lower() == name), None)
        if row is None or word not in (*INTEREST_WORDS, _NO_WORD):
            skills = join_words([straighten(row.label) for row in grid], "or") or "none"
            self.say(f"{_INTEREST_HINT} The skills: {skills}.")
            return
        try:
            self.career.correct_interest(row.skill, word)
        except NotSavedError as error:
            self.say(f"Your word is not kept: {error.reason}.")
            return
        self.debrief("")
