"""The compiled story: every table that `step` reads and never changes.

A program holds whole numbers, ids and expressions. It holds no prose, no file and no clock. `lang`
builds a program, all other packages read it. Indices (`int`) point into the tuples of `Program`; -1
means none. Every number that an expression can read stands in one vector of *slots*. The first
slots are fixed and named here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Literal, NamedTuple, TypeVar

from pmsim.core.effect_kinds import Effects
from pmsim.core.expr import Expr

QUARTER, QUARTERS, ROLE, ROLE_SINCE, SEEN, TAKEN = range(6)
"""The fixed slots: the quarter (from 1), the number of quarters, the index of the role, the quarter
in which the role was taken, and two bit sets for the whole career: scenes entered and choices
taken, by index."""
FIXED_SLOTS = 6
COUNTER_MAX = 99
"""The highest value of a counter. `quarters_since` also has this value while the flag is unset."""
TOLD_MAX = 9999
"""The highest number of tellings counted."""
VISIT_LIMIT = 500
"""The number of decisions in one visit after which only ways out are offered."""

SlotKind = Literal[
    "fixed",
    "stat",
    "person",
    "skill",
    "flag",
    "times",
    "passed",
    "held",
    "ends",
    "played",
    "times_seen",
    "times_took",
    "took_now",
    "because",
    "told",
]


class Slot(NamedTuple):
    """One number of the state.

    `id` is the name that a condition uses (`standing`, `ines`, `discovery`, `discovery.done`,
    `told_sam`, `times.help`, `passed.help`). `held.<stage>` is 0 or 1. `ends.<stage>` is the
    quarter in which a crossing ends. `played.<scenario>` is the quarter of the last draw (0:
    never). A flag holds the quarter in which it was set (0: unset).

    Only a program with a condition that asks for one has the rest: `times_seen.<scene>` and
    `times_took.<choice>` count, `took_now.<choice>` is 1 if the choice was taken in this visit, and
    `@because` is 1 more than the index of the choice that the visit is about, or 0. It follows from
    `cause` and `last_choice`. `told.<text>` counts tellings.
    """

    id: str
    kind: SlotKind
    min: int
    max: int
    start: int


@dataclass(frozen=True, slots=True)
class Exit:
    """The way on: scenes (the first open one is entered), an outcome, or neither, which leaves the
    visit or comes back from a call.

    Before it, the first open scene of `calls` is entered, and the way on is taken on coming back.
    `calls` is left out of `repr`, which the digest of a pack covers, so that the digests of packs
    without calls stay.
    """

    scenes: tuple[int, ...] = ()
    outcome: int = -1
    calls: tuple[int, ...] = field(default=(), repr=False)


class Later(NamedTuple):
    """A consequence that comes `after` (at least 1) quarters from now.

    It enters the first open scene of `scenes` or, without scenes, the first open start of the
    scenario. `place` identifies a scenario with its list of scenes, so that a second pending entry
    is recognised.
    """

    after: int
    scenario: int
    scenes: tuple[int, ...]
    place: int


class Branch(NamedTuple):
    """One side of a check. `exit` and `later` include the defaults of choice and scene."""

    key: str
    effects: Effects | None
    exit: Exit
    later: tuple[Later, ...]
    told: bool
    """True if the branch has a text of its own, under `texts[key + "/text"]`."""


class Check(NamedTuple):
    """A roll against `odds` (a percentage, clamped to 5..95). `key` names the roll:
    `scenario.scene[.choice]`."""

    key: str
    odds: Expr
    success: Branch
    failure: Branch


def branches(check: Check | None) -> tuple[Branch, ...]:
    """Return both branches of a check, () without one."""
    return (check.success, check.failure) if check else ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a scene. `key` is `scenario.scene.choice`.

    Without a `check`, the choice's own `exit` and `later` apply (they include the defaults). With a
    check, those of the branch apply.
    """

    index: int
    id: str
    key: str
    scene: int
    needs: Expr | None
    scenery: bool
    """True for `needs: never`: the choice is always struck through."""
    struck: bool
    """True if the choice has a `locked` text. It is then struck through while `needs` is false;
    without such a text it is absent."""
    locks: tuple[int, ...]
    """Indices into `Program.locks`: the locks on the tags of the choice."""
    tags: tuple[int, ...]
    """Indices into `Program.tags`."""
    moment: bool
    again: bool
    otherwise: bool
    way_out: bool
    each: int
    """-1 for an ordinary choice. Otherwise the choice is offered once for each of the newest `each`
    moments of the quarter (0: for all of them)."""
    effects: Effects | None
    check: Check | None
    exit: Exit
    later: tuple[Later, ...]
    told: bool
    once: bool = field(default=False, repr=False)
    """True if the choice is absent once it was taken in the career. Left out of `repr`, which the
    digest of a pack covers, so that the digests of packs without it stay."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene. `key` is `scenario.scene`.

    A scene without choices may have a `check`. `exit` and `later` apply when the scene has neither
    choices nor a check, or when its `pick` is complete.
    """

    index: int
    id: str
    key: str
    scenario: int
    when: Expr | None
    away: tuple[int, ...]
    """Flag slots. The scene is open only while none of these flags is set."""
    effects: Effects | None
    choices: tuple[int, ...]
    pick: int
    """The number of its choices to make before the scene is left; 0 for an ordinary scene."""
    check: Check | None
    exit: Exit
    later: tuple[Later, ...]
    told: bool
    absences: tuple[Expr, ...] = field(default=(), repr=False)
    """Conditions under which somebody else of its `with` is away: those who play a part."""
    own_with: bool = field(default=False, repr=False)
    """True if it has a `with`, even an empty one. When the scene comes back or is called, that is
    asked in place of the scenario's."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A small state machine of scenes. `repeat` is the number of quarters between two draws; 0:
    never drawn again."""

    index: int
    id: str
    topics: tuple[int, ...]
    when: Expr | None
    away: tuple[int, ...]
    weight: Expr
    repeat: int
    urgent: bool
    """True if the scenario takes the place of a draw. It must be `drawable` as well."""
    drawable: bool
    lasting: Expr | None
    """The `while` condition. The engine evaluates it when a consequence enters the scenario."""
    starts: tuple[int, ...]
    """Scene indices. The scenario begins at the first open one."""
    scenes: tuple[int, ...]
    first_choice: int
    """The index of the first choice. The bits of `State.visit_choices` count from it."""
    played: int
    """The slot with the quarter of the last draw."""
    absences: tuple[Expr, ...] = field(default=(), repr=False)
    """As for `Scene`."""


