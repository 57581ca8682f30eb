"""Packs on disk: found by name or path, read without following anything out of their folder, compiled.

load_pack("the_long_game")        a shipped pack
load_pack("stories/mine")         a folder with a pack.yaml
load_pack("stories/monday.yaml")  one scenario, alone
"""

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from difflib import get_close_matches
from errno import ELOOP
from pathlib import Path, PurePath
from typing import Literal, NamedTuple

from pmsim.lang import Compiled, compile_pack, compile_solo
from pmsim.lang.characters import visible
from pmsim.lang.decoding import source_lines
from pmsim.lang.diagnostics import PackError
from pmsim.lang.nodes import Scalar
from pmsim.lang.pack import Pack
from pmsim.lang.pack_extension import MAX_PACKS, base_files, base_id
from pmsim.lang.schema.types import ID
from pmsim.lang.yaml_reader import read_yaml
from pmsim.store.atomic import read_regular_file
from pmsim.store.errors import FolderError
from pmsim.store.folders import packs_folder, scenarios_folder
from pmsim.store.walk import walk

PACK_FILE = "pack.yaml"
PLAYTHROUGH_SUFFIX = ".playthrough.yaml"
DEFAULT_PACK = "the_long_game"
"""The pack that a single file plays with when there is none above it."""
MAX_FILE_BYTES = 1024 * 1024
"""Of one file no more is read than this and one byte, so that the reader can say that it is too large."""
_NEARLY_YAML = re.compile(r"(.+?)(?:\.ya?ml)+(?:\.txt)?", re.IGNORECASE)
"""A name that its owner takes for a YAML file's. Windows hides the `.txt`."""
MAX_FILES = 5000
MAX_TOTAL_BYTES = 64 * 1024 * 1024


class NoPackError(PackError):
    """There is nothing to load under that name; the text says what there is."""

    def __init__(self, sentence: str) -> None:
        super().__init__(())
        self.args = (sentence,)


def shipped_packs() -> tuple[str, ...]:
    """The names of the packs that come with pmsim, sorted."""
    folder = scenarios_folder()
    return tuple(sorted(path.parent.name for path in folder.glob(f"*/{PACK_FILE}"))) if folder.is_dir() else ()


def added_packs(folder: Path | None = None) -> tuple[str, ...]:
    """The names of the packs that the user has added, sorted. `folder`: where such packs are."""
    with suppress(OSError, FolderError):
        here = (folder or packs_folder()).iterdir()
        return tuple(sorted(path.name for path in here if ID.matches(path.name) and (path / PACK_FILE).is_file()))
    return ()


def path_kind(path: Path) -> Literal["file", "folder", "other", ""]:
    """Return what a path leads to, '' if there is nothing, or can be nothing: pathlib raises for a name that is too long.

    Raises NoPackError if the system does not let us look."""
    try:
        mode = path.stat().st_mode
    except PermissionError as error:
        raise unreadable_error(error) from error
    except (OSError, ValueError):
        return ""
    return "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else "other"


def named_pack_folder(name: str, here: Path | None = None) -> Path | None:
    """Return the folder of the shipped or the added pack of that name, None if there is none or if a pack lies in a folder of that name
    (`here`: beside which; the current folder). What else has the name there, a file or another folder, hides no pack."""
    if not ID.matches(name) or path_kind((here or Path()) / name / PACK_FILE) == "file":
        return None
    return scenarios_folder() / name if name in shipped_packs() else packs_folder() / name if name in added_packs() else None


