"""Checks of what comes again: draws that run out of scenarios, urgent scenarios that leave nothing
else to draw, and two scenes that send for each other for ever."""

from collections.abc import Iterator

from pmsim.core.expr import Num
from pmsim.core.program import Choice, Later, Program, Scenario, Scene
from pmsim.lang import Diagnostic, Draft, Scalar, make_diagnostic


def draws_that_run_out(draft: Draft) -> Iterator[Diagnostic]:
    """Report draws by topic, without a `when`, that come more often than their scenarios can be
    drawn.

    Leave out draws without topics: `simulate` counts those that find nothing."""
    story, names = draft.program, draft.names
    quarters = names.max_quarters
    drawn = [beat for beat in story.beats if beat.scenario < 0]
    if len(drawn) != len(names.draws):  # a beat that is not understood
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
    sides = [side for way in ways for side in _sides(way)]
    for later in sides[0]:
        (target, *more) = later.scenes or (-1,)
        if (
            target < 0
            or more
            or not all(later.place in (one.place for one in each) for each in sides)
        ):
            continue
        entered = story.scenes[target]
        scenario = story.scenarios[later.scenario]
        if not (_may_stop(entered) or _may_stop(scenario) or entered.when or scenario.lasting):
            yield target


def _sides(way: Scene | Choice) -> list[tuple[Later, ...]]:
    """Return the consequences of a way out; with a check, of both sides."""
    return [way.check.success.later, way.check.failure.later] if way.check else [way.later]


def _may_stop(one: Scene | Scenario) -> bool:
    """Return True if it needs people who may be away."""
    return bool(one.away or one.absences)
