"""The compiled story: every table that `step` reads and never changes.

A program holds whole numbers, ids and expressions. No prose, no file, no clock. `lang` builds it, everything else reads it.
Indices (`int`) point into the tuples of `Program`; -1 means none. Every number that an expression can read lives in one
vector of *slots*; its first places are fixed and named here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import wraps
from typing import Literal, NamedTuple, TypeVar

from pmsim.core.expr import Expr

QUARTER, QUARTERS, ROLE, ROLE_SINCE, SEEN, TAKEN = range(6)
"""Fixed slots: the quarter (from 1), how many there are, the role's index, since which quarter it is held,
and two bit sets: scenes entered and choices taken, by their index, in the whole career."""
FIXED_SLOTS = 6
COUNTER_MAX = 99
"""Counters stop here; `quarters_since` reads as this while the flag is unset."""
VISIT_LIMIT = 500
"""After so many decisions in one visit only ways out are offered."""

SlotKind = Literal["fixed", "stat", "person", "skill", "flag", "times", "passed", "held", "ends", "played"]


class Slot(NamedTuple):
    """One number of the state. `id` is the name a condition would use (`standing`, `ines`, `discovery`,
    `discovery.done`, `told_sam`, `times.help`, `passed.help`); `held.<stage>` is 0 or 1, `ends.<stage>` the quarter in which
    a crossing ends, `played.<scenario>` the quarter of its last draw (0: never). A flag holds the quarter of its setting, 0: unset."""

    id: str
    kind: SlotKind
    min: int
    max: int
    start: int


class Act(IntEnum):
    """What can be done with a skill."""

    DO = 0
    TELL = 1
    TEACH = 2


class Change(NamedTuple):
    """One stat of a mapping: add `amount` to the slot, or set it to it."""

    slot: int
    amount: Expr
    sets: bool = False


class Practice(NamedTuple):
    """`do`, `tell` or `teach` of one skill."""

    act: Act
    skill: int


class Effects(NamedTuple):
    """One mapping of effects, in the order of the language: changes, acts, flags, role."""

    changes: tuple[Change, ...] = ()
    acts: tuple[Practice, ...] = ()
    sets: tuple[int, ...] = ()
    clears: tuple[int, ...] = ()
    role: int = -1
    moment_interest: Expr | Change | None = None
    """`moment.interest`, for the interest of each skill practised in the moment of an `each` choice: an addend, or a `Change` (of slot -1)
    that sets. One of the changes, though its slots are known only when a moment is chosen."""


class Exit(NamedTuple):
    """Where one goes on: scenes (the first that holds), an outcome, or, with neither, out of the visit."""

    scenes: tuple[int, ...] = ()
    outcome: int = -1


class Later(NamedTuple):
    """A consequence: enters the first of `scenes` that holds, or (no scenes) the scenario's start, `after` >= 1 quarters from now.
    `place` is the same number for the same scenario and list as written, so that a second pending entry is known."""

    after: int
    scenario: int
    scenes: tuple[int, ...]
    place: int


class Branch(NamedTuple):
    """One side of a check. Defaults of choice and scene are already resolved into `exit` and `later`."""

    key: str
    effects: Effects | None
    exit: Exit
    later: tuple[Later, ...]
    told: bool
    """It has a text of its own, under `texts[key + "/text"]`."""


class Check(NamedTuple):
    """A roll against `odds` (a percentage, kept within 5..95). `key` names the draw: `scenario.scene[.choice]`."""

    key: str
    odds: Expr
    success: Branch
    failure: Branch


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a scene. `key` is `scenario.scene.choice`. Without a `check`, `exit` and `later` (defaults resolved) hold;
    with one, the branches' do."""

    index: int
    id: str
    key: str
    scene: int
    needs: Expr | None
    scenery: bool
    """`needs: never`: struck through on purpose."""
    struck: bool
    """It has a `locked` text, so that it is shown struck through when `needs` forbids it; else it is absent then."""
    locks: tuple[int, ...]
    """Indices into `Program.locks`: tags that may be locked."""
    tags: tuple[int, ...]
    """Indices into `Program.tags`."""
    moment: bool
    again: bool
    otherwise: bool
    way_out: bool
    each: int
    """-1: an ordinary choice; else one choice per moment of this quarter, the newest `each` of them (0: all)."""
    effects: Effects | None
    check: Check | None
    exit: Exit
    later: tuple[Later, ...]
    told: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene. `key` is `scenario.scene`. A scene without choices may have a `check` of its own; `exit` and `later` are what it goes on
    with when it has neither choices nor check, or when its `pick` is done."""

    index: int
    id: str
    key: str
    scenario: int
    when: Expr | None
    away: tuple[int, ...]
    """Flag slots, of which none may be set."""
    effects: Effects | None
    choices: tuple[int, ...]
    pick: int
    """0: an ordinary scene; else so many of its choices are made before it goes on."""
    check: Check | None
    exit: Exit
    later: tuple[Later, ...]
    told: bool


@dataclass(frozen=True, slots=True)
class Scenario:
    """A small state machine of scenes. `repeat` 0: never again; else quarters since it was last drawn."""

    index: int
    id: str
    topics: tuple[int, ...]
    when: Expr | None
    away: tuple[int, ...]
    weight: Expr
    repeat: int
    urgent: bool
    """It takes the place of a draw; only if it is `drawable`."""
    drawable: bool
    lasting: Expr | None
    """`while`: asked when something of it comes back later."""
    starts: tuple[int, ...]
    """Scenes: begins at the first that holds."""
    scenes: tuple[int, ...]
    first_choice: int
    """Index of its first choice; the marks of a visit count from there."""
    played: int
    """The slot that keeps the quarter of its last draw."""


class Beat(NamedTuple):
    """A step of each quarter: a named scenario, or (scenario -1) a draw among those with any of `topics` (none: all)."""

    id: str
    when: Expr | None
    scenario: int
    topics: tuple[int, ...]


class Skill(NamedTuple):
    """Slots of one skill; `stage` is an index into `Program.stages`."""

    id: str
    stage: int
    level: int
    done: int
    told: int
    taught: int
    interest: int


class Role(NamedTuple):
    """`stage` 0 is `none`. `next` are role indices, for a warning only."""

    id: str
    stage: int
    pay: int
    next: tuple[int, ...]
    enter: Effects | None


class Stage(NamedTuple):
    """A stage that skills or roles name. `held`, `ends`: slots, -1 for `none`."""

    id: str
    held: int
    ends: int


class Crossing(NamedTuple):
    """What entering a stage for the first time costs: its skills read `skills` higher or lower (usually negative) for `quarters`."""

    quarters: int
    skills: int
    effects: Effects | None


class Feed(NamedTuple):
    """What `source` really moved is added to `target`."""

    source: int
    target: int


class Start(NamedTuple):
    """A door. `scenario` -1: none; `quarters` 0: the calendar's."""

    id: str
    role: int
    effects: Effects | None
    scenario: int
    quarters: int


