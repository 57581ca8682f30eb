"""Only one room knows Textual, and only one drawing room knows a screen."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "module", ["pmsim.ui.plain", "pmsim.ui.shelf", "pmsim.ui.headless", "pmsim.ui.lines", "pmsim.ui.present.careers", "pmsim.store.career"]
)
def test_nothing_but_the_textual_front_end_imports_textual(module: str) -> None:
    code = f"import sys, {module}; print([name for name in ('textual', 'rich') if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
