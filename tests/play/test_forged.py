"""A save from a stranger, its checksum right: it is refused by name, or it plays. Nothing else
ever comes of it."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim.play.json_checks import DamagedError
from pmsim.play.migrate import restore
from pmsim.play.savefile import read_save, write_save
from pmsim.play.session import Session
from pmsim.play.state_encoding import canonical, sha256
from pmsim.ui.headless import play_choices, transcript
from tests import tiny
from tests.play.test_record import live
from tests.sizes import size

WORDS = [
    "",
    "tiny",
    "monday.door",
    "monday.door.ship",
    "monday",
    "ship",
    "worn",
    "draw",
    "keep.monday.door.ship",
    "\x1b[2J",
    "\u202e",
    "9" * 30,
]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 12),
    st.sampled_from([2**31, 2**53, 2**64, 2**64 - 1, -(2**64)]),
    st.sampled_from(WORDS),
    st.builds(list),
    st.builds(dict),
    st.lists(st.sampled_from([1, "monday.door", None]), max_size=3),
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every path into a JSON value."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [found for key, item in inner for found in ((*path, key), *places(item, (*path, key)))]


def changed(plain: Any, path: tuple[str | int, ...], value: object, how: str) -> None:
    """One thing replaced, left out, or standing twice."""
    for key in path[:-1]:
        plain = plain[key]
    match how:
        case "out":
            del plain[path[-1]]
        case "twice" if isinstance(plain, list):
            plain.insert(int(path[-1]), plain[int(path[-1])])
        case _:
            plain[path[-1]] = value


SAVE = json.loads(
    write_save(live(Session(tiny.pack(), seed=5), [0, 3, 1, 2, 0, 3, "back", "back", 1, 0]), 3)
)
PLACES = [path for path in places(SAVE) if path != ("checksum",)]


@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), VALUES, st.sampled_from(["put", "put", "out", "twice"])),
        min_size=1,
        max_size=3,
    ),
    st.booleans(),
)
@settings(max_examples=size(200), deadline=None)
def test_a_forged_save_is_refused_or_played(
    changes: list[tuple[tuple[str | int, ...], object, str]], same: bool
) -> None:
    plain = json.loads(json.dumps(SAVE))
    del plain["checksum"]
    for path, value, how in changes:
        try:
            changed(plain, path, value, how)
        except (KeyError, IndexError, TypeError, ValueError):
            continue
    try:
        saved = read_save(canonical({**plain, "checksum": sha256(canonical(plain))}))
        found = restore(tiny.pack(digest="d1" if same else "d2"), saved)
    except DamagedError:
        return
    session = found.session
    assert session.outcome or [offer for offer in session.offered if not offer.closed]
    assert "\x1b" not in "\n".join(transcript(session))
    play_choices(session, (), "first")
    assert session.outcome
    assert read_save(write_save(session, 4)).ended
