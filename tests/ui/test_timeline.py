"""The timeline: what lives are called, and that every dot stands alone, under the heading of its
quarter."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pmsim.core.state import StartOverride
from pmsim.play.session import Session
from pmsim.ui.present.history import DecisionDot, LifeLine, all_lives
from pmsim.ui.tui.layout.timeline import QuarterAxis, draw_lives, make_axis
from pmsim.ui.tui.sheet import make_sheet
from tests.sizes import size
from tests.ui.test_layout import SIZES
from tests.ui.tiny import pack

PACK = pack()


def called(session: Session) -> list[str]:
    """What the lives are called."""
    return [life.name for life in all_lives(session)]


def branched() -> Session:
    """Three lives, the second of which has gone further than the first."""
    session = Session(PACK, "fumes", 7, midway=StartOverride(changes={"capital": 5}))
    session.act("who_spoke")
    session.rewind(1)
    session.replay(["stopped_doing", "none", "let_it_stand"])
    session.rewind(2)
    session.act("keep.emoji.announcement.stopped_doing")
    return session


def test_a_life_keeps_its_name_and_a_new_one_is_named_by_where_it_left() -> None:
    session = branched()
    assert called(session) == ["Fumes", "from The Forty-Second Emoji", "from Close"]
    for choice in ("nod", "favour"):
        session.rewind(1)
        session.act(choice)
    assert called(session)[3:] == [
        "from The Forty-Second Emoji, Q1",
        "from The Forty-Second Emoji (5)",
    ]


def test_a_name_that_the_player_gave_stays_and_can_be_taken_back() -> None:
    session = branched()
    session.name(1, "The quiet one")
    session.name(2, "The quiet one")
    assert called(session) == ["Fumes", "The quiet one", "The quiet one (3)"]
    session.name(1, "")
    assert called(session) == ["Fumes", "from The Forty-Second Emoji", "The quiet one"]
    session.name(0, "Before")
    assert called(session)[0] == "Before"


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 9)),
        min_size=1,
        max_size=size(12),
    )
)
def test_no_name_changes_while_lives_begin_and_grow(moves: list[tuple[int, int, int]]) -> None:
    session = Session(PACK, "fumes", 7)
    before: list[str] = []
    for number, pick, decision in moves:
        life = number % len(session.lives)
        session.rewind(min(decision, len(session.path(session.lives[life].tip))), life)
        for _ in range(3):
            if open_ := [offer.id for offer in session.offered if not offer.closed]:
                session.act(open_[pick % len(open_)])
        after = called(session)
        assert after[: len(before)] == before
        assert len(set(after)) == len(after)
        assert not any("…" in name for name in after)
        before = after


def test_a_branch_hangs_where_it_left() -> None:
    session = Session(PACK, "fumes", 7)
    session.replay(["who_spoke", "none", "stopped_doing"])
    session.rewind(3)
    session.act("nod")
    session.rewind(3)
    session.act("who_spoke")
    assert [
        line.content.plain[6:]
        for line in draw_lives(all_lives(session), 4, (1, 0), make_sheet(100, 30))
    ] == [
        "Q1  Q2 Q3 Q4",
        "",
        "Fumes  Q2, still going",
        "••──•◆",
        "",
        "from The Forty-Second Emoji  Q2, still going",
        "   ╰●◆",
        "",
        "from The Forty-Second Emoji, Q2  Q2, still going, here",
        "   ╰•◆",
    ]


MADE = st.lists(st.integers(0, 13), min_size=1, max_size=24)
"""How many decisions a life made in each quarter that it came to."""
BRANCH = st.tuples(st.integers(0, 30), st.integers(0, 300), MADE)
"""The life it left, the decision at which it did, and what it made in each quarter from there
on."""


@st.composite
def led(draw: st.DrawFn) -> tuple[LifeLine, ...]:
    """Lives that leave one another at any decision."""
    found: list[LifeLine] = []
    ways: list[list[int]] = []
    for number, (other, decision, made) in enumerate(
        [(0, 0, draw(MADE)), *draw(st.lists(BRANCH, max_size=4))]
    ):
        whole = ways[other % len(ways)] if ways else []
        shared = whole[: decision % len(whole) if whole else 0]
        begins = whole[len(shared)] if whole else 1
        own = [begins + after for after, count in enumerate(made) for _ in range(count)]
        dots = tuple(
            DecisionDot(len(shared) + at, at, quarter, "", "") for at, quarter in enumerate(own, 1)
        )
        left = (other % len(ways), len(shared) + 1) if ways else (-1, 0)
        quarter = begins + len(made) - 1
        found.append(
            LifeLine(
                number,
                f"Life {number + 1}",
                left,
                dots,
                quarter,
                "An end" if number % 2 else "",
                number == 0,
            )
        )
        ways.append([*shared, *own])
    return tuple(found)


@given(led(), st.sampled_from(SIZES), st.integers(1, 24))
def test_every_dot_stands_alone_under_its_heading(
    found: tuple[LifeLine, ...], window: tuple[int, int], quarters: int
) -> None:
    room = make_sheet(*window).full_width
    quarters = max(quarters, *(life.quarter for life in found))
    assume(quarters - 1 + len(f"Q{quarters}") <= room)  # more than that scroll
    ways: list[list[int]] = []
    for life in found:
        ways.append(
            [
                *(
                    ways[life.branched_from[0]][: life.branched_from[1] - 1]
                    if life.branched_from[0] >= 0
                    else []
                ),
                *(dot.quarter for dot in life.dots),
            ]
        )
    own = make_axis(ways, quarters, room)
    heads = [
        (own.headings.index(f"Q{quarter} "), quarter)
        for quarter in range(1, quarters)
        if f"Q{quarter} " in own.headings
    ]
    heads.append((own.headings.rindex("Q"), int(own.headings.rpartition("Q")[2])))
    assert all(begin == own.quarter_columns[quarter - 1] for begin, quarter in heads)
    assert len(own.headings) <= room
    for life, way in zip(found, ways, strict=True):
        *dots, tip = own.columns(way, life.quarter)
        assert tip < room
        cells = list(zip(dots, way, strict=True))
        for (one, earlier), (other, later) in pairwise([*cells, (tip, life.quarter)]):
            assert one < other or (own.pitch and earlier == later)
        for column, quarter in cells:
            over = max(number for begin, number in heads if begin <= column)
            assert over == quarter or own.pitch
            assert (
                own.quarter_columns[quarter - 1] <= column < [*own.quarter_columns, room][quarter]
            )


@given(led(), st.sampled_from(SIZES), st.integers(1, 99), st.integers(0, 9), st.integers(0, 99))
def test_the_dot_under_the_cursor_is_always_seen(
    found: tuple[LifeLine, ...], window: tuple[int, int], quarters: int, life: int, dot: int
) -> None:
    chosen = found[life % len(found)]
    at = (chosen.number, dot % max(len(chosen.dots), 1))
    own = make_sheet(*window)
    drawn = [line.content.plain[own.text_column :] for line in draw_lives(found, quarters, at, own)]
    assert all(len(line) <= own.full_width for line in drawn)
    assert "".join(drawn).count("●") == bool(chosen.dots)


@pytest.mark.parametrize(
    ("made", "room", "told"),
    [
        ([3, 2, 1], 18, QuarterAxis((0, 5, 9))),
        ([3, 2, 1], 10, QuarterAxis((0, 4, 7))),
        ([3, 2, 1], 9, QuarterAxis((0, 3, 6), 3)),
        ([13] * 12, 108, QuarterAxis(tuple(range(0, 60, 5)), 5)),
        ([13] * 12, 36, QuarterAxis(tuple(range(0, 36, 3)), 3)),
        ([40], 36, QuarterAxis((0,), 5)),
    ],
)
def test_a_quarter_is_as_wide_as_it_was(made: list[int], room: int, told: QuarterAxis) -> None:
    assert (
        make_axis(
            [[quarter for quarter, count in enumerate(made, 1) for _ in range(count)]],
            len(made),
            room,
        )
        == told
    )
