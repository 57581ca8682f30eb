"""Two lives side by side, and ways along a timeline: quarters, ends, numbers, the wheel."""

import io
import time

from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from pmsim.core.program import QUARTER
from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.ui import plain
from pmsim.ui.present.compare import compare, decision_result
from pmsim.ui.present.history import all_lives, decision_options
from pmsim.ui.tui.app import InitialView
from pmsim.ui.tui.appearance import ASCII, make_tokens
from pmsim.ui.tui.layout.gallery import compare_page, sparkline
from pmsim.ui.tui.layout.timeline import around, timeline_page
from pmsim.ui.tui.screens.gallery import CompareScreen
from pmsim.ui.tui.screens.timeline import TimelineScreen
from pmsim.ui.tui.sheet import make_sheet
from tests.ui.keyboard import Watched, play, post, settled
from tests.ui.test_layout import SIZES
from tests.ui.test_timeline import PACK, branched


def test_two_lives_part_where_their_paths_do() -> None:
    session = branched()
    seen = compare(session, 0, 1)
    assert seen.parted[0] == 1
    assert seen.parted[2] == "The Forty-Second Emoji"
    assert [life.name for life in seen.lives] == ["Fumes", "from The Forty-Second Emoji"]
    assert all(life.said for life in seen.lives)
    assert seen.lives[0].said != seen.lives[1].said
    for gauge in seen.gauges:
        for life, values in zip((0, 1), gauge.values, strict=True):
            tip = session.nodes[session.lives[life].tip].turn.state
            assert len(values) == tip.slots[QUARTER]
    assert compare(session, 0, 0).parted == (0, 0, "")


@given(st.lists(st.integers(0, 100), min_size=1, max_size=16))
def test_bars_share_one_scale_and_letters_stand_for_them(values: list[int]) -> None:
    bars = sparkline(values, 0, 100, make_sheet(100, 30))
    figures = sparkline(values, 0, 100, make_sheet(100, 30, tokens=make_tokens(False, True)))
    assert make_tokens(False, True).glyphs is ASCII
    assert len(bars) == len(figures) == len(values)
    assert figures.isdecimal()
    order = sorted(zip(values, figures, strict=True))
    assert [figure for _, figure in order] == sorted(figures)


def test_the_comparison_fits_every_width() -> None:
    session = branched()
    seen = compare(session, 0, 1)
    for width, height in SIZES:
        grid = make_sheet(width, height)
        for line in compare_page(seen, grid):
            assert line.content.cell_length <= grid.text_column + max(grid.full_width, 36)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=60), st.integers(0, 59), st.integers(4, 40))
def test_as_many_lives_as_fit_stand_around_the_cursor(
    heights: list[int], at: int, room: int
) -> None:
    at %= len(heights)
    shown = around(at, heights, room)
    used = sum(heights[number] for number in shown)
    assert at in shown
    assert used <= max(room, heights[at])
    beyond = [
        heights[number] for number in (shown.start - 1, shown.stop) if 0 <= number < len(heights)
    ]
    assert all(used + height > room for height in beyond)


def fifty_lives() -> Session:
    """Fifty lives that leave the first one in turn."""
    session = Session(PACK, "fumes", 7)
    while session.outcome is None:
        session.act(next(offer.id for offer in session.offered if not offer.closed))
    tried = 0
    while len(session.lives) < 50:
        life = tried % len(session.lives)
        session.rewind(tried % len(session.path(session.lives[life].tip)) + 1, life)
        open_ = [offer.id for offer in session.offered if not offer.closed]
        if open_:
            session.act(open_[tried // 7 % len(open_)])
        tried += 1
    return session


def test_fifty_lives_are_read_and_drawn_at_once_and_the_cursor_is_among_them() -> None:
    session = fifty_lives()
    began = time.process_time()
    lives = all_lives(session)
    grid = make_sheet(100, 30)
    for life in lives[::7]:
        if life.dots:
            options = decision_options(session, life.dots[0].node)
            came = decision_result(session, life.dots[0].node)
            page = timeline_page(lives, 4, (life.number, 0), options, 3, grid, came)
            assert len(page) <= grid.page_rows
            assert any("●" in line.content.plain for line in page)
            assert any("more" in line.content.plain for line in page)
    assert time.process_time() - began < 1


def test_keys_and_wheel_lead_along_a_life_and_beside_another() -> None:
    career = PlayableCareer(branched())
    career.session.go(1)
    app = Watched(InitialView(None, career), no_motion=True)

    async def script(pilot: Pilot[None]) -> None:
        post(app, "t")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, TimelineScreen)
        last = len(screen.selected_life.dots) - 1
        assert last > 0
        post(app, "home")
        await settled(pilot)
        assert screen.dot == 0
        post(app, "end")
        await settled(pilot)
        assert screen.dot == last
        post(app, "[")
        await settled(pilot)
        assert screen.dot < last
        screen.on_mouse_scroll_up()
        screen.on_mouse_scroll_down()
        post(app, "d")
        await settled(pilot)
        post(app, *"1", "enter")
        await settled(pilot)
        assert screen.dot == 0
        post(app, "d")
        await settled(pilot)
        post(app, *"zz", "enter")
        await settled(pilot)
        assert "or a quarter such as Q7" in app.frame
        post(app, "c")
        await settled(pilot)
        assert isinstance(app.screen, CompareScreen)
        assert "They parted in Q1, at decision 1" in app.frame
        before = app.screen.second
        post(app, "right")
        await settled(pilot)
        assert app.screen.second != before
        post(app, "escape")
        await settled(pilot)
        assert screen.is_active

    play(app, script)


def test_plain_mode_compares_in_sentences() -> None:
    out = io.StringIO()
    career = PlayableCareer(branched())
    typed = "compare\ncompare 1 1\ncompare 1 2\nquit\n"
    plain.run(career, io.StringIO(typed), out, is_new=False)
    text = out.getvalue()
    assert text.count("Type compare and two numbers, 1 to 3") == 2
    assert "They parted in quarter 1, at decision 1, The Forty-Second Emoji." in text
    assert "quarter by quarter:" in text
    one = io.StringIO()
    plain.run(PlayableCareer(Session(PACK, "fumes", 7)), io.StringIO("compare 1 2\nquit\n"), one)
    assert "It takes two lives to compare." in one.getvalue()
