"""What a field and a kind of mapping are, and the fields that many kinds share."""

from typing import NamedTuple

from pmsim.lang.shapes import (
    AN_OUTCOME,
    EXPRESSION,
    ID,
    NAME,
    PEOPLE,
    PLACES,
    REASONS,
    REMARK,
    Atom,
    ListOf,
    MapOf,
    Number,
    Phrase,
    Record,
    Shape,
)

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
        while isinstance(shape, ListOf | MapOf):
            shape = shape.key if isinstance(shape, MapOf) and shape.key.refers else shape.value if isinstance(shape, MapOf) else shape.item
        return shape.refers if isinstance(shape, Atom) else ()


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
EFFECTS = Record("effects")
LATERS = ListOf(Record("later"), one_will_do=True)
NOTE = F("note", REMARK, "A note to yourself. Nobody sees it.", example="comes back in the_drawer")
WAS = F("was", ID, "The id it had before, so that careers saved then still find it.", example="old_id")
GOTO = F("goto", PLACES, "The scene that comes next; of a list the first that holds; `out` leaves.", "as the scene says", "monday")
END = F("end", AN_OUTCOME, "The career ends here, with this outcome, whatever its `when` says.", example="founder_paid")
LATER = F("later", LATERS, "What comes back in a later quarter: one consequence, or a list of them.", example="{in: 3, scene: the_invoice}")
WHY = F("why", REASONS, "For a change by `effects`, the reason shown beside it.", example="{fairness: the room went without you}")
WITH = F("with", PEOPLE, "People who must not be away.", example="[priyanka]")
PHRASES = F(
    "phrases", MapOf(NAME.new("phrase"), Phrase()), "Pieces of text with a name: `{manager}` puts one in.", example="{manager: Ines}"
)
LANGUAGE_FIELD = F("language", Number(LANGUAGE, LANGUAGE), "The version of this language.", example="1", required=True)
SUCCESS = F("success", Record("branch"), "What follows when the roll passes.")
FAILURE = F("failure", Record("branch"), "What follows when it does not.")
ODDS = F("odds", EXPRESSION, "A percentage (5..95): a roll decides between `success` and `failure`.", example="35 + influence * 6")
