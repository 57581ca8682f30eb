"""The kinds of mapping in a text: blocks, and the lines of `first_of` and of phrases."""

from pmsim.lang.schema.types import (
    CONDITION,
    LINE,
    NOTE,
    PROSE,
    WORDING,
    WORDINGS,
    F,
    Kind,
    ListShape,
    RecordShape,
)

VARYING = (
    F(
        "one_of",
        WORDINGS,
        "One of these texts, picked by the luck of this career.",
        example="he nods | he waits",
    ),
    F(
        "in_order",
        WORDINGS,
        "Each telling reads the next of these texts; the last one stays.",
        example="a new cup | the cup | your cup",
    ),
    F("cycle", WORDINGS, "Each telling reads the next, round and round.", example="tea | coffee"),
    F(
        "once",
        WORDINGS,
        "Each telling reads the next, each of them once; then `else`, or nothing.",
        example="a note from Ines",
    ),
    F(
        "shuffle",
        WORDINGS,
        "Each telling reads another one, by luck: all before any twice, then `else`, or all again.",
        example="rain | wind | sleet",
    ),
)
"""The fields with several texts for one place."""
TELLINGS = tuple(field.name for field in VARYING[1:])
"""Those that depend on how often the text was told."""
_CONTENTS = tuple(field.name for field in VARYING)
TEXT_FIELDS = ("text", *_CONTENTS, "first_of", "else")
"""The fields of a block with texts, in the order in which they are read."""
_AFTER_ALL = F("else", WORDING, "What the player reads when all of `once` or `shuffle` were told.")
BLOCK = Kind(
    "block",
    "A part of a text that depends on a condition, on chance, or on how often it was told.",
    (
        F("if", CONDITION, "When the player reads the rest.", "always", "burnout >= frayed"),
        F("text", PROSE, "What the player reads if the condition is true."),
        *VARYING,
        F(
            "first_of",
            ListShape(RecordShape("line")),
            "Lines, of which the player reads the first whose `if` is true.",
        ),
        F(
            "else",
            WORDING,
            "What the player reads if the condition is false, or when all of `once` or `shuffle`"
            " were told.",
        ),
        NOTE,
    ),
    one_of=(("text", *_CONTENTS, "first_of"),),
    needs=(("text", "if"), ("else", "if", "once", "shuffle")),
    apart=(("if", "first_of"),),
)
LINE_KIND = Kind(
    "line",
    "One line of a `first_of`.",
    (
        F("if", CONDITION, "When it is read. The last line needs none.", "always", "frayed"),
        F("text", PROSE, "What the player reads."),
        *VARYING,
        _AFTER_ALL,
        NOTE,
    ),
    one_of=(("text", *_CONTENTS),),
    needs=(("else", "once", "shuffle"),),
)
PHRASE_LINE = Kind(
    "phrase line",
    "One wording of a phrase.",
    (
        F("if", CONDITION, "When this wording is used.", "always", "reports_to_tobias"),
        F("text", LINE, "The words.", example="Tobias"),
        *VARYING,
        _AFTER_ALL,
    ),
    one_of=(("text", *_CONTENTS),),
    needs=(("else", "once", "shuffle"),),
)
