"""The debrief in words: what each part says, in every format, of careers real and random."""

import io
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim import load_pack
from pmsim.lang.pack import Pack
from pmsim.play.migrate import restore
from pmsim.play.savefile import read_save, write_save
from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.ui import headless, plain
from pmsim.ui.debrief_formats import FORMATS, write_debrief
from pmsim.ui.plain_text import render_debrief, straighten
from pmsim.ui.present.debrief import CLOSING, HELP, NO_CROSSROADS, PRIVACY, QUESTION, debrief_of
from pmsim.ui.present.debrief_pages import Debrief
from pmsim.ui.present.history import choice_label_at
from pmsim.ui.present.text import to_plain
from tests.sizes import size
from tests.small import played, small
from tests.strategies.packs import compiled_packs, lived

SHIPPED = load_pack("the_long_game")
DAY = """\
repeat: 1
scenes:
  day:
    text: |
      Monday.
    choices:
      - id: help
        label: |
          "Me," you say.
        tags: [kind]
        effects: {do: craft}
      - id: sneer
        label: Sneer.
        tags: [sharp]
        effects: {set: [grim], clear: [mild], vision.interest: -2}
      - {id: rise, label: Rise., effects: {role: senior, tired: 30, set: [mild], clear: [grim]}}
"""
CALENDAR = "calendar: {quarters: 6, quarter: [{scenario: main}]}\n"
WORDS = """\
debrief:
  watch: [heavy, mood]
  wants: {mild: to be mild, grim: to be grim}
  statements:
    kindly: {say: You are kind., cites: [kind], against: [sharp], do: Be kinder., ask: Ask Ann.}
    sharply: {say: You are sharp., cites: [sharp], do: Be duller.}
  activities:
    walk: {do: Take a walk.}
    swim: {when: tired > 0, do: Take a swim., ask: Ask a fish.}
  help:
    - if: heavy >= weighty
      text: Tell a doctor.
"""


def told(choices: list[str], words: str = WORDS, **more: Any) -> Debrief:
    return debrief_of(played(small(CALENDAR, world=words, main=DAY), choices), **more)


def test_a_quarter_is_a_sentence_of_what_was_chosen() -> None:
    life = told(["help", "rise"])
    assert [(one.mark, one.sentence) for one in life.quarters] == [
        ("Q1", "You chose “‘Me,’ you say” (Main)."),
        ("Q2", "You chose “Rise” (Main). New role: Senior."),
    ]
    assert life.summary == "Senior. Three quarters, two decisions. This life goes on."


def test_wants_are_told_in_the_packs_words() -> None:
    assert told(["sneer", "help", "rise", "rise"]).wants_sentence == (
        "At the beginning you wanted to be grim. From Q3 on, you wanted to be mild."
    )
    assert told(["help"]).wants_sentence == ""


def test_a_statement_has_its_evidence_and_what_speaks_against_it() -> None:
    (claim,) = told(["help", "help", "sneer", "help"]).statements
    assert (claim.id, claim.say, claim.strength) == ("kindly", "You are kind.", "some")
    assert [(one.mark, one.label) for one in claim.quoted] == [
        ("Q1", "“‘Me,’ you say”"),
        ("Q2", "“‘Me,’ you say”"),
        ("Q4", "“‘Me,’ you say”"),
    ]
    assert [one.label for one in claim.quoted_against] == ["“Sneer”"]
    page = write_debrief(told(["help", "help", "sneer", "help"]), "md")
    assert "Three choices speak for it, one against it: Q3 “Sneer”." in page


def test_three_things_to_do_and_one_question() -> None:
    life = told(["help", "help", "help"])
    assert [(one.text, one.because) for one in life.activities] == [
        ("Be kinder.", "You are kind."),
        ("Take a walk.", ""),
    ]
    assert life.question.text == "Ask Ann."
    tired = told(["rise", "sneer"])
    assert [one.text for one in tired.activities] == [
        "Take a walk.",
        "Take a swim.",
        "Arrange not to need Vision.",
    ]
    assert tired.activities[2].because == "You practised it never, and want less of it."
    assert tired.question.text == "Ask a fish."


