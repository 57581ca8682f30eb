"""Every rule's example is its test: the wrong one gives its code, the right one checks clean."""

import pytest

from pmsim.analysis.examine import Examination, examine
from pmsim.lang.diagnostics import Rule
from pmsim.lang.rules.example import (
    EXAMPLE_FILES,
    overlay,
    scenario_of_asking,
    scenario_of_choice,
    scenario_of_scene,
)
from pmsim.lang.rules.meaning import MEANING_RULES
from pmsim.lang.rules.shape import CALL_RULES

WITH_MEANING = (*MEANING_RULES, *CALL_RULES)


def compiled(rule: Rule, text: str) -> Examination:
    return examine(overlay(rule.file, text, rule.more))


@pytest.mark.parametrize("rule", WITH_MEANING, ids=[rule.name for rule in WITH_MEANING])
def test_the_wrong_example_is_complained_of(rule: Rule) -> None:
    found = compiled(rule, rule.bad)
    own = [one for one in found.diagnostics if one.code == rule.code]
    assert own, found.diagnostics
    assert {one.severity for one in own} == {"note" if rule.note_until_version_1 else rule.severity}
    assert (found.pack is None) == any(one.severity == "error" for one in found.diagnostics)
    for one in found.diagnostics:
        lines = {**EXAMPLE_FILES, **dict(rule.more), rule.file: rule.bad}[one.place.file].split(
            "\n"
        )
        assert 1 <= one.place.column <= len(lines[one.place.line - 1]) + 1


@pytest.mark.parametrize("rule", WITH_MEANING, ids=[rule.name for rule in WITH_MEANING])
def test_the_right_example_is_clean(rule: Rule) -> None:
    found = compiled(rule, rule.good)
    assert [one for one in found.diagnostics if one.severity != "note"] == []
    assert found.pack is not None


def test_codes_and_names_are_unique_and_in_order() -> None:
    assert len({rule.name for rule in MEANING_RULES}) == len(MEANING_RULES)
    assert [rule.code for rule in MEANING_RULES] == sorted({rule.code for rule in MEANING_RULES})


ROLES = (
    "pm: {title: PM, stage: ship, next: [lead]}\nlead: {title: Lead, stage: strategy, next:"
    " [vp]}\nvp: {title: VP, next: [pm]}\n"
)
NOT_NEXT = "No role that may be held here has `vp` in its `next`."


@pytest.mark.parametrize(
    ("when", "role", "said"),
    [
        ("role == pm", "lead", []),
        ("role == pm", "vp", [NOT_NEXT]),
        ("role in (pm, lead)", "vp", []),
        ("stage == ship and quarter >= 2", "vp", [NOT_NEXT]),
        ("quarter >= 2", "vp", []),
    ],
)
def test_a_role_that_cannot_follow_the_one_held_is_told(
    when: str, role: str, said: list[str]
) -> None:
    scenario = scenario_of_asking(f"effects: {{role: {role}}}").replace(
        "scenes:", f"when: {when}\nscenes:"
    )
    files = {**overlay("roles.yaml", ROLES), "scene.yaml": scenario.encode()}
    assert [one.message for one in examine(files).diagnostics if one.code == "PM604"] == said


def test_every_problem_of_every_file_is_told_at_once() -> None:
    files = overlay(
        "scene.yaml",
        scenario_of_asking("needs: standng > 3\neffects: {wrkload: 3}\ngoto: nowhere"),
    )
    files["roles.yaml"] += b"lead: {title: Lead, next: [vpp]}\n"
    files["other.yaml"] = scenario_of_scene("text: |\n  Here is {innes}.\nend: long_gam").encode()
    found = examine(files)
    assert found.pack is None
    words = ("{innes}", "long_gam", "vpp", "standng", "wrkload", "nowhere")
    assert [word in one.message for word, one in zip(words, found.diagnostics, strict=True)] == [
        True
    ] * 6
    assert [one.place.file for one in found.diagnostics] == ["other.yaml"] * 2 + ["roles.yaml"] + [
        "scene.yaml"
    ] * 3


def test_what_is_nowhere_is_not_missed_while_a_name_is_wrong() -> None:
    """A misspelt `goto` does not also make its scene unreached."""
    text = scenario_of_asking("goto: dor") + "  door:\n    text: |\n      A door.\n"
    assert [
        one.code
        for one in examine(overlay("scene.yaml", text)).diagnostics
        if one.severity != "note"
    ] == ["PM301"]


def test_a_name_of_two_kinds_is_an_error_but_beside_role_and_stage() -> None:
    assert "PM303" in {
        one.code for one in examine(overlay("phrases.yaml", "ines: someone\n")).diagnostics
    }
    clash = scenario_of_asking("effects: {set: [standing]}\nneeds: standing > 3")
    assert "PM303" in {one.code for one in examine(overlay("scene.yaml", clash)).diagnostics}
    fine = overlay(
        "skills.yaml", EXAMPLE_FILES["skills.yaml"] + "ship: {label: Shipping, stage: ship}\n"
    )
    fine["scene.yaml"] = scenario_of_asking(
        "needs: stage == ship and ship >= 1 and pm and role == pm\neffects: {set: [pm]}"
    ).encode()
    assert [one for one in examine(fine).diagnostics if one.severity != "note"] == []


def test_because_needs_a_choice_that_brought_it_about() -> None:
    def codes(text: str) -> list[str]:
        return [
            one.code
            for one in examine(overlay("scene.yaml", text)).diagnostics
            if one.severity != "note"
        ]

    back = "  back:\n    text: |\n      Since {because}.\n"
    silent = scenario_of_scene("text: |\n  It ticks.\nlater: {in: 1, scene: back}") + back
    assert codes(silent) == ["PM510"]
    assert (
        codes(scenario_of_asking("moment: the question\nlater: {in: 1, scene: back}") + back) == []
    )
    assert codes(scenario_of_asking("later: {in: 1, scene: back}") + back) == ["PM639"]
    on = (
        scenario_of_asking("goto: hall")
        + "  hall:\n    text: |\n      A hall.\n    later: {in: 1, scene: back}\n"
        + back
    )
    assert codes(on) == []
    assert codes(on.replace("A hall", "A hall, {because}")) == []
    assert codes(scenario_of_choice("label: Ask of {because}.\nmoment: after {because}")) == [
        "PM510",
        "PM510",
    ]
