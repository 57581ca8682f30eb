"""The house rules that a machine can hold us to: style, types, the direction of imports, spelling, size, and what may not be named."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CHECKS = {
    "ruff": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "types": ("mypy",),
    "imports": ("lint-imports",),
    "spelling": ("codespell", "pmsim", "tests", "docs", "benchmarks", "scenarios", "README.md", "CONTRIBUTING.md", "CHANGELOG.md"),
}
LONGEST = 400
MAY_SKIP = {"tests/authoring/test_yaml_language_server.py": "it needs node and npm, which not every machine has"}
"""Tests that may leave themselves out, and why."""
CORE_AND_LANGUAGE = 8_520
"""Lines of core and lang together, docstrings and all, less the table of rules, which is data: a ceiling that only ever comes down."""


def tool(name: str) -> str:
    """A tool of the environment that runs the tests."""
    return str(Path(sys.executable).parent / name)


@pytest.mark.parametrize("name", CHECKS)
def test_the_tools_find_nothing(name: str) -> None:
    command, *arguments = CHECKS[name]
    found = subprocess.run(
        [tool(command), *arguments], cwd=ROOT, capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"}, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr


def sources() -> list[Path]:
    """Every module of the package."""
    return sorted((ROOT / "pmsim").rglob("*.py"))


def lines(path: Path) -> int:
    """Lines of a file."""
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_module_is_too_long() -> None:
    assert {str(path): lines(path) for path in sources() if lines(path) > LONGEST} == {}


def test_every_module_opens_with_its_law() -> None:
    lawless = [
        str(path)
        for path in sources()
        if path.read_text(encoding="utf-8").lstrip() and not path.read_text(encoding="utf-8").startswith('"""')
    ]
    assert lawless == []


def test_core_and_language_stay_small() -> None:
    rooms = ("core", "lang")
    written = [path for room in rooms for path in (ROOT / "pmsim" / room).rglob("*.py") if path.parent.name != "rules"]
    assert sum(lines(path) for path in written) <= CORE_AND_LANGUAGE


def test_nothing_is_for_later() -> None:
    promises = re.compile(r"# ?(TODO|FIXME|XXX)|NotImplementedError|pytest\.(mark\.)?(skip|xfail)")
    allowed = {Path(__file__), *(ROOT / path for path in MAY_SKIP)}
    kept = [str(path) for folder in ("pmsim", "tests") for path in (ROOT / folder).rglob("*.py") if path not in allowed]
    assert [path for path in kept if promises.search(Path(path).read_text(encoding="utf-8"))] == []


def test_nobody_writes_code_at_run_time() -> None:
    code = re.compile(r"(?<![\w.])(eval|exec|compile|__import__)\(|import (pickle|marshal|shelve)")
    assert [str(path) for path in sources() if code.search(path.read_text(encoding="utf-8"))] == []


def test_importing_the_command_line_imports_nothing_heavy() -> None:
    heavy = ("textual", "rich", "yaml", "numpy", "pytest", "platformdirs")
    code = f"import sys, pmsim, pmsim.cli.main; print([name for name in {heavy} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.strip() == "[]"