def find_pack(name_or_path: str | os.PathLike[str]) -> Path:
    """A pack's folder, or the YAML file of one scenario. Raises NoPackError, which names what there is."""
    named_folder = named_pack_folder(str(name_or_path))
    if named_folder is not None:
        return named_folder
    path = Path(name_or_path)
    kind = path_kind(path)
    if kind == "file":
        if path.name == PACK_FILE:
            return path.parent
        if path.suffix == ".yaml":
            return path
        suggestion = suggest_yaml_name(path.name)
        hint = f" Call it {visible(suggestion)}." if suggestion else ""
        raise NoPackError(f"{visible(str(path))} is no scenario: a scenario's name ends in .yaml.{hint}")
    if path_kind(path / PACK_FILE) == "file":
        return path
    if kind == "folder":
        raise NoPackError(f"There is no {PACK_FILE} in {visible(str(path))}, so it is no pack.")
    names, others = shipped_packs(), added_packs()
    nearest = get_close_matches(str(name_or_path), (*names, *others), 1)
    hint = f" Did you mean {nearest[0]}?" if nearest else ""
    home, _, scenario = str(name_or_path).partition(".")
    if home in (*names, *others) and ID.matches(scenario) and scenario != "yaml":
        hint = f" A scenario that is played alone is named by its file: {scenario}.yaml. A playthrough of it lies beside that file."
    available = f"These come with pmsim: {', '.join(names)}." + (f" You have added: {', '.join(others)}." if others else "")
    raise NoPackError(f"There is no pack or file called {visible(str(name_or_path))}.{hint} {available}")


def suggest_yaml_name(name: str) -> str:
    """Return the name under which a `.yml`, `.YAML` or `.yaml.txt` would be read; '' for a file that is read, or is no YAML file."""
    match = None if name.endswith(".yaml") else _NEARLY_YAML.fullmatch(name)
    if match is None:
        return ""
    stem = match[1]
    return f"{stem[: -len('.playthrough')]}{PLAYTHROUGH_SUFFIX}" if stem.lower().endswith(".playthrough") else f"{stem}.yaml"


def list_files(folder: Path) -> Iterator[str]:
    """Yield the path of every file below a folder that is not hidden, in order. What the system does not let us look into is left out:
    `read_folder_partly` has it."""
    root = Path(os.path.realpath(folder))  # unlike Path.resolve, it raises nothing where links lead in a circle
    yield from (path.relative_to(root).as_posix() for path in _walk_files(root, lambda _: None))


def find_scenario_file(folder: Path, scenario: str) -> Path | None:
    """Return the file of a scenario of the pack in a folder by its id, or None."""
    return next((folder / file for file in list_files(folder) if PurePath(file).name == f"{scenario}.yaml"), None)


def read_folder(folder: str | os.PathLike[str]) -> Mapping[str, bytes]:
    """Every YAML file below a folder, by its path from there (with `/`), in order. Hidden files, and links that lead out or nowhere, are
    left alone.

    Raises NoPackError for what cannot be read, and for more files or bytes than any pack has."""
    contents, unread = read_folder_partly(folder)
    for name, error in unread.items():
        if not (Path(folder) / name).is_symlink():
            raise unreadable_error(error) from error
    return contents


def read_folder_partly(folder: str | os.PathLike[str]) -> tuple[Mapping[str, bytes], Mapping[str, OSError]]:
    """The same, and beside it, by its path, what the system does not let us read. Raises NoPackError for more than any pack has."""
    root = Path(folder).resolve()
    contents: dict[str, bytes] = {}
    unread: dict[str, OSError] = {}
    total = 0
    for path in _walk_files(root, lambda error: unread.update({Path(error.filename).relative_to(root).as_posix(): error})):
        name = path.relative_to(root).as_posix()
        if not name.endswith(".yaml"):
            continue
        try:
            if path.resolve(strict=True).is_relative_to(root):
                contents[name] = read_file(path)
        except OSError as error:
            unread[name] = error
        except RuntimeError:  # what resolve raises for links that lead in a circle
            unread[name] = OSError(ELOOP, os.strerror(ELOOP), str(path))
        total += len(contents.get(name, b""))
        if len(contents) > MAX_FILES or total > MAX_TOTAL_BYTES:
            raise NoPackError(f"{visible(str(folder))} holds more than {MAX_FILES} YAML files or 64 MiB of them; no pack is so large.")
    return contents, unread


def _walk_files(root: Path, failed: Callable[[OSError], None]) -> Iterator[Path]:
    """Yield every file and link of a pack's folder, in order."""
    for at, _, names in walk(root, failed=failed):
        yield from (path for name in names if (path := at / name).is_file() or path.is_symlink())


def read_file(path: Path) -> bytes:
    """At most `MAX_FILE_BYTES` + 1 bytes of a plain file. Raises OSError."""
    return read_regular_file(path, MAX_FILE_BYTES)


def unreadable_error(error: OSError) -> NoPackError:
    """The sentence for a file that the system does not let us read."""
    return NoPackError(f"{visible(str(error.filename or 'A file'))} cannot be read: {error.strerror or type(error).__name__}.")


