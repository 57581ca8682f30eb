"""The screens as text, without a screen: at five sizes, in colour and without."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion
from textual.content import Content

from pmsim.lang.pack import FRAME
from pmsim.play.session import Session
from pmsim.ui.present.history import (
    all_lives,
    current_page,
    decision_options,
    start_summaries,
    step_pages,
)
from pmsim.ui.present.parts import Page
from pmsim.ui.present.reading import logged_pages
from pmsim.ui.present.status import Gauge, PersonLine
from pmsim.ui.present.text import Paragraph, StyledSpan
from pmsim.ui.present.words import quarter_words
from pmsim.ui.tui import drawings
from pmsim.ui.tui.appearance import (
    ASCII,
    BARE_TOKENS,
    COLOUR_TOKENS,
    FULL,
    ThemeTokens,
    make_tokens,
)
from pmsim.ui.tui.layout import dialogs
from pmsim.ui.tui.layout.status import head_line, margin_lines, strip_lines
from pmsim.ui.tui.layout.story import log_page, story_page
from pmsim.ui.tui.layout.timeline import timeline_page
from pmsim.ui.tui.layout.you import you_page
from pmsim.ui.tui.screens.you import read_you
from pmsim.ui.tui.sheet import PageLine, Sheet, first_fitting, make_sheet, tightening_sheets
from pmsim.ui.tui.widgets import FooterKey, footer_line
from tests.ui.tiny import pack

PERMANENT_KEYS = (
    FooterKey("?", "Help", "screen.look('help')"),
    FooterKey("q", "Quit", "app.leave"),
)
SIZES = ((120, 40), (100, 30), (80, 24), (60, 18), (40, 12))
KEYS = (
    FooterKey("enter", "Go on", ""),
    FooterKey("t", "Timeline", ""),
    FooterKey("i", "You", ""),
    FooterKey("u", "Back one", ""),
    FooterKey("l", "Log", ""),
)


def page_of(*choices: str, page: int = -1, seed: int = 7) -> Page:
    """A page of the tiny world after some choices."""
    session = Session(pack(), "fumes", seed)
    session.replay(choices)
    return step_pages(session)[page]


def text(leaves: list[PageLine]) -> str:
    """What stands on a sheet."""
    return "\n".join(leaf.content.plain.rstrip() for leaf in leaves)


def screen(
    page: Page, size: tuple[int, int], cursor: int = 0, own: ThemeTokens = COLOUR_TOKENS
) -> str:
    """Everything a window of this size says of a page, one part after another."""
    place = first_fitting(
        tightening_sheets(make_sheet(*size, tokens=own)),
        lambda place: len(story_page(page, place, cursor)),
    )
    parts = [
        head_line(page.status, size[0], place).plain if place.has_head else "",
        text(story_page(page, place, cursor)),
        "\n".join(
            line.plain
            for line in (
                margin_lines(page.status, place)
                if place.margin_width
                else strip_lines(page.status, place)
            )
        ),
        footer_line(KEYS, place, PERMANENT_KEYS)[0].plain,
    ]
    return "\n---\n".join(part for part in parts if part)


@pytest.mark.parametrize("size", SIZES)
def test_a_scene(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    assert screen(page_of(), size) == snapshot


@pytest.mark.parametrize("size", [(100, 30), (40, 12)])
def test_a_result_with_a_check(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    assert screen(page_of("who_spoke", page=0), size) == snapshot


def test_plain_characters_are_ascii() -> None:
    own = make_tokens(False, True)
    for page in (page_of(), page_of("who_spoke", page=0)):
        assert screen(page, (100, 30), own=own).isascii()


def test_without_colour_the_text_says_what_is_highlighted_shut_and_changed() -> None:
    told = screen(page_of(), (100, 30), own=BARE_TOKENS).split("\n")
    assert [line for line in told if line.startswith(" › 1  “Who spoke")]
    assert [line for line in told if line.startswith("   ×  Call in two favours.")]
    bare = make_sheet(100, 30, tokens=BARE_TOKENS)
    leaves = story_page(page_of(), bare, 0)
    chosen = next(leaf.content for leaf in leaves if "Who spoke" in leaf.content.plain)
    assert any("bold underline" in str(span.style) for span in chosen.spans)
    shut = next(leaf.content for leaf in leaves if "favours." in leaf.content.plain)
    assert any("strike" in str(span.style) for span in shut.spans)
    moved = margin_lines(page_of("stopped_doing", page=0).status, bare)
    named = next(line for line in moved if line.plain.startswith("Burnout"))
    assert any(span.style == "bold" for span in named.spans)
    assert not any("$" in str(span.style) for leaf in leaves for span in leaf.content.spans)


def test_a_closed_choice_says_how_far_only_where_the_cursor_rests() -> None:
    said = "It opens with Capital two higher."
    assert said not in screen(page_of(), (100, 30), 0)
    assert said in screen(page_of(), (100, 30), 3)


@pytest.mark.parametrize("size", SIZES)
def test_one_edge(size: tuple[int, int]) -> None:
    place = make_sheet(*size)
    lines = text(story_page(page_of(), place, 0)).split("\n")
    edges = {
        len(line) - len(line.lstrip())
        for line in (lines[0], next(line for line in lines if line.strip().startswith("Tobias")))
    }
    edges |= {next(line for line in lines if "asks of your" in line).index("asks")}
    edges |= {line.index(word) for line, word in ((line, "Nod.") for line in lines) if word in line}
    foot_line = footer_line(KEYS, place, PERMANENT_KEYS)[0].plain
    edges |= {len(foot_line) - len(foot_line.lstrip())}
    if place.has_head:
        edges |= {place.text_column}
    assert edges == {place.text_column}


@given(
    st.integers(40, 220),
    st.integers(12, 70),
    st.integers(60, 75),
    st.sampled_from(("scene", "result")),
)
def test_nothing_is_wider_than_its_place(width: int, height: int, measure: int, kind: str) -> None:
    place = make_sheet(width, height, measure)
    page = page_of() if kind == "scene" else page_of("who_spoke", page=0)
    assert place.measure <= 75
    assert place.text_column + place.measure + 1 <= width
    assert place.text_column + place.line_width <= width
    assert not place.margin_width or place.measure + 2 + place.margin_width <= place.line_width
    for leaf in story_page(page, place, 0):
        assert len(leaf.content.plain.rstrip()) <= place.text_column + place.measure
        assert leaf.content.cell_length <= place.text_column + place.measure + 1
    assert head_line(page.status, width, place).cell_length <= place.line_width
    assert all(line.cell_length <= place.full_width for line in strip_lines(page.status, place))
    assert not place.margin_width or all(
        line.cell_length <= place.margin_width for line in margin_lines(page.status, place)
    )
    line, places = footer_line(KEYS, place, PERMANENT_KEYS)
    assert line.cell_length <= width
    assert line.plain.endswith("q Quit")
    assert "? Help" in line.plain
    for begin, end, action in places:
        label = next(key.label for key in (*KEYS, *PERMANENT_KEYS) if key.action == action)
        assert line.plain[begin:end].endswith(label) or action == ""


@pytest.mark.parametrize("size", SIZES)
def test_other_screens_keep_to_their_room(size: tuple[int, int]) -> None:
    place = make_sheet(*size)
    session = Session(pack(), "fumes", 7)
    session.replay(["who_spoke", "none", "stopped_doing"])
    session.rewind(2)
    session.act("keep.emoji.announcement.who_spoke")
    led = all_lives(session)
    sheets = {
        "you": you_page(read_you(session), place, 0, show_all=True),
        "log": log_page(logged_pages(session), place),
        "timeline": timeline_page(
            led, 4, (1, 0), decision_options(session, led[1].dots[0].node), 3, place
        ),
        "doors": dialogs.starts_page(
            "Choose a door",
            "Two.",
            "Quietly.",
            start_summaries(session.pack),
            place,
            1,
        ),
        "keys": dialogs.help_page(
            (("Choosing", (("1-9", "choose by number"),)), ("Looking", (("i", "you"),))),
            place,
        ),
    }
    for name, leaves in sheets.items():
        wide = max(len(leaf.content.plain.rstrip()) for leaf in leaves)
        assert wide <= max(
            place.text_column + place.full_width, place.text_column + place.measure
        ), name
    assert "…" not in text(sheets["you"])
    for name in ("you", "log", "timeline"):
        # the head line of a narrow window has it
        assert ("Decision 3" in text(sheets[name])) is (not place.has_head or name == "log")
    assert "Passed Over" in text(sheets["doors"])
    assert "A note from last June" in text(sheets["doors"])


@given(st.integers(1, 100), st.integers(5, 95), st.integers(20, 75))
def test_the_line_of_a_check_says_which_side_it_fell(roll: int, odds: int, width: int) -> None:
    line, numbers = drawings.draw_check(odds, roll, width, COLOUR_TOKENS)
    dot = line.plain.index("●")
    edge = drawings.percent_cell(odds, width)
    assert len(line.plain) == width
    assert (dot <= edge) >= (roll <= odds)
    assert len(numbers.plain) == width
    assert sorted(numbers.plain.split()) == sorted((str(roll), str(odds)))


@given(st.integers(0, 100), st.integers(2, 40))
def test_a_bar_is_as_long_as_its_place_and_never_lies_at_its_ends(value: int, width: int) -> None:
    drawn = drawings.draw_bar(value, 0, 100, width, COLOUR_TOKENS)
    assert drawn.cell_length == width
    whole, half = drawings.filled_cells(value, 0, 100, width)
    assert (whole == 0 and not half) == (value == 0)
    assert (whole == width) == (value == 100)


@given(st.integers(1, 24), st.integers(0, 12))
def test_a_thread_has_a_dot_a_quarter(quarters: int, past: int) -> None:
    quarter = max(quarters - past, 1)
    drawn = "".join(line.plain for line in drawings.draw_quarters(quarter, quarters, COLOUR_TOKENS))
    assert drawn.count("●") == quarter - 1
    assert drawn.count("◆") == 1
    assert drawn.count("·") == quarters - quarter


def test_trust_has_its_nought_marked() -> None:
    assert [drawings.draw_trust(trust, COLOUR_TOKENS).plain for trust in (-3, 0, 2, 5)] == [
        "●──┴─────",
        "───●─────",
        "───┴─●───",
        "───┴────●",
    ]


def test_every_glyph_is_one_cell_wide() -> None:
    assert all(len(glyph) == 1 and cell_len(glyph) == 1 for glyph in (*FULL, *ASCII))
    assert all(glyph.isascii() for glyph in ASCII)


FOREIGN = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cf", "Zl", "Zp", "Zs", "Mn", "Me"),
        exclude_characters=" ",
    ),
    min_size=1,
    max_size=80,
)


@given(FOREIGN)
def test_an_authors_text_is_never_markup(written: str) -> None:
    leaves = make_sheet(100, 30).paragraphs([Paragraph((StyledSpan(written),))])
    assert "".join(leaf.content.plain.strip() for leaf in leaves) == written
    assert all(isinstance(leaf.content, Content) for leaf in leaves)
    assert {str(span.style) for leaf in leaves for span in leaf.content.spans} <= {"$ink"}


def test_the_grid_at_its_breakpoints() -> None:
    found: dict[int, Sheet] = {width: make_sheet(width, 30) for width, _ in SIZES}
    assert {
        width: (place.text_column, place.margin_width, place.strip_rows, place.has_head)
        for width, place in found.items()
    } == {
        120: (10, 30, 0, False),
        100: (6, 26, 0, False),
        80: (6, 0, 2, True),
        60: (4, 0, 1, True),
        40: (3, 0, 0, True),
    }
    assert [make_sheet(100, height).rows_above_page for height in (12, 18, 24, 36)] == [0, 0, 1, 4]


@pytest.mark.parametrize("width", [26, 30])
def test_nothing_in_the_margin_is_cut(width: int) -> None:
    place = make_sheet(120, 30)._replace(margin_width=width)
    session = Session(pack(), "fumes", 7)
    gauges = tuple(
        Gauge(word, "Standing", word, "slipping", 50, 0, 100)
        for word in ("in doubt", "opportunity giver", "stretched")
    )
    for quarter in range(1, 17):
        short = quarter_words(quarter).removesuffix(" quarter")
        for person in (
            PersonLine(name, name, "", word, 5)
            for name in ("Ines", "Priyanka")
            for word in FRAME.trust
        ):
            now = replace(
                current_page(session).status,
                quarter=quarter,
                gauges=gauges,
                cause="against the grain of it",
                people=(person,),
            )
            for numbers in (False, True):
                told = [line.plain for line in margin_lines(now, place, numbers)]
                assert max(map(len, told)) <= width
                assert "…" not in "".join(told)
                assert " ".join(told[0].split()) in [
                    f"{named} Q{quarter}" for named in (quarter_words(quarter), short)
                ]
                assert person.word in " ".join(told)
                assert not {"↑", "↓"} & set("".join(told))
                assert "".join(told).count("slipping") == 3
                assert " ".join(" ".join(told).split()).count("against the grain of it") == 1


def bars(leaves: list[PageLine], glyph: str) -> list[int]:
    """The columns at which a cursor's glyph stands, line by line, -1 where there is none."""
    return [leaf.content.plain.find(glyph) for leaf in leaves if leaf.row == 0]


