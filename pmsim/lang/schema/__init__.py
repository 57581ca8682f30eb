"""The one table of fields: every kind of mapping an author may write, each field with its shape, its meaning, its default and an example.

The reader (`conform`), the JSON Schema (`schema`) and the reference page are made from it. Nothing else may know a field's name by heart
except `lower`, which asks for them by `Mapping.get`.
"""

from pmsim.lang.schema.craft import CRAFT
from pmsim.lang.schema.story import BLOCK, BRANCH, CHOICE, EFFECTS_KIND, EXPECT, LATER_KIND, PHRASE_LINE, PLAYTHROUGH, SCENARIO, SCENE
from pmsim.lang.schema.types import LANGUAGE, Field, Kind
from pmsim.lang.schema.world import (
    BEAT,
    CALENDAR,
    CROSSING,
    DEBRIEF,
    DRAW,
    LOCK,
    OUTCOME,
    PACK,
    PERSON,
    PERSONA,
    PRACTICE,
    PROMISE,
    ROLE,
    SKILL,
    START,
    STAT,
    STATEMENT,
    VARIANT,
)

__all__ = ["KINDS", "LANGUAGE", "SECTIONS", "Field", "Kind"]

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        SCENARIO, SCENE, CHOICE, BRANCH, EFFECTS_KIND, LATER_KIND, BLOCK, PHRASE_LINE, PACK, STAT, SKILL, PRACTICE, CROSSING, PERSON, ROLE,
        LOCK, START, CALENDAR, BEAT, DRAW, OUTCOME, VARIANT, PERSONA, PROMISE, DEBRIEF, STATEMENT, CRAFT, PLAYTHROUGH, EXPECT,
    )
}  # fmt: skip
"""Every kind by its name, in the order of the reference."""

PACK_ONLY_FIELDS = ("language", "pack", "title", "premise", "version", "extends", "note")
"""What a pack says of itself, in `pack.yaml` only."""
SECTIONS: tuple[str, ...] = tuple(field.name for field in PACK.fields if field.name not in PACK_ONLY_FIELDS)
"""The sections of a pack: each may live in a file named for it."""
