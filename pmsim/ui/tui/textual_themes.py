"""Textual's own themes in our seven colours. Each colour is moved towards the ink until what is
written in it can be read; a theme whose ink cannot be read on its own page is not offered."""

from functools import cache

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from pmsim.store.settings import TEXTUAL_THEMES
from pmsim.ui.tui.appearance import THEME_NAMES, Palette, make_theme

TEXT_CONTRAST, TRACK_CONTRAST, BAND_CONTRAST = 4.5, 3.0, 1.25
"""Ratios of WCAG 2 that text, tracks on the page, and the band on the page hold at least."""


def _luminance(colour: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colours, by WCAG 2."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _towards(colour: Color, ink: Color, grounds: tuple[Color, ...], least: float) -> Color:
    """Return a colour, moved towards the ink until it holds a contrast on all grounds."""
    for step in range(21):
        moved = colour.blend(ink, step / 20, alpha=1)
        if all(contrast(moved, ground) >= least for ground in grounds):
            return moved
    return ink


def derive_palette(theme: Theme) -> Palette | None:
    """Return the seven colours of a theme, None if it cannot be read."""
    system = theme.to_color_system().generate()
    page, ink = Color.parse(system["background"]), Color.parse(system["foreground"])
    leaf = _towards(page.blend(ink, 0.1, alpha=1), ink, (page,), BAND_CONTRAST)
    if page.a < 1 or contrast(ink, leaf) < TEXT_CONTRAST:
        return None
    soft = _towards(page.blend(ink, 0.72, alpha=1), ink, (page, leaf), TEXT_CONTRAST)
    track = _towards(page.blend(ink, 0.45, alpha=1), ink, (page,), TRACK_CONTRAST)
    rubric = _towards(Color.parse(system["primary"]), ink, (page, leaf), TEXT_CONTRAST)
    rule = page.blend(ink, 0.2, alpha=1)
    return Palette(*(colour.hex6 for colour in (page, leaf, ink, soft, track, rule, rubric)))


@cache
def textual_theme(name: str) -> Theme | None:
    """Return one of Textual's themes in our colours, None if it is not offered."""
    palette = derive_palette(BUILTIN_THEMES[name]) if name in BUILTIN_THEMES else None
    return None if palette is None else make_theme(name, palette, dark=BUILTIN_THEMES[name].dark)


def theme_title(name: str) -> str:
    """Return the name of a theme as shown: "Solarized Light"."""
    return THEME_NAMES.get(name, name.replace("-", " ").title())


def offered_themes() -> tuple[str, ...]:
    """Return our themes, and those of Textual's that can be read."""
    return (*THEME_NAMES, *(name for name in TEXTUAL_THEMES if textual_theme(name) is not None))