def test_a_bar_runs_down_every_line_of_the_row_under_the_cursor() -> None:
    place = make_sheet(100, 30)
    scene, result = page_of(), page_of("stopped_doing", page=0)
    assert bars(story_page(scene, place, 0), "▌") == [
        place.cursor_column,
        place.cursor_column,
    ]
    assert bars(story_page(scene, place, 1), "▌") == [-1, -1]
    assert bars(story_page(result, place, 0), "▌") == [place.text_column - 2]
    assert bars(story_page(scene, place._replace(tokens=BARE_TOKENS), 0), "›") == [
        place.cursor_column,
        -1,
    ]
    plain = place._replace(tokens=make_tokens(False, True))
    assert bars(story_page(scene, plain, 0), ">") == [place.cursor_column, -1]


def test_on_a_band_nothing_is_drawn_but_its_bar() -> None:
    place = make_sheet(80, 24)
    leaves = dialogs.starts_page(
        "Choose a door", "Two.", "Quietly.", start_summaries(pack()), place, 0
    )
    own = [leaf.content for leaf in leaves if leaf.row == 0]
    assert any("Year seven" in line.plain for line in own)
    assert all(any("$leaf" in str(span.style) for span in line.spans) for line in own)
    assert not any("$track" in str(span.style) for line in own for span in line.spans)


