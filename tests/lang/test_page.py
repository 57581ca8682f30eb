"""Sentences of docs/language.md and docs/chance.md that the compiler keeps: what may stand
where, and the ids of texts."""

import re
from pathlib import Path
from textwrap import indent

import pytest

from pmsim.analysis.examine import examine
from pmsim.lang import compile_pack
from pmsim.lang.rules.example import (
    EXAMPLE_FILES,
    overlay,
    scenario_of_asking,
)
from pmsim.lang.text import OneOf, Text, When
from pmsim.ui.present.pack_texts import band_word

ROLES = "pm: {title: PM, stage: ship, enter: {%s}}\nlead: {title: Lead}\n"
PRACTICE = "on_loved: {%s}\non_disliked: {%s}\n"
STATS = EXAMPLE_FILES["stats.yaml"]
KEEP = """\
  bed:
    text: A bed.
    choices:
      - {id: sleep, label: Sleep.}
      - each: moments
        id: keep
        label: Keep it.
"""
EACH = scenario_of_asking("moment: the question\ngoto: bed") + KEEP
PLACES = "  door:\n    text: A door.\n  hall:\n    text: A hall.\n    when: standing > 3\n"
CALLS = (
    scenario_of_asking("moment: the question\nlater: {in: 1, scene: door}")
    + "  door:\n    text: %s\n    goto: hall\n  hall:\n    text: %s\n"
)
CAUSE = "Because of {because}."


def errors(text: str, file: str = "scene.yaml", **more: str) -> list[str]:
    """The codes of the errors in a file laid over the small pack."""
    examined = examine(
        overlay(file, text, {f"{name}.yaml": own for name, own in more.items()}.items())
    )
    return [one.code for one in examined.diagnostics if one.severity == "error"]


@pytest.mark.parametrize(
    "effects",
    [
        "do: delivery",
        "tell: delivery",
        "teach: delivery",
        "set: [well]",
        "standing: 3",
        "delivery.interest: 1",
    ],
)
def test_what_enter_may_hold(effects: str) -> None:
    assert errors(ROLES % effects, "roles.yaml") == []


@pytest.mark.parametrize("effects", ["role: lead", "moment.interest: 1"])
def test_what_enter_may_not_hold(effects: str) -> None:
    assert errors(ROLES % effects, "roles.yaml") == ["PM507"]


def test_what_practice_may_hold() -> None:
    allowed = "standing: 1, set: [well], clear: [well], delivery.interest: 1, ines: = 2"
    assert errors(PRACTICE % (allowed, allowed), "practice.yaml") == []


@pytest.mark.parametrize(
    "effects",
    ["do: delivery", "tell: delivery", "teach: delivery", "role: pm", "moment.interest: 1"],
)
def test_what_practice_may_not_hold(effects: str) -> None:
    assert errors(PRACTICE % (effects, effects), "practice.yaml") == ["PM507", "PM507"]


@pytest.mark.parametrize("side", ["", "success: ", "failure: "])
def test_where_the_interest_of_a_moment_may_stand(side: str) -> None:
    own = (
        f"        {'odds: 50' if side else 'tags: [help]'}\n        {side}{{effects:"
        " {moment.interest: = 2}}\n"
    )
    own = own if side else "        effects: {moment.interest: = 2}\n"
    assert errors(EACH + own) == []
    assert errors(EACH.replace("each: moments", "tags: [help]") + own) == ["PM507"]


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("starts", "passed_over: {title: In, role: pm, effects: {moment.interest: 1}}\n"),
        ("crossing", "quarters: 1\nskills: 1\neffects: {moment.interest: 1}\n"),
    ],
)
def test_no_interest_of_a_moment_elsewhere_in_the_pack(section: str, text: str) -> None:
    assert errors(text, f"{section}.yaml") == ["PM507"]


