"""The table of rules: each rule's example is compiled and must show what the rule says."""

import re
from collections import Counter

import pytest

from pmsim.analysis.examine import examine
from pmsim.authoring.reference import rule_explanation, rule_summary
from pmsim.lang.rules import BY_NAME, RULES, Rule
from pmsim.lang.rules.example import EXAMPLE_FILES, overlay

FAMILIES = {
    "PM1": "syntax",
    "PM2": "shape",
    "PM3": "names",
    "PM4": "conditions",
    "PM5": "flow",
    "PM6": "sense",
    "PM7": "prose",
}


def codes(files: dict[str, bytes]) -> set[str]:
    return {found.code for found in examine(files).diagnostics}


def test_the_small_pack_is_clean() -> None:
    assert codes({name: text.encode() for name, text in EXAMPLE_FILES.items()}) == set()


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.file], ids=lambda rule: rule.name)
def test_the_example_produces_its_code_and_the_cure_does_not(rule: Rule) -> None:
    bad = [
        found
        for found in examine(overlay(rule.file, rule.bad, rule.more)).diagnostics
        if found.code == rule.code
    ]
    assert bad
    assert {found.severity for found in bad} == {
        "note" if rule.note_until_version_1 else rule.severity
    }, "the small pack has version 0.1.0"
    assert rule.code not in codes(overlay(rule.file, rule.good, rule.more))
    assert all(
        found.place.line >= 1 and found.place.column >= 1 and found.length >= 1 for found in bad
    )


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES if rule.severity == "error" and rule.good],
    ids=lambda rule: rule.name,
)
def test_a_cure_loads(rule: Rule) -> None:
    assert [
        found
        for found in examine(overlay(rule.file, rule.good, rule.more)).diagnostics
        if found.severity == "error"
    ] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_written_for_people(rule: Rule) -> None:
    assert re.fullmatch(r"PM[1-7]\d\d", rule.code)
    assert rule.code[:3] in FAMILIES
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert rule.sentence.endswith((".", "}"))
    assert rule.why.endswith(".")
    assert "!" not in rule.sentence + rule.why.replace("& ! @", "").replace("begins with !", "")


def test_codes_and_names_are_unique_and_in_order() -> None:
    assert [code for code, count in Counter(rule.code for rule in RULES).items() if count > 1] == []
    assert len(BY_NAME) == len(RULES)
    assert [rule.code for rule in RULES] == sorted(rule.code for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_is_explained(rule: Rule) -> None:
    told = rule_explanation(rule)
    assert told.startswith(f"{rule.code} {rule.name} ({rule.severity})")
    assert told.count(rule.code) >= (2 if rule.file else 1), "the heading, and what check says"
    assert all(len(line) < 260 for line in told.split("\n"))
    assert rule_summary(rule).startswith(rule.code)
    assert "\n" not in rule_summary(rule)
