"""The measures: each finds what it is for, at its place, and nothing in what is well made; a
pack's own thresholds count."""

import pytest
from hypothesis import HealthCheck, given, settings

from pmsim.analysis.examine import examine
from pmsim.analysis.review import Review, review_pack, without_suppressed
from pmsim.analysis.review.measures import scenes_by_person
from pmsim.analysis.review.tally import ScenarioTally, sum_tallies
from tests.analysis.review.looked_at import (
    GOOD,
    TWO,
    WORDS,
    choice,
    compiled,
    files,
    reviewed,
    scenario,
    subject,
)
from tests.sizes import size
from tests.strategies.packs import packs

LONG = " ".join(["word"] * 131) + "."
TELLS = "then:\n  text: |\n    {}\n"
CROWD = [choice(name) for name in "abcdef"]
MANY = " ".join(["word"] * 71)
GONE = "effects: {standing: 1, workload: 2}\ntext: Gone."
RISKY = GOOD + "\nodds: 90\nsuccess: {effects: {ines: 1}}"


def said(found: Review) -> list[str]:
    return [
        finding.measure for finding in found.findings if finding.measure != "person_scenes_least"
    ]


def test_a_scene_as_it_should_be_has_no_findings() -> None:
    assert said(reviewed(scenario())) == []


@pytest.mark.parametrize(
    ("story", "measure", "message", "at"),
    [
        (
            scenario(LONG),
            "scene_words_most",
            "Scene `door` has 131 words before its choices; 130 is the most here.",
            "word word",
        ),
        (
            scenario("Two words."),
            "scene_words_least",
            "Scene `door` has 2 words before its choices; 35 is the least here.",
            "Two words",
        ),
        (
            scenario(WORDS, *TWO, choice("c", GOOD + "\ngoto: then"), more=TELLS.format(MANY)),
            "told_words_most",
            "Scene `then` has 71 words and no choices; 70 is the most here.",
            "word word",
        ),
        (
            scenario(WORDS, *TWO, choice("c", GONE)),
            "result_words_least",
            "What comes of `c` has 1 word; 8 is the least here.",
            "Gone.",
        ),
        (
            scenario(WORDS, *TWO, choice("c", label="Go.")),
            "label_words_least",
            "The label of `c` has 1 word; 2 is the least here.",
            "Go.",
        ),
        (
            scenario(WORDS, *TWO),
            "first_choices_least",
            "The first scene `door` has 2 choices; 3 is the least for a scenario that is drawn.",
            "door:",
        ),
        (
            scenario(WORDS, *CROWD),
            "choices_most",
            "The first scene `door` shows 6 choices; 5 is the most here.",
            "door:",
        ),
        (
            scenario(WORDS, *TWO, choice("c", GOOD.replace("standing: 1, ", ""))),
            "moves_least",
            "Choice `c` moves one number; 2 is the least.",
            "c\n",
        ),
        (
            scenario(WORDS, *TWO, choice("c", GOOD.replace("workload: 2", "workload: -2"))),
            "costs_least",
            "Choice `c` costs nothing; 1 is the least that should be for the worse.",
            "c\n",
        ),
        (
            scenario(WORDS, *TWO, choice("c", RISKY)),
            "odds_most",
            "The odds of `c` are 90 in 100 on average; 85 is the most here.",
            "c\n",
        ),
        (
            scenario(WORDS + "It is a journey."),
            "speech_only",
            "`journey` stands in the narration; it is for speech only.",
            "journey",
        ),
    ],
)
def test_each_measure_finds_its_own(story: str, measure: str, message: str, at: str) -> None:
    found = [
        finding for finding in reviewed(story).findings if finding.measure != "person_scenes_least"
    ]
    assert [(each.measure, each.message) for each in found] == [(measure, message)]
    file, line, column = found[0].place
    assert (file, story.split("\n")[line - 1][column - 1 :][: len(at.strip())]) == (
        "scene.yaml",
        at.strip(),
    )
    assert found[0].scenario == "scene"


@pytest.mark.parametrize(
    "story",
    [
        scenario(LONG.replace("word ", "", 1)),
        scenario(" ".join(["word"] * 35) + "."),
        scenario(
            WORDS,
            *TWO,
            choice("c", GOOD + "\ngoto: then"),
            more=TELLS.format(MANY.replace("word ", "", 1)),
        ),
        scenario(
            WORDS,
            *TWO,
            choice("c", GONE.replace("Gone.", "Gone before the eighth of all these words.")),
        ),
        scenario(WORDS, *TWO, choice("c", label="Go on.")),
        scenario(WORDS, *CROWD[:5]),
        scenario(WORDS, *TWO, choice("c", RISKY.replace("90", "85"))),
    ],
)
def test_what_just_keeps_to_a_limit_is_not_found(story: str) -> None:
    assert said(reviewed(story)) == []


def test_a_word_is_shown_where_it_stands() -> None:
    (found,) = (
        each
        for each in reviewed(scenario(WORDS + '"You should."\nIt should tick.')).findings
        if each.measure == "speech_only"
    )
    assert (found.place.line, found.place.column, found.length) == (9, 12, 6)


def test_the_pack_says_what_is_asked() -> None:
    story = scenario("Nine synergies tick.", *TWO)
    assert (
        said(
            reviewed(
                story, "{scene_words_least: 3, first_choices_least: 2, allowed: [Synergies]}\n"
            )
        )
        == []
    )
    own = (
        "scene_words_least: 3\nfirst_choices_least: 2\nallowed: [synergies]\nbanned: [wait a"
        " while]\nspeech_only: [ tick ]\n"
    )
    assert said(reviewed(story, own)) == ["speech_only"] + ["banned"] * 2


