"""The page fits before it breathes: which blank rows a page gives up, in which order, and what it never gives up."""

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
from pmsim.ui.tui.grid import HIGHEST, fitting, grid, ladder
from pmsim.ui.tui.layout.story import story
from pmsim.ui.tui.look import COLOUR

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


@given(SIZES, st.booleans(), st.booleans())
def test_each_grid_gives_up_blank_rows_only(size: tuple[int, int], head: bool, strip: bool) -> None:
    grids = ladder(grid(*size, head=head, strip=strip))
    for roomier, tighter in itertools.pairwise(grids):
        assert tighter.rows >= roomier.rows
        assert (tighter.edge, tighter.measure, tighter.head, tighter.above) == (roomier.edge, roomier.measure, roomier.head, roomier.above)
    last = grids[-1]
    assert (last.between, last.loose, last.top) == (0, 0, 0)
    for own in grids:
        assert own.above == int(size[1] >= 24)
        taken = int(own.head) + own.top + (1 + own.strip if own.strip else 0) + own.above + 1 + own.below
        assert own.rows + taken == min(size[1], HIGHEST)


def test_blank_rows_between_choices_go_first_and_paragraphs_close_up_last() -> None:
    given_up = [(own.between, own.strip, own.loose, own.top) for own in ladder(grid(80, 24))]
    assert given_up == [(1, 2, 1, 1), (0, 2, 1, 1), (0, 1, 1, 1), (0, 1, 0, 1), (0, 1, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0)]


@pytest.mark.parametrize("size", [(120, 40), (100, 30), (80, 24), (80, 20), (60, 18), (40, 12)])
def test_a_page_that_scrolls_has_no_blank_row_between_its_choices(size: tuple[int, int]) -> None:
    grids = ladder(grid(*size))
    scrolled = 0
    for page in sample():
        own = fitting(grids, lambda own, page=page: len(story(page, own, COLOUR, 0)))  # type: ignore[misc]
        leaves = story(page, own, COLOUR, 0)
        if len(leaves) <= own.rows:
            continue
        scrolled += 1
        rows = [at for at, leaf in enumerate(leaves) if leaf.row >= 0]
        assert rows == list(range(rows[0], rows[-1] + 1))
    assert scrolled or size[0] >= 80


def test_paragraphs_that_close_up_are_told_apart_by_their_first_line() -> None:
    page = next(page for page in sample() if page.kind == "scene" and len(getattr(page.parts[0], "paragraphs", ())) > 1)
    own = ladder(grid(80, 24))[-1]
    lines = [leaf.content.plain for leaf in story(page, own, COLOUR, 0)]
    begins = [line for line in lines[2:] if line.startswith(" " * (own.edge + 2)) and not line.startswith(" " * (own.edge + 3))]
    assert len(begins) >= 1
