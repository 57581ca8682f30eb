"""The kinds of mapping in a pack."""

from pmsim.lang.schema.types import (
    A_FLAG,
    A_ROLE,
    A_SCENARIO,
    A_STAGE,
    A_STAT,
    A_TAG,
    CONDITION,
    DOTTED,
    EFFECTS,
    EXPRESSION,
    ID,
    LABEL,
    LANGUAGE_FIELD,
    MAX_NUMBER,
    NAME,
    NOTE,
    NUMBERS,
    PHRASES,
    PROSE,
    ROLES,
    TOPICS,
    VERSION,
    WAS,
    WHY,
    F,
    Kind,
    ListShape,
    MapShape,
    NumberShape,
    ProseShape,
    RecordShape,
    ScalarShape,
    WordShape,
    map_of_kind,
)

STAT = Kind(
    "stat",
    "A number of the career: with `min` and `max` it is kept, with `value` it is computed from"
    " others.",
    (
        F("label", LABEL, "Its name, as shown.", "its id, with a capital", "Standing"),
        F("min", NumberShape(-MAX_NUMBER, MAX_NUMBER), "The least it can be.", example="0"),
        F("max", NumberShape(-MAX_NUMBER, MAX_NUMBER), "The most it can be.", example="100"),
        F(
            "start",
            NumberShape(-MAX_NUMBER, MAX_NUMBER),
            "What it is at the beginning.",
            "`min`",
            "50",
        ),
        F("good", WordShape(("high", "low")), "`low`: less of it is better.", "high", "low"),
        F(
            "bands",
            MapShape(NAME.defining("band"), NumberShape(-MAX_NUMBER, MAX_NUMBER)),
            "Words for it, each with its lower edge.",
            example="{steady: 0, frayed: 55}",
        ),
        F(
            "each_quarter",
            EXPRESSION,
            "What is added at the end of each quarter but the last.",
            "nothing",
            "(50 - standing) // 8",
        ),
        F("feeds", A_STAT, "What it moves, it moves this stat as well.", example="exhaustion"),
        F(
            "value",
            EXPRESSION,
            "It is computed on reading and never set.",
            example="(6 * exhaustion + 4 * cynicism) // 10",
        ),
        WAS,
        NOTE,
    ),
    one_of=(("value", "min"),),
    needs=(("min", "max"), ("max", "min")),
    apart=(("value", "start"), ("value", "each_quarter"), ("value", "feeds")),
)
SKILL = Kind(
    "skill",
    "Something one gets better at by doing, telling and teaching; levels 0 to 9.",
    (
        F("label", LABEL, "Its name, as shown.", "its id, with a capital", "Discovery"),
        F(
            "stage",
            A_STAGE,
            "The stage of a career to which it belongs.",
            example="ship",
            required=True,
        ),
        WAS,
        NOTE,
    ),
)
PRACTICE = Kind(
    "practice",
    "What practising costs or gives, according to whether one wants more of it.",
    (
        F(
            "on_disliked",
            EFFECTS,
            "With each act on a skill whose interest is -2 or less.",
            example="{exhaustion: 2}",
        ),
        F(
            "on_loved",
            EFFECTS,
            "With each act on a skill whose interest is 2 or more.",
            example="{exhaustion: -1}",
        ),
        NOTE,
    ),
)
CROSSING = Kind(
    "crossing",
    "What entering a stage never held in this career costs: one is a beginner again.",
    (
        F("quarters", NumberShape(1, 99), "For how many quarters.", example="2", required=True),
        F(
            "skills",
            NumberShape(-9, 9),
            "By how much the skills of that stage read differently.",
            example="-2",
            required=True,
        ),
        F("effects", EFFECTS, "What changes at once.", example="{standing: -8}"),
        WHY,
        NOTE,
    ),
)
PERSON = Kind(
    "person",
    "Somebody of the cast. Their id is also a number, trust, from -3 to 5.",
    (
        F("name", LABEL, "What `{ines}` puts in.", example="Ines", required=True),
        F("full", LABEL, "What `{ines.full}` puts in.", "`name`", "Ines Valderrama"),
        F("is", LABEL, "Who they are: `{ines.is}`.", example="your manager"),
        F(
            "they",
            WordShape(("she", "he", "they", "it")),
            "The pronoun: `{ines.they}`.",
            "they",
            "she",
        ),
        F("trust", NumberShape(-3, 5), "Their trust at the beginning.", "0", "1"),
        F("away", A_FLAG, "A flag: while it is set they are not there.", example="ines_left"),
        WAS,
        NOTE,
    ),
)
ROLE = Kind(
    "role",
    "A position that can be held.",
    (
        F("title", LABEL, "Its name, as shown.", example="Senior Product Manager", required=True),
        F(
            "short",
            LABEL,
            "The name where there is little room: 12 characters at most.",
            "`title`",
            "Senior PM",
        ),
        F("stage", A_STAGE, "The stage of a career to which it belongs.", "none", "strategy"),
        F("pay", NumberShape(0, MAX_NUMBER), "What `pay` reads.", "0", "100"),
        F(
            "next",
            ROLES,
            "Roles that may follow it; any other is warned about.",
            example="[lead_pm, gpm, tpm]",
        ),
        F("enter", EFFECTS, "What changes on taking it.", example="{scope: = 3}"),
        WAS,
        NOTE,
    ),
)
LOCK = Kind(
    "lock",
    "Shuts every choice with a tag while something holds.",
    (
        F(
            "when",
            CONDITION,
            "While this holds they are shut.",
            example="burnout >= frayed",
            required=True,
        ),
        F(
            "locked",
            ProseShape(braces=True),
            "Why, if the choice does not say so itself.",
            example="You are too tired for that.",
            required=True,
        ),
        NOTE,
    ),
)
START = Kind(
    "start",
    "A door into the career.",
    (
        F("title", LABEL, "Its name, as shown.", example="Fumes", required=True),
        F("text", PROSE, "What stands on the door."),
        F("role", A_ROLE, "The role held at the beginning.", example="senior_pm", required=True),
        F(
            "effects",
            EFFECTS,
            "What is different from the stats' own beginnings.",
            example="{set: [fumes], exhaustion: = 48}",
        ),
        F(
            "scenario",
            A_SCENARIO,
            "What is played before the first quarter.",
            example="prologue_fumes",
        ),
        F(
            "quarters",
            NumberShape(1, 99),
            "How many quarters this career has.",
            "the calendar's",
            "12",
        ),
        WAS,
        NOTE,
    ),
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
        F("short", NumberShape(1, 99), "How many a short one has (`--short`).", example="4"),
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
    "One step of each quarter: a scenario by name, or one that is drawn.",
    (
        F(
            "id",
            ID,
            "Its name, which its draw's luck hangs on.",
            "its scenario; `draw`, `draw_2`, …",
            "second_draw",
        ),
        F("scenario", A_SCENARIO, "The scenario that is played.", example="close"),
        F(
            "draw",
            RecordShape("draw"),
            "Draws one that may be drawn; `{}` for any.",
            example="{topics: [people, politics]}",
        ),
        F("when", CONDITION, "Skipped unless this holds.", "always", "season == 4"),
        NOTE,
    ),
    one_of=(("scenario", "draw"),),
)
DRAW = Kind(
    "draw",
    "What may be drawn.",
    (F("topics", TOPICS, "Only scenarios with one of these topics.", "any", "[people]"), NOTE),
)
LIKES = MapShape(NAME.referring_to("tag", *NUMBERS), EXPRESSION)
PERSONA = Kind(
    "persona",
    "A player as data, for simulations: what it likes, it chooses.",
    (
        F(
            "likes",
            LIKES,
            "Tags, stats, people, skills, and what each counts.",
            example="{enabling: 3, help: -2}",
            required=True,
        ),
        F("noise", NumberShape(0, 10_000), "A number from 0 to this is added by luck.", "0", "4"),
        NOTE,
    ),
)
ROW = ScalarShape(
    "row", "the name of a row, such as D1.1", r"^[A-Za-z0-9_.]{1,64}$", example="D1.1"
)
PLACES_NAMED = ListShape(
    DOTTED.referring_to("outcome", "scenario", "scene", "choice"), allows_single=True
)
GROUPS = MapShape(NAME.defining("group"), ListShape(NAME.referring_to("stat", "person")))
PACK = Kind(
    "pack",
    "The world in which scenarios are at home: `pack.yaml`. Any section may live in a file named"
    " for it, such as `roles.yaml`.",
    (
        LANGUAGE_FIELD,
        F("pack", ID, "Its id.", example="the_long_game", required=True),
        F("title", LABEL, "Its name, as shown.", example="The Long Game", required=True),
        F(
            "premise",
            LABEL,
            "Who the player is, in two sentences: said before a career begins.",
            "none",
            "You answer the phone at Tarrow.",
        ),
        F("version", VERSION, "Its version.", "0", "1.0.0"),
        F(
            "extends",
            ID,
            "The pack to which it adds: everything that one has is here as well.",
            "none",
            "the_long_game",
        ),
        F("stats", map_of_kind("stat"), "The numbers of a career."),
        F(
            "groups",
            GROUPS,
            "Stats that are compared: `top(causes)` is the highest.",
            example="{causes: [workload, control]}",
        ),
        F("skills", map_of_kind("skill"), "What one gets better at."),
        F("practice", RecordShape("practice"), "What practising costs or gives."),
        F("crossing", RecordShape("crossing"), "What a new stage of the career costs."),
        F("people", map_of_kind("person"), "The cast."),
        F("roles", map_of_kind("role"), "The positions."),
        F(
            "tags",
            MapShape(NAME.defining("tag"), LABEL),
            "The kinds of deeds, each in a few words.",
            example="{help: asking for help}",
        ),
        F(
            "locks",
            MapShape(A_TAG, RecordShape("lock")),
            "Tags whose choices are shut while something holds.",
        ),
        F("starts", map_of_kind("start"), "The doors into the career."),
        F("calendar", RecordShape("calendar"), "Its quarters."),
        F("outcomes", map_of_kind("outcome"), "The ways in which it ends."),
        F("personas", map_of_kind("persona"), "Players as data."),
        F("promises", ListShape(RecordShape("promise")), "What must stay true."),
        F(
            "craft",
            RecordShape("craft"),
            "What `pmsim review` asks of the writing.",
            example="{scene_words_most: 130}",
        ),
        F("debrief", RecordShape("debrief"), "What is said at the end."),
        F(
            "coverage",
            MapShape(ROW, PLACES_NAMED),
            "Rows of a list of the author's, and where in the pack each is met.",
            example="{D1.1: [tpm]}",
        ),
        PHRASES,
        NOTE,
    ),
)
