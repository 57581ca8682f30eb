"""`pmsim where` and `pmsim graph` as their users call them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pmsim.cli.commands import pmsim
from pmsim.store.packs import scenarios_folder

FIRST_DAY = scenarios_folder() / "first_day"


def called(*args: str, charset: str = "utf-8") -> Result:
    """What the command says."""
    return CliRunner(charset=charset).invoke(pmsim, args)


def test_where_says_what_and_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FIRST_DAY)
    result = called("where", "heard_black")
    assert result.exit_code == 0
    assert result.stdout.startswith("heard_black: a flag\n")
    assert "  nine_oh_five.yaml:" in result.stdout
    assert "black.playthrough.yaml:7:" in result.stdout
    monkeypatch.chdir(tmp_path)
    assert called("where", "burnout").stdout.startswith("burnout: a stat\n")
    assert called("where", "heard_black", str(FIRST_DAY)).stdout.count(
        str(FIRST_DAY)
    ) == result.stdout.count(".yaml:")
    assert called("where", "heard_black", str(FIRST_DAY / "day_ninety.yaml")).exit_code == 0


def test_where_for_programs() -> None:
    (found,) = json.loads(called("where", "heard_black", "first_day", "--json").stdout)
    assert (found["kind"], found["id"], found["counts"]) == (
        "flag",
        "heard_black",
        {"set": 1, "read": 4},
    )
    assert all(
        found["mentions"][0][key]
        for key in ("deed", "file", "line", "column", "length", "inside", "text")
    )


def test_a_name_that_is_nobodys() -> None:
    result = called("where", "enrgy", "first_day")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Nothing in first_day is called enrgy. The nearest: energy" in result.stderr


def test_a_short_name_of_many(tmp_path: Path) -> None:
    for path in FIRST_DAY.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(
            path.read_bytes().replace(b"id: say_march", b"id: leave")
        )
    scene = "  s{n}:\n    text: x\n    choices: [{{id: leave, label: Leave.}}]\n"
    scenes = "language: 1\ntitle: Many\nscenes:\n" + "".join(scene.format(n=n) for n in range(5))
    (tmp_path / "many.yaml").write_text(scenes, encoding="utf-8")
    result = called("where", "leave", str(tmp_path))
    assert result.exit_code == 0
    assert (
        "6 things are called leave. Give the whole name of one:\n  choice many.s0.leave\n"
        in result.stdout
    )
    assert called("where", "many.s0.leave", str(tmp_path)).stdout.startswith(
        "many.s0.leave: a choice\n"
    )


def test_a_pack_with_errors_is_searched_and_drawn(tmp_path: Path) -> None:
    for path in FIRST_DAY.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "half.yaml").write_bytes(
        b"language: 1\ntitle: Half\nscenes:\n  a:\n    text: |\n      A.\n    goto: nowhere\n  b:"
        b" {text: ["
    )
    for args in (
        ("where", "energy", str(tmp_path)),
        ("graph", str(tmp_path)),
        ("graph", str(tmp_path / "half.yaml")),
    ):
        result = called(*args)
        assert result.exit_code == 0
        assert "what could be understood is shown" in result.stderr
        assert result.stdout


@pytest.mark.parametrize("command", [("where", "energy"), ("graph",)])
def test_what_is_no_pack(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\x00\xff" * 50)
    (tmp_path / "b.yaml").write_text("stats: {}\n", encoding="utf-8")
    (tmp_path / "c.txt").write_text("words", encoding="utf-8")
    for name in (".", "nothing", "a.yaml", "b.yaml", "c.txt", "\x1b[31m"):
        result = called(*command, str(tmp_path / name))
        assert result.exit_code in (1, 2), name
        assert result.stdout == ""
        assert result.stderr
        assert "\x1b" not in result.stderr
        assert isinstance(result.exception, SystemExit), name


@pytest.mark.parametrize(
    ("form", "first"),
    [("mermaid", "---\n"), ("dot", "digraph {\n"), ("text", "nine_oh_five (Five Past Nine)\n")],
)
def test_the_graph_of_a_scenario(form: str, first: str) -> None:
    result = called("graph", str(FIRST_DAY / "nine_oh_five.yaml"), "--format", form)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(first)
    assert all(scene in result.stdout for scene in ("the_desk", "beas_room", "stand_up"))


def test_the_graph_of_a_pack() -> None:
    result = called("graph", "the_long_game")
    assert result.exit_code == 0
    assert max(map(len, result.stdout.split("\n"))) <= 90
    assert "time runs out\n├─ → end gap_kept" in result.stdout
    assert "asks what was done there" in called("graph", "the_long_game", "--reads").stdout


def test_a_terminal_without_lines() -> None:
    result = called("graph", str(FIRST_DAY / "nine_oh_five.yaml"), charset="ascii")
    assert result.exit_code == 0
    assert result.stdout.isascii()
    assert "   |- Go and ask Bea. -> beas_room\n" in result.stdout


def test_a_pack_that_extends_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the other pack has is found where it lies, and drawn."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pack.yaml").write_text(
        "language: 1\npack: mine\ntitle: Mine\nextends: first_day\n", encoding="utf-8"
    )
    scene = (
        "language: 1\ntitle: Tea\nscenes:\n  cup:\n    text: |\n      Tea.\n    effects: {energy:"
        " 1}\n"
    )
    (tmp_path / "tea.yaml").write_text(scene, encoding="utf-8")
    result = called("where", "energy", str(tmp_path))
    assert result.exit_code == 0
    assert "  tea.yaml:7:15" in result.stdout
    world = FIRST_DAY / "pack.yaml"
    line = world.read_text(encoding="utf-8").splitlines().index("  energy:") + 1
    assert f"  {world}:{line}:3" in result.stdout
    assert "day_ninety (Day Ninety)" in called("graph", str(tmp_path)).stdout


def test_a_scenario_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FIRST_DAY)
    assert called("graph", "nine_oh_five").stdout == called("graph", "nine_oh_five.yaml").stdout
    assert called("graph", "pack").exit_code == 2
    assert called("graph", "black.playthrough.yaml").exit_code == 2


def test_a_part_of_a_pack_is_its_pack_to_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FIRST_DAY)
    assert (
        called("where", "energy", "black.playthrough.yaml").stdout
        == called("where", "energy").stdout
    )
