"""Packs on disk: finding them by name or path, and reading their files without leaving their
folder. Nothing here may compile."""

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from difflib import get_close_matches
from errno import ELOOP
from pathlib import Path, PurePath
from typing import Literal, NamedTuple

from pmsim.lang import PackError, Scalar, visible
from pmsim.lang.decoding import source_lines
from pmsim.lang.pack_extension import MAX_PACKS, base_files, base_id
from pmsim.lang.schema.types import ID
from pmsim.lang.yaml_reader import read_yaml
from pmsim.store.atomic import read_regular_file
from pmsim.store.errors import FolderError, system_reason
from pmsim.store.folders import packs_folder, scenarios_folder, walk

PACK_FILE = "pack.yaml"
PLAYTHROUGH_SUFFIX = ".playthrough.yaml"
DEFAULT_PACK = "the_long_game"
"""The pack that a single file is played with if no pack contains it."""
MAX_FILE_BYTES = 1024 * 1024
"""Bytes at most of one file. One more is read, so that the reader can report that the file is too
large."""
_NEARLY_YAML = re.compile(r"(.+?)(?:\.ya?ml)+(?:\.txt)?", re.IGNORECASE)
"""A name that its author may take for a YAML file's. Windows hides the `.txt`."""
MAX_FILES = 5000
MAX_TOTAL_BYTES = 64 * 1024 * 1024


class NoPackError(PackError):
    """There is nothing to load under that name; the text lists what there is."""

    def __init__(self, sentence: str) -> None:
        super().__init__(())
        self.args = (sentence,)


def shipped_packs() -> tuple[str, ...]:
    """Return the names of the packs that come with pmsim, sorted."""
    return tuple(sorted(path.parent.name for path in scenarios_folder().glob(f"*/{PACK_FILE}")))


def added_packs(folder: Path | None = None) -> tuple[str, ...]:
    """Return the names of the packs that the user has added, sorted. `folder`: the folder of added
    packs."""
    with suppress(OSError, FolderError):
        paths = sorted((folder or packs_folder()).iterdir())
        named = (path for path in paths if ID.matches(path.name))
        return tuple(path.name for path in named if (path / PACK_FILE).is_file())
    return ()


def path_kind(path: Path) -> Literal["file", "folder", "other", ""]:
    """Return the kind of thing a path leads to, '' for nothing, also for a name too long to exist
    (pathlib raises for it).

    Raises NoPackError if the system denies access."""
    try:
        mode = path.stat().st_mode
    except PermissionError as error:
        raise unreadable_error(error) from error
    except (OSError, ValueError):
        return ""
    return "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else "other"


def named_pack_folder(name: str, here: Path | None = None) -> Path | None:
    """Return the folder of the shipped or added pack of that name, None if there is none.

    A pack's folder of that name in `here` (None: the current folder) takes precedence: then return
    None. Any other file or folder of that name is ignored."""
    if not ID.matches(name) or path_kind((here or Path()) / name / PACK_FILE) == "file":
        return None
    return _known_pack_folder(name)


def _known_pack_folder(name: str) -> Path | None:
    """Return the folder of a shipped or an added pack, or None."""
    if name in shipped_packs():
        return scenarios_folder() / name
    return packs_folder() / name if name in added_packs() else None


def declared_id(content: bytes) -> str:
    """Return the id that a pack.yaml gives its pack, '' for none."""
    node, _ = read_yaml(content, PACK_FILE)
    id_node = node.get("pack") if node is not None else None
    return id_node.text.strip() if isinstance(id_node, Scalar) else ""


def find_pack(name_or_path: str | os.PathLike[str]) -> Path:
    """Return a pack's folder, or the YAML file of one scenario. Raises NoPackError, which lists
    what there is."""
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
        raise NoPackError(
            f"{visible(str(path))} is no scenario: a scenario's name ends in .yaml.{hint}"
        )
    if path_kind(path / PACK_FILE) == "file":
        return path
    if kind == "folder":
        raise NoPackError(f"There is no {PACK_FILE} in {visible(str(path))}, so it is no pack.")
    names, others = shipped_packs(), added_packs()
    nearest = get_close_matches(str(name_or_path), (*names, *others), 1)
    hint = f" Did you mean {nearest[0]}?" if nearest else ""
    home, _, scenario = str(name_or_path).partition(".")
    if home in (*names, *others) and ID.matches(scenario) and scenario != "yaml":
        hint = (
            f" A scenario that is played alone is named by its file: {scenario}.yaml. A playthrough"
            " of it lies beside that file."
        )
    available = f"These come with pmsim: {', '.join(names)}." + (
        f" You have added: {', '.join(others)}." if others else ""
    )
    raise NoPackError(
        f"There is no pack or file called {visible(str(name_or_path))}.{hint} {available}"
    )


