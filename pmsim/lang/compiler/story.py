"""Compiling scenarios, scenes and choices to the program's tables, with defaults resolved and texts
stored."""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pmsim.core.expr import Num
from pmsim.core.program import Branch, Check, Choice, Exit, Later, Lock, Scenario, Scene
from pmsim.lang.compiler.calls import (
    called_scenes,
    find_target,
    is_shared,
    report_untitled,
    scenario_brought,
)
from pmsim.lang.compiler.context import CompileContext, TooManyErrorsError
from pmsim.lang.compiler.parts import absences
from pmsim.lang.compiler.stats_and_effects import build_effects
from pmsim.lang.compiler.symbols import (
    OUT,
    ChoiceSymbol,
    ScenarioSymbol,
    SceneSymbol,
    with_branches,
)
from pmsim.lang.compiler.text import TextOwner, compile_texts
from pmsim.lang.compiler.world import away_flags, compile_phrases, compile_reasons
from pmsim.lang.expressions import NOWHERE, VisitPlace
from pmsim.lang.nodes import Mapping, Scalar
from pmsim.lang.text import Text

DEFAULT_WEIGHT = 10


class DeclaredExit(NamedTuple):
    """The exit, consequences and calls that a branch, choice or scene declares; None for what it
    leaves out."""

    exit: Exit | None = None
    later: tuple[Later, ...] | None = None
    calls: tuple[int, ...] | None = None


def _joined(ways: Sequence[DeclaredExit]) -> tuple[Exit, tuple[Later, ...]]:
    """Return the exit, with its calls, and the consequences: each that of the first way that
    declares it."""
    exit_ = next((way.exit for way in ways if way.exit is not None), Exit())
    later = next((way.later for way in ways if way.later is not None), ())
    calls = next((way.calls for way in ways if way.calls is not None), ())
    return replace(exit_, calls=calls) if calls else exit_, later


class StoryTables(NamedTuple):
    """The three tables of the story."""

    scenarios: tuple[Scenario, ...]
    scenes: tuple[Scene, ...]
    choices: tuple[Choice, ...]


class _CompiledScenario(NamedTuple):
    """One scenario: its rows of the three tables, and the context in which it was compiled."""

    scenario: Scenario
    scenes: tuple[Scene, ...]
    choices: tuple[Choice, ...]
    context: CompileContext


class _PackContext(NamedTuple):
    """The input of every scenario: the pack's context, locks and phrases, and the scenarios that a
    beat or a start names."""

    context: CompileContext
    locks: tuple[Lock, ...]
    by_name: frozenset[int]
    phrases: Table[str, Text]


def compile_story(
    context: CompileContext, locks: tuple[Lock, ...], by_name: frozenset[int]
) -> StoryTables:
    """Compile every scenario. `by_name`: the scenarios that a beat or a start names. Raise
    TooManyErrorsError if one has too many errors."""
    world = _PackContext(context, locks, by_name, dict(context.phrases))
    lowered: list[_CompiledScenario] = []
    first = 0
    for scenario_symbol in context.names.scenarios:
        try:
            one = _scenario_from_memo(world, scenario_symbol, first)
        except TooManyErrorsError as stopped:
            raise TooManyErrorsError([*context.diagnostics, *stopped.diagnostics]) from None
        context.absorb(one.context)
        lowered.append(one)
        first += len(one.choices)
    scenes = tuple(scene for one in lowered for scene in one.scenes)
    return StoryTables(
        tuple(one.scenario for one in lowered),
        scenes,
        tuple(choice for one in lowered for choice in one.choices),
    )


def _scenario_from_memo(
    world: _PackContext, scenario_symbol: ScenarioSymbol, first: int
) -> _CompiledScenario:
    """Return a scenario, from the memo if it is still valid.

    It is valid if all names mean the same and its `later`s would get the same numbers. A scenario
    that asked for guesses is not stored: its hints depend on the guesses that were left.
    """
    context = world.context
    stored = context.memo.recall(_CompiledScenario, scenario_symbol, context.names.naming_key)
    if isinstance(stored, _CompiledScenario) and _same_numbers(context, stored):
        return stored
    requests = context.scope.guess_budget.requests
    lowered = _compile_scenario(world, scenario_symbol, first)
    if context.scope.guess_budget.requests == requests:
        context.memo.store(lowered, _CompiledScenario, scenario_symbol, context.names.naming_key)
    return lowered


def _same_numbers(context: CompileContext, stored: _CompiledScenario) -> bool:
    named = all(
        context.place_numbers(*where) == numbers for where, numbers in stored.context.places.items()
    )
    called = all(
        find_target(context.names, name) == target for name, target in stored.context.calls.items()
    )
    return (
        named
        and called
        and all(
            context.schedule_number(due) == number
            for due, number in stored.context.schedule_targets.items()
        )
    )


