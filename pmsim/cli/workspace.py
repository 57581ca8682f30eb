"""The files that a command looks at, with the pack around them; files that cannot be read become
diagnostics."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import NamedTuple

import click

from pmsim.authoring.report import as_text
from pmsim.lang import Diagnostic, Draft, PackError, Place, compile_pack, make_diagnostic, visible
from pmsim.store.errors import system_reason
from pmsim.store.packs import (
    PACK_FILE,
    NoPackError,
    PackFiles,
    add_base_files,
    add_default_pack,
    default_pack_folder,
    enclosing_pack_folder,
    find_pack,
    find_packs_below,
    find_scenario_file,
    list_files,
    named_pack_folder,
    path_kind,
    read_file,
    read_folder_partly,
    read_pack_files,
    suggest_yaml_name,
)

_NOT_YAML = "This is not a YAML file: the name of one ends in .yaml."
_MOVE_HINT = "put it somewhere else; until then nothing is said of what the pack seems to lack"
_NOT_YAML_NAME = "This is not read: the name of a YAML file ends in .yaml."


class CheckTarget(NamedTuple):
    """Files to examine as one pack. `display_names`: names in messages, of the files that were
    asked for; `folder`: the folder all paths begin at; `unread`: diagnostics of files that cannot
    be read; `base_files`: the files of the packs that it extends."""

    files: Mapping[str, bytes]
    display_names: Mapping[str, str]
    folder: Path
    unread: tuple[Diagnostic, ...] = ()
    base_files: Mapping[str, bytes] = MappingProxyType({})


def find_targets(path: Path) -> Iterator[CheckTarget]:
    """Yield what to examine for a path: the packs in it; or the pack around it, reporting only on
    this path; or the shipped pack with it.

    Never raises: a path with nothing to examine gives a target without files."""
    try:
        problem = _path_problem(path)
        if problem:
            yield _empty_target(path, *problem)
        elif path.name == PACK_FILE or path.is_dir():
            yield from _folder_targets(path.parent if path.name == PACK_FILE else path)
        else:
            yield _target_around(path)
    except OSError as error:
        yield _empty_target(path, _unreadable_sentence(error))
    except NoPackError as error:
        yield _empty_target(path, str(error))


def _path_problem(path: Path) -> tuple[str, str] | None:
    """Return why there is nothing to examine at a path, and a hint; None if there is something."""
    if path.is_dir() or (path.is_file() and path.suffix == ".yaml"):
        return None
    if path.is_file():
        better = suggest_yaml_name(path.name)
        return _NOT_YAML, f"Call it {better}." if better else ""
    if path.exists():
        return "This is neither a file nor a folder.", ""
    if path.is_symlink():
        return "This is a link that leads nowhere.", ""
    siblings = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
    nearest = get_close_matches(path.name, siblings, 1)
    return (
        "There is no file or folder of this name.",
        f"Did you mean {(path.parent / nearest[0]).as_posix()}?" if nearest else "",
    )


def _folder_targets(folder: Path) -> Iterator[CheckTarget]:
    packs = find_packs_below(folder.resolve())
    for pack_folder in packs:
        yield _pack_target(folder / pack_folder.relative_to(folder.resolve()), pack_folder)
    if not packs:
        yield _target_around(folder)


def _target_around(path: Path) -> CheckTarget:
    """Return the pack around a file or folder as a target that reports only on that path; without
    a pack, the path with the files of the shipped pack. If it has no files, a diagnostic says
    so."""
    pack_folder = enclosing_pack_folder(path)
    target = _pack_target(path, pack_folder) if pack_folder else _target_outside_packs(path)
    if target.display_names or target.unread:
        return target
    return _empty_target(path, "There is no YAML file in this folder.", "One ends in .yaml.")


def _pack_target(path: Path, pack_folder: Path) -> CheckTarget:
    """Return a pack as a target that reports only on what is at or below `path`."""
    files, unread = read_folder_partly(pack_folder)
    below = path.resolve().relative_to(pack_folder)
    names = {
        file: (path / PurePath(file).relative_to(below)).as_posix()
        for file in (*files, *unread)
        if PurePath(file).is_relative_to(below)
    }
    return CheckTarget(
        {**_placeholder_files(pack_folder, unread), **files},
        {file: name for file, name in names.items() if file in files},
        pack_folder,
        _unread_problems(path, names, unread),
        add_base_files(files, pack_folder).base_files,
    )


def _target_outside_packs(path: Path) -> CheckTarget:
    """Return a file or folder outside every pack as a target with the files of the shipped pack."""
    files: Mapping[str, bytes]
    unread: Mapping[str, OSError]
    if path.is_file():
        folder, files, unread = path.parent, {path.name: read_file(path)}, {}
    else:
        folder, (files, unread) = path, read_folder_partly(path)
    names = {file: (folder / file).as_posix() for file in (*files, *unread)}
    own_names = {file: names[file] for file in files}
    problems = _unread_problems(path, names, unread)
    return CheckTarget(add_default_pack(files), own_names, folder, problems)


def _empty_target(path: Path, sentence: str, hint: str = "") -> CheckTarget:
    return CheckTarget({}, {}, path, (_unread(path.as_posix(), sentence, hint),))


def _unread(name: str, sentence: str, hint: str = "") -> Diagnostic:
    return make_diagnostic("unread", Place(name, 1, 1), hint=hint, sentence=sentence)


def _unread_problems(
    path: Path, names: Mapping[str, str], unread: Mapping[str, OSError]
) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of a path's files that cannot be read, or that are ignored because of
    their names. `names`: those of the files in messages."""
    refused = (
        _unread(names[file], _unreadable_sentence(error))
        for file, error in unread.items()
        if file in names
    )
    return (*refused, *_misnamed_warnings(path))


