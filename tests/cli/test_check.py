"""Whatever `check` is given, it says a sentence with a place, looks at the rest, and shows no
traceback."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pmsim.cli.check import check
from pmsim.lang.rules.example import EXAMPLE_FILES


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    for name, text in EXAMPLE_FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(check, [str(each) for each in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result


def found(*paths: str | Path) -> list[tuple[str, str, int]]:
    said = json.loads(run(*paths, "--format", "json").stdout)
    assert all(one["message"].endswith((".", "?")) for one in said)
    return [(one["code"], Path(one["file"]).name, one["line"]) for one in said]


def links_in_a_circle(path: Path) -> None:
    path.symlink_to(path.name)


def leads_nowhere(path: Path) -> None:
    path.symlink_to("nowhere.yaml")


BAD = {
    "half.yaml": (
        lambda path: path.write_text(
            "language: 1\ntitle: X\nscenes:\n  a:\n    text: |\n      It ti\n    choi"
        ),
        "PM106",
        7,
    ),
    "types.yaml": (
        lambda path: path.write_text("language: [1]\ntitle: {}\nscenes: 4\n"),
        "PM202",
        1,
    ),
    "huge.yaml": (lambda path: path.write_bytes(b"a: b\n" * 1_048_576), "PM102", 1),
    "binary.yaml": (lambda path: path.write_bytes(bytes(range(255, 0, -1)) * 40), "PM101", 1),
    "zeros.yaml": (lambda path: path.write_bytes(bytes(4096)), "PM101", 1),
    "empty.yaml": (lambda path: path.write_bytes(b""), "PM113", 1),
    "circle.yaml": (links_in_a_circle, "PM115", 1),
    "dangling.yaml": (leads_nowhere, "PM115", 1),
    "pipe.yaml": (os.mkfifo, "PM115", 1),
    "missing.yaml": (lambda path: None, "PM115", 1),
    "notes.txt": (lambda path: path.write_text("x"), "PM115", 1),
    "folder.yaml": (lambda path: path.mkdir(), "PM115", 1),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.cases(4)
def test_bad_input_is_a_finding_and_the_rest_is_checked(
    name: str, pack: Path, tmp_path: Path
) -> None:
    make, code, line = BAD[name]
    outside, good = tmp_path / name, pack / "scene.yaml"
    make(outside)
    good.write_text(
        EXAMPLE_FILES["scene.yaml"].replace("label: Wait.", "labl: Wait."), encoding="utf-8"
    )
    said = found(outside, good)
    assert (code, name, line) in said
    assert ("PM201", "scene.yaml", 9) in said
    assert run(outside, good).exit_code == 1


@pytest.mark.parametrize(
    "name",
    [
        "half.yaml",
        "types.yaml",
        "huge.yaml",
        "binary.yaml",
        "zeros.yaml",
        "empty.yaml",
        "circle.yaml",
        "dangling.yaml",
    ],
)
def test_the_same_inside_a_pack(name: str, pack: Path) -> None:
    make, code, line = BAD[name]
    make(pack / name)
    assert (code, name, line) in found(pack)
    assert found(pack / "scene.yaml") == []


def test_a_file_that_may_not_be_read(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, whole = pack / "people.yaml", os.open

    def denied(path: Path, *arguments: Any, **options: Any) -> int:
        if Path(path).name == secret.name:
            raise PermissionError(13, "Permission denied", str(path))
        return whole(path, *arguments, **options)

    monkeypatch.setattr(os, "open", denied)
    assert ("PM115", "people.yaml", 1) in found(pack)
    assert ("PM115", "people.yaml", 1) in found(secret)
    assert "This cannot be read: permission denied." in run(secret).stdout


def test_what_is_not_there_and_what_is_meant(pack: Path) -> None:
    result = run(pack / "scen.yaml")
    assert result.exit_code == 2, "there was nothing to check"
    assert (
        f"{(pack / 'scen.yaml').as_posix()}:1:1 PM115 There is no file or folder of this name."
        in result.stdout
    )
    assert "help: Did you mean" in result.stdout
    assert result.stderr == "1 error in 0 files.\n"
    assert run(pack / "scen.yaml", pack).exit_code == 1
    assert run().exit_code == 2


def test_an_empty_folder_and_one_without_yaml(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert (result.exit_code, "There is no YAML file in this folder." in result.stdout) == (2, True)
    (tmp_path / "a.yml").write_text("x")
    assert run(tmp_path).exit_code == 2
    assert "help: Call it a.yaml." in run(tmp_path / "a.yml").stdout


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("lift.yml", "lift.yaml"),
        ("lift.YAML", "lift.yaml"),
        ("lift.yaml.txt", "lift.yaml"),
        ("lift.Yml.TXT", "lift.yaml"),
        ("lift.yaml.yml", "lift.yaml"),
        ("one.playthrough.yml", "one.playthrough.yaml"),
        ("one.Playthrough.YAML", "one.playthrough.yaml"),
        ("lift.txt", ""),
        ("lift.yamlx", ""),
        (".lift.yml", ""),
    ],
)
def test_a_file_whose_name_only_nearly_ends_so_is_named_and_never_read(
    pack: Path, name: str, better: str
) -> None:
    (pack / "more").mkdir()
    (pack / "more" / name).write_bytes(b"scenes: [\xff")
    (pack / "stats.yaml").write_text(
        EXAMPLE_FILES["stats.yaml"] + "pride: {min: 0, max: 9}\n", encoding="utf-8"
    )
    if better:
        assert found(pack) == [("PM115", name, 1)], (
            "and what seems to be missing may stand in there"
        )
        assert f"{name}:1:1 PM115 warning: This is not read" in run(pack).stdout
        assert f"help: Call it {better}, or put it somewhere else" in run(pack).stdout
        assert f"help: Call it {better}." in run(pack / "more" / name).stdout
        assert run(pack / "more" / name).exit_code == 2
    else:
        assert {one[0] for one in found(pack)} == {"PM630", "PM631"}
    assert run(pack).exit_code == 0
    assert found(pack / "scene.yaml") == [], "it is not below what was asked for"


def test_a_name_that_commands_the_terminal_is_written_out(tmp_path: Path) -> None:
    assert "\x1b" not in run(tmp_path / "a\x1b[2Jb.yaml").output


def test_an_unreadable_neighbour_makes_no_false_alarms(pack: Path) -> None:
    (pack / "people.yaml").unlink()
    links_in_a_circle(pack / "people.yaml")
    (pack / "scene.yaml").write_text(
        EXAMPLE_FILES["scene.yaml"].replace("effects: {ines: 1}", "effects: {set: [asked]}"),
        encoding="utf-8",
    )
    assert found(pack / "scene.yaml") == []


def test_fix_mends_says_so_and_leaves_others_alone(pack: Path) -> None:
    scene, other = pack / "scene.yaml", pack / "other.yaml"
    broken = (
        EXAMPLE_FILES["scene.yaml"]
        .replace("label: Wait.", "labl: Wait.")
        .replace("standing: 1}", "standng: 1}  # kept")
    )
    scene.write_text(broken, encoding="utf-8")
    other.write_text(broken, encoding="utf-8")
    assert "`pmsim check --fix` may mend" in run(scene).stderr
    result = run(scene, "--fix")
    assert result.exit_code == 0, result.output
    named = scene.as_posix()
    said = [
        f"{named}:9: Write `label`.",
        f"{named}:11: Write `standing`.",
        f"{named}:12: Write `id: ask_her`.",
    ]
    assert result.stderr.splitlines() == [*said, "Nothing to mend in 1 file."]
    mended = scene.read_text(encoding="utf-8")
    assert mended == EXAMPLE_FILES["scene.yaml"].replace(
        "standing: 1}", "standing: 1}  # kept"
    ).replace("- label: Ask", "- id: ask_her\n        label: Ask")
    assert other.read_text(encoding="utf-8") == broken
    assert run(scene, "--fix").stderr == "Nothing to mend in 1 file.\n"
    assert scene.read_text(encoding="utf-8") == mended


def test_fix_never_touches_the_shipped_pack(tmp_path: Path) -> None:
    alone = tmp_path / "mine.yaml"
    alone.write_text(
        EXAMPLE_FILES["scene.yaml"].replace("label: Wait.", "labl: Wait."), encoding="utf-8"
    )
    assert run(alone, "--fix").exit_code == 0
    assert "label: Wait." in alone.read_text(encoding="utf-8")


def test_fix_of_a_file_that_cannot_be_written(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (pack / "scene.yaml").write_text(
        EXAMPLE_FILES["scene.yaml"].replace("label: Wait.", "labl: Wait."), encoding="utf-8"
    )

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pmsim.store.author_files.write_preserving_links", full)
    result = run(pack, "--fix")
    assert result.exit_code == 1
    assert "cannot be written: no space left on device" in result.stdout
    assert "PM201" in result.stdout


def test_an_allowed_warning_is_not_said(pack: Path) -> None:
    text = EXAMPLE_FILES["scene.yaml"].replace("tags: [help]", "tags: [help, plein]")
    (pack / "scene.yaml").write_text(text, encoding="utf-8")
    assert found(pack) == [("PM306", "scene.yaml", 13)]
    (pack / "scene.yaml").write_text(
        text.replace("[help, plein]", "[help, plein]  # allow undeclared-tag: only this once"),
        encoding="utf-8",
    )
    assert found(pack) == []


def test_todo_lists_notes_and_nothing_else(pack: Path) -> None:
    text = EXAMPLE_FILES["scene.yaml"].replace("tags: [help]", "tags: [help, plein]")
    text = text.replace("scenes:", "#  TODO: a second scene\nscenes:", 1)
    text = text.replace("text: |\n", "text: |\n      TODO: the light.\n\n", 1)
    (pack / "scene.yaml").write_text(text, encoding="utf-8")
    result = run(pack, "--todo")
    assert result.exit_code == 0
    assert [line for line in result.stdout.splitlines() if "PM" in line] == [
        f"{pack / 'scene.yaml'}:3:1 PM710 note: `#  TODO: a second scene`: a note to yourself.",
        f"{pack / 'scene.yaml'}:7:7 PM710 note: `TODO: the light.`: a note to yourself.",
    ]
