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
from pmsim.store.atomic import read_plain
from pmsim.store.errors import PlaceError
from pmsim.store.places import packs_folder, scenarios_folder
from pmsim.store.walk import walk

PACK_FILE = "pack.yaml"
PLAYTHROUGH = ".playthrough.yaml"
SHIPPED = "the_long_game"
"""The pack that a single file plays with when there is none above it."""
MOST_BYTES = 1024 * 1024
"""Of one file no more is read than this and one byte, so that the reader can say that it is too large."""
_NEARLY = re.compile(r"(.+?)(?:\.ya?ml)+(?:\.txt)?", re.IGNORECASE)
"""A name that its owner takes for a YAML file's. Windows hides the `.txt`."""
MOST_FILES = 5000
MOST_IN_ALL = 64 * 1024 * 1024


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
    with suppress(OSError, PlaceError):
        here = (folder or packs_folder()).iterdir()
        return tuple(sorted(path.name for path in here if ID.matches(path.name) and (path / PACK_FILE).is_file()))
    return ()


def kind_of(path: Path) -> Literal["file", "folder", "other", ""]:
    """Return what a path leads to, '' if there is nothing, or can be nothing: pathlib raises for a name that is too long.

    Raises NoPackError if the system does not let us look."""
    try:
        mode = path.stat().st_mode
    except PermissionError as error:
        raise unreadable(error) from error
    except (OSError, ValueError):
        return ""
    return "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else "other"


def pack_called(name: str, here: Path | None = None) -> Path | None:
    """Return the folder of the shipped or the added pack of that name, None if there is none or if a pack lies in a folder of that name
    (`here`: beside which; the current folder). What else has the name there, a file or another folder, hides no pack."""
    if not ID.matches(name) or kind_of((here or Path()) / name / PACK_FILE) == "file":
        return None
    return scenarios_folder() / name if name in shipped_packs() else packs_folder() / name if name in added_packs() else None


def find_pack(name_or_path: str | os.PathLike[str]) -> Path:
    """A pack's folder, or the YAML file of one scenario. Raises NoPackError, which names what there is."""
    named = pack_called(str(name_or_path))
    if named is not None:
        return named
    path = Path(name_or_path)
    kind = kind_of(path)
    if kind == "file":
        if path.name == PACK_FILE:
            return path.parent
        if path.suffix == ".yaml":
            return path
        better = better_name(path.name)
        hint = f" Call it {visible(better)}." if better else ""
        raise NoPackError(f"{visible(str(path))} is no scenario: a scenario's name ends in .yaml.{hint}")
    if kind_of(path / PACK_FILE) == "file":
        return path
    if kind == "folder":
        raise NoPackError(f"There is no {PACK_FILE} in {visible(str(path))}, so it is no pack.")
    names, others = shipped_packs(), added_packs()
    near = get_close_matches(str(name_or_path), (*names, *others), 1)
    hint = f" Did you mean {near[0]}?" if near else ""
    home, _, scenario = str(name_or_path).partition(".")
    if home in (*names, *others) and ID.matches(scenario) and scenario != "yaml":
        hint = f" A scenario that is played alone is named by its file: {scenario}.yaml. A playthrough of it lies beside that file."
    there = f"These come with pmsim: {', '.join(names)}." + (f" You have added: {', '.join(others)}." if others else "")
    raise NoPackError(f"There is no pack or file called {visible(str(name_or_path))}.{hint} {there}")


def better_name(name: str) -> str:
    """Return the name under which a `.yml`, `.YAML` or `.yaml.txt` would be read; '' for a file that is read, or is no YAML file."""
    found = None if name.endswith(".yaml") else _NEARLY.fullmatch(name)
    if found is None:
        return ""
    stem = found[1]
    return f"{stem[: -len('.playthrough')]}{PLAYTHROUGH}" if stem.lower().endswith(".playthrough") else f"{stem}.yaml"


def files_below(folder: Path) -> Iterator[str]:
    """Yield the path of every file below a folder that is not hidden, in order. What the system does not let us look into is left out:
    `read_each` has it."""
    root = Path(os.path.realpath(folder))  # unlike Path.resolve, it raises nothing where links lead in a circle
    yield from (path.relative_to(root).as_posix() for path in _files(root, lambda _: None))


def scenario_below(folder: Path, scenario: str) -> Path | None:
    """Return the file of a scenario of the pack in a folder by its id, or None."""
    return next((folder / file for file in files_below(folder) if PurePath(file).name == f"{scenario}.yaml"), None)


def read_folder(folder: str | os.PathLike[str]) -> Mapping[str, bytes]:
    """Every YAML file below a folder, by its path from there (with `/`), in order. Hidden files, and links that lead out or nowhere, are
    left alone.

    Raises NoPackError for what cannot be read, and for more files or bytes than any pack has."""
    found, unread = read_each(folder)
    for name, error in unread.items():
        if not (Path(folder) / name).is_symlink():
            raise unreadable(error) from error
    return found


