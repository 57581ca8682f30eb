"""Conditions that make no difference: what is said of them, and of which very words."""

import pytest
from hypothesis import HealthCheck, given, settings

from pmsim.analysis.examine import examine
from pmsim.core.compile_expr import evaluate
from pmsim.lang.rules.example import LABEL_LINE, overlay, scenario_of_asking, scenario_of_choice
from tests.sizes import size
from tests.strategies.packs import packs

ROLES = (
    "pm: {title: PM, stage: ship, pay: 75}\nlead: {title: Lead, stage: ship, pay: 90}\nvp: {title:"
    " VP, stage: steer, pay: 190}\n"
)


def said(needs: str) -> list[tuple[str, str, str]]:
    """Code, words underlined and message, of a choice that needs this."""
    files = overlay(
        "scene.yaml",
        scenario_of_asking(f"effects: {{set: [met]}}\nneeds: {needs}").replace(
            "Wait.", "Wait.\n        again: true"
        ),
    )
    files["roles.yaml"] = ROLES.encode()
    lines = {name: text.decode().splitlines() for name, text in files.items()}
    found = []
    for one in (one for one in examine(files).diagnostics if one.code.startswith("PM4")):
        if one.code != "PM408":
            words = lines[one.place.file][one.place.line - 1][one.place.column - 1 :][: one.length]
            found.append((one.code, words, one.message.partition(": ")[2].rstrip(".")))
    return found


@pytest.mark.parametrize(
    ("needs", "code", "words", "why"),
    [
        (
            "standing > 100",
            "PM406",
            "standing > 100",
            "`standing` lies between 0 and 100, and would have to be above 100",
        ),
        (
            "met and burnout >= 120",
            "PM406",
            "burnout >= 120",
            "`burnout` lies between 0 and 100, and would have to be at least 120",
        ),
        (
            "standing > 60 and standing < 40",
            "PM406",
            "standing > 60 and standing < 40",
            "`standing > 60` and `standing < 40` exclude each other",
        ),
        (
            "60 < standing < 40",
            "PM406",
            "60 < standing < 40",
            "`60 < standing` and `standing < 40` exclude each other",
        ),
        (
            "met and ines > 0 and not met",
            "PM406",
            "met and ines > 0 and not met",
            "`met` and `not met` exclude each other",
        ),
        (
            "role == pm and stage == steer",
            "PM406",
            "role == pm and stage == steer",
            "`role == pm` and `stage == steer` exclude each other",
        ),
        (
            "role == lead and pay > 100",
            "PM406",
            "role == lead and pay > 100",
            "`role == lead` and `pay > 100` exclude each other",
        ),
        ("stage == none", "PM406", "stage == none", "`stage` can only be `ship` or `steer`"),
        (
            "season * 2 == 3",
            "PM406",
            "season * 2 == 3",
            "`season * 2` lies between 2 and 8, but is never 3",
        ),
        (
            "season in (5, 6)",
            "PM406",
            "season in (5, 6)",
            "`season` lies between 1 and 4, and nothing that it can be is in the list",
        ),
        (
            "took(scene.pause.ask) and not seen(scene.pause)",
            "PM406",
            "took(scene.pause.ask) and not seen(scene.pause)",
            "`took(scene.pause.ask)` and `not seen(scene.pause)` exclude each other",
        ),
        (
            "burnout >= 95 and exhaustion < 90",
            "PM406",
            "burnout >= 95 and exhaustion < 90",
            "`burnout >= 95` and `exhaustion < 90` exclude each other",
        ),
        (
            "standing > 150 or standing < 0",
            "PM406",
            "standing > 150 or standing < 0",
            (
                "none of its parts can hold; `standing` lies between 0 and 100, and would have to"
                " be above 150"
            ),
        ),
        (
            "quarter >= 1",
            "PM409",
            "quarter >= 1",
            "`quarter` lies between 1 and 4, so it is always at least 1",
        ),
        (
            "not standing > 100",
            "PM409",
            "not standing > 100",
            "`standing` lies between 0 and 100, and would have to be above 100",
        ),
        (
            "standing > 60 or standing <= 60",
            "PM409",
            "standing > 60 or standing <= 60",
            "`standing > 60` or `standing <= 60` is always so",
        ),
        (
            "burnout >= 120 or met",
            "PM410",
            "burnout >= 120",
            "`burnout` lies between 0 and 100, and would have to be at least 120",
        ),
        (
            "met and 120 > standing",
            "PM410",
            "120 > standing",
            "`standing` lies between 0 and 100, so it is always below 120",
        ),
        (
            "(burnout >= frayed and burnout < steady) or met",
            "PM410",
            "burnout < steady",
            "`burnout` lies between 0 and 100, and would have to be below `steady` (0)",
        ),
        (
            "standing > (50 if quarter > 9 else 10)",
            "PM406",
            "quarter > 9",
            "`quarter` lies between 1 and 4, and would have to be above 9",
        ),
    ],
)
def test_what_is_the_same_in_every_state_is_said_of_the_words_that_make_it_so(
    needs: str, code: str, words: str, why: str
) -> None:
    assert said(needs) == [(code, words, why)]


