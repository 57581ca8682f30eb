"""Policies: players without a person. Their random numbers do not disturb those of the story."""

from collections.abc import Callable

from pmsim.core import chance
from pmsim.core.compile_expr import compile_expr
from pmsim.core.compiled import OpenChoice
from pmsim.core.effects import CompiledEffects
from pmsim.core.mutable_state import MutableState
from pmsim.core.offers import action_id, clamped_odds
from pmsim.core.program import Persona, Program
from pmsim.core.step import Policy


def choose_first(_: MutableState, __: list[OpenChoice]) -> int:
    """Return the first open choice."""
    return 0


def choose_random(m: MutableState, options: list[OpenChoice]) -> int:
    """Return a uniformly random choice, by the career's seed and the number of the decision."""
    return chance.below(len(options), m.seed, "policy", "random", m.decisions + 1)


def policy_named(program: Program, name: str) -> Policy:
    """Return the policy `first`, `random`, or a persona of the pack. Raise KeyError."""
    if name in POLICIES:
        return POLICIES[name]
    for persona in program.personas:
        if persona.id == name:
            return persona_policy(persona)
    raise KeyError(name)


POLICIES: dict[str, Policy] = {"first": choose_first, "random": choose_random}


def slots_after(
    m: MutableState, taken: OpenChoice, effects: CompiledEffects | None, slots: list[int]
) -> list[int]:
    """Return the slots after all effects (acts and role too) of the open choice `taken`.

    The effects run on a copy of `slots`; the state stays as it was.
    """
    if effects is None:
        return slots
    slots_before, events, practised, last_choice = m.slots, m.events, m.practised, m.last_choice
    m.slots, m.events, m.last_choice = list(slots), None, taken
    effects.run(m, "")
    after, m.slots, m.events, m.practised, m.last_choice = (
        m.slots,
        slots_before,
        events,
        practised,
        last_choice,
    )
    return after


def persona_policy(persona: Persona) -> Policy:
    """Return a persona as a policy: the choice with the highest score wins, of equals the first."""
    scores_of = persona_scores(persona)

    def decide(m: MutableState, options: list[OpenChoice]) -> int:
        scores = scores_of(m, options)
        return scores.index(max(scores))

    return decide


def persona_scores(persona: Persona) -> Callable[[MutableState, list[OpenChoice]], list[int]]:
    """Return a function from open choices to the points that a persona gives each of them."""
    likes = [
        (
            like.tag,
            compile_expr(like.reading) if like.reading is not None else None,
            compile_expr(like.weight),
        )
        for like in persona.likes
    ]

    def scores_of(m: MutableState, options: list[OpenChoice]) -> list[int]:
        weights = [(tag, read, weight(m.slots)) for tag, read, weight in likes]
        tastes = {tag: weight for tag, _, weight in weights if tag >= 0}
        measured = [(read, weight) for _, read, weight in weights if read is not None]

        def liking(before: list[int], after: list[int]) -> int:
            return sum(weight * (read(after) - read(before)) for read, weight in measured)

        def score(taken: OpenChoice) -> int:
            compiled_choice = m.choices[taken[0]]
            after_choice = slots_after(m, taken, compiled_choice.effects, m.slots)
            total = sum(tastes.get(tag, 0) for tag in compiled_choice.choice.tags) + liking(
                m.slots, after_choice
            )
            if compiled_choice.check is not None:
                odds = clamped_odds(m, compiled_choice.check)
                success, failure = (
                    liking(after_choice, slots_after(m, taken, side.effects, after_choice))
                    for side in (compiled_choice.check.success, compiled_choice.check.failure)
                )
                total += (success * odds + failure * (100 - odds)) // 100
            noise = chance.u32(
                m.seed, "policy", f"{persona.id}/{action_id(m, taken)}", m.decisions + 1
            ) % (persona.noise + 1)
            return total + noise

        return [score(taken) for taken in options]

    return scores_of
