"""The ends of a pack, as far as the player has seen them, with hints at the others; no end is
ranked above another."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from pmsim.core.step import start
from pmsim.lang import Pack
from pmsim.store.seen import SeenRecord
from pmsim.ui.present.pack_texts import PackTexts
from pmsim.ui.present.text import to_plain
from pmsim.ui.present.words import capitalise, display_text, number_word

WHERE_CAREERS_END = "Where careers end"
UNSEEN = "unseen"
HINT_KINDS = ("What it is like", "What it asks for", "Which scene leads there")
"""Kinds of hints, the weakest first."""


class SeenEnd(NamedTuple):
    """One end. `title`: '' until it was seen; `places`: where the player came to it ("Fumes, Q12");
    `hints`: those asked for so far; `hint_count`: how many there are."""

    id: str
    title: str
    places: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    hint_count: int = 0

    @property
    def next_hint(self) -> str:
        """The kind of the next hint, '' if there is none."""
        given = len(self.hints)
        return HINT_KINDS[given] if not self.title and given < self.hint_count else ""


class Gallery(NamedTuple):
    """All ends of a pack, in its order."""

    ends: tuple[SeenEnd, ...]

    @property
    def summary(self) -> str:
        """Number of ends seen: "seven seen of thirty-two, in no order"."""
        seen = sum(bool(end.title) for end in self.ends)
        count = number_word(seen) if seen else "none"
        return f"{count} seen of {number_word(len(self.ends))}, in no order"


def gallery(pack: Pack, seen: SeenRecord, places: Mapping[str, Collection[str]]) -> Gallery:
    """Return the ends of a pack. `places`: by id of an outcome, the careers that came to it."""
    return Gallery(
        tuple(
            SeenEnd(
                name,
                display_text(outcome.title) if name in places or f"end {name}" in seen else "",
                tuple(places.get(name, ())),
                tuple(
                    hint
                    for number, hint in enumerate(end_hints(pack, name))
                    if f"hint {name} {number}" in seen
                ),
                len(end_hints(pack, name)),
            )
            for name, outcome in pack.outcomes.items()
        )
    )


def ask_hint(end: SeenEnd, seen: SeenRecord) -> bool:
    """Record that the next hint at an unseen end was asked for; return False if there is none."""
    if not end.next_hint:
        return False
    seen.add(f"hint {end.id} {len(end.hints)}")
    seen.save()
    return True


def end_hints(pack: Pack, name: str) -> tuple[str, ...]:
    """Return the hints at an end, the weakest first, () if the pack has none."""
    keys = [f"outcomes.{name}/hints.{number}" for number in range(1, len(HINT_KINDS) + 1)]
    if not all(key in pack.texts for key in keys):
        return ()
    words = PackTexts(pack, start(pack.program, next(iter(pack.starts))).state)
    return tuple(to_plain(words.line(key)) for key in keys)


def end_sentences(end: SeenEnd, number: int) -> tuple[str, ...]:
    """Return an end in sentences: its title, or that it is unseen, with what is known of it."""
    if end.title:
        return (f"{number}. {end.title}. Seen{': ' if end.places else ''}{'; '.join(end.places)}.",)
    return (
        f"{number}. {capitalise(UNSEEN)}.",
        *(f"{kind}: {hint}" for kind, hint in zip(HINT_KINDS, end.hints, strict=False)),
    )