@pytest.mark.parametrize(
    "words",
    [
        "label: Keep {moment}.",
        "locked: Not {moment}.",
        "text: So {moment}.",
        "odds: 50\n        success: {text: So much for it.}",
    ],
)
def test_where_a_moment_may_be_named(words: str) -> None:
    own = (
        EACH.replace("        label: Keep it.\n", "")
        + f"        {words}\n"
        + ("" if "label" in words else "        label: Keep it.\n")
    )
    assert errors(own) == []


def test_a_moment_is_not_named_in_the_moment_of_an_each() -> None:
    assert errors(EACH + "        moment: the thought of {moment}\n") == ["PM701"]
    assert errors(EACH + "        moment: the thought\n") == []


def test_where_a_cause_may_be_named() -> None:
    assert errors(CALLS % (CAUSE, CAUSE)) == []
    labels = CALLS.replace(
        "    goto: hall", "    choices:\n      - {id: go, label: Go., goto: hall}"
    ) % ("Well.", CAUSE)
    assert errors(labels) == []
    assert errors(CALLS % ("Well.", "So.") + f"  yard:\n    text: {CAUSE}\n") == ["PM510"]
    assert errors(
        EXAMPLE_FILES["outcomes.yaml"].replace("The chair is the same chair.", CAUSE),
        "outcomes.yaml",
    ) == ["PM510"]
    assert errors(
        scenario_of_asking("moment: the question {because}\nlater: {in: 1, scene: pause}")
    ) == ["PM510"]


@pytest.mark.parametrize(
    ("goto", "codes"),
    [
        ("[hall, out]", []),
        ("[hall, door]", []),
        ("[out, hall]", ["PM301", "PM502"]),
        ("hall", ["PM502"]),
    ],
)
def test_where_out_may_stand(goto: str, codes: list[str]) -> None:
    assert errors(scenario_of_asking(f"goto: {goto}") + PLACES) == codes


@pytest.mark.parametrize(
    ("bands", "codes"),
    [
        ("{low: 0, fair: 40}", []),
        ("{low: 5, fair: 40}", ["PM512"]),
        ("{low: 0, fair: 40, good: 40}", ["PM512"]),
    ],
)
def test_where_bands_may_begin(bands: str, codes: list[str]) -> None:
    assert errors(STATS.replace("{low: 0, fair: 40}", bands), "stats.yaml") == codes


def test_a_list_of_one_and_names_beside_role_and_stage() -> None:
    for condition in (
        "role in (pm)",
        "stage not in (ship, none)",
        "top(loads) == workload",
        "not (role == pm)",
    ):
        assert (
            errors(
                scenario_of_asking(f"needs: {condition}"),
                groups="loads: [workload, exhaustion]\n",
            )
            == []
        )
    for condition in (
        "role >= pm",
        "role + 1 > 2",
        "stage",
        "top(loads) < workload",
        "standing and 3",
    ):
        assert "PM402" in errors(
            scenario_of_asking(f"needs: {condition}"),
            groups="loads: [workload, exhaustion]\n",
        )


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        (
            (
                "tags: [help]\nneeds: standing > 3\nlocked: Not now.\nodds: 50\nsuccess: {short:"
                " well}\nfailure: {text: No.}\nat_most: 2"
            ),
            [],
        ),
        (
            (
                "moment: the thought\neffects: {standing: 1}\ntext: So.\nwhy: {standing:"
                " so}\nagain: true\nwas: kept\nnote: so\ngoto: bed"
            ),
            [],
        ),
        ("end: long_game\nlater: {in: 1, scene: bed}", []),
        ("otherwise: true", ["PM210"]),
    ],
)
def test_what_may_stand_beside_each(fields: str, codes: list[str]) -> None:
    assert errors(EACH + indent(fields, "        ") + "\n") == codes


def test_the_word_is_that_of_the_highest_edge_reached() -> None:
    pack = compile_pack(overlay("scene.yaml", EXAMPLE_FILES["scene.yaml"])).pack
    assert pack is not None
    assert [band_word(pack.stats["standing"], value) for value in (0, 39, 40, 100)] == [
        "low",
        "low",
        "fair",
        "fair",
    ]


