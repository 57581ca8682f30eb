"""Ranges of a text's length, and its variation, over all results of its conditions.

Conditions on the same number are combined (`quarter == 7` and `quarter >= 9` never hold together).
Different numbers may have any values, so a range is never too narrow but may be too wide."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import combinations, product
from math import prod
from typing import NamedTuple

from pmsim.analysis.word_counts import has_causes
from pmsim.core.compile_expr import CompiledExpr, compile_expr
from pmsim.core.expr import All, Among, Compare, Expr, Get, Lookup, Not, Num, Some
from pmsim.core.program import Slot
from pmsim.lang.expressions.ranges import Ranges, SlotDomains
from pmsim.lang.text import (
    Block,
    Paragraphs,
    Slotted,
    Text,
    When,
    WordCount,
    Words,
    alternatives,
    replace_runs,
)

MAX_COMBINATIONS = 20_000
"""Maximum number of cases per text. Above it, the conditions of the text count as independent."""


class WordRange(NamedTuple):
    """The fewest and the most words of a text."""

    least: int
    most: int


ONE_WORD = WordRange(1, 1)
"""The words of an unknown `{because}`."""


def word_range(counted: Text, slots: Sequence[Slot], because: WordRange = ONE_WORD) -> WordRange:
    """Return the fewest and the most words of a text. `slots`: the program's slots, for their
    ranges; `because`: the words of `{because}`."""
    if because != ONE_WORD and has_causes(counted):
        least, most = (word_range(_with_cause_words(counted, words), slots) for words in because)
        return WordRange(least.least, most.most)
    edges: dict[Expr, set[int]] = {}
    tests = {id(test): compile_expr(_separated(test, edges)) for test in _conditions(counted)}
    values = [_sample_values(expression, near, slots) for expression, near in edges.items()]
    if prod(map(len, values)) > MAX_COMBINATIONS:
        return _range_in_case(counted, tests, None)
    ranges = [_range_in_case(counted, tests, case) for case in product(*values)]
    return WordRange(min(each.least for each in ranges), max(each.most for each in ranges))


def _sample_values(expression: Expr, edges: set[int], slots: Sequence[Slot]) -> list[int]:
    """Return values that represent all values of a number: those at and next to the edges, within
    its range."""
    if not edges:
        return [0, 1]
    if isinstance(expression, Lookup):
        return sorted(set(expression.values))
    low, high = Ranges(SlotDomains(slots)).of(expression)
    near = {edge + step for edge in edges for step in (-1, 0, 1)}
    return sorted(value for value in near if low <= value <= high) or [low]


def _with_cause_words(counted: Text, words: int) -> Text:
    """Return the counted text with a fixed number of words for each `{because}`."""
    return replace_runs(
        counted,
        lambda run: (
            (WordCount(run.fixed + run.causes * words + run.moments),)
            if isinstance(run, WordCount)
            else (run,)
        ),
    )


def variable_words(text: Text, phrases: Mapping[str, Text]) -> int:
    """Return how many words of a text depend on conditions or draws: the sum, over its blocks, of
    the largest difference between two alternatives."""
    return sum(_variable_words(block, phrases, 0) for block in text)


def _variable_words(block: Block, phrases: Mapping[str, Text], depth: int) -> int:
    if not isinstance(block, Paragraphs):
        return _largest_difference(alternatives(block))
    return sum(
        _variable_words(inner, phrases, depth + 1)
        for part in block.parts
        if isinstance(part, Slotted) and part.kind == "phrase" and depth < 4
        for inner in phrases.get(part.name, ())
    )


def _largest_difference(texts: Sequence[Text]) -> int:
    """Return the largest number of words by which two texts differ."""
    pairs = combinations(map(_first_alternative, texts), 2)
    return max((_word_difference(one, other) for one, other in pairs), default=0)


def _word_difference(one: list[str], other: list[str]) -> int:
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in codes if tag != "equal")


def _first_alternative(text: Text) -> list[str]:
    """Return the words of a text, with the first alternative of each block."""
    words: list[str] = []
    for block in text:
        if isinstance(block, Paragraphs):
            words += "".join(
                part.text if isinstance(part, Words) else "\ufffc" + part.name
                for part in block.parts
            ).split()
        else:
            words += _first_alternative(next(iter(alternatives(block)), ()))
    return words


def _conditions(text: Text) -> Iterator[Expr]:
    for block in text:
        if isinstance(block, When):
            yield block.test
        for inner in alternatives(block):
            yield from _conditions(inner)


def _separated(test: Expr, edges: dict[Expr, set[int]]) -> Expr:
    """Return the condition with a slot of its own for each number or truth value that it reads: its
    place in `edges`. Add the edges of its comparisons there; truth values have none."""

    def slot_for(expression: Expr, *near: int) -> Expr:
        edges.setdefault(expression, set()).update(near)
        return Get([*edges].index(expression))

    match test:
        case All(items) | Some(items):
            return type(test)(tuple(_separated(item, edges) for item in items))
        case Not(item):
            return Not(_separated(item, edges))
        case Compare(op, left, Num(value)):
            return Compare(op, slot_for(left, value), Num(value))
        case Compare(op, Num(value), right):
            return Compare(op, Num(value), slot_for(right, value))
        case Among(item, values):
            return Among(slot_for(item, *values), values)
        case Num():
            return test
        case _:
            return slot_for(test)


def _range_in_case(
    counted: Text, tests: Mapping[int, CompiledExpr], case: tuple[int, ...] | None
) -> WordRange:
    """Return the fewest and the most words if the numbers have these values. `tests`: the separated
    conditions, by the identity of those of the text. `case` None: every condition may hold or not,
    whatever the others do."""
    least = most = 0
    for block in counted:
        if isinstance(block, WordCount):
            least, most = least + sum(block), most + sum(block)
            continue
        options = alternatives(block)
        if isinstance(block, When) and case is not None:
            options = options[:1] if tests[id(block.test)](case) else options[1:]
        ranges = [_range_in_case(option, tests, case) for option in options]
        least += min(each.least for each in ranges)
        most += max(each.most for each in ranges)
    return WordRange(least, most)
