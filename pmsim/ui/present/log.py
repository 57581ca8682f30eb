"""The log of a life as values: its entries, searching them, and their text for a file."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pmsim.play.session import Session
from pmsim.ui.plain_text import as_sentence, render_parts, straighten
from pmsim.ui.present.history import life_names, life_pages
from pmsim.ui.present.parts import Page
from pmsim.ui.present.words import display_text

NOBODY_SAID = "Nobody said that."


def entry_lines(page: Page) -> Iterator[str]:
    """Yield a page of the log as lines: its title with its decision, and its parts."""
    yield f"{as_sentence(straighten(page.title))} Decision {page.status.decision}."
    yield from render_parts(page)


def log_text(session: Session, pages: Sequence[Page]) -> str:
    """Return the whole log of the current life as a text for a file."""
    head = f"{display_text(session.pack.title)}. {life_names(session)[session.node.life]}."
    entries = ["\n".join(entry_lines(page)) for page in pages]
    return "\n\n\n".join([straighten(head), *entries]) + "\n"


class LogFinder(NamedTuple):
    """The entries of a log in plain letters, for searching. `quarters`: the quarter of each."""

    texts: tuple[str, ...]
    quarters: tuple[int, ...]

    def matches(self, query: str) -> tuple[int, ...]:
        """Return the indexes of the entries with a text in them, in any case of letters."""
        wanted = straighten(query).casefold().strip()
        return tuple(at for at, text in enumerate(self.texts) if wanted and wanted in text)

    def quarter_start(self, at: int, by: int) -> int:
        """Return the first entry of the quarter before (`by` -1) or after that of an entry; the
        first entry of its own quarter comes first on the way back."""
        starts = [
            index
            for index, quarter in enumerate(self.quarters)
            if index == 0 or quarter != self.quarters[index - 1]
        ]
        beyond = [index for index in starts if (index > at if by > 0 else index < at)]
        return (beyond[0] if by > 0 else beyond[-1]) if beyond else at


def log_finder(pages: Sequence[Page]) -> LogFinder:
    """Return the finder of a log."""
    return LogFinder(
        tuple(" ".join(entry_lines(page)).casefold() for page in pages),
        tuple(page.status.quarter for page in pages),
    )


def logged_pages(session: Session) -> tuple[Page, ...]:
    """Return the pages of the current life that have something to read, oldest first."""
    return tuple(page for page in life_pages(session) if page.parts)
