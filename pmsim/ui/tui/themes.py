"""The palette: seven names, three themes of our own, and Bare, which is the terminal's own colours. No colour stands anywhere else."""

from typing import NamedTuple

from textual.theme import Theme


class Palette(NamedTuple):
    """`page` the ground, `leaf` the band behind the highlighted row, `ink` prose, `soft` what is quieter, `track` the empty part of a
    line, `rule` decoration, `rubric` what may be pressed and where one is."""

    page: str
    leaf: str
    ink: str
    soft: str
    track: str
    rule: str
    rubric: str


PALETTES = {
    "dark": Palette("#191714", "#342E27", "#E6DFD3", "#ABA294", "#7A7166", "#3A352E", "#EE9274"),
    "light": Palette("#FAF6EC", "#E9DDBF", "#2B2620", "#665C4F", "#8C8171", "#DDD3BF", "#9E2F1C"),
    "contrast": Palette("#000000", "#262626", "#FFFFFF", "#DADADA", "#A8A8A8", "#8A8A8A", "#FFD75F"),
}
BARE = "bare"
NAMES = {"dark": "Dark", "light": "Light", "contrast": "High contrast", BARE: "Bare"}
"""Themes as the settings show them."""


def theme(name: str) -> Theme:
    """The Textual theme of a name in `NAMES`."""
    colours = Palette(*(["ansi_default"] * 7)) if name == BARE else PALETTES[name]
    chosen = "bold underline" if name == BARE else "bold"
    bare = {"ansi-background": "ansi_default", "ansi-foreground": "ansi_default"} if name == BARE else {}
    return Theme(
        name=name,
        primary=colours.rubric,
        secondary=colours.soft,
        warning=colours.rubric,
        error=colours.rubric,
        success=colours.rubric,
        accent=colours.rubric,
        foreground=colours.ink,
        background=colours.page,
        surface=colours.page,
        panel=colours.leaf,
        boost=colours.leaf,
        dark=name != "light",
        text_alpha=1.0,
        ansi=name == BARE,
        variables={
            **colours._asdict(),
            "block-cursor-background": colours.leaf,
            "block-cursor-foreground": colours.ink,
            "block-cursor-text-style": chosen,
            # the list of the palette never has the focus
            "block-cursor-blurred-background": colours.leaf,
            "block-cursor-blurred-foreground": colours.ink,
            "block-cursor-blurred-text-style": chosen,
            "block-hover-background": colours.leaf,
            "text-muted": colours.soft,
            "text-disabled": colours.soft,
            "footer-key-foreground": colours.ink,
            "input-cursor-background": colours.ink,
            "input-cursor-foreground": colours.page,
            # reverse disappears among a terminal's own colours
            "input-cursor-text-style": "underline" if name == BARE else "none",
            "input-selection-background": colours.leaf,
            "input-selection-foreground": colours.ink,
            "screen-selection-background": colours.leaf,
            "screen-selection-foreground": colours.ink,
            "scrollbar": colours.rule,
            "scrollbar-hover": colours.soft,
            "scrollbar-active": colours.soft,
            "scrollbar-background": colours.page,
            "scrollbar-background-hover": colours.page,
            "scrollbar-background-active": colours.page,
            "scrollbar-corner-color": colours.page,
            "border": colours.rule,
            "border-blurred": colours.rule,
            **bare,
        },
    )


THEMES = tuple(theme(name) for name in NAMES)
