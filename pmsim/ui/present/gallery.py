"""The ends of a pack and the map of the story, as far as the player has seen them. No end is ranked
above another, and what was never met stays covered."""

from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from pmsim.core.step import start
from pmsim.lang import Pack
from pmsim.play.session import Session, state_before
from pmsim.store.seen import SeenRecord
from pmsim.ui.present.pack_texts import PackTexts
from pmsim.ui.present.words import capitalise, count_words, display_text, number_word

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
    ends = []
    for name, outcome in pack.outcomes.items():
        is_seen, hints = name in places or f"end {name}" in seen, end_hints(pack, name)
        given = (hint for at, hint in enumerate(hints) if f"hint {name} {at}" in seen)
        title = display_text(outcome.title) if is_seen else ""
        ends.append(SeenEnd(name, title, tuple(places.get(name, ())), tuple(given), len(hints)))
    return Gallery(tuple(ends))


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
    return tuple(words.plain(key) for key in keys)


def end_sentences(end: SeenEnd, number: int) -> tuple[str, ...]:
    """Return an end in sentences: its title, or that it is unseen, with what is known of it."""
    if end.title:
        return (f"{number}. {end.title}. Seen{': ' if end.places else ''}{'; '.join(end.places)}.",)
    return (
        f"{number}. {capitalise(UNSEEN)}.",
        *(f"{kind}: {hint}" for kind, hint in zip(HINT_KINDS, end.hints, strict=False)),
    )


ChoiceMark = Literal["here", "elsewhere", "closed", "open", "covered"]
MARK_WORDS: dict[ChoiceMark, str] = {
    "here": "taken",
    "elsewhere": "taken in another life",
    "closed": "seen closed",
    "open": "seen, not taken",
    "covered": "never seen",
}


class MapRow(NamedTuple):
    """A scenario that was met, and for each of its scenes the marks of its choices."""

    title: str
    scenes: tuple[tuple[ChoiceMark, ...], ...]

    def count(self, mark: ChoiceMark) -> int:
        """Return how many choices have a mark."""
        return sum(scene.count(mark) for scene in self.scenes)


class StoryMap(NamedTuple):
    """The scenarios met, in the pack's order, and how many were not."""

    rows: tuple[MapRow, ...]
    covered: int

    @property
    def summary(self) -> str:
        """Number of stories met and not met: "twelve stories met, thirty-three not yet"."""
        met = count_words(len(self.rows), "story", "stories")
        return f"{met} met, {count_words(self.covered, 'not yet', 'not yet')}"


def story_map(session: Session, seen: SeenRecord) -> StoryMap:
    """Return the map as the current life of a session sees it."""
    program = session.program
    path = {node.number for node in session.path()}
    here, others, scenes_met = set[str](), set[str](), set[int]()
    for node in session.nodes:
        if node.parent < 0:
            continue
        before = state_before(session, node)
        scenes_met.add(before.scene)
        if before.scene >= 0:
            # the choice of a moment belongs to another scene: only the scene counts as met
            key = f"{program.scenes[before.scene].key}.{node.action}"
            (here if node.number in path else others).add(key)

    def mark(key: str, is_met: bool) -> ChoiceMark:
        if key in here:
            return "here"
        if key in others or seen.taken_in_others(key, session):
            return "elsewhere"
        if f"closed {key}" in seen:
            return "closed"
        return "open" if is_met else "covered"

    rows, covered = [], 0
    for scenario in program.scenarios:
        title = session.pack.scenarios[scenario.id].title
        if not title:
            continue
        scenes = [program.scenes[at] for at in scenario.scenes if program.scenes[at].choices]
        met = [scene.index in scenes_met or f"scene {scene.key}" in seen for scene in scenes]
        if not any(met):
            covered += 1
            continue
        marks = (
            tuple(mark(program.choices[at].key, is_met) for at in scene.choices)
            for scene, is_met in zip(scenes, met, strict=True)
        )
        rows.append(MapRow(display_text(title), tuple(marks)))
    return StoryMap(tuple(rows), covered)
