"""The house rules that a machine can hold us to: style, types, the direction of imports,
spelling, size, and what may not be named."""

import ast
import io
import os
import re
import shutil
import subprocess
import sys
import tokenize
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CHECKS = {
    "ruff": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "types": ("mypy",),
    "types of docs": ("mypy", "docs/make.py", "docs/pictures.py"),
    "imports": ("lint-imports",),
    "spelling": (
        "codespell",
        "pmsim",
        "tests",
        "docs",
        "benchmarks",
        "scenarios",
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
    ),
}
LONGEST = 400
MAY_SKIP = {
    "tests/authoring/test_yaml_language_server.py": (
        "it needs node and npm, which not every machine has"
    ),
    "tests/ui/web/test_server.py": "one test needs Chromium, which not every machine has",
}
"""Tests that may leave themselves out, and why."""
HOUSE_TOKENS = 257_413
"""Code tokens of the package before the second edition of the language, without comments,
docstrings and layout: a figure that only comes down."""
SECOND_EDITION = 42_568
"""Code tokens of the second edition of the language: a figure that only comes down, to 24,000."""
LONG_GAME = 1_512
"""Code tokens of the first half of the Long Game: the cache of compiled packs."""
PLAYING = 48_176
"""Code tokens of the debrief, the horizon, the glossary, both lives, the browser and the like: a
figure that only comes down, to 30,000."""
MOST_FILES = 269
"""Files of the house, and of what is built on it: a figure that only comes down."""
COUNTED = {tokenize.NAME, tokenize.OP, tokenize.NUMBER, tokenize.STRING}
FSTRING_START, FSTRING_END = (
    getattr(tokenize, f"FSTRING_{name}", None) for name in ("START", "END")
)


def tool(name: str) -> str:
    """A tool of the environment that runs the tests."""
    return str(Path(sys.executable).parent / name)


@pytest.mark.parametrize("name", CHECKS)
def test_the_tools_find_nothing(name: str) -> None:
    command, *arguments = CHECKS[name]
    found = subprocess.run(
        [tool(command), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
        check=False,
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
        if path.read_text(encoding="utf-8").lstrip()
        and not path.read_text(encoding="utf-8").startswith('"""')
    ]
    assert lawless == []


def code_tokens(text: str) -> int:
    """Count the tokens of a module; an f-string is one, on every Python."""
    docstrings: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            docstrings |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    count = depth = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.start[0] in docstrings:
            continue
        if token.type == FSTRING_START:
            count += depth == 0
            depth += 1
        elif token.type == FSTRING_END:
            depth -= 1
        elif depth == 0 and token.type in COUNTED:
            count += 1
    return count


def test_the_package_stays_small() -> None:
    assert sum(code_tokens(path.read_text(encoding="utf-8")) for path in sources()) <= (
        HOUSE_TOKENS + SECOND_EDITION + LONG_GAME + PLAYING
    )
    assert len(sources()) <= MOST_FILES


def test_no_class_name_stands_twice() -> None:
    names = [
        node.name
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    assert sorted(name for name, count in Counter(names).items() if count > 1) == []


def test_nothing_is_for_later() -> None:
    promises = re.compile(r"# ?(TODO|FIXME|XXX)|NotImplementedError|pytest\.(mark\.)?(skip|xfail)")
    allowed = {Path(__file__), *(ROOT / path for path in MAY_SKIP)}
    kept = [
        str(path)
        for folder in ("pmsim", "tests")
        for path in (ROOT / folder).rglob("*.py")
        if path not in allowed
    ]
    assert [path for path in kept if promises.search(Path(path).read_text(encoding="utf-8"))] == []


def test_nobody_writes_code_at_run_time() -> None:
    code = re.compile(r"(?<![\w.])(eval|exec|compile|__import__)\(|import (pickle|marshal|shelve)")
    assert [str(path) for path in sources() if code.search(path.read_text(encoding="utf-8"))] == []


def test_importing_the_command_line_imports_nothing_heavy() -> None:
    heavy = ("textual", "rich", "yaml", "numpy", "pytest", "platformdirs")
    code = (
        f"import sys, pmsim, pmsim.cli.main; print([name for name in {heavy} if name in"
        " sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert said.stdout.strip() == "[]"


def test_docstrings_open_plainly() -> None:
    riddle = re.compile(
        r"(What|Whether|Where|Who|Whoever|Which|Of what|Of which|How far|By what|Nobody|Nothing)\b"
    )
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    riddles = [
        f"{path}:{getattr(node, 'lineno', 1)}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, kinds) and riddle.match(ast.get_docstring(node) or "")
    ]
    assert riddles == []


EFFECT_READERS = {
    "analysis/lint/choices.py": 1,
    "analysis/paths/effects.py": 1,
    "analysis/paths/possible.py": 2,
    "analysis/review/review_input.py": 1,
    "core/effects.py": 2,
    "core/effect_kinds.py": 1,
}
"""Modules that read effects by kind, and how often."""


def test_a_new_kind_of_effect_is_missing_in_every_reader(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "pmsim", tmp_path / "pmsim", ignore=shutil.ignore_patterns("*.pyc"))
    kinds = tmp_path / "pmsim" / "core" / "effect_kinds.py"
    text = kinds.read_text(encoding="utf-8")
    kinds.write_text(
        text.replace(
            "\n\nEffect = ",
            '\n\n@dataclass(frozen=True, slots=True)\nclass Swap:\n    """Swap two stats."""\n\n'
            "    first: int\n    second: int\n\n\nEffect = Swap | ",
        ),
        encoding="utf-8",
    )
    users = {
        str(path.relative_to(ROOT))
        for path in sources()
        if re.search(r"\bEffects?\b|\bassert_never\b", path.read_text(encoding="utf-8"))
    }
    found = subprocess.run(
        [tool("mypy"), "--strict", "--follow-imports=silent", *sorted(users)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    named = re.findall(r"^pmsim/(\S+?):\d+: error: .*\bSwap\b", found.stdout, re.M)
    assert Counter(named) == EFFECT_READERS, found.stdout
