"""What does nothing, what a sibling beats, what comes too late, who may be away: where it is
said, and where it is not."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from pmsim.analysis.examine import examine
from pmsim.analysis.lint import lint
from pmsim.lang import compile_pack
from pmsim.lang.rules import RULES
from tests.sizes import size
from tests.strategies.packs import packs

OFFICE = {
    path.name: path.read_bytes()
    for path in (Path(__file__).parents[2] / "lang" / "mistakes" / "_office").glob("*.yaml")
}
HEAD = "language: 1\ntitle: The Lift\n"
WAIT = "      - id: wait\n        label: Wait.\n        tags: [quiet]\n"


def said(scenario: str, **sections: str) -> list[str]:
    """`CODE line` of what is said of a scenario in the office."""
    own = {"lift.yaml": scenario.encode()} | {
        f"{name}.yaml": text.encode() for name, text in sections.items()
    }
    return [
        f"{one.code} {one.place.line}"
        for one in examine({**OFFICE, **own}).diagnostics
        if one.place.file in own
    ]


def lift(choices: str, top: str = "", after: str = "") -> str:
    return f"{HEAD}{top}scenes:\n  lift:\n    text: It stops.\n    choices:\n{choices}{after}"


def pair(one: str, other: str) -> str:
    """Two choices with these further fields."""
    return lift(
        f"      - id: press\n        label: Press.\n{one}      - id: kick\n        label:"
        f" Kick.\n{other}"
    )


GOOD, LESS = "        effects: {standing: 2, energy: 1}\n", "        effects: {standing: 2}\n"
WORSE = "        effects: {standing: 2, energy: 1, workload: 2}\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [(GOOD, LESS), (GOOD, WORSE), (GOOD, ""), ("", "        effects: {mara: -1}\n")],
)
def test_a_choice_that_a_sibling_beats(one: str, other: str) -> None:
    second = 9 + one.count("\n")
    assert said(pair(one, other)) == [f"PM633 {second}"]
    assert said(pair(other, one)) == ["PM633 7"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (GOOD, GOOD),
        ("", ""),
        (GOOD, "        effects: {standing: 3}\n"),
        (GOOD, LESS + "        tags: [honest]\n"),
        (GOOD + "        needs: energy > 5\n", LESS),
        (GOOD, LESS + "        moment: the kick\n"),
        (GOOD, LESS + "        end: same_desk\n"),
        (GOOD, LESS + "        later: {in: 1, scene: lift}\n"),
        (GOOD, LESS + "        odds: 50\n        success: {effects: {energy: 1}}\n"),
        (GOOD, "        effects: {standing: 2, do: talking}\n"),
        (GOOD, "        effects: {standing: 1 + energy // 9}\n"),
        (GOOD, "        effects: {standing: = 60}\n"),
        (GOOD, "        effects: {talking.interest: -1}\n"),
    ],
)
def test_two_choices_between_which_one_may_waver(one: str, other: str) -> None:
    assert [each for each in said(pair(one, other)) if each.startswith("PM633")] == []


def test_a_choice_that_is_asked_after_has_its_use() -> None:
    after = "  shaft:\n    text:\n      - if: took(lift.lift.kick)\n        text: A dent.\n"
    text = pair(GOOD + "        goto: shaft\n", LESS + "        goto: shaft\n")
    assert said(text + after.replace("took(lift.lift.kick)", "energy > 3")) == ["PM633 11"]
    assert said(text + after) == []


def test_a_stat_that_feeds_another_the_other_way_round_has_no_better() -> None:
    stats = (
        OFFICE["stats.yaml"]
        .decode()
        .replace(
            "workload: {min: 0, max: 30, start: 5, good: low",
            "workload: {min: 0, max: 30, start: 5",
        )
    )
    assert said(pair("        effects: {workload: 2}\n", ""), stats=stats) == []


SHAFT = "  shaft:\n    text: Dark.\n"


def late(quarters: int, top: str, after: str = SHAFT) -> str:
    return lift(f"{WAIT}        later: {{in: {quarters}, scene: shaft}}\n", top, after)


@pytest.mark.parametrize(
    ("top", "left"),
    [
        ("", 5),
        ("when: quarter >= 4\n", 2),
        ("when: quarter in (3, 4) and energy > 3\n", 3),
        ("when: year >= 2\n", 1),
        ("when: season == 3\n", 3),
    ],
)
def test_a_consequence_that_comes_in_time_and_one_that_does_not(top: str, left: int) -> None:
    assert said(late(left, top)) == []
    assert [each[:5] for each in said(late(left + 1, top))] == (
        ["PM634"] if left < 5 else ["PM605"]
    )


def test_a_consequence_of_a_consequence_adds_up() -> None:
    chain = (
        "  shaft:\n    text: Dark.\n    later: {in: %d, scene: roof}\n  roof:\n    text: Light.\n"
    )
    assert said(late(3, "", chain % 2)) == []
    assert said(late(3, "", chain % 3)) == ["PM634 13"]


def test_a_scenario_of_the_calendar_comes_when_its_beat_does() -> None:
    calendar = "quarters: 6\nquarter:\n  - scenario: lift\n    when: quarter == 6\n  - draw: {}\n"
    assert said(late(1, "when: quarter >= 2\n"), calendar=calendar) == ["PM640 3", "PM634 11"]


MARA = "{Mara} holds the door."


def told(words: str, top: str = "", scene: str = "", label: str = "Wait.") -> str:
    scene_ = "".join(f"    {line}\n" for line in scene.splitlines())
    choice = f"      - id: wait\n        label: |\n          {label}\n"
    return (
        f"{HEAD}{top}scenes:\n  lift:\n{scene_}    text: |\n      {words}\n    choices:\n{choice}"
    )


@pytest.mark.parametrize(
    "words",
    [MARA, '"No," says {mara}.', "In the corner {mara} is asleep.", "{Mara.full} slowly opens it."],
)
def test_somebody_who_may_be_away_is_there(words: str) -> None:
    assert [each[:5] for each in said(told(words))] == ["PM635"]
    assert said(told(words, "with: [mara]\n")) == []
    assert said(told(words, "when: not mara_left\n")) == []
    assert said(told("It stops.", label="Ask {mara}.")) == ["PM635 10"]


@pytest.mark.parametrize(
    "words",
    [
        "You think of {mara}.",
        "{mara}'s chair is empty.",
        '"{Mara} says so," says {theo}.',
        "{Theo} holds the door.",
        "Mara is there.",
    ],
)
def test_somebody_who_is_spoken_of_may_be_anywhere(words: str) -> None:
    assert said(told(words)) == []


def test_a_condition_around_the_words_is_enough() -> None:
    text = (
        f"{HEAD}scenes:\n  lift:\n    text:\n      - if: not mara_left\n        text: |\n         "
        f" {MARA}\n    choices:\n{WAIT}"
    )
    assert said(text) == []
    assert [each[:5] for each in said(text.replace("not mara_left", "energy > 3"))] == ["PM635"]


def test_a_scene_behind_a_choice_that_asks_is_safe_and_one_that_comes_back_later_is_not() -> None:
    hall = f"  hall:\n    text: |\n      {MARA}\n"
    ask = (
        "      - id: ask\n        label: Ask.\n        tags: [honest]\n        needs: not"
        " mara_left\n        goto: hall\n"
    )
    assert said(lift(WAIT + ask, after=hall)) == []
    assert [
        each[:5]
        for each in said(lift(WAIT + ask.replace("        needs: not mara_left\n", ""), after=hall))
    ] == ["PM635"]
    later = ask.replace("goto: hall", "later: {in: 1, scene: hall}")
    assert [each[:5] for each in said(lift(WAIT + later, after=hall))] == ["PM635"]


def test_a_scene_behind_one_that_asks_is_safe() -> None:
    ask = (
        "      - id: ask\n        label: Ask.\n        tags: [honest]\n        goto: [hall, out]\n"
    )
    asks = "    with: [mara]\n"
    halls = (
        f"  hall:\n{asks}    text: A hall.\n    goto: yard\n  yard:\n    text: |\n      {MARA}\n"
    )
    assert said(lift(WAIT + ask, after=halls)) == []
    free = lift(WAIT + ask.replace("[hall, out]", "hall"), after=halls.replace(asks, ""))
    assert [each[:5] for each in said(free)] == ["PM635"]


def test_a_start_comes_before_anybody_leaves_and_who_leaves_here_is_known_to() -> None:
    assert said(told(MARA), starts="monday: {title: Monday, role: clerk, scenario: lift}\n") == []
    assert said(told(MARA, scene="effects: {set: [mara_left]}")) == []


LOOP = "  hall:\n    text: A hall.\n    goto: lift\n"
PRESS = "      - id: press\n        label: Press.\n        tags: [honest]\n"


def test_marks_that_change_nothing_and_marks_that_do() -> None:
    assert said(lift(WAIT + PRESS + "        otherwise: true\n")) == ["PM636 13"]
    assert (
        said(lift(WAIT + "        needs: energy > 3\n" + PRESS + "        otherwise: true\n")) == []
    )
    assert (
        said(lift(WAIT + "        goto: hall\n" + PRESS + "        otherwise: true\n", after=LOOP))
        == []
    )
    assert said(lift(WAIT + PRESS + "        again: true\n")) == ["PM637 13"]
    assert said(lift(WAIT + PRESS + "        again: true\n        goto: hall\n", after=LOOP)) == []


def test_fields_of_a_draw_on_what_is_not_drawn() -> None:
    fields = "when: energy > 3\nurgent: true\nweight: 4\nrepeat: 2\n"
    assert said(lift(WAIT, fields)) == []
    assert said(lift(WAIT, "draw: false\n" + fields)) == [
        "PM602 2",
        "PM640 4",
        "PM640 5",
        "PM640 6",
        "PM640 7",
    ]
    for section, text in (
        ("calendar", "quarters: 6\nquarter:\n  - scenario: lift\n  - draw: {}\n"),
        ("starts", "monday: {title: Monday, role: clerk, scenario: lift}\n"),
    ):
        assert said(lift(WAIT, fields), **{section: text}) == [
            "PM640 3",
            "PM640 4",
            "PM640 5",
            "PM640 6",
        ]


def test_names_that_stand_twice() -> None:
    assert said(
        lift(
            WAIT.replace("[quiet]", "[quiet, quiet]"),
            "topics: [halls, halls]\nwith: [theo, theo]\n",
        )
    ) == [
        "PM638 3",
        "PM638 4",
        "PM638 11",
    ]


def test_what_reads_a_stat() -> None:
    stats = OFFICE["stats.yaml"].decode()
    luck = "luck: {min: 0, max: 9, each_quarter: 1}\n"
    press = PRESS + "        effects: {energy: 1}\n"
    for use in (
        "        needs: luck > 3\n",
        "        odds: luck\n        success: {effects: {energy: 1}}\n",
        "        text: It is {luck.number}.\n",
    ):
        assert said(lift(WAIT + press + use), stats=stats + luck) == []
    assert said(lift(WAIT + press), stats=stats + luck) == ["PM631 6"]
    assert (
        said(lift(WAIT + press), stats=stats + luck, personas="gambler: {likes: {luck: 2}}\n") == []
    )
    assert said(
        lift(WAIT + press), stats=stats + luck.replace("each_quarter: 1", "each_quarter: 5 - luck")
    ) == ["PM631 6"]
    assert (
        said(
            lift(WAIT + press),
            stats=stats + luck.replace("each_quarter", "feeds: stress, each_quarter"),
        )
        == []
    )


def test_a_topic_spelt_almost_as_another() -> None:
    corridor = OFFICE["corridor.yaml"].decode().replace("scenes:", "topics: [people]\nscenes:")
    assert said(lift(WAIT, "topics: [peple]\n"), corridor=corridor) == ["PM632 3", "PM632 3"]
    assert said(lift(WAIT, "topics: [halls]\n"), corridor=corridor) == []


@settings(max_examples=size(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs())
def test_no_pack_makes_a_check_fail_and_what_it_says_is_no_error(files: dict[str, bytes]) -> None:
    draft = compile_pack(files).draft
    assert draft is not None
    codes = {rule.code: rule for rule in RULES}
    assert all(codes[found.code].severity != "error" for found in lint(draft))
