"""Odds, weights and effects that are the same in every state."""

import pytest

from pmsim.analysis.examine import examine
from pmsim.lang.rules.example import (
    EXAMPLE_FILES,
    overlay,
    scenario_of_asking,
)


def said(text: str, file: str = "scene.yaml") -> list[tuple[str, str]]:
    """Code and message of every finding about conditions and numbers."""
    return [
        (found.code, found.message)
        for found in examine(overlay(file, text)).diagnostics
        if found.code.startswith("PM4")
    ]


@pytest.mark.parametrize(
    ("odds", "message"),
    [
        ("100", "These odds are always kept at 95: what is written is 100 in every state."),
        (
            "120 + ines",
            "These odds are always kept at 95: what is written lies between 117 and 125.",
        ),
        (
            "0 - standing",
            "These odds are always kept at 5: what is written lies between -100 and 0.",
        ),
    ],
)
def test_odds_of_which_one_end_is_left(odds: str, message: str) -> None:
    assert said(scenario_of_asking(f"odds: {odds}\nsuccess: {{effects: {{standing: 1}}}}")) == [
        ("PM411", message)
    ]


@pytest.mark.parametrize(
    "odds", ["5", "95", "50", "standing", "60 + standing", "standing - 10", "min(95, 90 + ines)"]
)
def test_odds_that_may_differ_or_are_meant(odds: str) -> None:
    assert said(scenario_of_asking(f"odds: {odds}\nsuccess: {{effects: {{standing: 1}}}}")) == []


def test_a_scene_has_odds_of_its_own() -> None:
    scene = (
        scenario_of_asking("goto: door")
        + "  door:\n    text: |\n      A door.\n    odds: 200\n    success: {effects: {standing:"
        " 1}}\n"
    )
    assert [code for code, _ in said(scene)] == ["PM411"]


@pytest.mark.parametrize(
    ("weight", "codes"),
    [("0", ["PM413"]), ("0 - standing", ["PM413"]), ("standing - 50", []), ("1", [])],
)
def test_a_weight_that_is_never_above_nought(weight: str, codes: list[str]) -> None:
    assert [code for code, _ in said(f"weight: {weight}\n" + scenario_of_asking())] == codes


def test_the_weight_of_what_is_never_drawn_does_not_matter() -> None:
    calendar = EXAMPLE_FILES["calendar.yaml"] + "  - scenario: scene\n"
    files = {
        **overlay("scene.yaml", "weight: 0\n" + scenario_of_asking()),
        "calendar.yaml": calendar.encode(),
    }
    assert [
        found.code for found in examine(files).diagnostics if found.code.startswith("PM4")
    ] == []


@pytest.mark.parametrize(
    ("amount", "codes"),
    [
        ("0", ["PM412"]),
        ("0 * ines", ["PM412"]),
        ("workload - workload", ["PM412"]),
        ("= 0", []),
        ("1", []),
        ("ines", []),
    ],
)
def test_an_effect_that_moves_nothing(amount: str, codes: list[str]) -> None:
    assert [
        code for code, _ in said(scenario_of_asking(f"effects:\n  standing: {amount}"))
    ] == codes


def test_what_each_quarter_adds_is_an_effect_too() -> None:
    stats = EXAMPLE_FILES["stats.yaml"].replace(
        "start: 50", "start: 50, each_quarter: standing // 101"
    )
    assert [code for code, _ in said(stats, "stats.yaml")] == ["PM412"]
