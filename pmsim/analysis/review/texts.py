"""What a player reads, passage by passage, with the place where each piece is written. Nothing is judged here."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from pmsim.lang.compiler.symbols import ChoiceSymbol, ScenarioSymbol, SceneSymbol
from pmsim.lang.nodes import Mapping, Node, Place, Scalar
from pmsim.lang.nodes import Sequence as Listed

TextRole = Literal["scene", "told", "result", "label", "locked", "outcome"]
"""A scene's text before its choices; a text that only tells; what comes of a choice; its label; why it is shut; an end."""
NARRATED_ROLES: tuple[TextRole, ...] = ("scene", "told", "result", "outcome")
"""Where the story itself is told."""

_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{[A-Za-z][A-Za-z0-9_.]*\}")
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]?|\*+[^*\s](?:[^*]*[^*\s])?\*+")
_SPOKEN = re.compile(r"[\"“][^\"“”]*[\"”]?")


class StoryText(NamedTuple):
    """One text of a story. `key`: its key in `Pack.texts`; `place`: where it begins; `pieces`: its runs as written, in order."""

    role: TextRole
    key: str
    scenario: str
    scene: str
    place: Place
    pieces: tuple[Scalar, ...]


def scenario_texts(scenarios: Iterable[ScenarioSymbol]) -> Iterator[StoryText]:
    """The passages of scenarios, in the order in which they are written."""
    for scenario in scenarios:
        for scene in scenario.scenes.values():
            yield from _scene_texts(scenario, scene)


def outcome_texts(outcomes: Iterable[tuple[Scalar, Mapping]]) -> Iterator[StoryText]:
    """The passages of the ends."""
    for key, fields in outcomes:
        variants = fields.get("variants")
        texts = [("text", fields.get("text")), ("epilogue", fields.get("epilogue"))]
        for variant in variants.items if isinstance(variants, Listed) else ():
            if isinstance(variant, Mapping) and isinstance(name := variant.get("id"), Scalar):
                texts.append((f"variants.{name.text}/text", variant.get("text")))
        for field, node in texts:
            path = f".{field}" if "/" in field else f"/{field}"
            yield from _story_text("outcome", f"outcomes.{key.text}{path}", "", "", node)


def _scene_texts(scenario: ScenarioSymbol, scene: SceneSymbol) -> Iterator[StoryText]:
    ids = (scenario.id, scene.key)
    yield from _story_text("scene" if scene.choices else "told", f"{scene.key}/text", *ids, scene.node.get("text"))
    yield from _branch_texts("told", scene.key, ids, scene.node)
    for choice in scene.choices:
        yield from _choice_texts(choice, ids)


def _choice_texts(choice: ChoiceSymbol, ids: tuple[str, str]) -> Iterator[StoryText]:
    for role, field in (("label", "label"), ("locked", "locked"), ("result", "text")):
        yield from _story_text(role, f"{choice.key}/{field}", *ids, choice.node.get(field))  # type: ignore[arg-type]
    yield from _branch_texts("result", choice.key, ids, choice.node)


def _branch_texts(role: TextRole, key: str, ids: tuple[str, str], node: Mapping) -> Iterator[StoryText]:
    for side in ("success", "failure"):
        branch = node.get(side)
        if isinstance(branch, Mapping):
            yield from _story_text(role, f"{key}.{side}/text", *ids, branch.get("text"))


def _story_text(role: TextRole, key: str, scenario: str, scene: str, node: Node | None) -> Iterator[StoryText]:
    pieces = tuple(_pieces(node))
    if pieces:
        yield StoryText(role, key, scenario, scene, pieces[0].at(0), pieces)


def _pieces(node: Node | None) -> Iterator[Scalar]:
    """The runs of a text, alternatives one after another."""
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


def fill_placeholders(text: str) -> str:
    """The words as written, as long as before, with a name wherever a placeholder stands."""
    return _PLACEHOLDER.sub(lambda match: "{" + " " if match[0] in ("{{", "}}") else "X" + "x" * (len(match[0]) - 1), text)


def narration_only(text: str) -> str:
    """What is neither spoken nor quoted of a piece: the rest is blank, so that every place stays the same."""
    return _QUOTED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), fill_placeholders(text))


def has_speech(pieces: Sequence[Scalar]) -> bool:
    """Whether anybody says anything."""
    return any(re.search(r"\w", quotation[0]) for piece in pieces for quotation in _SPOKEN.finditer(piece.text))
