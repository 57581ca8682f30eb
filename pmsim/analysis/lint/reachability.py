"""Checks of reachability: unreachable scenes, scenarios, outcomes and roles, late consequences, and
draws without a scenario."""

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from pmsim.analysis.reach import reachable_outcomes, reachable_scenes
from pmsim.core.expr import Expr
from pmsim.core.program import QUARTER, ROLE, Choice, Scenario, Scene
from pmsim.lang import Diagnostic, Draft, Scalar, SceneSymbol, make_diagnostic
from pmsim.lang.compiler.symbols import with_branches
from pmsim.lang.compiler.termination import due_scenes, next_scenes, onward
from pmsim.lang.expressions.ranges import Ranges, SlotDomains, Variable


def unreachable_parts(draft: Draft) -> Iterator[Diagnostic]:
    """Report scenarios, scenes and outcomes that are not reachable."""
    story, names = draft.program, draft.names
    reachable = reachable_scenes(story, draft.program.starts)
    for scenario, outline in zip(story.scenarios, names.scenarios, strict=True):
        if not reachable & set(scenario.scenes):
            why = "it is not drawn"
            if scenario.urgent and scenario.drawable:
                why = (
                    "it is urgent, so it takes the place of a draw, of which the calendar has none"
                )
            elif outline.node.is_true("urgent"):
                why = "it is never drawn, so `urgent` does not bring it"
            elif scenario.drawable:
                why = "no draw of the calendar asks for it"
            why += ", and no beat, start or `later` names it"
            at = outline.node.scalar("title") or outline.node.place
            yield make_diagnostic("scenario-never-reached", at, scenario=scenario.id, why=why)
            continue
        for scene in outline.scenes.values():
            if scene.number not in reachable:
                yield make_diagnostic(
                    "scene-never-reached",
                    Scalar(scene.id, scene.place),
                    scene=scene.id,
                    hint=f"Lead to it, as `goto: {scene.id}` does.",
                )
    outcomes = reachable_outcomes(story, reachable)
    for key, fields in names.pack.named_mappings("outcomes"):
        if fields.text("by") == "choice" and names.outcomes[key.text] not in outcomes:
            yield make_diagnostic(
                "outcome-never-reached",
                key,
                outcome=key.text,
                hint=f"Write `end: {key.text}` on a choice.",
            )


def topics_without_scenarios(draft: Draft) -> Iterator[Diagnostic]:
    """Report topics of draws that no drawable scenario has."""
    names = draft.names
    drawable_topics = {
        topic
        for scenario in draft.program.scenarios
        if scenario.drawable
        for topic in scenario.topics
    }
    for topic in (topic for draw in names.draws for topic in draw.scalars("topics")):
        if names.topics[topic.text] not in drawable_topics:
            yield make_diagnostic("nothing-to-draw", topic, topic=topic.text)


def late_consequences(draft: Draft) -> Iterator[Diagnostic]:
    """Report `later`s in scenes that can only be entered too late for them. Delays longer than a
    career have an error of their own."""
    last_quarter = draft.names.max_quarters
    earliest = _earliest_quarters(draft)
    for scene in draft.names.scene_symbols:
        quarter = earliest.get(scene.number, 1)
        for delay in _delays(scene) if quarter > 1 else ():
            if quarter + int(delay.text) > last_quarter > int(delay.text):
                yield make_diagnostic(
                    "too-late",
                    delay,
                    quarters=delay.text,
                    first=quarter,
                    most=last_quarter,
                    hint=_in_time_hint(last_quarter - quarter),
                )


def _in_time_hint(left: int) -> str:
    return (
        f"`in: {left}` comes in time."
        if left
        else "It is the last quarter; nothing comes after it."
    )


def _delays(scene: SceneSymbol) -> Iterator[Scalar]:
    """Yield the `in` of every consequence of a scene, its choices and their branches."""
    for node in scene.nodes:
        for part in with_branches(node):
            written = (entry.scalar("in") for entry in part.mappings("later"))
            yield from (at for at in written if at and at.text.isdecimal())


