"""The list of saved careers in plain mode: opening, naming and removing one, and beginning another
with its seed."""

from collections.abc import Iterator, Sequence

from pmsim.store.errors import SaveError
from pmsim.store.saves import is_slot
from pmsim.ui.career_list import CareerList, CareerSummary
from pmsim.ui.plain.console import BACK, LEAVE, Console, MenuChoice
from pmsim.ui.plain_text import as_sentence, straighten
from pmsim.ui.present.words import capitalise, count_words, unit_word

WORDS = (
    "Type a number, 1 to {count}, to play one; name 1 and a name; again 1: the same seed again;"
    " remove 1; back or quit."
)


def summary_sentences(summary: CareerSummary) -> str:
    """Return a saved career in sentences."""
    if summary.reason:
        return f"{summary.start_title} does not load. {summary.reason}"
    unit = unit_word(summary.frame)
    position = (
        f"Ended in {unit} {summary.quarter}: {summary.ended}."
        if summary.ended
        else f"{capitalise(unit)} {summary.quarter}, decision {summary.decision}."
    )
    return f"{as_sentence(summary.title)} {position}" + (
        f" {count_words(summary.lives, 'life', 'lives').capitalize()}." if summary.lives > 1 else ""
    )


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
