"""A part in odds, in reasons and in tests stands for whoever plays it."""

from pathlib import Path

from click.testing import CliRunner

from pmsim.analysis.examine import examine
from pmsim.cli.commands import pmsim
from pmsim.lang import compile_pack
from pmsim.play.playthrough import parse_playthrough
from pmsim.play.session import Session
from pmsim.ui.headless import play_playthrough
from pmsim.ui.plain_text import render_page
from pmsim.ui.present.history import current_page, step_pages

PACK = """\
language: 1
pack: ward
title: Ward
version: 0.1.0
people:
  ann: {name: Ann, they: she, away: ann_gone}
  dev: {name: Dev, they: he}
stats: {calm: {min: 0, start: 9, max: 20, bands: {low: 0, thin: 5, mid: 8}}}
facts: {tired: calm < 3}
parts: {head: [{if: ann_gone, person: dev}, {person: ann}]}
roles: {nurse: {title: Nurse}}
starts: {desk: {title: A desk, role: nurse}}
outcomes: {end: {title: The end}}
calendar: {quarters: 4, quarter: [{draw: {}}]}
"""
DAY = """\
language: 1
title: Day
repeat: 1
scenes:
  desk:
    text:
      - if: tired
        text: You yawn.
      - |
        {Head.they} {head.wait}.
    choices:
      - id: ask
        label: Ask.
        odds: 30 + 5 * head + calm
        success: {text: Yes., effects: {calm: 1}}
        failure: {text: No., effects: {calm: -1}}
      - id: go
        label: Go.
        effects: {head: 1, calm: 1, set: [ann_gone]}
        why: {head: the wait}
"""
TEST = """\
play: ward
start: desk
choices: [go, go]
expect: {head: 1, seen: [day], tired: 0, role: nurse, calm: mid}
"""
FILES = {
    "pack.yaml": PACK.encode(),
    "day.yaml": DAY.encode(),
    "a.playthrough.yaml": TEST.encode(),
}


def session() -> Session:
    pack = compile_pack(FILES).pack
    assert pack is not None
    return Session(pack, "desk", 1)


def test_odds_name_who_plays_now() -> None:
    played = session()
    hints = []
    for _ in range(2):
        hints.append(current_page(played).choices[0].hint)
        played.act("go")
    assert hints == [
        "asks of your Calm and Ann: less likely than not",
        "asks of your Calm and Dev: less likely than not",
    ]


def test_a_reason_beside_a_part_is_told_of_who_plays() -> None:
    played = session()
    played.act("go")
    told = [line for page in step_pages(played) for line in render_page(page)]
    assert any("Ann up 1" in line and "the wait" in line for line in told)
    assert not any("Dev up" in line for line in told)


def test_a_test_may_name_parts_facts_roles_bands_and_scenarios() -> None:
    assert [one for one in examine(FILES).diagnostics if one.code == "PM607"] == []
    pack, playthrough = session().pack, parse_playthrough(TEST.encode(), "a.playthrough.yaml")
    assert playthrough.playthrough is not None
    assert play_playthrough(pack, playthrough.playthrough).misses == ()


def test_a_role_that_the_pack_has_not_is_named() -> None:
    files = {**FILES, "a.playthrough.yaml": TEST.replace("nurse", "nurs").encode()}
    (found,) = (one for one in examine(files).diagnostics if one.code == "PM607")
    assert "role `nurs`" in found.message


def test_where_names_everyone_who_may_play(tmp_path: Path) -> None:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    told = CliRunner().invoke(pmsim, ["where", "head", str(tmp_path)])
    assert "Played by dev or ann." in told.output