def _compile_scenario(
    world: _PackContext, scenario_symbol: ScenarioSymbol, first: int
) -> _CompiledScenario:
    context = world.context.for_scenario(world.phrases)
    compile_phrases(context, scenario_symbol.node, scenario_symbol.id)
    scenes: list[Scene] = []
    choices: list[Choice] = []
    lowering = _SceneCompiler(context, scenario_symbol, world.locks)
    for number, scene in enumerate(scenario_symbol.scenes.values()):
        lowered, scene_choices = lowering.scene(scene)
        scenes.append(lowered)
        choices += scene_choices
        may_begin = scenario_symbol.node.has("start") or is_shared(scenario_symbol)
        if number == 0 and not may_begin:
            _report_condition(context, scene, Scalar(scene.id, scene.place), "first-scene")
    if is_shared(scenario_symbol):
        report_untitled(context, scenario_symbol)
    scenario = _scenario(context, scenario_symbol, first, world.by_name)
    return _CompiledScenario(scenario, tuple(scenes), tuple(choices), context)


def _scenario(
    context: CompileContext, scenario_symbol: ScenarioSymbol, first: int, by_name: frozenset[int]
) -> Scenario:
    node = scenario_symbol.node
    context.place = VisitPlace(caused=True)
    lasting = context.expr(node.scalar("while"), "truth")
    context.place = NOWHERE
    scenes = {name: scene.number for name, scene in scenario_symbol.scenes.items()}
    if not scenes:
        context.report("missing-part", node.place, section="scene")
    starts = (
        context.indices_of("scene", node.scalars("start"), scenes)
        if node.has("start")
        else tuple(scenes.values())[:1]
    )
    return Scenario(
        scenario_symbol.number,
        scenario_symbol.id,
        tuple(context.names.topics[topic.text] for topic in node.scalars("topics")),
        context.expr(node.scalar("when"), "truth"),
        away_flags(context, node.scalars("with")),
        context.number(node.scalar("weight"), DEFAULT_WEIGHT),
        node.number("repeat", 0),
        node.is_true("urgent"),
        node.is_true("draw", not is_shared(scenario_symbol))
        and scenario_symbol.number not in by_name,
        lasting,
        starts,
        tuple(scenes.values()),
        first,
        context.names.slot_index[f"played.{scenario_symbol.id}"],
        absences(context, node.scalars("with")),
    )


def _report_condition(context: CompileContext, scene: SceneSymbol, at: Scalar, rule: str) -> None:
    """Report a scene that may be closed where it must be open."""
    hint = (
        "Put another behind it, or `out`."
        if rule == "last-target"
        else "Put it on the scenario, beside its `title`."
    )
    for field in ("when", "with"):
        if scene.node.has(field):
            context.report(rule, at, scene=scene.id, field=field, hint=hint)


