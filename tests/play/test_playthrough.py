"""A playthrough is read, played and held to what it expects; what does not hold says what is."""

import pytest

from pmsim.play.playthrough import Playthrough, parse_playthrough
from pmsim.ui.headless import PlayedPlaythrough, play_playthrough
from tests import tiny

HEAD = "play: tiny\nstart: fumes\nseed: 5\n"


def read(text: str) -> Playthrough:
    """A sound playthrough."""
    found = parse_playthrough(text.encode(), "x.playthrough.yaml")
    assert found.diagnostics == ()
    assert found.playthrough is not None
    return found.playthrough


def played(text: str) -> PlayedPlaythrough:
    """Played with the tiny pack."""
    return play_playthrough(tiny.pack(), read(HEAD + text))


def test_what_is_left_out_has_its_default() -> None:
    found = read("play: tiny\n")
    assert found[:7] == ("tiny", "", 1, 0, (), (), "stop")
    assert found.expected == ()


def test_everything_that_can_be_said() -> None:
    found = read(
        HEAD + "quarters: 2\nchoices: [ship, keep.monday.door.ship]\nreseed: {12: 801, 3: 4}\nthen:"
        " random\nexpect: {outcome: worn}\n"
    )
    assert [choice.text for choice in found.choices] == ["ship", "keep.monday.door.ship"]
    assert found.reseed == ((3, 4), (12, 801))
    assert (found.quarters, found.then, found.expected[0][:2]) == (2, "random", ("outcome", "worn"))


@pytest.mark.parametrize(
    "text",
    [
        "play: tiny\nsed: 3\n",
        "seed: 3\n",
        "play: tiny\nseed: -1\n",
        "play: tiny\nseed: 1.5\n",
        "play: tiny\nchoices: {a: b}\n",
        "- a\n- b\n",
        "play: *x\n",
        "\x00",
        "play: tiny\nquarters: 0\n",
    ],
)
def test_what_is_none_is_returned_with_its_problems(text: str) -> None:
    found = parse_playthrough(text.encode(), "x.playthrough.yaml")
    assert found.playthrough is None
    assert found.diagnostics


HOLDS = (
    "outcome: worn",
    "standing: '>= 0'",
    "standing: '> -1'",
    "standing: <= 100",
    "standing: < 101",
    "standing: '!= 101'",
    "ines: 1",
    "role: senior_pm",
    "flags: [promised]",
    "seen: [monday.door]",
    "seen: [monday, close.page]",
    "text: [YOU ARE at   monday.door]",
    "delivery.done: 0",
    "times.plain: '>= 2'",
)
MISSES = (
    ("outcome: left", "outcome left", "outcome worn"),
    ("standing: '> 100'", "standing > 100", "standing "),
    ("standing: 101", "standing 101", "standing "),
    ("role: tpm", "role tpm", "role senior_pm"),
    ("flags: [told_sam]", "flags told_sam", "flags promised"),
    ("seen: [letter.opened]", "seen letter.opened", "not entered"),
    ("text: [no such words]", "text no such words", "nobody said that"),
    ("standin: 3", "standin 3", "there is no standin; the nearest is standing"),
    ("standing: about 3", "standing about 3", "a comparison is a number"),
    ("standing: < frayed", "standing < frayed", "a comparison is a number"),
)


@pytest.mark.parametrize("expected", HOLDS)
def test_an_expectation_that_holds(expected: str) -> None:
    assert played(f"then: first\nexpect: {{{expected}}}\n").misses == ()


@pytest.mark.parametrize(("expected", "wanted", "got"), MISSES)
def test_an_expectation_that_does_not(expected: str, wanted: str, got: str) -> None:
    (miss,) = played(f"then: first\nexpect: {{{expected}}}\n").misses
    assert miss.expected == wanted
    assert got in miss.got
    assert (miss.place.file, miss.place.line) == ("x.playthrough.yaml", 5)


def test_a_choice_that_is_not_open_is_a_miss_at_its_place() -> None:
    found = played("choices:\n  - ship\n  - sail\n")
    assert found.refused is not None
    assert found.refused.decision == 2
    assert found.misses[0].place.line == 6
    assert "Open are: " in found.misses[0].got


def test_reseeding_changes_luck_from_its_decision_on() -> None:
    plain, turned = (played(f"{text}then: first\n").session for text in ("", "reseed: {2: 99}\n"))
    assert plain.nodes[1].turn.state.slots == turned.nodes[1].turn.state.slots
    assert plain.position.seed == 5
    assert turned.position.seed == 99
