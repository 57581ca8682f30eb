"""The kinds of mapping for what outlasts a career: handbook pages, and advisers who quarrel."""

from pmsim.lang.schema.types import CONDITION, LABEL, LINE, NOTE, PROSE, F, Kind, RecordShape
from pmsim.lang.schema.world import LIKES

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
