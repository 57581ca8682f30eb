"""A session survives being written and read: the same tree, the same lives, the same events, the
same way on."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim.core.state import StartOverride
from pmsim.play.json_checks import DAMAGE_SENTENCES, DamagedError
from pmsim.play.migrate import restore
from pmsim.play.savefile import read_save, write_save
from pmsim.play.session import Session
from pmsim.play.state_encoding import NEWEST_FORMAT, canonical, sha256
from tests import tiny
from tests.play.ended import without_visit
from tests.sizes import size

moves = st.lists(
    st.one_of(st.integers(0, 5), st.sampled_from(["back", "rewind", "go"])), min_size=5, max_size=50
)


def live(session: Session, steps: list[int | str]) -> Session:
    """Lead lives: numbers choose, words move in the tree."""
    for move in steps:
        opened = [offer.id for offer in session.offered if not offer.closed]
        match move:
            case "back":
                session.back()
            case "rewind":
                session.rewind(1 + session.position.decisions // 2)
            case "go":
                session.go(len(session.lives) // 2)
            case int() if opened:
                session.act(opened[move % len(opened)])
    return session


def saved_and_loaded(session: Session) -> Session:
    """Written, read, restored in the same pack."""
    found = restore(session.pack, read_save(write_save(session, 4)))
    assert found.notes == ()
    assert found.playable
    return found.session


@given(st.integers(0, 2**64 - 1), moves)
@settings(max_examples=size(60), deadline=None)
def test_the_whole_tree_comes_back(seed: int, steps: list[int | str]) -> None:
    session = live(Session(tiny.pack(), seed=seed), steps)
    back = saved_and_loaded(session)
    assert (back.at, back.lives, back.origin) == (session.at, session.lives, session.origin)
    for old, new in zip(session.nodes, back.nodes, strict=True):
        assert (new.number, new.parent, new.action, new.life, new.unplayable) == (
            old.number,
            old.parent,
            old.action,
            old.life,
            False,
        )
        assert without_visit(new.turn.state) == without_visit(old.turn.state)
        assert new.turn.events == old.turn.events
    assert write_save(back, 4) == write_save(session, 4)


@given(st.integers(0, 1000), moves, moves)
@settings(max_examples=size(40), deadline=None)
def test_save_load_continue_equals_continue(
    seed: int, before: list[int | str], after: list[int | str]
) -> None:
    session = live(Session(tiny.pack(), seed=seed), before)
    back = saved_and_loaded(session)
    assert write_save(live(back, after), 1) == write_save(live(session, after), 1)


def test_how_a_career_began_is_kept() -> None:
    pack = tiny.pack()
    midway = StartOverride(
        "monday.after", 2, pack.program.roles[-1].id, pack.program.choices[0].key, {"standing": 77}
    )
    session = Session(pack, "late", 9, quarters=2, midway=midway, reseed=((2, 5),))
    back = saved_and_loaded(live(session, [0, 0, 1]))
    assert back.origin == session.origin
    assert back.nodes[0].turn.state.slots[tiny.SLOT["standing"]] == 77


def test_names_of_lives_are_kept() -> None:
    session = live(Session(tiny.pack(), seed=2), [0, 0, "back", 1])
    session.name(1, "Nach der Orange – né(e)")
    assert saved_and_loaded(session).lives[1].name == "Nach der Orange – né(e)"


def a_save() -> str:
    """A save with two lives."""
    return write_save(live(Session(tiny.pack(), seed=5), [0, 1, 2, 0, "back", "back", 1, 0]), 3)


def test_every_cut_is_noticed() -> None:
    whole = a_save()
    for length in range(0, len(whole) - 1, 7):
        with pytest.raises(DamagedError):
            read_save(whole[:length])


def test_every_flipped_bit_is_noticed() -> None:
    whole = a_save()
    for place in range(0, len(whole) - 1, 5):
        for bit in (1, 4, 16):
            torn = whole[:place] + chr(ord(whole[place]) ^ bit) + whole[place + 1 :]
            with pytest.raises(DamagedError) as caught:
                read_save(torn)
            assert str(caught.value) in DAMAGE_SENTENCES.values()


def forged(*path: str | int, value: object) -> str:
    """A save with one thing changed and its checksum mended: what a stranger can write."""
    plain = json.loads(a_save())
    del plain["checksum"]
    place = plain
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return canonical({**plain, "checksum": sha256(canonical(plain))})


FORGERIES: tuple[tuple[tuple[str | int, ...], object, str], ...] = (
    (("format",), NEWEST_FORMAT + 1, "format"),
    (("format",), "1", "shape"),
    (("pack",), None, "shape"),
    (("pack", "id"), "\x1b]0;title\x07", "shape"),
    (("generation",), -1, "shape"),
    (("generation",), True, "shape"),
    (("origin", "seed"), 2**64, "shape"),
    (("origin", "changes"), {"standing": None}, "shape"),
    (("at",), 99, "tree"),
    (("nodes",), [], "tree"),
    (("nodes", 2, "parent"), 2, "tree"),
    (("nodes", 0, "parent"), 0, "tree"),
    (("nodes", 1, "action"), 3, "shape"),
    (("nodes", 1, "quarter"), 0, "shape"),
    (("nodes", 1, "rolls"), [["monday.door.ask", 50]], "shape"),
    (("nodes", 1, "draws"), [[1, "draw", 7]], "shape"),
    (("lives",), [], "tree"),
    (("lives", 0, "first"), 1, "tree"),
    (("lives", 1, "first"), 0, "tree"),
    (("lives", 1, "tip"), 99, "tree"),
    (("lives", 1, "tip"), 1, "tree"),
    (("lives", 0, "name"), "x" * 501, "shape"),
    (("states",), {}, "states"),
    (("states", "1000"), {"decisions": 1}, "states"),
    (("states", "0"), {"decisions": 5}, "states"),
    (("states", "-1"), {}, "shape"),
    (("states", "0"), {"decisions": 0, "quarter": 1, "role": "\x1b]0;title\x07"}, "shape"),
    (("states", "007"), {}, "shape"),
)


@pytest.mark.parametrize(("path", "value", "reason"), FORGERIES)
def test_a_forged_save_is_refused_by_name(
    path: tuple[str | int, ...], value: object, reason: str
) -> None:
    with pytest.raises(DamagedError) as caught:
        read_save(forged(*path, value=value))
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "torn",
    [
        "",
        "null",
        "[]",
        "{}",
        "[" * 100_000,
        '{"a":' * 50_000,
        "1e999",
        "NaN",
        '{"format":1.5}',
        "9" * 5000,
        "\x00",
        '{"format":1}',
    ],
)
def test_what_is_no_save_is_refused(torn: str) -> None:
    with pytest.raises(DamagedError):
        read_save(torn)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_at_all_is_refused(value: object) -> None:
    with pytest.raises(DamagedError):
        read_save(canonical(value))


def test_a_career_of_seventy_decisions_is_small() -> None:
    session = Session(tiny.pack(), seed=1)
    while session.position.decisions < 70 and session.outcome is None:
        opened = [offer.id for offer in session.offered if not offer.closed]
        session.act("stay" if "stay" in opened else opened[-1])
    assert len(write_save(session, 1)) <= 32 * 1024
