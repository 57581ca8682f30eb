"""One mistake hides no other: every two rules' mistakes, planted in one mapping, are both
reported. Pairs that cannot be stand here with their reason."""

from itertools import combinations

import pytest

from pmsim.analysis.examine import examine
from pmsim.lang.rules import BY_NAME, RULES
from pmsim.lang.rules.example import (
    EXAMPLE_FILES,
    LABEL_LINE,
    overlay,
    scenario_of_asking,
    scenario_of_choice,
    scenario_of_scene,
)
from tests.lang.planting import ClashError, Plant, plant, said, together
from tests.sizes import size

PLANTED = [rule.name for rule in RULES if rule.file]
ALL_PAIRS = bool(size(0, 1, 1))
"""All pairs of rules, also of those whose mistakes stand in different mappings and files."""

UNREAD = {
    "not-utf-8": "nothing of such a file is read",
    "too-large": "nothing of such a file is read",
    "too-deep": "nothing of such a file is read",
    "too-many": "the rest of the file is not read",
    "empty-file": "there is nothing else in the file",
    "syntax": "the scene that YAML cannot read is left out",
    "no-pack": "without a pack nothing has a meaning",
    "unknown-base": "without its base most names of a pack have no meaning",
    "extends-circle": "without its base most names of a pack have no meaning",
}
"""Rules beside which others are not asked, and why."""

_ERRORS_OF_MEANING = (
    "duplicate-id",
    "no-id",
    "expression",
    "mixed-kinds",
    "divides-by-zero",
    "too-far",
    "no-way-out",
    "last-target",
    "first-scene",
    "last-holds",
    "choice-of-pick",
    "otherwise-twice",
    "computed-set",
    "two-kinds",
    "reserved-name",
    "missing-part",
    "circular-value",
    "not-here",
    "feeds",
    "no-cause",
    "bands",
    "stat-range",
    "unknown-placeholder",
    "lonely-brace",
    "promised-open",
    "outcome-shadowed",
    "call",
    "shared-file",
    "call-circle",
)
_ONE_CHOICE_MORE = (
    *("last-target", "no-way-out", "colon-without-space", "flag-never-read", "odds-clip"),
    *("otherwise-not-needed", "too-late", "not-a-number", "always-holds", "call-circle"),
    *("choice-of-pick", "otherwise-twice", "no-telling", "never-due", "idle-part"),
    *("allow-error", "cause-without-name", "does-nothing", "unlike-fields", "flag-never-set"),
    *("never-holds", "promised-open", "again-not-needed", "role-not-next", "may-be-away"),
)
_OTHER_CHOICES = (
    "never-holds",
    "flag-never-set",
    "flag-never-read",
    "always-holds",
    "idle-part",
    "odds-clip",
    "no-way-out",
    "last-target",
    "choice-of-pick",
    "otherwise-twice",
    "role-not-next",
    "otherwise-not-needed",
    "again-not-needed",
    "allow-error",
    "never-due",
    "too-late",
    "cause-without-name",
    "call-circle",
)
APART: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "dominated",
        _OTHER_CHOICES,
        "a choice that differs from its sibling in one more thing is not dominated by it",
    ),
    (
        "dominated",
        ("divides-by-zero", "too-far"),
        "a choice with an amount that nobody knows is neither better nor worse",
    ),
    (
        "allow-nothing",
        _ERRORS_OF_MEANING,
        "an `allow` may be about a warning that is found once the errors are mended",
    ),
    (
        "no-id",
        ("duplicate-id", "id-left-out"),
        "both are about an id: one that is missing, one that is there",
    ),
    (
        "id-left-out",
        ("duplicate-id", "key-not-text", "tab"),
        "the other plant writes the id, or takes the scene away",
    ),
    ("no-way-out", ("choice-of-pick",), "in a scene with `pick` no choice is a way out"),
    (
        "no-way-out",
        ("otherwise-twice", "otherwise-not-needed"),
        "a choice marked `otherwise` is a way out",
    ),
    (
        "otherwise-not-needed",
        ("otherwise-twice", "choice-of-pick"),
        "with such marks the other choices are not always open",
    ),
    ("otherwise-not-needed", ("promised-open",), "with a lock the other choice is not always open"),
    (
        "again-not-needed",
        ("choice-of-pick", "otherwise-not-needed"),
        "`again` means nothing there, and that is said",
    ),
    (
        "never-drawn",
        ("scenario-never-reached", "only-for-draws"),
        "`draw: false` says already that it is not drawn",
    ),
    (
        "scene-never-reached",
        ("last-target", "never-due"),
        "the other plant leads to the scene",
    ),
    (
        "only-for-draws",
        ("scene-never-reached",),
        "where nothing leads no scene and no quarter is asked for",
    ),
    (
        "scenario-never-reached",
        ("scene-never-reached",),
        "where nothing leads no scene and no quarter is asked for",
    ),
    ("no-cause", ("allow-error",), "the other plant brings a cause"),
    (
        "no-telling",
        ("allow-nothing", "dominated"),
        "with an error in the pack nothing is compared and no allow is judged",
    ),
    ("first-scene", ("nested-else",), "the condition of the scene is an error first"),
    ("nested-else", ("id-left-out", "promised-open"), "its scene has no choices"),
    ("same-choice", _ONE_CHOICE_MORE, "a choice with the other plant is not the same any more"),
    ("hides-phrase", ("nested-else",), "the phrase that is hidden is another block then"),
    ("hides-word", ("no-cause", "cause-without-name"), "`{because}` then reads the pack's stat"),
    ("wordings-in-braces", ("allow-nothing",), "with an error in the pack no allow is judged"),
    (
        "stat-never-moves",
        ("stat-never-read",),
        "the one stat has bands, and so is read; the other moves",
    ),
    ("key-not-text", ("cause-without-name",), "there is no label that would be read"),
    ("promised-open", ("tab",), "the tab leaves no choices that could be promised"),
    (
        "draws-run-out",
        ("nothing-to-draw", "only-for-draws", "only-urgent", "scenario-never-reached"),
        "nothing, or something else, has the topic that the draw asks for",
    ),
    (
        "only-urgent",
        ("never-drawn", "nothing-to-draw", "only-for-draws", "scenario-never-reached", "too-late"),
        "it is not drawn then, or another draw is left, or a `when` holds it back",
    ),
    (
        "send-for-each-other",
        ("id-left-out", "never-possible", "promised-open"),
        "its scenes have no choices, or a condition ends it",
    ),
    ("section-twice", ("two-kinds",), "of two sections the second has no meaning, only a shape"),
)
"""Rules that cannot both be right of one pack, and why."""
REASONS = {frozenset((one, other)): reason for one, others, reason in APART for other in others}


