"""A career as it was lived: its decisions, and a player fitted to the choices that were made."""

from collections.abc import Iterable, Sequence
from math import exp
from typing import NamedTuple

from pmsim.core import chance
from pmsim.core.compiled import OpenChoice
from pmsim.core.mutable_state import MutableState
from pmsim.core.offers import action_id, open_choices
from pmsim.core.program import QUARTER, Program
from pmsim.core.state import State
from pmsim.core.step import Policy

_TAG_RIDGE, _CHOICE_RIDGE = 1.0, 0.1
"""How strongly the fit draws the weight of a tag, and of a single choice, to 0. One decision says
little about a tag, and much about what the same player says in the same place."""
_FIT_STEPS = 400
_ONE = 1024
"""The clock weight of a choice that the player neither likes nor dislikes."""
_VISIT = 1 << 10
"""More decisions than a visit can have."""


class LivedDecision(NamedTuple):
    """A decision with more than one open choice. `number`: its place in the career, from 0;
    `visit`: that of the first decision of its visit."""

    number: int
    visit: int
    state: State
    options: tuple[OpenChoice, ...]
    taken: OpenChoice


def lived_decisions(
    program: Program, path: Iterable[tuple[State, str]]
) -> tuple[LivedDecision, ...]:
    """Return the decisions of a career in which something else was open. `path`: the state before
    each decision, and the action taken in it; it is followed up to the first that is not open."""
    decisions = []
    visit = 0
    for number, (state, action) in enumerate(path):
        visit = visit if state.visit_decisions else number
        m = MutableState(program, state)
        options = tuple(open_choices(m)) if state.scene >= 0 else ()
        taken = next((option for option in options if action_id(m, option) == action), None)
        if taken is None:
            break
        if len(options) > 1:
            decisions.append(LivedDecision(number, visit, state, options, taken))
    return tuple(decisions)


def fit_weights(program: Program, decisions: Sequence[LivedDecision]) -> tuple[int, ...]:
    """Return the clock weight of every choice of the program for a player who chooses as in the
    decisions: a conditional logit over the tags of a choice and the choice itself, with a ridge."""
    tags = len(program.tags)
    rows = [
        (
            [(*program.choices[index].tags, tags + index) for index, _ in one.options],
            one.options.index(one.taken),
        )
        for one in decisions
    ]
    features = sorted({name for options, _ in rows for option in options for name in option})
    ridge = {name: _TAG_RIDGE if name < tags else _CHOICE_RIDGE for name in features}
    bend = dict(ridge)  # a bound of the curvature, so that no step goes too far
    for option in [option for options, _ in rows for option in options]:
        for name in option:
            bend[name] += len(option) / 2
    weights = dict.fromkeys(features, 0.0)
    for _ in range(_FIT_STEPS if rows else 0):
        slope = {name: -ridge[name] * weight for name, weight in weights.items()}
        for options, taken in rows:
            odds = [exp(sum([weights[name] for name in option])) for option in options]
            total = sum(odds)
            for name in options[taken]:
                slope[name] += 1
            for option, odd in zip(options, odds, strict=True):
                for name in option:
                    slope[name] -= odd / total
        for name in features:
            weights[name] += slope[name] / bend[name]
    return tuple(
        max(1, round(_ONE * exp(sum(weights.get(n, 0) for n in (*one.tags, tags + one.index)))))
        for one in program.choices
    )


def fitted_policy(program: Program, weights: Sequence[int]) -> Policy:
    """Return a policy that takes each open choice with a chance in proportion to its weight. The
    same seed favours the same choices on every road."""
    hashes = [chance.name_hash("player", choice.key) for choice in program.choices]
    clock = chance.player_clock

    def decide(m: MutableState, options: list[OpenChoice]) -> int:
        if len(options) == 1:
            return 0
        seed, k = m.seed, m.slots[QUARTER] * _VISIT + m.visit_decisions
        clocks = [clock(seed, hashes[index], k, weights[index]) for index, _ in options]
        return clocks.index(min(clocks))

    return decide
