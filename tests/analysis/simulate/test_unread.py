"""Texts that nobody read are listed, each with its place; what is impossible or allowed is not."""

import json

import pytest
from click.testing import CliRunner

from pmsim.analysis.simulate.play import Plan, play_plan
from pmsim.analysis.simulate.tally import merge_tallies
from pmsim.analysis.simulate.unread import UnreadBlock, unread_blocks
from pmsim.cli.commands import pmsim
from pmsim.lang import compile_pack

PACK = """\
language: 1
pack: rain
title: Rain
version: 0.1.0
stats: {calm: {min: 0, start: 5, max: 99}}
phrases:
  sky:
    - if: calm > 90
      text: blue
    - text: grey
roles: {clerk: {title: Clerk}}
starts: {desk: {title: A desk, role: clerk}}
outcomes: {end: {title: The end}}
calendar: {quarters: 4, quarter: [{scenario: day}]}
"""
DAY = """\
language: 1
title: Day
scenes:
  desk:
    text:
      - The sky is {{sky}}.
      - if: calm > 80
        text: It is very quiet.{allow}
      - first_of:
          - if: calm >= 5
            text: It rains.
          - if: calm == 4
            text: It drizzles.
          - text: It pours.
      - one_of: A car. | A tram.
      - cycle: Tea. | Coffee. | Water.
    choices:
      - {{id: stay, label: Stay., effects: {{calm: 1}}}}
      - {{id: go, label: Go., text: You go.}}
"""


def files(allow: str = "") -> dict[str, bytes]:
    return {"pack.yaml": PACK.encode(), "day.yaml": DAY.format(allow=allow).encode()}


def unread(runs: int, allow: str = "") -> tuple[UnreadBlock, ...]:
    compiled = compile_pack(files(allow))
    assert compiled.pack is not None
    assert compiled.draft is not None
    played = play_plan(compiled.pack, Plan(1, runs, ("desk",), ("random",)))
    total = merge_tallies(played.values())
    return unread_blocks(compiled.pack, compiled.draft, total, files(allow))


def test_each_block_that_nobody_read_whole_has_its_place() -> None:
    found = {(one.text, one.line): (one.read, one.of, one.words) for one in unread(60)}
    assert found == {
        ("day.desk/text", 8): (0, 1, "It is very quiet."),
        ("day.desk/text", 13): (1, 3, "It drizzles."),
        ("sky", 9): (1, 2, "blue"),
    }


def test_a_text_that_was_hardly_shown_is_not_listed() -> None:
    assert {one.text for one in unread(2)} <= {"sky"}


def test_a_comment_allows_it() -> None:
    allowed = unread(60, "  # allow unread_texts: for a career that is still to be written")
    assert ("day.desk/text", 8) not in {(one.text, one.line) for one in allowed}


def test_two_halves_of_a_plan_read_together_what_the_whole_reads() -> None:
    compiled = compile_pack(files())
    assert compiled.pack is not None
    whole = play_plan(compiled.pack, Plan(1, 300, ("desk",), ("random",)))
    parts = [play_plan(compiled.pack, Plan(seed, 150, ("desk",), ("random",))) for seed in (1, 151)]
    both = merge_tallies(tally for part in parts for tally in part.values())
    assert set(merge_tallies(whole.values()).read) == set(both.read)


@pytest.mark.parametrize("option", ["--json", "--all"])
def test_the_report_lists_them(option: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    for name, data in files().items():
        (tmp_path / name).write_bytes(data)
    said = CliRunner().invoke(pmsim, ["simulate", str(tmp_path), "-n", "60", option]).output
    if option == "--json":
        assert {one["line"] for one in json.loads(said)["unread_texts"]} == {8, 13, 9}
    else:
        assert "Texts that nobody read" in said
        assert "1 of 3 read" in said
        assert "It drizzles." in said
