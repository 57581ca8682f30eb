"""The table of fields: every kind of mapping in the language, each field with its shape, meaning,
default and example.

`validate`, the JSON Schema (`pmsim schema`) and the reference page are made from it. Only
`compiler` also uses fields by name, through `Mapping.get`.
"""

from pmsim.lang.schema.craft import CRAFT
from pmsim.lang.schema.frame import (
    BEAT,
    CALENDAR,
    CROSSING,
    DRAW,
    LOCK,
    PART_LINE,
    PERSON,
    PRACTICE,
    PRONOUNS,
    ROLE,
    SKILL,
    TAG,
    WORDS,
)
from pmsim.lang.schema.story import (
    BRANCH,
    CHOICE,
    EFFECTS_KIND,
    EXPECT,
    LATER_KIND,
    PLAYTHROUGH,
    SCENARIO,
    SCENE,
)
from pmsim.lang.schema.texts import (
    ACTIVITY,
    BLOCK,
    DEBRIEF,
    LINE_KIND,
    OUTCOME,
    PHRASE_LINE,
    PROMISE,
    STATEMENT,
    VARIANT,
)
from pmsim.lang.schema.types import LANGUAGE, Field, Kind
from pmsim.lang.schema.world import (
    ADVISER,
    BAND,
    HANDBOOK_PAGE,
    PACK,
    PERSONA,
    QUARREL,
    START,
    STAT,
)

__all__ = ["KINDS", "LANGUAGE", "SECTIONS", "Field", "Kind"]

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        SCENARIO,
        SCENE,
        CHOICE,
        BRANCH,
        EFFECTS_KIND,
        LATER_KIND,
        BLOCK,
        LINE_KIND,
        PHRASE_LINE,
        PACK,
        STAT,
        BAND,
        SKILL,
        PRACTICE,
        CROSSING,
        PERSON,
        PRONOUNS,
        PART_LINE,
        ROLE,
        TAG,
        LOCK,
        START,
        CALENDAR,
        BEAT,
        DRAW,
        WORDS,
        OUTCOME,
        VARIANT,
        PERSONA,
        PROMISE,
        DEBRIEF,
        STATEMENT,
        ACTIVITY,
        HANDBOOK_PAGE,
        QUARREL,
        ADVISER,
        CRAFT,
        PLAYTHROUGH,
        EXPECT,
    )
}
"""Every kind by its name, in the order of the reference."""

PACK_ONLY_FIELDS = ("language", "pack", "title", "premise", "version", "extends", "note")
"""The fields of the pack itself, in `pack.yaml` only."""
SECTIONS: tuple[str, ...] = tuple(
    field.name for field in PACK.fields if field.name not in PACK_ONLY_FIELDS
)
"""The sections of a pack; each may have a file of its own, with its name."""