def unsaid(one: Plant, other: Plant) -> str:
    """Why one of two mistakes is not reported: '' if both are, 'hidden' without a reason."""
    try:
        codes = together(one, other)
    except ClashError as clash:
        return f"both write {clash}"
    missing = {rule for rule in (one.rule, other.rule) if rule.code not in codes}
    if not missing:
        return ""
    partial = any(
        rule.severity == "error" and (rule.code < "PM3" or rule.name == "unknown-name")
        for rule in RULES
        if rule.code in codes
    )
    if partial and all(rule.reports_absence for rule in missing):
        return "while a part cannot be read, or a name is wrong, nothing is said to be nowhere"
    return "hidden"


def pairs(everything: bool) -> list[tuple[Plant, Plant]]:
    found = [
        (plant(one), plant(other))
        for one, other in combinations(PLANTED, 2)
        if not {one, other} & UNREAD.keys()
    ]
    return [(one, other) for one, other in found if everything or one.mappings & other.mappings]


@pytest.mark.parametrize("name", PLANTED)
def test_every_rule_has_a_plant(name: str) -> None:
    found = plant(name)
    assert found.rule.code in said(found.changes)


ALONG_PATHS = ("too-late", "never-possible", "may-be-away")
"""Rules about places that careers reach. Paths are followed only in a pack without errors, and only
where nothing else keeps careers away; the example of `id-left-out` is a version."""
OFF_PATHS = {rule.name for rule in RULES if rule.severity == "error"} | {
    "never-drawn",
    "never-holds",
    "flag-never-set",
    "id-left-out",
    "outcome-shadowed",
    "only-for-draws",
    "scenario-never-reached",
    "scene-never-reached",
}
READ_NEEDS = {
    *("unknown-name", "never-holds", "no-way-out", "always-holds", "idle-part"),
    *("expression", "mixed-kinds", "flag-never-set"),
}
"""Rules whose mistake is a `needs`, beside which the `locked` of `does-nothing` is read."""


