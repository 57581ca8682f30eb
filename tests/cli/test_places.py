"""Places that are not there: a home, the current folder, a name that no file can have.

A command that needs one ends with a sentence and exit code 2; every other goes on."""

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pmsim.cli.commands import COMMANDS
from pmsim.cli.main import main
from pmsim.store.folders import scenarios_folder
from tests.cli.calls import WORDS, furnish
from tests.cli.test_bad_input import TAKING_A_PATH

CALLS = {name: WORDS[name] for name in WORDS if name != "lsp"}
"""Without the one that reads from standard input until it ends. It asks for no place."""
NEEDED = {
    "saves": ("PMSIM_SAVES",),
    "debrief": ("PMSIM_SAVES",),
    "packs": ("PMSIM_PACKS",),
    "locate": ("PMSIM_SAVES", "PMSIM_CONFIG", "PMSIM_PACKS", "PMSIM_CACHE"),
}
GONE = (
    "Error: The current folder is gone. Go to one that is there (cd), or give every path from the"
    " root.\n"
)


Ended = tuple[int, str, str]


def ended(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> Ended:
    """The exit code of a command, what it wrote and what it said, less what hangs on the clock."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr("sys.stdin", io.StringIO())
        with pytest.raises(SystemExit) as caught:
            main(list(words))
    out, talk = capsys.readouterr()
    return (
        int(caught.value.code or 0),
        "".join(line for line in out.splitlines(True) if "second" not in line),
        talk,
    )


def call(name: str, path: str, capsys: pytest.CaptureFixture[str]) -> Ended:
    """What becomes of a command that is given the path of a pack; a career that it plays begins
    anew."""
    known = {"PATH": path, "standing": "energy"}
    more = ("--new", "--seed", "1") if name == "play" else ()
    return ended((name, *(known.get(word, word) for word in TAKING_A_PATH[name]), *more), capsys)


@pytest.fixture
def furnished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The current folder, furnished anew for each of two calls."""
    before = Path.cwd()
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for place in ("saves", "config", "packs", "cache"):
        monkeypatch.setenv(f"PMSIM_{place.upper()}", str(tmp_path / place))
    furnish(folder)
    yield folder
    os.chdir(before)


def again(folder: Path) -> None:
    """Furnish the folder as it was at first."""
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    furnish(folder)


def test_every_command_is_called() -> None:
    assert WORDS.keys() >= COMMANDS.keys()
    assert all(WORDS[name][0] == name for name in COMMANDS)


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.cases(4)
def test_a_home_of_nobody(
    name: str, furnished: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = ended(CALLS[name], capsys)
    for variable in ("PMSIM_SAVES", "PMSIM_CONFIG", "PMSIM_PACKS", "PMSIM_CACHE"):
        again(furnished)
        with monkeypatch.context() as changed:
            changed.setenv(variable, "~nobodyhere/x")
            code, _, talk = found = ended(CALLS[name], capsys)
        if variable in NEEDED.get(name, ()):
            assert code == 2
            assert "the home folder in ~nobodyhere/x cannot be found. Name one with" in talk
            assert variable in talk
        else:
            assert found == usual


def test_a_home_of_nobody_in_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, talk = ended(("saves", "list", "--saves", "~nobodyhere/x"), capsys)
    assert (code, out) == (2, "")
    assert "--saves DIR" in talk


@pytest.mark.parametrize("name", TAKING_A_PATH)
def test_the_current_folder_is_gone(
    name: str, furnished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is named from the root, and what comes with pmsim, goes on; else one sentence."""
    mine = shutil.copytree(scenarios_folder() / "first_day", furnished.parent / "mine")
    usual, shipped = call(name, str(mine), capsys), call(name, "first_day", capsys)
    shutil.rmtree(furnished)
    assert call(name, str(mine), capsys) == usual
    if name not in ("check", "test"):
        assert call(name, "first_day", capsys) == shipped
    for path in ("mine", ".", "monday.yaml"):
        code, out, talk = call(name, path, capsys)
        assert code == 2
        assert out + talk


@pytest.mark.parametrize(
    "words",
    [
        ("new", "lift", "--title", "Lift"),
        ("new", "--pack", "quay"),
        ("packs", "add", "."),
        ("saves", "list", "--saves", "s"),
        ("saves", "show", "x.json"),
        ("locate", "--saves", "s"),
        ("play", "first_day", "--plain", "--saves", "s"),
    ],
)
def test_a_path_from_a_folder_that_is_gone(
    words: tuple[str, ...], furnished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(furnished)
    assert ended(words, capsys) == (2, "", GONE)


@pytest.mark.parametrize(
    "path",
    [
        "x" * 256,
        "x" * 251 + ".yaml",
        "x" * 256 + "/x",
        "x/" * 2100,
        "x" * 250 + ".playthrough.yaml",
    ],
)
@pytest.mark.parametrize(
    "words",
    [
        *((name, *words) for name, words in TAKING_A_PATH.items()),
        ("new", "PATH", "--title", "T"),
        ("new", "--pack", "PATH"),
        ("run", "--playthrough", "PATH"),
        ("simulate", "first_day", "-n", "1", "--out", "PATH"),
    ],
    ids=" ".join,
)
@pytest.mark.cases(20)
def test_a_name_that_no_file_can_have(
    words: tuple[str, ...], path: str, furnished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, talk = ended(tuple(path if word == "PATH" else word for word in words), capsys)
    assert code == 2
    assert "x" * 9 in (out + talk).replace("/", "")
    assert not out or words[0] == "check"
    assert {each.name for each in furnished.iterdir()} == {"mine", "broken.yaml"}


@pytest.mark.parametrize("name", sorted(TAKING_A_PATH.keys() - {"check", "test", "packs"}))
def test_what_is_called_like_a_pack_hides_none(
    name: str, furnished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither a file nor a folder without a pack in it, of a shipped pack or of an added one.
    (The other commands take paths only.)"""
    assert ended(("packs", "add", "quay"), capsys)[0] == 2
    shutil.copytree(furnished / "mine", furnished / "quay")
    pack = furnished / "quay" / "pack.yaml"
    pack.write_text(
        pack.read_text(encoding="utf-8").replace("pack: first_day", "pack: quay"), encoding="utf-8"
    )
    assert ended(("packs", "add", "quay", "--force"), capsys)[0] == 0
    shutil.rmtree(furnished / "quay")

    usual = {pack: call(name, pack, capsys) for pack in ("first_day", "quay")}
    for pack, expected in usual.items():
        assert expected[0] == 0
        (furnished / pack).touch()
        assert call(name, pack, capsys) == expected
        (furnished / pack).unlink()
        (furnished / pack).mkdir()
        assert call(name, pack, capsys) == expected


def test_what_is_called_like_a_scenario_hides_none(
    furnished: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(furnished / "mine")
    usual = ended(("graph", "the_railway"), capsys)
    assert usual[0] == 0
    Path("the_railway").touch()
    assert ended(("graph", "the_railway"), capsys) == usual


NAMING_IT = {"check": 1, "test": 1, "review": 2, "words": 2, "packs": 0}
"""Commands that name what cannot be read in a pack, and how they end then. The others leave it
alone."""


@pytest.mark.parametrize("name", TAKING_A_PATH)
def test_a_link_to_a_pipe_is_not_waited_for(
    name: str, furnished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = furnished / "mine"
    text = (pack / "pack.yaml").read_text(encoding="utf-8")
    (pack / "pack.yaml").write_text(
        text.replace("pack: first_day", "pack: piped"), encoding="utf-8"
    )
    os.mkfifo(pack / "pipe")
    for link in ("link.yaml", "link.playthrough.yaml", "README.md"):
        (pack / link).symlink_to("pipe")
    code, out, talk = call(name, "mine", capsys)
    assert code == NAMING_IT.get(name, 0)
    assert ("link.playthrough.yaml" in out + talk) == (name in NAMING_IT)
    named = "link.playthrough.yaml" if name == "test" else "link.yaml"
    code, _, talk = call(name, f"mine/{named}", capsys)
    assert code == 2
    assert talk


def test_a_playthrough_that_is_a_pipe(furnished: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo("pipe")
    code, out, talk = ended(("run", "--playthrough", "pipe"), capsys)
    assert (code, out) == (2, "")
    assert "pipe cannot be used: it is no plain file." in talk


def test_a_folder_that_may_not_be_looked_into(
    furnished: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = Path.stat

    def refusing(path: Path, **options: bool) -> os.stat_result:
        if "secret" in path.parts:
            raise PermissionError(13, "Permission denied", str(path))
        return usual(path, **options)

    monkeypatch.setattr(Path, "stat", refusing)
    code, out, talk = ended(("run", "secret/pack"), capsys)
    assert (code, out) == (2, "")
    assert "secret/pack cannot be read: Permission denied." in talk


def test_a_fault_of_ours_is_no_refusal_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the system that names no path, while the current folder is there, is shown
    whole."""

    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("pmsim.cli.commands.import_command", broken)
    with pytest.raises(OSError, match="Input/output error"):
        main(["explain"])
