"""Scenarios, scenes and choices: from the outline to the program's tables, with defaults resolved and texts put away."""

from collections.abc import Mapping as Table
from typing import NamedTuple

from pmsim.core.expr import Num
from pmsim.core.program import Branch, Check, Choice, Exit, Later, Lock, Scenario, Scene
from pmsim.lang.lower import ask
from pmsim.lang.lower.cast import away_flags, phrases, reasons
from pmsim.lang.lower.desk import Desk
from pmsim.lang.lower.effects import effects
from pmsim.lang.lower.outline import OUT, ChoiceOutline, ScenarioOutline, SceneOutline
from pmsim.lang.lower.prose import Where, put
from pmsim.lang.nodes import Mapping, Scalar
from pmsim.lang.prose import Text

DEFAULT_WEIGHT = 10


class Way(NamedTuple):
    """Where a branch, a choice or a scene says one goes on; None: it does not say."""

    exit: Exit | None
    later: tuple[Later, ...] | None


class Story(NamedTuple):
    """The three tables."""

    scenarios: tuple[Scenario, ...]
    scenes: tuple[Scene, ...]
    choices: tuple[Choice, ...]


class _Lowered(NamedTuple):
    """One scenario: its part of the three tables, and the desk at which it was lowered."""

    scenario: Scenario
    scenes: tuple[Scene, ...]
    choices: tuple[Choice, ...]
    desk: Desk
    places: dict[str, tuple[int, ...]]
    """By expression, the numbers of the scenes and choices in it."""


class _World(NamedTuple):
    """What every scenario is lowered against: the pack's desk, its locks and phrases, and the scenarios that a beat or a start names."""

    desk: Desk
    locks: tuple[Lock, ...]
    by_name: frozenset[int]
    phrases: Table[str, Text]


def story(desk: Desk, locks: tuple[Lock, ...], by_name: frozenset[int]) -> Story:
    """Every scenario. `by_name`: those that a beat or a start names."""
    world = _World(desk, locks, by_name, dict(desk.phrases))
    lowered: list[_Lowered] = []
    first = 0
    for outline in desk.names.scenarios:
        one = _remembered(world, outline, first)
        desk.add(one.desk)
        lowered.append(one)
        first += len(one.choices)
    scenes = tuple(scene for one in lowered for scene in one.scenes)
    return Story(tuple(one.scenario for one in lowered), scenes, tuple(choice for one in lowered for choice in one.choices))


def _remembered(world: _World, outline: ScenarioOutline, first: int) -> _Lowered:
    """The scenario as it was lowered before, if all names mean the same still (the world comes from these, `first` from the outline) and
    its `later`s would get the same numbers. One that asked for guesses depends on how many were left, and is not kept."""
    desk = world.desk
    kept = desk.memo.recall(_Lowered, outline, desk.names.meaning)
    if isinstance(kept, _Lowered) and _same_numbers(desk, kept):
        return kept
    asked = desk.scope.guesses.asked
    lowered = _lowered(world, outline, first)
    if desk.scope.guesses.asked == asked:
        desk.memo.keep(lowered, _Lowered, outline, desk.names.meaning)
    return lowered


def _same_numbers(desk: Desk, kept: _Lowered) -> bool:
    named = all(desk.places_in(text) == numbers for text, numbers in kept.places.items())
    return named and all(desk.place(due) == number for due, number in kept.desk.due.items())


def _lowered(world: _World, outline: ScenarioOutline, first: int) -> _Lowered:
    desk = world.desk.apart(world.phrases)
    phrases(desk, outline.node, outline.id)
    scenes: list[Scene] = []
    choices: list[Choice] = []
    lowering = _Scenes(desk, outline, world.locks)
    for number, scene in enumerate(outline.scenes.values()):
        lowered, own = lowering.scene(scene)
        scenes.append(lowered)
        choices += own
        if number == 0 and outline.node.get("start") is None:
            _surely(desk, scene, Scalar(scene.id, scene.place), "first-scene")
    scenario = _scenario(desk, outline, first, world.by_name)
    places = {one.at.text: numbers for one in desk.written if (numbers := desk.places_in(one.at.text))}
    return _Lowered(scenario, tuple(scenes), tuple(choices), desk, places)


