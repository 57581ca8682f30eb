"""How much of the story is seen whole: the pages of careers of chance, laid out for windows of
five sizes. Counts, no times."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pmsim import Session, load_pack
from pmsim.ui.headless import play_choices
from pmsim.ui.present.history import life_pages
from pmsim.ui.present.parts import Page
from pmsim.ui.tui.layout.story import story_page
from pmsim.ui.tui.sheet import docked_lines, first_fitting, make_sheet, tightening_sheets

SIZES = ((120, 40), (100, 30), (80, 24), (60, 18), (40, 12))
CAREERS = 12


class Share(NamedTuple):
    """Pages of one size of window: scenes, those seen whole, those that begin without an open
    choice in sight, neither on the page nor docked below it; results, those seen whole."""

    scenes: int
    whole: int
    below: int
    results: int
    results_whole: int


def pages(careers: int = CAREERS) -> Iterator[Page]:
    """Yield every page of so many careers of chance, from the doors in turn."""
    pack = load_pack("the_long_game")
    starts = list(pack.starts)
    for seed in range(careers):
        session = Session(pack, starts[seed % len(starts)], seed + 1)
        play_choices(session, (), "random")
        yield from life_pages(session)


def share(found: Iterable[Page], size: tuple[int, int]) -> Share:
    """Count pages in a window, the first open choice under the cursor."""
    counts = Share(0, 0, 0, 0, 0)
    grids = tightening_sheets(make_sheet(*size))
    for page in found:
        cursor = next((row for row, choice in enumerate(page.choices) if choice.is_open), 0)
        own = first_fitting(
            grids,
            lambda own, page=page, cursor=cursor: len(story_page(page, own, cursor)),
        )  # type: ignore[misc]
        leaves = story_page(page, own, cursor)
        whole = len(leaves) <= own.page_rows
        if page.kind == "scene":
            seen = max(
                at for at, leaf in enumerate(leaves) if leaf.row == cursor
            ) < own.page_rows or docked_lines(story_page(page, own, -1), cursor, own.page_rows)
            counts = counts._replace(
                scenes=counts.scenes + 1,
                whole=counts.whole + whole,
                below=counts.below + (not seen),
            )
        elif page.kind in ("result", "told"):
            counts = counts._replace(
                results=counts.results + 1, results_whole=counts.results_whole + whole
            )
    return counts


def table(careers: int = CAREERS) -> Iterator[str]:
    """Yield the lines of the table."""
    found = list(pages(careers))
    yield f"{len(found)} pages of {careers} careers of chance"
    yield (
        f"{'window':8} {'scenes whole':>13} {'first open choice out of sight':>31}"
        f" {'results whole':>14}"
    )
    for size in SIZES:
        own = share(found, size)
        window = f"{size[0]}x{size[1]}"
        yield (
            f"{window:8} {own.whole / own.scenes:13.1%} {own.below:31}"
            f" {own.results_whole / own.results:14.1%}"
        )