CHANCE = {
    "digest.yaml": (
        "language: 1\ntitle: Digest\nscenes:\n  slide:\n    text:\n      - one_of: [A., B.]\n"
    ),
    "the_date.yaml": (
        """\
language: 1
title: The Date
scenes:
  slide_one:
    text: Well.
    odds: 50
    success:
      text:
        - one_of: [A., B.]
    goto: slide_eleven
  slide_eleven:
    text: And.
    choices:
      - {id: pass, label: Pass.}
      - id: what_for
        label: What for?
        tags: [costly]
        needs: standing > 3
        locked:
          - one_of: [A., B.]
        text:
          - if: standing > 3
            text:
              - one_of: [A., B.]
          - one_of:
              - - one_of: [A., B.]
              - B.
        odds: 50
        success:
          text:
            - A.
            - one_of: [A., B.]
            - one_of: [A., B.]
"""
    ),
    "starts.yaml": "fumes:\n  title: Fumes\n  role: pm\n  text:\n    - one_of: [A., B.]\n",
    "tags.yaml": "plain: said straight\nhelp: asking for help\ncostly: takes energy\n",
    "locks.yaml": "costly:\n  when: standing > 90\n  locked:\n    - one_of: [A., B.]\n",
    "debrief.yaml": (
        "statements:\n  others_success:\n    cites: [help]\n"
        + "".join(f"    {f}:\n      - one_of: [A., B.]\n" for f in ("say", "do", "ask"))
    ),
    "outcomes.yaml": (
        "tpm:\n  title: TPM\n"
        + "".join(f"  {field}:\n    - one_of: [A., B.]\n" for field in ("text", "epilogue"))
        + "  variants:\n    - id: bright\n      text:\n        - one_of: [A., B.]\n"
    ),
}
IDS = {
    "digest.slide.0",
    "the_date.slide_one.success.0",
    *(f"the_date.slide_eleven.what_for.{number}" for number in range(3)),
    "the_date.slide_eleven.what_for.success.0",
    "the_date.slide_eleven.what_for.success.1",
    "starts.fumes.0",
    "locks.costly.locked.0",
    "outcomes.tpm.0",
    "outcomes.tpm.epilogue.0",
    "outcomes.tpm.variants.bright.0",
    "debrief.others_success.say.0",
    "debrief.others_success.do.0",
    "debrief.others_success.ask.0",
}


def drawn(text: Text) -> list[str]:
    """The ids of a text's `one_of`, in the order in which they stand."""
    found: list[str] = []
    for block in text:
        match block:
            case When(_, then, other):
                found += [*drawn(then), *drawn(other)]
            case OneOf(draw, options):
                found += [draw, *(inner for option in options for inner in drawn(option))]
    return found


def test_the_ids_of_one_of_are_those_of_the_page() -> None:
    pack = compile_pack(overlay("scene.yaml", EXAMPLE_FILES["scene.yaml"], CHANCE.items())).pack
    assert pack is not None
    by_text = {key: drawn(text) for key, text in pack.texts.items()}
    assert {draw for draws in by_text.values() for draw in draws} == IDS
    assert by_text["the_date.slide_eleven.what_for/text"] == [
        f"the_date.slide_eleven.what_for.{number}" for number in range(3)
    ]
    assert by_text["the_date.slide_eleven.what_for/locked"] == ["the_date.slide_eleven.what_for.0"]
    page = (Path(__file__).parents[2] / "docs" / "chance.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\| one_of \| (\S+) \|", page)) < IDS
    for draw in (
        "starts.fumes",
        "locks.costly.locked",
        "outcomes.tpm.epilogue",
        "outcomes.tpm.variants.bright",
        "debrief.others_success.say",
    ):
        assert f"`{draw}`" in page
