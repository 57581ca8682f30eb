"""Nobody who has left is met or moved: whoever a scene of The Long Game needs is there when it is
entered, and whoever's trust changes is there when it does, by the words of the pack's own files."""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pmsim import load_pack
from pmsim.core.events import Changed, ConsequenceLost, Entered, Event, FlagCleared, FlagSet
from pmsim.core.policy import policy_named
from pmsim.core.program import Program
from pmsim.core.step import new_career, play_to_end
from tests.sizes import size

PACK = Path(__file__).resolve().parents[2] / "scenarios" / "the_long_game"
CAREERS = size(200, long=20_000)
"""Careers of chance, by turns at each start."""


def read(path: Path) -> dict[str, Any]:
    """Read a file of the pack."""
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


PEOPLE = read(PACK / "pack.yaml")["people"]
LEAVES = {id_: one["away"] for id_, one in PEOPLE.items() if "away" in one}
"""The flag of each person who may leave."""
FILES = {path.stem: read(path) for path in PACK.glob("*/*.yaml")}
"""The scenarios, and the playthroughs, by id."""


@cache
def needed(key: str, arrival: str) -> frozenset[str]:
    """Return the flags that must not be set when a scene is entered in some way: what comes back
    asks its own `with` or else its scenario's, a `goto` its own, the beginning of a visit both."""
    scenario, _, scene = key.partition(".")
    file = FILES[scenario]
    outline = file["scenes"][scene]
    both = [*outline.get("with", ()), *file.get("with", ())]
    own = outline.get("with", ())
    people = own if arrival == "goto" or (arrival == "due" and "with" in outline) else both
    return frozenset(LEAVES[person] for person in people if person in LEAVES)


def career(program: Program, number: int) -> list[Event]:
    """Play a career, and return what happens in it."""
    events: list[Event] = []
    door = program.starts[number % len(program.starts)].id
    started = new_career(program, door, number, 0, events)
    play_to_end(started, door, policy_named(program, "random"))
    return events


def test_nobody_who_has_left_is_met_or_moved() -> None:
    program = load_pack("the_long_game").program
    met: list[tuple[str, str, str]] = []
    moved: list[tuple[int, str]] = []
    asked: Counter[str] = Counter()
    for number in range(CAREERS):
        flags: set[str] = set()
        for event in career(program, number):
            match event:
                case FlagSet(slot):
                    flags.add(program.slots[slot].id)
                case FlagCleared(slot):
                    flags.discard(program.slots[slot].id)
                case Entered(scene, arrival):
                    key = program.scenes[scene].key
                    asked[arrival] += bool(needed(key, arrival))
                    met += [(key, arrival, flag) for flag in flags & needed(key, arrival)]
                case ConsequenceLost(reason="away"):
                    asked["lost"] += 1
                case Changed(slot) if (person := program.slots[slot].id) in LEAVES:
                    asked["moved"] += 1
                    moved += [(number, person)] * (LEAVES[person] in flags)
    assert met == []
    assert moved == []
    assert asked["draw"] >= CAREERS
    assert asked["due"] >= CAREERS // 2
    assert asked["lost"] >= CAREERS // 200
    assert asked["moved"] >= CAREERS