class PackFiles(NamedTuple):
    """What `examine` and `compile_pack` ask for. `own_files`: the pack's files by their paths below `folder`; `base_files`: those of the
    packs that it extends, by paths that begin with their ids; `base_folders`: where each of those packs lies."""

    own_files: Mapping[str, bytes]
    base_files: Mapping[str, bytes]
    folder: Path
    base_folders: Mapping[str, Path]


def read_pack_files(path: str | os.PathLike[str]) -> PackFiles:
    """The files of a pack, which is named as for `find_pack`, or of the pack around a scenario's file. Raises NoPackError."""
    location = find_pack(path)
    files, folder = (read_folder(location), location) if location.is_dir() else scenario_with_pack(location)
    return add_base_files(files, folder)


def add_base_files(own: Mapping[str, bytes], folder: Path) -> PackFiles:
    """A pack's files with those of all packs that it stands on. One that is not there is left out, for the compiler to complain of.
    Raises NoPackError for one that cannot be read."""
    base: dict[str, bytes] = {}
    folders: dict[str, Path] = {}
    files: Mapping[str, bytes] = own
    beside = folder
    while (name := base_id(files)) and name not in folders and len(folders) < MAX_PACKS and (at := find_base_folder(name, beside)):
        files, beside, folders[name] = read_folder(at), at, at
        base |= base_files(name, files)
    return PackFiles(own, base, folder, folders)


def find_base_folder(name: str, folder: Path) -> Path | None:
    """The folder of a pack that one in `folder` may extend: a shipped one, one in the folder beside it, or an added one."""
    if name in shipped_packs():
        return scenarios_folder() / name
    if not ID.matches(name):
        return None
    sibling = folder.resolve().parent / name
    return sibling if path_kind(sibling / PACK_FILE) == "file" else packs_folder() / name if name in added_packs() else None


def enclosing_pack_folder(path: Path) -> Path | None:
    """The nearest folder with a pack.yaml at or above a file or folder, or None."""
    try:
        path = path.resolve()
        return next((folder for folder in (path, *path.parents) if path_kind(folder / PACK_FILE) == "file"), None)
    except (OSError, RuntimeError, NoPackError):  # the current folder is gone, links lead in a circle, a folder may not be looked into
        return None


def find_packs_below(folder: Path) -> list[Path]:
    """Return the folders at or below `folder` that hold a pack.yaml, less those inside another and those that tools put there."""
    pack_folders: list[Path] = []
    for at, folders, names in walk(folder, built=False):
        if PACK_FILE in names:
            folders.clear()
            pack_folders.append(at)
    return pack_folders


def default_pack_folder() -> Path:
    """The folder of the pack that is played if none is named."""
    return scenarios_folder() / DEFAULT_PACK


def enclosing_pack_named(file: Path, name: str) -> Path | None:
    """The folder of the pack called `name` in which a file lies, or None."""
    folder = enclosing_pack_folder(file)
    if folder is None:
        return None
    try:
        node, _ = read_yaml(read_file(folder / PACK_FILE), PACK_FILE)
    except OSError as error:
        raise unreadable_error(error) from error
    id_node = node.get("pack") if node is not None else None
    return folder if isinstance(id_node, Scalar) and id_node.text.strip() == name else None


def playthrough_target(file: Path, name: str, own: Iterable[Path] = ()) -> str:
    """Return what the playthrough at `file` plays, as `load_pack` takes it. `name`: what it says it plays; `own`: the folders of packs that
    go before a shipped or an added one.

    A path begins at the playthrough's folder, else at the current one. `PACK.SCENARIO` is a scenario played alone, as saves call it; one
    that lies in no pack plays in the shipped one, and its file is beside the playthrough. Raises NoPackError."""
    folder = _enclosing_or_own_pack(file, name, own)
    if folder is not None:
        return str(folder)
    sibling = file.parent / name
    if name.endswith(".yaml") or "/" in name:
        return str(sibling) if "file" in (path_kind(sibling), path_kind(sibling / PACK_FILE)) else name
    pack_id, _, scenario = name.partition(".")
    if ID.matches(pack_id) and ID.matches(scenario):
        scenario_file = file.parent / f"{scenario}.yaml"
        if pack_id == DEFAULT_PACK and path_kind(scenario_file) == "file" and enclosing_pack_folder(scenario_file) is None:
            return str(scenario_file)
        folder = _enclosing_or_own_pack(file, pack_id, own) or named_pack_folder(pack_id)
        scenario_path = find_scenario_file(folder, scenario) if folder is not None else None
        return name if scenario_path is None else str(scenario_path)
    return name


