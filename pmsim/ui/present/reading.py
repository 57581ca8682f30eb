"""Reading: pages that were read before, choices that other lives have taken, and the log of a life
with its searches and its text for a file."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pmsim.play.session import Session, state_before
from pmsim.store.seen import SeenRecord
from pmsim.ui.plain_text import as_sentence, render_parts, straighten
from pmsim.ui.present.history import life_names, life_pages
from pmsim.ui.present.parts import Page, ProsePart
from pmsim.ui.present.text import to_plain
from pmsim.ui.present.words import capitalise, count_words, display_text

NOTHING_TO_SKIP = "Here you choose. Nothing is passed over."


def note_page(page: Page, seen: SeenRecord) -> None:
    """Record the texts of a page as read."""
    seen.add(*_texts(page))


def is_read(page: Page, seen: SeenRecord) -> bool:
    """Return True if every text of a page was read before."""
    return all(text in seen for text in _texts(page))


def _texts(page: Page) -> tuple[str, ...]:
    return tuple(
        f"text {to_plain(paragraph.line)}"
        for part in page.parts
        if isinstance(part, ProsePart)
        for paragraph in part.paragraphs
    )


def next_unread(pages: Sequence[Page], seen: SeenRecord) -> int:
    """Return the index of the first page that was not read wholly, else of the last page: that one
    asks a decision, or is the end."""
    return next((at for at, page in enumerate(pages) if not is_read(page, seen)), len(pages) - 1)


def skipped_sentence(count: int, key: str) -> str:
    """Return a sentence on the pages that were passed over. `key`: how to read them."""
    pages = capitalise(count_words(count, "page", "pages"))
    return f"{pages} that you have read before {'is' if count == 1 else 'are'} in the log: {key}."


def mark_taken(page: Page, session: Session, seen: SeenRecord) -> Page:
    """Return the current page with those choices marked that another life of this career, or
    another career, has taken."""
    taken = _taken_elsewhere(session, seen)
    rows = (row._replace(taken_elsewhere=row.action in taken) for row in page.choices)
    return replace(page, choices=tuple(rows)) if taken else page


def _taken_elsewhere(session: Session, seen: SeenRecord) -> frozenset[str]:
    program, scene = session.program, session.position.scene
    path = {node.number for node in session.path()}
    others = {
        node.action
        for node in session.nodes
        if node.parent >= 0
        and node.number not in path
        and state_before(session, node).scene == scene
    }
    return frozenset(
        offer.id
        for offer in session.offered
        if offer.id in others or seen.taken_in_others(program.choices[offer.choice].key, session)
    )


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
        """Return the nearest entry after (`by` 1) or before (`by` -1) entry `at` that is the first
        of its quarter; `at` itself if there is none."""
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
