"""The texts of a story, each with the place of its pieces, and the number of their words. No
judgement of the texts."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from pmsim.analysis.word_counts import WordCounter
from pmsim.lang.compiler.symbols import ScenarioSymbol, SceneSymbol
from pmsim.lang.nodes import Mapping, Node, Place, Scalar
from pmsim.lang.nodes import Sequence as Listed
from pmsim.lang.pack import Pack
from pmsim.lang.text import OneOf, Paragraphs, Slotted, Text, When

TextRole = Literal["scene", "told", "result", "label", "locked", "outcome"]
"""The role of a text: a scene's text before choices, a scene's text without choices, the result of
a choice, a label, a reason why a choice is locked, an outcome."""
NARRATED_ROLES: tuple[TextRole, ...] = ("scene", "told", "result", "outcome")
"""Roles of texts that contain narration."""

MAX_DEPTH = 4
"""Maximum depth of phrases in phrases, as on the page."""
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{[A-Za-z][A-Za-z0-9_.]*\}")
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]?|\*+[^*\s](?:[^*]*[^*\s])?\*+")
_SPOKEN = re.compile(r"[\"“][^\"“”]*[\"”]?")


class StoryText(NamedTuple):
    """One text of a story. `key`: its key in `Pack.texts`; `place`: where it starts; `pieces`: its
    pieces as written, in order."""

    role: TextRole
    key: str
    scenario: str
    scene: str
    place: Place
    pieces: tuple[Scalar, ...]


def scenario_texts(scenarios: Iterable[ScenarioSymbol]) -> Iterator[StoryText]:
    """Yield the texts of scenarios in written order."""
    for scenario in scenarios:
        for scene in scenario.scenes.values():
            for role, key, node in _scene_texts(scene):
                yield from _story_text(role, key, scenario.id, scene.key, node)


def outcome_texts(outcomes: Iterable[tuple[Scalar, Mapping]]) -> Iterator[StoryText]:
    """Yield the texts of the outcomes."""
    for key, fields in outcomes:
        path = f"outcomes.{key.text}"
        for field in ("text", "epilogue"):
            yield from _story_text("outcome", f"{path}/{field}", "", "", fields.get(field))
        for variant in fields.mappings("variants"):
            if name := variant.scalar("id"):
                text_key = f"{path}.variants.{name.text}/text"
                yield from _story_text("outcome", text_key, "", "", variant.get("text"))


def _scene_texts(scene: SceneSymbol) -> Iterator[tuple[TextRole, str, Node | None]]:
    """Yield the role, the key and the node of each text of a scene."""
    role: TextRole = "scene" if scene.choices else "told"
    yield role, f"{scene.key}/text", scene.node.get("text")
    yield from _branch_texts("told", scene.key, scene.node)
    for choice in scene.choices:
        yield "label", f"{choice.key}/label", choice.node.get("label")
        yield "locked", f"{choice.key}/locked", choice.node.get("locked")
        yield "result", f"{choice.key}/text", choice.node.get("text")
        yield from _branch_texts("result", choice.key, choice.node)


def _branch_texts(
    role: TextRole, key: str, node: Mapping
) -> Iterator[tuple[TextRole, str, Node | None]]:
    for side in ("success", "failure"):
        yield role, f"{key}.{side}/text", node.inner(side).get("text")


def _story_text(
    role: TextRole, key: str, scenario: str, scene: str, node: Node | None
) -> Iterator[StoryText]:
    pieces = tuple(_pieces(node))
    if pieces:
        yield StoryText(role, key, scenario, scene, pieces[0].at(0), pieces)


def _pieces(node: Node | None) -> Iterator[Scalar]:
    """Yield the pieces of a text, one alternative after the other."""
    match node:
        case Scalar():
            yield node
        case Listed(items):
            for item in items:
                yield from _pieces(item)
        case Mapping():
            for field in ("text", "else", "one_of"):
                yield from _pieces(node.get(field))
        case None:
            return


def placeholders(
    text: Text, phrases: Callable[[str], Text] = lambda _: (), depth: int = 0
) -> Iterator[Slotted]:
    """Yield every placeholder in all alternatives of a text, and those of the phrases that it
    shows. `phrases`: returns the text of a phrase by its name."""
    for block in text:
        match block:
            case Paragraphs(parts):
                for part in parts:
                    if isinstance(part, Slotted):
                        yield part
                        if part.kind == "phrase" and depth < MAX_DEPTH:
                            yield from placeholders(phrases(part.name), phrases, depth + 1)
            case When(_, then, other):
                yield from placeholders((*then, *other), phrases, depth)
            case OneOf(_, options):
                for option in options:
                    yield from placeholders(option, phrases, depth)


def fill_placeholders(text: str) -> str:
    """Return the text with a dummy name for each placeholder, at the same length."""
    return _PLACEHOLDER.sub(
        lambda match: "{" + " " if match[0] in ("{{", "}}") else "X" + "x" * (len(match[0]) - 1),
        text,
    )


def narration_only(text: str) -> str:
    """Return the text with speech and quotations blanked out, at the same length."""
    return _QUOTED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), fill_placeholders(text))


def has_speech(pieces: Sequence[Scalar]) -> bool:
    """Return True if a piece contains speech."""
    return any(
        re.search(r"\w", quotation[0])
        for piece in pieces
        for quotation in _SPOKEN.finditer(piece.text)
    )


TEXT_ROLES: tuple[str, ...] = ("scenes", "results", "labels", "locked", "rest")
"""Roles of a scenario's texts: scene texts, results of choices, labels, reasons why a choice is
locked, and the rest (such as moments)."""
ROLE_OF_FIELD: dict[str, str] = {"text": "scenes", "label": "labels", "locked": "locked"}
"""The role of a text by its field. The texts of choices and of their branches are results."""
PACK_PARTS: dict[str, str] = {
    "starts": "doors",
    "outcomes": "ends",
    "debrief": "debrief",
    "locks": "locks",
}
"""Other parts with texts: the first word of their keys, and the name of the part."""
PHRASES_PART = "phrases"


class WrittenWords(NamedTuple):
    """Numbers of written words, in every alternative. `scenarios`: by id and role. `parts`: the
    rest, by the name of the part."""

    scenarios: dict[str, dict[str, int]]
    parts: dict[str, int]


def count_written_words(pack: Pack) -> WrittenWords:
    """Return the written words of a pack."""
    counter = WordCounter(pack)
    scenarios: dict[str, dict[str, int]] = {
        scenario.id: dict.fromkeys(TEXT_ROLES, 0) for scenario in pack.program.scenarios
    }
    parts = dict.fromkeys([*PACK_PARTS.values(), PHRASES_PART, "rest"], 0)
    choices = {choice.key for choice in pack.program.choices}
    for key in pack.texts:
        path, _, field = key.partition("/")
        section, *rest = path.split(".")
        words = counter.count_key(key).written
        if section in scenarios and rest:
            is_result = path in choices or path.rpartition(".")[0] in choices
            scenarios[section][
                "results" if is_result and field == "text" else ROLE_OF_FIELD.get(field, "rest")
            ] += words
        else:
            parts[PACK_PARTS.get(section, "rest")] += words
    parts[PHRASES_PART] = sum(counter.count_text(text).written for text in pack.phrases.values())
    return WrittenWords(scenarios, parts)
