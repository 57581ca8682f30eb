"""The kinds of mapping in a text: blocks, and the lines of `first_of` and of phrases; and those for
the end of a career: outcomes, promises about them, and the debrief."""

from pmsim.lang.schema.types import (
    A_PERSONA,
    A_TAG,
    AN_OUTCOME,
    CONDITION,
    ID,
    LABEL,
    LINE,
    NAME,
    NOTE,
    PROSE,
    SHARE,
    WAS,
    WORDING,
    WORDINGS,
    YES,
    F,
    Kind,
    ListShape,
    MapShape,
    NumberShape,
    RecordShape,
    WordShape,
    map_of_kind,
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


OUTCOME = Kind(
    "outcome",
    "A way in which a career ends. When time has run out, outcomes are checked in order"
    " and the first whose `when` is true is taken; the last has no `when`.",
    (
        F(
            "title",
            LABEL,
            "Its name, as shown.",
            example="Technical Program Manager",
            required=True,
        ),
        F("when", CONDITION, "When the career ends with it.", "always", "role == tpm"),
        F("by", WordShape(("choice",)), "`choice`: only `end` leads to it.", example="choice"),
        F(
            "is",
            LINE,
            "Who the player is then, if it is not the role that they held.",
            "the role held",
            "UX Researcher",
        ),
        F(
            "dot",
            LINE,
            "Its one line on the timeline.",
            example="Forty euros, from nobody you knew.",
        ),
        F("text", PROSE, "What the player reads."),
        F(
            "variants",
            ListShape(RecordShape("variant")),
            "Endings of the text. The player reads the first whose `when` is true.",
        ),
        F("epilogue", PROSE, "What the player reads on the next page."),
        F(
            "hints",
            ListShape(LINE, length=3),
            "Three hints for a player who has not seen it: what it is like, what it asks for, and"
            " which scene leads there.",
        ),
        WAS,
        NOTE,
    ),
    apart=(("when", "by"),),
)
VARIANT = Kind(
    "variant",
    "One ending of an outcome's text.",
    (
        F("id", ID, "Its name.", example="bright", required=True),
        F(
            "when",
            CONDITION,
            "When the player reads it. If no variant's `when` is true, the text ends without one.",
            "always",
            "burnout < stretched",
        ),
        F("text", PROSE, "What the player reads.", required=True),
        NOTE,
    ),
)
PROMISE = Kind(
    "promise",
    "Something that must stay true of the whole pack. `compare` and `simulate` check it.",
    (
        F("outcome", AN_OUTCOME, "This outcome …", example="founder_paid"),
        F("share", SHARE, "… ends this share of the careers …", example="1%..15%"),
        F(
            "policy",
            A_PERSONA,
            "… played by this persona, `random` or `first` …",
            "random",
            "random",
        ),
        F("runs", NumberShape(1, 10_000_000), "… so many times.", "2000", "2000"),
        F("tag", A_TAG, "Or: choices with this tag …", example="help"),
        F("always_open", YES, "… are always open.", example="true"),
        NOTE,
    ),
    one_of=(("outcome", "tag"),),
    needs=(
        *(("outcome", "share"), ("share", "outcome"), ("policy", "outcome"), ("runs", "outcome")),
        *(("tag", "always_open"), ("always_open", "tag")),
    ),
)
WATCHED = ListShape(NAME.referring_to("stat"), allows_single=True)
EVIDENCE = ListShape(NAME.referring_to("tag", "skill"))
DEBRIEF = Kind(
    "debrief",
    "What the player reads about themselves when a career is over.",
    (
        F(
            "watch",
            WATCHED,
            "Stats to draw over the quarters, the one to watch first.",
            "none",
            "[burnout, standing]",
        ),
        F(
            "wants",
            MapShape(NAME.referring_to("flag", "fact"), LABEL),
            "Flags or facts that say what the player wants, in words behind *You wanted*.",
            "none",
            "{want_home: to be home by six}",
        ),
        F(
            "statements",
            map_of_kind("statement"),
            "What the choices may say about the player.",
            required=True,
        ),
        F(
            "activities",
            map_of_kind("activity"),
            "Things to do in real life, where the statements have fewer than three.",
        ),
        F(
            "help",
            PROSE,
            "Where to turn if low mood reaches beyond work.",
            "a plain line",
        ),
        F("privacy", PROSE, "That nothing leaves this machine.", "a plain line"),
        F("closing", PROSE, "What the player reads last.", "a plain line"),
        NOTE,
    ),
)
DO = F("do", PROSE, "One thing to do in real life.")
ASK = F("ask", PROSE, "One question for one real person.")
STATEMENT = Kind(
    "statement",
    "Something that choices may say about the player, with the choices that say so. It is said only"
    " with three of them or more, from two quarters or more.",
    (
        F("say", PROSE, "The statement.", required=True),
        F(
            "cites",
            EVIDENCE,
            "Tags and skills. A choice counts for the statement if it has one of the tags, or"
            " practised one of the skills.",
            example="[enabling]",
            required=True,
        ),
        F(
            "passed",
            EVIDENCE,
            "Tags and skills. A choice counts, too, if the player could have taken another one that"
            " has or practises one of them.",
            "nothing",
            "[money]",
        ),
        F(
            "against",
            EVIDENCE,
            "Tags and skills of the choices that count against it.",
            example="[author]",
        ),
        F("when", CONDITION, "What must also be true.", "always", "times.enabling > times.author"),
        F("strong", NumberShape(1, 99), "How many choices make it a strong one.", "6", "6"),
        DO,
        ASK,
        NOTE,
    ),
    spared=(("cites", "passed"),),
)
ACTIVITY = Kind(
    "activity",
    "Something to do in real life, whatever the choices say.",
    (
        F("when", CONDITION, "When the player reads it.", "always", "burnout >= frayed"),
        DO._replace(required=True),
        ASK,
        NOTE,
    ),
)
