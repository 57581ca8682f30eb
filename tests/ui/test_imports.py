"""Only one room knows Textual, and the first frame waits for nothing of the game."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "module",
    [
        "pmsim.ui.plain",
        "pmsim.ui.career_list",
        "pmsim.ui.headless",
        "pmsim.ui.plain_text",
        "pmsim.ui.present.history",
        "pmsim.store.career",
    ],
)
def test_nothing_but_the_textual_front_end_imports_textual(module: str) -> None:
    code = (
        f"import sys, {module}; print([name for name in ('textual', 'rich') if name in"
        " sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_the_first_frame_waits_for_neither_the_engine_nor_the_language() -> None:
    code = (
        "import sys, pmsim.cli.main, pmsim.cli.commands, pmsim.cli.play as play,"
        " pmsim.store.folders, pmsim.ui.tui.app; play.random_seed();print([name for name in"
        " sys.modules if name.startswith(('pmsim.core', 'pmsim.lang.pack', 'pmsim.play', 'yaml',"
        " 'tomlkit'))])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
