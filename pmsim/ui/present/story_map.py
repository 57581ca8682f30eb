"""The map of the story: of every scenario that was met, its choices, and what became of each. What
was never met stays covered."""

from typing import Literal, NamedTuple

from pmsim.play.session import Session
from pmsim.store.seen import SeenRecord
from pmsim.ui.present.words import count_words, display_text

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
        before = session.nodes[node.parent].turn.state
        scenes_met.add(before.scene)
        if before.scene >= 0:
            # the choice of a moment belongs to another scene: only the scene counts as met
            key = f"{program.scenes[before.scene].key}.{node.action}"
            (here if node.number in path else others).add(key)
    rows, covered = [], 0
    for scenario in program.scenarios:
        title = session.pack.scenarios[scenario.id].title
        if not title:
            continue
        scenes = [program.scenes[at] for at in scenario.scenes if program.scenes[at].choices]
        met = {
            scene.index
            for scene in scenes
            if scene.index in scenes_met or f"scene {scene.key}" in seen
        }
        if not met:
            covered += 1
            continue
        marks = []
        for scene in scenes:
            keys = [program.choices[at].key for at in scene.choices]
            marks.append(
                tuple(_mark(key, scene.index in met, here, others, session, seen) for key in keys)
            )
        rows.append(MapRow(display_text(title), tuple(marks)))
    return StoryMap(tuple(rows), covered)


def _mark(
    key: str, met: bool, here: set[str], others: set[str], session: Session, seen: SeenRecord
) -> ChoiceMark:
    if key in here:
        return "here"
    if key in others or seen.taken_in_others(key, session):
        return "elsewhere"
    if f"closed {key}" in seen:
        return "closed"
    return "open" if met else "covered"
