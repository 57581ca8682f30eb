"""Figures, bars and words of one thing on one screen never contradict each other."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim.core.state import State
from pmsim.core.step import offered
from pmsim.play.session import Session
from pmsim.store.pack_loading import load_pack
from pmsim.ui.plain_text import render_skills
from pmsim.ui.present.history import current_page, step_pages
from pmsim.ui.present.parts import ChangesPart, choice_rows
from pmsim.ui.present.status import skill_lines
from pmsim.ui.tui.appearance import COLOUR_TOKENS
from pmsim.ui.tui.layout.you import you_page
from pmsim.ui.tui.screens.you import read_you
from pmsim.ui.tui.sheet import make_sheet
from tests.sizes import size
from tests.ui.tiny import SLOT, pack


def practised(level: int, *counts: int) -> State:
    """A state with a level of the one skill, done, told and taught so often."""
    session = Session(pack(), "fumes", 7)
    session.act("who_spoke")
    position = session.position
    slots = list(position.slots)
    slots[SLOT["influence"] : SLOT["influence"] + 4] = [level, *counts]
    return position._replace(slots=tuple(slots))


@pytest.mark.parametrize(
    ("counts", "said", "step"),
    [
        ((0, 1, 4), "told once and taught four times", "teach; taught four times"),
        ((2, 1, 0), "done twice and told once", "tell; told once"),
        ((3, 0, 0), "done three times", "do; done three times"),
        ((0, 0, 0), "not done yet", "learn; not done yet"),
    ],
)
def test_what_was_practised_is_counted_in_every_way_that_it_was(
    counts: tuple[int, ...], said: str, step: str
) -> None:
    state = practised(1, *counts)
    kept = choice_rows(pack(), state, offered(pack().program, state))[0]
    assert kept.hint == f"Influence, {said}"
    assert next(iter(render_skills(skill_lines(pack(), state)))).startswith(
        f"Influence: {skill_lines(pack(), state)[0].level} of 9, {step}; wanted"
    )


def test_the_bar_of_a_skill_is_its_step() -> None:
    you = read_you(Session(pack(), "fumes", 7))
    drawn = []
    for counts in ((0, 0, 0), (1, 0, 0), (2, 1, 0), (0, 0, 3)):
        (skill,) = skill_lines(pack(), practised(0, *counts))
        lines = you_page(you._replace(skills=(skill,)), make_sheet(100, 30), -1)
        line = next(line.content.plain for line in lines if "Influence" in line.content.plain)
        drawn.append(line.count(COLOUR_TOKENS.glyphs.heavy, line.index("Influence")))
        assert skill.step_word in line
    assert drawn == [2, 4, 6, 8]


UP, DOWN = {"rising", "climbing"}, {"easing", "slipping"}


@pytest.mark.parametrize("name", ["first_day", "the_long_game"])
@given(st.integers(0, 2**32))
@settings(max_examples=size(2), deadline=None)
def test_ledger_and_margin_never_contradict_each_other(name: str, seed: int) -> None:
    chance = random.Random(seed)
    shipped = load_pack(name)
    session = Session(shipped, chance.choice(list(shipped.starts)), seed)
    while session.outcome is None:
        session.act(
            chance.choice(
                [choice.action for choice in current_page(session).choices if choice.is_open]
            )
        )
        for page in step_pages(session):
            told = [
                row for part in page.parts if isinstance(part, ChangesPart) for row in part.rows
            ]
            for gauge in page.status.gauges:
                ways = {row.change.split()[0] for row in told if row.name == gauge.label} & {
                    "up",
                    "down",
                }
                against = {"up": DOWN, "down": UP}
                assert not ways or any(gauge.trend not in against[way] for way in ways), (
                    page.title,
                    gauge,
                    ways,
                )
                assert gauge.has_moved or len(ways) != 1, (page.title, gauge)
