"""The grid of skill, experience and interest, and what each row suggests."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

from pmsim.core.program import Program
from pmsim.core.state import State

Experience = Literal["never", "some", "often"]
Interest = Literal["less", "neutral", "more"]
EXPERIENCE_WORDS: tuple[Experience, ...] = get_args(Experience)
INTEREST_WORDS: tuple[Interest, ...] = get_args(Interest)
OFTEN = 4
"""Times from which a skill counts as practised often."""
HIGH_LEVEL = 5
"""The level from which a skill is high: further than doing alone leads."""
INTERESTED = 2
"""The interest from which the player wants more of a skill's work; as much below 0, less."""
Suggestion = Literal[
    "", "hand over or teach", "next project", "build the role here", "arrange not to need"
]
_SUGGESTIONS: dict[tuple[bool, Interest], Suggestion] = {
    (True, "less"): "hand over or teach",
    (False, "more"): "next project",
    (True, "more"): "build the role here",
    (False, "less"): "arrange not to need",
}


class GridRow(NamedTuple):
    """One skill. `skill`: its id; `stage`: that of the skill; `step`: 0..3 for learn, do, tell,
    teach; `interest_shown`: what the choices say; `interest`: the player's own word, if there is
    one."""

    skill: str
    stage: str
    level: int
    step: int
    times: int
    experience: Experience
    interest: Interest
    interest_shown: Interest

    @property
    def is_corrected(self) -> bool:
        """Return True if the player's word differs from what the choices say."""
        return self.interest != self.interest_shown

    @property
    def suggestion(self) -> Suggestion:
        """Return what the row suggests, '' for a neutral interest."""
        return _SUGGESTIONS.get((self.level >= HIGH_LEVEL, self.interest), "")


def skill_grid(
    program: Program, state: State, corrections: Mapping[str, Interest]
) -> tuple[GridRow, ...]:
    """Return a row for each skill. `corrections`: the player's interest by the id of a skill."""
    rows = []
    for skill in program.skills:
        level, done, told, taught, interest = (
            state.slots[slot]
            for slot in (skill.level, skill.done, skill.told, skill.taught, skill.interest)
        )
        times = done + told + taught
        shown: Interest = (
            "more" if interest >= INTERESTED else "less" if interest <= -INTERESTED else "neutral"
        )
        rows.append(
            GridRow(
                skill.id,
                program.stages[skill.stage].id,
                level,
                3 if taught else 2 if told else 1 if done or level >= 2 else 0,
                times,
                "often" if times >= OFTEN else "some" if times else "never",
                corrections.get(skill.id, shown),
                shown,
            )
        )
    return tuple(rows)
