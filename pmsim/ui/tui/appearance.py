"""The appearance of a screen: columns and blank rows, computed from the size of the window and the
length of the page; styles by meaning; and the glyphs with their ASCII versions. Pure.

Nothing may be marked by colour alone."""

from collections.abc import Callable
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

SMALLEST = (40, 12)
WIDEST, HIGHEST = 124, 44
"""Largest size that is used. In a larger window the screen is centred, with a third of the spare
rows above it."""


class Grid(NamedTuple):
    """Columns and rows in a window.

    Columns: `text_column` where text begins, `cursor_column` of the cursor, `number_column` where a
    number ends. Widths: `measure` the widest line of prose, `full_width` of a full screen,
    `line_width` of head line and footer, `margin_width` of the margin (0: none), `margin_gap`
    before it. `height`: rows used; `has_head`: one of them is the head line; `strip_rows`: lines of
    the strip, which has a blank row above it. Blank rows: `rows_above_footer` and
    `rows_below_footer`, `rows_above_page`, `choice_gap` between choices, `paragraph_gap` between
    paragraphs. `show_reasons`: every closed choice shows its reason, not only the one under the
    cursor."""

    text_column: int
    cursor_column: int
    number_column: int
    measure: int
    full_width: int
    line_width: int
    margin_width: int
    margin_gap: int
    height: int
    has_head: bool
    strip_rows: int
    rows_above_footer: int
    rows_below_footer: int
    rows_above_page: int
    choice_gap: int = 1
    paragraph_gap: int = 1
    show_reasons: bool = True

    @property
    def page_rows(self) -> int:
        """Lines of a page that fit on the screen."""
        foot = self.rows_above_footer + 1 + self.rows_below_footer
        return (
            self.height
            - int(self.has_head)
            - self.rows_above_page
            - (self.strip_rows + 1 if self.strip_rows else 0)
            - foot
        )


def make_grid(
    width: int, height: int, measure: int = 66, *, has_head: bool = True, has_strip: bool = True
) -> Grid:
    """Return the roomiest grid of a window of `width` x `height` cells. `measure`: the player's
    setting, 60..75.

    `has_head`, `has_strip`: the screen has content for the head line and for the strip, in windows
    with room for them."""
    used_width, rows = min(width, WIDEST), min(height, HIGHEST)
    if width >= 120:
        columns = (
            10,
            5,
            7,
            min(measure, used_width - 10 - 2 - 5 - 31),
            used_width - 16,
            30,
            4,
            0,
            False,
        )
    elif width >= 100:
        columns = (6, 1, 3, min(measure, width - 6 - 2 - 2 - 27), width - 12, 26, 1, 0, False)
    elif width >= 80:
        columns = (6, 1, 3, min(measure, width - 12), width - 12, 0, 0, 2, True)
    elif width >= 60:
        columns = (4, 0, 1, min(measure, width - 6), width - 8, 0, 0, 1, True)
    else:
        columns = (3, 0, 1, max(width - 4, 10), max(width - 4, 10), 0, 0, 0, True)
    edge, lead, digit, wide, room, panel, gap, lines, headed = columns
    line = (
        wide + 2 + gap + panel
        if panel
        else room
        if width >= 80
        else used_width - edge - (2 if width >= 60 else 1)
    )
    top = 4 if height >= 36 else 1 if height >= 24 else 0
    strip_rows = lines if has_strip and height >= 18 else 0
    blank = int(height >= 24)
    return Grid(
        edge,
        lead,
        digit,
        wide,
        room,
        line,
        panel,
        gap,
        rows,
        headed and has_head,
        strip_rows,
        blank,
        int(height >= 36),
        top,
    )


def tightening_grids(roomy: Grid) -> tuple[Grid, ...]:
    """Return the grids of a window from the roomiest to the tightest. Each has a little less blank
    space than the one before."""
    grids = [roomy]
    given_up = (
        {"rows_above_page": min(roomy.rows_above_page, 1)},
        {"choice_gap": 0},
        {"strip_rows": min(roomy.strip_rows, 1)},
        {"paragraph_gap": 0},
        {"rows_above_page": 0},
        {"strip_rows": 0},
        {"show_reasons": False},
    )
    for change in given_up:
        tighter = grids[-1]._replace(**change)
        if tighter != grids[-1]:
            grids.append(tighter)
    return tuple(grids)


def first_fitting(grids: tuple[Grid, ...], lines: Callable[[Grid], int]) -> Grid:
    """Return the first grid whose page rows suffice for its `lines`, else the last grid."""
    return next(
        (candidate for candidate in grids if lines(candidate) <= candidate.page_rows), grids[-1]
    )


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
