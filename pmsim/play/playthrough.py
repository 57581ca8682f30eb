"""A career as a file, `*.playthrough.yaml`: parsing, starting, and checking its expectations. No
disk.

Tests, bug reports and the witnesses of proofs share this format.
"""

import operator
import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from pmsim.core.compile_expr import evaluate
from pmsim.core.program import SEEN, Program
from pmsim.lang import Diagnostic, Mapping, Node, Pack, Place, Scalar, Sequence
from pmsim.lang.pack import player_of
from pmsim.lang.validate import validate
from pmsim.lang.yaml_reader import read_yaml
from pmsim.play.session import Session

COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
}
_COMPARISON = re.compile(r"(<=|>=|==|!=|<|>|)\s*(-?[0-9]{1,10}|[a-z][a-z0-9_]*)")


class Expectation(NamedTuple):
    """One expectation. `name`: `outcome`, `flags`, `seen`, `text`, or a number's name in
    conditions. `written`: the expected value, as written."""

    name: str
    written: str
    place: Place


class Playthrough(NamedTuple):
    """One career. `choices` have their places; `reseed`: (decision, seed); `quarters` 0: the number
    of the start; `then`: the policy that plays on."""

    play: str
    start: str
    seed: int
    quarters: int
    choices: tuple[Scalar, ...]
    reseed: tuple[tuple[int, int], ...]
    then: str
    expected: tuple[Expectation, ...]
    place: Place


class FailedExpectation(NamedTuple):
    """An expectation that is not met: the expected value, the actual one, and its place."""

    expected: str
    got: str
    place: Place


class ParsedPlaythrough(NamedTuple):
    """A parsed file: the playthrough, None if there are errors, and all its diagnostics."""

    playthrough: Playthrough | None
    diagnostics: tuple[Diagnostic, ...]


def parse_playthrough(content: bytes, file: str) -> ParsedPlaythrough:
    """Return the playthrough in a file's bytes. `file` is the path as the author named it. Never
    raises."""
    node, syntax_diagnostics = read_yaml(content, file)
    if node is None:
        return ParsedPlaythrough(None, syntax_diagnostics)
    fields, shape_diagnostics = validate(node, "playthrough")
    diagnostics = (*syntax_diagnostics, *shape_diagnostics)
    if any(one.severity == "error" for one in diagnostics):
        return ParsedPlaythrough(None, diagnostics)
    reseed = sorted((int(key), int(value)) for key, value in _texts(fields.get("reseed")))
    playthrough = Playthrough(
        play=_text(fields, "play", ""),
        start=_text(fields, "start", ""),
        seed=int(_text(fields, "seed", "1")),
        quarters=int(_text(fields, "quarters", "0")),
        choices=_scalars(fields.get("choices")),
        reseed=tuple(reseed),
        then=_text(fields, "then", "stop"),
        expected=tuple(_expectations(fields.get("expect"))),
        place=node.place,
    )
    return ParsedPlaythrough(playthrough, diagnostics)


def _text(node: Mapping, key: str, default: str) -> str:
    value = node.get(key)
    return value.text.strip() if isinstance(value, Scalar) else default


def _scalars(node: Node | None) -> tuple[Scalar, ...]:
    items = node.items if isinstance(node, Sequence) else ()
    return tuple(item for item in items if isinstance(item, Scalar))


def _texts(node: Node | None) -> Iterator[tuple[str, str]]:
    for entry in node.entries if isinstance(node, Mapping) else ():
        if isinstance(entry.value, Scalar) and entry.key.text.isdecimal():
            yield entry.key.text, entry.value.text


def _expectations(node: Node | None) -> Iterator[Expectation]:
    for key, value in node.entries if isinstance(node, Mapping) else ():
        if isinstance(value, Scalar) and key.text != "note":
            yield Expectation(key.text, value.text.strip(), value.place)
        for item in _scalars(value):
            yield Expectation(key.text, item.text.strip(), item.place)


def start_session(pack: Pack, playthrough: Playthrough) -> Session:
    """Return a session at the playthrough's first decision. Raise KeyError for an unknown start."""
    return Session(
        pack,
        playthrough.start,
        playthrough.seed,
        quarters=playthrough.quarters,
        reseed=playthrough.reseed,
    )


def failed_expectations(
    session: Session, playthrough: Playthrough, read_text: Callable[[], str]
) -> tuple[FailedExpectation, ...]:
    """Return the expectations that the session does not meet.

    `read_text` returns everything that a player would have read; it is called only if needed.
    """
    return tuple(
        FailedExpectation(f"{one.name} {one.written}", got, one.place)
        for one in playthrough.expected
        if (got := _other_result(session, one, read_text))
    )


def _other_result(session: Session, expectation: Expectation, read_text: Callable[[], str]) -> str:
    """Return what came in place of the expected value, '' if the expectation is met."""
    written = expectation.written
    match expectation.name:
        case "outcome":
            holds, got = session.outcome == written, f"outcome {session.outcome or 'none yet'}"
        case "role":
            holds, got = session.state.role == written, f"role {session.state.role}"
        case "flags":
            flags = session.state.flags
            holds, got = written in flags, f"flags {', '.join(flags) or 'none'}"
        case "seen":
            holds, got = _was_seen(session, written), "it was not entered"
        case "text":
            holds = _normalised(written) in _normalised(read_text())
            got = "nobody said that"
        case name:
            return _other_number(session, name, written)
    return "" if holds else got


def _was_seen(session: Session, key: str) -> bool:
    """Return True if the scene was entered; for a scenario's id, if any of its scenes was."""
    bits = session.position.slots[SEEN]
    return any(
        bits >> scene.index & 1
        for scene in session.program.scenes
        if key in (scene.key, scene.key.partition(".")[0])
    )


def _normalised(text: str) -> str:
    """Return a text in one line, in lower case, with straight quotes: the form in which texts are
    compared."""
    return " ".join(text.translate(_STRAIGHT).casefold().split())


_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


def _other_number(session: Session, name: str, written: str) -> str:
    """Return the number in place of the expected one, or why there is none; '' if the comparison
    holds."""
    value = _value(session, name)
    if value is None:
        near = get_close_matches(name, session.program.stats, 1)
        return f"there is no {name}{f'; the nearest is {near[0]}' if near else ''}"
    stat = session.pack.stats.get(name)
    band = stat.band_at(value) if stat else None
    if stat and band and any(one.name == written for one in stat.bands):
        return "" if band.name == written else f"{name} {value}, which is {band.name}"
    match = _COMPARISON.fullmatch(written)
    number = _number_or_band(session.pack, name, match[2]) if match else None
    if match is None or number is None:
        return "a comparison is a number, or one of < <= > >= == != and a number"
    return "" if COMPARISONS[match[1] or "=="](value, number) else f"{name} {value}"


def _value(session: Session, name: str) -> int | None:
    """Return a number by its name in conditions, or None."""
    program: Program = session.program
    if name in program.stats:
        return session.state[name]
    name = player_of(session.pack, name, session.position)
    if name in session.pack.facts:
        return int(evaluate(session.pack.facts[name], session.position.slots))
    slot = program.slot_index.get(name)
    return None if slot is None else session.position.slots[slot]


def _number_or_band(pack: Pack, stat: str, word: str) -> int | None:
    """Return a number as written, or the lower edge of a band, or None."""
    if not word[0].isalpha():
        return int(word)
    if stat in pack.facts and word in ("true", "false"):
        return int(word == "true")
    words = pack.stats.get(stat)
    return next((band.edge for band in words.bands if band.name == word), None) if words else None
