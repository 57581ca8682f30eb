"""The handbook: pages that opened with what was lived, and the advisers who disagree, with their
record in the player's lives."""

from collections.abc import Iterator

from pmsim.analysis.advisers import counsel
from pmsim.lang.handbook import Quarrel
from pmsim.lang.pack import Pack
from pmsim.play.session import Session
from pmsim.store.seen import SeenRecord
from pmsim.ui.present.history import current_page
from pmsim.ui.present.meanings import Meaning, Word, about_paragraphs
from pmsim.ui.present.pack_texts import PackTexts
from pmsim.ui.present.text import quoted
from pmsim.ui.present.words import display_text, join_words, number_word, times_words

HANDBOOK = "Handbook"


def open_pages(pack: Pack, seen: SeenRecord) -> tuple[Word, ...]:
    """Return what is open of the handbook: the quarrels, then the pages, in the pack's order."""
    return (
        *(
            Word("advisers", pair.id, display_text(pair.names))
            for pair in pack.quarrels
            if f"quarrel {pair.id}" in seen
        ),
        *(
            Word("handbook", page.id, display_text(page.title))
            for page in pack.handbook
            if f"page {page.id}" in seen
        ),
    )


def handbook_summary(pack: Pack, seen: SeenRecord) -> str:
    """Return how much of the handbook is open: "four of eighteen open; it opens with what you
    live"."""
    count = len(open_pages(pack, seen))
    whole = len(pack.quarrels) + len(pack.handbook)
    if not whole:
        return "this pack has none"
    return (
        f"{number_word(count) if count else 'none'} of {number_word(whole)} open; it opens with"
        " what you live"
    )


def news(opened: tuple[str, ...], key: str) -> str:
    """Return a sentence on what has opened, '' for nothing. `key`: opens the handbook."""
    titles = join_words([display_text(title) for title in opened])
    return f"New in the handbook ({key}): {titles}." if opened else ""


def handbook_page(session: Session, seen: SeenRecord, word: Word) -> Meaning:
    """Return a page of the handbook, or what two advisers say where the career stands."""
    pair = next((one for one in session.pack.quarrels if one.id == word.id), None)
    if word.kind == "advisers" and pair is not None:
        groups = tuple(_sides(session, seen, pair))
    else:
        source = PackTexts(session.pack, session.position).plain(f"handbook.{word.id}/source")
        groups = (("Source", (source,)),) if source else ()
    return Meaning(word, "", about_paragraphs(session, word), (), (), (), more=groups)


def _sides(
    session: Session, seen: SeenRecord, pair: Quarrel
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each adviser with their creed, what they would choose here, and their record."""
    pack, state = session.pack, session.position
    texts = PackTexts(pack, state)
    labels = {row.action: quoted(row.label) for row in current_page(session).choices}
    advice = counsel(pack.program, [side.persona for side in pair.sides], state)
    for number, (side, own) in enumerate(zip(pair.sides, advice, strict=True)):
        lines = [texts.plain(f"advisers.{side.persona.id}/says")]
        if own.action in labels:
            tags = [display_text(pack.tags[pack.program.tags[tag].id]) for tag in own.tags]
            lines.append(f"Here: {'; '.join((labels[own.action], *tags))}.")
        times = seen.times_sided(pair, number)
        if times:
            lines.append(f"Where they disagreed, you chose so {times_words(times)}.")
        ends = [
            display_text(pack.outcomes[name].title) for name in seen.ends_led_to(pack, pair, number)
        ]
        if ends:
            lines.append(f"Lives that leaned this way ended as: {join_words(ends)}.")
        yield side.name, tuple(lines)
