"""What one mention is: a value, and the words for what may be mentioned and how."""

from typing import Literal, NamedTuple, get_args

from pmsim.lang.nodes import Place

EntityKind = Literal[
    "scenario", "scene", "choice", "outcome", "role", "stat", "person", "skill", "flag", "tag", "topic", "group", "start", "persona",
    "phrase", "statement", "stage", "band",
]  # fmt: skip
Deed = Literal["defined", "set", "cleared", "read", "linked", "tagged", "shown", "named"]
KINDS: tuple[EntityKind, ...] = get_args(EntityKind)
"""What has a name in a pack."""
DEEDS: tuple[Deed, ...] = get_args(Deed)
"""What may be done with a name. `defined`: it is given here. `set`, `cleared`: changed by what happens. `read`: asked for, by a condition,
a sum or a statement. `linked`: led to. `tagged`: put on a choice, a scenario, a role. `shown`: put into a text. `named`: anything else."""


class Mention(NamedTuple):
    """One name at one place. `id` is whole (`the_date`, `the_date.doorway.ship`, `standing`, band `burnout.frayed`, phrase `manager` or
    `the_date.manager`); from `place` on, `length` characters spell its last part — all but capitals in a placeholder. `inside`: the key of
    the scenario, scene, choice or section (`stats.burnout`, `calendar`) in which it stands; of a playthrough the file.

    A scenario is defined by the name of its file, a choice without an `id` by its label: there `length` is 0."""

    kind: EntityKind
    id: str
    place: Place
    length: int
    deed: Deed
    inside: str
