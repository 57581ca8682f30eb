"""What others build on: names of commands, options, JSON fields, rules, fixtures and public Python
names, and what a save holds.

A difference here breaks somebody's script, save or pack. One that is meant is blessed by `pytest
tests/contract --snapshot-update`, and has its line in CHANGELOG.md.
"""

import json
import shutil
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from syrupy.assertion import SnapshotAssertion

import pmsim
from pmsim.cli.commands import pmsim as cli
from pmsim.lang.rules import RULES

ROOT = Path(__file__).parents[2]
PUBLIC = Path(__file__).parent / "public_names.py"
MISTAKEN = (
    "language: 1\ntitle: Lift\nscenes:\n  door:\n    choices:\n      - {id: wait, label: Wait,"
    " goto: nowhere}\n"
)
QUICK = "--without-turning-points"
SAMPLES = Path(__file__).parents[2] / "saves" / "samples"
WITH_JSON = {
    "run": ("run", "first_day", "--then", "first", "--json"),
    "run, a choice that is not open": ("run", "first_day", "--choices", "nonsense", "--json"),
    "run, a transcript": ("run", "first_day", "--then", "first", "--json", "--transcript"),
    "run, a playthrough": ("run", "--playthrough", "miss.playthrough.yaml", "--json"),
    "check": ("check", "lift.yaml", "--format", "json"),
    "simulate": ("simulate", "first_day", "-n", "20", "--jobs", "1", "--json"),
    "simulate, promises": ("simulate", "the_long_game", "--promises", "--jobs", "1", "--json"),
    "test": ("test", "miss.playthrough.yaml", "--json"),
    "review": ("review", "first_day", "--format", "json"),
    "words": ("words", "first_day", "-n", "5", "--format", "json"),
    "where": ("where", "energy", "first_day", "--json"),
    "packs list": ("packs", "list", "--json"),
    "saves list": ("saves", "list", "--json"),
    "saves show": ("saves", "show", "first_day-1", "--json"),
    "debrief": ("debrief", str(SAMPLES / "fumes.json"), "--format", "json", QUICK),
}
BY_ID = {
    "stats",
    "outcomes",
    "variants",
    "checks",
    "per_choice",
    "policies",
    "quarters",
    "roles",
    "scenarios",
    "scenes",
    "starts",
}
"""Fields whose own keys are ids of the pack."""


def commands_of(command: click.Command) -> dict[str, click.Command]:
    """The commands below a group, by name, sorted; none below another command."""
    context = click.Context(command)
    names = command.list_commands(context) if isinstance(command, click.Group) else []
    return {
        name: found
        for name in sorted(names)
        if (found := command.get_command(context, name)) is not None
    }


def options(command: click.Command) -> dict[str, Any]:
    """The arguments and options of a command, and of those below it."""
    below = commands_of(command)
    return {
        "parameters": sorted(" ".join(each.opts) for each in command.params),
        **{name: options(each) for name, each in below.items()},
    }


def shape(value: object, field: str = "") -> object:
    """The fields of a JSON value, to any depth: of a list those of its elements together, of a
    mapping by ids those of its values."""
    if isinstance(value, dict):
        parts = {key: shape(each, key) for key, each in value.items()}
        return {"by id": merged(list(parts.values()))} if field in BY_ID else parts
    return (
        [merged([shape(each) for each in value])]
        if isinstance(value, list) and value
        else type(value).__name__
    )


def merged(shapes: list[Any]) -> object:
    """One shape for several: mappings field by field, of lists what is in them, of others the
    set of their names."""
    if shapes and all(isinstance(each, dict) for each in shapes):
        return {
            key: merged([each[key] for each in shapes if key in each])
            for key in dict.fromkeys(key for each in shapes for key in each)
        }
    if shapes and all(isinstance(each, list) for each in shapes):
        return [merged([part for each in shapes for part in each])]
    return " | ".join(
        sorted({each if isinstance(each, str) else json.dumps(each) for each in shapes})
    )


@pytest.fixture
def invoke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A runner in a folder with a scenario that has a mistake, a playthrough that does not hold,
    and one save."""
    monkeypatch.chdir(tmp_path)
    Path("lift.yaml").write_text(MISTAKEN, encoding="utf-8")
    Path("miss.playthrough.yaml").write_text(
        "play: first_day\nthen: first\nexpect: {quarter: 9}\n", encoding="utf-8"
    )
    runner = CliRunner(
        env={
            "PMSIM_SAVES": str(tmp_path / "saves"),
            "PMSIM_PACKS": str(tmp_path / "packs"),
            "TERM": "dumb",
        }
    )
    played = runner.invoke(
        cli, ["play", "first_day", "--plain", "--new", "--seed", "1"], input="1\nquit\n"
    )
    assert played.exit_code == 0, played.output
    return runner


def test_commands_and_options(snapshot: SnapshotAssertion) -> None:
    assert options(cli) == snapshot


@pytest.mark.parametrize("name", WITH_JSON)
def test_json_fields(name: str, invoke: CliRunner, snapshot: SnapshotAssertion) -> None:
    assert shape(json.loads(invoke.invoke(cli, WITH_JSON[name]).stdout)) == snapshot


def test_every_command_with_json_is_here() -> None:
    def offers(command: click.Command) -> bool:
        formats = [
            each
            for each in command.params
            if each.name == "form" and isinstance(each.type, click.Choice)
        ]
        return any("--json" in each.opts for each in command.params) or any(
            "json" in each.type.choices for each in formats
        )

    commands = commands_of(cli)
    below = {
        f"{name} {sub}": each
        for name, group in commands.items()
        for sub, each in commands_of(group).items()
    }
    assert {name for name, each in (commands | below).items() if offers(each)} == {
        name.split(",")[0] for name in WITH_JSON
    }


def test_fields_of_a_save(invoke: CliRunner, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    assert (
        shape(json.loads((tmp_path / "saves" / "first_day-1.json").read_text(encoding="utf-8")))
        == snapshot
    )


def test_rules(snapshot: SnapshotAssertion) -> None:
    assert {rule.code: (rule.name, rule.severity) for rule in RULES} == snapshot


def test_entry_points_fixtures_and_options_of_pytest(
    pytestconfig: pytest.Config, snapshot: SnapshotAssertion
) -> None:
    from pmsim.testing import plugin

    points = [
        f"{point.group}: {point.name}"
        for group in ("console_scripts", "pytest11")
        for point in entry_points(group=group, name="pmsim")
    ]
    fixtures = sorted(
        name
        for name, value in vars(plugin).items()
        if type(value).__name__ == "FixtureFunctionDefinition"
    )
    assert {"entry points": points, "fixtures": fixtures} == snapshot
    assert pytestconfig.getini("pmsim_pack") is not None


def test_public_python_names(snapshot: SnapshotAssertion) -> None:
    public = {name: getattr(pmsim, name) for name in pmsim.__all__}
    assert {
        name: sorted(each for each in dir(value) if not each.startswith("_"))
        for name, value in public.items()
    } == snapshot


def test_a_program_that_uses_public_names_alone(tmp_path: Path) -> None:
    shutil.copy(PUBLIC, tmp_path / "program.py")
    typed = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--cache-dir",
            str(ROOT / ".mypy_cache"),
            "program.py",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert typed.returncode == 0, typed.stdout
    run = subprocess.run(
        [sys.executable, "program.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == "kept"
