"""The screens as text, without a screen: at five sizes, in colour and without."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion
from textual.content import Content

from pmsim.play.session import Session
from pmsim.ui.present.careers import chapter, current, doors, lives, log, spoken
from pmsim.ui.present.parts import Page
from pmsim.ui.present.status import Gauge, Trust, all_people, figures, skills
from pmsim.ui.present.text import Paragraph, Span
from pmsim.ui.present.words import TRUST, quarter_words
from pmsim.ui.tui import draw
from pmsim.ui.tui.foot import ALWAYS, Key, foot
from pmsim.ui.tui.grid import Grid, fitting, grid, ladder
from pmsim.ui.tui.layout import around, looking
from pmsim.ui.tui.layout.status import head, margin, strip
from pmsim.ui.tui.layout.story import story
from pmsim.ui.tui.layout.you import you
from pmsim.ui.tui.leaves import Leaf, paragraphs
from pmsim.ui.tui.look import ASCII, BARE, COLOUR, FULL, Look, look
from tests.ui.tiny import pack

SIZES = ((120, 40), (100, 30), (80, 24), (60, 18), (40, 12))
KEYS = (Key("enter", "Go on", ""), Key("t", "Timeline", ""), Key("i", "You", ""), Key("u", "Back one", ""), Key("l", "Log", ""))


def page_of(*choices: str, page: int = -1, seed: int = 7) -> Page:
    """A page of the tiny world after some choices."""
    session = Session(pack(), "fumes", seed)
    session.replay(choices)
    return chapter(session)[page]


def text(leaves: list[Leaf]) -> str:
    """What stands on a sheet."""
    return "\n".join(leaf.content.plain.rstrip() for leaf in leaves)


def screen(page: Page, size: tuple[int, int], cursor: int = 0, own: Look = COLOUR) -> str:
    """Everything a window of this size says of a page, one part after another."""
    place = fitting(ladder(grid(*size)), lambda place: len(story(page, place, own, cursor)))
    parts = [
        head(page.status, size[0], place, own).plain if place.head else "",
        text(story(page, place, own, cursor)),
        "\n".join(line.plain for line in (margin(page.status, place.panel, own) if place.panel else strip(page.status, place, own))),
        foot(KEYS, place, own)[0].plain,
    ]
    return "\n---\n".join(part for part in parts if part)


@pytest.mark.parametrize("size", SIZES)
def test_a_scene(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    assert screen(page_of(), size) == snapshot


@pytest.mark.parametrize("size", [(100, 30), (40, 12)])
def test_a_result_with_a_check(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    assert screen(page_of("who_spoke", page=0), size) == snapshot


def test_plain_characters_are_ascii() -> None:
    own = look(False, True)
    for page in (page_of(), page_of("who_spoke", page=0)):
        assert screen(page, (100, 30), own=own).isascii()


def test_without_colour_the_text_says_what_is_highlighted_shut_and_changed() -> None:
    told = screen(page_of(), (100, 30), own=BARE).split("\n")
    assert [line for line in told if line.startswith(" › 1  “Who spoke")]
    assert [line for line in told if line.startswith("   ×  Call in two favours.")]
    leaves = story(page_of(), grid(100, 30), BARE, 0)
    chosen = next(leaf.content for leaf in leaves if "Who spoke" in leaf.content.plain)
    assert any("bold underline" in str(span.style) for span in chosen.spans)
    shut = next(leaf.content for leaf in leaves if "favours." in leaf.content.plain)
    assert any("strike" in str(span.style) for span in shut.spans)
    moved = margin(page_of("stopped_doing", page=0).status, 26, BARE)
    named = next(line for line in moved if line.plain.startswith("Burnout"))
    assert any(span.style == "bold" for span in named.spans)
    assert not any("$" in str(span.style) for leaf in leaves for span in leaf.content.spans)


def test_a_closed_choice_says_how_far_only_where_the_cursor_rests() -> None:
    said = "It opens with Capital two higher."
    assert said not in screen(page_of(), (100, 30), 0)
    assert said in screen(page_of(), (100, 30), 3)


@pytest.mark.parametrize("size", SIZES)
def test_one_edge(size: tuple[int, int]) -> None:
    place = grid(*size)
    lines = text(story(page_of(), place, COLOUR, 0)).split("\n")
    edges = {len(line) - len(line.lstrip()) for line in (lines[0], next(line for line in lines if line.strip().startswith("Tobias")))}
    edges |= {next(line for line in lines if "asks of your" in line).index("asks")}
    edges |= {line.index(word) for line, word in ((line, "Nod.") for line in lines) if word in line}
    foot_line = foot(KEYS, place, COLOUR)[0].plain
    edges |= {len(foot_line) - len(foot_line.lstrip())}
    if place.head:
        edges |= {place.edge}
    assert edges == {place.edge}


@given(st.integers(40, 220), st.integers(12, 70), st.integers(60, 75), st.sampled_from(("scene", "result")))
def test_nothing_is_wider_than_its_place(width: int, height: int, measure: int, kind: str) -> None:
    place = grid(width, height, measure)
    page = page_of() if kind == "scene" else page_of("who_spoke", page=0)
    assert place.measure <= 75
    assert place.edge + place.measure + (2 + place.gap + place.panel if place.panel else 1) <= width
    for leaf in story(page, place, COLOUR, 0):
        assert len(leaf.content.plain.rstrip()) <= place.edge + place.measure
        assert leaf.content.cell_length <= place.edge + place.measure + 1
    assert head(page.status, width, place, COLOUR).cell_length <= place.line
    assert all(line.cell_length <= place.room for line in strip(page.status, place, COLOUR))
    assert all(line.cell_length <= place.panel for line in margin(page.status, place.panel, COLOUR)) or not place.panel
    line, places = foot(KEYS, place, COLOUR)
    assert line.cell_length <= width
    assert line.plain.endswith("q Quit")
    assert "? Help" in line.plain
    for begin, end, action in places:
        label = next(key.label for key in (*KEYS, *ALWAYS) if key.action == action)
        assert line.plain[begin:end].endswith(label) or action == ""


@pytest.mark.parametrize("size", SIZES)
def test_other_screens_keep_to_their_room(size: tuple[int, int]) -> None:
    place = grid(*size)
    session = Session(pack(), "fumes", 7)
    session.replay(["who_spoke", "none", "stopped_doing"])
    session.rewind(2)
    session.act("keep.emoji.announcement.who_spoke")
    state, led = session.position, lives(session)
    sheets = {
        "you": you(
            figures(session.pack, state, None), all_people(session.pack, state), skills(session.pack, state), 3, place, COLOUR, every=True
        ),
        "log": looking.log(log(session), 3, place, COLOUR),
        "timeline": looking.timeline(led, 4, (1, 0), spoken(session, led[1].dots[0].node), 3, place, COLOUR),
        "doors": around.doors("Choose a door", "Two.", "Quietly.", doors(session.pack), place, COLOUR, 1),
        "keys": around.keys((("Choosing", (("1-9", "choose by number"),)), ("Looking", (("i", "you"),))), place, COLOUR),
    }
    for name, leaves in sheets.items():
        wide = max(len(leaf.content.plain.rstrip()) for leaf in leaves)
        assert wide <= max(place.edge + place.room, place.edge + place.measure), name
    assert "…" not in text(sheets["you"])
    for name in ("you", "log", "timeline"):
        # the head line of a narrow window has it
        assert ("Decision 3" in text(sheets[name])) is (not place.head or name == "log")
    assert "Passed Over" in text(sheets["doors"])
    assert "A note from last June" in text(sheets["doors"])


@given(st.integers(1, 100), st.integers(5, 95), st.integers(20, 75))
def test_the_line_of_a_check_says_which_side_it_fell(roll: int, odds: int, width: int) -> None:
    line, numbers = draw.check(odds, roll, width, COLOUR)
    dot = line.plain.index("●")
    edge = draw.place(odds, width)
    assert len(line.plain) == width
    assert (dot <= edge) >= (roll <= odds)
    assert len(numbers.plain) == width
    assert sorted(numbers.plain.split()) == sorted((str(roll), str(odds)))


@given(st.integers(0, 100), st.integers(2, 40))
def test_a_bar_is_as_long_as_its_place_and_never_lies_at_its_ends(value: int, width: int) -> None:
    drawn = draw.bar(value, 0, 100, width, COLOUR)
    assert drawn.cell_length == width
    whole, half = draw.filled(value, 0, 100, width)
    assert (whole == 0 and not half) == (value == 0)
    assert (whole == width) == (value == 100)


@given(st.integers(1, 24), st.integers(0, 12))
def test_a_thread_has_a_dot_a_quarter(quarters: int, past: int) -> None:
    quarter = max(quarters - past, 1)
    drawn = "".join(line.plain for line in draw.thread(quarter, quarters, COLOUR))
    assert drawn.count("●") == quarter - 1
    assert drawn.count("◆") == 1
    assert drawn.count("·") == quarters - quarter


def test_trust_has_its_nought_marked() -> None:
    assert [draw.scale(trust, COLOUR).plain for trust in (-3, 0, 2, 5)] == ["●──┴─────", "───●─────", "───┴─●───", "───┴────●"]


def test_every_glyph_is_one_cell_wide() -> None:
    assert all(len(glyph) == 1 and cell_len(glyph) == 1 for glyph in (*FULL, *ASCII))
    assert all(glyph.isascii() for glyph in ASCII)


FOREIGN = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Zs", "Mn", "Me"), exclude_characters=" "),
    min_size=1,
    max_size=80,
)


@given(FOREIGN)
def test_an_authors_text_is_never_markup(written: str) -> None:
    leaves = paragraphs([Paragraph((Span(written),))], grid(100, 30), COLOUR)
    assert "".join(leaf.content.plain.strip() for leaf in leaves) == written
    assert all(isinstance(leaf.content, Content) for leaf in leaves)
    assert {str(span.style) for leaf in leaves for span in leaf.content.spans} <= {"$ink"}


def test_the_grid_at_its_breakpoints() -> None:
    found: dict[int, Grid] = {width: grid(width, 30) for width, _ in SIZES}
    assert {width: (place.edge, place.panel, place.strip, place.head) for width, place in found.items()} == {
        120: (10, 30, 0, False), 100: (6, 26, 0, False), 80: (6, 0, 2, True), 60: (4, 0, 1, True), 40: (3, 0, 0, True),
    }  # fmt: skip
    assert [grid(100, height).top for height in (12, 18, 24, 36)] == [0, 0, 1, 4]


@pytest.mark.parametrize("width", [26, 30])
def test_nothing_in_the_margin_is_cut(width: int) -> None:
    session = Session(pack(), "fumes", 7)
    gauges = tuple(Gauge(word, "Standing", word, "slipping", 50, 0, 100) for word in ("in doubt", "opportunity giver", "stretched"))
    for quarter in range(1, 17):
        short = quarter_words(quarter).removesuffix(" quarter")
        for person in (Trust(name, name, "", word, 5) for name in ("Ines", "Priyanka") for word in TRUST):
            now = replace(current(session).status, quarter=quarter, gauges=gauges, cause="against the grain of it", people=(person,))
            for numbers in (False, True):
                told = [line.plain for line in margin(now, width, COLOUR, numbers)]
                assert max(map(len, told)) <= width
                assert "…" not in "".join(told)
                assert " ".join(told[0].split()) in [f"{named} Q{quarter}" for named in (quarter_words(quarter), short)]
                assert person.word in " ".join(told)
                assert not {"↑", "↓"} & set("".join(told))
                assert "".join(told).count("slipping") == 3
                assert " ".join(" ".join(told).split()).count("against the grain of it") == 1


def bars(leaves: list[Leaf], glyph: str) -> list[int]:
    """The columns at which a cursor's glyph stands, line by line, -1 where there is none."""
    return [leaf.content.plain.find(glyph) for leaf in leaves if leaf.row == 0]


