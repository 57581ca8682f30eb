"""People who may be away, and are told of as if they were there."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pmsim.core.program import Choice, Later, Scene
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.lower import ask
from pmsim.lang.lower.outline import ScenarioOutline, SceneOutline
from pmsim.lang.lower.ways import all_ways_on, ways_on
from pmsim.lang.nodes import Mapping, Node, Place, Scalar
from pmsim.lang.nodes import Sequence as List
from pmsim.lang.rules import found

_SPOKEN = re.compile(r'"[^"]*("|\Z)')
_SPEAKS = r"says|asks|answers|adds|replies|whispers|nods|smiles|laughs|waits|writes|reads|looks|shrugs"
_FIELDS = ("text", "label", "locked", "short", "else", "one_of")
"""Fields below which stands what a player reads of a scene."""


class _Person(NamedTuple):
    """`flag`: as a word of a condition. `there`: what shows the person doing something now. `named`: what shows them at all."""

    id: str
    flag: re.Pattern[str]
    there: re.Pattern[str]
    named: re.Pattern[str]


def named_though_away(draft: Draft) -> Iterator[Diagnostic]:
    """Scenes that show somebody who may be away then: neither `with` nor a condition asks. Once for each scene and person.

    Shown is who does something in the present tense, or who is named on a choice; who is only spoken of may be anywhere. A scenario that
    sets or clears the person's flag itself knows what it does; one that only a start brings comes before anybody leaves."""
    names = draft.desk.names
    memo = draft.desk.memo
    people = [memo(_person, name, flag.text) for name, flag in names.away.items() if name and flag.text in names.flags]
    early = {start.scenario for start in draft.starts} - {beat.scenario for beat in draft.beats}
    laters = list(_laters(draft))
    late = {later.scenario for later in laters}
    brought = {scene for later in laters for scene in later.scenes}
    told = {(".".join(owner.split(".")[:2]), part.name) for owner, part in draft.desk.shown if part.kind == "person"}
    for scenario in names.scenarios:
        if scenario.number in early - late:
            continue
        for person in people:
            scenes = [scene for scene in scenario.scenes.values() if (scene.key, person.id) in told]
            if scenes and not (_guards(scenario.node, person) or _sets(names.effects_of[scenario.id], person)):
                yield from _in_scenario(draft, scenario, scenes, person, brought)


def _person(name: str, flag: str) -> _Person:
    shown = rf"\{{(?:{re.escape(name[0].upper() + name[1:])}|{re.escape(name)})(?:\.full)?\}}"
    there = re.compile(rf"{shown} (?:[a-z]+ly )?(?:[a-z]+s\b)|\b(?:{_SPEAKS}) {shown}")
    return _Person(name, re.compile(rf"\b{flag}\b"), there, re.compile(shown))


def _in_scenario(
    draft: Draft, scenario: ScenarioOutline, scenes: Iterable[SceneOutline], person: _Person, brought: set[int]
) -> Iterator[Diagnostic]:
    """`brought`: scenes that some `later` names."""
    shown = [(scene, place) for scene in scenes if (place := draft.desk.memo(_first_shown, scene.node, person))]
    safe = _asked_before(draft, scenario, person, brought) if shown else ()
    first = draft.story.scenarios[scenario.number].starts
    for scene, (at, length) in shown:
        if scene.number not in safe:
            words = {"person": person.id, "flag": draft.desk.names.away[person.id].text}
            where = "beside the scenario's `title`" if first == (scene.number,) else "at the scene"
            yield found("may-be-away", at, hint=f"Write `with: [{person.id}]` {where}, or ask for the flag.", length=length, **words)


def _first_shown(node: Node, person: _Person) -> tuple[Place, int] | None:
    return next(_shown(node, person), None)


def _shown(node: Node, person: _Person, field: str = "") -> Iterator[tuple[Place, int]]:
    """Where the person is shown below a node, unless a condition on the way asks for the flag."""
    match node:
        case Scalar(text):
            pattern = person.named if field == "label" else person.there
            spoken = _SPOKEN.sub(lambda match: " " * len(match[0]), text) if field != "label" else text
            match = pattern.search(spoken)
            if match:
                name = person.named.search(text, match.start())
                assert name is not None
                yield node.at(name.start()), len(name[0])
        case List(items):
            for item in items:
                yield from _shown(item, person, field)
        case Mapping(entries):
            if _asks(node, ("if", "needs"), person):
                return
            for key, value in entries:
                if key.text in (*_FIELDS, "choices", "success", "failure"):
                    yield from _shown(value, person, key.text)


def _asked_before(draft: Draft, scenario: ScenarioOutline, person: _Person, brought: set[int]) -> set[int]:
    """Scenes to which only ways lead that ask whether the person is there: choices that need it, or scenes that are safe themselves."""
    story, lowered = draft.story, draft.story.scenarios[scenario.number]
    todo = list((set(lowered.starts) | brought) & set(lowered.scenes))
    by_number = {scene.number: scene for scene in scenario.scenes.values()}
    reached: set[int] = set()
    while todo:
        number = todo.pop()
        if number in reached or _guards(by_number[number].node, person):
            continue
        reached.add(number)
        outline = by_number[number]
        parts: list[Scene | Choice] = [
            story.scenes[number],
            *(story.choices[one.number] for one in outline.choices if not _asks(one.node, ("needs",), person)),
        ]
        todo += [scene for part in parts for exit_, _ in ways_on(part) for scene in exit_.scenes]
    return set(lowered.scenes) - reached


def _laters(draft: Draft) -> Iterator[Later]:
    story = draft.story
    return (later for scene in story.scenes for _, laters in all_ways_on(scene, story.choices) for later in laters)


def _guards(node: Mapping, person: _Person) -> bool:
    """Whether a scenario or a scene asks for the person, or for the flag."""
    return any(word.text == person.id for word in ask.words(node, "with")) or _asks(node, ("when",), person)


def _asks(node: Mapping, fields: Sequence[str], person: _Person) -> bool:
    return any(person.flag.search(ask.text(node, field)) for field in fields)


def _sets(effects: Iterable[Mapping], person: _Person) -> bool:
    """Whether any of the effects sets or clears the flag."""
    return any(person.flag.fullmatch(word.text) for own in effects for field in ("set", "clear") for word in ask.words(own, field))