class Beat(NamedTuple):
    """A step of each quarter: a named scenario, or (scenario -1) a draw among the scenarios with
    any of `topics` (none: all scenarios)."""

    id: str
    when: Expr | None
    scenario: int
    topics: tuple[int, ...]


class Skill(NamedTuple):
    """The slots of one skill. `stage` is an index into `Program.stages`."""

    id: str
    stage: int
    level: int
    done: int
    told: int
    taught: int
    interest: int


class Role(NamedTuple):
    """A role. `stage` 0 is `none`. `next` holds role indices; only a lint check uses them."""

    id: str
    stage: int
    pay: int
    next: tuple[int, ...]
    enter: Effects | None


class Stage(NamedTuple):
    """A stage that skills or roles name. `held` and `ends` are slots, -1 for the stage `none`."""

    id: str
    held: int
    ends: int


class Crossing(NamedTuple):
    """The cost of entering a stage for the first time. Its skills read `skills` higher (usually a
    negative number) for `quarters` quarters."""

    quarters: int
    skills: int
    effects: Effects | None


class Feed(NamedTuple):
    """A link between two slots: the real movement of `source` is added to `target`."""

    source: int
    target: int


class Start(NamedTuple):
    """A start of the pack. `scenario` -1: no scenario; `quarters` 0: the number in the calendar."""

    id: str
    role: int
    effects: Effects | None
    scenario: int
    quarters: int


class Outcome(NamedTuple):
    """An outcome. `when` is None for the last one, which always applies. `by_choice`: only an `end`
    leads to it."""

    id: str
    when: Expr | None
    by_choice: bool


class Lock(NamedTuple):
    """A rule that closes the choices with `tag` while `when` is true."""

    tag: int
    when: Expr


class TextCounter(NamedTuple):
    """A slot that goes up when its text is told and `when` is true (None: always)."""

    slot: int
    when: Expr | None


class Tag(NamedTuple):
    """The slots of a tag's counters."""

    id: str
    times: int
    passed: int


class Like(NamedTuple):
    """A persona's liking for a tag (`slot` -1), or for a change of a slot or of a computed stat
    (`tag` -1)."""

    tag: int
    slot: int
    reading: Expr | None
    """The expression to compare before and after a choice; None for a tag."""
    weight: Expr


class Persona(NamedTuple):
    """A simulated player, as data."""

    id: str
    likes: tuple[Like, ...]
    noise: int


@dataclass(frozen=True, eq=False)
class Program:
    """A pack without its prose.

    Programs compare by identity. `cached_on_program` stores derived values on the program.
    """

    id: str
    slots: tuple[Slot, ...]
    stats: Mapping[str, Expr]
    """Every number that a condition may read by a bare name: stats, computed stats, people, skills.
    """
    scenarios: tuple[Scenario, ...]
    scenes: tuple[Scene, ...]
    choices: tuple[Choice, ...]
    quarters: int
    short: int
    """The number of quarters in a short run; 0 if the pack has none."""
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
    """The index of each slot, by its id."""
    tellings: Mapping[str, tuple[TextCounter, ...]] = field(default_factory=dict, repr=False)
    """The counters that move when a scene is entered, a choice is taken or a branch is run, by its
    key. They belong to the prose, as the texts that read them."""


Derived = TypeVar("Derived")


def cached_on_program(derive: Callable[[Program], Derived]) -> Callable[[Program], Derived]:
    """Wrap `derive` so that it runs once for each program, and store the result on the program.

    Program and result are freed together; `functools.cache` would keep old programs alive in a
    process that compiles a pack repeatedly. The result must not refer to the program.
    """
    name = f"{derive.__module__}.{derive.__qualname__}"

    @wraps(derive)
    def once(program: Program) -> Derived:
        try:
            derived: Derived = program.__dict__[name]
        except KeyError:
            derived = program.__dict__[name] = derive(program)
        return derived

    return once