def _earliest_quarters(draft: Draft) -> dict[int, int]:
    """Return the earliest possible quarter of each scene. Leave out unreachable scenes."""
    story = draft.program
    todo = [
        (quarter, scene)
        for scenario in story.scenarios
        if (quarter := _first_quarter(draft, scenario))
        for scene in scenario.starts
    ]
    todo.sort()
    earliest: dict[int, int] = {}
    while todo:
        quarter, scene = heappop(todo)
        if scene in earliest:
            continue
        earliest[scene] = quarter
        for reached, after in next_scenes(story, scene):
            if reached not in earliest:
                heappush(todo, (quarter + after, reached))
    return earliest


def _first_quarter(draft: Draft, scenario: Scenario) -> int:
    """Return the first quarter in which a start, a beat or a draw can play the scenario, or 0 for
    none."""
    if any(start.scenario == scenario.index for start in draft.program.starts):
        return 1
    for quarter in range(1, draft.names.max_quarters + 1):
        for beat in draft.program.beats:
            named = beat.scenario == scenario.index
            may_be_drawn = beat.scenario < 0 and scenario.drawable
            drawn = may_be_drawn and (
                scenario.urgent or not beat.topics or bool(set(beat.topics) & set(scenario.topics))
            )
            conditions = [beat.when] if named else [beat.when, scenario.when]
            if (named or drawn) and _may_hold(draft, conditions, QUARTER, quarter):
                return quarter
    return 0


def _may_hold(draft: Draft, conditions: Iterable[Expr | None], slot: int, value: int) -> bool:
    """Return True unless the ranges exclude one of the conditions while a slot has this value."""
    limits = {Variable(slot): ((value, value),)}
    ranges = Ranges(SlotDomains(draft.names.slots, limits))
    return all(condition is None or ranges.of(condition).high for condition in conditions)


def impossible_role_changes(draft: Draft) -> Iterator[Diagnostic]:
    """Report effects that give a role, where no role that may be held there lists it in `next`."""
    conditions = _conditions_of_effects(draft)
    before: dict[int, list[int]] = {}
    for number, held in enumerate(draft.program.roles):
        for follower in held.next:
            before.setdefault(follower, []).append(number)
    roles = draft.names.indices["role"]
    for node, effects in draft.context.effects:
        at, required = node.scalar("role"), conditions.get(id(effects), [])
        if (
            at is not None
            and at.text in roles
            and not any(
                _may_hold(draft, required, ROLE, number)
                for number in before.get(roles[at.text], ())
            )
        ):
            yield make_diagnostic(
                "role-not-next",
                at,
                sentence=f"No role that may be held here has `{at.text}` in its `next`.",
            )


def _conditions_of_effects(draft: Draft) -> dict[int, list[Expr]]:
    """Return the conditions that hold where effects happen, by `id()` of the effects."""
    story = draft.program
    scheduled_scenes = set(due_scenes(story, onward(*story.scenes, *story.choices).laters))
    conditions: dict[int, list[Expr]] = {}
    for scenario in story.scenarios:
        draw_condition = (
            None
            if scheduled_scenes & set(scenario.scenes) or not scenario.drawable
            else scenario.when
        )
        for scene in (story.scenes[index] for index in scenario.scenes):
            parts: list[Scene | Choice] = [
                scene,
                *(story.choices[index] for index in scene.choices),
            ]
            for part in parts:
                needs = part.needs if isinstance(part, Choice) else None
                required = [
                    each for each in (draw_condition, scene.when, needs) if each is not None
                ]
                branches = (
                    [part.check.success.effects, part.check.failure.effects] if part.check else []
                )
                conditions |= {id(effects): required for effects in (part.effects, *branches)}
    return conditions