@pytest.mark.parametrize("size", SIZES)
def test_only_titles_chosen_rows_keys_and_what_moved_are_bold(size: tuple[int, int]) -> None:
    place = make_sheet(*size)
    page = page_of()
    loud = {
        leaf.content.plain[span.start : span.end].strip()
        for leaf in [
            *story_page(page, place, 0),
            *(PageLine(line) for line in margin_lines(page.status, make_sheet(100, 30))),
        ]
        for span in leaf.content.spans
        if "bold" in str(span.style)
    }
    chosen = "“Who spoke, when my name came up?”"
    assert {
        text for text in loud if text not in chosen and not text.isdigit() and text not in "×"
    } == {page.title}


def test_a_page_with_a_check_knows_how_it_stood_before() -> None:
    asked, told = page_of(), page_of("who_spoke", page=0)
    assert told.status_before_check is not None
    assert [gauge._replace(has_moved=False) for gauge in told.status_before_check.gauges] == list(
        asked.status.gauges
    )
    assert told.status_before_check.decision == asked.status.decision
    assert told.status_before_check.gauges != told.status.gauges
    assert page_of("stopped_doing", page=0).status_before_check is None


def test_while_the_dot_runs_only_what_was_chosen_and_the_line_are_seen() -> None:
    told = page_of("who_spoke", page=0)
    place = make_sheet(100, 30)
    running = text(story_page(told, place, 0, dot_percent=40, with_outcome=False))
    fallen = text(story_page(told, place, 0, with_outcome=False))
    whole = text(story_page(told, place, 0))
    assert (
        running.split("\n")[: len(running.split("\n")) - 4]
        == whole.split("\n")[: len(running.split("\n")) - 4]
    )
    assert whole.startswith(fallen)
    assert "It fails" in fallen
    assert "It fails" not in running
    assert "What changed" not in fallen
    assert "Go on." in whole
