"""A folder of saves: which there are, reading one, writing one. A save that did not load is never written over.

For each career three files: `<slot>.json`, `<slot>.bak` (the save before it), `<slot>.lock`. Careers are in the order of their
generations, which count the writes in the folder; the clock is not asked.
"""

import re
from pathlib import Path
from typing import NamedTuple

from pmsim.lang.characters import visible
from pmsim.play.record import Saved
from pmsim.play.shape import DamagedError
from pmsim.play.verify import LARGEST, read
from pmsim.store.atomic import WRITING, Disk, keep_copy, write_whole
from pmsim.store.errors import NotLoadedError, SlotError, not_saved
from pmsim.store.locks import Lock

SLOT = re.compile(r"[a-z0-9_-]{1,64}")
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))})
"""Names that are devices on Windows."""


class Entry(NamedTuple):
    """A career in a folder. `saved` None: it does not load, `reason` says why.
    `older`: it is the save before the newest, which does not."""

    slot: str
    saved: Saved | None
    reason: str = ""
    older: bool = False

    @property
    def generation(self) -> int:
        """Counts writes; the career last played has the highest."""
        return -1 if self.saved is None else self.saved.generation


class Loaded(NamedTuple):
    """A save read: what it says, its bytes, and the reason why the newer one did not load ('' if this is the newest)."""

    saved: Saved
    content: bytes
    damaged: str


def valid_slot(slot: str) -> str:
    """`slot`, if a save may be called so. Raises SlotError."""
    if not SLOT.fullmatch(slot) or slot in RESERVED:
        raise SlotError(f"No save can be called {visible(slot)[:80]}: small letters, digits, - and _ make a name, 64 at most.")
    return slot


