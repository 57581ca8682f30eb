"""The appearance of a screen: themes, styles by meaning, and the glyphs with their ASCII versions.
Pure.

Nothing may be marked by colour alone."""

from typing import NamedTuple

from textual.theme import Theme

from pmsim.lang.characters import PLAIN_LETTERS

HORIZONTAL = [
    (0, "-tiny"),
    (40, "-narrow"),
    (60, "-middle"),
    (80, "-wide"),
    (100, "-margin"),
    (120, "-full"),
]
VERTICAL = [(0, "-flat"), (12, "-low"), (18, "-short"), (24, "-medium"), (36, "-tall")]
"""Classes of a window by its width and its height, for Textual's breakpoints."""


class Palette(NamedTuple):
    """Colours of a theme. `page`: background; `leaf`: the band behind the row under the cursor;
    `ink`: prose; `soft`: quiet text; `track`: the empty part of a line; `rule`: decoration;
    `rubric`: what can be pressed, and the current place."""

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
    "contrast": Palette(
        "#000000", "#262626", "#FFFFFF", "#DADADA", "#A8A8A8", "#8A8A8A", "#FFD75F"
    ),
}
BARE_THEME = "bare"
THEME_NAMES = {"dark": "Dark", "light": "Light", "contrast": "High contrast", BARE_THEME: "Bare"}
"""Names of the themes as the settings show them."""


_VARIABLES = (
    (
        "leaf",
        (
            "block-cursor-background",
            # the palette's list never has the focus
            "block-cursor-blurred-background",
            "block-hover-background",
            "input-selection-background",
            "screen-selection-background",
        ),
    ),
    (
        "ink",
        (
            "block-cursor-foreground",
            "block-cursor-blurred-foreground",
            "footer-key-foreground",
            "input-cursor-background",
            "input-selection-foreground",
            "screen-selection-foreground",
        ),
    ),
    ("soft", ("text-muted", "text-disabled", "scrollbar-hover", "scrollbar-active")),
    (
        "page",
        (
            "input-cursor-foreground",
            "scrollbar-background",
            "scrollbar-background-hover",
            "scrollbar-background-active",
            "scrollbar-corner-color",
        ),
    ),
    ("rule", ("scrollbar", "border", "border-blurred")),
)
"""Colours of Textual's own variables, by the name of ours."""


def make_theme(name: str, palette: Palette | None = None, *, dark: bool | None = None) -> Theme:
    """Return the Textual theme of a name in `THEME_NAMES`, or that of another palette."""
    own = Palette(*(["ansi_default"] * 7)) if name == BARE_THEME else PALETTES.get(name)
    colours = palette or own or PALETTES["dark"]
    chosen = "bold underline" if name == BARE_THEME else "bold"
    bare = (
        {"ansi-background": "ansi_default", "ansi-foreground": "ansi_default"}
        if name == BARE_THEME
        else {}
    )
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
        dark=name != "light" if dark is None else dark,
        text_alpha=1.0,
        ansi=name == BARE_THEME,
        variables={
            **colours._asdict(),
            **{name: getattr(colours, colour) for colour, names in _VARIABLES for name in names},
            "block-cursor-text-style": chosen,
            "block-cursor-blurred-text-style": chosen,
            # reverse is invisible with some terminals' own colours
            "input-cursor-text-style": "underline" if name == BARE_THEME else "none",
            **bare,
        },
    )


THEMES = tuple(make_theme(name) for name in THEME_NAMES)


class Glyphs(NamedTuple):
    """Signs that are not letters, each one cell wide."""

    decision: str
    past: str
    lost: str
    lost_here: str
    here: str
    ended: str
    to_come: str
    between: str
    heavy: str
    half: str
    light: str
    zero: str
    branch: str
    down: str
    bar: str
    cursor: str
    left: str
    closed: str
    up: str
    falls: str
    rule: str


FULL = Glyphs(
    "•",
    "●",
    "◦",
    "○",
    "◆",
    "■",
    "·",
    "·",
    "━",
    "╾",
    "─",
    "┴",
    "╰",
    "│",
    "▌",
    "›",
    "‹",
    "×",
    "↑",
    "↓",
    "─",
)
ASCII = Glyphs(
    "o",
    "O",
    ".",
    ":",
    "*",
    "#",
    ".",
    "-",
    "=",
    "=",
    "-",
    "+",
    "\\",
    "|",
    ">",
    ">",
    "<",
    "x",
    "^",
    "v",
    "-",
)

_ASCII_LETTERS = str.maketrans({**PLAIN_LETTERS, "·": "-", "›": ">"})
_FULL_LETTERS: dict[int, str] = {}


class ThemeTokens(NamedTuple):
    """Styles by meaning, in Textual's style language. `letter_map`: replacements for letters that
    this terminal lacks."""

    ink: str = "$ink"
    soft: str = "$soft"
    track: str = "$track"
    rule: str = "$rule"
    rubric: str = "$rubric"
    band: str = "on $leaf"
    selected: str = "underline on $leaf"
    pointed: str = "underline"
    title: str = "bold $ink"
    number: str = "bold $rubric"
    current: str = "bold $ink"
    closed: str = "strike $soft"
    closed_mark: str = "$soft"
    reason: str = "italic $soft"
    strong: str = "bold"
    emphasis: str = "italic"
    glyphs: Glyphs = FULL
    letter_map: dict[int, str] = _FULL_LETTERS

    @property
    def cursor_glyph(self) -> str:
        """The sign of the cursor: a bar where a band stands behind the row, else a pointer."""
        return self.glyphs.bar if self.band else self.glyphs.cursor

    @property
    def bold(self) -> str:
        """The style of a word that has changed, or stands out."""
        return f"bold {self.ink}".strip()

    def transliterate(self, text: str) -> str:
        """Return a text in the letters of this terminal."""
        return text.translate(self.letter_map)

    def quieted(self) -> "ThemeTokens":
        """Return the tokens of a page under another one: all text has the quiet colour, which can
        still be read. Without colours nothing is quieter."""
        if not self.soft:
            return self
        soft = self.soft
        return self._replace(
            ink=soft, rubric=soft, title=soft, number=soft, current=soft, band="", strong=""
        )


COLOUR_TOKENS = ThemeTokens()
BARE_TOKENS = ThemeTokens(
    ink="",
    soft="",
    track="",
    rule="",
    rubric="",
    band="",
    selected="underline",
    title="bold",
    number="bold",
    current="bold underline",
    closed="strike",
    closed_mark="",
    reason="italic",
)


def make_tokens(bare: bool, plain_characters: bool) -> ThemeTokens:
    """Return the tokens for a theme and a terminal."""
    tokens = BARE_TOKENS if bare else COLOUR_TOKENS
    return tokens._replace(glyphs=ASCII, letter_map=_ASCII_LETTERS) if plain_characters else tokens
