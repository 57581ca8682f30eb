"""A loaded pack: the program, its prose, and the words for its ids. Frozen; front ends get this."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from pmsim.core.compile_expr import evaluate
from pmsim.core.expr import Expr
from pmsim.core.program import FIXED_SLOTS, Program
from pmsim.core.state import State
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.handbook import HandbookPage, Quarrel
from pmsim.lang.placeholders import PRONOUNS, agree
from pmsim.lang.text import Text

T = TypeVar("T")


def _digested(record: type[T]) -> type[T]:
    """Return a named tuple whose `repr` leaves out the fields that hold their default: with a new
    field, digests of packs that do not use it stay."""
    record.__repr__ = _repr_without_defaults  # type: ignore[method-assign]
    return record


def _repr_without_defaults(value: Any) -> str:
    given = [
        f"{name}={item!r}"
        for name, item in value._asdict().items()
        if name not in value._field_defaults or value._field_defaults[name] != item
    ]
    return f"{type(value).__name__}({', '.join(given)})"


@_digested
class FrameWords(NamedTuple):
    """The words of the pages around the story that a pack may replace.

    `trust`: for trust -3..5; `steps`: of learning a skill; `odds`: from the lowest up; `no_cause`:
    what `{because}` reads without a cause; `warning`: said before a career. `unit`, `units`: a
    quarter and several; `per_year`: how many make a year; `seasons`: their names, () for none.
    """

    trust: tuple[str, ...] = (
        "broken",
        "cold",
        "wary",
        "civil",
        "easy",
        "warm",
        "close",
        "staunch",
        "unshakable",
    )
    steps: tuple[str, ...] = ("learn", "do", "tell", "teach")
    odds: tuple[str, ...] = (
        "a long shot",
        "unlikely",
        "less likely than not",
        "about even",
        "likelier than not",
        "likely",
        "nearly sure",
    )
    no_cause: str = "what you did"
    warning: str = ""
    unit: str = "quarter"
    units: str = "quarters"
    per_year: int = 4
    seasons: tuple[str, ...] = ()


FRAME = FrameWords()
"""The words of a pack without its own."""


EPITHETS = "@epithets"
"""The key of the epithets among the phrases of a pack, which no text can name."""


@_digested
class Band(NamedTuple):
    """A word and its lower edge. `word` is as shown; `id` is '' if it is the word with underscores
    for spaces."""

    word: str
    edge: int
    id: str = ""

    @property
    def name(self) -> str:
        """Return the band's name in conditions."""
        return self.id or self.word.replace(" ", "_")


@_digested
class StatWords(NamedTuple):
    """A stat or computed stat, as shown.

    `label` defaults to the id with a capital and spaces. `good_low`: low values are good.
    `reading`: the expression for its value. `min`, `max`: its range. `computed`: it has a `value`.
    `bands`: from the lowest edge, () for none. `is_neutral`: neither high nor low values are good.
    `is_hidden`: only texts show it.
    """

    id: str
    label: str
    good_low: bool
    bands: tuple[Band, ...]
    reading: Expr
    min: int
    max: int
    computed: bool
    is_neutral: bool = False
    is_hidden: bool = False

    def band_at(self, value: int) -> Band | None:
        """Return the band that a value lies in: the lowest if it is below all, None without
        bands."""
        reached = [band for band in self.bands if value >= band.edge] or self.bands[:1]
        return reached[-1] if reached else None


@_digested
class PersonWords(NamedTuple):
    """A person. `is_`: a description ("your manager"). `they`: she, he, they, it, or another word
    with `own_forms` (they, them, …) and verbs as for one (`one_verbs`) or many."""

    id: str
    name: str
    full: str
    is_: str
    they: str
    own_forms: tuple[tuple[str, str], ...] = ()
    one_verbs: bool = False

    def pronoun(self, form: str) -> str:
        """Return a form of the pronoun."""
        return dict(self.own_forms).get(form) or PRONOUNS.get(self.they, {}).get(form, form)

    def verb(self, plain: str) -> str:
        """Return a verb as it stands behind the pronoun."""
        return agree(plain, self.one_verbs or self.they in PRONOUNS)


class Player(NamedTuple):
    """A person who may play a part. `when`: exactly then they play it."""

    person: str
    when: Expr


class SkillWords(NamedTuple):
    """A skill as shown; `stage` is the id of its stage."""

    id: str
    label: str
    stage: str


@_digested
class RoleWords(NamedTuple):
    """A role as shown; `short` has at most 12 characters. `when`: what it takes to be given it."""

    id: str
    title: str
    short: str
    when: Expr | None = None


class StartWords(NamedTuple):
    """A start as shown; its text is `texts["starts.<id>/text"]`. `quarters`: the number really
    played."""

    id: str
    title: str
    role: str
    quarters: int


class OutcomeWords(NamedTuple):
    """An outcome as shown.

    Its texts are `outcomes.<id>/is`, `/text`, `/dot`, `/epilogue`. `variants`, each (id, when, text
    key), are in order; the first with a true `when` is shown.
    """

    id: str
    title: str
    variants: tuple[tuple[str, Expr | None, str], ...]


@_digested
class Statement(NamedTuple):
    """A statement of the debrief; its texts are `debrief.<id>/say`, `/do`, `/ask`.

    `cites`, `against`, `passed`: ids of tags and skills. `strong`: how many choices make it strong.
    """

    id: str
    cites: tuple[str, ...]
    against: tuple[str, ...]
    when: Expr | None
    strong: int
    passed: tuple[str, ...] = ()


