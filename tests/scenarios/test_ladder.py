"""What a role's `when` asks for is what the choices of the yearly review ask that give it; every end
has its hints."""

from functools import cache

import pytest

from pmsim.core.compile_expr import evaluate
from pmsim.core.compiled import OpenChoice
from pmsim.core.effect_kinds import TakeRole
from pmsim.core.mutable_state import MutableState
from pmsim.core.policy import policy_named
from pmsim.core.program import ROLE
from pmsim.core.step import offered, play_career
from pmsim.lang import Pack
from pmsim.store.pack_loading import load_pack
from pmsim.ui.present.pack_texts import PackTexts

PLAYERS = ("manager", "climber", "craftsperson", "enabler", "random")


@cache
def long_game() -> Pack:
    return load_pack("the_long_game")


@pytest.mark.parametrize("door", ["passed_over", "new_badge", "fumes", "new_manager"])
def test_the_ladder_says_what_calibration_asks(door: str) -> None:
    pack, met = long_game(), set[tuple[str, bool]]()
    program = pack.program
    review = next(one.index for one in program.scenarios if one.id == "review")

    def compare(m: MutableState) -> None:
        state = m.freeze()
        for offer in offered(program, state):
            choice = program.choices[offer.choice]
            taken = {one.role for one in choice.effects or () if isinstance(one, TakeRole)}
            for role in taken & {*program.roles[state.slots[ROLE]].next}:
                when = pack.roles[program.roles[role].id].when
                if when is not None and choice.needs is not None:
                    is_open = not offer.closed
                    assert bool(evaluate(when, state.slots)) == is_open, (choice.key, state.slots)
                    met.add((choice.key, is_open))

    for player in PLAYERS:
        decide = policy_named(program, player)

        def watched(m: MutableState, options: list[OpenChoice]) -> int:
            if program.scenes[m.scene].scenario == review:
                compare(m)
            return decide(m, options)  # noqa: B023  called before the next one is named

        play_career(program, door, 11, watched)
    assert len(met) >= 2


def test_every_end_has_three_hints_and_the_pack_names_every_career() -> None:
    pack = long_game()
    missing = [
        (outcome, number)
        for outcome in pack.outcomes
        for number in (1, 2, 3)
        if f"outcomes.{outcome}/hints.{number}" not in pack.texts
    ]
    assert missing == []
    last = play_career(pack.program, "fumes", 5, policy_named(pack.program, "random"))
    assert PackTexts(pack, last).epithet()
