"""The grid: what each row says, and what it suggests."""

from collections.abc import Mapping

import pytest

from pmsim.analysis.debrief import Interest, skill_grid
from tests.small import played, small

MAIN = "scenes: {day: {text: Monday., effects: {EFFECTS}, choices: [{id: wait, label: Wait.}]}}\n"


def row(effects: str, corrections: Mapping[str, Interest] = {}) -> tuple[object, ...]:
    """What the row of `craft` says after these effects."""
    pack = small(main=MAIN.replace("EFFECTS", effects))
    craft = skill_grid(pack.program, played(pack).position, corrections)[0]
    return craft.step, craft.experience, craft.interest, craft.suggestion, craft.is_corrected


@pytest.mark.parametrize(
    ("effects", "expected"),
    [
        ("mood: 1", (0, "never", "neutral", "", False)),
        ("craft: 2", (1, "never", "neutral", "", False)),
        ("do: craft", (1, "some", "neutral", "", False)),
        ("tell: craft", (2, "some", "neutral", "", False)),
        ("teach: [craft, craft, craft, craft]", (3, "often", "neutral", "", False)),
        ("craft: 5, craft.interest: 2", (1, "never", "more", "build the role here", False)),
        ("craft: 5, craft.interest: -2", (1, "never", "less", "hand over or teach", False)),
        ("craft: 4, craft.interest: 5", (1, "never", "more", "next project", False)),
        ("craft.interest: -5", (0, "never", "less", "arrange not to need", False)),
        ("craft.interest: 1", (0, "never", "neutral", "", False)),
    ],
)
def test_what_a_row_says(effects: str, expected: tuple[object, ...]) -> None:
    assert row(effects) == expected


def test_the_players_word_wins() -> None:
    assert row("craft: 5, craft.interest: 4", {"craft": "less"}) == (
        1,
        "never",
        "less",
        "hand over or teach",
        True,
    )
    assert row("craft.interest: 4", {"craft": "more", "vision": "less"})[-1] is False
