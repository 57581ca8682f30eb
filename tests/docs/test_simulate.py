"""docs/simulate.md: its output is what the commands print, and its tables are complete."""

import json
import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from pmsim.analysis.simulate.findings import FINDING_HEADINGS
from pmsim.cli.commands import pmsim
from tests.docs.page import Typed, answers, steps

PAGE = (Path(__file__).parents[2] / "docs" / "simulate.md").read_text(encoding="utf-8")


def test_what_the_page_prints_is_printed() -> None:
    typed = [step for step in steps(PAGE) if isinstance(step, Typed)]
    assert len(typed) == 2
    for step in typed:
        said = CliRunner().invoke(pmsim, shlex.split(step.command)[1:], prog_name="pmsim").output
        assert answers(step.answer, said), (
            f"$ {step.command}\n\nthe page says:\n{step.answer}\nit said:\n{said}"
        )


def test_every_field_is_on_the_page() -> None:
    said = CliRunner().invoke(pmsim, ["simulate", "first_day", "-n", "1", "--json"]).stdout
    rows = re.findall(r"^\| (`[^|]*) \|", PAGE, re.M)
    told = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert told == set(json.loads(said)) - {"pack"}


def test_every_kind_of_finding_is_on_the_page() -> None:
    kinds = " ".join(re.findall(r"^\| ([A-Z][^|]*) \|", PAGE, re.M))
    for heading in FINDING_HEADINGS.values():
        assert heading.split(" that ")[0].split(",")[0].split(" hardly")[0] in kinds, heading
