"""Pages that were read before, and choices that other lives have taken."""

from collections.abc import Sequence
from dataclasses import replace

from pmsim.play.session import Session
from pmsim.store.seen import SeenRecord
from pmsim.ui.present.parts import Page, ProsePart
from pmsim.ui.present.text import to_plain
from pmsim.ui.present.words import capitalise, count_words

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
    if not taken:
        return page
    return replace(
        page,
        choices=tuple(row._replace(taken_elsewhere=row.action in taken) for row in page.choices),
    )


def _taken_elsewhere(session: Session, seen: SeenRecord) -> frozenset[str]:
    program, scene = session.program, session.position.scene
    path = {node.number for node in session.path()}
    others = {
        node.action
        for node in session.nodes
        if node.parent >= 0
        and node.number not in path
        and session.nodes[node.parent].turn.state.scene == scene
    }
    return frozenset(
        offer.id
        for offer in session.offered
        if offer.id in others or seen.taken_in_others(program.choices[offer.choice].key, session)
    )
