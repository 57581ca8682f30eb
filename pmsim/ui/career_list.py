"""The careers of a pack in a folder of saves, as every front end's menu lists and opens them.
Nothing here may draw."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pmsim.lang import Pack, visible
from pmsim.lang.pack import FRAME, FrameWords
from pmsim.play.savefile import SavedSession
from pmsim.play.session import Session
from pmsim.store.career import Career, last_unfinished_slot
from pmsim.store.errors import BusyError, SaveError
from pmsim.store.saves import SaveFolder
from pmsim.store.seen import SeenRecord
from pmsim.ui.present.words import (
    count_words,
    display_text,
    minutes_words,
    number_word,
    quarter_mark,
)

MAX_SEED = 2**64 - 1


class CareerSummary(NamedTuple):
    """A saved career in a few words. `slot`: its slot, or its file's name if that is no slot;
    `ended`: the end's title, '' while it goes on; `reason`: why it does not load, '' if it does;
    `name`: the one that the player gave it, or ''; `start`, `seed`, `quarters`: how it began (0
    quarters: the start's own number); `date`: the day on which it was saved."""

    slot: str
    start_title: str
    quarter: int
    decision: int
    lives: int
    ended: str
    reason: str
    frame: FrameWords = FRAME
    name: str = ""
    start: str = ""
    seed: int = 0
    quarters: int = 0
    date: str = ""

    @property
    def title(self) -> str:
        """Its name, or the title of its start."""
        return self.name or self.start_title

    @property
    def mark(self) -> str:
        """Quarter as a short mark: "Q7"."""
        return quarter_mark(self.quarter, self.frame)


@dataclass(frozen=True)
class CareerList:
    """The careers of one pack. `new_seed`: makes a seed for a new career; `sample`: the careers of
    a short pack that introduces the game, if there is one."""

    pack: Pack
    saves: SaveFolder
    new_seed: Callable[[], int]
    sample: "CareerList | None" = None

    def split(self) -> tuple[CareerSummary | None, tuple[CareerSummary, ...]]:
        """Return the career to resume, or None, and every other one, last played first."""
        slot, summaries = last_unfinished_slot(self.pack, self.saves), self.summaries()
        unfinished = next((one for one in summaries if slot and one.slot == slot), None)
        return unfinished, tuple(one for one in summaries if one is not unfinished)

    def summaries(self) -> tuple[CareerSummary, ...]:
        """Return every career of this pack, last played first."""
        summaries = []
        for entry in self.saves.entries():
            if entry.saved is None:
                summaries.append(CareerSummary(entry.slot, entry.slot, 0, 0, 0, "", entry.reason))
            elif entry.saved.pack == self.pack.id:
                summaries.append(self._summary(entry.slot, entry.saved))
        for entry in self.saves.misnamed_entries():
            if entry.saved is None or entry.saved.pack == self.pack.id:
                summaries.append(
                    CareerSummary(entry.slot, visible(entry.slot), 0, 0, 0, "", entry.reason)
                )
        return tuple(summaries)

    def ends_seen(self) -> dict[str, list[str]]:
        """Return by id of an outcome the careers that came to it: "Fumes, Q12"."""
        places: dict[str, list[str]] = {}
        for entry in self.saves.entries():
            saved = entry.saved
            if saved is None or saved.pack != self.pack.id:
                continue
            title = self._summary(entry.slot, saved).start_title
            for life in saved.lives:
                state = saved.states[life.tip]
                if outcome := str(state.get("outcome") or ""):
                    mark = quarter_mark(int(state["quarter"]), self.pack.frame)
                    places.setdefault(outcome, []).append(f"{title}, {mark}")
        return places

    def seen(self) -> SeenRecord:
        """Return the record of what the player has met in this pack."""
        return self.saves.seen(self.pack.id)

    def _summary(self, slot: str, saved: SavedSession) -> CareerSummary:
        state = saved.states[saved.at]
        outcome = self.pack.outcomes.get(str(state.get("outcome") or ""))
        ended = (
            (display_text(outcome.title) if outcome else "an end that is gone")
            if saved.ended
            else ""
        )
        start_info = self.pack.starts.get(saved.origin.start)
        title = display_text(start_info.title) if start_info else saved.origin.start
        return CareerSummary(
            slot,
            title,
            int(state["quarter"]),
            saved.decision,
            len(saved.lives),
            ended,
            "",
            self.pack.frame,
            given_name(saved.lives[0].name, start_info.title if start_info else ""),
            saved.origin.start,
            saved.origin.seed,
            saved.origin.quarters,
            day_words(self.saves.saved_at(slot)),
        )

    def load_session(self, slot: str) -> Session | None:
        """Load a saved career for reading only; None if it does not load."""
        try:
            restored = self.saves.load(slot, pack=self.pack, allow_older=True).restored
        except SaveError:
            return None
        return None if restored is None else restored.session

    def begin(self, start: str, quarters: int, seed: int | None = None) -> Career:
        """Begin a career, with a new seed if none is given. Raises NotSavedError if the folder
        cannot be written."""
        chance = self.new_seed() if seed is None else seed
        return Career.begin(self.pack, self.saves, start=start, seed=chance, quarters=quarters)

    def rename(self, slot: str, name: str) -> None:
        """Name a saved career, '' to take its name back. Raises SaveError."""
        with self.open(slot) as career:
            career.rename(name)

    def remove(self, slot: str) -> None:
        """Remove a career for good, with all its lives. Raises SaveError."""
        lock = self.saves.lock(slot)
        if lock is None:
            raise BusyError(slot)
        try:
            self.saves.remove(slot)
        finally:
            lock.release()

    def open(self, slot: str) -> Career:
        """Open a saved career, from its previous save if the newest is damaged. Raises
        SaveError."""
        return Career.open(self.pack, self.saves, slot, allow_older=True)


def given_name(name: str, start_title: str) -> str:
    """Return the name of a first life if the player gave it, else ''."""
    return "" if name in ("Life 1", start_title) else display_text(name)


def day_words(seconds: float) -> str:
    """Return a day as "30 November 2026", '' for one that is not known."""
    return time.strftime("%d %B %Y", time.localtime(seconds)).lstrip("0") if seconds else ""


def parse_seed(typed: str) -> int | None:
    """Return a typed seed, None if it is none."""
    digits = typed.strip()
    if not digits.isdecimal() or len(digits) > len(str(MAX_SEED)) or int(digits) > MAX_SEED:
        return None
    return int(digits)


def summary_words(summary: CareerSummary) -> str:
    """Return a saved career in a few words."""
    if summary.reason:
        return summary.reason
    lives = f", {count_words(summary.lives, 'life', 'lives')}" if summary.lives > 1 else ""
    return (
        f"ended in {summary.mark}: {summary.ended}{lives}"
        if summary.ended
        else f"{summary.mark}, Decision {summary.decision}{lives}"
    )


def count_kinds(summaries: Sequence[CareerSummary]) -> str:
    """Return how many careers there are of each kind: "two unfinished, one lived"."""
    over, shut = (
        sum(bool(one.ended) for one in summaries),
        sum(bool(one.reason) for one in summaries),
    )
    kinds = (
        (len(summaries) - over - shut, "unfinished"),
        (over, "lived"),
        (shut, "not to be read"),
    )
    return ", ".join(f"{number_word(count)} {kind}" for count, kind in kinds if count)


def longest_career(pack: Pack) -> int:
    """Return the quarters of the longest career."""
    return max((door.quarters for door in pack.starts.values()), default=1)


def length_words(pack: Pack) -> str:
    """Return about how long a career takes: "45 minutes, or 15"."""
    short = pack.program.short
    return minutes_words(longest_career(pack)).removeprefix("about ") + (
        f", or {max(short * 4 // 5 * 5, 5)}" if short else ""
    )
