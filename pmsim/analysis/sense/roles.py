"""Roles that cannot follow those that may be held."""

from collections.abc import Iterator

from pmsim.core.expr import Expr
from pmsim.core.program import ROLE, Choice, Scene, Slot
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.expressions import range_of
from pmsim.lang.lower.ways import all_ways_on, due
from pmsim.lang.rules import found_in


def roles_not_next(draft: Draft) -> Iterator[Diagnostic]:
    """Effects that give a role where none of the roles that may be held has it in its `next`."""
    asked = _conditions(draft)
    before: dict[int, list[int]] = {}
    for number, role in enumerate(draft.roles):
        for follower in role.next:
            before.setdefault(follower, []).append(number)
    for at, effects in draft.desk.takes_role:
        holds = asked.get(id(effects), [])
        if effects.role >= 0 and not any(_may_hold(draft.desk.names.slots, holds, number) for number in before.get(effects.role, ())):
            yield found_in("role-not-next", at, sentence=f"No role that may be held here has `{at.text}` in its `next`.")


def _conditions(draft: Draft) -> dict[int, list[Expr]]:
    """By the identity of effects in the story, the conditions that hold where they happen."""
    story = draft.story
    laters = [later for scene in story.scenes for _, own in all_ways_on(scene, story.choices) for later in own]
    late = {scene for later in laters for scene in due(story.scenarios, later)}
    asked: dict[int, list[Expr]] = {}
    for scenario in story.scenarios:
        drawn = None if late & set(scenario.scenes) or not scenario.drawable else scenario.when
        for scene in (story.scenes[index] for index in scenario.scenes):
            parts: list[Scene | Choice] = [scene, *(story.choices[index] for index in scene.choices)]
            for part in parts:
                own = part.needs if isinstance(part, Choice) else None
                holds = [each for each in (drawn, scene.when, own) if each is not None]
                branches = [part.check.success.effects, part.check.failure.effects] if part.check else []
                asked |= {id(effects): holds for effects in (part.effects, *branches)}
    return asked


def _may_hold(slots: tuple[Slot, ...], conditions: list[Expr], role: int) -> bool:
    """Whether all the conditions may hold in a role, as far as ranges tell."""
    held = (*slots[:ROLE], slots[ROLE]._replace(min=role, max=role), *slots[ROLE + 1 :])
    return all(range_of(condition, held).high for condition in conditions)
