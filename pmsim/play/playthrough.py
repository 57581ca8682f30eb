"""A career as a file, `*.playthrough.yaml`: read, begun, and held to what it expects. PURE.

The test, the bug report and the witness of a proof have this one shape.
"""

import operator
import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from pmsim.core.program import SEEN, Program
from pmsim.lang.conform import conform
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.nodes import Mapping, Node, Place, Scalar, Sequence
from pmsim.lang.pack import Pack
from pmsim.lang.source import read
from pmsim.play.session import Session

COMPARED: dict[str, Callable[[int, int], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
}
_COMPARISON = re.compile(r"(<=|>=|==|!=|<|>|)\s*(-?[0-9]{1,10}|[a-z][a-z0-9_]*)")


class Wanted(NamedTuple):
    """One thing expected. `name`: `outcome`, `flags`, `seen`, `text`, or what a condition would call a number; `says`: as written."""

    name: str
    says: str
    place: Place


class Playthrough(NamedTuple):
    """One career. `choices` keep their places; `reseed`: (decision, seed); `quarters` 0: the start's own; `then`: who plays on."""

    play: str
    start: str
    seed: int
    quarters: int
    choices: tuple[Scalar, ...]
    reseed: tuple[tuple[int, int], ...]
    then: str
    expected: tuple[Wanted, ...]
    place: Place


class Miss(NamedTuple):
    """An expectation that does not hold: what was expected, what is, and where it is written."""

    expected: str
    got: str
    place: Place


class Read(NamedTuple):
    """What a file says, None if it is no playthrough; and every problem of it."""

    playthrough: Playthrough | None
    diagnostics: tuple[Diagnostic, ...]


def parse(content: bytes, file: str) -> Read:
    """The playthrough in a file's bytes; `file` is its path as the author named it. Never raises."""
    node, problems = read(content, file)
    if node is None:
        return Read(None, problems)
    sound, shape = conform(node, "playthrough")
    said = (*problems, *shape)
    if any(one.severity == "error" for one in said):
        return Read(None, said)
    reseed = sorted((int(key), int(value)) for key, value in _texts(sound.get("reseed")))
    found = Playthrough(
        play=_text(sound, "play", ""),
        start=_text(sound, "start", ""),
        seed=int(_text(sound, "seed", "1")),
        quarters=int(_text(sound, "quarters", "0")),
        choices=_scalars(sound.get("choices")),
        reseed=tuple(reseed),
        then=_text(sound, "then", "stop"),
        expected=tuple(_wanted(sound.get("expect"))),
        place=node.place,
    )
    return Read(found, said)


def _text(node: Mapping, key: str, default: str) -> str:
    value = node.get(key)
    return value.text.strip() if isinstance(value, Scalar) else default


def _scalars(node: Node | None) -> tuple[Scalar, ...]:
    return tuple(item for item in node.items if isinstance(item, Scalar)) if isinstance(node, Sequence) else ()


def _texts(node: Node | None) -> Iterator[tuple[str, str]]:
    for entry in node.entries if isinstance(node, Mapping) else ():
        if isinstance(entry.value, Scalar) and entry.key.text.isdecimal():
            yield entry.key.text, entry.value.text


def _wanted(node: Node | None) -> Iterator[Wanted]:
    for key, value in node.entries if isinstance(node, Mapping) else ():
        if isinstance(value, Scalar) and key.text != "note":
            yield Wanted(key.text, value.text.strip(), value.place)
        for item in _scalars(value):
            yield Wanted(key.text, item.text.strip(), item.place)


def begin(pack: Pack, playthrough: Playthrough) -> Session:
    """The session at the playthrough's first decision. Raises KeyError for a start that the pack does not have."""
    return Session(pack, playthrough.start, playthrough.seed, quarters=playthrough.quarters, reseed=playthrough.reseed)


def misses(session: Session, playthrough: Playthrough, told: Callable[[], str]) -> tuple[Miss, ...]:
    """What does not hold where the session stands. `told`: everything that a player would have read; asked only if it matters."""
    found = (_missed(session, wanted, told) for wanted in playthrough.expected)
    return tuple(miss for miss in found if miss is not None)


def _missed(session: Session, wanted: Wanted, told: Callable[[], str]) -> Miss | None:
    match wanted.name:
        case "outcome":
            holds, got = session.outcome == wanted.says, f"outcome {session.outcome or 'none yet'}"
        case "flags":
            flags = session.state.flags
            holds, got = wanted.says in flags, f"flags {', '.join(flags) or 'none'}"
        case "seen":
            holds, got = _seen(session, wanted.says), "it was not entered"
        case "text":
            holds, got = _words(wanted.says) in _words(told()), "nobody said that"
        case _:
            return _number(session, wanted)
    return None if holds else Miss(f"{wanted.name} {wanted.says}", got, wanted.place)


def _seen(session: Session, key: str) -> bool:
    """A scene that was entered; a scenario's id means any of its scenes."""
    bits = session.position.slots[SEEN]
    return any(bits >> scene.index & 1 for scene in session.program.scenes if key in (scene.key, scene.key.partition(".")[0]))


def _words(text: str) -> str:
    """As words are compared: in one line, without regard to capitals or to curled quotes."""
    return " ".join(text.translate(_STRAIGHT).casefold().split())


_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


def _number(session: Session, wanted: Wanted) -> Miss | None:
    value = _value(session, wanted.name)
    if value is None:
        near = get_close_matches(wanted.name, session.program.stats, 1)
        nearest = f"; the nearest is {near[0]}" if near else ""
        return Miss(f"{wanted.name} {wanted.says}", f"there is no {wanted.name}{nearest}", wanted.place)
    compared = _COMPARISON.fullmatch(wanted.says)
    edge = _edge(session.pack, wanted.name, compared[2]) if compared else None
    if compared is None or edge is None:
        return Miss(f"{wanted.name} {wanted.says}", "a comparison is a number, or one of < <= > >= == != and a number", wanted.place)
    holds = COMPARED[compared[1] or "=="](value, edge)
    return None if holds else Miss(f"{wanted.name} {wanted.says}", f"{wanted.name} {value}", wanted.place)


def _value(session: Session, name: str) -> int | None:
    """A number by the name that a condition would use."""
    program: Program = session.program
    if name in program.stats:
        return session.state[name]
    slot = program.slot_index.get(name)
    return None if slot is None else session.position.slots[slot]


def _edge(pack: Pack, stat: str, word: str) -> int | None:
    """A number as written, or the lower edge of a band."""
    if not word[0].isalpha():
        return int(word)
    words = pack.stats.get(stat)
    return next((band.edge for band in words.bands if band.word.replace(" ", "_") == word), None) if words else None