class DebriefWords(NamedTuple):
    """The debrief of a pack without its statements. Its texts are `debrief/help`, `/privacy`,
    `/closing`, `debrief.activities.<id>/do`, `/ask`.

    `watch`: ids of the stats to draw; `wants`: conditions, with the words behind *You wanted*;
    `activities`: each with the condition under which it is read.
    """

    watch: tuple[str, ...] = ()
    wants: tuple[tuple[Expr, str], ...] = ()
    activities: tuple[tuple[str, Expr | None], ...] = ()


NO_DEBRIEF = DebriefWords()
"""The debrief of a pack that says nothing of it."""


class ScenarioWords(NamedTuple):
    """A scenario as shown, and its file."""

    id: str
    title: str
    file: str


class Promise(NamedTuple):
    """An author's promise: `outcome` has a share of `low`..`high` per cent under `policy` in `runs`
    careers, or choices with `tag` are always open."""

    outcome: str
    low: int
    high: int
    policy: str
    runs: int
    tag: str


@dataclass(frozen=True, eq=False)
class Pack:
    """A compiled pack.

    `texts` holds every text by `<id path>/<field>`: `the_date.slide_eleven/text`,
    `the_date.slide_eleven.what_for/label`, `…/locked`, `…/moment`, `….success/text`,
    `….success/short`, `…/why.<stat id>` (a reason; also on branches), `starts.fumes/text`,
    `outcomes.tpm/dot`, `locks.costly/locked`, `crossing/why.<stat>`. `phrases` holds `name` (of the
    pack) and `scenario.name`. `warnings`: the diagnostics of a pack without errors. `renamed`: old
    id path -> new, from `was`.
    """

    id: str
    title: str
    version: str
    folder: str
    program: Program
    texts: Mapping[str, Text]
    phrases: Mapping[str, Text]
    stats: Mapping[str, StatWords]
    people: Mapping[str, PersonWords]
    skills: Mapping[str, SkillWords]
    roles: Mapping[str, RoleWords]
    starts: Mapping[str, StartWords]
    outcomes: Mapping[str, OutcomeWords]
    scenarios: Mapping[str, ScenarioWords]
    tags: Mapping[str, str]
    groups: Mapping[str, tuple[str, ...]]
    statements: tuple[Statement, ...]
    promises: tuple[Promise, ...]
    renamed: Mapping[str, str]
    warnings: tuple[Diagnostic, ...]
    digests: Callable[[], tuple[str, str]]
    """A function that returns `pack_digest` and `text_digest`."""
    craft: Mapping[str, int | tuple[str, ...]] = field(default_factory=dict)
    """The author's thresholds of a review and lists of words, by the names of `lang.schema.craft`.
    """
    company: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The people (`with`) that a scenario (by id) or a scene (by key) needs; only those that need
    any."""
    parts: Mapping[str, tuple[Player, ...]] = field(default_factory=dict)
    """The people who may play each part."""
    facts: Mapping[str, Expr] = field(default_factory=dict)
    """The conditions that facts stand for."""
    premise: str = ""
    """The player's position in two sentences; '' for none. Like the title, it is in no digest."""
    whole: Program | None = None
    """Of a scenario played alone: the program of its pack."""
    frame: FrameWords = FRAME
    """The pack's own words for the pages around the story."""
    debrief: DebriefWords = NO_DEBRIEF
    """What the debrief has besides statements; in no digest."""
    handbook: tuple[HandbookPage, ...] = ()
    """The pages that open with what was lived; in no digest, but for their texts."""
    quarrels: tuple[Quarrel, ...] = ()
    """The advisers who disagree; in no digest, but for their texts."""

    @property
    def pack_digest(self) -> str:
        """Return the digest of everything but prose."""
        return self._digests[0]

    @property
    def text_digest(self) -> str:
        """Return the digest of the prose."""
        return self._digests[1]

    @cached_property
    def _digests(self) -> tuple[str, str]:
        """Return both digests, computed on first use: checking a pack does not need them."""
        return self.digests()


def player_of(pack: Pack, name: str, state: State) -> str:
    """Return the person who plays a part in a state; the name itself if it is no part."""
    cast = pack.parts.get(name, ())
    return next((one.person for one in cast if evaluate(one.when, state.slots)), name)


def shown_variant(pack: Pack, state: State) -> tuple[int, str, str]:
    """Return the index, id and text key of the outcome's first variant that holds; -1 and '' for
    none."""
    variants = pack.outcomes[pack.program.outcomes[state.outcome].id].variants
    holding = (
        (index, name, key)
        for index, (name, when, key) in enumerate(variants)
        if when is None or evaluate(when, state.slots)
    )
    return next(holding, (-1, "", ""))


_UNDIGESTED = ("because", "told")
"""Kinds of slots that follow from others, or belong to the prose."""


def digested_program(program: Program) -> Program:
    """Return the program as it enters the digest of a pack."""
    slots = [slot for slot in program.slots if slot.kind not in _UNDIGESTED]
    return replace(
        program,
        slots=tuple(slots[FIXED_SLOTS:]),
        slot_index={
            key: at
            for key, at in program.slot_index.items()
            if program.slots[at].kind not in _UNDIGESTED
        },
    )


def digest(*values: object) -> str:
    """Return the SHA-256 of a canonical form of values: nodes by type and field, mappings by key,
    all in ASCII."""
    return hashlib.sha256(
        ascii([_canonical(value) for value in values]).encode("ascii")
    ).hexdigest()


def _canonical(value: object) -> object:
    """Return mappings and programs in a canonical order; other values have a canonical `repr`."""
    if isinstance(value, Mapping):
        return sorted((key, _canonical(inner)) for key, inner in value.items())
    if isinstance(value, Program):
        return [_canonical(getattr(value, each.name)) for each in fields(value) if each.repr]
    return value
