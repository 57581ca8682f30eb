"""The reference story and the player that drives every engine through it: the same numbers
everywhere."""

import json
from pathlib import Path
from typing import Any, NamedTuple

M32 = 0xFFFFFFFF
Story = dict[str, Any]


def load() -> Story:
    """`story.json`: vars (name, init, min, max) and nodes (scene, gate or ending). A condition
    is null, ["cmp", var, op, number], ["and", c, d] or ["or", c, d]; an effect [var, "+" | "=",
    number]; a goto a list of [condition, node], the first that holds."""
    story: Story = json.loads((Path(__file__).parent / "story.json").read_text(encoding="utf-8"))
    return story


def endings(story: Story) -> list[str]:
    """The ids of the endings, in order: their position is what the trace sums."""
    return [node["id"] for node in story["nodes"] if node["kind"] == "ending"]


def condition(c: Any) -> str:
    """A condition as ink and pmsim both write it."""
    if c[0] == "cmp":
        return f"{c[1]} {c[2]} {c[3]}"
    return f"({condition(c[1])} {c[0]} {condition(c[2])})"


def seed_of(career: int) -> int:
    """The generator's start for one career: murmur3's finaliser, so that neighbours do not
    correlate."""
    h = (career + 0x9E3779B9) & M32
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & M32
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & M32
    return h ^ (h >> 16)


class Tally(NamedTuple):
    """What a runner reports: choices made, seconds, the sum of the careers' hashes, and how
    often each ending came."""

    engine: str
    choices: int
    seconds: float
    trace: int
    endings: tuple[int, ...]
