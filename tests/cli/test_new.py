"""`pmsim new`: what it asks, what it writes where, and all that it leaves alone."""

import json
import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pmsim.authoring.schema import schema
from pmsim.cli.commands import pmsim
from pmsim.store.pack_loading import load_pack
from tests.store.test_packs import a_pack


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*words: str) -> Result:
    return CliRunner().invoke(pmsim, words)


def written(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def test_flags_make_a_file_named_after_its_title(tmp_path: Path) -> None:
    said = run(
        "new",
        "--title",
        "The Friday Deadline",
        "--with",
        "ines",
        "--with",
        "DOV",
        "--about",
        "pace",
    )
    assert (said.exit_code, said.stdout) == (0, "the_friday_deadline.yaml\n")
    assert "pmsim play the_friday_deadline.yaml" in said.stderr
    assert written(tmp_path) == [".pmsim/schema.json", "the_friday_deadline.yaml"]
    text = Path("the_friday_deadline.yaml").read_text(encoding="utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=.pmsim/schema.json\n# $schema: .pmsim/schema.json\n"
    )
    assert "\nwith: [ines, dov]\n" in text
    assert "\ntopics: [pace]\n" in text
    assert json.loads(Path(".pmsim/schema.json").read_text(encoding="utf-8")) == schema()
    checked = run("check", "the_friday_deadline.yaml")
    assert (checked.exit_code, checked.stdout) == (0, "")
    played = run("run", "the_friday_deadline.yaml", "--then", "first", "--json")
    assert json.loads(played.stdout)["outcome"] == "summary"


def test_in_a_pack_it_is_the_packs_own(tmp_path: Path) -> None:
    folder = a_pack(tmp_path / "mine")
    said = run("new", "mine/days/friday", "--title", "Friday")
    assert said.exit_code == 0, said.output
    text = (folder / "days" / "friday.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../.pmsim/schema.json\n")
    assert (folder / ".pmsim" / "schema.json").is_file()
    assert "{ines}" not in text
    assert "friday" in load_pack(folder).scenarios
    checked = run("check", "mine/days/friday.yaml")
    assert "The scenario `friday` never begins" in checked.stdout
    assert "- scenario: friday" in said.stderr
    calendar = folder / "pack.yaml"
    calendar.write_text(
        calendar.read_text(encoding="utf-8").replace(
            "quarter: [", "quarter: [{scenario: friday}, "
        ),
        encoding="utf-8",
    )
    checked = run("check", "mine/days/friday.yaml")
    assert (checked.exit_code, checked.stdout) == (0, "")


def test_a_folder_takes_a_file_named_after_the_title() -> None:
    Path("stories").mkdir()
    assert run("new", "stories", "--title", "Friday").stdout == "stories/friday.yaml\n"


def test_a_half_written_pack_takes_a_scenario_all_the_same(tmp_path: Path) -> None:
    folder = a_pack(tmp_path / "mine")
    (folder / "broken.yaml").write_text("language: 1\ntitle: [", encoding="utf-8")
    assert run("new", "mine/friday.yaml", "--title", "Friday").exit_code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("new",), "There is no terminal here to ask on."),
        (("new", "friday.yaml"), "--title"),
        (("new", "Friday Deadline.yaml", "--title", "x"), "friday_deadline.yaml would do"),
        (("new", "pack.yaml", "--title", "x"), "pack_scenario.yaml would do"),
        (("new", "friday.txt", "--title", "x"), "small letters, digits and _, then .yaml"),
        (("new", "a\x1b[31m.yaml", "--title", "x"), "\\u{1b}"),
        (("new", "the_date.yaml", "--title", "x"), "The Long Game has a scenario the_date already"),
        (("new", "--title", "x", "--with", "inez"), "Did you mean Ines?"),
        (("new", "--title", "x", "--about", "Pace!"), "--about"),
        (("new", "--begins", "It is Monday."), "A scenario needs a name"),
        (("new", "--title", "\u200b"), "A scenario needs a name"),
    ],
)
@pytest.mark.cases(4)
def test_what_it_cannot_do_it_says_and_writes_nothing(
    words: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    said = run(*words)
    assert said.exit_code == 2
    assert sentence in " ".join(said.stderr.split())
    assert "\x1b" not in said.stderr
    assert written(tmp_path) == []


@pytest.mark.parametrize("there", ["a file", "a link", "a folder"])
def test_what_is_there_is_never_written_over(there: str, tmp_path: Path) -> None:
    file = tmp_path / "friday.yaml"
    match there:
        case "a file":
            file.write_text("mine", encoding="utf-8")
        case "a link":
            file.symlink_to(tmp_path / "nowhere")
        case _:
            (tmp_path / "friday.yaml").mkdir()
            (tmp_path / "friday.yaml" / "friday.yaml").write_text("mine", encoding="utf-8")
    before = {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")}
    said = run(
        "new",
        "friday.yaml/friday.yaml" if there == "a folder" else "friday.yaml",
        "--title",
        "Friday",
    )
    assert said.exit_code == 2
    assert "already" in said.stderr
    assert {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")} == before


def test_the_same_title_twice_is_two_files() -> None:
    """A file by that name is nobody's business of ours, so the second is told."""
    assert run("new", "--title", "Friday").exit_code == 0
    second = run("new", "--title", "Friday")
    assert second.exit_code == 2
    assert "friday.yaml already" in second.stderr


def test_a_title_that_the_pack_has_gets_a_number() -> None:
    assert run("new", "--title", "The Date").stdout == "the_date_2.yaml\n"


def test_a_folder_one_may_not_write_in_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "shut").write_text("no folder", encoding="utf-8")
    said = run("new", "shut/friday.yaml", "--title", "Friday")
    assert said.exit_code == 2
    assert "cannot be written" in said.stderr


LEAVING = (b"\x03", b"\x04")
"""Ctrl-C and ctrl-D."""


def answered(*answers: bytes) -> tuple[int, str]:
    """`pmsim new` on a terminal: each question answered as it is asked. Its code, and all that
    stood on the screen.

    Whoever leaves presses the key again until they are out: a terminal that is just changing its
    mode loses one.
    """
    master, slave = pty.openpty()
    own = (
        "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); from pmsim.cli.main import"
        " main; main(['new'])"
    )
    command = [sys.executable, "-c", own]
    with subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
    ) as asking:
        os.close(slave)
        screen = b""
        asked = 0
        waiting = list(zip((b"called?", b"\n> ", b"commas between them"), answers, strict=False))
        try:
            while True:
                if not select.select([master], [], [], 1.0)[0]:
                    if not waiting and answers[-1] in LEAVING:
                        os.write(master, answers[-1])
                    continue
                if not (chunk := _read(master)):
                    break
                screen += chunk
                while waiting and waiting[0][0] in screen[asked:].replace(b"\r", b""):
                    asked = len(screen)
                    os.write(master, waiting.pop(0)[1])
            return asking.wait(30), screen.decode()
        finally:
            os.close(master)
            asking.kill()


def _read(master: int) -> bytes:
    try:
        return os.read(master, 4096)
    except OSError:
        return b""


def test_three_questions_on_a_terminal(tmp_path: Path) -> None:
    code, screen = answered(
        b"Slide Eleven\n", b"The date arrives on slide eleven.\n", b"2 and Lucian\n"
    )
    assert code == 0, screen
    text = (tmp_path / "slide_eleven.yaml").read_text(encoding="utf-8")
    assert "        The date arrives on slide eleven.\n" in text
    assert "\nwith: [dov, lucian]\n" in text
    assert "pmsim play slide_eleven.yaml" in screen


def test_enter_three_times_is_an_answer(tmp_path: Path) -> None:
    code, screen = answered(b"\n", b"\n", b"\n")
    assert code == 0, screen
    assert "\nwith: [ines]\n" in (tmp_path / "the_friday_deadline.yaml").read_text(encoding="utf-8")


def test_somebody_unheard_of_is_asked_for_again(tmp_path: Path) -> None:
    code, screen = answered(b"Friday\n", b"\n", b"nobody\n1\n")
    assert code == 0
    assert "There is nobody called nobody." in screen
    assert "\nwith: [ines]\n" in (tmp_path / "friday.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "answers", [(b"\x03",), (b"Friday\n", b"\x04"), (b"Friday\n", b"\n", b"\x03")]
)
def test_leaving_in_the_questions_writes_nothing(
    answers: tuple[bytes, ...], tmp_path: Path
) -> None:
    code, screen = answered(*answers)
    assert code == 130, screen
    assert written(tmp_path) == []


@pytest.mark.parametrize("more", [(), ("--extends", "the_long_game")])
def test_a_whole_pack_is_written_checked_played_and_tested(
    more: tuple[str, ...], tmp_path: Path
) -> None:
    said = run("new", "--pack", "stories/quay", "--title", "The Quay", *more)
    assert (said.exit_code, said.stdout) == (0, "stories/quay\n")
    assert "pmsim play stories/quay" in said.stderr
    checked = run("check", "stories/quay")
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert json.loads(run("run", "stories/quay", "--then", "random", "--json").stdout)["outcome"]
    (test,) = (tmp_path / "stories" / "quay").glob("*.playthrough.yaml")
    assert run("run", "--playthrough", str(test)).exit_code == 0
    settings = json.loads(
        (tmp_path / "stories/quay/.vscode/settings.json").read_text(encoding="utf-8")
    )
    (where,) = settings["yaml.schemas"]
    assert (tmp_path / "stories/quay" / where).is_file()
    again = run("new", "stories/quay/friday", "--title", "Friday")
    assert again.exit_code == 0, again.output
    assert run("check", "stories/quay").stdout == ""


def test_a_pack_is_made_where_there_is_a_folder_already(tmp_path: Path) -> None:
    (tmp_path / "quay" / ".git").mkdir(parents=True)
    assert run("new", "--pack", "quay").exit_code == 0
    assert load_pack("quay").title == "Quay"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--pack", "My-Quay"), "my_quay would do"),
        (("--pack", "first_day"), "There is a pack first_day already"),
        (("--pack", "quay", "--extends", "the_longest"), "There are: first_day, the_long_game"),
        (("--pack", "quay", "--extends", "../first_day"), "There is no pack ../first_day"),
        (("--extends", "first_day"), "--extends goes with --pack"),
        (("--pack", "quay", "--with", "ines"), "only --title and --extends"),
        (("--pack", "there/quay"), "a pack cannot lie in another"),
        (("--pack", "taken"), "There is a README.md in taken already"),
        (("--pack", "shut/quay"), "cannot be written"),
    ],
)
def test_a_pack_that_cannot_be_made_is_a_sentence_and_nothing_is_written(
    words: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    a_pack(tmp_path / "there")
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "README.md").write_text("mine", encoding="utf-8")
    (tmp_path / "shut").write_text("no folder", encoding="utf-8")
    before = written(tmp_path)
    said = run("new", *words)
    assert said.exit_code == 2
    assert sentence in " ".join(said.stderr.split())
    assert written(tmp_path) == before