class Outcome(NamedTuple):
    """An end. `when` None on the last, which always holds; `by_choice`: only by `end`."""

    id: str
    when: Expr | None
    by_choice: bool


class Lock(NamedTuple):
    """Choices with `tag` are closed while `when` holds."""

    tag: int
    when: Expr


class Tag(NamedTuple):
    """Slots of a tag's counters."""

    id: str
    times: int
    passed: int


class Like(NamedTuple):
    """A persona's taste: for a tag (`slot` -1), or for a change of a slot or computed stat (`tag` -1)."""

    tag: int
    slot: int
    reading: Expr | None
    """How a stat is read, before and after; None for a tag."""
    weight: Expr


class Persona(NamedTuple):
    """A player as data."""

    id: str
    likes: tuple[Like, ...]
    noise: int


@dataclass(frozen=True, eq=False)
class Program:
    """A pack without its prose. Compared by identity; what is derived from one is kept with it (`cached_on_program`)."""

    id: str
    slots: tuple[Slot, ...]
    stats: Mapping[str, Expr]
    """Everything that a condition may read by a bare name and that is a number: stats, computed stats, people, skills."""
    scenarios: tuple[Scenario, ...]
    scenes: tuple[Scene, ...]
    choices: tuple[Choice, ...]
    quarters: int
    short: int
    """Quarters of a short run; 0: there is none."""
    beats: tuple[Beat, ...]
    starts: tuple[Start, ...]
    outcomes: tuple[Outcome, ...]
    roles: tuple[Role, ...]
    stages: tuple[Stage, ...]
    skills: tuple[Skill, ...]
    tags: tuple[Tag, ...]
    locks: tuple[Lock, ...]
    topics: tuple[str, ...]
    feeds: tuple[Feed, ...]
    each_quarter: tuple[tuple[int, Expr], ...]
    on_disliked: Effects | None
    on_loved: Effects | None
    crossing: Crossing | None
    personas: tuple[Persona, ...] = ()
    slot_index: Mapping[str, int] = field(default_factory=dict)
    """Slot id -> index."""


Derived = TypeVar("Derived")


def cached_on_program(derive: Callable[[Program], Derived]) -> Callable[[Program], Derived]:
    """Return `derive`, which then works once for each program and keeps the result on it: both are freed together.

    A cache of functools would keep the last programs itself, and a process that reads a pack again and again would grow. The result must
    not refer to the program."""
    name = f"{derive.__module__}.{derive.__qualname__}"

    @wraps(derive)
    def once(program: Program) -> Derived:
        try:
            derived: Derived = program.__dict__[name]
        except KeyError:
            derived = program.__dict__[name] = derive(program)
        return derived

    return once
