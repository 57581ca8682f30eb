"""The check for people who may be away but are shown as present."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pmsim.core.program import Choice, Scene
from pmsim.lang import (
    Diagnostic,
    Draft,
    Mapping,
    Node,
    Place,
    Scalar,
    ScenarioSymbol,
    SceneSymbol,
    make_diagnostic,
)
from pmsim.lang import Sequence as List
from pmsim.lang.compiler.termination import onward

_QUOTATION = re.compile(r'"[^"]*("|\Z)')
_ACTION_VERBS = (
    r"says|asks|answers|adds|replies|whispers|nods|smiles|laughs|waits|writes|reads|looks|shrugs"
)
_TEXT_FIELDS = ("text", "label", "locked", "short", "else", "one_of")
"""Fields of a scene that contain text for the player."""


class _PersonPatterns(NamedTuple):
    """Patterns that find one person. `flag` matches the person's flag in a condition. `acting`
    matches the person doing something now. `mentioned` matches any mention of the person."""

    id: str
    flag: re.Pattern[str]
    acting: re.Pattern[str]
    mentioned: re.Pattern[str]


def absent_people(draft: Draft) -> Iterator[Diagnostic]:
    """Report scenes that show a person who may be away, without `with` or a condition. Yield one
    diagnostic per scene and person.

    A person is shown if they act in the present tense, or if a choice's label names them. People
    who are only talked about may be anywhere. Scenarios that set or clear the person's flag are
    skipped. So are scenarios that only a start names: they run before anybody can leave."""
    names = draft.names
    memo = draft.memo
    people = [
        memo(_person_patterns, name, flag.text)
        for name, flag in names.away_flags.items()
        if name and flag.text in names.flags
    ]
    from_starts_only = {start.scenario for start in draft.program.starts} - {
        beat.scenario for beat in draft.program.beats
    }
    consequences = onward(*draft.program.scenes, *draft.program.choices).laters
    scheduled_scenarios = {later.scenario for later in consequences}
    scheduled_scenes = {scene for later in consequences for scene in later.scenes}
    shown_people = {
        (".".join(owner.split(".")[:2]), part.name)
        for owner, part in draft.context.placeholders
        if part.kind == "person"
    }
    for scenario in names.scenarios:
        if scenario.number in from_starts_only - scheduled_scenarios:
            continue
        for person in people:
            scenes = [
                scene
                for scene in scenario.scenes.values()
                if (scene.key, person.id) in shown_people
            ]
            if scenes and not (
                _is_guarded(scenario.node, person)
                or _changes_flag(names.effects_of[scenario.id], person)
            ):
                yield from _in_scenario(draft, scenario, scenes, person, scheduled_scenes)


def _person_patterns(name: str, flag: str) -> _PersonPatterns:
    placeholder = rf"\{{(?:{re.escape(name[0].upper() + name[1:])}|{re.escape(name)})(?:\.full)?\}}"
    acting = re.compile(
        rf"{placeholder} (?:[a-z]+ly )?(?:[a-z]+s\b)|\b(?:{_ACTION_VERBS}) {placeholder}"
    )
    return _PersonPatterns(name, re.compile(rf"\b{flag}\b"), acting, re.compile(placeholder))


def _in_scenario(
    draft: Draft,
    scenario: ScenarioSymbol,
    scenes: Iterable[SceneSymbol],
    person: _PersonPatterns,
    scheduled_scenes: set[int],
) -> Iterator[Diagnostic]:
    """Yield diagnostics for the scenes of one scenario. `scheduled_scenes`: scenes that some
    `later` names."""
    appearances = [
        (scene, place)
        for scene in scenes
        if (place := draft.memo(_first_appearance, scene.node, person))
    ]
    guarded = _guarded_scenes(draft, scenario, person, scheduled_scenes) if appearances else ()
    first_scenes = draft.program.scenarios[scenario.number].starts
    for scene, (at, length) in appearances:
        if scene.number not in guarded:
            words = {"person": person.id, "flag": draft.names.away_flags[person.id].text}
            where = (
                "beside the scenario's `title`"
                if first_scenes == (scene.number,)
                else "at the scene"
            )
            yield make_diagnostic(
                "may-be-away",
                at,
                hint=f"Write `with: [{person.id}]` {where}, or ask for the flag.",
                length=length,
                **words,
            )


def _first_appearance(node: Node, person: _PersonPatterns) -> tuple[Place, int] | None:
    return next(_appearances(node, person), None)


def _appearances(
    node: Node, person: _PersonPatterns, field: str = ""
) -> Iterator[tuple[Place, int]]:
    """Yield the place and length of each appearance of the person below a node. Skip mappings whose
    condition reads the person's flag."""
    match node:
        case Scalar(text):
            pattern = person.mentioned if field == "label" else person.acting
            without_speech = (
                _QUOTATION.sub(lambda match: " " * len(match[0]), text)
                if field != "label"
                else text
            )
            match = pattern.search(without_speech)
            if match:
                name = person.mentioned.search(text, match.start())
                assert name is not None
                yield node.at(name.start()), len(name[0])
        case List(items):
            for item in items:
                yield from _appearances(item, person, field)
        case Mapping(entries):
            if _reads_flag(node, ("if", "needs"), person):
                return
            for key, value in entries:
                if key.text in (*_TEXT_FIELDS, "choices", "success", "failure"):
                    yield from _appearances(value, person, key.text)


def _guarded_scenes(
    draft: Draft, scenario: ScenarioSymbol, person: _PersonPatterns, scheduled_scenes: set[int]
) -> set[int]:
    """Return the scenes that a visit can reach only through a test that the person is present. Such
    a test is a choice that needs the flag, or a scene that is guarded itself."""
    story, compiled = draft.program, draft.program.scenarios[scenario.number]
    todo = list((set(compiled.starts) | scheduled_scenes) & set(compiled.scenes))
    by_number = {scene.number: scene for scene in scenario.scenes.values()}
    reached: set[int] = set()
    while todo:
        number = todo.pop()
        if number in reached or _is_guarded(by_number[number].node, person):
            continue
        reached.add(number)
        outline = by_number[number]
        parts: list[Scene | Choice] = [
            story.scenes[number],
            *(
                story.choices[one.number]
                for one in outline.choices
                if not _reads_flag(one.node, ("needs",), person)
            ),
        ]
        todo += onward(*parts).scenes
    return set(compiled.scenes) - reached


def _is_guarded(node: Mapping, person: _PersonPatterns) -> bool:
    """Return True if a scenario or scene lists the person in `with` or reads the flag in `when`."""
    return any(word.text == person.id for word in node.scalars("with")) or _reads_flag(
        node, ("when",), person
    )


def _reads_flag(node: Mapping, fields: Sequence[str], person: _PersonPatterns) -> bool:
    return any(person.flag.search(node.text(field)) for field in fields)


def _changes_flag(effects: Iterable[Mapping], person: _PersonPatterns) -> bool:
    """Return True if any of the effects sets or clears the flag."""
    return any(
        person.flag.fullmatch(word.text)
        for effect in effects
        for field in ("set", "clear")
        for word in effect.scalars(field)
    )
