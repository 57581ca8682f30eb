"""The title page: lives in dots, the name, what there is to go on with; the same before its list
is there."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmsim.play.session import Session
from pmsim.store.career import Career
from pmsim.store.folders import PackTitle
from pmsim.store.saves import SaveFolder
from pmsim.ui.career_list import CareerList
from pmsim.ui.present.history import all_lives
from pmsim.ui.tui.app import InitialView, Pmsim
from pmsim.ui.tui.appearance import ASCII, make_tokens
from pmsim.ui.tui.layout.title import LifeDots, draw_life_dots, spaced_capitals, title_page
from pmsim.ui.tui.screens.menu import title_lives
from pmsim.ui.tui.sheet import make_sheet
from tests.ui.keyboard import post
from tests.ui.test_spacing import lines
from tests.ui.test_tui import SIZES, STILL, run, seen
from tests.ui.tiny import pack

PREMISE = (
    "You work at Tarrow, which makes the software that tells people how much longer they will wait."
)
PACK = replace(pack(), premise=PREMISE, title="The Long Game")
SHEET = make_sheet(100, 30)
SENTENCE = "Three years of somebody’s working life,"


def shelf(folder: Path, *lived: tuple[str, ...]) -> CareerList:
    """A folder with a career for each list of choices; the last one was played last."""
    saves = SaveFolder(folder)
    for choices in lived:
        with Career.begin(PACK, saves, start="fumes", seed=7) as career:
            for choice in choices:
                career.act(choice)
            career.mark_end_read()
    return CareerList(PACK, saves, lambda: 7)


def app(own: CareerList) -> Pmsim:
    """The app on its title page."""
    return Pmsim(InitialView(own), settings=STILL, repeat_seconds=0.0)


def test_a_life_is_a_line_of_dots_and_a_branch_hangs_where_it_left() -> None:
    assert draw_life_dots(LifeDots("Fumes", 1, 4), 12, SHEET).plain == "●─●─●─◆"
    assert (
        draw_life_dots(LifeDots("Fumes", 1, 12, ended=True), 12, SHEET).plain
        == "●─●─●─●─●─●─●─●─●─●─●─■"
    )
    assert draw_life_dots(LifeDots("After", 3, 5, branched=True), 12, SHEET).plain == "   ╰●─●─◆"
    assert draw_life_dots(LifeDots("Fumes", 1, 20), 24, SHEET).plain == "●" * 19 + "◆"
    assert draw_life_dots(LifeDots("After", 3, 5, branched=True), 24, SHEET).plain == " ╰●●◆"
    assert set(
        draw_life_dots(
            LifeDots("After", 3, 5, branched=True),
            12,
            SHEET._replace(tokens=make_tokens(False, True)),
        ).plain
    ) <= {*ASCII, " "}


def test_where_one_life_fits_it_is_the_one_that_is_gone_on_with() -> None:
    found = (
        LifeDots("Fumes, Q8", 1, 8),
        LifeDots("After, Q6", 3, 6, branched=True, is_current=True),
    )
    low, high = (
        "\n".join(
            leaf.content.plain for leaf in title_page("A", "", found, 12, make_sheet(40, rows))
        )
        for rows in (12, 24)
    )
    assert "After" in low
    assert "Fumes" not in low
    assert "●─●─●─●─●─◆" in low, "its first quarters, in the other life, are drawn too"
    assert "After" in high
    assert "Fumes" in high


def test_only_where_one_goes_on_is_marked() -> None:
    session = Session(PACK, "fumes", 7)
    session.replay(["who_spoke", "none", "stopped_doing"])
    session.rewind(2)
    session.act("keep.emoji.announcement.who_spoke")
    found = title_lives(all_lives(session))
    assert [(strand.first, strand.branched, strand.is_current) for strand in found] == [
        (1, False, False),
        (1, True, True),
    ]
    session.go(0)
    assert [strand.is_current for strand in title_lives(all_lives(session))] == [True, False]


@pytest.mark.parametrize(
    ("name", "room", "told"),
    [("The Long Game", 62, "T H E   L O N G   G A M E"), ("Nod. " * 8, 60, "NOD. " * 8)],
)
def test_a_name_is_spaced_where_it_fits(name: str, room: int, told: str) -> None:
    assert spaced_capitals(name, room) == told


@pytest.mark.parametrize("size", [*SIZES, (80, 20), (100, 16)])
@pytest.mark.cases(2)
def test_the_list_comes_and_nothing_moves(size: tuple[int, int], tmp_path: Path) -> None:
    branch = ("who_spoke", "none")
    for number, own in enumerate(
        (
            shelf(tmp_path / "none"),
            shelf(tmp_path / "one", branch),
            shelf(tmp_path / "two", branch, branch),
        )
    ):
        before: list[str] = []
        curtain = Pmsim(settings=STILL, pack_title=PackTitle(PACK.title, PREMISE))

        async def wait(
            pilot: Pilot[None], curtain: Pmsim = curtain, before: list[str] = before
        ) -> None:
            before += lines(curtain)

        run(curtain, wait, size)
        menu = app(own)

        async def play(
            pilot: Pilot[None], menu: Pmsim = menu, before: list[str] = before, number: int = number
        ) -> None:
            after = lines(menu)
            assert [line for line in before if "T H E" in line]
            edge = next(len(line) - len(line.lstrip()) for line in before if "T H E" in line)
            assert {
                len(line) - len(line.lstrip()) for line in before if line and "q Quit" not in line
            } == {edge}
            for at, line in enumerate(before):
                if "T H E" in line or (
                    size[1] >= 18 and (SENTENCE in line or line.strip() in PREMISE) and line
                ):
                    assert after[at] == line, (number, line, after)
            assert before[-1].rstrip().endswith("q Quit") or size[1] >= 36
            assert [line.rindex("q Quit") for line in before if "q Quit" in line] == [
                line.rindex("q Quit") for line in after if "Help" in line
            ]

        run(menu, play, size)


def test_with_no_career_there_are_the_quarters_to_come_and_the_premise(tmp_path: Path) -> None:
    page = [
        leaf.content.plain.strip()
        for leaf in title_page(PACK.title, PREMISE, (), 12, make_sheet(100, 30))
    ]
    assert page[0] == " ".join("·" * 12)
    for size in SIZES:
        own = app(shelf(tmp_path))

        async def play(pilot: Pilot[None], own: Pmsim = own) -> None:
            assert "You work at Tarrow" in seen(own)
            assert "· · · ·" in seen(own)
            assert "Go on" not in seen(own)
            assert "A new career" in seen(own)
            assert "Quit" in seen(own)

        run(own, play, size)


def test_go_on_says_where_and_what_was_said_last(tmp_path: Path) -> None:
    own = app(shelf(tmp_path, ("stopped_doing",)))

    async def play(pilot: Pilot[None]) -> None:
        told = lines(own)
        row = next(at for at, line in enumerate(told) if "Go on" in line)
        assert told[row].split("Go on")[1].strip() == "Fumes, Q1, Decision 2"
        assert told[row + 1].strip("▌ ") == "“What has the next level stopped doing?”"
        await pilot.press("enter")
        assert "Keep the question about stopping." in seen(own)

    run(own, play)


def test_a_life_that_is_over_stands_on_the_title(tmp_path: Path) -> None:
    own = app(shelf(tmp_path, ("stopped_doing", "none", "stop")))

    async def play(pilot: Pilot[None]) -> None:
        assert "●─■" in seen(own)
        assert "Fumes, ended as A Door" in seen(own)
        assert "Go on" not in seen(own)

    run(own, play)


def test_ten_minutes_begins_the_short_pack_and_goes_on_with_it(tmp_path: Path) -> None:
    saves = SaveFolder(tmp_path)
    short = replace(pack(), id="short", title="First Day", starts={"fumes": pack().starts["fumes"]})
    own = app(CareerList(PACK, saves, lambda: 7, CareerList(short, saves, lambda: 7)))

    async def play(pilot: Pilot[None]) -> None:
        assert "First Day, to see what this is" in seen(own)
        await pilot.press("2")
        assert own.career.session.pack.id == "short"
        await pilot.press("enter", "2", "m")
        assert "First Day, Q1, Decision 2" in seen(own)
        assert "Go on" not in seen(own)
        await pilot.press("2")
        assert own.career.session.choices == ("stopped_doing",)

    run(own, play)
    own.close_career()


def test_without_a_short_pack_there_is_no_row_for_it(tmp_path: Path) -> None:
    own = app(shelf(tmp_path))

    async def play(pilot: Pilot[None]) -> None:
        assert "Ten minutes" not in seen(own)

    run(own, play)


def test_the_loading_page_can_be_left_before_it_is_painted() -> None:
    waiting = Pmsim(settings=STILL, repeat_seconds=0.15)

    async def play(pilot: Pilot[None]) -> None:
        waiting.page_changed()
        post(waiting, "x", "q")
        await pilot.pause()

    run(waiting, play)
    assert not waiting.is_running
    assert waiting.return_code == 0
