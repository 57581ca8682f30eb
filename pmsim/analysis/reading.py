"""How much there is to read: what is written, by scenario and by role of text, and what a player reads in a career. PURE."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pmsim.analysis.words import Counter
from pmsim.core.events import Turn
from pmsim.core.machine import Machine
from pmsim.core.offers import action_id, open_choices
from pmsim.core.policy import policy_named
from pmsim.core.step import Policy, offered, start, step
from pmsim.lang.pack import Pack

ROLES: tuple[str, ...] = ("scenes", "results", "labels", "locked", "rest")
"""The roles of a text in a scenario: before choices and told; what comes of a choice; labels; why a choice is shut; moments and reasons."""
ROLE_OF: dict[str, str] = {"text": "scenes", "label": "labels", "locked": "locked"}
"""By the field in which it is written; the texts of choices and of their branches are results."""
PARTS: dict[str, str] = {"starts": "doors", "outcomes": "ends", "debrief": "debrief", "locks": "locks"}
"""What else has texts, by the first word of their keys, and what it is called."""
PHRASES = "phrases"


class Written(NamedTuple):
    """Words as written, every alternative counted. `scenarios`: by id and role; `parts`: of the rest, by what it is called."""

    scenarios: Mapping[str, Mapping[str, int]]
    parts: Mapping[str, int]


class Read(NamedTuple):
    """Words read in careers from one start: the fewest, on average (rounded), the most, and in how many careers."""

    start: str
    least: int
    mean: int
    most: int
    careers: int


def written(pack: Pack) -> Written:
    """The words of a pack."""
    counter = Counter(pack)
    scenarios: dict[str, dict[str, int]] = {scenario.id: dict.fromkeys(ROLES, 0) for scenario in pack.program.scenarios}
    parts = dict.fromkeys([*PARTS.values(), PHRASES, "rest"], 0)
    choices = {choice.key for choice in pack.program.choices}
    for key in pack.texts:
        path, _, field = key.partition("/")
        first, *inside = path.split(".")
        words = counter.at(key).written
        if first in scenarios and inside:
            result = path in choices or path.rpartition(".")[0] in choices
            scenarios[first]["results" if result and field == "text" else ROLE_OF.get(field, "rest")] += words
        else:
            parts[PARTS.get(first, "rest")] += words
    parts[PHRASES] = sum(counter.of(text).written for text in pack.phrases.values())
    return Written(scenarios, parts)


def read_from(pack: Pack, door: str, seeds: Iterable[int], player: str = "random") -> Read:
    """What a player reads in careers from a start, one a seed. Raises KeyError for an unknown start or player, ValueError without seeds."""
    counter, policy = Counter(pack), policy_named(pack.program, player)
    counts = [sum(counter.turn(turn, offered(pack.program, turn.state)) for turn in lived(pack, door, seed, policy)) for seed in seeds]
    if not counts:
        raise ValueError("no careers were asked for")
    return Read(door, min(counts), round(sum(counts) / len(counts)), max(counts), len(counts))


def lived(pack: Pack, door: str, seed: int, policy: Policy) -> Iterator[Turn]:
    """The turns of a whole career, the first morning's and the end's too."""
    turn = start(pack.program, door, seed)
    yield turn
    while turn.state.outcome < 0:
        machine = Machine(pack.program, turn.state)
        among = open_choices(machine)
        turn = step(pack.program, turn.state, action_id(machine, among[policy(machine, among)]))
        yield turn
