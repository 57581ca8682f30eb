"""`play --watch`: the pack read again whenever a file of it is saved, and the game led on in what it says now. Nothing is kept."""

import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from pmsim.cli.asked import Asked
from pmsim.lang.characters import visible

if TYPE_CHECKING:
    from pmsim.ui.writing import Edited, Writing

NOT_INSTALLED = "--watch needs the extra for authors: pip install 'pmsim[author]'"


def play_watched(asked: Asked, *, lines: bool, still: bool) -> int:
    """Play what is being written until it is left; the exit status."""
    from pmsim.play.session import Session
    from pmsim.ui.career import Unkept

    watched = writing(asked)
    wait_until_it_loads(asked, watched)
    pack, how = asked.in_pack()
    career = Unkept(Session(pack, how.start, how.seed, quarters=how.quarters, midway=how.midway))
    if lines:
        from pmsim.cli.play import columns
        from pmsim.ui import plain

        click.echo(
            f"{visible(watched.intro)} When you have saved it press Enter here, and it is read again. Nothing is kept.\n",
            err=True,
        )
        return plain.run(career, sys.stdin, sys.stdout, width=columns(), writing=watched)
    from pmsim.ui.tui.app import Opened, run

    said = f"{watched.intro} Save it, and it is read again. Nothing is kept."
    return run(lambda: Opened(None, career, True, (said,), watched), None, still=still)


def writing(asked: Asked) -> "Writing":
    """What is looked after. Exits 2 where that cannot be: nothing of that name, or no way to watch."""
    from pmsim.store.packs import NoPackError, find_pack, folder_above
    from pmsim.store.watch import can_watch, changes, refusal, why
    from pmsim.ui.writing import Edited, Writing

    if not can_watch():
        raise click.UsageError(NOT_INSTALLED)
    try:
        found = find_pack(asked.pack)
    except NoPackError as error:
        raise click.UsageError(str(error)) from error
    around = found if found.is_dir() else folder_above(found)
    folder, deep = around or found.resolve().parent, around is not None
    name, trouble = Path(asked.pack).name, refusal(folder, deep=deep)

    def edits(stop: Event) -> "Iterator[Edited]":
        try:
            for _ in changes(folder, stop, deep=deep, looking=bool(trouble)):
                yield read_again(asked)
        except Exception as error:  # noqa: BLE001  this is a thread: whatever ends it is to be told
            last = f"{name} is not read again any more: {why(error)} Leave, and begin again."
            yield Edited(None, lambda _: [visible(last)], watched=False)

    return Writing(name, edits, trouble)


def read_again(asked: Asked) -> "Edited":
    """The pack as its files are now, or what is wrong with them."""
    from pmsim.cli.loading import report_on
    from pmsim.lang.diagnostics import PackError
    from pmsim.store.packs import load_pack
    from pmsim.ui.writing import Edited

    try:
        return Edited(load_pack(asked.pack, career=asked.career))
    except PackError as error:
        problem = error
        return Edited(None, lambda width: report_on(problem, asked.pack, width).split("\n"))


def wait_until_it_loads(asked: Asked, watched: "Writing") -> None:
    """Returns once the pack loads; until then its problems stand on stderr."""
    edited = read_again(asked)
    edits: Iterator[Edited] | None = None
    stop = Event()
    while edited.pack is None:
        if not edited.watched:
            raise click.ClickException("\n".join(edited.report(140)))
        for line in edited.report(140):
            click.echo(line, err=True)
        click.echo(f"{visible(watched.intro)} Waiting for it to be saved again; ctrl+c leaves.", err=True)
        edits = edits or watched.edits(stop)
        edited = next(edits)
    stop.set()
