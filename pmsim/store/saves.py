"""A folder of saves: listing, reading and writing them. A save that did not load is never
overwritten.

Each career has three files: `<slot>.json`, `<slot>.bak` (the previous save), `<slot>.lock`; beside
them is one `<pack>.seen` for each pack. Careers are ordered by generation, which counts the writes
in the folder; clocks are not used."""

import re
from collections.abc import Container, Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

from pmsim.lang import Pack, visible
from pmsim.play.json_checks import DamagedError
from pmsim.play.migrate import Restored, restore
from pmsim.play.savefile import MAX_BYTES, SavedSession, read_save
from pmsim.store.atomic import WRITE_LOCK, Disk, FileLock, link_or_copy, write_atomically
from pmsim.store.errors import NotLoadedError, NotSavedError, SlotError, saving_in
from pmsim.store.folders import SEEN_SUFFIX
from pmsim.store.seen import SeenRecord

SLOT_PATTERN = re.compile(r"[a-z0-9_-]{1,64}")
DEVICE_NAMES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}
)
"""Names that are devices on Windows."""
MISNAMED_SENTENCE = "No save can have such a name."
_NUMBERED_NAME = re.compile(r"[a-z0-9_-]+-[0-9]", re.IGNORECASE)
"""Beginning of a save's file name."""


class SaveEntry(NamedTuple):
    """A career in a folder. `saved` is None if it does not load; `reason` says why.

    `is_older_copy`: this is the previous save, because the newest does not load."""

    slot: str
    saved: SavedSession | None
    reason: str = ""
    is_older_copy: bool = False

    @property
    def generation(self) -> int:
        """The count of writes at which it was saved: the career last played has the highest."""
        return -1 if self.saved is None else self.saved.generation


class LoadedSave(NamedTuple):
    """A save that was read: its session, its bytes, the session restored in its pack (None if no
    pack was given), and the reason why the newer save did not load ('' if this is the newest)."""

    saved: SavedSession
    content: bytes
    restored: Restored | None = None
    newest_problem: str = ""

    @property
    def percent_full(self) -> int:
        """Its size in percent of the largest save."""
        return 100 * len(self.content) // MAX_BYTES


def is_slot(name: str) -> bool:
    """Return True if a save may have this name."""
    return SLOT_PATTERN.fullmatch(name) is not None and name not in DEVICE_NAMES


def file_stem(pack: str) -> str:
    """Return the beginning of the names of a pack's files."""
    return re.sub(r"[^a-z0-9_-]", "_", pack.lower())[:56] or "career"


def free_slot(pack: str, taken: Container[str]) -> str:
    """Return a name for a career of a pack that is not taken."""
    return next(slot for n in count(1) if (slot := f"{file_stem(pack)}-{n}") not in taken)


def valid_slot(slot: str) -> str:
    """Return `slot` if a save may have that name. Raises SlotError."""
    if not is_slot(slot):
        raise SlotError(
            f"No save can be called {visible(slot)[:80]}: small letters, digits, - and _ make a"
            " name, 64 at most."
        )
    return slot


