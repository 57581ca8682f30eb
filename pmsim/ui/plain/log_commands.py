"""The log in plain mode: reading it by quarter, finding words in it, writing it to a file."""

from collections.abc import Iterator

from pmsim.play.session import Session
from pmsim.store.errors import NotSavedError
from pmsim.store.exports import write_export
from pmsim.ui.present.history import life_names
from pmsim.ui.present.log import NOBODY_SAID, entry_lines, log_finder, log_text, logged_pages
from pmsim.ui.present.words import count_words, unit_word


def log_lines(session: Session, typed: str) -> Iterator[str]:
    """Yield the log of the current life; with a number, that of one quarter."""
    pages = logged_pages(session)
    if typed:
        pages = tuple(page for page in pages if str(page.status.quarter) == typed)
    for page in pages:
        yield from entry_lines(page)
        yield ""
    if not pages:
        unit = unit_word(session.pack.frame)
        yield f"Nothing was logged in {unit} {typed[:20]}. Type log and the number of a {unit}."


def find_lines(session: Session, words: str) -> Iterator[str]:
    """Yield the lines of the log that have some words in them, each after its decision."""
    pages = logged_pages(session)
    matches = log_finder(pages).matches(words)
    for at in matches:
        for line in entry_lines(pages[at]):
            if words.casefold() in line.casefold():
                yield f"Decision {pages[at].status.decision}: {line}"
    yield (
        f"{count_words(len(matches), 'page has', 'pages have')} it.".capitalize()
        if matches
        else NOBODY_SAID
        if words
        else "Type find and what to look for in the log."
    )


def export_log(session: Session) -> str:
    """Write the log to a new file; return a sentence."""
    name = life_names(session)[session.node.life]
    try:
        path = write_export(f"log {name}", "txt", log_text(session, logged_pages(session)))
    except NotSavedError as error:
        return f"{error.folder.absolute()} takes no file: {error.reason}."
    return f"Written: {path}"