def suggest_yaml_name(name: str) -> str:
    """Return the name under which a `.yml`, `.YAML` or `.yaml.txt` file would be read; '' for a
    file that is read already, or is no YAML file."""
    match = None if name.endswith(".yaml") else _NEARLY_YAML.fullmatch(name)
    if match is None:
        return ""
    stem, dot, last = match[1].rpartition(".")
    is_playthrough = dot and last.lower() == "playthrough"
    return f"{stem}{PLAYTHROUGH_SUFFIX}" if is_playthrough else f"{match[1]}.yaml"


def list_files(folder: Path) -> Iterator[str]:
    """Yield the path of every file below a folder that is not hidden, in order.

    Leave out what the system denies access to; `read_folder_partly` reports that."""
    root = Path(os.path.realpath(folder))  # Path.resolve would raise for a circle of links
    yield from (path.relative_to(root).as_posix() for path in _walk_files(root, lambda _: None))


def find_scenario_file(folder: Path, scenario: str) -> Path | None:
    """Return the file of a scenario, by its id, of the pack in a folder, or None."""
    return next(
        (folder / file for file in list_files(folder) if PurePath(file).name == f"{scenario}.yaml"),
        None,
    )


def read_folder(folder: str | os.PathLike[str]) -> Mapping[str, bytes]:
    """Return every YAML file below a folder by its path from there (with `/`), in order.

    Ignore hidden files, and links that lead out of the folder or nowhere. Raises NoPackError for a
    file that cannot be read, and for more files or bytes than any pack has."""
    contents, unread = read_folder_partly(folder)
    for name, error in unread.items():
        if not (Path(folder) / name).is_symlink():
            raise unreadable_error(error) from error
    return contents


def read_folder_partly(
    folder: str | os.PathLike[str],
) -> tuple[Mapping[str, bytes], Mapping[str, OSError]]:
    """Return the files that `read_folder` returns, and by path the errors of those that cannot be
    read.

    Raises NoPackError for more files or bytes than any pack has."""
    root = Path(folder).resolve()
    contents: dict[str, bytes] = {}
    unread: dict[str, OSError] = {}
    total = 0
    for path in _walk_files(
        root,
        lambda error: unread.update({Path(error.filename).relative_to(root).as_posix(): error}),
    ):
        name = path.relative_to(root).as_posix()
        if not name.endswith(".yaml"):
            continue
        try:
            if path.resolve(strict=True).is_relative_to(root):
                contents[name] = read_file(path)
        except OSError as error:
            unread[name] = error
        except RuntimeError:  # resolve raises it for a circle of links
            unread[name] = OSError(ELOOP, os.strerror(ELOOP), str(path))
        total += len(contents.get(name, b""))
        if len(contents) > MAX_FILES or total > MAX_TOTAL_BYTES:
            raise NoPackError(
                f"{visible(str(folder))} holds more than {MAX_FILES} YAML files or 64 MiB of them;"
                " no pack is so large."
            )
    return contents, unread


def _walk_files(root: Path, failed: Callable[[OSError], None]) -> Iterator[Path]:
    """Yield every file and link of a pack's folder, in order."""
    for at, _, names in walk(root, failed=failed):
        yield from (path for name in names if (path := at / name).is_file() or path.is_symlink())


def read_file(path: Path) -> bytes:
    """Return at most `MAX_FILE_BYTES` + 1 bytes of a regular file. Raises OSError."""
    return read_regular_file(path, MAX_FILE_BYTES)


def unreadable_error(error: OSError) -> NoPackError:
    """Return the error for a file that the system does not let us read."""
    return NoPackError(
        f"{visible(str(error.filename or 'A file'))} cannot be read: {system_reason(error)}."
    )


class PackFiles(NamedTuple):
    """The files that `examine` and `compile_pack` need. `own_files`: the pack's files by their
    paths below `folder`; `base_files`: the files of the packs that it extends, by paths that begin
    with those packs' ids; `base_folders`: the folder of each of those packs."""

    own_files: Mapping[str, bytes]
    base_files: Mapping[str, bytes]
    folder: Path
    base_folders: Mapping[str, Path]

    def lines(self) -> dict[str, list[str]]:
        """Return the lines of every file, also of packs that it extends, for reports."""
        files = {**self.base_files, **self.own_files}
        return {file: source_lines(content) for file, content in files.items()}

    def path_of(self, file: str) -> Path:
        """Return the path of a file of the pack, or of a pack that it extends."""
        pack, _, below = file.partition("/")
        return (
            self.base_folders[pack] / below
            if pack in self.base_folders and file not in self.own_files
            else self.folder / file
        )


def read_pack_files(path: str | os.PathLike[str]) -> PackFiles:
    """Return the files of a pack named as for `find_pack`, or of the pack around a scenario's file.
    Raises NoPackError."""
    location = find_pack(path)
    if location.is_dir():
        return add_base_files(read_folder(location), location)
    return add_base_files(*scenario_with_pack(location))