def test_a_bar_runs_down_every_line_of_the_row_under_the_cursor() -> None:
    place = grid(100, 30)
    scene, result = page_of(), page_of("stopped_doing", page=0)
    assert bars(story(scene, place, COLOUR, 0), "▌") == [place.lead, place.lead]
    assert bars(story(scene, place, COLOUR, 1), "▌") == [-1, -1]
    assert bars(story(result, place, COLOUR, 0), "▌") == [place.edge - 2]
    assert bars(story(scene, place, BARE, 0), "›") == [place.lead, -1]
    assert bars(story(scene, place, look(False, True), 0), ">") == [place.lead, -1]


def test_on_a_band_nothing_is_drawn_but_its_bar() -> None:
    place = grid(80, 24)
    leaves = around.doors("Choose a door", "Two.", "Quietly.", doors(pack()), place, COLOUR, 0)
    own = [leaf.content for leaf in leaves if leaf.row == 0]
    assert any("Year seven" in line.plain for line in own)
    assert all(any("$leaf" in str(span.style) for span in line.spans) for line in own)
    assert not any("$track" in str(span.style) for line in own for span in line.spans)


@pytest.mark.parametrize("size", SIZES)
def test_only_titles_chosen_rows_keys_and_what_moved_are_bold(size: tuple[int, int]) -> None:
    place = grid(*size)
    page = page_of()
    loud = {
        leaf.content.plain[span.start : span.end].strip()
        for leaf in [*story(page, place, COLOUR, 0), *(Leaf(line) for line in margin(page.status, 26, COLOUR))]
        for span in leaf.content.spans
        if "bold" in str(span.style)
    }
    chosen = "“Who spoke, when my name came up?”"
    assert {text for text in loud if text not in chosen and not text.isdigit() and text not in "×"} == {page.title}


def test_a_page_with_a_check_knows_how_it_stood_before() -> None:
    asked, told = page_of(), page_of("who_spoke", page=0)
    assert told.before is not None
    assert [gauge._replace(moved=False) for gauge in told.before.gauges] == list(asked.status.gauges)
    assert told.before.decision == asked.status.decision
    assert told.before.gauges != told.status.gauges
    assert page_of("stopped_doing", page=0).before is None


def test_while_the_dot_runs_only_what_was_chosen_and_the_line_are_seen() -> None:
    told = page_of("who_spoke", page=0)
    place = grid(100, 30)
    running = text(story(told, place, COLOUR, 0, fallen=40, whole=False))
    fallen = text(story(told, place, COLOUR, 0, whole=False))
    whole = text(story(told, place, COLOUR, 0))
    assert running.split("\n")[: len(running.split("\n")) - 4] == whole.split("\n")[: len(running.split("\n")) - 4]
    assert whole.startswith(fallen)
    assert "It does not" in fallen
    assert "It does not" not in running
    assert "What changed" not in fallen
    assert "Go on." in whole
