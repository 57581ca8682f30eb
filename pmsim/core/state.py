"""The state of one career: frozen, hashable, whole numbers only. All that going on from here depends on, and nothing else."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

Cause = tuple[int, int]
"""(choice, moment): the choice that brought a visit about, and, for a choice made by `each`, the choice its moment stands for; else -1."""


class Pending(NamedTuple):
    """A consequence on its way: due at the start of `quarter`, in the order of the tuple it stands in."""

    quarter: int
    scenario: int
    scenes: tuple[int, ...]
    place: int
    cause: Cause | None


class Moment(NamedTuple):
    """Something done this quarter: the choice, and a bit set of the skills really practised in it."""

    choice: int
    skills: int


class State(NamedTuple):
    """Everything that continuing reads.

    `slots`: see `Program.slots`. `scene`: where a decision is being asked, -1 at the end. `beat`: the next beat of the quarter.
    `decisions`: how many were made; the one being asked is `decisions + 1`. The visit: `visit_choices` (bit set of the scenario's choices
    taken in it, from its first), `chosen_moments` (moments chosen by `each`, as (chooser, moment): see `Deed.chooser`), `picks` (choices
    made of the scene, if that has a `pick`), `visit_decisions` (decisions in it), `last_choice` (its last choice), `cause`. `last_drawn`:
    the scenario drawn last, -1. `urgent_drawn`: bit set of urgent scenarios used this quarter. `outcome`: -1 until the end.
    """

    slots: tuple[int, ...]
    seed: int
    reseed: tuple[tuple[int, int], ...] = ()
    decisions: int = 0
    beat: int = 0
    scene: int = -1
    visit_choices: int = 0
    chosen_moments: tuple[Cause, ...] = ()
    picks: int = 0
    visit_decisions: int = 0
    last_choice: Cause | None = None
    cause: Cause | None = None
    last_drawn: int = -1
    urgent_drawn: int = 0
    pending: tuple[Pending, ...] = ()
    moments: tuple[Moment, ...] = ()
    outcome: int = -1


class StartOverride(NamedTuple):
    """Where a career begins that does not begin at its door; what is left out is the door's.

    `at`: a scene's key, entered instead of the start's scenario. `quarter`: the quarter it is (from 1); with one later than the first and
    no `at`, that quarter's beats come at once. `role`: a role's id, held from the beginning. `because`: the key of the choice that is the
    cause of the visit at `at`; left out, the first choice that brings that scene about. `changes`: slot ids and what they are set to
    after the start's effects, each kept within its range."""

    at: str = ""
    quarter: int = 0
    role: str = ""
    because: str = ""
    changes: Mapping[str, int] = MappingProxyType({})


DEFAULT_START = StartOverride()
"""A career that begins where its start says."""
