"""The command line as a caller meets it: codes, streams, and what is not imported."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pmsim import __version__
from pmsim.cli import commands as cli
from pmsim.cli.main import main
from pmsim.lang.rules.example import EXAMPLE_FILES

HEAVY = ("click", "yaml", "textual", "rich", "pmsim.lang", "pmsim.core", "platformdirs")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "example"
    folder.mkdir()
    for name, text in EXAMPLE_FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(*args: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(args))
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def test_version_imports_nothing_heavy() -> None:
    script = "import sys\nfrom pmsim.cli.main import main\ntry:\n  main(['--version'])\nfinally:\n"
    script += f"  print([name for name in {HEAVY!r} if name in sys.modules])"
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert ended.stdout.split("\n")[:2] == [f"pmsim, version {__version__}", "[]"]


def test_the_module_runs() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "pmsim", "explain", "PM107"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.startswith("PM107 duplicate-key")


def test_help_lists_every_command_without_importing_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "import_module", lambda module: pytest.fail(f"{module} was imported"))
    code, out, _ = run("--help", capsys=capsys)
    assert code == 0
    assert all(
        f"  {name} " in out and command.summary in out for name, command in cli.COMMANDS.items()
    )


@pytest.mark.parametrize("name", ["check", "explain", "schema"])
def test_a_command_is_where_the_table_says(name: str) -> None:
    assert isinstance(cli.import_command(cli.COMMANDS[name].target), click.Command)


def test_a_misspelt_command_is_a_usage_error_with_a_guess(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = run("checc", ".", capsys=capsys)
    assert (code, out) == (2, "")
    assert "Did you mean 'check'?" in err
    assert run("dance", capsys=capsys)[0] == 2


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
        (click.UsageError("no"), 2),
        (click.ClickException("no"), 1),
    ],
)
def test_how_it_ends_is_an_exit_code(
    raised: BaseException,
    code: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ends() -> None:
        raise raised

    monkeypatch.setattr(cli, "import_command", lambda home: click.Command("menu", callback=ends))
    assert run(capsys=capsys)[0] == code


def test_a_closed_pipe_is_no_traceback() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "pmsim", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        assert writer.stderr is not None
        writer.stdout.close()
        assert b"Traceback" not in writer.stderr.read()
        assert writer.wait() == 1


def test_check_of_a_clean_pack(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", str(pack), capsys=capsys) == (
        0,
        "",
        f"Nothing to mend in {len(EXAMPLE_FILES)} files.\n",
    )


def test_check_says_everything_in_three_forms(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scene = pack / "scene.yaml"
    scene.write_text(
        EXAMPLE_FILES["scene.yaml"]
        .replace("label: Wait.", "labl: Wait.")
        .replace("standing: 1", "standng: 1"),
        encoding="utf-8",
    )
    code, out, err = run("check", str(pack), capsys=capsys)
    assert code == 1
    assert f"{scene.as_posix()}:9:9 PM201" in out
    assert "help: Did you mean `label`?" in out
    assert (
        err == f"2 errors in {len(EXAMPLE_FILES)} files.\n`pmsim check --fix` may mend 2 of them.\n"
    )
    code, out, _ = run("check", str(pack), "--format", "json", capsys=capsys)
    assert code == 1
    assert [(each["code"], each["line"]) for each in json.loads(out)] == [
        ("PM201", 9),
        ("PM301", 11),
    ]
    assert set(json.loads(out)[0]) == {
        "code",
        "severity",
        "file",
        "line",
        "column",
        "message",
        "hint",
    }
    code, out, _ = run("check", str(pack), "--format", "github", capsys=capsys)
    assert code == 1
    assert out.startswith(f"::error file={scene.as_posix()},line=9,col=9,title=PM201::")


def test_warnings_alone_are_fine(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / "scene.yaml").write_text(
        EXAMPLE_FILES["scene.yaml"].replace("tags: [help]", "tags: [plein]"), encoding="utf-8"
    )
    code, out, _ = run("check", str(pack), capsys=capsys)
    assert code == 0
    assert "PM306 warning: " in out


def test_fix_writes_the_ids_in(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scene = pack / "scene.yaml"
    whole = EXAMPLE_FILES["scene.yaml"]
    scene.write_text(whole.replace("id: wait\n        ", ""), encoding="utf-8")
    scene.chmod(0o640)
    code, _, err = run("check", str(pack), "--fix", capsys=capsys)
    assert code == 0
    assert err.startswith(
        f"{scene.as_posix()}:8: Write `id: wait`.\n{scene.as_posix()}:11: Write `id: ask_her`.\n"
    )
    assert scene.read_text(encoding="utf-8") == whole.replace(
        "- label: Ask", "- id: ask_her\n        label: Ask"
    )
    assert scene.stat().st_mode & 0o777 == 0o640
    assert "Write" not in run("check", str(scene), "--fix", capsys=capsys)[2]


def test_check_of_one_file_speaks_of_that_file(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pack / "other.yaml").write_text("nonsense: [\n", encoding="utf-8")
    assert run("check", str(pack / "scene.yaml"), capsys=capsys)[0] == 0
    code, out, err = run("check", str(pack / "other.yaml"), capsys=capsys)
    assert code == 1
    assert "other.yaml:1:11 PM106" in out
    assert err.endswith("in 1 file.\n")
    (pack / "more").mkdir()
    (pack / "more" / "third.yaml").write_text(
        EXAMPLE_FILES["scene.yaml"].replace("label", "labl", 1), encoding="utf-8"
    )
    code, out, _ = run("check", str(pack / "more"), capsys=capsys)
    assert code == 1
    assert f"{(pack / 'more' / 'third.yaml').as_posix()}:9:9 PM201" in out


def test_check_of_a_file_without_a_pack_takes_the_shipped_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scene = tmp_path / "mine.yaml"
    scene.write_text(EXAMPLE_FILES["scene.yaml"], encoding="utf-8")
    code, out, err = run("check", str(scene), capsys=capsys)
    assert (code, err) == (0, "Nothing to mend in 1 file.\n"), out


def test_check_of_what_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", str(tmp_path / "none"), capsys=capsys)[0] == 2
    assert run("check", capsys=capsys)[0] == 2
    code, out, _ = run("check", str(tmp_path), capsys=capsys)
    assert code == 2
    assert "There is no YAML file in this folder." in out
    (tmp_path / "pack.yaml").write_text("language: 1\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    code, out, _ = run("check", str(tmp_path / "notes.txt"), capsys=capsys)
    assert code == 2
    assert "This is not a YAML file" in out


def test_a_link_that_leads_out_is_not_followed(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = pack.parent / "secret.yaml"
    secret.write_text("password: hunter2\n", encoding="utf-8")
    (pack / "link.yaml").symlink_to(secret)
    code, out, err = run("check", str(pack), capsys=capsys)
    assert (code, out) == (0, "")
    assert f"in {len(EXAMPLE_FILES)} files" in err


def test_explain_and_its_list(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run("explain", "pm201", capsys=capsys)
    assert code == 0
    assert out.startswith("PM201 unknown-field (error)")
    assert run("explain", "unknown-field", capsys=capsys)[1] == out
    code, out, _ = run("explain", capsys=capsys)
    assert code == 0
    assert out.startswith("PM101 ")
    code, _, err = run("explain", "PM1999", capsys=capsys)
    assert code == 2
    assert "PM199" in err


def test_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run("schema", capsys=capsys)
    assert code == 0
    assert json.loads(out)["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert "anyOf" in json.loads(run("schema", "roles", capsys=capsys)[1])
    assert run("schema", "hats", capsys=capsys)[0] == 2


def test_in_a_terminal_an_error_breaks_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    said = cli.wrap_error(
        "There is no pack or file called the_empty_chair.yaml. These come with pmsim: first_day,"
        " the_long_game."
    )
    lines = f"Error: {said}".split("\n")
    assert len(lines) > 2
    assert all(len(line) <= 40 for line in lines)
    assert " ".join(lines).startswith(
        "Error: There is no pack or file called the_empty_chair.yaml."
    )
