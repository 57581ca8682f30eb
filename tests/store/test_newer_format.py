"""A save that a newer pmsim wrote: an older one says so in a sentence, and leaves it and
everything beside it as it is."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pmsim.play.state_encoding import FORMAT, NEWEST_FORMAT, canonical, sha256
from pmsim.store.career import Career
from pmsim.store.errors import NotLoadedError, NotSavedError
from pmsim.store.saves import SaveFolder
from tests import tiny
from tests.cli.test_play import invoke
from tests.store.disks import Quick, Unlocked
from tests.store.every_kind import acted, main
from tests.store.opening import open_or_begin
from tests.store.test_corpus import VERSIONS

NEWER = "It was written by a newer pmsim"


def newer(content: bytes) -> bytes:
    """The same save, as a version to come would have written it."""
    plain = json.loads(content)
    del plain["checksum"]
    plain |= {"format": NEWEST_FORMAT + 1, "of_tomorrow": 1}
    return f"{canonical({**plain, 'checksum': sha256(canonical(plain))})}\n".encode()


def files(folder: Path) -> dict[str, bytes]:
    """The saves in a folder, and what was set aside; no locks, and no record of what was seen."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.suffix not in (".lock", ".seen")
    }


def test_it_is_refused_and_the_save_before_it_is_not_taken(tmp_path: Path) -> None:
    saves = SaveFolder(tmp_path, Quick())
    with Career.begin(tiny.pack(), saves, seed=5) as career:
        acted(career, 2)
    path = tmp_path / f"{career.slot}.json"
    path.write_bytes(newer(path.read_bytes()))
    before = files(tmp_path)
    for older in (False, True):
        with pytest.raises(NotLoadedError, match=NEWER) as caught:
            Career.open(tiny.pack(), saves, career.slot, allow_older=older)
        assert caught.value.older_decision is None
    with open_or_begin(tiny.pack(), saves, seed=6) as other:
        acted(other, 1)
        assert other.slot != career.slot
    assert {name: content for name, content in files(tmp_path).items() if name in before} == before


def test_one_that_comes_while_a_career_is_played_is_not_set_aside(tmp_path: Path) -> None:
    saves = SaveFolder(tmp_path, Unlocked())
    with Career.begin(tiny.pack(), saves, seed=5) as career:
        acted(career, 1)
        path = tmp_path / f"{career.slot}.json"
        path.write_bytes(newer(path.read_bytes()))
        before = files(tmp_path)
        with pytest.raises(NotSavedError) as caught:
            acted(career, 1)
    assert caught.value.problem == "overtaken"
    assert files(tmp_path) == before


def test_every_command_says_so(tmp_path: Path) -> None:
    (tmp_path / "first_day-1.json").write_bytes(
        newer((VERSIONS[0] / "first_day.json").read_bytes())
    )
    (tmp_path / "first_day-1.bak").write_bytes((VERSIONS[0] / "first_day.json").read_bytes())
    before = files(tmp_path)
    checked = invoke(tmp_path, "saves", "check")
    assert (checked.exit_code, NEWER in checked.stdout) == (1, True)
    assert NEWER in invoke(tmp_path, "saves", "list").stdout
    assert NEWER in invoke(tmp_path, "saves", "show", "first_day-1").stderr
    assert NEWER in invoke(tmp_path, "play", "first_day", typed="quit\n").stderr
    assert files(tmp_path) == before


def fields(plain: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The names of the fields of a save; ids and numbers, which stand as keys, are `*`."""
    match plain:
        case dict():
            for name, value in plain.items():
                known = path[-1:] not in {("*",), *((name,) for name in OF_IDS)} or path[-2:] == (
                    "states",
                    "*",
                )
                yield from fields(value, (*path, name if known else "*"))
        case list():
            for value in plain:
                yield from fields(value, path)
        case _:
            yield path


OF_IDS = (
    "states",
    "stats",
    "people",
    "skills",
    "flags",
    "times",
    "passed",
    "held",
    "crossing_until",
    "played",
    "seen",
    "taken",
    "changes",
    "told",
)


def test_a_field_that_an_older_version_would_lose_raises_the_format(tmp_path: Path) -> None:
    """`kept_by` and the counts of what was told came after commit f344e26: a save that has one is of
    format 2 or 3, and every other save is still of format 1."""
    main(tmp_path)
    known = {
        field
        for path in VERSIONS[0].glob("*.json")
        for field in fields(json.loads(path.read_bytes()))
    }
    came_with = {
        "kept_by": 2,
        **dict.fromkeys(("told", "times_seen", "times_took", "calls", "took_now"), 3),
    }
    formats = {}
    for path in tmp_path.glob("*.json"):
        plain = json.loads(path.read_bytes())
        formats[path.stem] = plain["format"]
        new = set(fields(plain)) - known
        added = {next((name for name in field if name in came_with), field[-1]) for field in new}
        assert added <= came_with.keys(), path.stem
        assert plain["format"] == max((came_with[one] for one in added), default=FORMAT), path.stem
    assert {FORMAT, 2, 3} == set(formats.values())
