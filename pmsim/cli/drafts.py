"""What the commands for authors begin with: a pack as far as it is understood, errors or not, and its files as the user knows them."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from pmsim.lang import Draft
from pmsim.lang.characters import visible
from pmsim.lang.decoding import source_lines


class Opened(NamedTuple):
    """`files`: the pack's, and those of the packs that it extends by paths that begin with their ids. `folder`: where its own are;
    `folders`: where those others are. `scenario`: the id of the one that was named, '' if it was the pack."""

    draft: Draft
    files: Mapping[str, bytes]
    folder: Path
    folders: Mapping[str, Path]
    scenario: str

    def lines(self) -> dict[str, Sequence[str]]:
        """The lines of every file."""
        return {file: source_lines(data) for file, data in self.files.items()}

    def shown(self, file: str) -> str:
        """A file as it can be opened from where the user is: from there if it is below, else from the root."""
        base, _, below = file.partition("/")
        path = self.folders[base] / below if base in self.folders else self.folder / file
        try:
            here = Path.cwd()
        except OSError:  # it is gone
            return path.as_posix()
        return Path(os.path.relpath(path, here)).as_posix() if path.is_relative_to(here) else path.as_posix()


def opened(path: str, *, only_scenarios: bool = False) -> Opened:
    """The pack of that name or folder, or the one to which a file belongs, or a scenario called so; '' the nearest around here, else the
    shipped one. `only_scenarios`: of files only those of scenarios will do.

    Exit 2 if there is none; 1, with every problem, if nothing of it can be understood. That it has errors is said, and no end."""
    from pmsim.authoring.report import as_text
    from pmsim.lang import compile_pack
    from pmsim.store.packs import NoPackError, files_with, find_pack, folder_above, read_folder, shipped_pack, with_bases

    around = folder_above(Path()) or shipped_pack()
    try:
        found = (_scenario_in(around, path) or find_pack(path)).absolute() if path else around
        alone = found.is_file()
        pack = with_bases(*(files_with(found) if alone else (read_folder(found), found)))
    except NoPackError as error:
        raise click.UsageError(str(error)) from error
    compiled = compile_pack(pack.own, base=pack.base)
    errors = [one for one in compiled.diagnostics if one.severity == "error"]
    if compiled.draft is None:
        click.echo(as_text(errors, {}), err=True)
        click.echo(f"Nothing in {visible(str(found))} can be understood yet.", err=True)
        raise click.exceptions.Exit(1)
    scenario = found.stem if alone and found.stem in compiled.draft.context.names.scenario_index else ""
    if alone and not scenario and (only_scenarios or not found.is_relative_to(pack.folder)):
        raise click.UsageError(f"{visible(path)} is a part of a pack and no scenario that can be read: see pmsim check {visible(path)}.")
    if errors:
        many = f"{len(errors)} errors" if len(errors) > 1 else "an error"
        click.echo(
            f"This pack has {many} (pmsim check {visible(path) or visible(str(found))}); what could be understood is shown.", err=True
        )
    files = {**pack.base, **pack.own}
    return Opened(compiled.draft, files, pack.folder, pack.folders, scenario)


def _scenario_in(folder: Path, name: str) -> Path | None:
    """The file of a scenario by its id, if that is no pack's name. What else has that name here hides no scenario."""
    from pmsim.store.packs import PACK_FILE, kind_of, pack_called, scenario_below

    if not name.isidentifier() or pack_called(name) is not None or kind_of(Path(name, PACK_FILE)) == "file":
        return None
    return scenario_below(folder, name)
