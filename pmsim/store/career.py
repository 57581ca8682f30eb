"""A career with its save: from its first choice on, every move is on disk before its method
returns, or it did not happen.

A front end may show only what a method has returned. So everything that a player has seen is
saved."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Literal, Self, TypeVar

from pmsim.analysis.debrief import INTEREST_WORDS, Interest
from pmsim.core.events import Turn
from pmsim.core.state import DEFAULT_START, StartOverride
from pmsim.lang import Pack
from pmsim.play.json_checks import DamagedError
from pmsim.play.migrate import Note, restore
from pmsim.play.savefile import write_save
from pmsim.play.session import Session
from pmsim.store.atomic import FileLock
from pmsim.store.corrections import read_corrections, write_corrections
from pmsim.store.errors import BusyError, NotSavedError, saving_in
from pmsim.store.folders import config_folder
from pmsim.store.saves import SaveEntry, SaveFolder, parse_save
from pmsim.store.seen import SeenRecord

T = TypeVar("T")
LARGE_PERCENT = 50
"""Percent of the largest save from which on opening a career warns the player, some five thousand
decisions before the limit."""


class PlayableCareer:
    """A career as front ends know it: they change its session only by these methods.

    This one is kept in memory only, for a story that is being written and for tests. `Career` saves
    each move before the method returns."""

    def __init__(self, session: Session, seen: SeenRecord | None = None) -> None:
        self.session = session
        self._interests: dict[str, Interest] = {}
        self.seen = seen or SeenRecord()
        self.opened: tuple[str, ...] = ()
        """What the last choice has opened in the handbook."""
        self.seen.note_career(session)

    @property
    def is_saved(self) -> bool:
        """True if the career is on disk."""
        return False

    def act(self, action: str) -> Turn:
        """Take an open choice by its id, and save.

        Raises ActionError. Raises NotSavedError after undoing the choice: act again once the disk
        has room."""
        turn = self._move(partial(self.session.act, action))
        self.opened = self.seen.note_node(self.session, self.session.node)
        return turn

    def back(self) -> bool:
        """Go back to the previous decision, and save; return False at the beginning.

        Raises UnplayableError; NotSavedError."""
        return self._move(self.session.back)

    def rewind(self, decision: int, life: int = -1) -> None:
        """Go back to a decision of this life or of another one, and save. Raises as
        `Session.rewind`; NotSavedError."""
        self._move(partial(self.session.rewind, decision, life))

    def switch_life(self, life: int) -> None:
        """Go to the newest point of a life, and save. Raises IndexError; NotSavedError."""
        self._move(partial(self.session.go, life))

    def name_life(self, life: int, name: str) -> None:
        """Name a life, and save. Keep the printable characters of the name, 80 at most."""
        self._move(partial(self.session.name, life, "".join(filter(str.isprintable, name))[:80]))

    def outcomes_seen(self) -> frozenset[str]:
        """Return the outcomes that the player has reached in this pack, in any known life."""
        outcomes = (self.session.nodes[life.tip].state.outcome for life in self.session.lives)
        return frozenset(
            self.session.program.outcomes[outcome].id for outcome in outcomes if outcome >= 0
        )

    def interests(self) -> dict[str, Interest]:
        """Return the player's own interests by skill, which hold in every career of the pack."""
        return self._interests

    def correct_interest(self, skill: str, word: str) -> None:
        """Keep the player's own interest in a skill; a word that is no interest takes it back.

        Raises NotSavedError."""
        own = {name: interest for name, interest in self.interests().items() if name != skill}
        own |= {skill: interest for interest in INTEREST_WORDS if interest == word}  # noqa: B035
        self._keep_interests(own)

    def _keep_interests(self, interests: dict[str, Interest]) -> None:
        self._interests = interests

    def mark_end_read(self) -> None:
        """Record that the end is on the screen. Until then the career counts as unfinished, so that
        the player does not miss its end."""
        self.session.end_read = True

    def _move(self, move: Callable[[], T]) -> T:
        """Make a move, and save it."""
        return move()

    def close(self) -> None:
        """Release what the career holds."""


