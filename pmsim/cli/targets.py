"""What `check` is asked to look at: packs, parts of packs, single files; and what of it cannot be opened, as findings like all others."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.nodes import Place
from pmsim.lang.pack_files import PACK_FILE
from pmsim.lang.rules import make_diagnostic
from pmsim.store.packs import (
    NoPackError,
    better_name,
    files_below,
    folder_above,
    packs_below,
    read_each,
    read_file,
    with_bases,
    with_shipped,
)

_NOT_YAML = "This is not a YAML file: the name of one ends in .yaml."
_ELSEWHERE = "put it somewhere else; until then nothing is said of what the pack seems to lack"
_NOT_READ = "This is not read: the name of a YAML file ends in .yaml."


class Target(NamedTuple):
    """Files to examine as one pack, the names under which those that were asked for are spoken of, and the folder all paths begin at.
    `unread`: what of it cannot be opened. `base`: the files of the packs that it extends."""

    files: Mapping[str, bytes]
    named: Mapping[str, str]
    folder: Path
    unread: tuple[Diagnostic, ...] = ()
    base: Mapping[str, bytes] = MappingProxyType({})


def targets(path: Path) -> Iterator[Target]:
    """What to examine for a path: the packs in it; or the pack around it, of which only this is spoken; or the shipped one with it.
    Never raises: a path that is nothing to examine is a target without files."""
    try:
        problem = _problem(path)
        if problem:
            yield _nothing(path, *problem)
        elif path.name == PACK_FILE:
            yield from _folder(path.parent)
        elif path.is_dir():
            yield from _folder(path)
        else:
            yield _around(path) or _alone(path)
    except OSError as error:
        yield _nothing(path, _cannot(error))
    except NoPackError as error:
        yield _nothing(path, str(error))


def _problem(path: Path) -> tuple[str, str] | None:
    """Why a path is nothing to examine, and what may help."""
    if path.is_dir() or (path.is_file() and path.suffix == ".yaml"):
        return None
    if path.is_file():
        better = better_name(path.name)
        return _NOT_YAML, f"Call it {better}." if better else ""
    if path.exists():
        return "This is neither a file nor a folder.", ""
    if path.is_symlink():
        return "This is a link that leads nowhere.", ""
    beside = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
    near = get_close_matches(path.name, beside, 1)
    return "There is no file or folder of this name.", f"Did you mean {(path.parent / near[0]).as_posix()}?" if near else ""


def _folder(folder: Path) -> Iterator[Target]:
    inside = packs_below(folder.resolve())
    for below in inside:
        files, unread = read_each(below)
        start = folder / below.relative_to(folder.resolve())
        named = {file: (start / file).as_posix() for file in files}
        others = _as_if_empty(below, unread)
        yield Target(
            {**others, **files}, named, below, (*_complaints(start, unread), *_misnamed(start, below)), with_bases(files, below).base
        )
    if not inside:
        yield _around(folder) or _alone(folder)


def _around(path: Path) -> Target | None:
    """The pack in which a file or folder lies, of which only this is spoken."""
    around = folder_above(path)
    if around is None:
        return None
    files, unread = read_each(around)
    below = path.resolve().relative_to(around).as_posix()
    named = {file: f"{path.as_posix()}{file[len(below) :]}" for file in files if _within(file, below)}
    mine = {file[len(below) + 1 :]: error for file, error in unread.items() if _within(file, below)}
    others = _as_if_empty(around, unread)
    return _some(
        Target({**others, **files}, named, around, (*_complaints(path, mine), *_misnamed(path, path)), with_bases(files, around).base), path
    )


def _alone(path: Path) -> Target:
    """A file or folder that lies in no pack: it is examined with the one that comes with pmsim."""
    own, unread = ({path.name: read_file(path)}, {}) if path.is_file() else read_each(path)
    named = {file: (path if path.is_file() else path / file).as_posix() for file in own}
    folder = path.parent if path.is_file() else path
    return _some(Target(with_shipped(own), named, folder, (*_complaints(path, unread), *_misnamed(path, path))), path)


def _some(target: Target, path: Path) -> Target:
    """The target, or the complaint that there is nothing in it."""
    return target if target.named or target.unread else _nothing(path, "There is no YAML file in this folder.", "One ends in .yaml.")


def _within(file: str, below: str) -> bool:
    return below in (".", file) or file.startswith(f"{below}/")


def _nothing(path: Path, sentence: str, hint: str = "") -> Target:
    return Target({}, {}, path, (make_diagnostic("unread", Place(path.as_posix(), 1, 1), hint=hint, sentence=sentence),))


def _complaints(start: Path, unread: Mapping[str, OSError]) -> tuple[Diagnostic, ...]:
    """What is said of files below `start` that cannot be opened; '' is `start` itself."""
    return tuple(
        make_diagnostic("unread", Place((start / file).as_posix(), 1, 1), sentence=_cannot(error)) for file, error in unread.items()
    )


def _as_if_empty(folder: Path, unread: Mapping[str, OSError]) -> dict[str, bytes]:
    """What cannot be opened, or is not read because of its name, as files with nothing in them: so nothing that may be there is missed."""
    named_better = (str(PurePosixPath(file).with_name(better)) for file in files_below(folder) if (better := better_name(Path(file).name)))
    return dict.fromkeys([*unread, *named_better], b"")


def _misnamed(start: Path, folder: Path) -> Iterator[Diagnostic]:
    """What is said of files below a folder that are not read because of their names: the pack can do without them, so it is no error."""
    for file in files_below(folder):
        if better := better_name(Path(file).name):
            said = make_diagnostic(
                "unread", Place((start / file).as_posix(), 1, 1), sentence=_NOT_READ, hint=f"Call it {better}, or {_ELSEWHERE}."
            )
            yield said._replace(severity="warning")


def _cannot(error: OSError) -> str:
    return f"This cannot be read: {(error.strerror or type(error).__name__).lower()}."
