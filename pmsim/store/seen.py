"""The record of what a player has met in any career of a pack: texts, scenes, choices and ends, in
one small file beside the saves. It holds digests only, and a damaged file counts as an empty one.

A choice is recorded with the career that took it, so that the careers can be told apart."""

from collections import Counter
from contextlib import suppress
from hashlib import blake2b
from itertools import count
from pathlib import Path

from pmsim.analysis.advisers import side_taken
from pmsim.core.compile_expr import evaluate
from pmsim.core.events import ChoiceTaken, Entered
from pmsim.core.state import State
from pmsim.core.step import offered
from pmsim.lang.handbook import Quarrel
from pmsim.lang.pack import Pack
from pmsim.play.session import DecisionNode, Session, state_before
from pmsim.store.atomic import Disk, write_atomically

HEADER = b"pmsim seen 1\n"
DIGEST_BYTES, CHECK_BYTES = 6, 8
MAX_SEEN_BYTES = 512 * 1024
"""Largest file in bytes: about eighty thousand entries, ten times those of the largest pack."""


def _digest(entry: str) -> bytes:
    return blake2b(entry.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest()


def _checksum(content: bytes) -> bytes:
    return blake2b(content, digest_size=CHECK_BYTES).digest()


class SeenRecord:
    """A set of entries on one pack. `path` None: kept in memory only."""

    def __init__(self, path: Path | None = None, disk: Disk | None = None) -> None:
        self.path, self.disk = path, disk or Disk()
        self.digests = self._read()
        self.saved_count = len(self.digests)

    def _read(self) -> set[bytes]:
        content = b""
        if self.path is not None:
            with suppress(OSError):
                content = self.disk.read(self.path, MAX_SEEN_BYTES)
        whole, check = content[:-CHECK_BYTES], content[-CHECK_BYTES:]
        body = whole.removeprefix(HEADER)
        if body == whole or check != _checksum(whole) or len(body) % DIGEST_BYTES:
            return set()
        return {body[at : at + DIGEST_BYTES] for at in range(0, len(body), DIGEST_BYTES)}

    def __contains__(self, entry: str) -> bool:
        return _digest(entry) in self.digests

    def add(self, *entries: str) -> None:
        """Record entries, as long as there is room for them."""
        room = (MAX_SEEN_BYTES - len(HEADER) - CHECK_BYTES) // DIGEST_BYTES
        self.digests.update(map(_digest, entries[: max(room - len(self.digests), 0)]))

    def save(self) -> None:
        """Write the record, with what other windows have written since. Ignore a folder that cannot
        be written: nothing but a convenience is lost."""
        if self.path is None or len(self.digests) == self.saved_count:
            return
        self.digests |= self._read()
        content = HEADER + b"".join(sorted(self.digests))
        with suppress(OSError):
            write_atomically(self.disk, self.path, content + _checksum(content))
            self.saved_count = len(self.digests)

    def note_career(self, session: Session) -> None:
        """Record everything that a career has met, unless it was recorded before. This alone is no
        reason to save: opening a career writes nothing."""
        mark = f"career {session.origin}"
        if mark not in self:
            self.add(mark)
            for node in session.nodes:
                self.note_node(session, node)
        self.saved_count = len(self.digests)

    def note_node(self, session: Session, node: DecisionNode) -> tuple[str, ...]:
        """Record the choice that led to a node, and what it led to: scenes, closed choices, the
        end. Return what has opened in the handbook."""
        program, state = session.program, node.state
        self._note_sides(session, node)
        for event in node.turn.events:
            if isinstance(event, ChoiceTaken):
                self._take(program.choices[event.choice].key, session)
            elif isinstance(event, Entered):
                self.add(f"scene {program.scenes[event.scene].key}")
        if state.outcome >= 0:
            self.add(f"end {program.outcomes[state.outcome].id}")
        elif not node.unplayable:
            self.add(
                *(
                    f"closed {program.choices[offer.choice].key}"
                    for offer in offered(program, state)
                    if offer.closed
                )
            )
        return self._note_opened(session.pack, state)

    def _take(self, key: str, session: Session) -> None:
        first, ours, again = self._choice_entries(key, session)
        if first not in self:
            self.add(first, ours)
        elif ours not in self:
            self.add(again)

    def taken_in_others(self, key: str, session: Session) -> bool:
        """Return True if a career other than this one has taken a choice."""
        first, ours, again = self._choice_entries(key, session)
        return again in self or (first in self and ours not in self)

    @staticmethod
    def _choice_entries(key: str, session: Session) -> tuple[str, str, str]:
        """Return the entries of a choice: taken by any career, taken first by this one, and taken
        by a second one."""
        return f"choice {key}", f"first {key} {session.origin}", f"again {key}"

    def _note_opened(self, pack: Pack, state: State) -> tuple[str, ...]:
        """Record the pages of the handbook and the quarrels that are open in a state; return what
        the new ones are called."""
        entries = [
            *((f"page {page.id}", page.title, page.opens) for page in pack.handbook),
            *((f"quarrel {pair.id}", pair.names, pair.opens) for pair in pack.quarrels),
        ]
        new = {
            entry: title
            for entry, title, opens in entries
            if entry not in self and (opens is None or evaluate(opens, state.slots))
        }
        self.add(*new)
        return tuple(new.values())

    def _note_sides(self, session: Session, node: DecisionNode) -> None:
        """Record with which of two advisers the choice that led to a node sided. At the end of a
        life, also record its outcome for the adviser with whom its choices sided more often.

        A count is kept as one entry for each time, so that the records of two windows merge to the
        greater count."""
        for quarrel in session.pack.quarrels:
            side = _side_taken(session, node, quarrel)
            if side >= 0:
                self.add(f"side {quarrel.id} {side} {self.times_sided(quarrel, side) + 1}")
            if node.state.outcome >= 0:
                path = session.path(node.number)
                sides = Counter(_side_taken(session, one, quarrel) for one in path)
                if sides[0] != sides[1]:
                    outcome = session.program.outcomes[node.state.outcome].id
                    self.add(f"led {quarrel.id} {int(sides[1] > sides[0])} {outcome}")

    def times_sided(self, quarrel: Quarrel, side: int) -> int:
        """Return how often the player sided with one of two advisers where they disagreed."""
        return next(n for n in count() if f"side {quarrel.id} {side} {n + 1}" not in self)

    def ends_led_to(self, pack: Pack, quarrel: Quarrel, side: int) -> list[str]:
        """Return the outcomes of the lives that sided with one of two advisers more often."""
        return [name for name in pack.outcomes if f"led {quarrel.id} {side} {name}" in self]


def _side_taken(session: Session, node: DecisionNode, quarrel: Quarrel) -> int:
    """Return with which of two advisers the choice that led to a node sided; -1 for neither."""
    if node.parent < 0:
        return -1
    personas = [side.persona for side in quarrel.sides]
    return side_taken(session.program, personas, state_before(session, node), node.action)
