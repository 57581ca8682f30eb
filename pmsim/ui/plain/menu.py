"""Lines that a screen reader or a terminal can print: the console, which asks and answers, and the
menu, the doors and the saved careers in numbered lines."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO

from pmsim.lang import Pack, visible
from pmsim.store.errors import FolderError, SaveError
from pmsim.store.folders import config_folder, packs_folder
from pmsim.store.saves import is_slot
from pmsim.store.settings import SETTINGS_FILE
from pmsim.ui.career_list import CareerList, CareerSummary, count_kinds, length_words
from pmsim.ui.plain_text import as_sentence, render_start, straighten
from pmsim.ui.present.history import opening_note, start_summaries
from pmsim.ui.present.words import capitalise, count_units, count_words, unit_word

MEASURE = 75
"""The widest line in columns."""
LEAVE, BACK = -1, -2
"""Answers that are not a number of a row: leave, and go back."""


class Console:
    """A console that prints lines and asks questions. `width`: columns of the terminal, 0 for none
    (unwrapped); `has_left`: the player has left."""

    def __init__(self, source: TextIO, sink: TextIO, width: int = 0) -> None:
        self.source = source
        self.sink = sink
        self.width = min(width, MEASURE)
        self.has_left = False

    def say(self, *lines: str) -> None:
        """Print lines, wrapped between words, and a blank line after them."""
        for line in lines:
            if self.width:
                line = textwrap.fill(  # noqa: PLW2901 - the same line, wrapped
                    line, self.width, break_on_hyphens=False, break_long_words=False
                )
            self.sink.write(f"{line}\n")
        self.sink.write("\n")

    def ask(self) -> str:
        """Return what the player types; "quit" when input has ended."""
        self.sink.write("> ")
        self.sink.flush()
        line = self.source.readline()
        if line:
            return line.strip()
        self.sink.write("\n")
        return "quit"

    @staticmethod
    def number(typed: str, most: int) -> int:
        """Return the typed number if it is one of 1 to `most`, else 0. The input may have any
        length."""
        digits = typed.lstrip("0") if typed.isdecimal() else ""
        number = int(digits) if 0 < len(digits) <= len(str(most)) else 0
        return number if number <= most else 0

    def pick(self, count: int, question: str, *, back: bool = False) -> int:
        """Ask for one of `count` rows; return its index from 0, LEAVE for "quit", or with `back`,
        BACK for "back"."""
        self.say(question)
        while True:
            typed = self.ask().lower()
            if typed == "quit":
                return LEAVE
            if back and typed == "back":
                return BACK
            if number := self.number(typed, count):
                return number - 1
            self.say(question)


class MenuChoice(NamedTuple):
    """The career to play. `slot`: a saved career of the list; '' for a new one from `start`,
    `quarters` long (0: the start's own number), with `seed` or with a new one."""

    career_list: CareerList
    slot: str = ""
    start: str = ""
    quarters: int = 0
    seed: int | None = None


WORDS = (
    "Type a number, 1 to {count}, to play one; name 1 and a name; again 1: the same seed again;"
    " remove 1; back or quit."
)


def summary_sentences(summary: CareerSummary) -> str:
    """Return a saved career in sentences."""
    if summary.reason:
        return f"{summary.start_title} does not load. {summary.reason}"
    quarter = f"{unit_word(summary.frame)} {summary.quarter}"
    position = f"{capitalise(quarter)}, decision {summary.decision}."
    if summary.ended:
        position = f"Ended in {quarter}: {summary.ended}."
    if summary.lives > 1:
        position += f" {count_words(summary.lives, 'life', 'lives').capitalize()}."
    return f"{as_sentence(summary.title)} {position}"


def _lines(summaries: Sequence[CareerSummary]) -> Iterator[str]:
    for number, one in enumerate(summaries, 1):
        also = "" if one.reason else f" Saved on {one.date}; seed {one.seed}."
        yield f"{number}. {straighten(summary_sentences(one))}{also}"


def choose_saved(career_list: CareerList, console: Console) -> MenuChoice | int:
    """Ask for one of the saved careers until the player chooses; return LEAVE or BACK for
    neither."""
    summaries = career_list.summaries()
    console.say("Careers. The one played last stands first.")
    while summaries:
        console.say(*_lines(summaries))
        console.say(WORDS.format(count=len(summaries)))
        word, _, rest = console.ask().partition(" ")
        if word.lower() in ("quit", "back"):
            return LEAVE if word.lower() == "quit" else BACK
        digits, _, name = rest.strip().partition(" ")
        number = console.number(word if word.isdecimal() else digits, len(summaries))
        if not number:
            continue
        one = summaries[number - 1]
        if one.reason and not is_slot(one.slot):
            console.say(straighten(summary_sentences(one)))
        elif word.isdecimal():
            return MenuChoice(career_list, one.slot)
        elif word.lower() == "again" and not one.reason:
            return MenuChoice(career_list, "", one.start, one.quarters, one.seed)
        else:
            console.say(_change(career_list, console, one, word.lower(), name))
            summaries = career_list.summaries()
    return BACK


def _change(
    career_list: CareerList, console: Console, one: CareerSummary, word: str, name: str
) -> str:
    """Name or remove a career; return what to say."""
    try:
        if word == "name":
            career_list.rename(one.slot, name.strip())
            return "Named."
        if word == "remove":
            console.say(f"Remove {straighten(one.title)} for good, with all its lives? Type yes.")
            if console.ask().lower() != "yes":
                return "It stays."
            career_list.remove(one.slot)
            return "Removed."
    except SaveError as error:
        return str(error)
    return "That is not a word here."


def choose_start(pack: Pack, console: Console, *, back: bool = False) -> tuple[str, int] | int:
    """Ask for a start and a length; return the start's id and the quarters (0: the start's own
    number).

    Return LEAVE if the player leaves; with `back`, BACK for "back"."""
    starts = start_summaries(pack)
    premise = () if back or not pack.premise else (straighten(pack.premise),)
    console.say(as_sentence(straighten(pack.title)), *premise, straighten(opening_note(pack)))
    for number, start in enumerate(starts, 1):
        console.say(*render_start(number, start))
    or_quit = ", back or quit" if back else ", or quit"
    index = console.pick(
        len(starts), f"Choose a door. Type a number, 1 to {len(starts)}{or_quit}.", back=back
    )
    if index < 0:
        return index
    short, full_length = pack.program.short, starts[index].quarters
    if not 0 < short < full_length:
        return starts[index].id, 0
    lengths = (capitalise(count_units(each, pack.frame)) for each in (full_length, short))
    console.say(*(f"{number}. {length}." for number, length in enumerate(lengths, 1)))
    length = console.pick(2, f"How long? Type 1 or 2{or_quit}.", back=back)
    return length if length < 0 else (starts[index].id, (0, short)[length])


def choose_career(career_list: CareerList, console: Console) -> MenuChoice | None:
    """Ask what to play until the player chooses; return None if the player leaves."""
    console.say(
        as_sentence(straighten(career_list.pack.title)),
        *([straighten(career_list.pack.premise)] if career_list.pack.premise else ()),
    )
    while True:
        rows = dict(_rows(career_list))
        console.say(
            *(f"{number}. {straighten(text)}" for number, text in enumerate(rows.values(), 1))
        )
        at = console.pick(len(rows), f"Type a number, 1 to {len(rows)}, or quit.")
        chosen: MenuChoice | int = LEAVE
        match [*rows][at] if at >= 0 else "quit":
            case "go on":
                chosen = _resume_choice(career_list) or BACK
            case "new":
                chosen = _choose_new(career_list, console)
            case "sample" if (sample := career_list.sample) is not None:
                chosen = _resume_choice(sample) or _choose_new(sample, console)
            case "careers":
                chosen = choose_saved(career_list, console)
            case "ends":
                from pmsim.ui.plain.life_commands import ends_lines

                seen, places = career_list.seen(), career_list.ends_seen()
                console.say(*ends_lines(career_list.pack, seen, places))
                chosen = BACK
            case "kept":
                console.say(*_storage_lines(career_list))
                chosen = BACK
        if chosen == LEAVE:
            return None
        if isinstance(chosen, MenuChoice):
            return chosen


def _rows(career_list: CareerList) -> Iterator[tuple[str, str]]:
    """Yield the rows of the menu in order: an internal name and the text."""
    unfinished, others = career_list.split()
    if unfinished is not None:
        yield "go on", f"Go on. {summary_sentences(unfinished)}"
    yield "new", f"A new career. {as_sentence(length_words(career_list.pack))}"
    if career_list.sample is not None:
        begun = career_list.sample.split()[0]
        position = summary_sentences(begun) if begun else "To see what this is."
        yield "sample", f"Ten minutes. {as_sentence(career_list.sample.pack.title)} {position}"
    everyone = (*filter(None, (unfinished,)), *others)
    if everyone:
        yield "careers", f"Careers. {as_sentence(count_kinds(everyone))}"
        yield "ends", "Where careers end."
    yield "kept", "Where careers, settings and packs are kept."
    yield "quit", "Quit."


def _resume_choice(career_list: CareerList) -> MenuChoice | None:
    summary, _ = career_list.split()
    return None if summary is None else MenuChoice(career_list, summary.slot)


def _choose_new(career_list: CareerList, console: Console) -> MenuChoice | int:
    """Ask for a start, if there is more than one."""
    if len(career_list.pack.starts) == 1:
        return MenuChoice(career_list, start=next(iter(career_list.pack.starts)))
    start = choose_start(career_list.pack, console, back=True)
    return start if isinstance(start, int) else MenuChoice(career_list, "", *start)


def _storage_lines(career_list: CareerList) -> Iterator[str]:
    """Yield a sentence for each folder of the player: careers, settings, packs."""
    yield f"Careers: {visible(str(career_list.saves.folder))}"
    for contents, folder, file in (
        ("Settings of the screens", config_folder, SETTINGS_FILE),
        ("Packs that you add", packs_folder, ""),
    ):
        try:
            yield f"{contents}: {visible(str(folder() / file))}"
        except FolderError as error:
            yield str(error)
