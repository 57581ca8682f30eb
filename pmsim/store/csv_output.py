"""A CSV file written row by row, which gets its name only when it is complete."""

import csv
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from pmsim.lang.characters import visible
from pmsim.store.errors import system_reason


class CsvError(Exception):
    """A failure to write the file; the text names the file and the reason."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{visible(str(path))} cannot be written: {why}.")


class CsvWriter:
    """A context manager: `with CsvWriter(path, header) as rows: rows.add_rows(…)`. Leaving it
    without an error replaces the file at `path`.

    It writes straight to a path that is not a regular file (a pipe, a terminal). Every method
    raises CsvError."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._given_path = path
        try:
            if path.is_dir():
                raise CsvError(path, "it is a folder")
            self._path = path.resolve()
            straight = self._path.exists() and not self._path.is_file()
            self._partial = (
                None if straight else self._path.with_name(f".{self._path.name}.{os.getpid()}.tmp")
            )
            self._file = (self._partial or self._path).open("w", newline="", encoding="utf-8")
        except OSError as error:
            raise CsvError(path, system_reason(error).lower()) from error
        self._writer = csv.writer(self._file, lineterminator="\n")
        self.add_rows([header])

    def add_rows(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write more rows."""
        try:
            self._writer.writerows(rows)
            self._file.flush()
        except OSError as error:
            raise CsvError(self._given_path, system_reason(error).lower()) from error

    def __enter__(self) -> "CsvWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._file.close()
            if self._partial is not None and kind is None:
                self._partial.replace(self._path)
        except OSError as found:
            if kind is None:
                raise CsvError(self._given_path, system_reason(found).lower()) from found
        finally:
            if self._partial is not None:
                with suppress(OSError):
                    self._partial.unlink()
