"""Checks of reachability: unreachable scenes, scenarios, outcomes and roles, late consequences, and
draws without a scenario."""

from collections.abc import Iterator

from pmsim.analysis.paths import paths_for
from pmsim.analysis.solver import intervals
from pmsim.core.program import QUARTER, ROLE
from pmsim.lang import (
    Diagnostic,
    Draft,
    Scalar,
    ScenarioSymbol,
    SceneSymbol,
    make_diagnostic,
)
from pmsim.lang.compiler.symbols import with_branches
from pmsim.lang.compiler.termination import reachable_outcomes, reachable_scenes
from pmsim.lang.expressions.ranges import Variable


def unreachable_parts(draft: Draft) -> Iterator[Diagnostic]:
    """Report scenarios, scenes and outcomes that are not reachable."""
    story, names = draft.program, draft.names
    reachable = reachable_scenes(story, draft.program.starts)
    for scenario, outline in zip(story.scenarios, names.scenarios, strict=True):
        if not reachable & set(scenario.scenes):
            why = "it is not drawn"
            if outline.node.is_true("shared"):
                why = "no `call` names it"
            elif scenario.urgent and scenario.drawable:
                why = (
                    "it is urgent, so it takes the place of a draw, of which the calendar has none"
                )
            elif outline.node.is_true("urgent"):
                why = "it is never drawn, so `urgent` does not bring it"
            elif scenario.drawable:
                why = "no draw of the calendar asks for it"
            if not outline.node.is_true("shared"):
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


def late_consequences(draft: Draft, scenario: ScenarioSymbol) -> Iterator[Diagnostic]:
    """Report `later`s at places that can only be reached too late for them. Delays longer than a
    career have an error of their own."""
    last_quarter, paths = draft.names.max_quarters, paths_for(draft)
    readings = paths.readings_in(scenario) if paths else {}
    for delay in (delay for scene in scenario.scenes.values() for delay in _delays(scene)):
        known = readings[delay.place].known if delay.place in readings else None
        quarter = known[Variable(QUARTER)][0][0] if known is not None else 1
        if quarter > 1 and quarter + int(delay.text) > last_quarter > int(delay.text):
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


def impossible_role_changes(draft: Draft, owner: ScenarioSymbol) -> Iterator[Diagnostic]:
    """Report effects that give a role, where no role that may be held there lists it in `next`."""
    paths = paths_for(draft)
    readings = paths.readings_in(owner) if paths else {}
    before: dict[int, list[int]] = {}
    for number, held in enumerate(draft.program.roles):
        for follower in held.next:
            before.setdefault(follower, []).append(number)
    roles = draft.names.indices["role"]
    for node in draft.names.effects_of[owner.id]:
        at = node.scalar("role")
        if at is None or at.text not in roles:
            continue
        known = readings[at.place].known if at.place in readings else None
        earlier = before.get(roles[at.text], [])
        if known is not None:
            earlier = [
                number
                for number in earlier
                if intervals.clipped(known[Variable(ROLE)], number, number)
            ]
        if not earlier:
            yield make_diagnostic(
                "role-not-next",
                at,
                sentence=f"No role that may be held here has `{at.text}` in its `next`.",
            )