def read_each(folder: str | os.PathLike[str]) -> tuple[Mapping[str, bytes], Mapping[str, OSError]]:
    """The same, and beside it, by its path, what the system does not let us read. Raises NoPackError for more than any pack has."""
    root = Path(folder).resolve()
    found: dict[str, bytes] = {}
    unread: dict[str, OSError] = {}
    total = 0
    for path in _files(root, lambda error: unread.update({Path(error.filename).relative_to(root).as_posix(): error})):
        name = path.relative_to(root).as_posix()
        if not name.endswith(".yaml"):
            continue
        try:
            if path.resolve(strict=True).is_relative_to(root):
                found[name] = read_file(path)
        except OSError as error:
            unread[name] = error
        except RuntimeError:  # what resolve raises for links that lead in a circle
            unread[name] = OSError(ELOOP, os.strerror(ELOOP), str(path))
        total += len(found.get(name, b""))
        if len(found) > MOST_FILES or total > MOST_IN_ALL:
            raise NoPackError(f"{visible(str(folder))} holds more than {MOST_FILES} YAML files or 64 MiB of them; no pack is so large.")
    return found, unread


def _files(root: Path, failed: Callable[[OSError], None]) -> Iterator[Path]:
    """Yield every file and link of a pack's folder, in order."""
    for at, _, names in walk(root, failed=failed):
        yield from (path for name in names if (path := at / name).is_file() or path.is_symlink())


def read_file(path: Path) -> bytes:
    """At most `MOST_BYTES` + 1 bytes of a plain file. Raises OSError."""
    return read_plain(path, MOST_BYTES)


def unreadable(error: OSError) -> NoPackError:
    """The sentence for a file that the system does not let us read."""
    return NoPackError(f"{visible(str(error.filename or 'A file'))} cannot be read: {error.strerror or type(error).__name__}.")


class PackFiles(NamedTuple):
    """What `examine` and `compile_pack` ask for. `own`: the pack's files by their paths below `folder`; `base`: those of the packs that it
    extends, by paths that begin with their ids; `folders`: where each of those packs lies."""

    own: Mapping[str, bytes]
    base: Mapping[str, bytes]
    folder: Path
    folders: Mapping[str, Path]


def files_of(path: str | os.PathLike[str]) -> PackFiles:
    """The files of a pack, which is named as for `find_pack`, or of the pack around a scenario's file. Raises NoPackError."""
    found = find_pack(path)
    own, folder = (read_folder(found), found) if found.is_dir() else files_with(found)
    return with_bases(own, folder)


def with_bases(own: Mapping[str, bytes], folder: Path) -> PackFiles:
    """A pack's files with those of all packs that it stands on. One that is not there is left out, for the compiler to complain of.
    Raises NoPackError for one that cannot be read."""
    base: dict[str, bytes] = {}
    folders: dict[str, Path] = {}
    files: Mapping[str, bytes] = own
    beside = folder
    while (name := base_id(files)) and name not in folders and len(folders) < MAX_PACKS and (at := base_folder(name, beside)):
        files, beside, folders[name] = read_folder(at), at, at
        base |= base_files(name, files)
    return PackFiles(own, base, folder, folders)


def base_folder(name: str, folder: Path) -> Path | None:
    """The folder of a pack that one in `folder` may extend: a shipped one, one in the folder beside it, or an added one."""
    if name in shipped_packs():
        return scenarios_folder() / name
    if not ID.matches(name):
        return None
    beside = folder.resolve().parent / name
    return beside if kind_of(beside / PACK_FILE) == "file" else packs_folder() / name if name in added_packs() else None


def folder_above(path: Path) -> Path | None:
    """The nearest folder with a pack.yaml at or above a file or folder, or None."""
    try:
        path = path.resolve()
        return next((folder for folder in (path, *path.parents) if kind_of(folder / PACK_FILE) == "file"), None)
    except (OSError, RuntimeError, NoPackError):  # the current folder is gone, links lead in a circle, a folder may not be looked into
        return None


def packs_below(folder: Path) -> list[Path]:
    """Return the folders at or below `folder` that hold a pack.yaml, less those inside another and those that tools put there."""
    found: list[Path] = []
    for at, folders, names in walk(folder, built=False):
        if PACK_FILE in names:
            folders.clear()
            found.append(at)
    return found


def shipped_pack() -> Path:
    """The folder of the pack that is played if none is named."""
    return scenarios_folder() / SHIPPED


def pack_beside(file: Path, name: str) -> Path | None:
    """The folder of the pack called `name` in which a file lies, or None."""
    folder = folder_above(file)
    if folder is None:
        return None
    try:
        node, _ = read_yaml(read_file(folder / PACK_FILE), PACK_FILE)
    except OSError as error:
        raise unreadable(error) from error
    said = node.get("pack") if node is not None else None
    return folder if isinstance(said, Scalar) and said.text.strip() == name else None


