"""The check for people who may be away but are shown as present."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pmsim.analysis.paths import paths_for
from pmsim.analysis.paths.knowledge import Judge
from pmsim.analysis.paths.readings import Reading
from pmsim.core.expr import All, Expr, IsSet
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
_TEXT_FIELDS = {*TEXT_FIELDS, "label", "locked", "short", "choices", "success", "failure"}
"""Fields of a scene that contain text for the player, or contain fields with such text."""


class _Patterns(NamedTuple):
    """Patterns that find one name in braces: of a person, a part or a phrase. `flag`: the flag that
    says that the person has left, '' for a phrase. `asked` finds the flag in the conditions around
    a text: there the author has thought of the absence. `acting` matches the name with a verb in
    the present tense (of a phrase, any mention), `mentioned` any mention."""

    id: str
    flag: str
    asked: re.Pattern[str] | None
    acting: re.Pattern[str]
    mentioned: re.Pattern[str]


class _Person(NamedTuple):
    """A person, by their own name or as a part that they play. `away`: the condition under which
    the name stands for them and they have left."""

    id: str
    patterns: _Patterns
    away: Expr


def absent_people(draft: Draft, scenario: ScenarioSymbol) -> Iterator[Diagnostic]:
    """Report scenes that show a person who may be away there. Yield one diagnostic per scene and
    person.

    A person is shown if they act in the present tense, also as a part or in a phrase, or if a
    choice's label names them. People who are only talked about may be anywhere. Report nothing
    where the author has thought of the absence: where the flag is certainly set, in a scenario that
    sets or clears it, and where a condition around the words asks for it."""
    paths = paths_for(draft)
    if paths is None:
        return
    readings, shown = paths.readings_in(scenario), draft.memo(_names_in_braces, draft)
    changed = {
        word.text
        for effect in draft.names.effects_of[scenario.id]
        for field in ("set", "clear")
        for word in effect.scalars(field)
    }
    present = [person for person in _people(draft) if person.patterns.flag not in changed]
    for scene in scenario.scenes.values():
        named = shown.get(scene.key, set())
        for person in present:
            for node, at, length, phrase in _shown_in(draft, scene, person, named):
                inside, acting = readings, [node]
                if phrase is not None and node in readings:
                    inside = dict(paths.reader_of(scenario).text(phrase, readings[node]))
                    found = _found(draft, phrase, person.patterns)
                    acting = [place for place, *_ in found]
                if any(
                    _is_unsure(paths.world.judge, inside[place], person.away)
                    for place in acting
                    if place in inside
                ):
                    first = draft.program.scenarios[scenario.number].starts == (scene.number,)
                    where = "beside the scenario's `title`" if first else "at the scene"
                    name = person.patterns.id
                    yield make_diagnostic(
                        "may-be-away",
                        at,
                        hint=f"Write `with: [{name}]` {where}, or ask for the flag.",
                        length=length,
                        person=person.id,
                        flag=person.patterns.flag,
                    )
                    break


def _names_in_braces(draft: Draft) -> dict[str, set[str]]:
    """Return the names in braces in the texts of each scene, by its key."""
    shown: dict[str, set[str]] = {}
    for owner, part in draft.context.placeholders:
        shown.setdefault(".".join(owner.split(".")[:2]), set()).add(part.name)
    return shown


def _people(draft: Draft) -> Iterator[_Person]:
    """Yield everybody who may leave, by their name and as each part that they play."""
    names = draft.names
    for person, flag in names.away_flags.items():
        if person and flag.text in names.flags:
            away = IsSet(names.flags[flag.text])
            yield _Person(person, draft.memo(_patterns, person, flag.text), away)
            for part, cast in draft.context.parts.items():
                for player in cast:
                    if player.person == person:
                        patterns = draft.memo(_patterns, part, flag.text)
                        yield _Person(person, patterns, All((player.when, away)))


def _is_unsure(judge: Judge, reading: Reading, away: Expr) -> bool:
    """Return True if somebody may be away where something is read, and may be there."""
    return reading.known is not None and all(
        judge.possible(reading.known, (away, wanted)) is not False for wanted in (True, False)
    )


def _shown_in(
    draft: Draft, scene: SceneSymbol, person: _Person, named: set[str]
) -> Iterator[tuple[Place, Place, int, Node | None]]:
    """Yield where a scene shows a person: the text, the place and its length, and the phrase in
    which they act. `named`: the names in braces in the scene."""
    if person.patterns.id in named:
        for found in _found(draft, scene.node, person.patterns):
            yield *found, None
    for key, entry in draft.names.phrases.items():
        if key in named and _found(draft, entry.value, person.patterns):
            phrase = draft.memo(_patterns, key.rpartition(".")[2], "")
            for found in _found(draft, scene.node, phrase):
                yield *found, entry.value


def _patterns(name: str, flag: str) -> _Patterns:
    placeholder = rf"\{{(?:{re.escape(name[0].upper() + name[1:])}|{re.escape(name)})(?:\.full)?\}}"
    acting = re.compile(
        rf"{placeholder} (?:[a-z]+ly )?(?:[a-z]+s\b)|\b(?:{_ACTION_VERBS}) {placeholder}"
    )
    mentioned = re.compile(placeholder)
    asked = re.compile(rf"\b{flag}\b") if flag else None
    return _Patterns(name, flag, asked, acting if flag else mentioned, mentioned)


def _found(draft: Draft, node: Node, person: _Patterns) -> list[tuple[Place, Place, int]]:
    """Return the appearances of a person below a node."""
    return draft.memo(_appearances, draft.memo(_texts_in, node), person)


_Text = tuple[Scalar, bool, str]
"""A text with braces, True if it is a label, and the conditions around it."""


def _texts_in(node: Node, field: str = "", asked: str = "") -> list[_Text]:
    """Return the texts with braces below a node."""
    match node:
        case Scalar(text):
            return [(node, field == "label", asked)] if "{" in text else []
        case List(items):
            return [text for item in items for text in _texts_in(item, field, asked)]
        case Mapping(entries):
            around = f"{asked} {node.text('if')} {node.text('needs')}"
            inside = ((key.text, value) for key, value in entries if key.text in _TEXT_FIELDS)
            return [text for key, value in inside for text in _texts_in(value, key, around)]


def _appearances(texts: list[_Text], person: _Patterns) -> list[tuple[Place, Place, int]]:
    """Return the text, the place and the length of each appearance of a person."""
    found = []
    for node, is_label, asked in texts:
        text, pattern = node.text, person.mentioned if is_label else person.acting
        if not person.mentioned.search(text) or (person.asked and person.asked.search(asked)):
            continue
        if not is_label:
            text = _QUOTATION.sub(lambda match: " " * len(match[0]), text)
        if match := pattern.search(text):
            name = person.mentioned.search(node.text, match.start())
            assert name is not None
            found.append((node.place, node.at(name.start()), len(name[0])))
    return found
