"""Every step of saving fails in turn: nothing that was shown is lost, and what comes out is a
sentence."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from pmsim.store.career import Career
from pmsim.store.errors import NotSavedError, SaveError
from pmsim.store.saves import SaveFolder
from tests import tiny
from tests.store.disks import Faulty, Killed, Quick, killed
from tests.store.opening import open_or_begin

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)
MOVES = ("ship", "teach", "back", "ask")
ENOUGH = 60


def begin(folder: Path, disk: Quick) -> Career:
    """A career with a step behind it, saved; only then the disk given is the one in use."""
    career = Career.begin(tiny.pack(), SaveFolder(folder, Quick()), seed=5)
    career.act(opened(career)[0])
    career.saves.disk = disk
    return career


def opened(career: Career) -> list[str]:
    """The open choices."""
    return [offer.id for offer in career.session.offered if not offer.closed]


def where(career: Career) -> tuple[object, ...]:
    """All that a move could have changed."""
    return career.session.choices, len(career.session.nodes), tuple(career.session.lives)


def try_to_begin(saves: SaveFolder) -> None:
    """A new career, let go of at once."""
    Career.begin(tiny.pack(), saves, seed=5).close()


def try_to_open(saves: SaveFolder, slot: str) -> None:
    """A saved career, let go of at once."""
    Career.open(tiny.pack(), saves, slot).close()


def refused(move: Callable[..., object], *arguments: object) -> SaveError | None:
    """The sentence that a move ends with, None if it did not fail."""
    try:
        move(*arguments)
    except SaveError as error:
        return error
    return None


def loaded(folder: Path) -> Career:
    """What somebody finds who comes later."""
    return open_or_begin(tiny.pack(), SaveFolder(folder, Quick()))


@pytest.mark.parametrize("number", ERRORS)
def test_a_choice_whose_save_fails_did_not_happen(tmp_path: Path, number: int) -> None:
    finished = False
    for at in range(1, ENOUGH):
        folder = tmp_path / str(at)
        disk = Faulty(at, number)
        career = begin(folder, disk)
        before = where(career)
        action = opened(career)[0]
        error = refused(career.act, action)
        if error is not None:
            assert str(error).startswith("The last choice is not on disk: ")
            assert where(career) == before
            found = SaveFolder(folder, Quick()).load(career.slot)
            assert found.newest_problem == ""
            assert found.saved.decision in (2, 3)
            assert career.act(action) == career.session.turn
        finished = disk.steps < at
        assert career.session.choices == (*before[0], action)
        career.close()
        with loaded(folder) as again:
            assert again.session.choices == (*before[0], action)
        assert not [path.name for path in folder.iterdir() if path.name.endswith(".tmp")]
        if finished:
            break
    assert finished


def test_going_back_whose_save_fails_did_not_happen(tmp_path: Path) -> None:
    for at in range(1, 12):
        disk = Faulty(at)
        career = begin(tmp_path / str(at), disk)
        here = career.session.at
        if refused(career.back):
            assert career.session.at == here
            assert career.back() is True
        assert career.session.at == 0
        career.close()


@pytest.mark.parametrize("number", ERRORS)
def test_a_beginning_that_fails_says_so(tmp_path: Path, number: int) -> None:
    for at in range(1, ENOUGH):
        disk = Faulty(at, number)
        error = refused(try_to_begin, SaveFolder(tmp_path / str(at), disk))
        if error is not None:
            assert "not on disk" in str(error)
        elif disk.steps < at:
            return
    raise AssertionError("it never came to an end")


@pytest.mark.parametrize("number", ERRORS)
def test_an_opening_that_fails_says_so_and_changes_nothing(tmp_path: Path, number: int) -> None:
    career = begin(tmp_path, Quick())
    career.close()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for at in range(1, ENOUGH):
        disk = Faulty(at, number)
        error = refused(try_to_open, SaveFolder(tmp_path, disk), career.slot)
        if error is not None:
            assert str(error).endswith(".")
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
        if disk.steps < at:
            return
    raise AssertionError("it never came to an end")


def test_a_process_that_ends_at_any_step_loses_nothing_that_was_shown(tmp_path: Path) -> None:
    """As a kill before every file-system step of one save: what the last screen showed is there,
    or the step after it."""
    for at in range(1, ENOUGH):
        folder = tmp_path / str(at)
        disk = Faulty(at, instead=killed)
        career = begin(folder, disk)
        shown = career.session.choices
        action = opened(career)[0]
        try:
            career.act(action)
        except Killed:
            career.close()
            with loaded(folder) as again:
                assert again.notes == ()
                assert again.session.choices in (shown, (*shown, action))
                again.act(opened(again)[0])
        else:
            assert disk.steps < at
            return
    raise AssertionError("it never came to an end")


def test_leavings_of_a_killed_process_are_cleared_away(tmp_path: Path) -> None:
    career = begin(tmp_path, Faulty(6, instead=killed))
    with pytest.raises(Killed):
        career.act(opened(career)[0])
    career.close()
    (tmp_path / f".{career.slot}.json.999999.tmp").write_bytes(b"half a sa")
    loaded(tmp_path).close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *(f"{career.slot}.{ending}" for ending in ("bak", "json", "lock")),
        "tiny.seen",
    ]


def test_a_folder_that_takes_nothing_is_named_by_its_trouble(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(NotSavedError) as caught:
        Career.begin(tiny.pack(), SaveFolder(file / "saves"), seed=1)
    assert caught.value.problem == "refused"
