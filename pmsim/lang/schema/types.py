"""What a field and a kind of mapping are, and the fields that many kinds share."""

import re
from functools import lru_cache
from typing import NamedTuple


class ScalarShape(NamedTuple):
    """One scalar. `description` completes "… must be"; `pattern` must match all of it ('' is anything); `prose`: words a player reads in a
    sentence, which belong on the line below; `pattern` speaks both Python's and JSON Schema's regular expressions.
    Of a name: `refers`, the kinds of thing it may be the name of; `defines`, the kind of thing that gets its name here."""

    name: str
    description: str
    pattern: str = ""
    prose: bool = False
    example: str = ""
    refers: tuple[str, ...] = ()
    defines: str = ""

    def defining(self, kind: str) -> "ScalarShape":
        """The same, giving something of this kind its name."""
        return self._replace(defines=kind)

    def referring_to(self, *kinds: str) -> "ScalarShape":
        """The same, as the name of something of one of these kinds."""
        return self._replace(refers=kinds)

    def matches(self, text: str) -> bool:
        """Whether the text is one."""
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
    """A list. `allows_single`: a single item may stand without brackets; `conform` makes it a list of one."""

    item: "Shape"
    allows_single: bool = False


class MapShape(NamedTuple):
    """A mapping from names to values of one shape."""

    key: ScalarShape
    value: "Shape"


class RecordShape(NamedTuple):
    """A mapping with the fields of one kind, see `fields.KINDS`."""

    kind: str


class ProseShape(NamedTuple):
    """Words that a player reads: a text, or a list of texts and blocks. `conform` makes it a list always.
    `braces`: may stand in one-line braces, however long."""

    braces: bool = False


class PhraseShape(NamedTuple):
    """A phrase: a text, or a list of `if`, `text` of which the first that holds is used. `conform` makes it a list of `phrase line`s."""


Shape = ScalarShape | NumberShape | WordShape | ListShape | MapShape | RecordShape | ProseShape | PhraseShape

MAX_NUMBER = 2**31 - 1
"""The largest number that a field may hold, unless its shape says otherwise."""

ID = ScalarShape("id", "a name in small letters, digits and _", r"^[a-z0-9_]{1,64}$", example="the_pause")
NAME = ScalarShape("name", "a name in small letters, digits and _, beginning with a letter", r"^[a-z][a-z0-9_]{0,63}$", example="standing")
DOTTED = ScalarShape("dotted", "names joined by dots", r"^[a-z0-9_]{1,64}(\.[a-z0-9_]{1,64})*$", example="the_date.slide_eleven")
LABEL = ScalarShape("label", "a few words", example="Standing")
LINE = ScalarShape("line", "a text in one piece", prose=True, example="Ship it tonight.")
CONDITION = ScalarShape("condition", "a condition, such as burnout >= 55 and not told_sam", example="burnout >= 55")
EXPRESSION = ScalarShape("expression", "a whole number or a sum, such as 10 + scope", example="10 + scope")
CHANGE = ScalarShape("change", "a number to add, a sum to add, or = and a number to set", example="4")
SHARE = ScalarShape("share", "two percentages with two dots between, such as 1%..15%", r"^[0-9]{1,3}%\.\.[0-9]{1,3}%$", example="1%..15%")
VERSION = ScalarShape("version", "numbers with dots, such as 1.0.0", r"^[0-9]+(\.[0-9]+){0,3}$", example="1.0.0")
COMPARISON = ScalarShape("comparison", "a number, or a comparison such as < 60", example="< 60")
REMARK = ScalarShape("note", "a note to yourself, in words", example="the drawer comes back in the_drawer")
YES = WordShape(("true", "false"))
PLACES = ListShape(ID.referring_to("scene"), allows_single=True)
SKILLS = ListShape(NAME.referring_to("skill"), allows_single=True)
_KINDS = ("flag", "outcome", "persona", "role", "stage", "start", "stat", "tag")
A_FLAG, AN_OUTCOME, A_PERSONA, A_ROLE, A_STAGE, A_START, A_STAT, A_TAG = (NAME.referring_to(kind) for kind in _KINDS)
A_SCENARIO = ID.referring_to("scenario")
FLAGS, PEOPLE, ROLES, TAGS, TOPICS = (ListShape(NAME.referring_to(kind)) for kind in ("flag", "person", "role", "tag", "topic"))
NUMBERS = ("stat", "person", "skill")
"""Whatever has a number that effects move and conditions read."""
PROSE = ProseShape()
REASONS = MapShape(NAME.referring_to(*NUMBERS), LABEL)


def map_of_kind(kind: str) -> MapShape:
    """Things of a kind of mapping, each under the name that it gets here."""
    return MapShape((ID if kind == "scene" else NAME).defining(kind), RecordShape(kind))


LANGUAGE = 1
"""The version of the language that these tables describe."""


class Field(NamedTuple):
    """One field. `meaning` is a sentence or two in the small Markdown of the reference; `default` and `example` are as written in YAML."""

    name: str
    shape: Shape
    meaning: str
    default: str = ""
    example: str = ""
    required: bool = False

    @property
    def refers(self) -> tuple[str, ...]:
        """The kinds of thing that the names standing here may be names of; () if none does."""
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
    """One kind of mapping. `others`: the shape of any key that is no field (a name, dotted if `dotted`), None to refuse it;
    `others_refer`: the kinds of thing such a key may name.
    `one_of`: of each group exactly one stands; `needs`: a field that stands only with another; `apart`: two that exclude each other."""

    name: str
    meaning: str
    fields: tuple[Field, ...]
    others: Shape | None = None
    dotted: bool = False
    others_meaning: str = ""
    others_refer: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()


F = Field
EFFECTS = RecordShape("effects")
LATERS = ListShape(RecordShape("later"), allows_single=True)
NOTE = F("note", REMARK, "A note to yourself. Nobody sees it.", example="comes back in the_drawer")
WAS = F("was", ID, "The id it had before, so that careers saved then still find it.", example="old_id")
GOTO = F("goto", PLACES, "The scene that comes next; of a list the first that holds; `out` leaves.", "as the scene says", "monday")
END = F("end", AN_OUTCOME, "The career ends here, with this outcome, whatever its `when` says.", example="founder_paid")
LATER = F("later", LATERS, "What comes back in a later quarter: one consequence, or a list of them.", example="{in: 3, scene: the_invoice}")
WHY = F("why", REASONS, "For a change by `effects`, the reason shown beside it.", example="{fairness: the room went without you}")
WITH = F("with", PEOPLE, "People who must not be away.", example="[priyanka]")
PHRASES = F(
    "phrases",
    MapShape(NAME.defining("phrase"), PhraseShape()),
    "Pieces of text with a name: `{manager}` puts one in.",
    example="{manager: Ines}",
)
LANGUAGE_FIELD = F("language", NumberShape(LANGUAGE, LANGUAGE), "The version of this language.", example="1", required=True)
SUCCESS = F("success", RecordShape("branch"), "What follows when the roll passes.")
FAILURE = F("failure", RecordShape("branch"), "What follows when it does not.")
ODDS = F("odds", EXPRESSION, "A percentage (5..95): a roll decides between `success` and `failure`.", example="35 + influence * 6")
