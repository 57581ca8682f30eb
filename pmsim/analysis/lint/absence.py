"""The check for people who may be away but are shown as present."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pmsim.analysis.lint.conditions import solver_for
from pmsim.analysis.paths import paths_for, readings_in
from pmsim.core.expr import IsSet
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
from pmsim.lang.schema.texts import TEXT_FIELDS

_QUOTATION = re.compile(r'"[^"]*("|\Z)')
_ACTION_VERBS = (
    r"says|asks|answers|adds|replies|whispers|nods|smiles|laughs|waits|writes|reads|looks|shrugs"
)
_TEXT_FIELDS = (*TEXT_FIELDS, "label", "locked", "short")
"""Fields of a scene that contain text for the player."""


class _PersonPatterns(NamedTuple):
    """Patterns that find one person. `flag`: the flag that is set while they are away. `acting`
    matches the person doing something now. `mentioned` matches any mention of the person."""

    id: str
    flag: str
    acting: re.Pattern[str]
    mentioned: re.Pattern[str]


def absent_people(draft: Draft) -> Iterator[Diagnostic]:
    """Report scenes that show a person who may be away there. Yield one diagnostic per scene and
    person.

    A person is shown if they act in the present tense, or if a choice's label names them. People
    who are only talked about may be anywhere. Where the flag is certainly set, or a scenario moves
    it or a condition around the words asks for it, the author knows."""
    names, paths = draft.names, paths_for(draft, solver_for(draft))
    people = [
        draft.memo(_person_patterns, name, flag.text)
        for name, flag in names.away_flags.items()
        if name and flag.text in names.flags
    ]
    shown_people = {
        (".".join(owner.split(".")[:2]), part.name)
        for owner, part in draft.context.placeholders
        if part.kind == "person"
    }
    for scenario in names.scenarios if paths is not None else ():
        assert paths is not None
        judge, readings = paths.world.judge, readings_in(draft, paths, scenario)
        changed = {
            word.text
            for effect in names.effects_of[scenario.id]
            for field in ("set", "clear")
            for word in effect.scalars(field)
        }
        absent = [person for person in people if person.flag not in changed]
        for scene in scenario.scenes.values():
            for person in (each for each in absent if (scene.key, each.id) in shown_people):
                away = IsSet(names.flags[person.flag])
                for node, at, length in draft.memo(_all_appearances, scene.node, person):
                    reading = readings.get(node)
                    if reading is None or reading.known is None:
                        continue
                    if all(
                        judge.possible(reading.known, (away, wanted)) is not False
                        for wanted in (True, False)
                    ):
                        yield _diagnostic(draft, scenario, scene, person, at, length)
                        break


def _diagnostic(
    draft: Draft,
    scenario: ScenarioSymbol,
    scene: SceneSymbol,
    person: _PersonPatterns,
    at: Place,
    length: int,
) -> Diagnostic:
    first = draft.program.scenarios[scenario.number].starts == (scene.number,)
    where = "beside the scenario's `title`" if first else "at the scene"
    return make_diagnostic(
        "may-be-away",
        at,
        hint=f"Write `with: [{person.id}]` {where}, or ask for the flag.",
        length=length,
        person=person.id,
        flag=person.flag,
    )


def _person_patterns(name: str, flag: str) -> _PersonPatterns:
    placeholder = rf"\{{(?:{re.escape(name[0].upper() + name[1:])}|{re.escape(name)})(?:\.full)?\}}"
    acting = re.compile(
        rf"{placeholder} (?:[a-z]+ly )?(?:[a-z]+s\b)|\b(?:{_ACTION_VERBS}) {placeholder}"
    )
    return _PersonPatterns(name, flag, acting, re.compile(placeholder))


def _all_appearances(node: Node, person: _PersonPatterns) -> tuple[tuple[Place, Place, int], ...]:
    return tuple(_appearances(node, person))


def _appearances(
    node: Node, person: _PersonPatterns, field: str = ""
) -> Iterator[tuple[Place, Place, int]]:
    """Yield the text, the place and the length of each appearance of the person below a node."""
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
                yield node.place, node.at(name.start()), len(name[0])
        case List(items):
            for item in items:
                yield from _appearances(item, person, field)
        case Mapping(entries):
            asked = re.compile(rf"\b{person.flag}\b")
            if any(asked.search(node.text(field)) for field in ("if", "needs")):
                return
            for key, value in entries:
                if key.text in (*_TEXT_FIELDS, "choices", "success", "failure"):
                    yield from _appearances(value, person, key.text)
