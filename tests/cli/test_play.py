"""`pmsim play` and the bare `pmsim`, without a terminal: which career it is, what is asked, how
it ends."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pmsim import load_pack
from pmsim.cli.commands import pmsim
from pmsim.cli.locate import PLACES
from pmsim.lang.rules.example import EXAMPLE_FILES
from pmsim.store.career import Career
from pmsim.store.saves import SaveFolder
from tests.store.disks import Quick

ROOT = Path(__file__).parents[2]


def invoke(folder: Path, *words: str, typed: str = "") -> Result:
    """The command's end; its saves are in the folder."""
    found = CliRunner(env={"PMSIM_SAVES": str(folder), "TERM": "dumb"}).invoke(
        pmsim, list(words), input=typed
    )
    assert found.exception is None or isinstance(found.exception, SystemExit)
    return found


def saves(folder: Path) -> SaveFolder:
    """What is in the folder."""
    return SaveFolder(folder, Quick())


def decisions(folder: Path) -> dict[str, int]:
    """Where each career stands."""
    return {entry.slot: entry.saved.decision for entry in saves(folder).entries() if entry.saved}


def test_play_goes_on_where_it_was_left(tmp_path: Path) -> None:
    first = invoke(tmp_path, "play", "first_day", typed="\n1\n")
    assert first.exit_code == 0
    assert "Decision 1" in first.stdout
    assert decisions(tmp_path) == {"first_day-1": 2}
    assert "Decision 2" in invoke(tmp_path, "play", "first_day", typed="quit\n").stdout
    assert decisions(tmp_path) == {"first_day-1": 2}


@pytest.mark.parametrize(
    "words",
    [
        ("--new",),
        ("--start", "monday"),
        ("--seed", "3"),
        ("--at", "the_railway.ten_past_two"),
        ("--set", "energy=3"),
    ],
)
def test_what_begins_another_career(tmp_path: Path, words: tuple[str, ...]) -> None:
    invoke(tmp_path, "play", "first_day", typed="\n1\n")
    found = invoke(tmp_path, "play", "first_day", *words, typed="\n1\n")
    assert "Decision 1" in found.stdout
    assert decisions(tmp_path) == {"first_day-1": 2, "first_day-2": 2}


def test_another_folder_is_another_shelf(tmp_path: Path) -> None:
    invoke(tmp_path / "a", "play", "first_day", typed="\n1\n")
    invoke(tmp_path / "a", "play", "first_day", "--saves", str(tmp_path / "b"), typed="\n1\n")
    assert decisions(tmp_path / "b") == {"first_day-1": 2}


def test_a_career_left_before_its_first_choice_leaves_nothing(tmp_path: Path) -> None:
    found = invoke(tmp_path / "saves", "play", "first_day", typed="\nquit\n")
    assert "Decision 1" in found.stdout
    assert "Saved at" not in found.stdout
    assert not (tmp_path / "saves").exists()
    assert "No careers yet." in invoke(tmp_path / "saves", "saves", "list").stderr


def test_a_pack_with_doors_asks_which_and_how_long(tmp_path: Path) -> None:
    found = invoke(tmp_path, "play", "the_long_game", typed="2\n2\n\n\n\n\n1\n")
    assert "Choose a door" in found.stdout
    (entry,) = saves(tmp_path).entries()
    assert entry.saved is not None
    assert entry.saved.origin.quarters == load_pack("the_long_game").program.short
    assert entry.saved.origin.start == list(load_pack("the_long_game").starts)[1]


