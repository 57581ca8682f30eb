"""How long and how different a text can be read: over everything that its conditions may say, without asking when that happens.

Conditions that are about the same number are held together (`quarter == 7` and `quarter >= 9` never hold at once); different numbers may
have any values at all, so a span is never too narrow and may be too wide.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import islice, product
from typing import NamedTuple

from pmsim.analysis.words import Counted
from pmsim.core.expr import TURNED, All, Among, Compare, Expr, Lookup, Not, Num, Some
from pmsim.core.program import Slot
from pmsim.lang.expressions.ranges import range_of
from pmsim.lang.prose import Block, OneOf, Paragraphs, Slotted, Text, When, Words

MOST_CASES = 20_000
"""So many cases are looked at in one text; with more of them its conditions count as independent."""


class Span(NamedTuple):
    """The fewest and the most words that can be read."""

    least: int
    most: int


ONE = Span(1, 1)
"""The words of a `{because}` of which nothing is known."""


def span(counted: Counted, slots: Sequence[Slot], because: Span = ONE) -> Span:
    """The fewest and the most words of a text; `slots`: the program's, for their ranges; `because`: what `{because}` puts in."""
    if counted.names_deeds and because != ONE:
        least, most = (span(_filled(counted, words), slots) for words in because)
        return Span(least.least, most.most)
    if not counted.changeable:
        return Span(counted.written, counted.written)
    points: dict[Expr, set[int]] = {}
    for test in _tests(counted):
        _points(test, points)
    values = [_values(asked, edges, slots) for asked, edges in points.items()]
    cases = 1
    for each in values:
        cases *= len(each)
    if cases > MOST_CASES:
        return _independent(counted)
    spans = [_within(counted, dict(zip(points, case, strict=True))) for case in islice(product(*values), MOST_CASES)]
    return Span(min(each.least for each in spans), max(each.most for each in spans))


def _values(asked: Expr, edges: set[int], slots: Sequence[Slot]) -> list[int]:
    """Values that stand for all that a number may have: those at the edges and beside them, within its range."""
    if not edges:
        return [0, 1]
    if isinstance(asked, Lookup):
        return sorted(set(asked.values))
    low, high = range_of(asked, slots)
    near = {edge + step for edge in edges for step in (-1, 0, 1)}
    return sorted(value for value in near if low <= value <= high) or [low]


def _filled(counted: Counted, words: int) -> Counted:
    """The text with so many words for each `{because}`."""
    return Counted(
        counted.fixed + counted.causes * words + counted.moments,
        tuple((test, _filled(then, words), _filled(other, words)) for test, then, other in counted.tests),
        tuple((draw, tuple(_filled(option, words) for option in options)) for draw, options in counted.draws),
    )


def changeable_words(text: Text, phrases: Mapping[str, Text]) -> int:
    """How many words of a text depend on something: in each part the most that two of its alternatives differ by, added up."""
    return sum(_changes(block, phrases, 0) for block in text)


def _changes(block: Block, phrases: Mapping[str, Text], depth: int) -> int:
    match block:
        case Paragraphs(parts):
            named = [phrases.get(part.name, ()) for part in parts if isinstance(part, Slotted) and part.kind == "phrase" and depth < 4]
            return sum(_changes(inner, phrases, depth + 1) for phrase in named for inner in phrase)
        case When(_, then, other):
            return _apart([then, other])
        case OneOf(_, options):
            return _apart(list(options))


def _apart(alternatives: list[Text]) -> int:
    """The most words by which two of them differ: those of the longer that are not, in this order, in the other."""
    words = [_words(each) for each in alternatives]
    return max((_differ(one, other) for number, one in enumerate(words) for other in words[number + 1 :]), default=0)


def _differ(one: list[str], other: list[str]) -> int:
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in codes if tag != "equal")


def _words(text: Text) -> list[str]:
    """The words of a text with the first of its alternatives wherever it has some."""
    found: list[str] = []
    for block in text:
        match block:
            case Paragraphs(parts):
                found += "".join(part.text if isinstance(part, Words) else "\ufffc" + part.name for part in parts).split()
            case When(_, then, _):
                found += _words(then)
            case OneOf(_, options):
                found += _words(options[0])
    return found


def _tests(counted: Counted) -> Iterator[Expr]:
    for test, _, _ in counted.tests:
        yield test
    for inner in counted.inner:
        yield from _tests(inner)


def _points(test: Expr, points: dict[Expr, set[int]]) -> None:
    """What a condition asks about: numbers with the edges it compares them to; truths with none."""
    match test:
        case All(items) | Some(items):
            for item in items:
                _points(item, points)
        case Not(item):
            _points(item, points)
        case Compare(_, left, Num(value)):
            points.setdefault(left, set()).add(value)
        case Compare(_, Num(value), right):
            points.setdefault(right, set()).add(value)
        case Among(item, values):
            points.setdefault(item, set()).update(values)
        case Num():
            pass
        case _:
            points.setdefault(test, set())


def _holds(test: Expr, case: dict[Expr, int]) -> bool:
    match test:
        case All(items):
            return all(_holds(item, case) for item in items)
        case Some(items):
            return any(_holds(item, case) for item in items)
        case Not(item):
            return not _holds(item, case)
        case Compare(op, left, Num(value)):
            return _compared(op, case[left], value)
        case Compare(op, Num(value), right):
            return _compared(TURNED[op], case[right], value)
        case Among(item, values):
            return case[item] in values
        case Num(value):
            return bool(value)
        case _:
            return bool(case[test])


def _compared(op: str, left: int, right: int) -> bool:
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right, "==": left == right}.get(op, left != right)


def _within(counted: Counted, case: dict[Expr, int]) -> Span:
    fixed = counted.fixed + counted.causes + counted.moments
    spans = [_within(then if _holds(test, case) else other, case) for test, then, other in counted.tests]
    drawn = [[_within(option, case) for option in options] for _, options in counted.draws]
    spans += [Span(min(each.least for each in options), max(each.most for each in options)) for options in drawn]
    return Span(fixed + sum(each.least for each in spans), fixed + sum(each.most for each in spans))


def _independent(counted: Counted) -> Span:
    fixed = counted.fixed + counted.causes + counted.moments
    groups = [(then, other) for _, then, other in counted.tests] + [options for _, options in counted.draws]
    sides = [[_independent(each) for each in group] for group in groups]
    least = fixed + sum(min(each.least for each in group) for group in sides)
    return Span(least, fixed + sum(max(each.most for each in group) for group in sides))
