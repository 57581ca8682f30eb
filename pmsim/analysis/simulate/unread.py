"""Texts that nobody read: the blocks of a pack of which some alternative was never read."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from pmsim.analysis.paths import paths_for
from pmsim.analysis.review.texts import outcome_texts, scenario_texts, text_pieces
from pmsim.analysis.simulate.collector import run_numbers
from pmsim.analysis.simulate.tally import Tally
from pmsim.analysis.suppressions import suppressions
from pmsim.lang import Draft, Pack, Scalar, shortened
from pmsim.lang.schema.craft import UNREAD_TEXTS
from pmsim.lang.text import Block, Telling, Text, When, all_runs, alternatives

MIN_SHOWN = 30
"""Minimum number of times that a text was shown, for its blocks to be listed."""
_MAX_QUOTED = 44
"""Maximum number of characters quoted of a text."""


class UnreadBlock(NamedTuple):
    """A block of which `read` of its `of` alternatives were read. `text`: the key of its text;
    `line`, `words`: where another alternative is written, and how it begins."""

    text: str
    file: str
    line: int
    read: int
    of: int
    words: str


_Piece = tuple[Scalar, bool]
"""A piece of a text as written, and whether somebody read it."""


def unread_blocks(
    pack: Pack, draft: Draft, tally: Tally, files: Mapping[str, bytes]
) -> tuple[UnreadBlock, ...]:
    """Return the blocks of which nobody read every alternative.

    Texts that were hardly shown are left out, and so are alternatives that `check` has proved
    impossible, or that a comment in one of the `files` allows. `draft` must come from the same
    files as `pack`."""
    numbers = run_numbers(pack)
    paths = paths_for(draft)
    impossible = {
        place
        for scenario in draft.names.scenarios
        for place, reading in (paths.readings_in(scenario) if paths else {}).items()
        if reading.known is None
    }
    allowed = {
        (file, line)
        for file, data in files.items()
        for comment, allow in suppressions(data, file)
        if any(named.rule == UNREAD_TEXTS for named in allow.rules)
        for line in range(comment.first_line, comment.last_line + 1)
    }
    blocks: list[UnreadBlock] = []
    for key, text, written in _written_texts(pack, draft):
        was_read = [numbers[id(run)] in tally.read for run in all_runs(text)]
        if tally.shown[key] < MIN_SHOWN and not (key in pack.phrases and any(was_read)):
            continue
        for options in _blocks(text, zip(written, was_read, strict=True)):
            counted = [
                option
                for option in options
                for at in [option[0][0].place]
                if option[0][0].text and at not in impossible and at[:2] not in allowed
            ]
            unread = [one[0][0] for one in counted if not any(was_read for _, was_read in one)]
            if unread:
                read, (file, line, _) = len(counted) - len(unread), unread[0].at(0)
                words = shortened(unread[0].text, _MAX_QUOTED)
                blocks.append(UnreadBlock(key, file, line, read, len(counted), words))
    return tuple(blocks)


def _blocks(text: Text, pieces: Iterator[_Piece]) -> Iterator[list[list[_Piece]]]:
    """Yield the options with words of each block of a text that may have been read. What depends on
    the times it was told is left out."""
    for block in text:
        inner = _options(block)
        options = [list(islice(pieces, sum(1 for _ in all_runs(option)))) for option in inner]
        if not inner:
            next(pieces)
        elif not isinstance(block, Telling):
            yield [option for option in options if option]
        for option, written in zip(inner, options, strict=True):
            if any(was_read for _, was_read in written):
                yield from _blocks(option, iter(written))


def _options(block: Block) -> tuple[Text, ...]:
    """Return the texts of which a block shows one; of a `first_of`, its lines."""
    match block:
        case When(_, then, (When() as other,)):
            return then, *_options(other)
        case _:
            return alternatives(block)


def _written_texts(pack: Pack, draft: Draft) -> Iterator[tuple[str, Text, tuple[Scalar, ...]]]:
    """Yield the texts of scenarios and outcomes, and the phrases, by key, with their pieces."""
    names = draft.names
    ends = outcome_texts(names.pack.named_mappings("outcomes"))
    for passage in (*scenario_texts(names.scenarios), *ends):
        yield passage.key, pack.texts[passage.key], passage.pieces
    scenes = [scene for one in names.scenarios for scene in one.scenes.values()]
    owners = [
        ("", names.pack),
        *((f"{one.id}.", one.node) for one in names.scenarios),
        *((f"{one.key}.", one.node) for one in scenes),
    ]
    for prefix, node in owners:
        for name, lines in node.entries_of("phrases"):
            key = f"{prefix}{name.text}"
            yield key, pack.phrases[key], tuple(text_pieces(lines))
