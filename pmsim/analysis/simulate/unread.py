"""Texts that nobody read: the blocks of a pack of which some alternative was never read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import NamedTuple

from pmsim.analysis.lint.conditions import readings_for
from pmsim.analysis.review.texts import outcome_texts, scenario_texts, text_pieces
from pmsim.analysis.simulate.tally import Tally, run_numbers
from pmsim.analysis.suppressions import suppressions
from pmsim.lang import Draft, Node, Pack, Scalar, shortened
from pmsim.lang.schema.craft import UNREAD_TEXTS
from pmsim.lang.text import Block, Telling, Text, When, all_runs, alternatives, phrases_in

MIN_SHOWN = 30
"""Minimum number of times that a text was shown, for its blocks to be listed."""
_MAX_QUOTED = 44
"""Maximum number of characters quoted of a text."""


class UnreadText(NamedTuple):
    """An alternative that nobody read: its line, and its first words."""

    line: int
    words: str


class UnreadBlock(NamedTuple):
    """A block of which `read` of its `of` alternatives were read. `text`: the key of its text."""

    text: str
    file: str
    read: int
    of: int
    unread: tuple[UnreadText, ...]


class _Piece(NamedTuple):
    """A piece of a text as written. `was_read`: somebody read it."""

    written: Scalar
    was_read: bool


_Option = list[_Piece]


def unread_blocks(
    pack: Pack, draft: Draft, tally: Tally, files: Mapping[str, bytes]
) -> tuple[UnreadBlock, ...]:
    """Return the blocks of which nobody read every alternative.

    Texts that were hardly shown are left out, and so are alternatives that `check` has proved
    impossible, or that a comment in one of the `files` allows. `draft` must come from the same
    files as `pack`."""
    if not any(_unread_in_pack(pack, draft, tally, frozenset())):
        return ()
    impossible = {place for place, each in readings_for(draft).items() if each.known is None}
    allowed = {
        (file, line)
        for file, data in files.items()
        for comment, allow in suppressions(data, file)
        if any(named.rule == UNREAD_TEXTS for named in allow.rules)
        for line in range(comment.first_line, comment.last_line + 1)
    }
    return tuple(_unread_in_pack(pack, draft, tally, impossible | allowed))


def _unread_in_pack(
    pack: Pack, draft: Draft, tally: Tally, left_out: AbstractSet[tuple[object, ...]]
) -> Iterator[UnreadBlock]:
    """Yield the same. `left_out`: places of pieces that do not count, or their files and lines."""
    numbers = run_numbers(pack)
    shown: Counter[str] = Counter()
    most: dict[str, int] = {}
    for (key, time), count in tally.shown.items():
        shown[key] += count
        most[key] = max(time, most.get(key, 0))
    texts = tuple(_written_texts(pack, draft))
    for key in shown.copy():
        for name in {*phrases_in(pack.texts[key], pack.phrases)}:
            shown[f"phrases/{name}"] += shown[key]
    for key, text, written in texts:
        if shown[key] < MIN_SHOWN:
            continue
        pieces = [
            _Piece(piece, numbers[id(run)] in tally.read)
            for piece, run in zip(written, all_runs(text), strict=True)
        ]
        tellings = 0 if pack.whole or key.startswith("phrases/") else most.get(key, 0)
        for options in _blocks(text, iter(pieces), tellings):
            yield from _unread_block(key, options, left_out)
    written_by_key = {key: written for key, _, written in texts}
    for number, outcome in enumerate(pack.program.outcomes):
        options = [
            [_Piece(piece, (number, at) in tally.ends) for piece in written_by_key.get(key, ())]
            for at, (_, _, key) in enumerate(pack.outcomes[outcome.id].variants)
        ]
        if tally.ends_by_outcome[number] >= MIN_SHOWN:
            yield from _unread_block(f"outcomes.{outcome.id}", options, left_out)


def _unread_block(
    key: str, options: Iterable[_Option], left_out: AbstractSet[tuple[object, ...]]
) -> Iterator[UnreadBlock]:
    """Yield the block if some of its options that have words were never read."""
    worded = [
        option
        for option in options
        if any(
            piece.written.text.strip()
            and left_out.isdisjoint((piece.written.place, piece.written.place[:2]))
            for piece in option
        )
    ]
    missed = [option[0].written for option in worded if not any(one.was_read for one in option)]
    if missed:
        unread = (UnreadText(one.at(0).line, shortened(one.text, _MAX_QUOTED)) for one in missed)
        file = missed[0].place.file
        yield UnreadBlock(key, file, len(worded) - len(missed), len(worded), tuple(unread))


def _blocks(text: Text, pieces: Iterator[_Piece], tellings: int) -> Iterator[list[_Option]]:
    """Yield the options of each block of a text that may have been read, those around first.
    `tellings`: the most times that the text was told in a career; blocks that count and have more
    options are left out."""
    for block in text:
        inner = _options(block)
        options = [list(islice(pieces, sum(1 for _ in all_runs(option)))) for option in inner]
        if not inner:
            next(pieces)
        elif not isinstance(block, Telling) or len(inner) <= tellings:
            yield options
        for option, written in zip(inner, options, strict=True):
            if any(piece.was_read for piece in written):
                yield from _blocks(option, iter(written), tellings)


def _options(block: Block) -> tuple[Text, ...]:
    """Return the texts of which a block shows one; of a `first_of`, its lines."""
    match block:
        case When(_, then, (When() as other,)):
            return then, *_options(other)
        case _:
            return alternatives(block)


def _written_texts(pack: Pack, draft: Draft) -> Iterator[tuple[str, Text, tuple[Scalar, ...]]]:
    """Yield each text of which a collector knows who read it, by its key, with its pieces as
    written; then the phrases that stand in no other text."""
    passages = (
        *scenario_texts(draft.names.scenarios),
        *outcome_texts(draft.names.pack.named_mappings("outcomes")),
    )
    watched = {one.key: one.pieces for one in passages}
    for key, pieces in watched.items():
        yield key, pack.texts[key], pieces
    elsewhere = {
        name
        for key in pack.texts.keys() - watched.keys()
        for name in phrases_in(pack.texts[key], pack.phrases)
    }
    for name, node in _phrase_nodes(draft):
        if name not in elsewhere:
            yield f"phrases/{name}", pack.phrases[name], tuple(text_pieces(node))


def _phrase_nodes(draft: Draft) -> Iterator[tuple[str, Node]]:
    """Yield the key of each phrase, with its lines as written."""
    owners = [("", draft.names.pack)]
    for scenario in draft.names.scenarios:
        owners.append((f"{scenario.id}.", scenario.node))
        owners += [(f"{scene.key}.", scene.node) for scene in scenario.scenes.values()]
    for prefix, node in owners:
        for entry in node.entries_of("phrases"):
            yield f"{prefix}{entry.key.text}", entry.value
