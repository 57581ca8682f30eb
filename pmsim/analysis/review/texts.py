"""The texts of a story, each with the place of its pieces, the number of their words and their
readability: sentences, syllables, reading grade, by rules of thumb. No judgement of the texts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Table
from itertools import pairwise
from types import MappingProxyType
from typing import Literal, NamedTuple

from pmsim.analysis.word_counts import WordCounter, written_words
from pmsim.lang import Mapping, Node, Pack, Place, Scalar, ScenarioSymbol, SceneSymbol
from pmsim.lang import Sequence as Listed
from pmsim.lang.messages import fields_of
from pmsim.lang.schema.texts import TEXT_FIELDS
from pmsim.lang.schema.types import (
    LABEL,
    LINE,
    ListShape,
    MapShape,
    PhraseShape,
    ProseShape,
    RecordShape,
    ScalarShape,
    Shape,
)
from pmsim.lang.text import Paragraphs, Slotted, Text, all_runs

_SENTENCE_END = re.compile(r"[.!?…]+[\"”'’)\]]*\s+(?=[\"“'‘(\[]*[A-Z0-9])")
_TITLES = re.compile(r"\b(Mr|Mrs|Ms|Dr|St|No)\.")
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n|\n\s*(?=[-*>] )")
_VOWELS = re.compile(r"[aeiouy]+")
_NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred"
    " hundreds thousand thousands million millions dozen dozens half halves third fourth fifth"
    " sixth seventh eighth ninth tenth twelfth fiftieth twice noon midnight o'clock monday tuesday"
    " wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays"
    " saturdays sundays january february march april june july august september october november"
    " december"
)
_NUMBER = re.compile(rf"\d|\b(?:{'|'.join(_NUMBER_WORDS.split())})\b", re.IGNORECASE)


class Readability(NamedTuple):
    """Counts of a text. Counts of several texts can be added."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0

    @property
    def sentence_words(self) -> float:
        """Return the mean number of words per sentence."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def grade(self) -> float:
        """Return the Flesch-Kincaid grade, in years of (American) school: 0.39 words per sentence +
        11.8 syllables per word - 15.59.

        J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom, "Derivation of New Readability
        Formulas for Navy Enlisted Personnel", Research Branch Report 8-75, 1975."""
        return (
            0.39 * self.sentence_words + 11.8 * self.syllables / self.words - 15.59
            if self.words
            else 0.0
        )


def measure_readability(text: str) -> Readability:
    """Return the counts of words, sentences and syllables in a text. Ignore Markdown marks."""
    sentence_list = [
        sentence for part in _PARAGRAPH_BREAK.split(text) for sentence in sentences(part)
    ]
    words = [word for sentence in sentence_list for word in words_of(sentence)]
    return Readability(len(words), len(sentence_list), sum(map(syllables, words)))


def sum_readability(readabilities: Iterable[Readability]) -> Readability:
    """Return the sum of several texts' counts."""
    return Readability(*map(sum, zip(Readability(), *readabilities, strict=True)))


def sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph. A sentence ends with `.`, `!`, `?` or `…` before a
    capital or a digit, or with the paragraph."""
    text = _TITLES.sub(r"\1", " ".join(paragraph.replace("*", "").split()))
    edges = [0, *(end.end() for end in _SENTENCE_END.finditer(text)), len(text)]
    parts = [text[start:end].strip() for start, end in pairwise(edges)]
    return [sentence for sentence in parts if words_of(sentence)]


def words_of(sentence: str) -> list[str]:
    """Return the space-separated words that contain a letter or a digit."""
    return [word for word in sentence.split() if any(char.isalnum() for char in word)]


def syllables(word: str) -> int:
    """Return the syllables of an English word: its groups of vowels, minus a silent `e`, `es` or
    `ed` at the end. The minimum is 1; a number has 1.

    Count the parts of a hyphenated word separately."""
    parts = re.findall(r"[a-z]+", word.lower().replace("’", "").replace("'", ""))
    return max(1, sum(map(_syllables_of_part, parts)))


def _syllables_of_part(part: str) -> int:
    groups = len(_VOWELS.findall(part))
    silent = (
        (part.endswith("e") and not re.search(r"(?:[^aeiouy]le|[aeiouy]e)$", part))
        or (part.endswith("ed") and not re.search(r"(?:[td]|[aeiouy])ed$", part))
        or (
            part.endswith("es") and not re.search(r"(?:[sxzcg]|ch|sh|[aeiouy]|[^aeiouy]l)es$", part)
        )
    )
    return max(1, groups - silent) if groups else 1


def contains_number(text: str) -> bool:
    """Return True if the text contains a number, an amount, a time or a day, in digits or words.
    Ignore `one`, which is too often not a number."""
    return _NUMBER.search(text) is not None


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
    pieces = tuple(text_pieces(node))
    if pieces:
        yield StoryText(role, key, scenario, scene, pieces[0].at(0), pieces)


def text_pieces(node: Node | None) -> Iterator[Scalar]:
    """Yield the pieces of a text, one alternative after the other."""
    match node:
        case Scalar():
            yield node
        case Listed(items):
            for item in items:
                yield from text_pieces(item)
        case Mapping():
            for field in TEXT_FIELDS:
                yield from text_pieces(node.get(field))
        case None:
            return


def placeholders(
    text: Text, phrases: Table[str, Text] = MappingProxyType({}), depth: int = 0
) -> Iterator[Slotted]:
    """Yield every placeholder in all alternatives of a text, and those of the `phrases` that it
    shows."""
    for run in all_runs(text):
        for part in run.parts if isinstance(run, Paragraphs) else ():
            if isinstance(part, Slotted):
                yield part
                if part.kind == "phrase" and depth < MAX_DEPTH:
                    yield from placeholders(phrases.get(part.name, ()), phrases, depth + 1)


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
        words = written_words(counter.count_key(key))
        if section in scenarios and rest:
            is_result = path in choices or path.rpartition(".")[0] in choices
            scenarios[section][
                "results" if is_result and field == "text" else ROLE_OF_FIELD.get(field, "rest")
            ] += words
        else:
            parts[PACK_PARTS.get(section, "rest")] += words
    parts[PHRASES_PART] = sum(
        written_words(counter.count_text(text)) for text in pack.phrases.values()
    )
    return WrittenWords(scenarios, parts)


def written_lines(node: Node, shape: Shape) -> Iterator[tuple[Place, str]]:
    """Yield the lines of all words for players below a node of this shape, each with its
    place. Placeholders are left out."""
    match shape, node:
        case ScalarShape(prose=prose), Scalar(text) if prose or shape == LABEL:
            yield from _numbered_lines(node, text)
        case ListShape(item), Listed(items):
            for each in items:
                yield from written_lines(each, item)
        case MapShape(_, value), Mapping(entries):
            for entry in entries:
                yield from written_lines(entry.value, value)
        case RecordShape(kind), Mapping(entries):
            for entry in entries:
                if field := fields_of(kind).get(entry.name):
                    yield from written_lines(entry.value, field.shape)
        case ((ProseShape() | PhraseShape()), Listed(items)):
            kind = "block" if isinstance(shape, ProseShape) else "phrase line"
            for each in items:
                inner = LINE if isinstance(each, Scalar) else RecordShape(kind)
                yield from written_lines(each, inner)


def _numbered_lines(scalar: Scalar, text: str) -> Iterator[tuple[Place, str]]:
    offset = 0
    for line in text.split("\n"):
        words = _PLACEHOLDER.sub("", line).strip()
        if words:
            yield scalar.at(offset), words
        offset += len(line) + 1