def _scenario(desk: Desk, outline: ScenarioOutline, first: int, by_name: frozenset[int]) -> Scenario:
    node = outline.node
    scenes = {name: scene.number for name, scene in outline.scenes.items()}
    if not scenes:
        desk.say("missing-part", node.place, section="scene")
    starts = desk.find_all("scene", ask.words(node, "start"), scenes) if node.get("start") is not None else tuple(scenes.values())[:1]
    return Scenario(
        outline.number,
        outline.id,
        tuple(desk.names.topics[topic.text] for topic in ask.words(node, "topics")),
        desk.expr(ask.word(node, "when"), "truth"),
        away_flags(desk, ask.words(node, "with")),
        desk.number(ask.word(node, "weight"), DEFAULT_WEIGHT),
        ask.number(node, "repeat", 0),
        ask.yes(node, "urgent"),
        ask.yes(node, "draw", True) and outline.number not in by_name,
        desk.expr(ask.word(node, "while"), "truth"),
        starts,
        tuple(scenes.values()),
        first,
        desk.names.slot_index[f"played.{outline.id}"],
    )


def _surely(desk: Desk, scene: SceneOutline, at: Scalar, rule: str) -> None:
    """Complains if a scene may not hold where it must."""
    hint = "Put another behind it, or `out`." if rule == "last-target" else "Put it on the scenario, beside its `title`."
    for field in ("when", "with"):
        if scene.node.get(field) is not None:
            desk.say(rule, at, scene=scene.id, field=field, hint=hint)


