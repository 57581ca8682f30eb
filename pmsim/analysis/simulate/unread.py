"""Texts that nobody read: a watcher of what is shown, and the blocks of a pack of which some
alternative was never read."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from pmsim.analysis.paths import paths_for
from pmsim.analysis.review.texts import outcome_texts, scenario_texts, text_pieces
from pmsim.analysis.simulate.tally import Tally
from pmsim.analysis.suppressions import allowed_lines
from pmsim.core.compile_expr import CompiledExpr, compile_expr
from pmsim.core.program import Program
from pmsim.core.state import State
from pmsim.lang import Draft, Pack, Scalar, shortened
from pmsim.lang.schema.craft import UNREAD_TEXTS
from pmsim.lang.text import (
    Block,
    Run,
    Telling,
    Text,
    When,
    all_runs,
    alternatives,
    phrases_in,
    replace_runs,
    visible_runs,
)

MIN_SHOWN = 30
"""Minimum number of times that a text was shown, for its blocks to be listed."""
_MAX_QUOTED = 44
"""Maximum number of characters quoted of a text."""


def run_numbers(pack: Pack) -> dict[int, int]:
    """Return a number for each run of all texts and phrases, by its identity: the same numbers for
    every copy of the pack."""
    texts = (*pack.texts.values(), *pack.phrases.values())
    runs = (run for text in texts for run in all_runs(text))
    return {id(run): number for number, run in enumerate(runs)}


_Guards = tuple[tuple[CompiledExpr, bool], ...]
"""The conditions around a run, each with the value that it must have."""
GuardedText = tuple[Text, tuple[tuple[Run, _Guards], ...]]
"""A text, and its runs with what stands around each."""


def varying_texts(pack: Pack) -> dict[str, GuardedText]:
    """Return the texts that do not always read the same, each run followed by the phrases in it."""

    def with_phrases(run: Run) -> Text:
        phrases = [pack.phrases[name] for name in phrases_in((run,), {})]
        return run, *(part for one in phrases for part in replace_runs(one, with_phrases))

    expanded = {key: replace_runs(text, with_phrases) for key, text in pack.texts.items()}
    return {
        key: (text, tuple(_guarded_runs(text)))
        for key, text in expanded.items()
        if any(alternatives(block) for block in text)
    }


def _guarded_runs(text: Text, around: _Guards = ()) -> Iterator[tuple[Run, _Guards]]:
    for block in text:
        if isinstance(block, When):
            compiled = compile_expr(block.test)
            yield from _guarded_runs(block.then, (*around, (compiled, True)))
            yield from _guarded_runs(block.other, (*around, (compiled, False)))
        elif isinstance(block, Run):
            yield block, around
        else:
            for option in alternatives(block):
                yield from _guarded_runs(option, around)


class TextWatcher:
    """A watcher of the texts shown in one batch. `texts`: those of `varying_texts` of which
    something is unread; `read`: the identities of the runs read; `shown`: how often a text was
    shown while some of it was unread."""

    def __init__(self, varying: Mapping[str, GuardedText], program: Program) -> None:
        self.program, self.texts = program, dict(varying)
        self.read: set[int] = set()
        self.shown: Counter[str] = Counter()

    def show(self, key: str, state: State) -> None:
        """Note what is read of a text, unless nothing in it can be new."""
        if key not in self.texts:
            return
        self.shown[key] += 1
        text, pending = self.texts[key]
        for _, guards in pending:
            for test, wanted in guards:
                if bool(test(state.slots)) is not wanted:
                    break
            else:
                self.read.update(map(id, visible_runs(text, self.program, state)))
                left = tuple(row for row in pending if id(row[0]) not in self.read)
                self.texts[key] = text, left
                if not left:
                    del self.texts[key]
                break


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
    allowed = allowed_lines(files)
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
                if option[0][0].text
                and at not in impossible
                and (UNREAD_TEXTS, *at[:2]) not in allowed
            ]
            unread = [one[0][0] for one in counted if not any(was_read for _, was_read in one)]
            if unread:
                read, (file, line, _) = len(counted) - len(unread), unread[0].at(0)
                words = shortened(unread[0].text, _MAX_QUOTED)
                blocks.append(UnreadBlock(key, file, line, read, len(counted), words))
    return tuple(blocks)


def _blocks(text: Text, pieces: Iterator[_Piece]) -> Iterator[list[list[_Piece]]]:
    """Yield, for each block of a text that may have been read, its options that have words. Leave
    out blocks that depend on how often the text was told."""
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
    for key, entry in names.phrases.items():
        yield key, pack.phrases[key], tuple(text_pieces(entry.value))
