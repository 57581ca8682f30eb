"""The record of what was met: it lasts, it merges, and damage to it costs nothing but itself."""

from pathlib import Path

import pytest

from pmsim.store.career import Career
from pmsim.store.saves import SaveFolder
from pmsim.store.seen import DIGEST_BYTES, MAX_SEEN_BYTES, SeenRecord
from tests import tiny
from tests.store.disks import Quick


def record(folder: Path) -> SeenRecord:
    """The record in a folder, without waiting for the platters."""
    return SeenRecord(folder / "a.seen", Quick())


def test_what_was_seen_is_there_again_and_two_windows_add_up(tmp_path: Path) -> None:
    one, other = record(tmp_path), record(tmp_path)
    one.add("text One.")
    one.save()
    other.add("text Two.")
    other.save()
    both = record(tmp_path)
    assert "text One." in both
    assert "text Two." in both
    assert "text Three." not in both
    assert (tmp_path / "a.seen").stat().st_size < 64


@pytest.mark.parametrize("cut", [0, 1, 5, 20])
def test_a_damaged_record_counts_as_empty_and_is_written_anew(tmp_path: Path, cut: int) -> None:
    one = record(tmp_path)
    one.add("text One.")
    one.save()
    path = tmp_path / "a.seen"
    path.write_bytes(path.read_bytes()[:cut] + b"?" + path.read_bytes()[cut + 1 : -1])
    again = record(tmp_path)
    assert "text One." not in again
    again.add("text Two.")
    again.save()
    assert "text Two." in record(tmp_path)


def test_a_record_never_grows_beyond_what_is_read_again() -> None:
    full = SeenRecord()
    full.add(*(str(number) for number in range(MAX_SEEN_BYTES // DIGEST_BYTES + 10)))
    assert len(full.digests) * DIGEST_BYTES < MAX_SEEN_BYTES


def test_a_folder_that_takes_no_file_costs_nothing(tmp_path: Path) -> None:
    one = SeenRecord(tmp_path / "missing" / "a.seen", Quick())
    one.add("text One.")
    one.save()
    assert "text One." in one


def begin(folder: Path, seed: int) -> Career:
    """A career of the little pack."""
    return Career.begin(tiny.pack(), SaveFolder(folder, Quick()), seed=seed)


def take_first(career: Career) -> str:
    """Take the first open choice; return its key."""
    offer = next(offer for offer in career.session.offered if not offer.closed)
    career.act(offer.id)
    return career.session.program.choices[offer.choice].key


def test_a_choice_is_told_apart_by_the_career_that_took_it(tmp_path: Path) -> None:
    first = begin(tmp_path, 1)
    key = take_first(first)
    assert not first.seen.taken_in_others(key, first.session)
    first.close()
    second = begin(tmp_path, 2)
    assert second.seen.taken_in_others(key, second.session)
    assert take_first(second) == key
    assert second.seen.taken_in_others(key, second.session)
    second.close()
    again = Career.open(tiny.pack(), SaveFolder(tmp_path, Quick()), first.slot)
    assert again.seen.taken_in_others(key, again.session)
    again.close()


def test_leaving_before_the_first_choice_writes_nothing(tmp_path: Path) -> None:
    begin(tmp_path, 1).close()
    assert list(tmp_path.iterdir()) == []
