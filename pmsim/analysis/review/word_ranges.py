"""How long and how different a text can be read: over everything that its conditions may say, without asking when that happens.

Conditions that are about the same number are held together (`quarter == 7` and `quarter >= 9` never hold at once); different numbers may
have any values at all, so a span is never too narrow and may be too wide.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import islice, product
from typing import NamedTuple

from pmsim.analysis.word_counts import WordCount
from pmsim.core.expr import MIRRORED, All, Among, Compare, Expr, Lookup, Not, Num, Some
from pmsim.core.program import Slot
from pmsim.lang.expressions.ranges import range_of
from pmsim.lang.text import Block, OneOf, Paragraphs, Slotted, Text, When, Words

MAX_COMBINATIONS = 20_000
"""So many cases are looked at in one text; with more of them its conditions count as independent."""


class WordRange(NamedTuple):
    """The fewest and the most words that can be read."""

    least: int
    most: int


ONE_WORD = WordRange(1, 1)
"""The words of a `{because}` of which nothing is known."""


def word_range(counted: WordCount, slots: Sequence[Slot], because: WordRange = ONE_WORD) -> WordRange:
    """The fewest and the most words of a text; `slots`: the program's, for their ranges; `because`: what `{because}` puts in."""
    if counted.has_causes and because != ONE_WORD:
        least, most = (word_range(_with_cause_words(counted, words), slots) for words in because)
        return WordRange(least.least, most.most)
    if not counted.varies:
        return WordRange(counted.written, counted.written)
    edges_by_expression: dict[Expr, set[int]] = {}
    for test in _conditions(counted):
        _collect_edges(test, edges_by_expression)
    values = [_sample_values(expression, edges, slots) for expression, edges in edges_by_expression.items()]
    combinations = 1
    for each in values:
        combinations *= len(each)
    if combinations > MAX_COMBINATIONS:
        return _independent_range(counted)
    ranges = [
        _range_in_case(counted, dict(zip(edges_by_expression, case, strict=True))) for case in islice(product(*values), MAX_COMBINATIONS)
    ]
    return WordRange(min(each.least for each in ranges), max(each.most for each in ranges))


def _sample_values(expression: Expr, edges: set[int], slots: Sequence[Slot]) -> list[int]:
    """Values that stand for all that a number may have: those at the edges and beside them, within its range."""
    if not edges:
        return [0, 1]
    if isinstance(expression, Lookup):
        return sorted(set(expression.values))
    low, high = range_of(expression, slots)
    near = {edge + step for edge in edges for step in (-1, 0, 1)}
    return sorted(value for value in near if low <= value <= high) or [low]


def _with_cause_words(counted: WordCount, words: int) -> WordCount:
    """The text with so many words for each `{because}`."""
    return WordCount(
        counted.fixed + counted.causes * words + counted.moments,
        tuple((test, _with_cause_words(then, words), _with_cause_words(other, words)) for test, then, other in counted.tests),
        tuple((draw, tuple(_with_cause_words(option, words) for option in options)) for draw, options in counted.draws),
    )


def variable_words(text: Text, phrases: Mapping[str, Text]) -> int:
    """How many words of a text depend on something: in each part the most that two of its alternatives differ by, added up."""
    return sum(_variable_words(block, phrases, 0) for block in text)


def _variable_words(block: Block, phrases: Mapping[str, Text], depth: int) -> int:
    match block:
        case Paragraphs(parts):
            used_phrases = [
                phrases.get(part.name, ()) for part in parts if isinstance(part, Slotted) and part.kind == "phrase" and depth < 4
            ]
            return sum(_variable_words(inner, phrases, depth + 1) for phrase in used_phrases for inner in phrase)
        case When(_, then, other):
            return _largest_difference([then, other])
        case OneOf(_, options):
            return _largest_difference(list(options))


def _largest_difference(alternatives: list[Text]) -> int:
    """The most words by which two of them differ: those of the longer that are not, in this order, in the other."""
    words = [_first_alternative(each) for each in alternatives]
    return max((_word_difference(one, other) for number, one in enumerate(words) for other in words[number + 1 :]), default=0)


def _word_difference(one: list[str], other: list[str]) -> int:
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in codes if tag != "equal")


def _first_alternative(text: Text) -> list[str]:
    """The words of a text with the first of its alternatives wherever it has some."""
    words: list[str] = []
    for block in text:
        match block:
            case Paragraphs(parts):
                words += "".join(part.text if isinstance(part, Words) else "\ufffc" + part.name for part in parts).split()
            case When(_, then, _):
                words += _first_alternative(then)
            case OneOf(_, options):
                words += _first_alternative(options[0])
    return words


def _conditions(counted: WordCount) -> Iterator[Expr]:
    for test, _, _ in counted.tests:
        yield test
    for inner in counted.alternatives:
        yield from _conditions(inner)


def _collect_edges(test: Expr, edges_by_expression: dict[Expr, set[int]]) -> None:
    """What a condition asks about: numbers with the edges it compares them to; truths with none."""
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
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right, "==": left == right}.get(op, left != right)


def _range_in_case(counted: WordCount, case: dict[Expr, int]) -> WordRange:
    fixed = counted.fixed + counted.causes + counted.moments
    ranges = [_range_in_case(then if _holds(test, case) else other, case) for test, then, other in counted.tests]
    drawn = [[_range_in_case(option, case) for option in options] for _, options in counted.draws]
    ranges += [WordRange(min(each.least for each in options), max(each.most for each in options)) for options in drawn]
    return WordRange(fixed + sum(each.least for each in ranges), fixed + sum(each.most for each in ranges))


def _independent_range(counted: WordCount) -> WordRange:
    fixed = counted.fixed + counted.causes + counted.moments
    groups = [(then, other) for _, then, other in counted.tests] + [options for _, options in counted.draws]
    sides = [[_independent_range(each) for each in group] for group in groups]
    least = fixed + sum(min(each.least for each in group) for group in sides)
    return WordRange(least, fixed + sum(max(each.most for each in group) for group in sides))
