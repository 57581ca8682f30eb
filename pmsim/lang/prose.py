"""Texts that a player reads, as data, and which words of them hold in a given state. No layout, no colour, no markup parsing here."""

from collections.abc import Sequence
from typing import NamedTuple

from pmsim.core.expr import Expr


class Words(NamedTuple):
    """A literal piece of a paragraph run, small Markdown as written (straight quotes)."""

    text: str


class Slotted(NamedTuple):
    """A placeholder. `kind`: person, stat, role, quarter, because, moment, phrase. `name`: the id ('ines', 'burnout', a phrase's key into
    `Pack.phrases`); `form`: '' the short name or the band's word, else full, is, they, number …; `capital`: written `{Ines}`."""

    kind: str
    name: str
    form: str = ""
    capital: bool = False


class Paragraphs(NamedTuple):
    """A run of text; a blank line in it separates paragraphs."""

    parts: tuple[Words | Slotted, ...]


class When(NamedTuple):
    """`if … text … else`."""

    test: Expr
    then: tuple["Block", ...]
    other: tuple["Block", ...]


class OneOf(NamedTuple):
    """`one_of`: the block is chosen by `u32(seed, "one_of", draw, quarter) * count >> 32`."""

    draw: str
    options: tuple[tuple["Block", ...], ...]


Block = Paragraphs | When | OneOf
Text = tuple[Block, ...]
"""A whole text: its blocks in order; () is no text."""


def runs(text: Text, slots: Sequence[int], seed: int, quarter: int) -> tuple[Paragraphs, ...]:
    """The runs of `text` that hold in a state, in order: conditions asked, one_of drawn. Pure.

    Each run is one paragraph or more (a blank line separates them)."""
    from pmsim.core.chance import below
    from pmsim.core.expr import evaluate

    found: list[Paragraphs] = []
    for block in text:
        match block:
            case Paragraphs():
                found.append(block)
            case When(test, then, other):
                found += runs(then if evaluate(test, slots) else other, slots, seed, quarter)
            case OneOf(draw, options):
                number = below(len(options), seed, "one_of", draw, quarter)
                found += runs(options[number], slots, seed, quarter)
    return tuple(found)