@pytest.mark.parametrize(("low", "high"), [("banned", "speech_only")])
def test_words_with_letters_of_patterns_are_only_words(low: str, high: str) -> None:
    assert said(reviewed(scenario(), f"{low}: ['(', 'a+', '']\n{high}: ['[x', '.*']\n")) == []


def test_a_person_who_is_hardly_met_is_named() -> None:
    found = [
        each
        for each in reviewed(scenario("{ines} and Ines.\n" + WORDS)).findings
        if each.measure == "person_scenes_least"
    ]
    assert [each.message for each in found] == ["Ines (`ines`) is met in 1 scene; 5 is the least."]
    assert found[0].place[:2] == ("people.yaml", 1)


def test_people_are_met_by_placeholder_name_phrase_and_company() -> None:
    more = (
        "b:\n  text: Ines.\nc:\n  with: [ines]\n  text: Nobody.\nd:\n  text: So {who} waits.\ne:\n "
        " text: Inesita.\n"
    )
    goes = [choice(name, GOOD + f"\ngoto: {name}") for name in "bde"] + [
        choice("c", GOOD + "\ngoto: [c, out]")
    ]
    story = scenario("{ines.full}", *goes, more=more).replace(
        "scenes:", "phrases:\n  who: |\n    {ines}\nscenes:"
    )
    assert scenes_by_person(subject(story)) == {
        "ines": {f"scene.{name}" for name in ("door", "b", "c", "d")}
    }


BACK = "back:\n  text: It comes of {because}.\nmute:\n  text: It comes.\n"


def test_what_comes_back_by_name_is_counted() -> None:
    laters = {"a": "{in: 1, scene: back}", "b": "{in: 1, scene: mute}", "c": "{in: 3, scene: back}"}
    story = scenario(
        WORDS,
        *(choice(name, f"{GOOD}\nlater: {later}") for name, later in laters.items()),
        more=BACK,
    )
    whole = reviewed(story).whole
    assert (whole.delayed, whole.returns, whole.drawn) == (
        ("scene.door.a", "scene.door.c"),
        ("scene",),
        ("scene",),
    )
    assert reviewed(story, "delay_most: 2\n").whole.delayed == ("scene.door.a",)


def test_totals_are_held_to_the_thresholds() -> None:
    totals = {total.name: total for total in reviewed(scenario()).totals}
    assert totals["choices that come back by name"].measure == "delayed_choices_share"
    assert totals["scenes in which somebody speaks"][1:] == (
        0.0,
        70,
        None,
        "%",
        "speech_share",
        ("scene.door",),
    )
    assert totals["scenes with a number or a time"][1:] == (100.0, 100, None, "%", "", ())
    assert totals["words a sentence"].measure == "sentence_words_most"
    assert (
        not reviewed(scenario(WORDS + ' "Nine," she says.'), "speech_share: 100\n")
        .totals[4]
        .measure
    )


def test_single_scenarios_are_not_asked_what_only_a_pack_can_answer() -> None:
    found = review_pack(*compiled(files(scenario())), ["scene"])
    assert found.findings == ()
    assert not {"choices with odds", "drawn scenarios that come back"} & {
        total.name for total in found.totals
    }


@settings(max_examples=size(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs())
def test_any_pack_has_a_review_and_always_the_same(written: dict[str, bytes]) -> None:
    pack, draft = compiled(written)
    found = review_pack(pack, draft)
    assert found == review_pack(pack, draft)
    assert all(
        finding.place.line >= 1 and finding.message.endswith(".") for finding in found.findings
    )
    assert found.whole == sum_tallies(row.tally for row in found.rows)
    assert sum_tallies([found.whole, ScenarioTally()]) == found.whole
    alone = [review_pack(pack, draft, [row.scenario]) for row in found.rows]
    assert sorted(each for one in alone for each in one.findings) == sorted(
        each for each in found.findings if each.scenario
    )


def test_a_comment_allows_what_is_found_where_it_stands() -> None:
    story = scenario(
        WORDS, *TWO, choice("c", label="Go.  # allow label-words-least: it is what she says")
    )
    written = files(story)
    found = reviewed(story)
    assert "label_words_least" in said(found)
    assert said(without_suppressed(found, written)) == []
    assert said(
        without_suppressed(
            found,
            {
                **written,
                "scene.yaml": story.replace("label-words-least", "label_words_most").encode(),
            },
        )
    ) == said(found)
    assert [each for each in examine(written).diagnostics if each.code.startswith("PM69")] == []


def test_a_comment_covers_the_text_that_begins_on_its_line() -> None:
    story = scenario(WORDS + "You should.\nYou should.").replace(
        "text: |", "text: |  # allow speech_only: a sermon"
    )
    assert said(reviewed(story)) == ["speech_only"] * 2
    assert said(without_suppressed(reviewed(story), files(story))) == []


@pytest.mark.parametrize(
    ("craft", "says"),
    [
        (
            "scene_words_least: 200\n",
            [
                "`scene_words_least` is 200 and `scene_words_most` is 130, so nothing can satisfy"
                " both."
            ],
        ),
        (
            "odds_most: 20\n",
            ["`odds_least` is 35 and `odds_most` is 20, so nothing can satisfy both."],
        ),
        (
            "odds_most: 20\nodds_least: 20\nmoves_least: 9\nchoices_most: 1\n",
            ["`choices_least` is 2 and `choices_most` is 1,"],
        ),
    ],
)
def test_bounds_that_contradict_each_other_are_said(craft: str, says: list[str]) -> None:
    met = [each for each in examine(files(scenario(), craft)).diagnostics if each.code == "PM660"]
    assert [
        found.message[: len(sentence)] for found, sentence in zip(met, says, strict=True)
    ] == says