class _Scenes:
    """Lowers the scenes of one scenario."""

    def __init__(self, desk: Desk, outline: ScenarioOutline, locks: tuple[Lock, ...]) -> None:
        self.desk, self.outline, self.locks = desk, outline, locks
        self.scenes = {name: scene.number for name, scene in outline.scenes.items()}

    def scene(self, scene: SceneOutline) -> tuple[Scene, list[Choice]]:
        desk, node = self.desk, scene.node
        where = Where(scene.key, self.outline.id, scene.key)
        when, away = desk.expr(ask.word(node, "when"), "truth"), away_flags(desk, ask.words(node, "with"))
        entering = effects(desk, ask.record(node, "effects"))
        told = put(desk, where, "text", node.get("text"))
        way, pick = self.way(node), ask.number(node, "pick", 0)
        choices = [self.choice(scene, choice, Way(None, None) if pick else way, pick > 0) for choice in scene.choices]
        numbers = tuple(choice.number for choice in scene.choices)
        lowered = Scene(
            scene.number, scene.id, scene.key, self.outline.number, when, away, entering, numbers, pick,
            self.check(where, node, [way]), way.exit or Exit(), way.later or (), told,
        )  # fmt: skip
        return lowered, choices

    def choice(self, scene: SceneOutline, choice: ChoiceOutline, default: Way, picked: bool) -> Choice:
        desk, node, names = self.desk, choice.node, self.desk.names
        made = ask.text(node, "each") == "moments"
        where = Where(choice.key, self.outline.id, scene.key, made)
        for field in ("label", "locked"):
            put(desk, where, field, node.get(field))
        put(desk, Where(choice.key, self.outline.id), "moment", node.get("moment"))
        needs = ask.word(node, "needs")
        scenery = needs is not None and needs.text.strip() == "never"
        tags = ask.words(node, "tags")
        indices = tuple(names.tags[tag.text] for tag in tags)
        way = self.way(node)
        own = effects(desk, ask.record(node, "effects"), moment=made)
        told = put(desk, where, "text", node.get("text"))
        reasons(desk, where, node)
        check = self.check(where, node, [way, default])
        if picked:
            self.check_picked(node)
        return Choice(
            choice.number, choice.id, choice.key, scene.number, None if scenery else desk.expr(needs, "truth"), scenery,
            node.get("locked") is not None, tuple(number for number, lock in enumerate(self.locks) if lock.tag in indices), indices,
            node.get("moment") is not None, ask.yes(node, "again"), ask.yes(node, "otherwise"), False,
            ask.number(node, "at_most", 0) if made else -1, own, check, way.exit or default.exit or Exit(),
            default.later or () if way.later is None else way.later, told,
        )  # fmt: skip

    def check(self, where: Where, node: Mapping, ways: list[Way]) -> Check | None:
        odds = ask.word(node, "odds")
        if odds is None and not any(ask.record(node, side) for side in ("success", "failure")):
            return None
        expr = self.desk.expr(odds, "number") or Num(50)
        check = Check(where.key, expr, self.branch(where, node, "success", ways), self.branch(where, node, "failure", ways))
        return check if odds else None

    def branch(self, where: Where, node: Mapping, side: str, ways: list[Way]) -> Branch:
        desk, fields = self.desk, ask.record(node, side) or ask.NOWHERE
        own = where._replace(key=f"{where.key}.{side}")
        nearest = [self.way(fields), *ways]
        changes = effects(desk, ask.record(fields, "effects"), moment=where.moment)
        told = put(desk, own, "text", fields.get("text"))
        put(desk, own, "short", fields.get("short"))
        reasons(desk, own, fields)
        exit_ = next((way.exit for way in nearest if way.exit is not None), Exit())
        later = next((way.later for way in nearest if way.later is not None), ())
        return Branch(own.key, changes, exit_, later, told)

    def way(self, node: Mapping) -> Way:
        return Way(self.exit(node), self.later(node))

    def exit(self, node: Mapping) -> Exit | None:
        goto, end = ask.words(node, "goto"), ask.word(node, "end")
        for early in (place for place in goto[:-1] if place.text == OUT):
            self.desk.say("unknown-name", early, sentence=f"`{OUT}` always holds, so it stands last in a list.", hint="Put it last.")
        scenes = [place for place in goto if place.text != OUT]
        if goto and goto[-1].text in self.scenes:
            _surely(self.desk, self.outline.scenes[goto[-1].text], goto[-1], "last-target")
        leads = self.desk.find_all("scene", scenes, self.scenes)
        if end is not None:
            return Exit((), self.desk.find("outcome", end, self.desk.names.outcomes))
        return Exit(leads) if goto else None

    def later(self, node: Mapping) -> tuple[Later, ...] | None:
        if node.get("later") is None:
            return None
        found: list[Later] = []
        for entry in ask.records(node, "later"):
            after, other = ask.number(entry, "in", 1), ask.word(entry, "scenario")
            if after >= self.desk.names.longest:
                at = ask.word(entry, "in")
                assert at is not None
                self.desk.say("never-due", at, quarters=after, most=self.desk.names.longest)
            scenario = self.desk.find("scenario", other, self.desk.names.scenario_index) if other else self.outline.number
            scenes = () if other else self.desk.find_all("scene", ask.words(entry, "scene"), self.scenes)
            if scenario >= 0:
                found.append(Later(after, scenario, scenes, self.desk.place((scenario, scenes))))
        return tuple(found)

    def check_picked(self, node: Mapping) -> None:
        for part in (node, *(branch for side in ("success", "failure") if (branch := ask.record(node, side)))):
            for entry in part.entries:
                if entry.key.text in ("goto", "end", "again", "otherwise"):
                    hint = "Put it on the scene." if entry.key.text in ("goto", "end") else "Leave it out."
                    self.desk.say("choice-of-pick", entry.key, field=entry.key.text, hint=hint)
