"""What a player reads, passage by passage, with the place where each piece is written. Nothing is judged here."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from pmsim.lang.lower.outline import ChoiceOutline, ScenarioOutline, SceneOutline
from pmsim.lang.nodes import Mapping, Node, Place, Scalar
from pmsim.lang.nodes import Sequence as Listed

Role = Literal["scene", "told", "result", "label", "locked", "outcome"]
"""A scene's text before its choices; a text that only tells; what comes of a choice; its label; why it is shut; an end."""
NARRATED: tuple[Role, ...] = ("scene", "told", "result", "outcome")
"""Where the story itself is told."""

_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{[A-Za-z][A-Za-z0-9_.]*\}")
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]?|\*+[^*\s](?:[^*]*[^*\s])?\*+")
_SPOKEN = re.compile(r"[\"“][^\"“”]*[\"”]?")


class Passage(NamedTuple):
    """One text of a story. `key`: its key in `Pack.texts`; `place`: where it begins; `pieces`: its runs as written, in order."""

    role: Role
    key: str
    scenario: str
    scene: str
    place: Place
    pieces: tuple[Scalar, ...]


def of_scenarios(scenarios: Iterable[ScenarioOutline]) -> Iterator[Passage]:
    """The passages of scenarios, in the order in which they are written."""
    for scenario in scenarios:
        for scene in scenario.scenes.values():
            yield from _of_scene(scenario, scene)


def of_outcomes(outcomes: Iterable[tuple[Scalar, Mapping]]) -> Iterator[Passage]:
    """The passages of the ends."""
    for key, fields in outcomes:
        variants = fields.get("variants")
        texts = [("text", fields.get("text")), ("epilogue", fields.get("epilogue"))]
        for variant in variants.items if isinstance(variants, Listed) else ():
            if isinstance(variant, Mapping) and isinstance(name := variant.get("id"), Scalar):
                texts.append((f"variants.{name.text}/text", variant.get("text")))
        for field, node in texts:
            path = f".{field}" if "/" in field else f"/{field}"
            yield from _passage("outcome", f"outcomes.{key.text}{path}", "", "", node)


def _of_scene(scenario: ScenarioOutline, scene: SceneOutline) -> Iterator[Passage]:
    where = (scenario.id, scene.key)
    yield from _passage("scene" if scene.choices else "told", f"{scene.key}/text", *where, scene.node.get("text"))
    yield from _branches("told", scene.key, where, scene.node)
    for choice in scene.choices:
        yield from _of_choice(choice, where)


def _of_choice(choice: ChoiceOutline, where: tuple[str, str]) -> Iterator[Passage]:
    for role, field in (("label", "label"), ("locked", "locked"), ("result", "text")):
        yield from _passage(role, f"{choice.key}/{field}", *where, choice.node.get(field))  # type: ignore[arg-type]
    yield from _branches("result", choice.key, where, choice.node)


def _branches(role: Role, key: str, where: tuple[str, str], node: Mapping) -> Iterator[Passage]:
    for side in ("success", "failure"):
        branch = node.get(side)
        if isinstance(branch, Mapping):
            yield from _passage(role, f"{key}.{side}/text", *where, branch.get("text"))


def _passage(role: Role, key: str, scenario: str, scene: str, node: Node | None) -> Iterator[Passage]:
    pieces = tuple(_pieces(node))
    if pieces:
        yield Passage(role, key, scenario, scene, pieces[0].at(0), pieces)


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


def filled(text: str) -> str:
    """The words as written, as long as before, with a name wherever a placeholder stands."""
    return _PLACEHOLDER.sub(lambda found: "{" + " " if found[0] in ("{{", "}}") else "X" + "x" * (len(found[0]) - 1), text)


def narrated(text: str) -> str:
    """What is neither spoken nor quoted of a piece: the rest is blank, so that every place stays the same."""
    return _QUOTED.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), filled(text))


def speaks(pieces: Sequence[Scalar]) -> bool:
    """Whether anybody says anything."""
    return any(re.search(r"\w", found[0]) for piece in pieces for found in _SPOKEN.finditer(piece.text))
