"""The shapes that a value may have, as data. The table of fields says which field has which; `conform` holds a file to them."""

import re
from functools import lru_cache
from typing import NamedTuple


class Atom(NamedTuple):
    """One scalar. `says` completes "… must be"; `pattern` must match all of it ('' is anything); `prose`: words a player reads in a
    sentence, which belong on the line below; `pattern` speaks both Python's and JSON Schema's regular expressions.
    Of a name: `refers`, the kinds of thing it may be the name of; `defines`, the kind of thing that gets its name here."""

    name: str
    says: str
    pattern: str = ""
    prose: bool = False
    example: str = ""
    refers: tuple[str, ...] = ()
    defines: str = ""

    def new(self, kind: str) -> "Atom":
        """The same, giving something of this kind its name."""
        return self._replace(defines=kind)

    def of(self, *kinds: str) -> "Atom":
        """The same, as the name of something of one of these kinds."""
        return self._replace(refers=kinds)

    def matches(self, text: str) -> bool:
        """Whether the text is one."""
        return not self.pattern or _compiled(self.pattern).match(text) is not None


@lru_cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.removesuffix("$") + r"\Z")


class Number(NamedTuple):
    """A whole number, `low`..`high`, or one of `words`."""

    low: int
    high: int
    words: tuple[str, ...] = ()


class Word(NamedTuple):
    """One of a few words."""

    words: tuple[str, ...]


class ListOf(NamedTuple):
    """A list. `one_will_do`: a single item may stand without brackets; `conform` makes it a list of one."""

    item: "Shape"
    one_will_do: bool = False


class MapOf(NamedTuple):
    """A mapping from names to values of one shape."""

    key: Atom
    value: "Shape"


class Record(NamedTuple):
    """A mapping with the fields of one kind, see `fields.KINDS`."""

    kind: str


class Prose(NamedTuple):
    """Words that a player reads: a text, or a list of texts and blocks. `conform` makes it a list always.
    `braces`: may stand in one-line braces, however long."""

    braces: bool = False


class Phrase(NamedTuple):
    """A phrase: a text, or a list of `if`, `text` of which the first that holds is used. `conform` makes it a list of `phrase line`s."""


Shape = Atom | Number | Word | ListOf | MapOf | Record | Prose | Phrase

MOST = 2**31 - 1
"""The largest number that a field may hold, unless its shape says otherwise."""

ID = Atom("id", "a name in small letters, digits and _", r"^[a-z0-9_]{1,64}$", example="the_pause")
NAME = Atom("name", "a name in small letters, digits and _, beginning with a letter", r"^[a-z][a-z0-9_]{0,63}$", example="standing")
DOTTED = Atom("dotted", "names joined by dots", r"^[a-z0-9_]{1,64}(\.[a-z0-9_]{1,64})*$", example="the_date.slide_eleven")
LABEL = Atom("label", "a few words", example="Standing")
LINE = Atom("line", "a text in one piece", prose=True, example="Ship it tonight.")
CONDITION = Atom("condition", "a condition, such as burnout >= 55 and not told_sam", example="burnout >= 55")
EXPRESSION = Atom("expression", "a whole number or a sum, such as 10 + scope", example="10 + scope")
CHANGE = Atom("change", "a number to add, a sum to add, or = and a number to set", example="4")
SHARE = Atom("share", "two percentages with two dots between, such as 1%..15%", r"^[0-9]{1,3}%\.\.[0-9]{1,3}%$", example="1%..15%")
VERSION = Atom("version", "numbers with dots, such as 1.0.0", r"^[0-9]+(\.[0-9]+){0,3}$", example="1.0.0")
COMPARISON = Atom("comparison", "a number, or a comparison such as < 60", example="< 60")
REMARK = Atom("note", "a note to yourself, in words", example="the drawer comes back in the_drawer")
YES = Word(("true", "false"))
PLACES = ListOf(ID.of("scene"), one_will_do=True)
SKILLS = ListOf(NAME.of("skill"), one_will_do=True)
_KINDS = ("flag", "outcome", "persona", "role", "stage", "start", "stat", "tag")
A_FLAG, AN_OUTCOME, A_PERSONA, A_ROLE, A_STAGE, A_START, A_STAT, A_TAG = (NAME.of(kind) for kind in _KINDS)
A_SCENARIO = ID.of("scenario")
FLAGS, PEOPLE, ROLES, TAGS, TOPICS = (ListOf(NAME.of(kind)) for kind in ("flag", "person", "role", "tag", "topic"))
NUMBERS = ("stat", "person", "skill")
"""Whatever has a number that effects move and conditions read."""
PROSE = Prose()
REASONS = MapOf(NAME.of(*NUMBERS), LABEL)


def named(kind: str) -> MapOf:
    """Things of a kind of mapping, each under the name that it gets here."""
    return MapOf((ID if kind == "scene" else NAME).new(kind), Record(kind))
