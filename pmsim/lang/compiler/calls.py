"""Calls of shared scenes: what a `call` names, what else may not bring a shared file, and the proof
that no scene is under way twice."""

from collections.abc import Mapping
from typing import NamedTuple

from pmsim.core.program import Choice, Program, Scene
from pmsim.lang.compiler.context import CompileContext
from pmsim.lang.compiler.names import PackNames
from pmsim.lang.compiler.symbols import ScenarioSymbol, SceneSymbol, with_branches
from pmsim.lang.compiler.termination import closure, onward_from, ways_on
from pmsim.lang.nodes import Scalar

MAX_CALLS = 4
"""The most calls that may be under way at once."""


class CallTarget(NamedTuple):
    """The meaning of a name in a `call`. `scenes`: the scenes to try, in order. Without any,
    `problem` says why: there is no such scene or file ('unknown'), or the file is not shared
    ('closed')."""

    scenes: tuple[int, ...]
    problem: str = ""


def find_target(names: PackNames, name: str) -> CallTarget:
    """Return what the name in a `call` stands for: a scene, or a scenario's start."""
    scenario, dot, scene = name.partition(".")
    number = names.scenario_index.get(scenario)
    if number is None:
        return CallTarget((), "unknown")
    symbol = names.scenarios[number]
    starts = symbol.node.scalars("start")
    ids = [scene] if dot else [one.text for one in starts] or list(symbol.scenes)[:1]
    scenes = tuple(symbol.scenes[each].number for each in ids if each in symbol.scenes)
    if not scenes:
        return CallTarget((), "unknown")
    return CallTarget(scenes) if is_shared(symbol) else CallTarget((), "closed")


def is_shared(scenario: ScenarioSymbol) -> bool:
    """Return True if a scenario is there to be called."""
    return scenario.node.is_true("shared")


def called_scenes(
    context: CompileContext, name: Scalar, scenario: ScenarioSymbol, scene: SceneSymbol
) -> tuple[int, ...]:
    """Return the scenes that a name in a `call` stands for; report a name that stands for none.
    `scene`: the one that calls."""
    target = context.calls[name.text] = find_target(context.names, name.text)
    if target.problem == "closed":
        file = name.text.partition(".")[0]
        context.report(
            "call",
            name,
            sentence=f"`{file}` is not shared, so nothing can call it.",
            hint=f"Write `shared: true` into `{file}.yaml`, or use `goto` or `later`.",
        )
    elif target.problem and name.text in scenario.scenes:
        context.report(
            "call",
            name,
            sentence=f"A name without a dot is a file, and there is no file `{name.text}.yaml`.",
            hint=f"Write `{scenario.id}.{name.text}`."
            if is_shared(scenario)
            else f"`goto: {name.text}` goes to the scene of this file.",
        )
    elif target.problem:
        shared = [one for one in context.names.scenarios if is_shared(one)]
        known = [one.id for one in shared]
        known += [scene.key for one in shared for scene in one.scenes.values()]
        context.report_missing("shared scene", name, known)
    context.written_calls += ((scene.number, name, each) for each in target.scenes)
    return target.scenes


def scenario_brought(
    context: CompileContext, name: Scalar | None, what: str, own: ScenarioSymbol | None = None
) -> int:
    """Return the index of a scenario that something else than a call brings, -1 for None. Report a
    shared one. `own`: the scenario whose `later` names it, which may bring itself."""
    index = context.index_of("scenario", name)
    if name is not None and index >= 0:
        context.calls[name.text] = find_target(context.names, name.text)
        if is_shared(symbol := context.names.scenarios[index]) and symbol is not own:
            sentence = f"{what} cannot bring it."
            context.report("shared-file", name, sentence=sentence, file=name.text)
    return index


def report_untitled(context: CompileContext, scenario: ScenarioSymbol) -> None:
    """Report a shared file without a title whose own `later` makes visits of it."""
    nodes = (node for scene in scenario.scenes.values() for node in scene.nodes)
    laters = [
        later for node in nodes for part in with_branches(node) for later in part.mappings("later")
    ]
    if laters and not scenario.node.has("title"):
        context.report(
            "shared-file",
            laters[0].place,
            file=scenario.id,
            sentence="What comes back by this `later` is a visit of its own and needs a title.",
            hint="Write `title:` at the top of the file.",
        )


def calls_to_digest(program: Program) -> list[tuple[str, ...]]:
    """Return what the digest of a pack covers of its calls."""
    parts: list[Scene | Choice] = [*program.scenes, *program.choices]
    return [
        ("call", way.key, scene.key, str(scene.own_with))
        for part in parts
        for way in ways_on(part)
        for scene in (program.scenes[index] for index in way.exit.calls)
    ]


def report_circles(context: CompileContext, program: Program) -> None:
    """Report calls that may bring back a scene that is still under way, and calls more than
    `MAX_CALLS` deep."""
    calls = context.written_calls
    if not calls:
        return
    onward = {scene.index: onward_from(program, scene.index).scenes for scene in program.scenes}
    called: dict[int, set[int]] = {}
    for scene, _, target in calls:
        called.setdefault(scene, set()).add(target)
    reported: set[frozenset[int]] = set()
    for scene, name, target in calls:
        chain = _shortest_chain(onward, target, scene)
        if chain and frozenset(chain) not in reported:
            reported.add(frozenset(chain))
            path = " → ".join(program.scenes[each].key for each in (scene, *chain))
            context.report(
                "call-circle",
                name,
                sentence=f"This call comes back to `{program.scenes[scene].key}` while that still"
                f" waits for it: {path}.",
            )
    if reported:
        return
    depths: dict[int, int] = {}
    for _, name, target in calls:
        if 1 + _depth(target, called, program, depths) > MAX_CALLS:
            context.report(
                "call-circle",
                name,
                sentence=f"Behind this call more than {MAX_CALLS} calls would be under way.",
            )


def _shortest_chain(onward: Mapping[int, list[int]], first: int, last: int) -> list[int]:
    """Return the shortest way from one scene to another, both included; [] if there is none."""
    chains = {first: [first]}
    todo = [first]
    for scene in todo:
        if scene == last:
            return chains[scene]
        for following in onward[scene]:
            if following not in chains:
                chains[following] = [*chains[scene], following]
                todo.append(following)
    return []


def _depth(
    scene: int, called: Mapping[int, set[int]], program: Program, depths: dict[int, int]
) -> int:
    """Return the most calls that may be under way at once from a scene on, if none is in a
    circle."""
    if scene not in depths:
        inside = closure([scene], lambda index: onward_from(program, index, called=False).scenes)
        targets = {target for each in inside for target in called.get(each, ())}
        depths[scene] = max(
            (1 + _depth(each, called, program, depths) for each in targets), default=0
        )
    return depths[scene]