def played_at(file: Path, name: str, own: Iterable[Path] = ()) -> str:
    """Return what the playthrough at `file` plays, as `load_pack` takes it. `name`: what it says it plays; `own`: the folders of packs that
    go before a shipped or an added one.

    A path begins at the playthrough's folder, else at the current one. `PACK.SCENARIO` is a scenario played alone, as saves call it; one
    that lies in no pack plays in the shipped one, and its file is beside the playthrough. Raises NoPackError."""
    folder = _pack_for(file, name, own)
    if folder is not None:
        return str(folder)
    beside = file.parent / name
    if name.endswith(".yaml") or "/" in name:
        return str(beside) if "file" in (kind_of(beside), kind_of(beside / PACK_FILE)) else name
    home, _, scenario = name.partition(".")
    if ID.matches(home) and ID.matches(scenario):
        alone = file.parent / f"{scenario}.yaml"
        if home == SHIPPED and kind_of(alone) == "file" and folder_above(alone) is None:
            return str(alone)
        folder = _pack_for(file, home, own) or pack_called(home)
        found = scenario_below(folder, scenario) if folder is not None else None
        return name if found is None else str(found)
    return name


def _pack_for(file: Path, name: str, own: Iterable[Path]) -> Path | None:
    """Return the folder of the pack called `name`: the one in which a file lies, else one of `own`."""
    return pack_beside(file, name) or next((each for each in own if pack_beside(each / PACK_FILE, name) is not None), None)


def files_with(file: Path) -> tuple[Mapping[str, bytes], Path]:
    """One scenario's file together with the pack it plays with, and that pack's folder: the nearest above it, else the shipped one."""
    home = folder_above(file)
    if home is not None:
        return read_folder(home), home
    try:
        return with_shipped({file.as_posix(): read_file(file)}), shipped_pack()
    except OSError as error:
        raise unreadable(error) from error


def with_shipped(own: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files that lie in no pack, among those of the one that comes with pmsim; a file of it that is called like one of them gives way."""
    stems = {Path(file).stem for file in own}
    return {file: content for file, content in read_folder(shipped_pack()).items() if Path(file).stem not in stems} | dict(own)


def compiled(name_or_path: str | os.PathLike[str], *, career: bool = False) -> Compiled:
    """A pack or a single scenario, with all there is to say about it. Raises NoPackError. `career`: as for `load_pack`."""
    found = find_pack(name_or_path)
    files = files_of(found)
    stories, folder = _stories(files.own), str(files.folder)
    if found.is_dir() or career:
        return compile_pack(stories, folder, files.base)
    try:
        result = compile_solo(stories, found.stem, folder, files.base)
    except KeyError as error:
        raise NoPackError(f"{visible(str(found))} is a part of a pack and no scenario of its own: it has no `scenes:`.") from error
    return result if result.pack is None else result._replace(pack=_own(result.pack, found.stem))


def sources_of(name_or_path: str | os.PathLike[str], files: Iterable[str]) -> Mapping[str, list[str]]:
    """The lines of a pack's files as diagnostics name them, for a report; what cannot be read any more is left out."""
    found = find_pack(name_or_path)
    folder = found if found.is_dir() else folder_above(found) or Path()
    lines: dict[str, list[str]] = {}
    for file in files:
        with suppress(OSError):
            lines[file] = source_lines(read_file(folder / file))
    return lines


def load_pack(name_or_path: str | os.PathLike[str], *, career: bool = False) -> Pack:
    """A pack by its name, its folder, or the file of one scenario, which is then played alone (`career`: in the pool of the pack it
    belongs to). Raises PackError with every diagnostic; NoPackError, one of those, if there is nothing of that name."""
    result = compiled(name_or_path, career=career)
    if result.pack is None:
        raise PackError(result.diagnostics)
    return result.pack


def pack_with_id(name: str) -> Pack | None:
    """Return the pack of that id, or a shipped or added pack's scenario played alone; None if it is not here, or does not load."""
    home, _, scenario = name.partition(".")
    try:
        if not ID.matches(home):
            return None
        file = scenario_below(find_pack(home), scenario) if ID.matches(scenario) else home
        pack = load_pack(file) if file is not None else None
    except (PackError, OSError):
        return None
    return pack if pack is not None and pack.id == name else None


def _stories(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files without the playthroughs, which no game needs."""
    return {name: content for name, content in files.items() if not name.endswith(PLAYTHROUGH)}


def _own(pack: Pack, scenario: str) -> Pack:
    """A scenario played alone has an id of its own, so that its careers and the pack's do not mix, and none of the pack's promises."""
    name = f"{pack.id}.{scenario}"
    return replace(pack, id=name, promises=(), program=replace(pack.program, id=name))
