"""Lists of which the first that holds is taken: what is never come to, and which of those before
it is to blame."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim.analysis.examine import examine
from pmsim.core.compile_expr import evaluate
from pmsim.lang.rules.example import (
    EXAMPLE_FILES,
    overlay,
    scenario_of_asking,
    scenario_of_scene,
)

DOOR = "  %s:\n    when: %s\n    text: |\n      A door.\n"
AT_THE_MOST = (
    "This is never reached: `first` comes first, and holds whenever this does, for example where"
    " `standing` is 100."
)
OPEN = "  open:\n    text: |\n      A door.\n"


def said(file: str, text: str) -> list[str]:
    """What is said of things that others take."""
    found = examine(overlay(file, text))
    assert found.pack is not None, found.diagnostics
    return [one.message for one in found.diagnostics if one.code in ("PM520", "PM521")]


def outcomes(*conditions: str) -> str:
    """Outcomes `a`, `b`, … with these conditions, and the last."""
    return (
        "".join(
            f"{name}: {{title: X, when: {each}}}\n"
            for name, each in zip("abcdef", conditions, strict=False)
        )
        + EXAMPLE_FILES["outcomes.yaml"]
    )


@pytest.mark.parametrize(
    ("conditions", "never", "earlier", "example"),
    [
        (("standing > 60", "standing > 80"), "b", "`a`", "where `standing` is 100"),
        (("standing > 60", "burnout > 10", "standing > 80"), "c", "`a`", "where `standing` is 100"),
        (
            ("standing > 50", "ines > 0", "standing <= 50", "burnout > 10"),
            "d",
            "`a` or `c`",
            "`c` where `standing` is 50 and `exhaustion` is 100",
        ),
        (
            ("standing > 60", "standing > 60 and ines > 2"),
            "b",
            "`a`",
            "where `standing` is 100 and `ines` is 5",
        ),
        (("standing < 9", "standing < 5"), "b", "`a`", "where `standing` is 0"),
        (
            ("standing > 60", "standing > 60 and role == pm"),
            "b",
            "`a`",
            "where `role` is `pm` and `standing` is 100",
        ),
    ],
)
def test_an_outcome_that_others_take(
    conditions: tuple[str, ...], never: str, earlier: str, example: str
) -> None:
    message = (
        f"The outcome `{never}` is never reached: {earlier} comes first, and holds whenever this"
        f" does, for example {example}."
    )
    assert said("outcomes.yaml", outcomes(*conditions)) == [message]


def test_what_cannot_be_said_in_a_few_words_has_no_example() -> None:
    many = "standing > 60 and ines > 2 and exhaustion > 3 and quarter > 2"
    message = "The outcome `b` is never reached: `a` comes first, and holds whenever this does."
    assert said("outcomes.yaml", outcomes("standing > 60", many)) == [message]
    assert said(
        "outcomes.yaml", outcomes("standing > 60", "standing > 60 and seen(scene.pause)")
    ) == [message]


@pytest.mark.parametrize(
    "conditions",
    [
        ("standing > 80", "standing > 60"),
        ("standing > 60 and ines > 2", "standing > 60"),
        ("standing > 60", "standing > 200"),
    ],
)
def test_an_outcome_that_others_leave_something(conditions: tuple[str, ...]) -> None:
    assert said("outcomes.yaml", outcomes(*conditions)) == []


def test_an_outcome_by_choice_is_not_asked_and_takes_nothing() -> None:
    text = outcomes("standing > 60", "standing > 80").replace("when: standing > 60", "by: choice")
    assert said("outcomes.yaml", text) == []


def test_a_last_outcome_has_to_be_there_whatever_the_others_are() -> None:
    assert said("outcomes.yaml", outcomes("standing > 60", "standing <= 60")) == []


@settings(deadline=None)
@given(st.lists(st.integers(0, 99), min_size=1, max_size=4))
def test_an_outcome_is_named_exactly_if_no_state_reaches_it(edges: list[int]) -> None:
    files = overlay("outcomes.yaml", outcomes(*(f"standing > {edge}" for edge in edges)))
    found = examine(files)
    assert found.pack is not None
    program = found.pack.program
    slot = program.slot_index["standing"]
    reached = set()
    for standing in range(101):
        state = [one.start for one in program.slots]
        state[slot] = standing
        reached.add(
            next(
                one.id for one in program.outcomes if one.when is None or evaluate(one.when, state)
            )
        )
    named = {one.message.split("`")[1] for one in found.diagnostics if one.code == "PM520"}
    assert {one.id for one in program.outcomes} - reached == named


def test_a_variant_that_others_take() -> None:
    text = """\
