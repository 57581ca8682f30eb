"""A save from a stranger, its checksum right: `saves check`, `play` in lines and on the screen
give one answer, and never a traceback."""

import asyncio
import copy
import json
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim.lang.pack import Pack
from pmsim.play.state_encoding import canonical, sha256
from pmsim.store import pack_loading as packs
from pmsim.store.career import Career
from pmsim.store.errors import NotLoadedError
from pmsim.store.saves import SaveFolder
from pmsim.ui.career_list import CareerList
from pmsim.ui.present.history import note_sentences
from pmsim.ui.tui.app import InitialView, Pmsim
from tests.cli.test_play import invoke
from tests.play.test_forged import changed, places
from tests.sizes import size
from tests.store.disks import Quick
from tests.ui.test_tui import STILL

FOLDER = Path(__file__).parents[1] / "store" / "saves_f344e26"
SAVES = {
    kind: json.loads((FOLDER / f"{kind}.json").read_text())
    for kind in ("first_day", "lives", "ended_unread", "each", "pending")
}
PLACES = [
    (kind, path) for kind, plain in SAVES.items() for path in places(plain) if path != ("checksum",)
]
VALUES = st.sampled_from(
    [
        None,
        True,
        -1,
        0,
        1,
        5,
        12,
        99,
        2**31,
        2**53,
        2**64 - 1,
        "",
        "no_such",
        "fumes",
        "monday",
        "a.b.c",
        "keep.a.b.c",
        "\x1b[2J",
        "x" * 500,
        [],
        {},
        ["no_such"],
        {"no_such": 1},
        [[1, "a", "b"]],
        [["a", 5, 5]],
    ]
)
WORDS = (
    "",
    "again",
    "stats",
    "figures",
    "people",
    "skills",
    "lives",
    "log",
    "back",
    "from 1",
    "from 2",
    "from 3",
    "go 1",
    "go 2",
    "go 3",
    "",
    "",
    "1",
    "",
    "",
    "2",
    "quit",
)
load = cache(packs.load_pack)


