"""The kinds of mapping for people and parts, for time, and for the words around the story."""

from pmsim.lang.schema.types import (
    A_FLAG,
    A_SCENARIO,
    ABOUT,
    CONDITION,
    ID,
    LABEL,
    NAME,
    NOTE,
    TOPICS,
    WAS,
    F,
    Kind,
    ListShape,
    MapShape,
    NumberShape,
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
