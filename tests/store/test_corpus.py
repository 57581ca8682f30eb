"""A save of every kind, as each version wrote it: it loads in the packs of today, stands where
it stood, and is played on to an end."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pmsim import load_pack
from pmsim.lang.pack import Pack
from pmsim.play.savefile import SavedSession
from pmsim.play.state_encoding import encode
from pmsim.store.career import Career
from pmsim.store.saves import SaveFolder, parse_save
from pmsim.ui.headless import play_choices, transcript
from tests.sizes import size
from tests.store.disks import Quick
from tests.store.every_kind import hub, lone, main, own

VERSIONS = sorted(path for path in Path(__file__).parent.glob("saves_*") if path.is_dir())
FILES = [
    pytest.param(path, id=f"{path.parent.name}-{path.stem}")
    for folder in VERSIONS
    for path in sorted(folder.glob("*.json"))
]
NOW = "now"
Plain = dict[str, Any]


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the same kinds, as they are written today."""
    folder = tmp_path_factory.mktemp(NOW)
    main(folder)
    return folder


@cache
def shipped(name: str) -> Pack:
    """A pack, or a scenario of one, that needs no file of the test's."""
    return lone() if name == "the_long_game.tpm" else load_pack(name)


def pack_of(saved: SavedSession, folder: Path) -> Pack:
    """The pack that a save is of; one that is not shipped is written into the folder."""
    others: dict[str, Callable[[Path], Pack]] = {"hub": hub, "the_long_game.a_room": own}
    return others[saved.pack](folder) if saved.pack in others else shipped(saved.pack)


def standing(saved: SavedSession) -> Plain:
    """The state of the life that is being lived."""
    return saved.states[saved.at]


def ended(saved: SavedSession) -> bool:
    """The life that is being lived is over."""
    return standing(saved)["outcome"] is not None


KINDS: dict[str, Callable[[SavedSession], bool]] = {
    "beginning": lambda saved: len(saved.nodes) == 1,
    "each": lambda saved: sum("." in step.action for step in saved.nodes) > 1,
    "each_half_way": lambda saved: bool(standing(saved)["visit"]["kept"]),
    "ended": lambda saved: ended(saved) and saved.end_read,
    "ended_unread": lambda saved: ended(saved) and not saved.end_read,
    "first_day": lambda saved: saved.pack == "first_day",
    "lived_on_after_an_end": lambda saved: (
        not ended(saved) and any(state["outcome"] for state in saved.states.values())
    ),
    "lives": lambda saved: (
        len(saved.lives) > 3 and saved.at not in [life.tip for life in saved.lives]
    ),
    "lone_scenario": lambda saved: saved.pack == "the_long_game.tpm" and not ended(saved),
    "middle": lambda saved: bool(
        saved.origin.override.at and saved.origin.override.because and saved.origin.override.changes
    ),
    "own_file": lambda saved: saved.pack == "the_long_game.a_room" and not ended(saved),
    "pending": lambda saved: len(standing(saved)["pending"]) > 1,
    "removed_pack": lambda saved: saved.pack == "hub" and not ended(saved),
    "reseeded": lambda saved: len(saved.origin.reseed) == 2 and saved.origin.seed == 2**64 - 1,
    "short": lambda saved: saved.origin.quarters == 4 and not ended(saved),
}
"""What makes a save one of its kind."""
WRITTEN_NOW = sorted(KINDS.keys() - {"beginning"})


def opened(path: Path, folder: Path) -> tuple[Career, SavedSession]:
    """A save opened from a folder of its own, and what it says."""
    (folder / "saves").mkdir(exist_ok=True)
    (folder / "saves" / path.name).write_bytes(path.read_bytes())
    saved = parse_save(path.read_bytes())
    return (
        Career.open(pack_of(saved, folder), SaveFolder(folder / "saves", Quick()), path.stem),
        saved,
    )


def loads_and_is_played_on(path: Path, folder: Path) -> None:
    """The law of this file."""
    career, saved = opened(path, folder)
    session = career.session
    assert not career.read_only
    assert (session.at, session.decision, session.end_read) == (
        saved.at,
        saved.decision,
        saved.end_read,
    )
    assert [life.name for life in session.lives] == [life.name for life in saved.lives]
    assert session.choices == tuple(saved.nodes[node.number].action for node in session.path()[1:])
    here, before = encode(session.program, session.position), standing(saved)
    for section in ("stats", "people", "skills", "flags"):
        kept = here[section].keys() & before[section].keys()
        assert {name: here[section][name] for name in kept} == {
            name: before[section][name] for name in kept
        }
    for life in range(len(session.lives)):
        career.switch_life(life)
        assert list(transcript(session))
        playing(career)
    career.close()
    again, _ = opened(folder / "saves" / path.name, folder)
    with again:
        assert [note.kind for note in again.notes if note.kind == "changed"] == []
        assert [life.name for life in again.session.lives[: len(saved.lives)]] == [
            life.name for life in saved.lives
        ]


def playing(career: Career) -> None:
    """Two moves that are saved, and on to an end."""
    for _ in range(2):
        opened = [offer.id for offer in career.session.offered if not offer.closed]
        if opened:
            career.act(opened[-1])
    play_choices(career.session, (), "first")
    assert career.session.outcome
    career.save()


def test_there_is_a_save_of_every_kind(now: Path) -> None:
    for folder, kinds in ((VERSIONS[0], sorted(KINDS)), (now, WRITTEN_NOW)):
        assert sorted(path.stem for path in folder.glob("*.json")) == kinds
        for kind in kinds:
            assert KINDS[kind](parse_save((folder / f"{kind}.json").read_bytes())), kind


@pytest.mark.parametrize("path", FILES)
def test_a_save_of_an_older_version_is_played_on(path: Path, tmp_path: Path) -> None:
    loads_and_is_played_on(path, tmp_path)


@pytest.mark.parametrize("kind", WRITTEN_NOW[:: size(5, ci=1, long=1)])
def test_a_save_of_this_version_is_played_on(kind: str, now: Path, tmp_path: Path) -> None:
    loads_and_is_played_on(now / f"{kind}.json", tmp_path)
