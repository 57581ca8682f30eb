"""The proof that every visit ends, found backwards from the exits in one pass, and the choices that
lead out."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple, TypeVar

from pmsim.core.effect_kinds import Effects
from pmsim.core.program import (
    Beat,
    Branch,
    Choice,
    Later,
    Program,
    Scenario,
    Scene,
    Slot,
    Start,
    branches,
)
from pmsim.lang.compiler.context import CompileContext
from pmsim.lang.compiler.covering import covers
from pmsim.lang.nodes import Scalar
from pmsim.lang.pack import Promise

_T = TypeVar("_T")


class Onward(NamedTuple):
    """Everything that may follow: scenes of the same visit (called ones too), outcomes, and
    consequences."""

    scenes: list[int]
    outcomes: list[int]
    laters: list[Later]


class SceneRanking(NamedTuple):
    """The ranks of scenes. `ranks`: by scene index; scenes without a way out have none. `ways_out`:
    the choices whose targets all rank lower than their own scene."""

    ranks: Mapping[int, int]
    ways_out: frozenset[int]


class _CertainWay(NamedTuple):
    """A choice (-1: the scene itself), the scenes it may lead to, and those it may call. `guards`:
    it has `needs`, and leads out only together with others that cover every case."""

    scene: int
    choice: int
    leads: frozenset[int]
    calls: frozenset[int] = frozenset()
    guards: bool = False


def is_always_open(choice: Choice) -> bool:
    """Return True if a choice cannot be closed: it has no `needs`, `once`, lock or `each`, or it is
    an `otherwise`."""
    return choice.otherwise or not (choice.needs is not None or _may_be_missing(choice))


def _may_be_missing(choice: Choice) -> bool:
    """Return True if anything but its `needs` can close a choice."""
    return choice.scenery or choice.once or bool(choice.locks) or choice.each >= 0


def rank_scenes(
    scenes: Sequence[Scene], choices: Sequence[Choice], slots: Sequence[Slot]
) -> SceneRanking:
    """Return the ranks of all scenes.

    A scene that asks has one candidate for each choice that is always open; any other scene is its
    own candidate. The rank of a candidate is 1, plus the highest rank among the scenes it may lead
    to (0 for leaving the visit), plus the highest among the scenes its calls may begin at. The rank
    of a scene is the lowest rank of its candidates. Where that gives a scene no rank, choices with
    `needs` are candidates too, once those of the lowest ranks cover every case together.
    """
    candidates = [candidate for scene in scenes for candidate in _candidates(scene, choices)]
    ranks: dict[int, int] = {}
    ways_out: set[int] = set()
    certain = [candidate for candidate in candidates if not candidate.guards]
    _settle(certain, ranks, ways_out, choices, slots)
    if len(ranks) < len(scenes):
        rest = [candidate for candidate in candidates if candidate.scene not in ranks]
        _settle(rest, ranks, ways_out, choices, slots)
    return SceneRanking(ranks, frozenset(ways_out))


def _settle(
    candidates: Sequence[_CertainWay],
    ranks: dict[int, int],
    ways_out: set[int],
    choices: Sequence[Choice],
    slots: Sequence[Slot],
) -> None:
    """Rank scenes from the lowest rank up, and add the choices that lead out."""
    targets = [candidate.leads | candidate.calls for candidate in candidates]
    waiting = [sum(index not in ranks for index in indices) for indices in targets]
    leading_to: dict[int, list[int]] = {}
    for number, indices in enumerate(targets):
        for scene_index in indices:
            leading_to.setdefault(scene_index, []).append(number)

    def rank_of(number: int) -> int:
        leads, calls = candidates[number].leads, candidates[number].calls
        return 1 + sum(max((ranks[each] for each in group), default=0) for group in (leads, calls))

    # of equal rank, ways that are certain come before guards
    settled = [
        (rank_of(number), candidates[number].guards, number)
        for number, count in enumerate(waiting)
        if not count
    ]
    heapify(settled)
    guards: dict[int, list[int]] = {}
    while settled:
        rank, guarding, number = heappop(settled)
        scene, choice = candidates[number].scene, candidates[number].choice
        ways = [choice] if choice >= 0 else []
        if guarding:
            ways = guards.setdefault(scene, [])
            ways.append(choice)
        if scene not in ranks:
            # guards of one scene and rank come one after the other, and are judged with the last
            more = bool(settled) and settled[0][:2] == (rank, guarding)
            if guarding and (
                (more and candidates[settled[0][2]].scene == scene)
                or not covers(
                    [needs for each in ways if (needs := choices[each].needs) is not None], slots
                )
            ):
                continue
            ranks[scene] = rank
            for other in leading_to.get(scene, ()):
                waiting[other] -= 1
                if not waiting[other]:
                    heappush(settled, (rank_of(other), candidates[other].guards, other))
        elif guarding and not ways_out.issuperset(ways[:1]):
            continue  # the scene has a way out without its guards
        if rank <= ranks[scene]:
            ways_out.update(ways)


def onward(*parts: Scene | Choice, called: bool = True) -> Onward:
    """Return everything that may follow choices, or scenes themselves; both sides of a check.

    A scene that asks has nothing of its own. `called`: the scenes that a call may begin at, too.
    """
    ways = [
        way
        for part in parts
        if part.check or isinstance(part, Choice) or part.pick or not part.choices
        for way in ways_on(part)
    ]
    return Onward(
        [
            scene
            for way in ways
            for scene in (*way.exit.scenes, *(way.exit.calls if called else ()))
        ],
        [way.exit.outcome for way in ways if way.exit.outcome >= 0],
        [later for way in ways for later in way.later],
    )


def onward_from(program: Program, index: int, *, called: bool = True) -> Onward:
    """Return everything that may follow a scene and its choices."""
    scene = program.scenes[index]
    return onward(scene, *(program.choices[choice] for choice in scene.choices), called=called)


def may_draw(beat: Beat, scenario: Scenario) -> bool:
    """Return True if a beat is a draw that may fall on a scenario."""
    fits = scenario.urgent or not beat.topics or not {*beat.topics}.isdisjoint(scenario.topics)
    return scenario.drawable and beat.scenario < 0 and fits


def due_scenes(program: Program, laters: Iterable[Later]) -> list[int]:
    """Return the scenes that consequences may enter."""
    return [
        scene
        for later in laters
        for scene in later.scenes or program.scenarios[later.scenario].starts
    ]


def next_scenes(program: Program, index: int) -> list[tuple[int, int]]:
    """Return the scenes that may follow a scene, each with the quarters until then."""
    scenes, _, laters = onward_from(program, index)
    return [
        *((scene, 0) for scene in scenes),
        *((scene, later.after) for later in laters for scene in due_scenes(program, [later])),
    ]


def closure(seeds: Iterable[_T], onward: Callable[[_T], Iterable[_T]]) -> set[_T]:
    """Return everything that can be reached from `seeds`, themselves included."""
    reached: set[_T] = set()
    todo = list(seeds)
    while todo:
        one = todo.pop()
        if one not in reached:
            reached.add(one)
            todo += onward(one)
    return reached


def reachable_scenes(program: Program, starts: Iterable[Start]) -> set[int]:
    """Return the indices of the reachable scenes. They are reached from beats, `starts` and draws,
    directly or through scheduled visits."""
    named = {beat.scenario for beat in program.beats} | {start.scenario for start in starts}
    first_scenes = [
        scene
        for scenario in program.scenarios
        if scenario.index in named or any(may_draw(beat, scenario) for beat in program.beats)
        for scene in scenario.starts
    ]
    return closure(first_scenes, lambda index: [scene for scene, _ in next_scenes(program, index)])


def reachable_outcomes(program: Program, scenes: Iterable[int]) -> set[int]:
    """Return the indices of the outcomes that these scenes (indices) can end with."""
    return {outcome for index in scenes for outcome in onward_from(program, index).outcomes}


def _candidates(scene: Scene, choices: Sequence[Choice]) -> list[_CertainWay]:
    if scene.pick or not scene.choices:
        calls = frozenset[int]() if scene.pick else _calls(scene)
        return [_CertainWay(scene.index, -1, _leads(scene), calls)]
    own_choices = [choices[index] for index in scene.choices]
    return [
        _CertainWay(
            scene.index, choice.index, _leads(choice), _calls(choice), not is_always_open(choice)
        )
        for choice in own_choices
        if is_always_open(choice) or not _may_be_missing(choice)
    ]


def _certain_ways(scene: Scene, choices: Sequence[Choice]) -> list[_CertainWay]:
    return [candidate for candidate in _candidates(scene, choices) if not candidate.guards]


def _leads(part: Scene | Choice) -> frozenset[int]:
    """Return the scenes of the same visit that a scene or choice may lead to; none if it leaves."""
    return frozenset(onward(part, called=False).scenes)


def _calls(part: Scene | Choice) -> frozenset[int]:
    """Return the scenes that the calls of a scene or choice, or of its sides, may begin at."""
    return frozenset(scene for way in ways_on(part) for scene in way.exit.calls)


def ways_on(part: Scene | Choice) -> tuple[Scene | Choice | Branch, ...]:
    """Return the sides of a scene's or choice's check, else the part itself."""
    return branches(part.check) or (part,)


def effects_of(part: Scene | Choice) -> tuple[Effects | None, ...]:
    """Return the effects of a scene or choice, and those of the sides of its check."""
    return (part.effects, *(side.effects for side in branches(part.check)))


def report_endless_scenes(context: CompileContext, program: Program, ranking: SceneRanking) -> None:
    """Report scenes without a rank."""
    for scene, outline in zip(program.scenes, context.names.scene_symbols, strict=True):
        twice = [choice for choice in outline.choices if choice.node.is_true("otherwise")][1:]
        for choice in twice:
            at = choice.node.by_key["otherwise"].key
            context.report("otherwise-twice", at, hint="Leave the mark on one of them.")
        if scene.index in ranking.ranks:
            continue
        candidates = _certain_ways(scene, program.choices)
        subject = "the way on" if not scene.choices or scene.pick else "what is always open"
        why = f"{subject} {_endless_way(program, scene.index, ranking)}"
        hint = "Let one of the ways lead on to a scene with a way out, or out."
        if not candidates:
            why = "no choice is always open"
            hint = "Leave one choice without `needs`, or mark one `otherwise: true`."
        context.report(
            "no-way-out", Scalar(scene.id, outline.place), scene=scene.id, why=why, hint=hint
        )


def _endless_way(program: Program, start: int, ranking: SceneRanking) -> str:
    """Return where a scene without a rank leads, with the scenes on the way: round in a circle, or
    to a dead end."""
    paths: dict[int, list[int]] = {start: [start]}
    todo = deque([start])
    while todo:
        index = todo.popleft()
        candidates = _certain_ways(program.scenes[index], program.choices)
        if not candidates:
            return f"leads to a dead end: {_scene_path(program, paths[index])}"
        for other in sorted(
            {scene for one in candidates for scene in one.leads | one.calls} - {*ranking.ranks}
        ):
            if other in paths[index]:
                circle = [*paths[index][paths[index].index(other) :], other]
                return f"leads round in a circle: {_scene_path(program, circle)}"
            if other not in paths:
                paths[other] = [*paths[index], other]
                todo.append(other)
    raise AssertionError("a scene without a rank leads to another without one")


def _scene_path(program: Program, scenes: Sequence[int]) -> str:
    shown = [f"`{program.scenes[index].id}`" for index in scenes]
    return " → ".join(shown if len(shown) <= 6 else [*shown[:3], "…", *shown[-2:]])


def report_broken_promises(
    context: CompileContext, promises: Iterable[Promise], locked: frozenset[str]
) -> None:
    """Report choices that may be closed although a promise says that they are always open.
    `locked`: tags with a lock."""
    for tag in (promise.tag for promise in promises if promise.tag):
        for choice in context.names.choice_symbols:
            tags = {word.text: word for word in choice.node.scalars("tags")}
            if tag not in tags:
                continue
            needs = choice.node.scalar("needs")
            if needs is not None:
                context.report("promised-open", needs, tag=tag, what="a `needs`")
            for name in tags.keys() & locked:
                context.report(
                    "promised-open",
                    tags[name],
                    tag=tag,
                    what=f"the tag `{name}`, which a lock may shut",
                )


def report_causeless(context: CompileContext, program: Program) -> None:
    """Report `{because}` in scenes that no visit with a cause or a choice behind it can reach. A
    pack with words for that case (`no_cause`) has none."""
    if context.names.pack.inner("words").has("no_cause"):
        return
    chosen = onward(*program.choices, *(scene for scene in program.scenes if scene.pick))

    def coming(indices: Iterable[int]) -> list[int]:
        return due_scenes(program, onward(*(program.scenes[index] for index in indices)).laters)

    behind_a_choice = closure(chosen.scenes, lambda index: onward_from(program, index).scenes)
    brought = due_scenes(program, chosen.laters) + coming(behind_a_choice)
    caused = closure(brought, lambda index: onward_from(program, index).scenes + coming([index]))
    known = caused | behind_a_choice
    keys = {scene.key for scene in program.scenes if scene.index in known}
    for key, (scalar, offset) in context.cause_placeholders.items():
        if key not in keys:
            name = key.rpartition(".")[2]
            sentence = (
                f"No choice comes before `{name}`, in its visit or by a `later`, so `{{because}}`"
                " has nothing to name."
            )
            context.report("no-cause", Scalar("{because}", scalar.at(offset)), sentence=sentence)
