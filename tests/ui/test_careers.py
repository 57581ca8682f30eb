"""The list of careers: names, removal that is asked, the same seed again, a seed to enter; the same
in plain mode, and a save that is imported."""

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from textual.pilot import Pilot

from pmsim.cli.commands import pmsim
from pmsim.play.json_checks import DamagedError
from pmsim.store.career import Career
from pmsim.store.saves import SaveFolder
from pmsim.ui.career_list import CareerList, day_words, parse_seed
from pmsim.ui.plain.menu import Console, MenuChoice, choose_career
from pmsim.ui.present.history import start_summaries
from pmsim.ui.tui.app import InitialView
from pmsim.ui.tui.screens.careers import CareersScreen
from pmsim.ui.tui.screens.menu import StartsScreen
from pmsim.ui.tui.screens.story import StoryScreen
from tests.store.disks import Quick
from tests.ui.keyboard import Watched, play, post, settled
from tests.ui.tiny import pack

PACK = pack()


def two_careers(folder: Path) -> CareerList:
    """Two saved careers, seeds 41 and 42, the second played last."""
    listed = CareerList(PACK, SaveFolder(folder, Quick()), lambda: 7)
    for seed in (41, 42):
        with listed.begin("fumes", 0, seed) as career:
            career.act("who_spoke")
    return listed


def test_a_name_stays_in_its_place_and_can_be_taken_back(tmp_path: Path) -> None:
    listed = two_careers(tmp_path)
    slot = listed.summaries()[1].slot
    listed.rename(slot, "The quiet one")
    assert [one.title for one in listed.summaries()] == ["Fumes", "The quiet one"]
    assert [one.seed for one in listed.summaries()] == [42, 41]
    with listed.open(slot) as career:
        career.act(next(offer.id for offer in career.session.offered if not offer.closed))
    assert [one.title for one in listed.summaries()] == ["The quiet one", "Fumes"]
    listed.rename(slot, "")
    assert {one.title for one in listed.summaries()} == {"Fumes"}


def test_a_day_and_a_seed_are_read_and_written() -> None:
    assert day_words(0) == ""
    assert day_words(1_000_000_000.0).endswith("September 2001")
    assert parse_seed(" 42 ") == 42
    for wrong in ("", "-1", "x", "9" * 500, str(2**64)):
        assert parse_seed(wrong) is None


def test_the_list_names_removes_and_begins_again(tmp_path: Path) -> None:
    listed = two_careers(tmp_path)
    app = Watched(InitialView(listed), no_motion=True)

    async def script(pilot: Pilot[None]) -> None:
        number = next(line for line in app.frame.split("\n") if " Careers " in line).split()[0]
        post(app, number.strip("▌"))
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, CareersScreen)
        assert "Seed of the one under the bar: 42." in app.frame
        assert "Who spoke, when my name came up?" in app.frame
        post(app, "n")
        await settled(pilot)
        post(app, *"loud", "enter")
        await settled(pilot)
        assert "loud" in app.frame
        assert listed.summaries()[0].title == "loud"
        post(app, "y")
        await settled(pilot)
        assert app.clipboard == "42"
        post(app, "x")
        await settled(pilot)
        assert "x again removes loud for good" in app.frame
        post(app, "down")
        await settled(pilot)
        post(app, "up")
        await settled(pilot)
        post(app, "x")
        await settled(pilot)
        assert len(listed.summaries()) == 2
        await pilot.pause(0.2)
        post(app, "x")
        await settled(pilot)
        assert [one.seed for one in listed.summaries()] == [41]
        assert "Removed: loud." in app.frame
        post(app, "s")
        await settled(pilot)
        assert isinstance(app.screen, StoryScreen)
        assert app.career is not None
        assert app.career.session.seed == 41

    play(app, script)


def test_a_seed_is_entered_among_the_doors(tmp_path: Path) -> None:
    listed = CareerList(PACK, SaveFolder(tmp_path, Quick()), lambda: 7)
    app = Watched(InitialView(listed), no_motion=True)

    async def script(pilot: Pilot[None]) -> None:
        post(app, "1")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, StartsScreen)
        for typed, told in (("abc", "A seed is a whole number"), ("99", "With seed 99.")):
            post(app, "s")
            await settled(pilot)
            post(app, *typed, "enter")
            await settled(pilot)
            assert told in app.frame
        assert screen.seed == 99

    play(app, script)


def test_a_door_says_what_it_is_good_at_and_how_long_it_takes() -> None:
    for start in start_summaries(PACK):
        assert start.length.startswith("About ")
        assert len(start.good_at) <= 3
    assert any(start.good_at for start in start_summaries(PACK))


def test_plain_mode_names_removes_and_begins_again(tmp_path: Path) -> None:
    listed = two_careers(tmp_path)
    out = io.StringIO()
    typed = "3\nname 2 loud\nremove 2\nno\nremove 2\nyes\nfly 1\nagain 1\n"
    chosen = choose_career(listed, Console(io.StringIO(typed), out))
    text = out.getvalue()
    assert "seed 41." in text
    assert "2. Loud." in text
    assert "It stays." in text
    assert "Removed." in text
    assert "That is not a word here." in text
    assert chosen == MenuChoice(listed, "", "fumes", 0, 42)


def test_a_save_is_imported_under_a_free_name(tmp_path: Path) -> None:
    listed = two_careers(tmp_path / "one")
    slot = listed.summaries()[0].slot
    file = tmp_path / "one" / f"{slot}.json"
    other = SaveFolder(tmp_path / "two", Quick())
    assert [other.import_file(file) for _ in range(2)] == ["tiny-1", "tiny-2"]
    with Career.open(PACK, other, "tiny-2") as career:
        assert career.session.seed == 42
    (tmp_path / "bad").write_text("hello", encoding="utf-8")
    with pytest.raises(DamagedError):
        other.import_file(tmp_path / "bad")
    assert len(other.slots()) == 2


def test_the_command_imports_and_says_why_not(tmp_path: Path) -> None:
    listed = two_careers(tmp_path / "one")
    file = tmp_path / "one" / f"{listed.summaries()[0].slot}.json"
    folder = str(tmp_path / "two")
    done = CliRunner().invoke(pmsim, ["saves", "import", str(file), "--saves", folder])
    assert (done.exit_code, done.stderr) == (0, "Imported: tiny-1\n")
    (tmp_path / "bad").write_text("hello", encoding="utf-8")
    wrong = CliRunner().invoke(pmsim, ["saves", "import", str(tmp_path / "bad"), "--saves", folder])
    assert wrong.exit_code == 1
    assert "is no save." in wrong.stderr
