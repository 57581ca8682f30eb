"""The types of the table of fields (shapes, fields, kinds), and the fields that many kinds
share."""

import re
from functools import lru_cache
from typing import NamedTuple


class ScalarShape(NamedTuple):
    """One scalar.

    `description` completes "… must be". `pattern` must match the whole text ('': any text); it is
    valid in Python and in JSON Schema. `prose`: the text is a sentence for players, which belongs
    on the line below. For names: `refers`, the kinds of things that the name may refer to;
    `defines`, the kind of thing that it names.
    """

    name: str
    description: str
    pattern: str = ""
    prose: bool = False
    example: str = ""
    refers: tuple[str, ...] = ()
    defines: str = ""

    def defining(self, kind: str) -> "ScalarShape":
        """Return this shape as the definition of a name of a kind."""
        return self._replace(defines=kind)

    def referring_to(self, *kinds: str) -> "ScalarShape":
        """Return this shape as a reference to a name of one of these kinds."""
        return self._replace(refers=kinds)

    def matches(self, text: str) -> bool:
        """Return True if the text matches."""
        return not self.pattern or _compiled(self.pattern).match(text) is not None


@lru_cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.removesuffix("$") + r"\Z")


class NumberShape(NamedTuple):
    """A whole number, `low`..`high`, or one of `words`."""

    low: int
    high: int
    words: tuple[str, ...] = ()


class WordShape(NamedTuple):
    """One of a few words."""

    words: tuple[str, ...]


class ListShape(NamedTuple):
    """A list. `allows_single`: a single item needs no brackets; `validate` makes it a list of one,
    or divides a text in one line at each ` | ` if the list is `divided`. `length`: how many items
    it must have, 0 for any number."""

    item: "Shape"
    allows_single: bool = False
    length: int = 0
    divided: bool = False


class MapShape(NamedTuple):
    """A mapping from names to values of one shape."""

    key: ScalarShape
    value: "Shape"


class RecordShape(NamedTuple):
    """A mapping with the fields of one kind, see `schema.KINDS`. `alone`: a field whose value may
    stand in place of the mapping; `validate` makes it a mapping with that field ('': none)."""

    kind: str
    alone: str = ""


class ProseShape(NamedTuple):
    """Text for players: a text, or a list of texts and blocks. `validate` always makes it a list.
    `braces`: allowed in one-line braces, however long. `quotes`: allowed in quotation marks."""

    braces: bool = False
    quotes: bool = False


class PhraseShape(NamedTuple):
    """A phrase: a text, one `phrase line`, or a list of them, of which the first true one is used.
    `validate` makes it a list of `phrase line`s."""


Shape = (
    ScalarShape
    | NumberShape
    | WordShape
    | ListShape
    | MapShape
    | RecordShape
    | ProseShape
    | PhraseShape
)

MAX_NUMBER = 2**31 - 1
"""The largest number in a field, unless its shape says otherwise."""

ID = ScalarShape(
    "id", "a name in small letters, digits and _", r"^[a-z0-9_]{1,64}$", example="the_pause"
)
NAME = ScalarShape(
    "name",
    "a name in small letters, digits and _, beginning with a letter",
    r"^[a-z][a-z0-9_]{0,63}$",
    example="standing",
)
DOTTED = ScalarShape(
    "dotted",
    "names joined by dots",
    r"^[a-z0-9_]{1,64}(\.[a-z0-9_]{1,64})*$",
    example="the_date.slide_eleven",
)
LABEL = ScalarShape("label", "a few words", example="Standing")
LINE = ScalarShape("line", "a text in one piece", prose=True, example="Ship it tonight.")
CONDITION = ScalarShape(
    "condition", "a condition, such as burnout >= 55 and not told_sam", example="burnout >= 55"
)
EXPRESSION = ScalarShape(
    "expression", "a whole number or a sum, such as 10 + scope", example="10 + scope"
)
CHANGE = ScalarShape(
    "change", "a number to add, a sum to add, or = and a number to set", example="4"
)
SHARE = ScalarShape(
    "share",
    "two percentages with two dots between, such as 1%..15%",
    r"^[0-9]{1,3}%\.\.[0-9]{1,3}%$",
    example="1%..15%",
)
VERSION = ScalarShape(
    "version", "numbers with dots, such as 1.0.0", r"^[0-9]+(\.[0-9]+){0,3}$", example="1.0.0"
)
TERM = ScalarShape(
    "term",
    "a word, or a few, of at most 40 characters",
    r"^[^\s{}](?:[^\n{}]{0,38}[^\s{}])?$",
    example="the Close",
)
COMPARISON = ScalarShape("comparison", "a number, or a comparison such as < 60", example="< 60")
REMARK = ScalarShape(
    "note", "a note to yourself, in words", example="the drawer comes back in the_drawer"
)
YES = WordShape(("true", "false"))
PLACES = ListShape(ID.referring_to("scene"), allows_single=True)
SKILLS = ListShape(NAME.referring_to("skill"), allows_single=True)
_KINDS = ("flag", "outcome", "persona", "role", "stage", "start", "stat", "tag")
A_FLAG, AN_OUTCOME, A_PERSONA, A_ROLE, A_STAGE, A_START, A_STAT, A_TAG = (
    NAME.referring_to(kind) for kind in _KINDS
)
A_SCENARIO = ID.referring_to("scenario")
FLAGS, PEOPLE, ROLES, TAGS, TOPICS = (
    ListShape(NAME.referring_to(*kinds))
    for kinds in (("flag",), ("person", "part"), ("role",), ("tag",), ("topic",))
)
NUMBERS = ("stat", "person", "skill", "part")
"""The kinds of things with a number that effects change and conditions read."""
PROSE = ProseShape()
WORDING = ProseShape(braces=True, quotes=True)
WORDINGS = ListShape(WORDING, allows_single=True, divided=True)
REASONS = MapShape(NAME.referring_to(*NUMBERS), LABEL)


