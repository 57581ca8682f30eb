"""The kinds of mapping for what the player becomes: skills and their practice, stages, roles; and
for kinds of deeds."""

from pmsim.lang.schema.types import (
    A_STAGE,
    ABOUT,
    CONDITION,
    COSTS,
    EFFECTS,
    LABEL,
    MAX_NUMBER,
    NAME,
    NOTE,
    NUMBERS,
    ROLES,
    WAS,
    WHY,
    F,
    Kind,
    MapShape,
    NumberShape,
    ProseShape,
)

SKILL = Kind(
    "skill",
    "Something that the player gets better at by doing, telling and teaching. Its level is 0 to 9.",
    (
        F("label", LABEL, "Its name, as shown.", "its id, with a capital", "Discovery"),
        F(
            "stage",
            A_STAGE,
            "The stage of a career to which it belongs.",
            example="ship",
            required=True,
        ),
        ABOUT,
        WAS,
        NOTE,
    ),
)
PRACTICE = Kind(
    "practice",
    "What practising a skill costs or gives, depending on the player's interest in it.",
    (
        F(
            "on_disliked",
            EFFECTS,
            "What changes with each act on a skill whose interest is -2 or less.",
            example="{exhaustion: 2}",
        ),
        F(
            "on_loved",
            EFFECTS,
            "What changes with each act on a skill whose interest is 2 or more.",
            example="{exhaustion: -1}",
        ),
        NOTE,
    ),
)
CROSSING = Kind(
    "crossing",
    "What it costs to enter a stage for the first time: the player is a beginner again.",
    (
        F("quarters", NumberShape(1, 99), "How many quarters.", example="2", required=True),
        F(
            "skills",
            NumberShape(-9, 9),
            "The number added to the skills of that stage when they are read.",
            example="-2",
            required=True,
        ),
        F("effects", EFFECTS, "What changes at once.", example="{standing: -8}"),
        WHY,
        NOTE,
    ),
)
ROLE = Kind(
    "role",
    "A position that the player can hold.",
    (
        F("title", LABEL, "Its name, as shown.", example="Senior Product Manager", required=True),
        F("short", LABEL, "For narrow places: 12 characters at most.", "`title`", "Senior PM"),
        F("stage", A_STAGE, "The stage of a career to which it belongs.", "none", "strategy"),
        F(
            "pay",
            NumberShape(0, MAX_NUMBER),
            "The number that conditions read as `pay`.",
            "0",
            "100",
        ),
        F(
            "next",
            ROLES,
            "Roles that may follow; `check` warns of others.",
            example="[lead_pm, gpm, tpm]",
        ),
        F("enter", EFFECTS, "What changes when the player takes the role.", example="{scope: = 3}"),
        ABOUT,
        F(
            "when",
            CONDITION,
            "What it takes to be given the role. It decides nothing: the player reads what is there"
            " and what is missing.",
            example="good_reviews >= 2 and sponsor >= connector",
        ),
        F(
            "missing",
            MapShape(NAME.referring_to("flag", "fact", *NUMBERS), LABEL),
            "What the player reads for a part of `when` that is missing, by the stat, person,"
            " skill, flag or fact that it asks.",
            "its label",
            "{good_reviews: a good review, promised: somebody’s word}",
        ),
        WAS,
        NOTE,
    ),
    needs=(("missing", "when"),),
)
TAG = Kind(
    "tag",
    "A kind of deed. If it has only a label, that may stand in place of the mapping.",
    (
        F("label", LABEL, "The kind of deed, in a few words.", example="asking for help"),
        ABOUT,
        COSTS._replace(
            meaning="What a choice with the tag says of itself, quietly.",
            example="a long evening",
        ),
        NOTE,
    ),
)
LOCK = Kind(
    "lock",
    "Closes every choice with a tag while a condition is true.",
    (
        F(
            "when",
            CONDITION,
            "The choices are closed while this is true.",
            example="burnout >= frayed",
            required=True,
        ),
        F(
            "locked",
            ProseShape(braces=True),
            "Why they are closed. A choice's own `locked` comes first.",
            example="You are too tired for that.",
            required=True,
        ),
        NOTE,
    ),
)
