"""Packs are found by name, folder or file; nothing outside of their folder is read; what is not
there is answered with what is."""

import os
from pathlib import Path

import pytest

from pmsim import PackError, Session, load_pack
from pmsim.store.career import Career
from pmsim.store.errors import FolderError
from pmsim.store.folders import (
    cache_folder,
    config_folder,
    packs_folder,
    saves_folder,
    scenarios_folder,
)
from pmsim.store.packs import (
    MAX_FILE_BYTES,
    NoPackError,
    enclosing_pack_named,
    find_pack,
    playthrough_target,
    read_folder,
    read_folder_partly,
    read_pack_files,
    shipped_packs,
)
from pmsim.store.saves import SaveFolder
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
    name = "end_of_the_line"  # no other scenario names its scenes
    file = tmp_path / f"{name}.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    assert load_pack(file).scenarios[name].title == "Monday"


def test_every_problem_comes_at_once(tmp_path: Path) -> None:
    folder = a_pack(tmp_path / "mine")
    (folder / "days" / "main.yaml").write_text(
        SCENARIO.replace("goto: room", "goto: rom").replace("Leave.", "Leave.\n        nedds: x")
    )
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
        ("a" * 256, "These come with pmsim: first_day, the_long_game"),
        ("a/" * 3000, "These come with pmsim: first_day, the_long_game"),
        ("a\0b", "These come with pmsim: first_day, the_long_game"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(
    name: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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
    (folder / "piped.yaml").symlink_to("pipe.yaml")
    (folder / "folder.yaml").mkdir()
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "x.yaml").write_text("x: 1\n")
    (folder / "readme.md").write_text("x")
    assert list(read_folder(folder)) == ["inside.yaml", "pack.yaml", "days/main.yaml"]
    assert {name: error.strerror for name, error in read_folder_partly(folder)[1].items()} == {
        "piped.yaml": "it is no plain file"
    }


def test_a_large_file_is_read_no_further_than_it_may_be(tmp_path: Path) -> None:
    folder = a_pack(tmp_path / "mine")
    (folder / "large.yaml").write_bytes(b"#" * (3 * MAX_FILE_BYTES))
    assert len(read_folder(folder)["large.yaml"]) == MAX_FILE_BYTES + 1


def test_a_playthrough_plays_the_pack_it_lies_in(tmp_path: Path) -> None:
    folder = a_pack(tmp_path / "mine")
    assert enclosing_pack_named(folder / "x.playthrough.yaml", "small") == folder.resolve()
    assert enclosing_pack_named(folder / "x.playthrough.yaml", "the_long_game") is None
    assert enclosing_pack_named(tmp_path / "x.playthrough.yaml", "small") is None


def test_a_playthrough_names_a_pack_a_path_or_one_scenario(tmp_path: Path) -> None:
    folder = a_pack(tmp_path / "mine")
    inside = next(name for name in read_folder(folder) if name != "pack.yaml")
    own, beside = f"small.{Path(inside).stem}", tmp_path / "lift.yaml"
    beside.touch()
    file = tmp_path / "x.playthrough.yaml"
    assert playthrough_target(folder / "x.playthrough.yaml", "small") == str(folder)
    assert playthrough_target(file, "small", [folder]) == str(folder)
    assert (
        playthrough_target(folder / "x.playthrough.yaml", own)
        == playthrough_target(file, own, [folder])
        == str(folder / inside)
    )
    assert playthrough_target(file, own) == own
    assert playthrough_target(file, "mine/") == f"{tmp_path / 'mine'}"
    assert (
        playthrough_target(file, "lift.yaml")
        == playthrough_target(file, "the_long_game.lift")
        == str(beside)
    )
    assert playthrough_target(file, "left.yaml") == "left.yaml"
    assert playthrough_target(file, "first_day.the_railway") == str(
        find_pack("first_day") / "the_railway.yaml"
    )
    assert playthrough_target(file, "first_day") == "first_day"


def test_places_follow_what_is_given_then_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMSIM_SAVES", str(tmp_path / "b"))
    monkeypatch.setenv("PMSIM_CONFIG", str(tmp_path))
    assert saves_folder(tmp_path / "a") == tmp_path / "a"
    assert saves_folder() == tmp_path / "b"
    assert config_folder() == tmp_path
    monkeypatch.delenv("PMSIM_SAVES")
    monkeypatch.delenv("PMSIM_CONFIG")
    assert saves_folder().name == "saves"
    assert config_folder().is_absolute()


def test_a_user_without_a_home_has_no_usual_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container, where the user's number has no entry in the list of users. What needs
    none of the places goes on."""
    for variable in (
        "HOME",
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "PMSIM_SAVES",
        "PMSIM_PACKS",
        "PMSIM_CONFIG",
        "PMSIM_CACHE",
        "XDG_CACHE_HOME",
    ):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.setattr("pmsim.store.folders.checkout_root", lambda: None)
    for place, variable in (
        (saves_folder, "PMSIM_SAVES"),
        (packs_folder, "PMSIM_PACKS"),
        (config_folder, "PMSIM_CONFIG"),
        (cache_folder, "PMSIM_CACHE"),
    ):
        with pytest.raises(
            FolderError, match=f"this user has no home folder. Name one with .*{variable}"
        ):
            place()
    monkeypatch.setattr(
        "pmsim.store.packs.scenarios_folder", lambda: Path(__file__).parents[2] / "scenarios"
    )
    assert load_pack("first_day").id == "first_day"
    with pytest.raises(NoPackError, match="There is no pack or file called"):
        load_pack("nothing_like_it")


@pytest.mark.parametrize("usual", ["~/.local/share/pmsim", "~nobodyhere/.local"])
def test_a_home_that_platformdirs_leaves_to_us(usual: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its older versions return the path with the ~ in it, which would be a folder of that name."""
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.delenv("PMSIM_CONFIG", raising=False)
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: Path(usual))
    with pytest.raises(FolderError):
        config_folder()