long_game:
  title: The Long Game
  variants:
    - id: bright
      when: standing > 20
      text: |
        Bright.
    - id: brighter
      when: standing > 30
      text: |
        Brighter.
    - id: plain
      text: |
        Plain.
"""
    assert said("outcomes.yaml", text) == [
        "This is never reached: `bright` comes first, and holds whenever this does, for example"
        " where `standing` is 100."
    ]
    assert said("outcomes.yaml", text.replace("> 30", "> 10")) == []


def test_a_wording_that_others_take() -> None:
    text = (
        "how:\n  - if: standing > 20\n    text: well\n  - if: standing > 30\n    text: better\n  -"
        " text: badly\n"
    )
    assert said("phrases.yaml", text) == [
        "This is never reached: `standing > 20` comes first, and holds whenever this does, for"
        " example where `standing` is 100."
    ]
    assert said("phrases.yaml", text.replace("> 30", "< 10")) == []
    assert said("phrases.yaml", "how:\n  - text: badly\n  - text: worse\n") == [
        "This is never reached: `text` comes first, and always holds."
    ]


@pytest.mark.parametrize(
    ("first", "second", "messages"),
    [
        ("standing > 3", "standing > 4", [AT_THE_MOST]),
        ("standing > 4", "standing > 3", []),
    ],
)
@pytest.mark.parametrize(
    "way", ["goto: [first, second, open]", "later: {in: 1, scene: [first, second, open]}"]
)
def test_a_scene_of_a_list_that_others_take(
    way: str, first: str, second: str, messages: list[str]
) -> None:
    text = scenario_of_asking(way) + DOOR % ("first", first) + DOOR % ("second", second) + OPEN
    assert said("scene.yaml", text) == messages


def test_a_scene_without_a_condition_takes_all_behind_it() -> None:
    text = scenario_of_asking("goto: [open, pause]") + OPEN
    assert said("scene.yaml", text) == [
        "This is never reached: `open` comes first, and always holds."
    ]


def test_a_scene_that_stands_twice_is_not_said_to_take_itself() -> None:
    doors = DOOR % ("first", "standing > 4") + DOOR % ("second", "standing > 3") + OPEN
    assert (
        said(
            "scene.yaml",
            scenario_of_asking("goto: [first, second, first, open]") + doors,
        )
        == []
    )


def test_a_scene_is_not_always_open_if_somebody_in_it_may_be_away() -> None:
    people = EXAMPLE_FILES["people.yaml"].replace("they: she", "they: she, away: gone")
    text = scenario_of_asking(
        "goto: [first, second, open]\nodds: 50\nsuccess: {effects: {set: [gone]}}"
    )
    text += (
        "  first:\n    with: [ines]\n    text: |\n      A door.\n" + DOOR % ("second", "%s") + OPEN
    )
    for condition, count in (("gone", 0), ("not gone", 1)):
        files = {**overlay("scene.yaml", text % condition), "people.yaml": people.encode()}
        assert [one.code for one in examine(files).diagnostics if one.severity == "warning"] == [
            "PM521"
        ] * count


@pytest.mark.parametrize(
    ("inner", "count"),
    [
        ("standing > 80", 1),
        ("standing > 40", 0),
        ("standing > 60 and ines > 1", 1),
        ("ines > 1", 0),
    ],
)
def test_an_if_in_an_else(inner: str, count: int) -> None:
    lines = [
        "text:",
        "  - if: standing > 60",
        "    text: Yes.",
        "    else:",
        f"      - if: {inner}",
        "        text: No.",
    ]
    assert len(said("scene.yaml", scenario_of_scene("\n".join(lines)))) == count


def test_a_scene_whose_condition_is_not_understood_takes_nothing_for_sure() -> None:
    text = (
        scenario_of_asking("goto: [first, second, open]")
        + DOOR % ("first", "standng > 3")
        + DOOR % ("second", "standing > 4")
        + OPEN
    )
    assert [one.code for one in examine(overlay("scene.yaml", text)).diagnostics] == ["PM301"]