def test_the_last_lines_are_the_packs_or_ours() -> None:
    life = told(["help"])
    assert (life.help, life.privacy, life.closing) == ("", PRIVACY, CLOSING)
    assert told(["rise"]).help == "Tell a doctor."
    bare = told(["help"], "")
    assert (bare.help, bare.question.text) == (HELP, QUESTION)
    assert bare.no_statement == "Too little to tell. A longer life would say more."


def test_the_grid_takes_the_players_word() -> None:
    before, after = told(["sneer"]), told(["sneer"], corrections={"vision": "more"})
    assert (before.do_less, after.do_less, after.do_more) == (("Vision",), (), ("Vision",))
    row = after.grid[1]
    assert (row.label, row.interest, row.suggestion, row.is_corrected) == (
        "Vision",
        "more",
        "next project",
        True,
    )
    assert "| Vision | learn | never | more (yours) | next project |" in write_debrief(after, "md")


def test_practice_is_within_a_stage_or_across() -> None:
    assert told(["help"] * 3).stage == (
        "Within a stage: of three times that you practised a skill, three belonged to Early, the"
        " stage of your role."
    )
    assert told(["help", "help", "help", "rise"]).stage == (
        "Across stages: of three times that you practised a skill, nought belonged to Late, the"
        " stage of your role."
    )
    assert told(["help", "help"]).stage == ""


def test_curves_hold_each_quarter_and_the_end() -> None:
    curve = told(["help", "rise"]).curves[0]
    assert (curve.id, curve.values) == ("heavy", (0, 0, 15, 15))
    assert curve.sentence == "Heavy: 0 at first, 15 at last."


class Reader(HTMLParser):
    """What a browser would find in a page: its words, its tags, and every address in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.inside = tag
        self.addresses += [
            f"{name}={value}" for name, value in attrs if name in ("href", "src", "xlink:href")
        ]

    def handle_data(self, data: str) -> None:
        if self.inside != "style":
            self.words.append(data)


HOSTILE = "</style><script>alert(1)</script> & <img src=x onerror=alert(2)> *a* `b` | c"


def test_a_hostile_label_is_only_read() -> None:
    day = DAY.replace("label: Sneer.", f"label: |\n          {HOSTILE}")
    words = WORDS.replace(
        "sharply: {say: You are sharp., cites: [sharp], do: Be duller.}",
        f"sharply:\n      cites: [sharp]\n      say: |\n        {HOSTILE}",
    )
    session = played(small(CALENDAR, world=words, main=day), ["sneer"] * 3)
    page = write_debrief(debrief_of(session), "html")
    read = Reader(page)
    assert "script" not in read.tags
    assert "img" not in read.tags
    shown = "</style><script>alert(1)</script> & <img src=x onerror=alert(2)> a `b` | c"
    assert sum(shown in words for words in read.words) >= 5
    markdown = write_debrief(debrief_of(session), "md")
    assert "<script" not in markdown.replace("\\<script", "")
    assert r"\`b\` \| c" in markdown


@pytest.fixture(scope="module")
def ended() -> Session:
    """A whole career in the shipped pack."""
    session = Session(SHIPPED, "fumes", 3)
    headless.play_choices(session, [], "enabler")
    return session


def test_the_page_needs_no_network_and_prints(ended: Session) -> None:
    page = write_debrief(debrief_of(ended), "html")
    read = Reader(page)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert read.addresses == []
    assert not re.search(r"url\(|@import|https?:", page)
    assert "default-src 'none'" in page
    assert "@media print" in page
    assert read.tags.count("svg") == len(debrief_of(ended).curves) == 13


def test_every_format_says_the_same(ended: Session) -> None:
    life = debrief_of(ended)
    written = {form: write_debrief(life, form) for form in FORMATS}
    shown = {
        "md": re.sub(r"\\(.)", r"\1", written["md"]),
        "html": "".join(Reader(written["html"]).words),
        "plain": "\n".join(render_debrief(life)),
    }
    texts = [
        *(one.sentence for one in life.quarters),
        *(one.say for one in life.statements),
        *(one.text for one in life.activities),
        *(choice.label for one in life.statements for choice in one.quoted),
        *(row.label for row in life.grid),
        *(curve.sentence for curve in life.curves if curve.kind == "stat"),
        life.wants_sentence,
        life.question.text,
        life.help,
        life.privacy,
        life.closing,
    ]
    assert len(life.statements) == 5
    for name, page in shown.items():
        for text in texts:
            assert (straighten(text) if name == "plain" else text) in page, (name, text)
    value = json.loads(written["json"])
    assert value["format"] == 1
    assert [one["say"] for one in value["statements"]] == [one.say for one in life.statements]


def test_it_never_says_to_quit_or_to_stay() -> None:
    texts = [
        "".join(str(part) for part in text)
        for key, text in SHIPPED.texts.items()
        if key.startswith("debrief")
    ]
    assert len(texts) > 50
    assert not [
        text
        for text in texts
        if re.search(r"\b(quit|resign|stay (here|on)|leave Tarrow|leave your)\b", text)
    ]


def bare(text: str) -> str:
    """A label without quotation marks and full stops."""
    return re.sub("[“”‘’.]", "", text)


def labels_of(session: Session) -> dict[int, str]:
    """The label of each choice of a career as its page showed it, by the decision's number."""
    return {
        number: to_plain(choice_label_at(session, node))
        for number, node in enumerate(session.path()[1:], 1)
    }


