"""The menu in numbered lines, and the choice of a start."""

from collections.abc import Iterator

from pmsim.lang import Pack, visible
from pmsim.store.errors import FolderError
from pmsim.store.folders import config_folder, packs_folder
from pmsim.store.settings import SETTINGS_FILE
from pmsim.ui.career_list import CareerList, count_kinds, length_words
from pmsim.ui.plain.careers import choose_saved, summary_sentences
from pmsim.ui.plain.console import BACK, LEAVE, Console, MenuChoice
from pmsim.ui.plain.timeline_commands import ends_lines
from pmsim.ui.plain_text import as_sentence, render_start, straighten
from pmsim.ui.present.history import opening_note, start_summaries
from pmsim.ui.present.words import capitalise, count_units


def choose_start(pack: Pack, console: Console, *, back: bool = False) -> tuple[str, int] | int:
    """Ask for a start and a length; return the start's id and the quarters (0: the start's own
    number).

    Return LEAVE if the player lines; with `back`, BACK for "back"."""
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
    console.say(
        *(
            f"{number}. {capitalise(count_units(quarters, pack.frame))}."
            for number, quarters in ((1, full_length), (2, short))
        )
    )
    length = console.pick(2, f"How long? Type 1 or 2{or_quit}.", back=back)
    return length if length < 0 else (starts[index].id, (0, short)[length])


def choose_career(career_list: CareerList, console: Console) -> MenuChoice | None:
    """Ask what to play until the player chooses; return None if the player lines."""
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
            case "sample" if career_list.sample is not None:
                chosen = _resume_choice(career_list.sample) or _choose_new(
                    career_list.sample, console
                )
            case "careers":
                chosen = choose_saved(career_list, console)
            case "ends":
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
        sample_summary = career_list.sample.split()[0]
        position = (
            "To see what this is." if sample_summary is None else summary_sentences(sample_summary)
        )
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
