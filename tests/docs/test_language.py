"""The sentences of docs/language.md that say what happens: each names a test that holds it, in
language_sentences.yaml."""

import ast
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
SECTIONS = (
    "A scenario",
    "Scene",
    "Choice",
    "Moments and causes",
    "Effects",
    "Later",
    "Text that varies",
    "Line",
    "Phrase line",
    "Conditions",
    "Stat",
    "Crossing",
    "Calendar",
    "Draw",
    "Persona",
    "Debrief",
)
"""Sections about what happens in a career."""
HELD: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "language_sentences.yaml").read_text(encoding="utf-8")
)


def sentences(page: str) -> list[str]:
    """The sentences of these sections, without code, tables and what is made by docs/make.py."""
    page = re.sub(r"^```.*?^```$|^<!-- fields.*?<!-- end -->$|^\|.*?$", "", page, flags=re.S | re.M)
    parts = re.split(r"^#+ (.*)$", page, flags=re.M)
    found: list[str] = []
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        for paragraph in re.split(r"\n\n+|\n(?=- )", body.strip()) if title in SECTIONS else ():
            words = " ".join(paragraph.removeprefix("- ").replace("**", "").split())
            found += re.split(r"(?<=[.!?])\s+(?=[A-Z`*{])", words)
    return [sentence for sentence in found if sentence]


def test_every_sentence_has_a_test() -> None:
    said = sentences((ROOT / "docs" / "language.md").read_text(encoding="utf-8"))
    begun = [start for starts in HELD.values() for start in starts]
    assert [
        sentence
        for sentence in said
        if len([start for start in begun if sentence.startswith(start)]) != 1
    ] == []
    assert [
        start for start in begun if not any(sentence.startswith(start) for sentence in said)
    ] == []


def test_every_test_is_there() -> None:
    for path, _, name in (held.partition("::") for held in HELD):
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, (
            f"{path} has no {name}"
        )