class Career(PlayableCareer):
    """A session and its save. `slot`: the name of its save, '' before its first choice; `notes`:
    remarks about how it was loaded; `read_only`: every move raises NotSavedError."""

    def __init__(
        self,
        session: Session,
        saves: SaveFolder,
        slot: str,
        lock: FileLock | None,
        *,
        read_only: bool = False,
    ) -> None:
        super().__init__(session, saves.seen(session.pack.id))
        self.saves = saves
        self.slot = slot
        self.read_only = read_only
        self.notes: tuple[Note, ...] = ()
        self._lock = lock
        self._generation = self._own_generation = 0
        self._known_contents: tuple[bytes | None, ...] = (None,)
        """Save contents that count as our own: last written, or last attempted. Any other content
        was written by another process."""

    @classmethod
    def begin(
        cls,
        pack: Pack,
        saves: SaveFolder,
        *,
        start: str = "",
        seed: int = 1,
        quarters: int = 0,
        start_override: StartOverride = DEFAULT_START,
    ) -> Self:
        """Begin a career. Write nothing before its first choice.

        Raises KeyError as `Session` does; NotSavedError if the folder cannot be written."""
        session = Session(pack, start, seed, quarters=quarters, midway=start_override)
        saves.check_writable()
        return cls(session, saves, "", None)

    @classmethod
    def open(
        cls,
        pack: Pack,
        saves: SaveFolder,
        slot: str,
        *,
        allow_older: bool = False,
        read_only: bool = False,
    ) -> Self:
        """Open a saved career. `allow_older`: use the previous save if the newest does not load.

        Raises SlotError, NotLoadedError, BusyError (unless `read_only`), NotSavedError."""
        lock = None if read_only else saves.lock(slot)
        if lock is None and not read_only:
            raise BusyError(slot)
        try:
            loaded = saves.load(slot, pack=pack, allow_older=allow_older)
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        session, notes, playable = loaded.restored or restore(pack, loaded.saved)
        career = cls(session, saves, slot, lock, read_only=read_only or not playable)
        career._generation = saves.newest_generation()
        career._own_generation = loaded.saved.generation
        career._known_contents = (loaded.content,)
        if loaded.newest_problem:
            notes = (Note("older_copy", "", loaded.saved.decision), *notes)
        if loaded.percent_full >= LARGE_PERCENT:
            notes = (*notes, Note("large", "", loaded.percent_full))
        career.notes = notes
        return career

    @property
    def is_saved(self) -> bool:
        """True if the career is on disk."""
        return self._known_contents[0] is not None

    def outcomes_seen(self) -> frozenset[str]:
        """Return the outcomes that careers of this pack in this folder have reached, in any of
        their lives."""
        return frozenset(
            outcome
            for entry in self.saves.entries()
            if entry.saved is not None and entry.saved.pack == self.session.pack.id
            for outcome in entry.saved.outcomes
        )

    def interests(self) -> dict[str, Interest]:
        """Return the player's own interests by skill."""
        return read_corrections(config_folder(), self.session.pack.id)

    def _keep_interests(self, interests: dict[str, Interest]) -> None:
        """Keep the player's own interests beside the settings. Raises NotSavedError."""
        write_corrections(config_folder(), self.session.pack.id, interests)

    def mark_end_read(self) -> None:
        """Record that the player has read the end, so that this career is not resumed automatically
        any more. Ignore a failed save: nothing is lost."""
        if self.read_only or self.session.end_read or self.session.outcome is None:
            return
        self.session.end_read = True
        with suppress(NotSavedError):
            self._save_if_begun()

    def rename(self, name: str) -> None:
        """Name the career, by naming its first life, and save. Keep its place in the order of
        careers.

        Raises NotSavedError."""
        end_read, newest = self.session.end_read, self._generation
        self._generation = self._own_generation - 1
        try:
            self.name_life(0, name)
            self.session.end_read = end_read
            self._generation = self._own_generation - 1
            self.save()
        finally:
            self._generation = newest

    def _save_if_begun(self) -> None:
        """Save, unless no choice has been made yet."""
        if self.is_saved or len(self.session.nodes) > 1:
            self.save()

    def save(self) -> None:
        """Write the session as it is now. Raises NotSavedError."""
        if self.read_only:
            raise NotSavedError("read_only", self.saves.folder)
        if not self.slot:
            self.slot, self._lock = self.saves.claim_slot(self.session.pack.id)
            self._generation = self.saves.newest_generation()
        with saving_in(self.saves.folder):
            on_disk = self.saves.newest_content(self.slot)
        if on_disk not in self._known_contents:
            self._handle_foreign_save(on_disk)
            on_disk = None
        content = write_save(self.session, self._generation + 1).encode("ascii")
        self._known_contents = (*self._known_contents[:1], on_disk, content)
        self.saves.write_slot(self.slot, content, None if on_disk == content else on_disk)
        self._known_contents = (content,)
        self._generation += 1

    def _handle_foreign_save(self, on_disk: bytes | None) -> None:
        """Refuse to overwrite another process's save; set a damaged save aside under another name.

        `on_disk`: the content found, None for no file. Raises NotSavedError for a readable save,
        and for one of a newer format."""
        if on_disk is None:
            return
        try:
            parse_save(on_disk)
        except DamagedError as error:
            if error.reason == "format":
                raise NotSavedError("overtaken", self.saves.folder) from error
            aside = self.saves.set_aside(self.slot)
            self.notes = (*self.notes, Note("set_aside", aside))
        else:
            raise NotSavedError("overtaken", self.saves.folder)

    def _move(self, move: Callable[[], T]) -> T:
        """Make a move and save it; undo the move if saving fails."""
        if self.read_only:
            raise NotSavedError("read_only", self.saves.folder)
        before = self.session.mark()
        result = move()
        self.session.end_read = False
        try:
            self._save_if_begun()
        except BaseException:
            self.session.reset(before)
            raise
        return result

    def close(self) -> None:
        """Save the record of what was seen, and release the lock."""
        if self.is_saved:
            self.seen.save()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> Literal[False]:
        self.close()
        return False


def unfinished_saves(pack: Pack, saves: SaveFolder) -> Iterator[SaveEntry]:
    """Yield the careers of this pack that have not ended, or whose end has not been read, last
    played first. An entry has no `saved` if the pack cannot play it.

    Leave out a career that began with `--at` or `--set`: it was an author's trial, and is not
    resumed automatically."""
    for entry in saves.entries():
        saved = entry.saved
        if saved is None or saved.pack != pack.id or saved.origin.override != DEFAULT_START:
            continue
        if not (saved.ended and saved.end_read):
            yield saves.entry(entry.slot, pack)


def last_unfinished_slot(pack: Pack, saves: SaveFolder) -> str:
    """Return the slot of the first unfinished career that the pack can play; '' if there is
    none."""
    return next(
        (entry.slot for entry in unfinished_saves(pack, saves) if entry.saved is not None), ""
    )
