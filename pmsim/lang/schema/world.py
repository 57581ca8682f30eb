"""The kinds of mapping in a pack, and those for what outlasts a career: pages of the handbook, and
advisers who quarrel."""

from pmsim.lang.schema.types import (
    A_ROLE,
    A_SCENARIO,
    A_STAT,
    A_TAG,
    ABOUT,
    CONDITION,
    COSTS,
    DOTTED,
    EFFECTS,
    EXPRESSION,
    ID,
    LABEL,
    LANGUAGE_FIELD,
    LINE,
    MAX_NUMBER,
    NAME,
    NOTE,
    NUMBERS,
    PHRASES,
    PROSE,
    TERM,
    VERSION,
    WAS,
    YES,
    F,
    Kind,
    ListShape,
    MapShape,
    NumberShape,
    PhraseShape,
    RecordShape,
    ScalarShape,
    WordShape,
    map_of_kind,
)

STAT = Kind(
    "stat",
    "A number of the career: kept if it has `min` and `max`, computed if it has `value`.",
    (
        F("label", LABEL, "Its name, as shown.", "its id, with a capital", "Standing"),
        F("min", NumberShape(-MAX_NUMBER, MAX_NUMBER), "The least it can be.", example="0"),
        F("max", NumberShape(-MAX_NUMBER, MAX_NUMBER), "The most it can be.", example="100"),
        F(
            "start",
            NumberShape(-MAX_NUMBER, MAX_NUMBER),
            "Its value at the beginning of a career.",
            "`min`",
            "50",
        ),
        F(
            "good",
            WordShape(("high", "low", "neither")),
            "`low`: less of it is better; `neither`: neither side is better.",
            "high; `neither` if `hidden`",
            "low",
        ),
        F(
            "hidden",
            YES,
            "If `true`, the player sees it only in the texts that name it.",
            "false",
            "true",
        ),
        F(
            "bands",
            MapShape(NAME.defining("band"), RecordShape("band", "from")),
            "Words for ranges of it, each with the lowest number of its range.",
            example="{steady: 0, frayed: 55}",
        ),
        F(
            "each_quarter",
            EXPRESSION,
            "What is added at the end of each quarter except the last.",
            "nothing",
            "(50 - standing) // 8",
        ),
        F(
            "feeds",
            A_STAT,
            "Another stat, to which this one's changes are added.",
            example="exhaustion",
        ),
        F(
            "value",
            EXPRESSION,
            "The sum that computes it. Effects cannot change such a stat.",
            example="(6 * exhaustion + 4 * cynicism) // 10",
        ),
        ABOUT,
        COSTS._replace(
            meaning="What a choice says of itself, quietly, if its effects make this stat worse."
        ),
        WAS,
        NOTE,
    ),
    one_of=(("value", "min"),),
    needs=(("min", "max"), ("max", "min")),
    apart=(("value", "start"), ("value", "each_quarter"), ("value", "feeds")),
)
BAND = Kind(
    "band",
    "A word for a range of a stat, if its label differs from its id.",
    (
        F(
            "from",
            NumberShape(-MAX_NUMBER, MAX_NUMBER),
            "The lowest number of its range.",
            example="35",
            required=True,
        ),
        F(
            "label",
            LABEL,
            "What the player reads.",
            "its id, with spaces",
            "worn-out",
        ),
        ABOUT,
        NOTE,
    ),
)
START = Kind(
    "start",
    "A beginning of the career. The screens call it a door.",
    (
        F("title", LABEL, "Its name, as shown.", example="Fumes", required=True),
        F("text", PROSE, "What the player reads when choosing the start."),
        F(
            "loves",
            LINE,
            "What this person loves, in a few words, for the list of starts.",
            example="engineers, users, launches",
        ),
        F(
            "dreads",
            LINE,
            "What this person dreads, in a few words, for the list of starts.",
            example="politics, vision, pace",
        ),
        F("role", A_ROLE, "The role held at the beginning.", example="senior_pm", required=True),
        F(
            "effects",
            EFFECTS,
            "What differs from the `start` values of the stats.",
            example="{set: [fumes], exhaustion: = 48}",
        ),
        F(
            "scenario",
            A_SCENARIO,
            "The scenario that is played before the first quarter.",
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
LIKES = MapShape(NAME.referring_to("tag", *NUMBERS), EXPRESSION)
PERSONA = Kind(
    "persona",
    "A simulated player, described by what it likes.",
    (
        F(
            "likes",
            LIKES,
            "Tags, stats, people and skills, and how many points each counts.",
            example="{enabling: 3, help: -2}",
            required=True,
        ),
        F(
            "noise",
            NumberShape(0, 10_000),
            "The most that luck may add to a score: a number from 0 to this.",
            "0",
            "4",
        ),
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
    "The world of the scenarios: `pack.yaml`. Any section may be in a file of its own"
    " with the section's name, such as `roles.yaml`.",
    (
        LANGUAGE_FIELD,
        F("pack", ID, "Its id.", example="the_long_game", required=True),
        F("title", LABEL, "Its name, as shown.", example="The Long Game", required=True),
        F(
            "premise",
            LABEL,
            "Who the player is, in two sentences. Shown before a career begins.",
            "none",
            "You answer the phone at Tarrow.",
        ),
        F("version", VERSION, "Its version.", "0", "1.0.0"),
        F(
            "extends",
            ID,
            "Another pack: this pack has everything that the other has, and adds to it.",
            "none",
            "the_long_game",
        ),
        F(
            "open",
            ListShape(NAME.referring_to("flag", "role"), allows_single=True),
            "Flags and roles that packs which extend this one will set and give.",
            "none",
            "[told_sam, tpm]",
        ),
        F("stats", map_of_kind("stat"), "The numbers of a career."),
        F(
            "groups",
            GROUPS,
            "Stats that are compared: `top(causes)` is the highest.",
            example="{causes: [workload, control]}",
        ),
        F(
            "facts",
            MapShape(NAME.defining("fact"), CONDITION),
            "Names for conditions, to be used in other conditions.",
            example="{late: quarters_left < 3}",
        ),
        F("skills", map_of_kind("skill"), "What the player gets better at."),
        F("practice", RecordShape("practice"), "What practising a skill costs or gives."),
        F("crossing", RecordShape("crossing"), "What a new stage of the career costs."),
        F("people", map_of_kind("person"), "The cast."),
        F(
            "parts",
            MapShape(NAME.defining("part"), ListShape(RecordShape("part line"))),
            "Parts that people play by turns: the first line that is true says who plays it now.",
            example="{manager: [{if: reports_to_tobias, person: tobias}, {person: ines}]}",
        ),
        F("roles", map_of_kind("role"), "The positions."),
        F(
            "tags",
            MapShape(NAME.defining("tag"), RecordShape("tag", "label")),
            "The kinds of deeds, each in a few words.",
            example="{help: asking for help}",
        ),
        F(
            "locks",
            MapShape(A_TAG, RecordShape("lock")),
            "Tags whose choices are closed while a condition is true.",
        ),
        F("starts", map_of_kind("start"), "The beginnings of a career (on the screens: doors)."),
        F("calendar", RecordShape("calendar"), "The quarters, and what happens in each."),
        F("outcomes", map_of_kind("outcome"), "The ways in which a career ends."),
        F("personas", map_of_kind("persona"), "Simulated players."),
        F("promises", ListShape(RecordShape("promise")), "What must stay true of the pack."),
        F(
            "craft",
            RecordShape("craft"),
            "What `pmsim review` checks in the writing.",
            example="{scene_words_most: 130}",
        ),
        F("debrief", RecordShape("debrief"), "What the player reads about themselves at the end."),
        F(
            "handbook",
            MapShape(NAME, RecordShape("handbook page")),
            "Pages about the real world, which open with what was lived.",
        ),
        F(
            "advisers",
            MapShape(NAME, RecordShape("quarrel")),
            "Pairs of advisers who disagree.",
        ),
        F(
            "coverage",
            MapShape(ROW, PLACES_NAMED),
            "Rows of a list that you keep, and the places in the pack that cover each row.",
            example="{D1.1: [tpm]}",
        ),
        PHRASES,
        F(
            "terms",
            MapShape(TERM, LINE),
            "Words that the texts use, each with one or two plain sentences on what it means.",
        ),
        F(
            "epithets",
            PhraseShape(),
            "What a career is called when it is over: the first that is true.",
            "nothing",
            "{if: times.help >= 6, text: the one who asked}",
        ),
        F(
            "words",
            RecordShape("words"),
            "Own words for what the pages around the story say.",
            example="{no_cause: something you did}",
        ),
        NOTE,
    ),
)


OPENS = F(
    "opens",
    CONDITION,
    "From when on it is open, in this career and in all later ones.",
    "from the beginning",
    "seen(the_sum.the_sheet)",
)
HANDBOOK_PAGE = Kind(
    "handbook page",
    "A page about the real world, which opens once a career has lived what it is about.",
    (
        F("title", LABEL, "What the page is called.", example="Six places to look", required=True),
        OPENS,
        F("about", PROSE, "What the player reads.", required=True),
        F("source", LINE, "Where this comes from.", example="Research on burnout, since 1997."),
        NOTE,
    ),
)
QUARREL = Kind(
    "quarrel",
    "Two advisers who disagree. Neither is right for everybody; pmsim counts with whom the player"
    " sided, and where such lives ended.",
    (
        F("about", LINE, "What they disagree about.", required=True),
        OPENS,
        F("one", RecordShape("adviser"), "One of the two.", required=True),
        F("other", RecordShape("adviser"), "The other one.", required=True),
        NOTE,
    ),
)
ADVISER = Kind(
    "adviser",
    "Somebody who would choose for the player as a persona does: the open choice that they like"
    " most. They say nothing where they like two as much.",
    (
        F("name", LABEL, "What the player calls them.", example="Aunt Corrie", required=True),
        F("says", PROSE, "What they believe, in their own words.", required=True),
        F(
            "likes",
            LIKES,
            "Tags, stats, people and skills, and how many points each counts.",
            example="{leap: 6, steady: -4}",
            required=True,
        ),
        NOTE,
    ),
)
