"""The proof that every visit ends, found backwards from the exits in one pass, and the choices that
lead out."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from pmsim.core.program import Branch, Choice, Later, Program, Scene
from pmsim.lang.compiler.context import CompileContext
from pmsim.lang.nodes import Scalar
from pmsim.lang.pack import Promise


class Onward(NamedTuple):
    """Everything that may follow: scenes of the same visit, outcomes, and consequences."""

    scenes: list[int]
    outcomes: list[int]
    laters: list[Later]


class SceneRanking(NamedTuple):
    """The ranks of scenes. `ranks`: by scene index; scenes without a way out have none. `ways_out`:
    the choices whose targets all rank lower than their own scene."""

    ranks: Mapping[int, int]
    ways_out: frozenset[int]


class _CertainWay(NamedTuple):
    """A choice (-1: the scene itself) and the scenes it may lead to."""

    scene: int
    choice: int
    leads: frozenset[int]


def is_always_open(choice: Choice) -> bool:
    """Return True if a choice cannot be closed: it has no `needs`, `once`, lock or `each`, or it is
    an `otherwise`."""
    return choice.otherwise or not (
        choice.needs is not None
        or choice.scenery
        or choice.once
        or choice.locks
        or choice.each >= 0
    )


def rank_scenes(scenes: Sequence[Scene], choices: Sequence[Choice]) -> SceneRanking:
    """Return the ranks of all scenes.

    A scene that asks has one candidate for each choice that is always open; any other scene is its
    own candidate. The rank of a candidate is the highest rank among the scenes it may lead to (0
    for leaving the visit), plus 1. The rank of a scene is the lowest rank of its candidates. Scenes
    are ranked from the lowest rank up, so the last scene of a candidate decides its rank.
    """
    candidates = [candidate for scene in scenes for candidate in _candidates(scene, choices)]
    waiting = [len(candidate.leads) for candidate in candidates]
    leading_to: dict[int, list[int]] = {}
    for number, candidate in enumerate(candidates):
        for scene_index in candidate.leads:
            leading_to.setdefault(scene_index, []).append(number)
    ranks: dict[int, int] = {}
    settled = deque(number for number, candidate in enumerate(candidates) if not candidate.leads)
    ways_out: set[int] = set()
    while settled:
        candidate = candidates[settled.popleft()]
        rank = 1 + max((ranks[index] for index in candidate.leads), default=0)
        if candidate.scene not in ranks:
            ranks[candidate.scene] = rank
            for number in leading_to.get(candidate.scene, ()):
                waiting[number] -= 1
                if not waiting[number]:
                    settled.append(number)
        if candidate.choice >= 0 and rank <= ranks[candidate.scene]:
            ways_out.add(candidate.choice)
    return SceneRanking(ranks, frozenset(ways_out))


def onward(*parts: Scene | Choice) -> Onward:
    """Return everything that may follow choices, or scenes themselves; both sides of a check.

    A scene that asks has nothing of its own.
    """
    ways: list[Scene | Choice | Branch] = []
    for part in parts:
        if part.check:
            ways += (part.check.success, part.check.failure)
        elif not isinstance(part, Scene) or part.pick or not part.choices:
            ways.append(part)
    return Onward(
        [scene for way in ways for scene in way.exit.scenes],
        [way.exit.outcome for way in ways if way.exit.outcome >= 0],
        [later for way in ways for later in way.later],
    )


def onward_from(program: Program, index: int) -> Onward:
    """Return everything that may follow a scene and its choices."""
    scene = program.scenes[index]
    return onward(scene, *(program.choices[choice] for choice in scene.choices))


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


def closure(seeds: Iterable[int], onward: Callable[[int], Iterable[int]]) -> set[int]:
    """Return everything that can be reached from `seeds`, themselves included."""
    reached: set[int] = set()
    todo = list(seeds)
    while todo:
        index = todo.pop()
        if index not in reached:
            reached.add(index)
            todo += onward(index)
    return reached


def _candidates(scene: Scene, choices: Sequence[Choice]) -> list[_CertainWay]:
    if scene.pick or not scene.choices:
        return [_CertainWay(scene.index, -1, _leads(scene))]
    own_choices = [choices[index] for index in scene.choices]
    return [
        _CertainWay(scene.index, choice.index, _leads(choice))
        for choice in own_choices
        if is_always_open(choice)
    ]


def _leads(part: Scene | Choice) -> frozenset[int]:
    """Return the scenes of the same visit that a scene or choice may lead to; none if it leaves."""
    return frozenset(onward(part).scenes)


def report_endless_scenes(context: CompileContext, program: Program, ranking: SceneRanking) -> None:
    """Report scenes without a rank."""
    for scene, outline in zip(program.scenes, context.names.scene_symbols, strict=True):
        twice = [choice for choice in outline.choices if choice.node.is_true("otherwise")][1:]
        for choice in twice:
            at = next(entry.key for entry in choice.node.entries if entry.key.text == "otherwise")
            context.report("otherwise-twice", at, hint="Leave the mark on one of them.")
        if scene.index in ranking.ranks:
            continue
        candidates = _candidates(scene, program.choices)
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
        candidates = _candidates(program.scenes[index], program.choices)
        if not candidates:
            return f"leads to a dead end: {_scene_path(program, paths[index])}"
        for other in sorted(
            {scene for one in candidates for scene in one.leads} - {*ranking.ranks}
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
    """Report `{because}` in scenes that no visit with a cause or a choice behind it can reach."""
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
