"""What the pages on testing and saves show is so."""

import json
import re
from pathlib import Path

from click.testing import CliRunner

from pmsim import load_pack
from pmsim.cli.commands import pmsim
from pmsim.play.playthrough import parse_playthrough
from pmsim.ui.headless import play_playthrough

DOCS = Path(__file__).parents[2] / "docs"


def blocks(page: str) -> list[str]:
    """The indented blocks of a page."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return [
        re.sub(r"^    ", "", block, flags=re.M)
        for block in re.findall(r"(?:^    .*\n)+", text, flags=re.M)
    ]


def test_the_commands_run() -> None:
    for line in blocks("testing.md")[0].splitlines():
        words = line.split()[1:]
        if "my_scenario.yaml" not in words:
            assert CliRunner().invoke(pmsim, words).exit_code == 0, line


def test_the_fields_are_those_of_a_run() -> None:
    found = json.loads(CliRunner().invoke(pmsim, ["run", "first_day", "--json"]).stdout)
    table = re.findall(
        r"^\| (`.*?) \|", (DOCS / "testing.md").read_text(encoding="utf-8"), flags=re.M
    )
    assert [name for row in table for name in re.findall(r"`(\w+)`", row)] == list(found)


def test_the_playthrough_holds() -> None:
    found = parse_playthrough(blocks("testing.md")[1].encode(), "page")
    assert found.diagnostics == ()
    assert found.playthrough is not None
    assert play_playthrough(load_pack(found.playthrough.play), found.playthrough).misses == ()


def test_the_saves_commands_are_there() -> None:
    for line in blocks("saves.md")[0].splitlines():
        assert CliRunner().invoke(pmsim, [*line.split()[1:3], "--help"]).exit_code == 0