def is_apart(pair: frozenset[str]) -> bool:
    """Whether one of two mistakes is none, or cannot be seen, beside the other."""
    one, other = sorted(pair)
    return any(
        (first in ALONG_PATHS and second in OFF_PATHS)
        or (first == "does-nothing" and second in READ_NEEDS)
        for first, second in ((one, other), (other, one))
    )


def test_two_mistakes_are_both_reported() -> None:
    tried = pairs(ALL_PAIRS)
    assert len(tried) > 600
    hidden = {
        frozenset((one.rule.name, other.rule.name))
        for one, other in tried
        if unsaid(one, other) == "hidden"
        and not is_apart(frozenset((one.rule.name, other.rule.name)))
    }
    assert hidden - REASONS.keys() == set()
    if ALL_PAIRS:
        assert REASONS.keys() - hidden == set(), "these are both reported by now"


def test_the_reasons_are_about_rules() -> None:
    assert {name for pair in REASONS for name in pair} <= BY_NAME.keys()
    assert UNREAD.keys() <= BY_NAME.keys()


_DOUBLE_SCENE = (
    scenario_of_scene("text: |\n  It ticks.")
    + "  pause:\n    text: |\n      {inse} nods.\n    goto: nowhere\n    choices:\n      - labl:"
    " Go.\n"
)
_SECTION = EXAMPLE_FILES["pack.yaml"] + "stats: {standing: {min: many}}\n"
_CALENDAR = "quarters: 4\nquarter:\n  - scenario: nowhere\n    when: standing = 3\n  - draw: {}\n"
_WRONG_ODDS = LABEL_LINE + "success:\n  text: |\n    {inse} nods.\nfailure: {goto: nowhere}"


@pytest.mark.parametrize(
    ("file", "text", "codes"),
    [
        (
            "scene.yaml",
            scenario_of_asking("text: |\n  {inse} nods.").replace("id: ask", "id: wait"),
            ["PM302", "PM701"],
        ),
        (
            "scene.yaml",
            scenario_of_choice("label: …\nneeds: standng > 3").replace("id: ask\n        ", ""),
            ["PM307", "PM301"],
        ),
        (
            "scene.yaml",
            scenario_of_choice("needs: standng > 3").replace("id: ask\n        ", ""),
            ["PM204", "PM301"],
        ),
        ("scene.yaml", _DOUBLE_SCENE, ["PM107", "PM701", "PM301", "PM201"]),
        (
            "scene.yaml",
            scenario_of_asking("effects: {standing: 1}\neffects: [standing]"),
            ["PM107", "PM202"],
        ),
        ("more/scene.yaml", scenario_of_scene("text: |\n  {inse} nods."), ["PM209", "PM701"]),
        ("The Pause.yaml", scenario_of_scene("text: |\n  {inse} nods."), ["PM206", "PM701"]),
        (
            "a.b.c.yaml",
            scenario_of_scene("text: |\n  {inse} nods.\ngoto: nowhere"),
            ["PM206", "PM701", "PM301"],
        ),
        ("pack.yaml", _SECTION, ["PM208", "PM205", "PM210"]),
        ("calendar.yaml", _CALENDAR, ["PM301", "PM401"]),
        (
            "scene.yaml",
            scenario_of_asking("goto: nowhere\nend: no_end"),
            ["PM210", "PM301", "PM301"],
        ),
        ("scene.yaml", scenario_of_choice(_WRONG_ODDS), ["PM210", "PM210", "PM701", "PM301"]),
        (
            "scene.yaml",
            scenario_of_scene("text:\n  - if: standng > 3\n    text: Yes.\n    one_of: [No.]"),
            ["PM210", "PM301"],
        ),
    ],
)
def test_what_is_refused_is_looked_into_all_the_same(
    file: str, text: str, codes: list[str]
) -> None:
    errors = [
        found.code
        for found in examine(overlay(file, text)).diagnostics
        if found.severity == "error"
    ]
    assert sorted(errors) == sorted(codes)


def test_a_flag_that_only_a_scene_standing_twice_sets_is_known() -> None:
    scene = (
        "  {}:\n    text: Hi.\n    choices:\n      - {{id: wait, label: Wait., effects: {{set:"
        " [{}]}}, goto: out}}\n"
    )
    text = (
        "language: 1\ntitle: Lift\nscenes:\n"
        + scene.format("a", "first")
        + scene.format("a", "told")
    )
    codes = {found.code for found in examine(overlay("lift.yaml", text)).diagnostics}
    assert "PM107" in codes
