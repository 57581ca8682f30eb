"""A folder of saves: damage is noticed and never written over, two windows are told, names stay
inside, order is by writing."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from pmsim.core.state import StartOverride
from pmsim.play import savefile
from pmsim.store import saves as saves_module
from pmsim.store.career import Career, last_unfinished_slot
from pmsim.store.errors import BusyError, NotLoadedError, NotSavedError, SlotError
from pmsim.store.saves import DEVICE_NAMES, SaveFolder
from tests import tiny
from tests.store.disks import Quick, Unlocked
from tests.store.opening import open_or_begin


def saves_in(folder: Path) -> SaveFolder:
    """A folder, without waiting for the platters."""
    return SaveFolder(folder, Quick())


def begun(folder: Path, acts: int = 2, seed: int = 5) -> Career:
    """A career some decisions in; without any it is not on disk."""
    career = Career.begin(tiny.pack(), saves_in(folder), seed=seed)
    for _ in range(acts):
        career.act(opened(career)[0])
    return career


def opened(career: Career) -> list[str]:
    """The open choices."""
    return [offer.id for offer in career.session.offered if not offer.closed]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda whole: b"",
    "half": lambda whole: whole[: len(whole) // 2],
    "without its last": lambda whole: whole[:-3],
    "zeroes": lambda whole: bytes(len(whole)),
    "zeroes at the end": lambda whole: whole[:-512] + bytes(512),
    "a flipped bit": lambda whole: whole[:200] + bytes([whole[200] ^ 1]) + whole[201:],
    "another checksum": lambda whole: whole.replace(b'"checksum":"', b'"checksum":"0'),
    "not a save": lambda whole: b'{"hello": "world"}',
    "not text": lambda whole: b"\xff\xfe" + whole,
    "deep": lambda whole: b"[" * 200_000,
    "two saves": lambda whole: whole + whole,
    "large": lambda whole: whole + b" " * (9 * 1024 * 1024),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_noticed_and_the_older_save_is_offered(tmp_path: Path, kind: str) -> None:
    career = begun(tmp_path)
    career.close()
    path = tmp_path / f"{career.slot}.json"
    torn = DAMAGE[kind](path.read_bytes())
    path.write_bytes(torn)

    with pytest.raises(NotLoadedError) as caught:
        open_or_begin(tiny.pack(), saves_in(tmp_path))
    assert caught.value.older_decision == 2
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == torn

    with Career.open(tiny.pack(), saves_in(tmp_path), career.slot, allow_older=True) as older:
        assert path.read_bytes() == torn
        assert (
            older.notes[0].sentence
            == "The newest save did not load. This is the one before it, at Decision 2."
        )
        older.act(opened(older)[0])
        assert older.notes[-1].kind == "set_aside"
    assert (tmp_path / f"{career.slot}.damaged-1").read_bytes() == torn
    with Career.open(tiny.pack(), saves_in(tmp_path), career.slot) as again:
        assert again.session.decision == 3


def test_a_newest_save_that_is_gone_is_damage_too(tmp_path: Path) -> None:
    career = begun(tmp_path)
    career.close()
    (tmp_path / f"{career.slot}.json").unlink()
    with pytest.raises(NotLoadedError):
        Career.open(tiny.pack(), saves_in(tmp_path), career.slot)
    with Career.open(tiny.pack(), saves_in(tmp_path), career.slot, allow_older=True) as older:
        older.act(opened(older)[0])
    assert saves_in(tmp_path).load(career.slot).saved.decision == 3


def test_two_damaged_saves_are_left_alone(tmp_path: Path) -> None:
    career = begun(tmp_path)
    career.close()
    for ending in ("json", "bak"):
        (tmp_path / f"{career.slot}.{ending}").write_bytes(b"torn")
    with pytest.raises(NotLoadedError) as caught:
        Career.open(tiny.pack(), saves_in(tmp_path), career.slot, allow_older=True)
    assert caught.value.older_decision is None
    assert saves_in(tmp_path).entries()[0].reason
    with open_or_begin(tiny.pack(), saves_in(tmp_path)) as other:
        assert other.slot != career.slot
    assert (tmp_path / f"{career.slot}.json").read_bytes() == b"torn"


def test_a_save_damaged_while_it_is_played_is_kept_aside(tmp_path: Path) -> None:
    with begun(tmp_path) as career:
        (tmp_path / f"{career.slot}.json").write_bytes(b"torn")
        career.act(opened(career)[0])
    assert (tmp_path / f"{career.slot}.damaged-1").read_bytes() == b"torn"
    assert saves_in(tmp_path).load(career.slot).saved.decision == 4


def test_the_second_window_is_told_and_may_read(tmp_path: Path) -> None:
    with begun(tmp_path) as first:
        with pytest.raises(BusyError):
            open_or_begin(tiny.pack(), saves_in(tmp_path))
        reader = Career.open(tiny.pack(), saves_in(tmp_path), first.slot, read_only=True)
        assert reader.session.choices == first.session.choices
        with pytest.raises(NotSavedError) as caught:
            reader.act(opened(reader)[0])
        assert caught.value.problem == "read_only"
        with open_or_begin(tiny.pack(), saves_in(tmp_path), new=True) as other:
            other.act(opened(other)[0])
            assert other.slot != first.slot
    with open_or_begin(tiny.pack(), saves_in(tmp_path)) as again:
        assert again.slot == other.slot


def test_where_there_are_no_locks_the_generation_tells(tmp_path: Path) -> None:
    career = begun(tmp_path)
    career.close()
    one, two = (
        Career.open(tiny.pack(), SaveFolder(tmp_path, Unlocked()), career.slot) for _ in range(2)
    )
    one.act(opened(one)[0])
    before = two.session.choices
    with pytest.raises(NotSavedError) as caught:
        two.act(opened(two)[-1])
    assert caught.value.problem == "overtaken"
    assert two.session.choices == before
    assert saves_in(tmp_path).load(career.slot).saved.decision == 4
    one.close()
    two.close()


def test_the_career_last_played_is_the_one_last_written_whatever_the_clock_says(
    tmp_path: Path,
) -> None:
    first, second = begun(tmp_path, 1), begun(tmp_path, 3)
    first.close()
    second.close()
    with Career.open(tiny.pack(), saves_in(tmp_path), first.slot) as again:
        again.act(opened(again)[0])
    for slot, years in ((first.slot, 10), (second.slot, 40)):
        when = years * 365 * 86400
        os.utime(tmp_path / f"{slot}.json", (when, when))
    assert [entry.slot for entry in saves_in(tmp_path).entries()] == [first.slot, second.slot]
    assert last_unfinished_slot(tiny.pack(), saves_in(tmp_path)) == first.slot


def test_an_ended_career_is_not_gone_on_with(tmp_path: Path) -> None:
    with begun(tmp_path, 0) as career:
        while career.session.outcome is None:
            career.act(opened(career)[-1])
    with open_or_begin(tiny.pack(), saves_in(tmp_path)) as again:
        assert again.slot == career.slot, "nobody has read how it ended"
        again.mark_end_read()
    with open_or_begin(tiny.pack(), saves_in(tmp_path)) as other:
        assert other.slot != career.slot
    with Career.open(tiny.pack(), saves_in(tmp_path), career.slot) as third:
        third.back()
        third.act(opened(third)[0])
    assert last_unfinished_slot(tiny.pack(), saves_in(tmp_path)) == career.slot


def test_a_try_from_the_middle_is_not_gone_on_with(tmp_path: Path) -> None:
    with begun(tmp_path) as career:
        pass
    with open_or_begin(
        tiny.pack(),
        saves_in(tmp_path),
        start_override=StartOverride("letter.open", changes={"standing": 3}),
    ) as attempt:
        attempt.act(opened(attempt)[0])
        assert attempt.slot != career.slot
    with open_or_begin(tiny.pack(), saves_in(tmp_path)) as again:
        assert again.slot == career.slot


def test_careers_of_other_packs_are_left_alone(tmp_path: Path) -> None:
    begun(tmp_path).close()
    other = tiny.pack()
    renamed = type(other)(**{**vars(other), "id": "elsewhere"})
    assert last_unfinished_slot(renamed, saves_in(tmp_path)) == ""
    with pytest.raises(NotLoadedError) as caught:
        Career.open(renamed, saves_in(tmp_path), "tiny-1")
    assert "another pack" in str(caught.value)


def test_nothing_is_written_before_the_first_choice(tmp_path: Path) -> None:
    folder = tmp_path / "saves"
    with Career.begin(tiny.pack(), saves_in(folder), seed=5) as career:
        career.name_life(0, "Mine")
        assert career.back() is False
        career.rewind(1)
        career.mark_end_read()
        assert not career.is_saved
        assert not folder.exists()
        other = Career.begin(tiny.pack(), saves_in(folder), seed=6)
        other.act(opened(other)[0])
        career.act(opened(career)[0])
        assert career.is_saved
        assert (other.slot, career.slot) == ("tiny-1", "tiny-2")
        other.close()
    with Career.open(tiny.pack(), saves_in(folder), career.slot) as again:
        assert again.session.lives[0].name == "Mine"
        again.back()
        assert again.is_saved
    assert saves_in(folder).load(career.slot).saved.decision == 1


def test_a_name_that_another_window_has_locked_is_passed_over_until_it_lets_go(
    tmp_path: Path,
) -> None:
    lock = saves_in(tmp_path).lock("tiny-1")
    assert lock is not None
    with begun(tmp_path, 1) as career:
        assert career.slot == "tiny-2"
    lock.release()
    with begun(tmp_path, 1) as career:
        assert career.slot == "tiny-1"


def test_nobody_else_may_read(tmp_path: Path) -> None:
    career = begun(tmp_path / "deep" / "saves")
    career.close()
    folder = tmp_path / "deep" / "saves"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize(
    "slot",
    [
        "",
        "..",
        "../up",
        "a/b",
        "a\\b",
        "A",
        "é",
        "a b",
        "x" * 65,
        "con",
        "nul",
        "com1",
        "lpt9",
        "-\n",
        "a.json",
        "\x1b]0;t\x07",
        ".",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, slot: str) -> None:
    with pytest.raises(SlotError) as caught:
        SaveFolder(tmp_path).path(slot)
    assert str(caught.value).isprintable()


def test_reserved_names_in_a_folder_are_not_slots(tmp_path: Path) -> None:
    for name in (*sorted(DEVICE_NAMES)[:3], "UP", "a b", ".hidden"):
        (tmp_path / f"{name}.json").write_text("{}")
    assert saves_in(tmp_path).slots() == ()


def test_no_link_is_followed_and_no_pipe_waited_for(tmp_path: Path) -> None:
    career = begun(tmp_path / "other")
    career.close()
    folder = tmp_path / "saves"
    folder.mkdir()
    (folder / "link.json").symlink_to(tmp_path / "other" / f"{career.slot}.json")
    os.mkfifo(folder / "pipe.json")
    (folder / "folder.json").mkdir()
    for entry in saves_in(folder).entries():
        assert entry.saved is None
        assert entry.reason
    assert len(saves_in(folder).entries()) == 3


def test_an_unknown_save_names_those_there_are(tmp_path: Path) -> None:
    begun(tmp_path).close()
    with pytest.raises(SlotError, match="there are: tiny-1"):
        saves_in(tmp_path).load("nobody")


def test_removing_takes_a_career_and_no_other(tmp_path: Path) -> None:
    begun(tmp_path).close()
    begun(tmp_path).close()
    saves_in(tmp_path).remove("tiny-1")
    assert saves_in(tmp_path).slots() == ("tiny-2",)
    with pytest.raises(SlotError):
        saves_in(tmp_path).remove("tiny-1")


def test_life_names_are_cleaned(tmp_path: Path) -> None:
    with begun(tmp_path) as career:
        career.name_life(0, "a\x1b]0;t\x07b\u202e" + "c" * 200)
    with open_or_begin(tiny.pack(), saves_in(tmp_path)) as again:
        assert again.session.lives[0].name == "a]0;tb" + "c" * 74


def test_a_newer_version_can_only_be_read(tmp_path: Path) -> None:
    with Career.begin(tiny.pack(version="2.0.0"), saves_in(tmp_path), seed=5) as newer:
        newer.act(opened(newer)[0])
    with open_or_begin(tiny.pack(version="1.0.0", digest="d0"), saves_in(tmp_path)) as career:
        assert career.read_only
        with pytest.raises(NotSavedError):
            career.act(opened(career)[0])


COPIES = (
    "tiny-1 (1).json",
    "tiny-1 (laptop's conflicted copy 2024-02-29).json",
    "tiny-1.sync-conflict-20240229-101010-ABCDEFG.json",
    "Tiny-1.json",
    "tiny-1.JSON",
    "con.json",
)


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_under_a_name_that_none_can_have_is_found_and_read(
    tmp_path: Path, name: str
) -> None:
    career = begun(tmp_path)
    career.close()
    (tmp_path / name).write_bytes((tmp_path / f"{career.slot}.json").read_bytes())
    (entry,) = saves_in(tmp_path).misnamed_entries()
    assert (entry.slot, entry.saved and entry.saved.decision) == (name, 3)
    assert entry.reason == "No save can have such a name. Rename it to tiny-2.json to play it."
    assert [found.slot for found in saves_in(tmp_path).entries()] == [career.slot]
    (tmp_path / name).rename(tmp_path / "tiny-2.json")
    with Career.open(tiny.pack(), saves_in(tmp_path), "tiny-2") as copy:
        assert copy.session.decision == 3


def test_each_copy_is_given_another_name(tmp_path: Path) -> None:
    career = begun(tmp_path)
    career.close()
    for name in COPIES[:3]:
        (tmp_path / name).write_bytes((tmp_path / f"{career.slot}.json").read_bytes())
    proposed = [
        entry.reason.partition("to ")[2].partition(" ")[0]
        for entry in saves_in(tmp_path).misnamed_entries()
    ]
    assert sorted(proposed) == ["tiny-2.json", "tiny-3.json", "tiny-4.json"]


def test_a_damaged_copy_is_named_and_what_is_no_save_is_not(tmp_path: Path) -> None:
    career = begun(tmp_path)
    career.close()
    (tmp_path / "tiny-1 (1).json").write_bytes(
        (tmp_path / f"{career.slot}.json").read_bytes()[:100]
    )
    (tmp_path / "My notes.json").write_text("{}")
    (tmp_path / ".hidden-1 x.json").write_text("{}")
    os.mkfifo(tmp_path / "tiny-1 (2).json")
    found = {entry.slot: entry.saved for entry in saves_in(tmp_path).misnamed_entries()}
    assert found == {"tiny-1 (1).json": None, "tiny-1 (2).json": None}


def grown(folder: Path) -> Career:
    """A career that has come to the largest that a save may be."""
    career = Career.begin(tiny.pack(), saves_in(folder), seed=5)

    def play_on() -> None:
        for number in range(500):
            choices = opened(career)
            if choices:
                career.act(choices[number % len(choices)])
            else:
                career.rewind(1 + number % 5)

    with pytest.raises(NotSavedError) as caught:
        play_on()
    assert (caught.value.problem, caught.value.lasting) == ("large", True)
    return career


def test_what_a_reader_would_refuse_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (saves_module, savefile):
        monkeypatch.setattr(module, "MAX_BYTES", 9_000)
    with grown(tmp_path) as career:
        nodes = len(career.session.nodes)
        path = tmp_path / f"{career.slot}.json"
        assert path.stat().st_size <= 9_000
    assert sorted(entry.suffix for entry in tmp_path.iterdir()) == [
        ".bak",
        ".json",
        ".lock",
        ".seen",
    ]
    with Career.open(tiny.pack(), saves_in(tmp_path), career.slot) as again:
        assert len(again.session.nodes) == nodes
        assert "of the largest save." in again.notes[-1].sentence
        again.switch_life(0)


def test_a_player_is_told_long_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    career = begun(tmp_path, 3)
    career.close()
    written = (tmp_path / f"{career.slot}.json").stat().st_size
    for largest, told in ((written * 2 + 200, []), (written * 2, ["large"])):
        for module in (saves_module, savefile):
            monkeypatch.setattr(module, "MAX_BYTES", largest)
        with Career.open(tiny.pack(), saves_in(tmp_path), career.slot) as again:
            assert [note.kind for note in again.notes] == told