def _placeholder_files(folder: Path, unread: Mapping[str, OSError]) -> dict[str, bytes]:
    """Return empty files in place of those that cannot be read, or that are ignored because of
    their names: then nothing in them is reported missing."""
    named_better = (
        PurePath(file).with_name(better).as_posix()
        for file in list_files(folder)
        if (better := suggest_yaml_name(Path(file).name))
    )
    return dict.fromkeys([*unread, *named_better], b"")


def _misnamed_warnings(folder: Path) -> Iterator[Diagnostic]:
    """Yield warnings for files below a folder that are ignored because of their names. They are no
    errors: the pack loads without them."""
    for file in list_files(folder):
        if better := suggest_yaml_name(Path(file).name):
            hint = f"Call it {better}, or {_MOVE_HINT}."
            diagnostic = _unread((folder / file).as_posix(), _NOT_YAML_NAME, hint)
            yield diagnostic._replace(severity="warning")


def _unreadable_sentence(error: OSError) -> str:
    return f"This cannot be read: {system_reason(error).lower()}."


class LoadedDraft(NamedTuple):
    """A pack's draft and its files. `scenario`: the id of the scenario that was named, '' for the
    pack."""

    draft: Draft
    pack: PackFiles
    scenario: str

    def display_path(self, file: str) -> str:
        """Return the path at which the user can open a file: relative if it is below the current
        folder, else absolute."""
        path = self.pack.path_of(file)
        with suppress(OSError):  # the current folder does not exist any more
            if path.is_relative_to(Path.cwd()):
                path = Path(os.path.relpath(path))
        return path.as_posix()


def load_draft(path: str, *, only_scenarios: bool = False) -> LoadedDraft:
    """Load the draft of a pack by name or folder, the pack of a file, or a scenario by name. '':
    the nearest pack around the current folder, else the shipped one. `only_scenarios`: refuse files
    that are no scenario.

    Exits with 2 if there is none; with 1 and every problem if nothing of it can be understood.
    Reports that a pack has errors, and goes on."""
    current_pack = enclosing_pack_folder(Path()) or default_pack_folder()
    target = current_pack
    if path:
        target = (_find_scenario_file(current_pack, path) or find_pack(path)).absolute()
    is_file = target.is_file()
    pack = read_pack_files(target)
    compiled = compile_pack(pack.own_files, base=pack.base_files)
    errors = PackError(compiled.diagnostics).errors
    if compiled.draft is None:
        click.echo(as_text(errors, {}), err=True)
        click.echo(f"Nothing in {visible(str(target))} can be understood yet.", err=True)
        raise click.exceptions.Exit(1)
    scenario = target.stem if is_file and target.stem in compiled.draft.names.scenario_index else ""
    if is_file and not scenario and (only_scenarios or not target.is_relative_to(pack.folder)):
        raise click.UsageError(
            f"{visible(path)} is a part of a pack and no scenario that can be read: see pmsim check"
            f" {visible(path)}."
        )
    if errors:
        count = f"{len(errors)} errors" if len(errors) > 1 else "an error"
        click.echo(
            f"This pack has {count} (pmsim check {visible(path) or visible(str(target))}); what"
            " could be understood is shown.",
            err=True,
        )
    return LoadedDraft(compiled.draft, pack, scenario)


def _find_scenario_file(folder: Path, name: str) -> Path | None:
    """Return the file of a scenario by its id, None if that is a pack's name. Other files of that
    name do not matter."""
    if (
        not name.isidentifier()
        or named_pack_folder(name) is not None
        or path_kind(Path(name, PACK_FILE)) == "file"
    ):
        return None
    return find_scenario_file(folder, name)
