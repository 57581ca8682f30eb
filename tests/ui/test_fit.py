"""The page fits before it breathes: which blank rows a page gives up, in which order, and what
it never gives up."""

import importlib.util
import itertools
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.ui.present.parts import Page
from pmsim.ui.tui.layout.story import story_page
from pmsim.ui.tui.sheet import HIGHEST, first_fitting, make_sheet, tightening_sheets

PAGES = Path(__file__).resolve().parents[2] / "benchmarks" / "pages.py"
SIZES = st.tuples(st.integers(40, 220), st.integers(12, 70))


@cache
def counter() -> ModuleType:
    """The benchmark that counts what is seen whole."""
    spec = importlib.util.spec_from_file_location("benchmark_pages", PAGES)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@cache
def sample() -> tuple[Page, ...]:
    """Every page of two careers of the shipped pack, one from each door."""
    return tuple(counter().pages(2))


def test_nearly_every_scene_is_seen_whole_at_80x24() -> None:
    found = counter().share(sample(), (80, 24))
    assert found.scenes > 100
    assert found.whole / found.scenes >= 0.95
    assert found.below == 0
    assert found.results_whole / found.results >= 0.95


@pytest.mark.parametrize(("size", "most"), [((60, 18), 0.01), ((40, 12), 0.08)])
def test_most_scenes_begin_with_an_open_choice_in_sight(size: tuple[int, int], most: float) -> None:
    found = counter().share(sample(), size)
    assert found.below / found.scenes <= most


@given(SIZES, st.booleans(), st.booleans())
def test_each_grid_gives_up_blank_rows_only(size: tuple[int, int], head: bool, strip: bool) -> None:
    grids = tightening_sheets(make_sheet(*size, has_head=head, has_strip=strip))
    for roomier, tighter in itertools.pairwise(grids):
        assert tighter.page_rows >= roomier.page_rows
        assert (
            tighter.text_column,
            tighter.measure,
            tighter.has_head,
            tighter.rows_above_footer,
        ) == (
            roomier.text_column,
            roomier.measure,
            roomier.has_head,
            roomier.rows_above_footer,
        )
    last = grids[-1]
    assert (last.choice_gap, last.paragraph_gap, last.rows_above_page) == (0, 0, 0)
    for own in grids:
        assert own.rows_above_footer == int(size[1] >= 24)
        taken = (
            int(own.has_head)
            + own.rows_above_page
            + (1 + own.strip_rows if own.strip_rows else 0)
            + own.rows_above_footer
            + 1
            + own.rows_below_footer
        )
        assert own.page_rows + taken == min(size[1], HIGHEST)


def test_blank_rows_between_choices_go_first_and_paragraphs_close_up_last() -> None:
    given_up = [
        (own.choice_gap, own.strip_rows, own.paragraph_gap, own.rows_above_page)
        for own in tightening_sheets(make_sheet(80, 24))
    ]
    assert given_up == [
        (1, 2, 1, 1),
        (0, 2, 1, 1),
        (0, 1, 1, 1),
        (0, 1, 0, 1),
        (0, 1, 0, 0),
        (0, 0, 0, 0),
        (0, 0, 0, 0),
    ]


@pytest.mark.parametrize("size", [(120, 40), (100, 30), (80, 24), (80, 20), (60, 18), (40, 12)])
def test_a_page_that_scrolls_has_no_blank_row_between_its_choices(size: tuple[int, int]) -> None:
    grids = tightening_sheets(make_sheet(*size))
    scrolled = 0
    for page in sample():
        own = first_fitting(grids, lambda own, page=page: len(story_page(page, own, 0)))  # type: ignore[misc]
        leaves = story_page(page, own, 0)
        if len(leaves) <= own.page_rows:
            continue
        scrolled += 1
        rows = [at for at, leaf in enumerate(leaves) if leaf.row >= 0]
        assert rows == list(range(rows[0], rows[-1] + 1))
    assert scrolled or size[0] >= 80


def test_paragraphs_that_close_up_are_told_apart_by_their_first_line() -> None:
    page = next(
        page
        for page in sample()
        if page.kind == "scene" and len(getattr(page.parts[0], "paragraphs", ())) > 1
    )
    own = tightening_sheets(make_sheet(80, 24))[-1]
    lines = [leaf.content.plain for leaf in story_page(page, own, 0)]
    begins = [
        line
        for line in lines[2:]
        if line.startswith(" " * (own.text_column + 2))
        and not line.startswith(" " * (own.text_column + 3))
    ]
    assert len(begins) >= 1
