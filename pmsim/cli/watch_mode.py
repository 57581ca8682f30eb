"""`play --watch`: a game whose pack is read again whenever a file of it is saved. Nothing here may
write a save."""

import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import click

from pmsim.cli.options import PlayRequest, format_pack_error
from pmsim.cli.play import console_columns
from pmsim.lang import PackError, visible
from pmsim.play.session import Session
from pmsim.store.author_files import can_watch, error_sentences, watch_changes, watch_problem
from pmsim.store.career import PlayableCareer
from pmsim.store.pack_loading import load_pack
from pmsim.store.packs import enclosing_pack_folder, find_pack
from pmsim.ui import plain
from pmsim.ui.career import EditedPack, WatchedStory

NOT_INSTALLED = "--watch needs the extra for authors: pip install 'pmsim[author]'"


def play_watched(request: PlayRequest, *, as_lines: bool, no_motion: bool) -> int:
    """Play a pack that is being written until the player leaves; return the exit code."""
    watched = watched_story(request)
    wait_until_loadable(request, watched)
    pack, (start, seed, quarters, midway, _) = request.resolve()
    career = PlayableCareer(Session(pack, start, seed, quarters=quarters, midway=midway))
    if as_lines:
        click.echo(
            f"{visible(watched.intro_sentence)} When you have saved it press Enter here, and it is"
            " read again. Nothing is kept.\n",
            err=True,
        )
        return plain.run(
            career, sys.stdin, sys.stdout, width=console_columns(), watched_story=watched
        )

    from pmsim.ui.tui.app import InitialView, run_tui

    note = f"{watched.intro_sentence} Save it, and it is read again. Nothing is kept."
    return run_tui(
        lambda: InitialView(None, career, True, (note,), watched), None, no_motion=no_motion
    )


def watched_story(request: PlayRequest) -> WatchedStory:
    """Return the story to watch. Raises click.UsageError if there is none of that name, or no way
    to watch."""
    if not can_watch():
        raise click.UsageError(NOT_INSTALLED)
    path = find_pack(request.pack)
    around = path if path.is_dir() else enclosing_pack_folder(path)
    folder, deep = around or path.resolve().parent, around is not None
    name, trouble = Path(request.pack).name, watch_problem(folder, deep=deep)

    def edits(stop: Event) -> Iterator[EditedPack]:
        try:
            for _ in watch_changes(folder, stop, deep=deep, looking=bool(trouble)):
                yield reload_pack(request)
        except Exception as error:  # noqa: BLE001  this is a thread: report any error that ends it
            last = (
                f"{name} is not read again any more: {error_sentences(error)} Leave, and begin"
                " again."
            )
            yield EditedPack(None, lambda _: [visible(last)], watched=False)

    return WatchedStory(name, edits, trouble)


def reload_pack(request: PlayRequest) -> EditedPack:
    """Load the pack as its files are now; return it, or the report of its errors."""
    try:
        return EditedPack(load_pack(request.pack, career=request.career))
    except PackError as error:
        problem = error
        return EditedPack(
            None, lambda width: format_pack_error(problem, request.pack, width).split("\n")
        )


def wait_until_loadable(request: PlayRequest, watched: WatchedStory) -> None:
    """Wait until the pack loads; print its problems to stderr meanwhile. Raises
    click.ClickException if watching ends."""
    edited = reload_pack(request)
    edits: Iterator[EditedPack] | None = None
    stop = Event()
    while edited.pack is None:
        if not edited.watched:
            raise click.ClickException("\n".join(edited.report(140)))
        for line in edited.report(140):
            click.echo(line, err=True)
        click.echo(
            f"{visible(watched.intro_sentence)} Waiting for it to be saved again; ctrl+c leaves.",
            err=True,
        )
        edits = edits or watched.edits(stop)
        edited = next(edits)
    stop.set()
