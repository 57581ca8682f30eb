"""Ranges of a text's length, and its variation, over all results of its conditions.

Conditions on the same number are combined (`quarter == 7` and `quarter >= 9` never hold together).
Different numbers may have any values, so a range is never too narrow but may be too wide."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import islice, product
from typing import NamedTuple

from pmsim.analysis.word_counts import has_causes
from pmsim.core.expr import MIRRORED, All, Among, Compare, Expr, Lookup, Not, Num, Some
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
    edges_by_expression: dict[Expr, set[int]] = {}
    for test in _conditions(counted):
        _collect_edges(test, edges_by_expression)
    values = [
        _sample_values(expression, edges, slots)
        for expression, edges in edges_by_expression.items()
    ]
    combinations = 1
    for each in values:
        combinations *= len(each)
    if combinations > MAX_COMBINATIONS:
        return _range_in_case(counted, None)
    ranges = [
        _range_in_case(counted, dict(zip(edges_by_expression, case, strict=True)))
        for case in islice(product(*values), MAX_COMBINATIONS)
    ]
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
    words = [_first_alternative(each) for each in texts]
    return max(
        (
            _word_difference(one, other)
            for number, one in enumerate(words)
            for other in words[number + 1 :]
        ),
        default=0,
    )


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


def _collect_edges(test: Expr, edges_by_expression: dict[Expr, set[int]]) -> None:
    """Collect the numbers that a condition reads, each with the edges of its comparisons. Truth
    values have no edges."""
    match test:
        case All(items) | Some(items):
            for item in items:
                _collect_edges(item, edges_by_expression)
        case Not(item):
            _collect_edges(item, edges_by_expression)
        case Compare(_, left, Num(value)):
            edges_by_expression.setdefault(left, set()).add(value)
        case Compare(_, Num(value), right):
            edges_by_expression.setdefault(right, set()).add(value)
        case Among(item, values):
            edges_by_expression.setdefault(item, set()).update(values)
        case Num():
            pass
        case _:
            edges_by_expression.setdefault(test, set())


def _holds(test: Expr, case: dict[Expr, int]) -> bool:
    match test:
        case All(items):
            return all(_holds(item, case) for item in items)
        case Some(items):
            return any(_holds(item, case) for item in items)
        case Not(item):
            return not _holds(item, case)
        case Compare(op, left, Num(value)):
            return _compare(op, case[left], value)
        case Compare(op, Num(value), right):
            return _compare(MIRRORED[op], case[right], value)
        case Among(item, values):
            return case[item] in values
        case Num(value):
            return bool(value)
        case _:
            return bool(case[test])


def _compare(op: str, left: int, right: int) -> bool:
    return {
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
        "==": left == right,
    }.get(op, left != right)


def _range_in_case(counted: Text, case: dict[Expr, int] | None) -> WordRange:
    """Return the fewest and the most words if the numbers have these values. `case` None: every
    condition may hold or not, whatever the others do."""
    least = most = 0
    for block in counted:
        if isinstance(block, WordCount):
            ranges = [WordRange(sum(block), sum(block))]
        elif isinstance(block, When) and case is not None:
            ranges = [_range_in_case(block.then if _holds(block.test, case) else block.other, case)]
        else:
            ranges = [_range_in_case(option, case) for option in alternatives(block)]
        least += min(each.least for each in ranges)
        most += max(each.most for each in ranges)
    return WordRange(least, most)
