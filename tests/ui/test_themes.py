"""The palette: every pair of colours that meets can be read, also on a terminal of 256 colours."""

import pytest
from rich.color import Color, ColorSystem

from pmsim.store.settings import THEMES as NAMED
from pmsim.ui.tui.appearance import BARE_THEME, PALETTES, THEME_NAMES, THEMES, Palette

TEXT, TRACK = 4.5, 3.0
"""Ratios of WCAG 2: of text, and of what is drawn."""


def luminance(red: int, green: int, blue: int) -> float:
    """WCAG 2's relative luminance."""
    parts = [
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in (red, green, blue)
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def ratio(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Contrast of two colours."""
    high, low = sorted((luminance(*one), luminance(*other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def exact(colour: str) -> tuple[int, int, int]:
    """A colour as written."""
    return tuple(Color.parse(colour).get_truecolor())  # type: ignore[return-value]


def reduced(colour: str) -> tuple[int, int, int]:
    """A colour as a terminal of 256 shows it."""
    return tuple(Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).get_truecolor())  # type: ignore[return-value]


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("shown", [exact, reduced])
def test_contrast(name: str, shown) -> None:  # type: ignore[no-untyped-def]
    colours: Palette = PALETTES[name]
    for ground in (colours.page, colours.leaf):
        for text in (colours.ink, colours.soft, colours.rubric):
            assert ratio(shown(text), shown(ground)) >= TEXT, (text, ground)
    # nothing is drawn on a band but its bar
    assert ratio(shown(colours.track), shown(colours.page)) >= TRACK


@pytest.mark.parametrize("name", PALETTES)
def test_the_band_under_the_cursor_can_be_seen(name: str) -> None:
    assert ratio(exact(PALETTES[name].leaf), exact(PALETTES[name].page)) >= 1.25


def test_high_contrast_is_higher() -> None:
    contrast = PALETTES["contrast"]
    assert (
        min(
            ratio(exact(text), exact(contrast.leaf))
            for text in (contrast.ink, contrast.soft, contrast.rubric)
        )
        >= 7
    )


def test_the_settings_know_every_theme() -> None:
    assert tuple(THEME_NAMES) == NAMED == tuple(theme.name for theme in THEMES)
    bare = next(theme for theme in THEMES if theme.name == BARE_THEME)
    assert bare.ansi
    assert {bare.variables[name] for name in Palette._fields} == {"ansi_default"}
