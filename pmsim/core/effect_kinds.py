"""The kinds of effects, as data: one closed union. What they do stands in `effects.py`."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, assert_never

from pmsim.core.expr import Expr


class Act(IntEnum):
    """The ways to practise a skill."""

    DO = 0
    TELL = 1
    TEACH = 2


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a slot: add `amount` to it or, with `sets`, set it to `amount`."""

    slot: int
    amount: Expr
    sets: bool = False


@dataclass(frozen=True, slots=True)
class ChangeInterest:
    """`moment.interest`: one change of the interest of each skill practised in the moment of an
    `each` choice. The slots are known only when a moment is chosen."""

    amount: Expr
    sets: bool = False


@dataclass(frozen=True, slots=True)
class Practice:
    """One `do`, `tell` or `teach` of a skill."""

    act: Act
    skill: int


@dataclass(frozen=True, slots=True)
class SetFlag:
    """Set a flag: its slot becomes the quarter."""

    slot: int


@dataclass(frozen=True, slots=True)
class ClearFlag:
    """Clear a flag: its slot becomes 0."""

    slot: int


@dataclass(frozen=True, slots=True)
class TakeRole:
    """Take a role."""

    role: int


Effect = Change | ChangeInterest | Practice | SetFlag | ClearFlag | TakeRole
"""Every kind of effect. Kinds never compare equal, and every reader has a `match` that ends in
`assert_never`."""


class Effects(tuple[Effect, ...]):
    """One mapping of effects, in the order in which they run: changes, acts, flags, role."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Return the form that goes into the digest of a pack: a record of all kinds. A new kind
        is added to it only where it is used."""
        record: dict[str, Any] = dict.fromkeys(("changes", "acts", "sets", "clears"), ())
        record |= {"role": -1, "moment_interest": None}
        for effect in self:
            match effect:
                case Change():
                    record["changes"] += (effect,)
                case ChangeInterest(amount, sets):
                    record["moment_interest"] = Change(-1, amount, sets) if sets else amount
                case Practice():
                    record["acts"] += (effect,)
                case SetFlag(slot):
                    record["sets"] += (slot,)
                case ClearFlag(slot):
                    record["clears"] += (slot,)
                case TakeRole(role):
                    record["role"] = role
                case _:
                    assert_never(effect)
        return f"Effects({', '.join(f'{name}={value!r}' for name, value in record.items())})"
