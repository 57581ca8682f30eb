"""The kinds of mapping for the end of a career: outcomes, promises about them, and the debrief."""

from pmsim.lang.schema.types import (
    A_PERSONA,
    A_TAG,
    AN_OUTCOME,
    CONDITION,
    ID,
    LABEL,
    LINE,
    NOTE,
    PROSE,
    SHARE,
    TAGS,
    WAS,
    YES,
    F,
    Kind,
    ListShape,
    NumberShape,
    RecordShape,
    WordShape,
    map_of_kind,
)

OUTCOME = Kind(
    "outcome",
    "A way in which a career ends. They are asked in order once time has run out; the last has no"
    " `when`.",
    (
        F(
            "title",
            LABEL,
            "Its name, as shown.",
            example="Technical Program Manager",
            required=True,
        ),
        F("when", CONDITION, "When it is the one.", "always", "role == tpm"),
        F("by", WordShape(("choice",)), "`choice`: only `end` leads to it.", example="choice"),
        F(
            "is",
            LINE,
            "Who the player is then, where the role they held does not say it.",
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
            "Endings of the text; the first that holds is read.",
        ),
        F("epilogue", PROSE, "What is read after a turned page."),
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
            "When it is the one. If none holds, nothing more is read.",
            "always",
            "burnout < stretched",
        ),
        F("text", PROSE, "What the player reads.", required=True),
        NOTE,
    ),
)
PROMISE = Kind(
    "promise",
    "Something that must stay true of the whole pack; `compare` and `simulate` hold you to it.",
    (
        F("outcome", AN_OUTCOME, "This outcome …", example="founder_paid"),
        F("share", SHARE, "… comes in this share of the careers …", example="1%..15%"),
        F(
            "policy",
            A_PERSONA,
            "… played by this persona, `random` or `first` …",
            "random",
            "random",
        ),
        F("runs", NumberShape(1, 10_000_000), "… so many times.", "2000", "2000"),
        F("tag", A_TAG, "Or: choices with this tag …", example="help"),
        F("always_open", YES, "… are never struck through.", example="true"),
        NOTE,
    ),
    one_of=(("outcome", "tag"),),
    needs=(
        *(("outcome", "share"), ("share", "outcome"), ("policy", "outcome"), ("runs", "outcome")),
        *(("tag", "always_open"), ("always_open", "tag")),
    ),
)
DEBRIEF = Kind(
    "debrief",
    "What is said when a career is over.",
    (
        F(
            "statements",
            map_of_kind("statement"),
            "What the choices may say about the player.",
            required=True,
        ),
        NOTE,
    ),
)
STATEMENT = Kind(
    "statement",
    "Something that choices may say about the player, with the choices that say so.",
    (
        F("say", PROSE, "The statement.", required=True),
        F(
            "cites",
            TAGS,
            "Tags of the choices that count for it.",
            example="[enabling]",
            required=True,
        ),
        F("against", TAGS, "Tags of the choices that count against it.", example="[author]"),
        F("when", CONDITION, "What must hold as well.", "always", "times.enabling > times.author"),
        F("strong", NumberShape(1, 99), "From how many choices on it is strongly said.", "6", "6"),
        F("do", PROSE, "One real thing to do."),
        F("ask", PROSE, "One question for one real person."),
        NOTE,
    ),
)
