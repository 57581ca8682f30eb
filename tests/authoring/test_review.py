"""A review on paper: in 80 columns, with every place and measure; the same in JSON."""

import json

from pmsim.authoring.review_report import (
    ADVICE,
    FIRST_WIDTH,
    WIDTH,
    NamedReview,
    review_json,
    review_text,
)
from pmsim.lang.schema.craft import THRESHOLDS
from tests.analysis.review.looked_at import GOOD, TWO, WORDS, choice, reviewed, scenario

STORY = scenario(WORDS, *TWO, choice("c", GOOD, "Go."))
PAPER = NamedReview("example", reviewed(STORY), {"scene.yaml": "stories/example/scene.yaml"})


def test_the_report_has_a_row_a_scenario_and_what_to_do_where() -> None:
    lines = review_text(PAPER).split("\n")
    assert lines[0].split() == [
        "scenario",
        "words",
        "scenes",
        "choices",
        "later",
        "odds",
        "vary",
        "says",
        "sent",
        "grade",
        "mend",
    ]
    assert lines[1].split() == ["scene", "75", "1", "3", "0%", "0%", "0%", "0%", "17.0", "4.9", "1"]
    at = lines.index("stories/example/scene.yaml:18:16")
    assert (
        lines[at + 1] == "  The label of `c` has 1 word; 2 is the least here. [label_words_least]"
    )
    assert "! choices that come back by name                  0 %   35 % or more" in lines
    assert "  scenes with a number or a time                100 %   100 % or more" in lines


def test_no_line_is_wider_than_a_terminal() -> None:
    long = "a" * 64
    crowded = PAPER._replace(name=long, files={})
    crowded = crowded._replace(
        review=crowded.review._replace(
            rows=tuple(row._replace(scenario=long) for row in crowded.review.rows)
        ),
    )
    assert max(len(line) for line in review_text(crowded).split("\n")) <= WIDTH
    assert f"{'a' * (FIRST_WIDTH - 1)}…" in review_text(crowded)


def test_what_a_whole_misses_has_advice() -> None:
    shares = [
        field.name
        for field in THRESHOLDS
        if field.name.endswith("_share") or field.name in ("checks_least", "checks_most")
    ]
    of_wholes = {
        *shares,
        "sentence_words_least",
        "sentence_words_most",
        "grade_least",
        "grade_most",
        "exclamations_most",
    }
    assert set(ADVICE) == of_wholes


def test_json_has_all_of_it() -> None:
    (found,) = json.loads(review_json([PAPER]))
    assert list(found) == ["name", "scenarios", "findings", "totals"]
    assert found["scenarios"][0]["id"] == "scene"
    assert found["scenarios"][0]["file"] == "stories/example/scene.yaml"
    assert found["scenarios"][0]["choices"] == 3
    label = next(each for each in found["findings"] if each["measure"] == "label_words_least")
    assert (label["file"], label["line"], label["column"], label["scenario"]) == (
        "stories/example/scene.yaml",
        18,
        16,
        "scene",
    )
    assert {total["measure"] for total in found["totals"]} >= {"delayed_choices_share", ""}


def test_names_cannot_command_a_terminal() -> None:
    assert "\x1b" not in review_text(
        PAPER._replace(name="\x1b[2J", files={"scene.yaml": "\x1b[2J.yaml"})
    )