def test_leaving_at_the_door_begins_nothing(tmp_path: Path) -> None:
    assert invoke(tmp_path, "play", "the_long_game", typed="").exit_code == 0
    assert saves(tmp_path).slots() == ()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--start", "mondy"), "Did you mean monday?"),
        (("--at", "the_railway.ten_past_tow"), "Did you mean the_railway.ten_past_two?"),
        (("--set", "enrgy=3"), "Did you mean energy?"),
        (("--set", "energy"), "a stat, = and a whole number"),
        (("--set", "energy=٣"), "a stat, = and a whole number"),
        (("--role", "mondy"), "There is no role mondy."),
        (("--flag", "told"), "There is no flag told."),
        (("--quarter", "30"), "so it cannot be quarter 30"),
        (("--because", "ten_past_two.yes_march"), "name the scene with --at"),
        (
            ("--at", "ten_past_two", "--because", "the_railway.ten_past_two.yes_marhc"),
            "There is no choice",
        ),
        (("--at", "ten_past_tow"), "Did you mean the_railway.ten_past_two?"),
        (("--set", "energy=400"), "energy lies between 0 and 10, so it cannot be 400."),
        (("--short",), "no short career"),
    ],
)
def test_a_slip_of_the_caller_ends_with_two(
    tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    found = invoke(tmp_path, "play", "first_day", *words)
    assert found.exit_code == 2
    assert says in found.stderr
    assert not tmp_path.exists() or not list(tmp_path.iterdir())


def test_a_scene_may_be_named_by_its_last_part(tmp_path: Path) -> None:
    assert (
        invoke(tmp_path, "play", "first_day", "--at", "ten_past_two", typed="\n1\n").exit_code == 0
    )
    (entry,) = saves(tmp_path).entries()
    assert entry.saved is not None
    assert entry.saved.origin.override.at == "the_railway.ten_past_two"


def test_a_scenario_alone_begins_in_the_quarter_asked_for(tmp_path: Path) -> None:
    file = str(load_pack("the_long_game").folder) + "/pace/the_date.yaml"
    found = invoke(
        tmp_path,
        "play",
        file,
        "--quarter",
        "6",
        "--role",
        "pm",
        "--flag",
        "told_sam",
        typed="quit\n",
    )
    assert "Year two, second quarter" in found.stdout
    assert "Product Manager" in found.stdout


def test_setting_a_computed_stat_says_so(tmp_path: Path) -> None:
    assert (
        "computed from others"
        in invoke(tmp_path, "play", "the_long_game", "--set", "burnout=3").stderr
    )


def torn(folder: Path) -> bytes:
    """A career whose newest save is damaged."""
    with Career.begin(load_pack("first_day"), saves(folder), seed=1) as career:
        career.act("find_bea")
        career.act(next(offer.id for offer in career.session.offered if not offer.closed))
    path = folder / "first_day-1.json"
    path.write_bytes(path.read_bytes()[:-40])
    return path.read_bytes()


def test_a_damaged_save_is_asked_about(tmp_path: Path) -> None:
    whole = torn(tmp_path)
    refused = invoke(tmp_path, "play", "first_day", typed="no\n")
    assert refused.exit_code == 1
    assert "stands at Decision 2" in refused.stderr
    nobody = invoke(tmp_path, "play", "first_day", typed="")
    assert nobody.exit_code == 1
    assert (tmp_path / "first_day-1.json").read_bytes() == whole
    taken = invoke(tmp_path, "play", "first_day", typed="yes\n1\n")
    assert taken.exit_code == 0
    assert "The newest save did not load. This is the one before it, at Decision 2." in taken.stderr
    assert (tmp_path / "first_day-1.damaged-1").read_bytes() == whole
    assert decisions(tmp_path)["first_day-1"] == 3


def test_a_save_without_an_older_one_stays_where_it_is(tmp_path: Path) -> None:
    torn(tmp_path)
    (tmp_path / "first_day-1.bak").write_bytes(b"torn")
    found = invoke(tmp_path, "play", "first_day", typed="\n1\n")
    assert found.exit_code == 0
    assert "The save first_day-1 does not load, and stays where it is." in found.stderr
    assert decisions(tmp_path) == {"first_day-2": 2}


def test_a_career_open_elsewhere_can_be_read_or_left(tmp_path: Path) -> None:
    with Career.begin(load_pack("first_day"), saves(tmp_path), seed=1) as career:
        career.act("find_bea")
        left = invoke(tmp_path, "play", "first_day", typed="leave\n")
        assert left.exit_code == 1
        assert "open in another window" in left.stderr
        read = invoke(tmp_path, "play", "first_day", typed="read\n1\nquit\n")
        assert read.exit_code == 0
        assert "open for reading only" in read.stdout
        assert decisions(tmp_path) == {"first_day-1": 2}
        another = invoke(tmp_path, "play", "first_day", typed="another\n\n1\n")
        assert another.exit_code == 0
    assert decisions(tmp_path) == {"first_day-1": 2, "first_day-2": 2}


def test_a_folder_that_takes_nothing_ends_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = invoke(tmp_path / "file" / "saves", "play", "first_day", typed="1\n")
    assert found.exit_code == 1
    assert "No career can be kept in" in found.stderr
    assert "the folder does not take it. --saves names another folder." in found.stderr


def test_a_career_that_can_no_longer_be_written_can_be_read(tmp_path: Path) -> None:
    invoke(tmp_path, "play", "first_day", typed="\n1\n")
    (tmp_path / "first_day-1.lock").unlink()
    (tmp_path / "first_day-1.lock").mkdir()
    found = invoke(tmp_path, "play", "first_day", typed="1\nquit\n")
    assert found.exit_code == 0
    assert "Open for reading only." in found.stderr
    assert "open for reading only" in found.stdout
    assert decisions(tmp_path) == {"first_day-1": 2}


def test_without_a_terminal_there_is_no_menu(tmp_path: Path) -> None:
    found = invoke(tmp_path)
    assert found.exit_code == 2
    assert "pmsim play --plain" in found.stderr
    assert found.stdout == ""


def on_a_terminal(words: list[str], typed: str, folder: Path, **environment: str) -> str:
    """What pmsim says on a real pseudo-terminal until it ends well, and then whether Textual was
    imported. `typed`: lines, by spaces."""
    master, slave = pty.openpty()
    code = (
        f"import sys; from pmsim.cli.main import main\ntry: main({words!r})\nfinally:"
        " print('textual' in sys.modules)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=ROOT,
        env={**os.environ, "PMSIM_SAVES": str(folder), **environment},
    )
    os.close(slave)
    os.write(master, "".join(f"{line}\n" for line in typed.split()).encode())
    said = b""
    while chunk := _read(master):
        said += chunk
    os.close(master)
    assert child.wait(30) == 0
    return said.decode()


@pytest.mark.parametrize(
    "environment", [{"TERM": "dumb"}, {"TERM": "xterm", "PMSIM_PLAIN": "1"}], ids=str
)
@pytest.mark.parametrize(
    ("words", "typed", "says"),
    [
        (["play", "first_day"], "quit", ["Decision 1"]),
        ([], "quit", ["The Long Game.", "A new career", "Type a number, 1 to 4, or quit."]),
        ([], "2 1 quit", ["Ten minutes. First Day.", "Decision 1", "Saved at Decision 2."]),
        ([], "1 1 1 quit", ["Choose a door.", "How long?", "Decision 1"]),
    ],
)
@pytest.mark.cases(1)
def test_a_dumb_terminal_is_spoken_to_in_lines(
    words: list[str], typed: str, says: list[str], environment: dict[str, str], tmp_path: Path
) -> None:
    """Without Textual ever being imported. A career that is chosen in the menu is left as any
    other."""
    said = on_a_terminal(words, typed, tmp_path, **environment)
    assert all(each in said for each in says), said
    assert said.rstrip().endswith("False")
    assert "\x1b[?1049h" not in said


def test_the_plain_menu_says_what_cannot_be_played_and_asks_again(tmp_path: Path) -> None:
    with Career.begin(load_pack("the_long_game"), saves(tmp_path), seed=1) as career:
        career.act(next(offer.id for offer in career.session.offered if not offer.closed))
    (tmp_path / "lost.json").write_bytes(b"{")
    said = on_a_terminal([], "4 2 quit", tmp_path, PMSIM_PLAIN="1", TERM="xterm")
    assert "1. Go on. " in said
    assert "4. Careers. One unfinished, one not to be read." in said
    assert "The save lost does not load." in said
    assert "It stays where it is." in said
    assert said.count("1. Go on. ") == 2


def _read(master: int) -> bytes:
    try:
        return os.read(master, 4096)
    except OSError:
        return b""


def test_locate_names_the_places(tmp_path: Path) -> None:
    assert invoke(tmp_path, "locate", "saves").stdout == f"{tmp_path}\n"
    assert [line.split()[0] for line in invoke(tmp_path, "locate").stdout.splitlines()] == list(
        PLACES
    )
    assert Path(
        invoke(tmp_path, "locate", "scenarios").stdout.strip(), "first_day", "pack.yaml"
    ).is_file()
    assert invoke(tmp_path, "locate", "moon").exit_code == 2


def test_saves_are_listed_shown_checked_and_removed(tmp_path: Path) -> None:
    assert "No careers yet." in invoke(tmp_path, "saves", "list").stderr
    invoke(tmp_path, "play", "first_day", "--seed", "7", typed="\n1\n")
    assert "first_day-1" in invoke(tmp_path, "saves", "list").stdout
    (row,) = json.loads(invoke(tmp_path, "saves", "list", "--json").stdout)
    assert (row["save"], row["decision"], row["outcome"]) == ("first_day-1", 2, None)
    shown = json.loads(invoke(tmp_path, "saves", "show", "first_day-1", "--json").stdout)
    assert (shown["seed"], shown["lives"][0]["decisions"]) == (7, 1)
    assert (
        "seed       7"
        in invoke(tmp_path, "saves", "show", str(tmp_path / "first_day-1.json")).stdout
    )
    assert invoke(tmp_path, "saves", "check").stdout == "first_day-1: whole\n"
    assert invoke(tmp_path, "saves", "show", "nobody").exit_code == 1
    assert invoke(tmp_path, "saves", "remove", "first_day-1", typed="n\n").exit_code == 1
    assert decisions(tmp_path)
    assert invoke(tmp_path, "saves", "remove", "first_day-1", "--yes").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["first_day.seen"]


def test_damage_is_listed_and_checked(tmp_path: Path) -> None:
    torn(tmp_path)
    found = invoke(tmp_path, "saves", "check")
    assert found.exit_code == 1
    assert "The one before it is whole, at Decision 2." in found.stdout
    assert "this is the one before it" in invoke(tmp_path, "saves", "list").stdout
    (tmp_path / "first_day-1.bak").write_bytes(b"\x1b]0;title\x07")
    listed = invoke(tmp_path, "saves", "list").stdout
    assert "does not load" in listed
    assert "\x1b" not in listed


def test_an_open_career_is_not_removed(tmp_path: Path) -> None:
    with Career.begin(load_pack("first_day"), saves(tmp_path), seed=1) as career:
        career.act("find_bea")
        assert (
            "open in another window"
            in invoke(tmp_path, "saves", "remove", career.slot, "--yes").stderr
        )
    assert saves(tmp_path).slots() == (career.slot,)


def test_an_export_plays_the_same_career(tmp_path: Path) -> None:
    with Career.begin(load_pack("first_day"), saves(tmp_path), seed=9) as career:
        while career.session.outcome is None:
            career.act([offer.id for offer in career.session.offered if not offer.closed][-1])
        last = len(career.session.choices)
        career.rewind(1)
        career.act(next(offer.id for offer in career.session.offered if not offer.closed))
    file = tmp_path / "mine.playthrough.yaml"
    assert (
        invoke(
            tmp_path, "saves", "export", career.slot, "--life", "1", "--out", str(file)
        ).exit_code
        == 0
    )
    found = invoke(tmp_path, "run", "--playthrough", str(file), "--json")
    assert found.exit_code == 0
    told = json.loads(found.stdout)
    assert (len(told["choices"]), told["misses"]) == (last, [])
    assert "choices:\n  - " in invoke(tmp_path, "saves", "export", career.slot).stdout
    assert invoke(tmp_path, "saves", "export", career.slot, "--life", "9").exit_code == 2


LIFT = """\
language: 1
title: The Lift
scenes:
  doors:
    text: |
      The lift is between two floors.
    choices:
      - id: press
        label: Press the button again.
      - id: wait
        label: Wait.
"""


@pytest.mark.parametrize("around", ["none", "pack", "shipped"])
def test_the_export_of_one_scenario_plays_beside_its_file(
    tmp_path: Path, around: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it is played from, and with either command; whatever the file plays with."""
    story = (
        ROOT / "scenarios" / "first_day" / "the_railway.yaml"
        if around == "shipped"
        else tmp_path / "story" / "lift.yaml"
    )
    if around != "shipped":
        story.parent.mkdir()
        story.write_text(LIFT, encoding="utf-8")
    for name, text in EXAMPLE_FILES.items() if around == "pack" else ():
        (story.parent / name).write_text(text, encoding="utf-8")
    file = (tmp_path if around == "shipped" else story.parent) / "one.playthrough.yaml"
    invoke(tmp_path / "saves", "play", str(story), typed="1\nquit\n")
    (slot,) = saves(tmp_path / "saves").slots()
    assert invoke(tmp_path / "saves", "saves", "export", slot, "--out", str(file)).exit_code == 0
    assert f"# One scenario, played alone. Keep this file beside {story.name}.\n" in file.read_text(
        encoding="utf-8"
    )
    monkeypatch.chdir(ROOT)
    assert invoke(tmp_path, "test", str(file)).exit_code == 0
    found = invoke(tmp_path, "run", "--playthrough", str(file), "--json")
    assert found.exit_code == 0
    assert len(json.loads(found.stdout)["choices"]) == 1


def test_the_export_of_one_scenario_says_where_it_plays(tmp_path: Path) -> None:
    file = tmp_path / "one.playthrough.yaml"
    file.write_text("play: the_long_game.lift\n", encoding="utf-8")
    for found in (
        invoke(tmp_path, "test", str(file)).stdout,
        invoke(tmp_path, "run", "--playthrough", str(file)).stderr,
    ):
        assert (
            "There is no pack or file called the_long_game.lift. A scenario that is played alone is"
            " named by its file: lift.yaml." in found
        )
    (tmp_path / "lift.yaml").write_text(LIFT, encoding="utf-8")
    file.write_text("play: lift.yaml\nchoices: [press]\n", encoding="utf-8")
    assert invoke(tmp_path, "test", str(file)).exit_code == 0
    assert invoke(tmp_path, "run", "--playthrough", str(file)).exit_code == 0


def test_a_try_from_the_middle_cannot_be_exported(tmp_path: Path) -> None:
    invoke(tmp_path, "play", "first_day", "--at", "the_railway.ten_past_two", typed="\n1\n")
    found = invoke(tmp_path, "saves", "export", "first_day-1")
    assert found.exit_code == 2
    assert "began in the middle" in found.stderr


COPY = "first_day-1 (laptop's conflicted copy).json"


def copied(folder: Path) -> Path:
    """A folder with a career of two decisions and a copy under a name that none can have; the
    copy."""
    invoke(folder, "play", "first_day", typed="\n1\n\n1\nquit\n")
    (folder / COPY).write_bytes((folder / "first_day-1.json").read_bytes())
    return folder / COPY


def test_copies_are_named_wherever_saves_are(tmp_path: Path) -> None:
    copied(tmp_path)
    advice = "No save can have such a name. Rename it to first_day-2.json to play it."
    listed = invoke(tmp_path, "saves", "list").stdout
    assert f"{COPY} monday, quarter 1, pm, Decision 3  ({advice})" in listed
    rows = {
        row["save"]: row.get("problem", "")
        for row in json.loads(invoke(tmp_path, "saves", "list", "--json").stdout)
    }
    assert rows == {"first_day-1": "", COPY: advice}
    checked = invoke(tmp_path, "saves", "check")
    assert (checked.exit_code, checked.stdout) == (1, f"first_day-1: whole\n{COPY}: {advice}\n")
    assert (
        f"{COPY} is not opened. {advice}"
        in invoke(tmp_path, "play", "first_day", typed="quit\n").stderr
    )
    refused = invoke(tmp_path, "saves", "remove", COPY, "--yes")
    assert refused.exit_code == 1
    assert "Remove it as you would any other file." in refused.stderr
    assert (tmp_path / COPY).exists()


def test_any_file_is_shown_exported_and_checked(tmp_path: Path) -> None:
    copy = copied(tmp_path / "saves")
    elsewhere = tmp_path / "from a friend.txt"
    elsewhere.write_bytes(copy.read_bytes())
    link = tmp_path / "link.json"
    link.symlink_to(elsewhere)
    for name in (
        str(copy),
        COPY,
        COPY.removesuffix(".json"),
        str(elsewhere),
        str(link),
        str(tmp_path / "saves" / "first_day-1.bak"),
    ):
        decision = 2 if name.endswith(".bak") else 3
        shown = json.loads(invoke(tmp_path / "saves", "saves", "show", name, "--json").stdout)
        assert (shown["pack"], shown["decision"]) == ("first_day", decision)
        assert (
            invoke(tmp_path / "saves", "saves", "export", name).stdout.count("\n  - ")
            == decision - 1
        )
        assert invoke(tmp_path / "saves", "saves", "check", name).stdout.endswith(": whole\n")


def test_a_file_that_is_no_save_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes (1).txt").write_text("hello")
    for word in ("show", "export"):
        found = invoke(tmp_path, "saves", word, str(tmp_path / "notes (1).txt"))
        assert found.exit_code == 1
        assert "does not load. It is not whole" in found.stderr
    checked = invoke(tmp_path, "saves", "check", str(tmp_path / "notes (1).txt"))
    assert (checked.exit_code, checked.stdout.startswith("notes (1).txt: It is not whole")) == (
        1,
        True,
    )
    for word in ("show", "export", "check"):
        missing = invoke(tmp_path, "saves", word, "no such (1).json")
        assert missing.exit_code == 1
        assert "There is no file no such (1).json, and no save can be called so." in missing.stderr