@pytest.mark.parametrize(
    "needs",
    [
        "standing > 99",
        "standing >= 1 or met",
        "met",
        "role in (pm, lead, vp) and met",
        "role != pm or met",
        "standing > 40 and standing < 60",
        "quarters_since(met) >= 3",
        "exhaustion + standing > 150 and standing < 60",
    ],
)
def test_what_may_go_either_way_is_left_alone(needs: str) -> None:
    assert said(needs) == []


@pytest.mark.parametrize("needs", ["unmet", "quarters_since(unmet) > 3", "met and not unmet"])
def test_of_a_flag_that_nothing_sets_no_more_is_said_than_that(needs: str) -> None:
    assert [code for code, _, _ in said(needs)] == ["PM407"]


def test_a_condition_of_several_lines_is_underlined_where_it_stands() -> None:
    body = LABEL_LINE + "needs: |\n  standing > 3 and\n    burnout > 100\n"
    (found,) = [
        one
        for one in examine(overlay("scene.yaml", scenario_of_choice(body))).diagnostics
        if one.code.startswith("PM4")
    ]
    assert (found.code, found.length) == ("PM406", len("burnout > 100"))
    assert (
        scenario_of_choice(body).splitlines()[found.place.line - 1][found.place.column - 1 :]
        == "burnout > 100"
    )


def test_a_sum_is_asked_for_the_conditions_in_it() -> None:
    body = LABEL_LINE + "effects:\n  standing: = 5 if quarter > 9 else 3\n"
    (found,) = [
        one
        for one in examine(overlay("scene.yaml", scenario_of_choice(body))).diagnostics
        if one.code.startswith("PM4")
    ]
    assert found.code == "PM406"
    assert (
        scenario_of_choice(body)
        .splitlines()[found.place.line - 1][found.place.column - 1 :]
        .startswith("quarter > 9")
    )


@settings(max_examples=size(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs())
def test_nothing_that_holds_in_a_beginning_is_said_never_to_hold(files: dict[str, bytes]) -> None:
    found = examine(files)
    assert found.draft is not None
    beginning = [slot.start for slot in found.draft.context.scope.slots]
    beginning[1] = beginning[0]
    wholly = {one.place: one.code for one in found.diagnostics if one.code in ("PM406", "PM409")}
    for written in found.draft.context.expressions:
        everywhere = written.at.place.file == "pack.yaml"
        if written.kind == "truth" and everywhere and written.at.place in wholly:
            assert wholly[written.at.place] != (
                "PM406" if evaluate(written.expr, beginning) else "PM409"
            )


def test_a_slip_in_the_words_leaves_the_paths_what_they_are() -> None:
    scene = scenario_of_asking(
        "effects: {set: [met]}\ntext:\n- if: met\n  text: |\n    So {inse} says."
    )
    found = examine(overlay("scene.yaml", scene)).diagnostics
    assert {one.code for one in found} >= {"PM701", "PM409"}