def add_base_files(own: Mapping[str, bytes], folder: Path) -> PackFiles:
    """Return a pack's files with those of all packs that it extends.

    Leave out a base pack that does not exist: the compiler reports it. Raises NoPackError for one
    that cannot be read."""
    base: dict[str, bytes] = {}
    folders: dict[str, Path] = {}
    files: Mapping[str, bytes] = own
    beside = folder
    while (
        (name := base_id(files))
        and name not in folders
        and len(folders) < MAX_PACKS
        and (at := find_base_folder(name, beside))
    ):
        files, beside, folders[name] = read_folder(at), at, at
        base |= base_files(name, files)
    return PackFiles(own, base, folder, folders)


def find_base_folder(name: str, folder: Path) -> Path | None:
    """Return the folder of a pack that one in `folder` may extend: a shipped pack, one in a sibling
    folder, or an added one."""
    if name in shipped_packs():
        return scenarios_folder() / name
    if not ID.matches(name):
        return None
    sibling = folder.resolve().parent / name
    return sibling if path_kind(sibling / PACK_FILE) == "file" else _known_pack_folder(name)


def enclosing_pack_folder(path: Path) -> Path | None:
    """Return the nearest folder with a pack.yaml at or above a file or folder, or None."""
    try:
        path = path.resolve()
        return next(
            (folder for folder in (path, *path.parents) if path_kind(folder / PACK_FILE) == "file"),
            None,
        )
    # no current folder any more, a circle of links, or a folder without permission
    except (OSError, RuntimeError, NoPackError):
        return None


def find_packs_below(folder: Path) -> list[Path]:
    """Return the folders at or below `folder` that hold a pack.yaml, except those inside another
    pack and those that tools make."""
    pack_folders: list[Path] = []
    for at, folders, names in walk(folder, built=False):
        if PACK_FILE in names:
            folders.clear()
            pack_folders.append(at)
    return pack_folders


def default_pack_folder() -> Path:
    """Return the folder of the pack that is played if none is named."""
    return scenarios_folder() / DEFAULT_PACK


def enclosing_pack_named(file: Path, name: str) -> Path | None:
    """Return the folder of the pack around a file, None if there is none or it has another id.
    `name`: the id."""
    folder = enclosing_pack_folder(file)
    if folder is None:
        return None
    try:
        content = read_file(folder / PACK_FILE)
    except OSError as error:
        raise unreadable_error(error) from error
    return folder if declared_id(content) == name else None


def playthrough_target(file: Path, name: str, own: Iterable[Path] = ()) -> str:
    """Return the pack or scenario that the playthrough at `file` plays, as `load_pack` takes it.
    `name`: its `play:`; `own`: folders of packs that take precedence over shipped and added ones.

    A path is relative to the playthrough's folder, else to the current one. `PACK.SCENARIO` is a
    scenario played alone, as saves name it; a scenario outside every pack plays in the shipped one,
    and its file is beside the playthrough. Raises NoPackError."""
    folder = _enclosing_or_own_pack(file, name, own)
    if folder is not None:
        return str(folder)
    sibling = file.parent / name
    if name.endswith(".yaml") or "/" in name:
        return (
            str(sibling) if "file" in (path_kind(sibling), path_kind(sibling / PACK_FILE)) else name
        )
    pack_id, _, scenario = name.partition(".")
    if ID.matches(pack_id) and ID.matches(scenario):
        scenario_file = file.parent / f"{scenario}.yaml"
        if (
            pack_id == DEFAULT_PACK
            and path_kind(scenario_file) == "file"
            and enclosing_pack_folder(scenario_file) is None
        ):
            return str(scenario_file)
        folder = _enclosing_or_own_pack(file, pack_id, own) or named_pack_folder(pack_id)
        scenario_path = find_scenario_file(folder, scenario) if folder is not None else None
        return name if scenario_path is None else str(scenario_path)
    return name


def _enclosing_or_own_pack(file: Path, name: str, own: Iterable[Path]) -> Path | None:
    """Return the folder of the pack called `name`: the one around a file, else one of `own`."""
    return enclosing_pack_named(file, name) or next(
        (each for each in own if enclosing_pack_named(each / PACK_FILE, name) is not None), None
    )


def scenario_with_pack(file: Path) -> tuple[Mapping[str, bytes], Path]:
    """Return one scenario's file with the files of its pack, and that pack's folder: the nearest
    above the file, else the shipped one."""
    pack_folder = enclosing_pack_folder(file)
    if pack_folder is not None:
        return read_folder(pack_folder), pack_folder
    try:
        return add_default_pack({file.as_posix(): read_file(file)}), default_pack_folder()
    except OSError as error:
        raise unreadable_error(error) from error


def add_default_pack(own: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return files that belong to no pack together with those of the shipped pack. A file of the
    shipped pack is left out if one of `own` has its name."""
    stems = {Path(file).stem for file in own}
    return {
        file: content
        for file, content in read_folder(default_pack_folder()).items()
        if Path(file).stem not in stems
    } | dict(own)