@pytest.fixture(autouse=True, scope="module")
def packs_once() -> Iterator[None]:
    """Compile each pack once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packs, "load_pack", lambda name, career=False: load(name, career=career))
        yield


def forged(plain: dict[str, Any], path: tuple[str | int, ...], value: object, how: str) -> bytes:
    """A save with one thing replaced, left out or standing twice, signed again."""
    plain = copy.deepcopy(plain)
    del plain["checksum"]
    changed(plain, path, value, how)
    return f"{canonical({**plain, 'checksum': sha256(canonical(plain))})}\n".encode()


def pack_of(content: bytes) -> Pack:
    """The pack that the save says it is of, or the shipped one."""
    name = json.loads(content).get("pack")
    return load(
        "first_day" if isinstance(name, dict) and name.get("id") == "first_day" else "the_long_game"
    )


def opens(folder: Path, pack: Pack) -> bool:
    """The store opens it."""
    try:
        Career.open(pack, SaveFolder(folder, Quick()), "forged-1", read_only=True).close()
    except NotLoadedError:
        return False
    return True


def in_lines(folder: Path, pack: Pack) -> str:
    """What plain mode says, all words tried."""
    found = invoke(folder, "play", pack.id, "--plain", typed="".join(f"{word}\n" for word in WORDS))
    assert found.exit_code in (0, 1)
    assert "\x1b" not in found.output
    return found.output


def on_screen(folder: Path, pack: Pack) -> None:
    """Every screen of it, opened from its menu and played on."""
    shelf = CareerList(pack, SaveFolder(folder, Quick()), lambda: 7)
    career = shelf.open("forged-1")
    app = Pmsim(
        InitialView(shelf, career, notes=note_sentences(career.session, career.notes)),
        settings=STILL,
        repeat_seconds=0.0,
    )

    async def played() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            for key in (
                "t",
                "left",
                "left",
                "down",
                "enter",
                "i",
                "escape",
                "l",
                "escape",
                "u",
                "1",
                "enter",
                "enter",
                "t",
                "enter",
                "m",
            ):
                await pilot.press(key)

    asyncio.run(played())
    app.close_career()


def one_answer(content: bytes) -> bool:
    """The law of this file. True if the save plays; of one that says that it is of another pack,
    the pack it is played with cannot."""
    pack = pack_of(content)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "forged-1.json").write_bytes(content)
        plays = opens(folder, pack)
        checked = invoke(folder, "saves", "check")
        untried = "so playing it was not tried" in checked.output
        assert checked.exit_code == (0 if plays or untried else 1), checked.output
        assert not (plays and untried)
        assert invoke(folder, "saves", "list").exit_code == 0
        assert invoke(folder, "saves", "show", "forged-1").exit_code in (0, 1)
        reason = checked.output.partition(": ")[2].strip()
        told = in_lines(folder, pack)
        assert plays or untried or reason in " ".join(told.split())
        if not plays:
            assert (folder / "forged-1.json").read_bytes() == content
        return plays


@given(st.sampled_from(PLACES), VALUES, st.sampled_from(["put", "put", "out", "twice"]))
@settings(max_examples=size(8, ci=16, long=4_000), deadline=None)
def test_check_and_play_give_one_answer(
    place: tuple[str, tuple[str | int, ...]], value: object, how: str
) -> None:
    kind, path = place
    one_answer(forged(SAVES[kind], path, value, how))


STANDS = ("states", str(SAVES["first_day"]["at"]))


@pytest.mark.parametrize(
    ("path", "value", "plays"),
    [
        (("origin", "start"), "no_such_door", True),
        (("origin", "start"), "", True),
        (("origin", "at"), "no.such.scene", True),
        (("origin", "quarters"), 99, True),
        (("nodes", 0, "scene"), "no.such", True),
        (("nodes", 1, "action"), "no_such", True),
        (("nodes", 1, "rolls"), [["no.such", 5, 5]], True),
        ((*STANDS, "visit", "scene"), "no.such", True),
        ((*STANDS, "role"), "no_such", True),
        ((*STANDS, "taken"), [], False),
        ((*STANDS, "pending"), [{"scenario": "no_such", "scenes": 5}], False),
        ((*STANDS, "visit"), None, False),
        (("format",), 99, False),
        (("pack", "id"), "", False),
        (("pack", "id"), "no_such", False),
    ],
)
def test_what_the_pack_makes_of_it_is_what_check_says(
    path: tuple[str | int, ...], value: object, plays: bool
) -> None:
    assert one_answer(forged(SAVES["first_day"], path, value, "put")) is plays


@pytest.mark.parametrize(
    ("path", "value"), [(("origin", "start"), "no_such_door"), (("nodes", 1, "action"), "no_such")]
)
@pytest.mark.cases(2)
def test_the_screens_draw_a_forged_career(
    path: tuple[str | int, ...], value: object, tmp_path: Path
) -> None:
    (tmp_path / "forged-1.json").write_bytes(forged(SAVES["first_day"], path, value, "put"))
    on_screen(tmp_path, load("first_day"))


@given(st.sampled_from(PLACES), VALUES)
@settings(max_examples=size(1, ci=3, long=1_000), deadline=None)
def test_the_screens_draw_whatever_opens(
    place: tuple[str, tuple[str | int, ...]], value: object
) -> None:
    content = forged(SAVES[place[0]], place[1], value, "put")
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "forged-1.json").write_bytes(content)
        if opens(Path(name), pack_of(content)):
            on_screen(Path(name), pack_of(content))


def test_a_save_that_is_refused_stands_before_no_honest_one(tmp_path: Path) -> None:
    honest = (FOLDER / "first_day.json").read_bytes()
    (tmp_path / "first_day-1.json").write_bytes(honest)
    refused = json.loads(honest) | {"generation": 999}
    (tmp_path / "first_day-2.json").write_bytes(forged(refused, (*STANDS, "taken"), [], "put"))
    found = invoke(tmp_path, "play", "first_day", typed="quit\n")
    assert found.exit_code == 0
    assert "The save first_day-2 does not load, and stays where it is." in found.stderr
    assert "Decision 5" in found.stdout
    shelf = CareerList(load("first_day"), SaveFolder(tmp_path, Quick()), lambda: 7)
    card, _ = shelf.split()
    assert card is not None
    assert card.slot == "first_day-1"
    with pytest.raises(NotLoadedError):
        shelf.open("first_day-2")


def test_where_the_newest_is_refused_the_save_before_it_is_offered(tmp_path: Path) -> None:
    honest = (FOLDER / "first_day.json").read_bytes()
    (tmp_path / "first_day-1.bak").write_bytes(honest)
    (tmp_path / "first_day-1.json").write_bytes(
        forged(json.loads(honest), (*STANDS, "taken"), [], "put")
    )
    checked = invoke(tmp_path, "saves", "check")
    assert checked.exit_code == 1
    assert "The one before it is whole, at Decision 5." in checked.stdout
    found = invoke(tmp_path, "play", "first_day", typed="yes\nquit\n")
    assert "The save before it is whole, and stands at Decision 5." in found.stderr
    assert "Decision 5" in found.stdout


def test_a_save_whose_pack_is_not_here_is_whole(tmp_path: Path) -> None:
    (tmp_path / "hub-1.json").write_bytes((FOLDER / "removed_pack.json").read_bytes())
    (tmp_path / "room-1.json").write_bytes((FOLDER / "own_file.json").read_bytes())
    (tmp_path / "tpm-1.json").write_bytes((FOLDER / "lone_scenario.json").read_bytes())
    checked = invoke(tmp_path, "saves", "check")
    assert checked.exit_code == 0
    assert checked.stdout.splitlines() == [
        "hub-1: whole. Its pack hub does not load here, so playing it was not tried.",
        (
            "room-1: whole. Its pack the_long_game.a_room does not load here, so playing it was not"
            " tried."
        ),
        "tpm-1: whole",
    ]