@pytest.mark.parametrize("named", ["~nobodyhere", "~nobodyhere/x", "~nobody\x1b[2J/x"])
def test_a_home_of_somebody_who_is_not_there(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FolderError) as caught:
        saves_folder(named)
    assert str(caught.value).isprintable()
    monkeypatch.setenv("PMSIM_PACKS", named)
    with pytest.raises(FolderError, match="PMSIM_PACKS"):
        packs_folder()


def extending(folder: Path, base: str, more: str = "") -> Path:
    """A pack on disk that extends another; its id is its folder's name."""
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(
        f"language: 1\npack: {folder.name}\ntitle: Mine\nextends: {base}\n{more}", encoding="utf-8"
    )
    return folder


def test_a_pack_has_all_of_the_pack_that_it_extends(tmp_path: Path) -> None:
    folder = extending(tmp_path / "mine", "first_day", "people: {wilma: {name: Wilma}}\n")
    pack, base = load_pack(folder), load_pack("first_day")
    assert (pack.id, pack.scenarios.keys()) == ("mine", base.scenarios.keys())
    assert list(pack.people) == [*base.people, "wilma"]
    files = read_pack_files(folder)
    assert files.own_files.keys() == {"pack.yaml"}
    assert "first_day/nine_oh_five.yaml" in files.base_files
    assert not any(file.endswith(".playthrough.yaml") for file in files.base_files)
    assert files.base_folders == {"first_day": scenarios_folder() / "first_day"}
    assert read_pack_files(folder / "pack.yaml").own_files == files.own_files


def test_a_scenario_plays_alone_in_a_pack_that_extends_another(tmp_path: Path) -> None:
    folder = extending(tmp_path / "mine", "first_day")
    (folder / "monday.yaml").write_text(
        SCENARIO.replace("A door.", "A door, and {bea}."), encoding="utf-8"
    )
    pack = load_pack(folder / "monday.yaml")
    assert pack.id == "mine.monday"
    assert [offer.id for offer in Session(pack).offered] == ["knock", "leave"]


def test_the_base_is_shipped_or_beside_or_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMSIM_PACKS", str(tmp_path / "added"))
    folder = extending(tmp_path / "packs" / "mine", "small")
    with pytest.raises(PackError, match="PM215"):
        load_pack(folder)
    a_pack(tmp_path / "added" / "small")
    assert read_pack_files(folder).base_folders == {"small": tmp_path / "added" / "small"}
    a_pack(tmp_path / "packs" / "small")
    assert read_pack_files(folder).base_folders == {"small": tmp_path / "packs" / "small"}
    assert load_pack(folder).scenarios.keys() == {"main"}
    a_pack(tmp_path / "packs" / "first_day")
    assert read_pack_files(extending(tmp_path / "packs" / "other", "first_day")).base_folders == {
        "first_day": scenarios_folder() / "first_day"
    }


@pytest.mark.parametrize(
    "name", ["../small", "/small", ".", "..", "small/../small", "Small", "~", ""]
)
def test_a_base_is_a_name_and_never_a_path(name: str, tmp_path: Path) -> None:
    a_pack(tmp_path / "small")
    folder = extending(tmp_path / "packs" / "mine", f"'{name}'")
    assert read_pack_files(folder).base_files == {}
    with pytest.raises(PackError):
        load_pack(folder)


def test_packs_that_extend_each_other_are_read_once_and_refused(tmp_path: Path) -> None:
    one, two = extending(tmp_path / "one", "two"), extending(tmp_path / "two", "one")
    assert read_pack_files(one).base_folders == {"two": two, "one": one}
    with pytest.raises(PackError, match=r"PM216.*`one` extends `two`, which extends `one`"):
        load_pack(one)


def test_a_career_in_a_pack_that_extends_another_opens_again(tmp_path: Path) -> None:
    folder = extending(tmp_path / "mine", "first_day")
    saves = SaveFolder(tmp_path / "saves")
    with Career.begin(load_pack(folder), saves, seed=3) as career:
        career.act("find_bea")
    with Career.open(load_pack(folder), saves, "mine-1") as again:
        assert list(again.session.choices) == ["find_bea"]
        assert list(again.notes) == []
