"""`pmsim new --pack`: a folder with a small whole pack in it, or with what adds to another. Never writes over anything."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pmsim.authoring.scaffold.world import PackWorld


def begin_pack(folder: Path, title: str, base: str) -> None:
    """Write the pack into the folder. Exits 2 where that cannot be. Raises NoPackError if something cannot be written; then nothing is."""
    from pmsim.authoring.scaffold.generate import PackRequest, extending_pack_files, one_line, pack_files
    from pmsim.cli.new import typed, write_schema

    name = _name_of(folder)
    begun = PackRequest(name, one_line(title) or name.replace("_", " ").capitalize(), typed(folder))
    files = extending_pack_files(begun, base, _world_of(base, folder)) if base else pack_files(begun)
    _write(folder, files)
    write_schema(folder)
    click.echo(typed(folder))
    click.echo("A whole pack. It can be played as it stands, and says what each part is.", err=True)
    for command, does in (
        (f"pmsim play {typed(folder)}", "plays it"),
        (f"pmsim check {typed(folder)}", "says what is wrong with it"),
        (f"pmsim new {typed(folder / 'friday')}", "writes one more story"),
    ):
        click.echo(f"  {command:<{len(typed(folder)) + 20}} {does}", err=True)


def _name_of(folder: Path) -> str:
    """The id of a pack in that folder, which is the folder's name; exit 2 if it cannot be one, or if the place is taken."""
    from pmsim.authoring.scaffold.generate import id_of, is_valid_stem
    from pmsim.lang.characters import visible
    from pmsim.store.packs import added_packs, folder_above, shipped_packs

    name = folder.resolve().name
    if not is_valid_stem(name):
        raise click.UsageError(
            f"{visible(name)} cannot be a pack's name: small letters, digits and _. {id_of(name.replace('-', '_'))} would do.",
        )
    if name in (*shipped_packs(), *added_packs()):
        raise click.UsageError(f"There is a pack {name} already; careers in the two would mix. Give yours another name.")
    around = folder_above(folder)
    if around is not None:
        raise click.UsageError(f"{visible(str(folder))} lies in the pack {visible(str(around))}; a pack cannot lie in another.")
    return name


def _world_of(base: str, folder: Path) -> "PackWorld":
    """What the pack has that is to be extended; exit 2 if there is none of that name, or it does not load."""
    from pmsim.authoring.scaffold.world import read_world
    from pmsim.lang.characters import visible
    from pmsim.lang.pack_extension import extend_pack
    from pmsim.store.packs import added_packs, base_folder, files_of, load_pack, shipped_packs

    at = base_folder(base, folder)
    if at is None:
        there = ", ".join((*shipped_packs(), *added_packs()))
        raise click.UsageError(
            f"There is no pack {visible(base)} to extend. There are: {there}; and those in folders beside {visible(str(folder))}."
        )
    load_pack(at)
    files = files_of(at)
    return read_world(extend_pack(files.own, files.base).files)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    """All of the files, or none."""
    from pmsim.store.authored import write_new
    from pmsim.store.packs import NoPackError

    there = [name for name in files if os.path.lexists(folder / name)]
    if there:
        raise click.UsageError(f"There is a {there[0]} in {folder} already. Nothing was written.")
    written: list[Path] = []
    try:
        for name, text in files.items():
            write_new(folder / name, text.encode())
            written.append(folder / name)
    except (NoPackError, KeyboardInterrupt):
        for path in written:
            with suppress(OSError):
                path.unlink()
        raise
