"""Calendars of terms and months: the words of the frame, names of seasons, quarters in which nothing
happens."""

import pytest

from pmsim.analysis.examine import examine
from pmsim.analysis.word_counts import WordCounter
from pmsim.lang import compile_pack
from pmsim.lang.pack import FRAME, Pack
from pmsim.play.session import Session
from pmsim.ui.plain_text import render_ending, render_life, render_page
from pmsim.ui.present.ending import ending
from pmsim.ui.present.history import all_lives, life_pages, start_summaries, starts_sentence
from pmsim.ui.present.pages import render_pages
from pmsim.ui.present.parts import Page
from pmsim.ui.present.words import quarter_mark, quarter_words
from tests.analysis.turn_words import words_of_turn
from tests.small import CALENDAR, OUTCOMES, WORLD, played, small

TERMS = """
calendar:
  quarters: 7
  unit: term
  units: terms
  per_year: 3
  names: {autumn: autumn term, spring: spring term, tired_out: summer term}
  quarter: [{scenario: main, when: season == autumn}]
"""
MAIN = """
scenes:
  hall:
    text: It is {season}, {season.number} of {quarter}.
    choices:
      - {id: go, label: Go., later: {in: 2, scene: bill}}
      - {id: stay, label: Stay., effects: {set: [tired_out], tired: 9}}
  bill:
    text: A bill.
"""
DECAY = ("dread: {min: 0, max: 99, start: 50, good: low, each_quarter: 2, bands: {low: 0}}",)


def teacher(main: str = MAIN, calendar: str = TERMS) -> Pack:
    return small(calendar, stats=DECAY, main=main)


def lines(page: Page) -> list[str]:
    return [line for line in render_page(page) if line]


def read(session: Session) -> list[list[str]]:
    """The pages of the last step, each as plain lines."""
    turn = session.turn
    pages = render_pages(session.pack, turn.events, turn.state, session.offered)
    return [lines(page) for page in pages]


def test_the_frame_speaks_of_terms() -> None:
    session = played(teacher(), ["go"])
    first = life_pages(session)[1]
    assert lines(first)[0] == "You chose: Go."
    assert "Ahead: something comes of this, two terms or so from now." in " ".join(lines(first))
    assert session.pack.frame.units == "terms"
    frame = session.pack.frame
    assert quarter_words(5, frame) == "Year two, spring term"
    assert quarter_words(5, frame._replace(seasons=())) == "Year two, second term"
    assert quarter_words(3, frame._replace(per_year=1, unit="year")) == "Year three"
    assert (quarter_mark(5, frame), quarter_mark(5, FRAME)) == ("T5", "Q5")
    assert starts_sentence(start_summaries(session.pack), frame).endswith("for seven terms.")
    assert "Now in term 4." in render_life(all_lives(session)[0])
    session.replay(["stay", "stay"])
    told = " ".join(render_ending(ending(session, ())))
    assert told.startswith("Junior. Seven terms, three decisions.")


def test_units_may_be_left_out() -> None:
    calendar = "calendar: {quarters: 4, unit: month, quarter: [{scenario: main}]}\n"
    assert small(calendar, main="scenes: {a: {text: A.}}").frame.units == "months"


def test_a_season_is_compared_by_name() -> None:
    main = """
    scenes:
      hall:
        text:
          - if: season == autumn
            text: First.
          - if: season in (spring, tired_out) and not tired_out
            text: Later, of year {quarter}.
        choices:
          - {id: go, label: Go., effects: {set: [tired_out]}}
    """
    session = played(teacher(main, TERMS.replace(", when: season == autumn", "")))
    seen = []
    for _ in range(4):
        seen.append(read(session)[-1][0])
        session.act("go")
    assert [line for line in seen if line in ("First.", "Later, of year 2.")] == [
        "First.",
        "First.",
    ]


def test_a_season_is_shown_by_name_and_counted_in_words() -> None:
    pack = teacher()
    session = played(pack)
    assert read(session)[-1][0] == "It is autumn term, 1 of 1."
    counter = WordCounter(pack)
    assert words_of_turn(counter, session.turn, session.offered) == 9
    quarters = small("calendar: {quarters: 2, quarter: [{scenario: main}]}\n", main=MAIN)
    assert read(played(quarters))[-1][0] == "It is 1, 1 of 1."


MONTHS = """
calendar:
  quarters: 26
  unit: month
  per_year: 12
  quarter: [{scenario: main}]
"""
QUARTERS = "calendar: {quarters: 8, quarter: [{scenario: main}]}\n"