def _enclosing_or_own_pack(file: Path, name: str, own: Iterable[Path]) -> Path | None:
    """Return the folder of the pack called `name`: the one in which a file lies, else one of `own`."""
    return enclosing_pack_named(file, name) or next(
        (each for each in own if enclosing_pack_named(each / PACK_FILE, name) is not None), None
    )


def scenario_with_pack(file: Path) -> tuple[Mapping[str, bytes], Path]:
    """One scenario's file together with the pack it plays with, and that pack's folder: the nearest above it, else the shipped one."""
    pack_folder = enclosing_pack_folder(file)
    if pack_folder is not None:
        return read_folder(pack_folder), pack_folder
    try:
        return add_default_pack({file.as_posix(): read_file(file)}), default_pack_folder()
    except OSError as error:
        raise unreadable_error(error) from error


def add_default_pack(own: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files that lie in no pack, among those of the one that comes with pmsim; a file of it that is called like one of them gives way."""
    stems = {Path(file).stem for file in own}
    return {file: content for file, content in read_folder(default_pack_folder()).items() if Path(file).stem not in stems} | dict(own)


def compile_named(name_or_path: str | os.PathLike[str], *, career: bool = False) -> Compiled:
    """A pack or a single scenario, with all there is to say about it. Raises NoPackError. `career`: as for `load_pack`."""
    path = find_pack(name_or_path)
    files = read_pack_files(path)
    stories, folder = _without_playthroughs(files.own_files), str(files.folder)
    if path.is_dir() or career:
        return compile_pack(stories, folder, files.base_files)
    try:
        result = compile_solo(stories, path.stem, folder, files.base_files)
    except KeyError as error:
        raise NoPackError(f"{visible(str(path))} is a part of a pack and no scenario of its own: it has no `scenes:`.") from error
    return result if result.pack is None else result._replace(pack=_as_standalone(result.pack, path.stem))


def read_source_lines(name_or_path: str | os.PathLike[str], files: Iterable[str]) -> Mapping[str, list[str]]:
    """The lines of a pack's files as diagnostics name them, for a report; what cannot be read any more is left out."""
    path = find_pack(name_or_path)
    folder = path if path.is_dir() else enclosing_pack_folder(path) or Path()
    lines: dict[str, list[str]] = {}
    for file in files:
        with suppress(OSError):
            lines[file] = source_lines(read_file(folder / file))
    return lines


def load_pack(name_or_path: str | os.PathLike[str], *, career: bool = False) -> Pack:
    """A pack by its name, its folder, or the file of one scenario, which is then played alone (`career`: in the pool of the pack it
    belongs to). Raises PackError with every diagnostic; NoPackError, one of those, if there is nothing of that name."""
    result = compile_named(name_or_path, career=career)
    if result.pack is None:
        raise PackError(result.diagnostics)
    return result.pack


def load_pack_by_id(name: str) -> Pack | None:
    """Return the pack of that id, or a shipped or added pack's scenario played alone; None if it is not here, or does not load."""
    pack_id, _, scenario = name.partition(".")
    try:
        if not ID.matches(pack_id):
            return None
        file = find_scenario_file(find_pack(pack_id), scenario) if ID.matches(scenario) else pack_id
        pack = load_pack(file) if file is not None else None
    except (PackError, OSError):
        return None
    return pack if pack is not None and pack.id == name else None


def _without_playthroughs(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files without the playthroughs, which no game needs."""
    return {name: content for name, content in files.items() if not name.endswith(PLAYTHROUGH_SUFFIX)}


def _as_standalone(pack: Pack, scenario: str) -> Pack:
    """A scenario played alone has an id of its own, so that its careers and the pack's do not mix, and none of the pack's promises."""
    name = f"{pack.id}.{scenario}"
    return replace(pack, id=name, promises=(), program=replace(pack.program, id=name))
