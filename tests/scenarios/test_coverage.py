"""What the sources of The Long Game name: every place where a player is said to live it exists, and
is reached in play."""

from pathlib import Path

import yaml

from pmsim import load_pack
from pmsim.core.compile_expr import evaluate
from pmsim.core.expr import Bit
from pmsim.core.policy import policy_named
from pmsim.core.program import ROLE, SEEN, TAKEN
from pmsim.core.step import play_career
from tests.sizes import size

ROWS = yaml.safe_load((Path(__file__).parent / "coverage.yaml").read_text(encoding="utf-8"))
CAREERS = size(60, long=2_000)
"""Careers of chance and of each persona, at each start."""
LIVED = 123
"""Rows that are lived at least: a number that only goes up."""


def places() -> set[str]:
    """Every place that the list names."""
    return {place for row in ROWS.values() if row["lived"] != "not yet" for place in row["lived"]}


def reached() -> set[str]:
    """The places that some careers reach: scenarios, scenes, choices, outcomes, roles at the end."""
    program = load_pack("the_long_game").program
    states = [
        play_career(program, start.id, seed, policy_named(program, policy))
        for start in program.starts
        for policy in ("random", *(persona.id for persona in program.personas))
        for seed in range(CAREERS)
    ]
    seen = {
        scene.key
        for scene in program.scenes
        if any(evaluate(Bit(SEEN, scene.index), state.slots) for state in states)
    }
    taken = {
        choice.key
        for choice in program.choices
        if any(evaluate(Bit(TAKEN, choice.index), state.slots) for state in states)
    }
    ends = {f"outcome {program.outcomes[state.outcome].id}" for state in states}
    roles = {f"role {program.roles[state.slots[ROLE]].id}" for state in states}
    return seen | taken | {key.partition(".")[0] for key in seen} | ends | roles


def test_every_place_is_reached() -> None:
    assert places() - reached() == set()


def test_the_list_only_grows() -> None:
    assert sum(row["lived"] != "not yet" for row in ROWS.values()) >= LIVED
