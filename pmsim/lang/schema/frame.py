"""The kinds of mapping for people and parts, skills and roles, kinds of deeds, time, and the words
around the story."""

from pmsim.lang.schema.types import (
    A_FLAG,
    A_SCENARIO,
    A_STAGE,
    ABOUT,
    CONDITION,
    COSTS,
    EFFECTS,
    ID,
    LABEL,
    MAX_NUMBER,
    NAME,
    NOTE,
    NUMBERS,
    ROLES,
    TOPICS,
    WAS,
    WHY,
    F,
    Kind,
    ListShape,
    MapShape,
    NumberShape,
    ProseShape,
    RecordShape,
    WordShape,
)

CALENDAR = Kind(
    "calendar",
    "How long a career is and what happens in each quarter.",
    (
        F(
            "quarters",
            NumberShape(1, 99),
            "How many quarters a career has.",
            example="12",
            required=True,
        ),
        F("short", NumberShape(1, 99), "How many quarters a `--short` career has.", example="4"),
        F("unit", LABEL, "What the player reads for one quarter.", "quarter", "term"),
        F("units", LABEL, "What the player reads for several.", "`unit` with an s", "terms"),
        F("per_year", NumberShape(1, 12), "How many quarters make a year.", "4", "3"),
        F(
            "names",
            MapShape(NAME.defining("band"), LABEL),
            "What the quarters of a year are called, in order: as many as `per_year`.",
            example="{autumn: autumn term, spring: spring term, summer: summer term}",
        ),
        F(
            "quarter",
            ListShape(RecordShape("beat")),
            "The beats of each quarter, in order.",
            required=True,
        ),
        NOTE,
    ),
)
BEAT = Kind(
    "beat",
    "One step of each quarter: a named scenario, or one that is drawn.",
    (
        F(
            "id",
            ID,
            "Its name. The luck of its draw depends on it.",
            "its scenario; `draw`, `draw_2`, …",
            "second_draw",
        ),
        F("scenario", A_SCENARIO, "The scenario that is played.", example="close"),
        F(
            "draw",
            RecordShape("draw"),
            "Draws a scenario by chance. `{}`: any that may be drawn.",
            example="{topics: [people, politics]}",
        ),
        F("when", CONDITION, "The beat is skipped while this is false.", "always", "season == 4"),
        NOTE,
    ),
    one_of=(("scenario", "draw"),),
)
DRAW = Kind(
    "draw",
    "What may be drawn.",
    (F("topics", TOPICS, "Only scenarios with one of these topics.", "any", "[people]"), NOTE),
)
WORDS = Kind(
    "words",
    "Own words for what the pages around the story say. All else there stays English.",
    (
        F(
            "trust",
            ListShape(LABEL, length=9),
            "The words for trust, from -3 to 5.",
            "from `broken` to `unshakable`",
            "[sworn enemy, hostile, wary, civil, kind, warm, close, loyal, devoted]",
        ),
        F(
            "steps",
            ListShape(LABEL, length=4),
            "The steps of learning a skill.",
            "`[learn, do, tell, teach]`",
            "[watch, try, show, train]",
        ),
        F(
            "odds",
            ListShape(LABEL, length=7),
            "The words for odds, from the lowest up.",
            "from `a long shot` to `nearly sure`",
            "[hopeless, poor, doubtful, even, fair, good, safe]",
        ),
        F(
            "no_cause",
            LABEL,
            "What `{because}` reads where there is no cause.",
            "what you did",
            "something you did",
        ),
        F(
            "warning",
            LABEL,
            "What a player should know of the stories before a career begins.",
            "nothing",
            "These stories touch on burnout and layoffs.",
        ),
        NOTE,
    ),
)
PRONOUNS = Kind(
    "pronouns",
    "Pronouns other than *she*, *he*, *they* and *it*.",
    (
        F("word", WordShape(("she", "he", "they", "it")), "The same as without a mapping."),
        F("they", LABEL, "As in: *they* went.", example="xe"),
        F("them", LABEL, "As in: I saw *them*.", example="xem"),
        F("their", LABEL, "As in: *their* desk.", example="xyr"),
        F("theirs", LABEL, "As in: the desk is *theirs*.", example="xyrs"),
        F("themself", LABEL, "As in: they did it *themself*.", example="xemself"),
        F("verbs", WordShape(("one", "many")), "`one`: xe says. `many`: they say.", example="one"),
    ),
    one_of=(("word", "they"),),
    needs=tuple(("they", other) for other in ("them", "their", "theirs", "themself", "verbs")),
)
PERSON = Kind(
    "person",
    "A person of the cast. Their id is also the name of a number: their trust, from -3 to 5.",
    (
        F("name", LABEL, "What `{ines}` inserts: the short name.", example="Ines", required=True),
        F("full", LABEL, "What `{ines.full}` inserts: the full name.", "`name`", "Ines Valderrama"),
        F("is", LABEL, "Who they are. `{ines.is}` inserts it.", example="your manager"),
        F(
            "they",
            RecordShape("pronouns", "word"),
            "The pronoun. `{ines.they}` inserts it.",
            "they",
            "she",
        ),
        F("trust", NumberShape(-3, 5), "Their trust at the beginning.", "0", "1"),
        F("away", A_FLAG, "A flag. While it is set, the person is away.", example="ines_left"),
        ABOUT,
        WAS,
        NOTE,
    ),
)
PART_LINE = Kind(
    "part line",
    "One person who may play a part.",
    (
        F("if", CONDITION, "When this person plays the part.", "always", "reports_to_tobias"),
        F("person", NAME.referring_to("person"), "Who plays it.", example="tobias", required=True),
    ),
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
