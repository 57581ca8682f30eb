"""Advisers and their choices. They look at the next decision only, as personas do."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pmsim.core.compile_expr import evaluate
from pmsim.core.compiled import OpenChoice
from pmsim.core.mutable_state import MutableState
from pmsim.core.offers import action_id, open_choices
from pmsim.core.policy import persona_scores
from pmsim.core.program import Persona, Program
from pmsim.core.state import State


class Counsel(NamedTuple):
    """A persona's choice: the action, and the tags that they like about it, the most liked
    first. The action is '' if they like two choices equally."""

    action: str
    tags: tuple[int, ...] = ()


def counsel(program: Program, personas: Sequence[Persona], state: State) -> tuple[Counsel, ...]:
    """Return what each of some personas would choose in a state."""
    m = MutableState(program, state)
    options = list(open_choices(m)) if state.scene >= 0 else []
    return tuple(_counsel(m, options, persona) for persona in personas)


def side_taken(program: Program, personas: Sequence[Persona], before: State, action: str) -> int:
    """Return the index of the persona who would have taken an action in a state, alone among
    several; -1 if they agree, or if none of them would have."""
    actions = [one.action for one in counsel(program, personas, before)]
    return actions.index(action) if actions.count(action) == 1 else -1


def _counsel(m: MutableState, options: list[OpenChoice], persona: Persona) -> Counsel:
    scores = _scores_of(persona)(m, options)
    best = max(scores, default=0)
    if len(options) < 2 or scores.count(best) > 1:
        return Counsel("")
    taken = options[scores.index(best)]
    return Counsel(action_id(m, taken), tuple(_liked(m, taken, persona)))


_scores_of = lru_cache(maxsize=64)(persona_scores)


def _liked(m: MutableState, taken: OpenChoice, persona: Persona) -> Iterator[int]:
    tags = m.choices[taken[0]].choice.tags
    weights = {like.tag: evaluate(like.weight, m.slots) for like in persona.likes if like.tag >= 0}
    yield from sorted(
        (tag for tag in tags if weights.get(tag, 0) > 0), key=lambda tag: -weights[tag]
    )