class SaveFolder:
    """The saves in one folder."""

    def __init__(self, folder: Path, disk: Disk | None = None) -> None:
        self.folder = folder
        self.disk = disk or Disk()

    def path(self, slot: str, ending: str = "json") -> Path:
        """Return the file of a slot. Raises SlotError."""
        return self.folder / f"{valid_slot(slot)}.{ending}"

    def seen(self, pack: str) -> SeenRecord:
        """Return the record of what the player has met in a pack."""
        return SeenRecord(self.folder / f"{file_stem(pack)}.{SEEN_SUFFIX}", self.disk)

    def check_writable(self) -> None:
        """Raise NotSavedError if no save can be written here, as far as that is known without
        writing."""
        with saving_in(self.folder):
            self.disk.check(self.folder)

    def slots(self) -> tuple[str, ...]:
        """Return the names of the careers here, sorted."""
        names = {
            name.rpartition(".")[0] for name in self._names() if name.endswith((".json", ".bak"))
        }
        return tuple(sorted(filter(is_slot, names)))

    def misnamed_entries(self) -> tuple[SaveEntry, ...]:
        """Return the saves that cannot be opened because of their file names: copies that a browser
        or a sync tool renamed.

        `slot` is the file's name, `reason` says what to do."""
        entries: list[SaveEntry] = []
        taken = {name.partition(".")[0].lower() for name in self._names()}
        for name in self._names():
            stem, _, ending = name.rpartition(".")
            if name.startswith(".") or ending.lower() != "json" or not stem:
                continue
            if ending == "json" and is_slot(stem):
                continue
            entry = self.file_entry(self.folder / name)
            if entry.saved is not None:
                free = free_slot(entry.saved.pack, taken)
                taken.add(free)
                reason = f"{MISNAMED_SENTENCE} Rename it to {free}.json to play it."
                entries.append(entry._replace(reason=reason))
            elif _NUMBERED_NAME.match(name):
                entries.append(entry._replace(reason=f"{entry.reason} {MISNAMED_SENTENCE}"))
        return _last_played_first(entries)

    def entries(self) -> tuple[SaveEntry, ...]:
        """Return the careers here, last played first; those that do not load come last."""
        return _last_played_first(map(self.entry, self.slots()))

    def entry(self, slot: str, pack: Pack | None = None) -> SaveEntry:
        """Return one career, as far as it can be read; with a pack, as far as the pack can play
        it."""
        try:
            loaded = self.load(slot, pack=pack, allow_older=True)
        except NotLoadedError as error:
            return SaveEntry(slot, None, error.reason)
        return SaveEntry(slot, loaded.saved, loaded.newest_problem, bool(loaded.newest_problem))

    def load(self, slot: str, *, pack: Pack | None = None, allow_older: bool = False) -> LoadedSave:
        """Read the newest save of a slot; with a pack, restore its session. If that fails, read the
        previous save with `allow_older`, else raise NotLoadedError, which says which saves load.

        A save by a newer pmsim is no reason to use an older one. Raises SlotError if the slot does
        not exist."""
        newest, error = self._try_read(slot, "json", pack)
        if newest is not None:
            return newest
        older, older_error = None, None
        if error is None or error.reason != "format":
            older, older_error = self._try_read(slot, "bak", pack)
        if older is None and error is None and older_error is None:
            raise self._no_slot_error(slot)
        reason = str(error or "The newest save is gone.")
        if older is None or not allow_older:
            raise NotLoadedError(slot, reason, older and older.saved.decision)
        return older._replace(newest_problem=reason)

    def _try_read(
        self, slot: str, ending: str, pack: Pack | None
    ) -> tuple[LoadedSave | None, DamagedError | None]:
        """Return a save, or the error why it does not load; (None, None) if there is no such
        file."""
        try:
            return self.read_file(self.path(slot, ending), pack), None
        except FileNotFoundError:
            return None, None
        except DamagedError as error:
            return None, error

    def read_file(self, path: Path, pack: Pack | None = None) -> LoadedSave:
        """Read a file as a save. Raises FileNotFoundError; DamagedError, also for a file that the
        system denies access to."""
        try:
            content = self.disk.read(path, MAX_BYTES)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise DamagedError("system", error.strerror or str(error)) from error
        saved = parse_save(content)
        return LoadedSave(saved, content, None if pack is None else restore(pack, saved))

    def file_entry(self, path: Path, pack: Pack | None = None) -> SaveEntry:
        """Return the career in any file, as far as it can be read; with a pack, as far as the pack
        can play it."""
        try:
            return SaveEntry(path.name, self.read_file(path, pack).saved)
        except (DamagedError, FileNotFoundError) as error:
            return SaveEntry(path.name, None, str(error))

    def newest_content(self, slot: str) -> bytes | None:
        """Return the bytes of the newest save, None if there is none. Raises OSError."""
        try:
            return self.disk.read(self.path(slot), MAX_BYTES)
        except FileNotFoundError:
            return None

    def saved_at(self, slot: str) -> float:
        """Return the time at which a career was saved, in seconds since 1970; 0 if unknown. Only
        for showing: clocks do not order careers."""
        with suppress(OSError):
            return self.path(slot).stat().st_mtime
        return 0.0

    def import_file(self, path: Path) -> str:
        """Copy a save into this folder under a free name, and return that name.

        Raises FileNotFoundError; DamagedError; NotSavedError."""
        loaded = self.read_file(path)
        slot, lock = self.claim_slot(loaded.saved.pack)
        try:
            self.write_slot(slot, loaded.content, None)
        finally:
            lock.release()
        return slot

    def write_slot(self, slot: str, content: bytes, before: bytes | None) -> None:
        """Write a save. `before`, the bytes that are on disk now, becomes the `.bak`.

        Raises NotSavedError, also for a save that is too large to be read again."""
        if len(content) > MAX_BYTES:
            raise NotSavedError("large", self.folder)
        with saving_in(self.folder), WRITE_LOCK:
            self.disk.make_folder(self.folder)
            if before is not None:
                link_or_copy(self.disk, self.path(slot), self.path(slot, "bak"), before)
            write_atomically(self.disk, self.path(slot), content)

    def set_aside(self, slot: str) -> str:
        """Rename a save that does not load, so that it is not overwritten; return its new name, ''
        if there is no such file. Raises NotSavedError."""
        taken = set(self._names())
        number = next(n for n in range(1, len(taken) + 2) if f"{slot}.damaged-{n}" not in taken)
        with saving_in(self.folder), suppress(FileNotFoundError):
            self.disk.replace(self.path(slot), self.path(slot, f"damaged-{number}"))
            return f"{slot}.damaged-{number}"
        return ""

    def lock(self, slot: str) -> FileLock | None:
        """Return the slot's lock, None if another window holds it. Raises NotSavedError."""
        with saving_in(self.folder):
            self.disk.make_folder(self.folder)
            lock = self.disk.lock(self.path(slot, "lock"))
        if lock is not None:
            self._remove_temporaries(slot)
        return lock

    def _remove_temporaries(self, slot: str) -> None:
        """Remove the temporary files that a killed process left."""
        for name in self._names():
            if name.startswith((f".{slot}.json.", f".{slot}.bak.")) and name.endswith(".tmp"):
                with suppress(OSError):
                    self.disk.remove(self.folder / name)

    def remove(self, slot: str) -> None:
        """Remove a career with its previous save. Raises SlotError; NotSavedError if the system
        refuses."""
        self.require_slot(slot)
        for ending in ("json", "bak", "lock"):
            with saving_in(self.folder), suppress(FileNotFoundError):
                self.disk.remove(self.path(slot, ending))

    def require_slot(self, slot: str) -> None:
        """Raise SlotError unless there is a file of the slot here."""
        if valid_slot(slot) not in self.slots():
            raise self._no_slot_error(slot)

    def _no_slot_error(self, slot: str) -> SlotError:
        slot_names = ", ".join(self.slots()[:8]) or "none yet"
        return SlotError(f"There is no save called {slot} here; there are: {slot_names}.")

    def claim_slot(self, pack: str) -> tuple[str, FileLock]:
        """Choose a free name for a new career of a pack; return it with its lock. Raises
        NotSavedError."""
        # a lock without a save: the career was left before its first save, or another window is
        # about to save it
        taken = {
            name.partition(".")[0].lower() for name in self._names() if not name.endswith(".lock")
        }
        while (lock := self.lock(slot := free_slot(pack, taken))) is None:
            taken.add(slot)
        return slot, lock

    def newest_generation(self) -> int:
        """Return the highest generation in the folder, 0 if there is no save."""
        return max((entry.generation for entry in self.entries()), default=0) if self.slots() else 0

    def _names(self) -> list[str]:
        try:
            return self.disk.names(self.folder)
        except OSError:
            return []


def _last_played_first(entries: Iterable[SaveEntry]) -> tuple[SaveEntry, ...]:
    return tuple(sorted(entries, key=lambda entry: (-entry.generation, entry.slot)))


def parse_save(content: bytes) -> SavedSession:
    """Parse and verify a save's bytes. Raises DamagedError."""
    if len(content) > MAX_BYTES:
        raise DamagedError("size")
    try:
        return read_save(content.decode("ascii"))
    except UnicodeDecodeError as error:
        raise DamagedError("json", "not ASCII") from error
