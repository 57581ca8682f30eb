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
            f"{visible(watched.name)} is watched. When you have saved it press Enter here, and it is read again. Nothing is kept.\n",
            err=True,
        )
        return plain.run(career, sys.stdin, sys.stdout, width=columns(), writing=watched)
    from pmsim.ui.tui.app import Opened, run

    said = f"{watched.name} is watched: save it, and it is read again. Nothing is kept."
    return run(lambda: Opened(None, career, True, (said,), watched), None, still=still)


def writing(asked: Asked) -> "Writing":
    """What is looked after. Exits 2 where that cannot be: nothing of that name, or no way to watch."""
    from pmsim.store.packs import NoPackError, find_pack, folder_above
    from pmsim.store.watch import can_watch, changes
    from pmsim.ui.writing import Writing

    if not can_watch():
        raise click.UsageError(NOT_INSTALLED)
    try:
        found = find_pack(asked.pack)
    except NoPackError as error:
        raise click.UsageError(str(error)) from error
    folder = found if found.is_dir() else folder_above(found) or found.resolve().parent

    def edits(stop: Event) -> "Iterator[Edited]":
        return (read_again(asked) for _ in changes(folder, stop))

    return Writing(Path(asked.pack).name, edits)


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
        for line in edited.report(140):
            click.echo(line, err=True)
        click.echo(f"Waiting for {watched.name} to be saved again; ctrl+c leaves.", err=True)
        edits = edits or watched.edits(stop)
        edited = next(edits)
    stop.set()
