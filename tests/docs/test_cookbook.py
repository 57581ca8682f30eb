"""docs/cookbook.md: every recipe has files that check and play as the page says."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from pmsim.cli.commands import pmsim
from tests.docs.page import follow

PAGE = (Path(__file__).parents[2] / "docs" / "cookbook.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"^## (.+?)\n(.*?)(?=^#)", PAGE, re.M | re.S)


def test_every_recipe_checks_and_plays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PMSIM_SAVES", str(tmp_path / "saves"))
    monkeypatch.setenv("PMSIM_CONFIG", str(tmp_path / "config"))
    assert follow(PAGE) >= len(RECIPES) // 2
    packs = sorted({path.parent.name for path in tmp_path.rglob("pack.yaml")})
    assert packs == ["bakery", "school"]
    for pack in packs:
        said = CliRunner().invoke(pmsim, ["check", pack], prog_name="pmsim").output
        assert said.startswith("Nothing to mend in "), said


@pytest.mark.parametrize(("title", "body"), RECIPES, ids=[title for title, _ in RECIPES])
def test_every_recipe_has_an_example(title: str, body: str) -> None:
    assert "<!-- file: " in body
    anchor = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
    assert f"](#{anchor})" in PAGE, "not in the list at the top"


def test_no_example_is_left_out() -> None:
    assert re.findall(r"(?<!-->\n)^```(?:yaml|console)", PAGE, re.M) == []