def map_of_kind(kind: str) -> MapShape:
    """Return the shape of a mapping from new names to mappings of a kind."""
    return MapShape((ID if kind == "scene" else NAME).defining(kind), RecordShape(kind))


LANGUAGE = 1
"""The version of the language that these tables describe."""


class Field(NamedTuple):
    """One field. `meaning` is a sentence or two in the small Markdown of the reference; `default`
    and `example` are as written in YAML."""

    name: str
    shape: Shape
    meaning: str
    default: str = ""
    example: str = ""
    required: bool = False

    @property
    def refers(self) -> tuple[str, ...]:
        """Return the kinds of things that names in this field may refer to; () for none."""
        shape = self.shape
        while isinstance(shape, ListShape | MapShape):
            shape = (
                shape.key
                if isinstance(shape, MapShape) and shape.key.refers
                else shape.value
                if isinstance(shape, MapShape)
                else shape.item
            )
        return shape.refers if isinstance(shape, ScalarShape) else ()


class Kind(NamedTuple):
    """One kind of mapping.

    `others`: the shape of any key that is not a field (a name, dotted if `dotted`), None to refuse
    such keys. `others_refer`: the kinds of things that such a key may refer to. `one_of`: groups of
    which exactly one field must be present. `needs`: a field, and the fields of which it requires
    one. `apart`: pairs of fields that exclude each other. `spared`: (a required field, the field
    beside which it may be left out).
    """

    name: str
    meaning: str
    fields: tuple[Field, ...]
    others: Shape | None = None
    dotted: bool = False
    others_meaning: str = ""
    others_refer: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    spared: tuple[tuple[str, str], ...] = ()


F = Field
EFFECTS = RecordShape("effects")
LATERS = ListShape(RecordShape("later"), allows_single=True)
NOTE = F(
    "note", REMARK, "A note to yourself. Players do not see it.", example="comes back in the_drawer"
)
WAS = F(
    "was",
    ID,
    "Its old id, so that careers saved before it was renamed still find it.",
    example="old_id",
)
GOTO = F(
    "goto",
    PLACES,
    "The next scene; from a list, the first that can be entered. `out` leaves.",
    "the scene's",
    "monday",
)
CALL = F(
    "call",
    ListShape(DOTTED.referring_to("scene", "scenario"), allows_single=True),
    "A scene of a shared file, or such a file from its `start`, to go through before going on; from"
    " a list, the first that can be entered.",
    "nothing",
    "one_to_one.opening",
)
END = F(
    "end",
    AN_OUTCOME,
    "The career ends here, with this outcome, even if the outcome's `when` is false.",
    example="founder_paid",
)
LATER = F(
    "later",
    LATERS,
    "What comes back in a later quarter: one consequence, or a list of them.",
    example="{in: 3, scene: the_invoice}",
)
WHY = F(
    "why",
    REASONS,
    "The reason shown beside a change that `effects` makes.",
    example="{fairness: the room went without you}",
)
ABOUT = F(
    "about",
    LINE,
    "What it is, in one or two plain sentences. The player reads it when asking about the word.",
    example="What the people above you think your work is worth.",
)
COSTS = F(
    "costs",
    LABEL,
    "What a choice says of itself, quietly, if it takes some of it.",
    example="a favour",
)
WITH = F("with", PEOPLE, "People who must not be away.", example="[priyanka]")
PHRASES = F(
    "phrases",
    MapShape(NAME.defining("phrase"), PhraseShape()),
    "Named pieces of text: `{manager}` inserts one.",
    example="{manager: Ines}",
)
LANGUAGE_FIELD = F(
    "language",
    NumberShape(LANGUAGE, LANGUAGE),
    "The version of this language.",
    example="1",
    required=True,
)
SUCCESS = F("success", RecordShape("branch"), "What follows if the roll passes.")
FAILURE = F("failure", RecordShape("branch"), "What follows if the roll fails.")
ODDS = F(
    "odds",
    EXPRESSION,
    "A percentage (5..95): a roll decides between `success` and `failure`.",
    example="35 + influence * 6",
)
