"""Policies: players that need nobody. They draw their own numbers and disturb no other."""

from pmsim.core import chance
from pmsim.core.effects import CompiledEffects
from pmsim.core.expr import compile_expr
from pmsim.core.machine import Machine
from pmsim.core.offers import action_id, percentage
from pmsim.core.program import Persona, Program
from pmsim.core.rules import Open
from pmsim.core.step import Policy


def first(_: Machine, __: list[Open]) -> int:
    """Always the first open choice."""
    return 0


def random(m: Machine, among: list[Open]) -> int:
    """Uniform, by the career's seed and the decision's number."""
    return chance.below(len(among), m.seed, "policy", "random", m.decisions + 1)


def policy_named(program: Program, name: str) -> Policy:
    """`first`, `random` or a persona of the pack. Raises KeyError."""
    if name in POLICIES:
        return POLICIES[name]
    for persona in program.personas:
        if persona.id == name:
            return player(persona)
    raise KeyError(name)


POLICIES: dict[str, Policy] = {"first": first, "random": random}


def changed(m: Machine, taken: Open, mapping: CompiledEffects | None, slots: list[int]) -> list[int]:
    """The slots after a whole mapping (acts and role too) of the open choice `taken`, run on a copy: the machine is left as it was."""
    if mapping is None:
        return slots
    kept, told, practised, last = m.s, m.events, m.practised, m.last
    m.s, m.events, m.last = list(slots), None, taken
    mapping.run(m, "")
    after, m.s, m.events, m.practised, m.last = m.s, kept, told, practised, last
    return after


def player(persona: Persona) -> Policy:
    """A persona as a policy: the best score wins, the first of equals."""
    likes = [
        (like.tag, compile_expr(like.reading) if like.reading is not None else None, compile_expr(like.weight)) for like in persona.likes
    ]

    def decide(m: Machine, among: list[Open]) -> int:
        weights = [(tag, read, weight(m.s)) for tag, read, weight in likes]
        tastes = {tag: weight for tag, _, weight in weights if tag >= 0}
        measured = [(read, weight) for _, read, weight in weights if read is not None]

        def worth(before: list[int], after: list[int]) -> int:
            return sum(weight * (read(after) - read(before)) for read, weight in measured)

        def score(taken: Open) -> int:
            deed = m.deeds[taken[0]]
            own = changed(m, taken, deed.effects, m.s)
            total = sum(tastes.get(tag, 0) for tag in deed.choice.tags) + worth(m.s, own)
            if deed.roll is not None:
                odds = percentage(m, deed.roll)
                success, failure = (worth(own, changed(m, taken, side.effects, own)) for side in (deed.roll.success, deed.roll.failure))
                total += (success * odds + failure * (100 - odds)) // 100
            noise = chance.u32(m.seed, "policy", f"{persona.id}/{action_id(m, taken)}", m.decisions + 1) % (persona.noise + 1)
            return total + noise

        scores = [score(taken) for taken in among]
        return scores.index(max(scores))

    return decide
