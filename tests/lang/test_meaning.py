"""Every rule's example is its test: the wrong one gives its code, the right one checks clean."""

import pytest

from pmsim.lang import Compiled, compile_pack
from pmsim.lang.rules.example import FILES, overlaid
from pmsim.lang.rules.meaning import MEANING
from pmsim.lang.rules.rule import Rule


def compiled(rule: Rule, text: str) -> Compiled:
    return compile_pack(overlaid(rule.file, text))


@pytest.mark.parametrize("rule", MEANING, ids=[rule.name for rule in MEANING])
def test_the_wrong_example_is_complained_of(rule: Rule) -> None:
    found = compiled(rule, rule.bad)
    own = [one for one in found.diagnostics if one.code == rule.code]
    assert own, found.diagnostics
    assert {one.severity for one in own} == {rule.severity}
    assert (found.pack is None) == any(one.severity == "error" for one in found.diagnostics)
    for one in found.diagnostics:
        lines = {**FILES, rule.file: rule.bad}[one.place.file].split("\n")
        assert 1 <= one.place.column <= len(lines[one.place.line - 1]) + 1


@pytest.mark.parametrize("rule", MEANING, ids=[rule.name for rule in MEANING])
def test_the_right_example_is_clean(rule: Rule) -> None:
    found = compiled(rule, rule.good)
    assert found.diagnostics == ()
    assert found.pack is not None


def test_codes_and_names_are_unique_and_in_order() -> None:
    assert len({rule.name for rule in MEANING}) == len(MEANING)
    assert [rule.code for rule in MEANING] == sorted({rule.code for rule in MEANING})