class Saves:
    """The saves in one folder."""

    def __init__(self, folder: Path, disk: Disk | None = None) -> None:
        self.folder = folder
        self.disk = disk or Disk()

    def path(self, slot: str, ending: str = "json") -> Path:
        """The file of a slot. Raises SlotError."""
        return self.folder / f"{valid_slot(slot)}.{ending}"

    def check(self) -> None:
        """Raise NotSavedError if no save can be written here, as far as that can be told without writing."""
        try:
            self.disk.check(self.folder)
        except OSError as error:
            raise not_saved(error, self.folder) from error

    def slots(self) -> tuple[str, ...]:
        """The names of the careers here, sorted."""
        found = {name.rpartition(".")[0] for name in self._names() if name.endswith((".json", ".bak"))}
        return tuple(sorted(slot for slot in found if SLOT.fullmatch(slot) and slot not in RESERVED))

    def entries(self) -> tuple[Entry, ...]:
        """The careers here, the one last played first; those that do not load at the end."""
        return tuple(sorted((self.entry(slot) for slot in self.slots()), key=lambda entry: (-entry.generation, entry.slot)))

    def entry(self, slot: str) -> Entry:
        """One career, as far as it can be read."""
        try:
            loaded = self.load(slot, older=True)
        except NotLoadedError as error:
            return Entry(slot, None, error.reason)
        return Entry(slot, loaded.saved, loaded.damaged, bool(loaded.damaged))

    def load(self, slot: str, *, older: bool = False) -> Loaded:
        """The newest save of a slot. If it is damaged: with `older`, the one before it, else NotLoadedError, which says what there is.

        Raises SlotError for a name that is not here."""
        newest, reason = self._read(slot, "json")
        if newest is not None:
            return newest
        before, other = self._read(slot, "bak")
        if before is None and not reason and not other:
            known = ", ".join(self.slots()[:8]) or "none yet"
            raise SlotError(f"There is no save called {slot} here; there are: {known}.")
        reason = reason or "The newest save is gone."
        if before is None or not older:
            raise NotLoadedError(slot, reason, None if before is None else before.saved.decision)
        return before._replace(damaged=reason)

    def _read(self, slot: str, ending: str) -> tuple[Loaded | None, str]:
        """A save, or why it does not load; (None, '') if there is no such file."""
        try:
            content = self.disk.read(self.path(slot, ending), LARGEST)
        except FileNotFoundError:
            return None, ""
        except OSError as error:
            return None, f"The system says: {error.strerror or error}."
        try:
            return Loaded(parse(content), content, ""), ""
        except DamagedError as error:
            return None, str(error)

    def current(self, slot: str) -> bytes | None:
        """The bytes of the newest save, None if there is none. Raises OSError."""
        try:
            return self.disk.read(self.path(slot), LARGEST)
        except FileNotFoundError:
            return None

    def put(self, slot: str, content: bytes, before: bytes | None) -> None:
        """Write a save; `before`, what stands there now, becomes the `.bak`. Raises NotSavedError."""
        try:
            with WRITING:
                self.disk.make_folder(self.folder)
                if before is not None:
                    keep_copy(self.disk, self.path(slot), self.path(slot, "bak"), before)
                write_whole(self.disk, self.path(slot), content)
        except OSError as error:
            raise not_saved(error, self.folder) from error

    def set_aside(self, slot: str) -> str:
        """Rename a save that does not load, so that nothing is written over it; its new name. Raises NotSavedError."""
        taken = set(self._names())
        number = next(n for n in range(1, len(taken) + 2) if f"{slot}.damaged-{n}" not in taken)
        try:
            self.disk.replace(self.path(slot), self.path(slot, f"damaged-{number}"))
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise not_saved(error, self.folder) from error
        return f"{slot}.damaged-{number}"

    def lock(self, slot: str) -> Lock | None:
        """The slot's lock, or None if another window has it. Raises NotSavedError."""
        try:
            self.disk.make_folder(self.folder)
            lock = self.disk.lock(self.path(slot, "lock"))
        except OSError as error:
            raise not_saved(error, self.folder) from error
        if lock is not None:
            self._tidy(slot)
        return lock

    def _tidy(self, slot: str) -> None:
        """Clear away what a killed process had begun to write."""
        for name in self._names():
            if name.startswith((f".{slot}.json.", f".{slot}.bak.")) and name.endswith(".tmp"):
                try:
                    self.disk.remove(self.folder / name)
                except OSError:
                    continue

    def remove(self, slot: str) -> None:
        """Remove a career with its older save. Raises SlotError; NotSavedError if the system refuses."""
        self.must_have(slot)
        for ending in ("json", "bak", "lock"):
            try:
                self.disk.remove(self.path(slot, ending))
            except FileNotFoundError:
                continue
            except OSError as error:
                raise not_saved(error, self.folder) from error

    def must_have(self, slot: str) -> None:
        """Raises SlotError unless some file of the slot is here."""
        if valid_slot(slot) not in self.slots():
            known = ", ".join(self.slots()[:8]) or "none yet"
            raise SlotError(f"There is no save called {slot} here; there are: {known}.")

    def free_slot(self, pack: str) -> str:
        """A name for a new career of a pack that no file here has."""
        stem = re.sub(r"[^a-z0-9_-]", "_", pack.lower())[:56] or "career"
        taken = {name.partition(".")[0] for name in self._names()}
        return next(slot for n in range(1, len(taken) + 2) if (slot := f"{stem}-{n}") not in taken)

    def newest_generation(self) -> int:
        """The highest generation in the folder, 0 if there is no save."""
        return max((entry.generation for entry in self.entries()), default=0) if self.slots() else 0

    def _names(self) -> list[str]:
        try:
            return self.disk.names(self.folder)
        except OSError:
            return []


def parse(content: bytes) -> Saved:
    """A save's bytes, verified. Raises DamagedError."""
    if len(content) > LARGEST:
        raise DamagedError("size")
    try:
        return read(content.decode("ascii"))
    except UnicodeDecodeError as error:
        raise DamagedError("json", "not ASCII") from error
