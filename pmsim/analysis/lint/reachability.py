"""Checks of the flow of a story: parts that are never reached, late consequences, draws without a
scenario or that run out of scenarios, and scenes that send for each other for ever."""

from collections.abc import Iterator

from pmsim.analysis.paths import paths_for
from pmsim.analysis.solver import intervals
from pmsim.core.expr import Num
from pmsim.core.program import QUARTER, ROLE, Choice, Program, Scenario, Scene
from pmsim.lang import (
    Diagnostic,
    Draft,
    Scalar,
    ScenarioSymbol,
    SceneSymbol,
    make_diagnostic,
)
from pmsim.lang.compiler.symbols import with_branches
from pmsim.lang.compiler.termination import reachable_outcomes, reachable_scenes, ways_on
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
    for delay in (delay for scene in scenario.scenes.values() for delay in _delays(scene)):
        known = paths.known_at(scenario, delay.place) if paths else None
        quarter = known[Variable(QUARTER)][0][0] if known is not None else 1
        if quarter > 1 and quarter + int(delay.text) > last_quarter > int(delay.text):
            left = last_quarter - quarter
            yield make_diagnostic(
                "too-late",
                delay,
                quarters=delay.text,
                first=quarter,
                most=last_quarter,
                hint=f"`in: {left}` comes in time."
                if left
                else "It is the last quarter; nothing comes after it.",
            )


def _delays(scene: SceneSymbol) -> Iterator[Scalar]:
    """Yield the `in` of every consequence of a scene, its choices and their branches."""
    for node in scene.nodes:
        for part in with_branches(node):
            written = (entry.scalar("in") for entry in part.mappings("later"))
            yield from (at for at in written if at and at.text.isdecimal())


def impossible_role_changes(draft: Draft, owner: ScenarioSymbol) -> Iterator[Diagnostic]:
    """Report effects that give a role, where no role that may be held there lists it in `next`."""
    paths, roles = paths_for(draft), draft.names.indices["role"]
    for node in draft.names.effects_of[owner.id]:
        at = node.scalar("role")
        if at is None or at.text not in roles:
            continue
        known = paths.known_at(owner, at.place) if paths else None
        if not any(
            roles[at.text] in held.next
            and (known is None or intervals.clipped(known[Variable(ROLE)], number, number))
            for number, held in enumerate(draft.program.roles)
        ):
            sentence = f"No role that may be held here has `{at.text}` in its `next`."
            yield make_diagnostic("role-not-next", at, sentence=sentence)


def draws_that_run_out(draft: Draft) -> Iterator[Diagnostic]:
    """Report draws by topic, without a `when`, that come more often than their scenarios can be
    drawn.

    Leave out draws without topics: `simulate` counts those that find nothing."""
    story, names = draft.program, draft.names
    quarters = names.max_quarters
    drawn = [beat for beat in story.beats if beat.scenario < 0]
    if len(drawn) != len(names.draws):  # a beat has an error, so beats and nodes do not match
        return
    for beat, node in zip(drawn, names.draws, strict=True):
        found = [
            scenario
            for scenario in story.scenarios
            if scenario.drawable and not set(scenario.topics).isdisjoint(beat.topics)
        ]
        times = sum(1 + (quarters - 1) // one.repeat if one.repeat else 1 for one in found)
        if found and beat.when is None and times < quarters:
            topics = node.scalars("topics")
            yield make_diagnostic(
                "draws-run-out",
                topics[0],
                draws=quarters,
                topics="` or `".join(topic.text for topic in topics),
                times="once" if times == 1 else f"{times} times",
                hint="Write more of them, give one a `repeat`, or the draw a `when`.",
            )


def urgent_scenarios_only(draft: Draft) -> Iterator[Diagnostic]:
    """Report urgent scenarios that take every draw of every quarter."""
    story, names = draft.program, draft.names
    draws = sum(beat.scenario < 0 for beat in story.beats)
    always = [scenario for scenario in story.scenarios if _takes_a_draw(scenario)]
    if draws and len(always) >= draws:
        first = names.scenarios[always[0].index].node.scalar("urgent")
        if first is not None:
            titles = ", ".join(f"`{scenario.id}`" for scenario in always[:5])
            yield make_diagnostic(
                "only-urgent", first, names=titles, hint="Give it a `when` or a longer `repeat`."
            )


def _takes_a_draw(scenario: Scenario) -> bool:
    """Return True if the scenario takes a draw in every quarter."""
    weight = scenario.weight
    return (
        scenario.urgent
        and scenario.drawable
        and scenario.repeat == 1
        and not _may_stop(scenario)
        and scenario.when is None
        and isinstance(weight, Num)
        and weight.value > 0
    )


def endless_pairs(draft: Draft) -> Iterator[Diagnostic]:
    """Report two scenes that send for each other on every way out, if nothing can stop them."""
    story = draft.program
    sent = {scene.index: set(_always_sends(story, scene)) for scene in story.scenes}
    for symbol in draft.names.scene_symbols:
        for other in sent[symbol.number]:
            if symbol.number < other and symbol.number in sent[other]:
                yield make_diagnostic(
                    "send-for-each-other",
                    Scalar(symbol.id, symbol.place),
                    scene=symbol.id,
                    other=story.scenes[other].id,
                    hint="A `when` on one of them ends it, or a `while` on its scenario.",
                )


def _always_sends(story: Program, scene: Scene) -> Iterator[int]:
    """Yield the scenes that every way out of a scene sends for, where nothing can stop them."""
    ways: list[Scene | Choice] = [story.choices[index] for index in scene.choices] or [scene]
    sides = [side.later for way in ways for side in ways_on(way)]
    for later in sides[0]:
        (target, *more) = later.scenes or (-1,)
        if (
            target < 0
            or more
            or not all(later.place in {one.place for one in each} for each in sides)
        ):
            continue
        entered = story.scenes[target]
        scenario = story.scenarios[later.scenario]
        if not (_may_stop(entered) or _may_stop(scenario) or entered.when or scenario.lasting):
            yield target


def _may_stop(one: Scene | Scenario) -> bool:
    """Return True if a scene or scenario may stay closed because somebody whom it needs is away."""
    return bool(one.away or one.absences)