@pytest.mark.parametrize(
    ("calendar", "quarter", "line"),
    [
        (TERMS, 5, "spring term, 2, two; 2, two, Two."),
        (TERMS, 3, "summer term, 3, three; 1, one, One."),
        (MONTHS, 12, "12, 12, twelve; 1, one, One."),
        (MONTHS, 13, "1, 1, one; 2, two, Two."),
        (MONTHS, 26, "2, 2, two; 3, three, Three."),
        (QUARTERS, 8, "4, 4, four; 2, two, Two."),
        (QUARTERS.replace("{q", "{per_year: 1, q"), 7, "1, 1, one; 7, seven, Seven."),
    ],
)
def test_year_and_season_read_in_figures_and_words(calendar: str, quarter: int, line: str) -> None:
    main = """
    scenes:
      hall:
        text: >
          {season}, {season.number}, {season.words}; {year}, {year.words}, {Year.words}.
        choices:
          - {id: go, label: Go.}
    """
    pack = small(calendar.replace(", when: season == autumn", ""), main=main)
    session = played(pack, ["go"] * (quarter - 1))
    assert session.state.quarter == quarter
    assert read(session)[-1][0] == line
    counter = WordCounter(pack)
    shown = counter.words_of_key("main.hall/text", session.turn.state)
    assert shown == len(line.split())


@pytest.mark.parametrize("word", ["season", "year"])
def test_a_phrase_with_the_name_keeps_its_meaning(word: str) -> None:
    main = f"phrases: {{{word}: the rains}}\nscenes:\n  a:\n    text: In {{{word}}}.\n"
    pack = small(main=main)
    assert "PM309" in [one.code for one in pack.warnings]
    assert "In the rains." in read(played(pack))[0]


def test_another_form_of_year_is_answered() -> None:
    files = {
        "pack.yaml": WORLD + TERMS + OUTCOMES,
        "main.yaml": f"language: 1\ntitle: M\n{MAIN.replace('{quarter}', '{year.number}')}",
    }
    found = compile_pack({name: text.encode() for name, text in files.items()}).diagnostics
    assert [(one.message, one.hint) for one in found if one.severity == "error"] == [
        ("`{year.number}` has no form `number`.", "There is `{year.words}`.")
    ]


def test_empty_quarters_are_one_line() -> None:
    session = played(teacher(), ["stay"])
    result, asked = read(session)
    assert result[-2:] == [
        "As the term ends. Dread up 2, still low.",
        "On their way: The last term, in six terms.",
    ]
    assert asked[:2] == ["Two terms pass.", "As they pass. Dread up 4, still low."]
    session.act("stay")
    session.act("stay")
    assert session.outcome == "done"
    assert read(session)[-1][0] == "Over."


def test_before_an_end_too() -> None:
    session = played(teacher(calendar=TERMS.replace("quarters: 7", "quarters: 3")), ["stay"])
    assert session.outcome == "done"
    end = read(session)[-1]
    assert end == ["Two terms pass.", "As they pass. Dread up 2, still low.", "Over."]


def test_at_the_beginning_too() -> None:
    calendar = TERMS.replace("season == autumn", "season == tired_out")
    assert read(played(teacher(calendar=calendar)))[0][:2] == [
        "Two terms pass.",
        "As they pass. Dread up 4, still low.",
    ]


def test_a_scene_without_words_tells_nothing() -> None:
    calendar = TERMS.replace("]\n", ", {scenario: quiet, when: season == spring}]\n")
    quiet = "scenes:\n  a: {effects: {dread: 20}}\n"
    pack = small(calendar, stats=DECAY, main=MAIN, quiet=quiet)
    assert read(played(pack, ["stay"]))[-1][:2] == [
        "Two terms pass.",
        "As they pass. Dread up 24, still low.",
    ]


def test_a_quarter_with_words_is_not_empty() -> None:
    told = read(played(teacher(), ["go"]))
    assert told[1][:2] == ["One term passes.", "As it passes. Dread up 2, still low."]
    assert told[1][2] == "A bill."


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("per_year: 13", "`per_year` must be a whole number from 1 to 12"),
        ("per_year: many", "`per_year` must be a whole number from 1 to 12"),
        ("unit: [a]", "`unit` must be a few words, and here is a list."),
        ("names: [a, b, c, d]", "`names` must be names, each with a colon"),
        ("names: {a: A, b: B}", "`names` must be 4 names, one for each quarter of a year"),
        ("per_year: 2, names: {a: A, b: B, c: C}", "`names` must be 2 names, one for each"),
        ("per_year: 1, names: {mood: A}", "`mood` is a stat and also a season."),
        ("names: {Ab: A, b: B, c: C, d: D}", "`Ab` is not a"),
    ],
)
def test_bad_input_is_answered(more: str, said: str) -> None:
    calendar = CALENDAR.replace("quarters: 4", f"quarters: 4, {more}")
    files = {
        "pack.yaml": WORLD + calendar + OUTCOMES,
        "main.yaml": f"language: 1\ntitle: M\n{MAIN}",
    }
    found = examine({name: text.encode() for name, text in files.items()}).diagnostics
    line = WORLD.count("\n") + 1
    assert [one.place.line for one in found if said in one.message] == [line], found


def test_nothing_else_is_compared_with_a_season() -> None:
    main = MAIN.replace("{id: go,", "{id: go, needs: season == winter,")
    files = {"pack.yaml": WORLD + TERMS + OUTCOMES, "main.yaml": f"language: 1\ntitle: M\n{main}"}
    found = compile_pack({name: text.encode() for name, text in files.items()}).diagnostics
    assert [one.message for one in found if one.severity == "error"] == [
        "Nothing here is called `winter`."
    ]
