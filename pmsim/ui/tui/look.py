"""How things are marked: styles by meaning, and the glyphs, as one table with its ASCII column. Never colour alone."""

from typing import NamedTuple


class Glyphs(NamedTuple):
    """Every sign that is not a letter. All one cell wide."""

    decision: str
    lived: str
    lost: str
    lost_here: str
    here: str
    ended: str
    to_come: str
    between: str
    heavy: str
    half: str
    light: str
    nought: str
    leaves: str
    down: str
    bar: str
    cursor: str
    left: str
    closed: str
    up: str
    falls: str
    rule: str


FULL = Glyphs("•", "●", "◦", "○", "◆", "■", "·", "·", "━", "╾", "─", "┴", "╰", "│", "▌", "›", "‹", "×", "↑", "↓", "─")
ASCII = Glyphs("o", "O", ".", ":", "*", "#", ".", "-", "=", "=", "-", "+", "\\", "|", ">", ">", "<", "x", "^", "v", "-")

_ASCII_LETTERS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "-", "—": "-", "−": "-", "·": "-", "›": ">"})
_FULL_LETTERS: dict[int, str] = {}


class Look(NamedTuple):
    """Styles by meaning, in Textual's style language. `letters`: how prose is spelled on this terminal."""

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
    chosen: str = "bold $ink"
    shut: str = "strike $soft"
    shut_mark: str = "$soft"
    reason: str = "italic $soft"
    strong: str = "bold"
    emphasis: str = "italic"
    glyphs: Glyphs = FULL
    letters: dict[int, str] = _FULL_LETTERS

    def spelled(self, text: str) -> str:
        """A text in the letters of this terminal."""
        return text.translate(self.letters)


COLOUR = Look()
BARE = Look(
    ink="", soft="", track="", rule="", rubric="", band="", selected="underline", title="bold", number="bold",
    chosen="bold underline", shut="strike", shut_mark="", reason="italic",
)  # fmt: skip


def look(bare: bool, plain_characters: bool) -> Look:
    """The look for a theme and a terminal."""
    own = BARE if bare else COLOUR
    return own._replace(glyphs=ASCII, letters=_ASCII_LETTERS) if plain_characters else own
