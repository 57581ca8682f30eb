"""Every rule has a mistake that an author might make, and what is said of it is what was read by
eye and kept beside it."""

import pytest

from pmsim.analysis.examine import examine
from pmsim.lang.rules import RULES
from tests.lang.mistakes import make


def test_the_office_is_clean() -> None:
    assert (
        examine({path.name: path.read_bytes() for path in make.OFFICE.glob("*.yaml")}).diagnostics
        == ()
    )


@pytest.mark.parametrize("name", make.names())
def test_what_is_said_of_a_mistake(name: str) -> None:
    assert make.report(name) == make.expected(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.file], ids=lambda rule: rule.name)
def test_every_rule_has_a_mistake(rule) -> None:  # type: ignore[no-untyped-def]
    mine = [
        name
        for name in make.names()
        if name.startswith(f"{rule.code}_{rule.name.replace('-', '_')}")
    ]
    assert mine
    for name in mine:
        assert f" {rule.code} " in make.expected(name).read_text(encoding="utf-8"), name


def test_no_report_is_kept_of_a_mistake_that_is_gone() -> None:
    assert {path.name.removesuffix(".expected") for path in make.HERE.glob("*.expected")} == set(
        make.names()
    )