class _SceneCompiler:
    """A compiler for the scenes of one scenario."""

    def __init__(
        self, context: CompileContext, scenario_symbol: ScenarioSymbol, locks: tuple[Lock, ...]
    ) -> None:
        self.context, self.scenario_symbol, self.locks = context, scenario_symbol, locks
        self.scenes = {name: scene.number for name, scene in scenario_symbol.scenes.items()}

    def scene(self, scene: SceneSymbol) -> tuple[Scene, list[Choice]]:
        context, node = self.context, scene.node
        self.scene_symbol = scene
        context.place = VisitPlace(scene.key)
        where = TextOwner(scene.key, self.scenario_symbol.id, scene.key, cause=True)
        compile_phrases(context, node, self.scenario_symbol.id, scene.key)
        when, away = (
            context.expr(node.scalar("when"), "truth"),
            away_flags(context, node.scalars("with")),
        )
        entering = build_effects(context, node.mapping("effects"))
        compile_texts(context, where, node, "text")
        way, pick = self.way(node), node.number("pick", 0)
        choices = [
            self.choice(scene, choice, DeclaredExit() if pick else way, pick > 0)
            for choice in scene.choices
        ]
        if choices and way.calls is not None:
            at = node.by_key["call"].key
            context.report(
                "call",
                at,
                sentence="A scene with choices calls nothing itself.",
                hint="Write `call` at those of its choices that call.",
            )
        numbers = tuple(choice.number for choice in scene.choices)
        lowered = Scene(
            scene.number,
            scene.id,
            scene.key,
            self.scenario_symbol.number,
            when,
            away,
            entering,
            numbers,
            pick,
            self.check(where, node, [way]),
            *_joined([way]),
            node.has("text"),
            absences(context, node.scalars("with")),
            node.has("with"),
        )
        return lowered, choices

    def choice(
        self, scene: SceneSymbol, choice: ChoiceSymbol, default: DeclaredExit, picked: bool
    ) -> Choice:
        context, node, names = self.context, choice.node, self.context.names
        made = node.text("each") == "moments"
        where = TextOwner(choice.key, self.scenario_symbol.id, scene.key, made, cause=True)
        compile_texts(context, where, node, "label", "locked")
        if has_moment := node.has("moment"):
            compile_texts(context, where._replace(moment=False, cause=False), node, "moment")
        needs = node.scalar("needs")
        scenery = needs is not None and needs.text.strip() == "never"
        tags = node.scalars("tags")
        indices = tuple(names.tags[tag.text] for tag in tags)
        way = self.way(node)
        choice_effects = build_effects(context, node.mapping("effects"), moment=made)
        where = where._replace(after_choice=True)
        compile_texts(context, where, node, "text")
        compile_reasons(context, where, node)
        check = self.check(where, node, [way, default])
        if picked:
            self.check_picked(node)
        return Choice(
            choice.number,
            choice.id,
            choice.key,
            scene.number,
            None if scenery else context.expr(needs, "truth"),
            scenery,
            node.has("locked"),
            tuple(number for number, lock in enumerate(self.locks) if lock.tag in indices),
            indices,
            has_moment,
            node.is_true("again"),
            node.is_true("otherwise"),
            True,  # until `rank_scenes` knows better
            node.number("at_most", 0) if made else -1,
            choice_effects,
            check,
            *_joined([way, default]),
            node.has("text"),
            node.is_true("once"),
        )

    def check(self, where: TextOwner, node: Mapping, ways: list[DeclaredExit]) -> Check | None:
        odds = node.scalar("odds")
        if odds is None and not node.has("success") and not node.has("failure"):
            return None
        expr = self.context.expr(odds, "number") or Num(50)
        check = Check(
            where.key,
            expr,
            self.branch(where, node, "success", ways),
            self.branch(where, node, "failure", ways),
        )
        return check if odds else None

    def branch(
        self, where: TextOwner, node: Mapping, side: str, ways: list[DeclaredExit]
    ) -> Branch:
        context, fields = self.context, node.inner(side)
        owner = where._replace(key=f"{where.key}.{side}")
        nearest = [self.way(fields), *ways]
        changes = build_effects(context, fields.mapping("effects"), moment=where.moment)
        compile_texts(context, owner, fields, "text", "short")
        compile_reasons(context, owner, fields)
        return Branch(owner.key, changes, *_joined(nearest), fields.has("text"))

    def way(self, node: Mapping) -> DeclaredExit:
        calls = None
        if node.has("call"):
            calls = tuple(
                scene
                for name in node.scalars("call")
                for scene in called_scenes(
                    self.context, name, self.scenario_symbol, self.scene_symbol
                )
            )
        return DeclaredExit(self.exit(node), self.later(node), calls)

    def exit(self, node: Mapping) -> Exit | None:
        goto, end = node.scalars("goto"), node.scalar("end")
        for early in (place for place in goto[:-1] if place.text == OUT):
            self.context.report(
                "unknown-name",
                early,
                sentence=f"`{OUT}` always holds, so it stands last in a list.",
                hint="Put it last.",
            )
        # a name with a dot was reported with its shape
        scenes = [place for place in goto if place.text != OUT and "." not in place.text]
        if goto and goto[-1].text in self.scenes:
            _report_condition(
                self.context, self.scenario_symbol.scenes[goto[-1].text], goto[-1], "last-target"
            )
        leads = self.context.indices_of("scene", scenes, self.scenes)
        if end is not None:
            return Exit((), self.context.index_of("outcome", end))
        return Exit(leads) if goto else None

    def later(self, node: Mapping) -> tuple[Later, ...] | None:
        if not node.has("later"):
            return None
        laters: list[Later] = []
        for entry in node.mappings("later"):
            after, other = entry.number("in", 1), entry.scalar("scenario")
            if after >= self.context.names.max_quarters:
                at = entry.scalar("in")
                assert at is not None
                self.context.report(
                    "never-due", at, quarters=after, most=self.context.names.max_quarters
                )
            own = self.scenario_symbol
            what = "A `later` of another file"
            scenario = scenario_brought(self.context, other, what, own) if other else own.number
            scenes = (
                ()
                if other
                else self.context.indices_of("scene", entry.scalars("scene"), self.scenes)
            )
            if scenario >= 0:
                laters.append(
                    Later(after, scenario, scenes, self.context.schedule_number((scenario, scenes)))
                )
        return tuple(laters)

    def check_picked(self, node: Mapping) -> None:
        for part in with_branches(node):
            for entry in part.entries:
                if entry.name in ("goto", "end", "again", "otherwise"):
                    hint = (
                        "Put it on the scene." if entry.name in ("goto", "end") else "Leave it out."
                    )
                    self.context.report("choice-of-pick", entry.key, field=entry.name, hint=hint)
