"""Packs are found by name, folder or file; nothing outside of their folder is read; what is not there is answered with what is."""

import os
from pathlib import Path

import pytest

from pmsim import PackError, Session, load_pack
from pmsim.store.packs import MOST_BYTES, NoPackError, find_pack, pack_beside, read_folder, shipped_packs
from pmsim.store.places import config_folder, saves_folder, scenarios_folder
from tests.small import CALENDAR, OUTCOMES, WORLD

SCENARIO = """\
language: 1
title: Monday
scenes:
  door:
    text: |
      A door.
    choices:
      - id: knock
        label: Knock.
        goto: room
      - id: leave
        label: Leave.
  room:
    text: |
      A room.
    choices:
      - id: sit
        label: Sit down.
"""


def a_pack(folder: Path) -> Path:
    """A small pack on disk."""
    (folder / "days").mkdir(parents=True)
    world = WORLD.replace(", away: ann_left", "").replace("  # more\n", "")
    (folder / "pack.yaml").write_text(world + CALENDAR + OUTCOMES, encoding="utf-8")
    (folder / "days" / "main.yaml").write_text(SCENARIO, encoding="utf-8")
    return folder


def test_the_shipped_packs_load_by_name() -> None:
    assert "the_long_game" in shipped_packs()
    for name in shipped_packs():
        assert load_pack(name).id == name
        assert find_pack(name) == scenarios_folder() / name


def test_a_folder_a_pack_file_and_a_shipped_name_are_packs(tmp_path: Path) -> None:
    folder = a_pack(tmp_path / "mine")
    assert load_pack(folder).id == "small"
    assert load_pack(str(folder / "pack.yaml")).id == "small"
    assert Session(load_pack(folder)).offered


def test_a_single_file_plays_alone_with_the_pack_above_it(tmp_path: Path) -> None:
    file = a_pack(tmp_path / "mine") / "days" / "main.yaml"
    pack = load_pack(file)
    assert pack.id == pack.program.id == "small.main"
    session = Session(pack)
    session.replay(["knock", "sit"])
    assert session.outcome == "summary"
    assert load_pack(file, career=True).id == "small"


def test_a_single_file_without_a_pack_plays_with_the_shipped_one(tmp_path: Path) -> None:
    file = tmp_path / "my_monday.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    session = Session(load_pack(file))
    assert session.pack.id == "the_long_game.my_monday"
    assert session.replay(["leave"]).state.outcome >= 0
    career = load_pack(file, career=True)
    assert career.id == "the_long_game"
    assert "my_monday" in career.scenarios


def test_a_file_with_the_name_of_a_shipped_scenario_takes_its_place(tmp_path: Path) -> None:
    name = next(iter(load_pack("the_long_game").scenarios))
    file = tmp_path / f"{name}.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    assert load_pack(file).scenarios[name].title == "Monday"


def test_every_problem_comes_at_once(tmp_path: Path) -> None:
    folder = a_pack(tmp_path / "mine")
    (folder / "days" / "main.yaml").write_text(SCENARIO.replace("goto: room", "goto: rom").replace("Leave.", "Leave.\n        nedds: x"))
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert len(caught.value.diagnostics) >= 2


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("the_long_gane", "Did you mean the_long_game?"),
        ("nothing_like_it", "These come with pmsim: first_day, the_long_game"),
        ("../the_long_game", "There is no pack or file"),
        ("a\x1b]0;t\x07b", "\\u{1b}"),
        ("", "There is no"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(name: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NoPackError) as caught:
        load_pack(name)
    assert says in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_folder_without_a_pack_and_a_file_that_is_none_say_so(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(NoPackError, match="no pack"):
        load_pack(tmp_path)
    with pytest.raises(NoPackError, match="no scenario"):
        load_pack(tmp_path / "notes.txt")
    folder = a_pack(tmp_path / "mine")
    (folder / "roles.yaml").write_text("senior2: {title: Other}\n")
    with pytest.raises(PackError):
        load_pack(folder / "roles.yaml")


def test_nothing_outside_the_folder_is_read(tmp_path: Path) -> None:
    folder = a_pack(tmp_path / "mine")
    (tmp_path / "secret.yaml").write_text("secret: 1\n")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "more.yaml").write_text("more: 1\n")
    (folder / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    (folder / "inside.yaml").symlink_to(folder / "days" / "main.yaml")
    os.mkfifo(folder / "pipe.yaml")
    (folder / "folder.yaml").mkdir()
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "x.yaml").write_text("x: 1\n")
    (folder / "readme.md").write_text("x")
    assert list(read_folder(folder)) == ["inside.yaml", "pack.yaml", "days/main.yaml"]


def test_a_large_file_is_read_no_further_than_it_may_be(tmp_path: Path) -> None:
    folder = a_pack(tmp_path / "mine")
    (folder / "large.yaml").write_bytes(b"#" * (3 * MOST_BYTES))
    assert len(read_folder(folder)["large.yaml"]) == MOST_BYTES + 1


def test_a_playthrough_plays_the_pack_it_lies_in(tmp_path: Path) -> None:
    folder = a_pack(tmp_path / "mine")
    assert pack_beside(folder / "x.playthrough.yaml", "small") == folder.resolve()
    assert pack_beside(folder / "x.playthrough.yaml", "the_long_game") is None
    assert pack_beside(tmp_path / "x.playthrough.yaml", "small") is None


def test_places_follow_what_is_given_then_the_environment(tmp_path: Path) -> None:
    assert saves_folder(tmp_path / "a", {"PMSIM_SAVES": str(tmp_path / "b")}) == tmp_path / "a"
    assert saves_folder(None, {"PMSIM_SAVES": str(tmp_path / "b")}) == tmp_path / "b"
    assert saves_folder(None, {}).name == "saves"
    assert config_folder({"PMSIM_CONFIG": str(tmp_path)}) == tmp_path
    assert config_folder({}).is_absolute()