@settings(max_examples=size(20), deadline=None)
@given(compiled_packs(), st.integers(0, 2**32))
def test_the_law_of_the_debrief(pack: Pack, seed: int) -> None:
    session = lived(pack, seed, 80)
    life = debrief_of(session)
    labels = labels_of(session)
    for statement in life.statements:
        assert len(statement.quoted) == 3
        assert len({one.quarter for one in statement.quoted}) >= 2
        for one in (*statement.quoted, *statement.quoted_against):
            assert bare(one.label) == bare(labels[one.decision])
    assert len(life.statements) <= 5
    assert len(life.activities) <= 3
    quoted = [one for quarter in life.quarters for one in quarter.choices]
    assert all(bare(one.label) == bare(labels[one.decision]) for one in quoted)
    again = restore(pack, read_save(write_save(session, 1))).session
    for form in FORMATS:
        assert write_debrief(debrief_of(again), form) == write_debrief(life, form)


def talked(*typed: str, career: PlayableCareer) -> str:
    """What plain mode says when these lines are typed."""
    sink = io.StringIO()
    plain.run(career, io.StringIO("".join(f"{line}\n" for line in typed)), sink)
    return sink.getvalue()


def test_plain_mode_tells_it_and_takes_the_players_word() -> None:
    career = PlayableCareer(played(small(CALENDAR, world=WORDS, main=DAY), ["sneer"]))
    said = talked("debrief", "interest vision more", "quit", career=career)
    assert "Vision: learn; practised never; interest less. Arrange not to need." in said
    assert "Vision: learn; practised never; interest more (yours). Next project." in said
    assert career.interests() == {"vision": "more"}
    said = talked("interest vision undone", "interest patience less", career=career)
    assert "The skills: Craft or Vision." in said
    assert career.interests() == {}


def test_plain_mode_plays_on_when_asked() -> None:
    session = played(small(CALENDAR, world=WORDS, main=DAY), ["sneer", "help", "help"])
    said = talked("roads", "quit", career=PlayableCareer(session))
    assert "Playing on from each decision. It takes half a minute at most." in said
    assert "Q1 Sneer" in said.replace('"', "")
    assert re.search(r"Heavy ended at \d+ on average, on your road at \d+", said)


def test_a_search_that_finds_nothing_says_so() -> None:
    session = played(small(CALENDAR, world=WORDS, main=DAY), ["sneer"])
    page = write_debrief(debrief_of(session, found=()), "md")
    assert f"### The roads not taken\n\n{NO_CROSSROADS}\n" in page
    assert "The roads" not in write_debrief(debrief_of(session), "md")
