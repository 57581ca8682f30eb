"""Random packs with comments, in which an author's hand has slipped here and there.

@given(slipped_packs())
def test_a_law(pack: Slipped) -> None:
    after = mended(pack.files, pack.files).files
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from pmsim.lang.yaml_reader import scalar_spans
from tests.strategies.packs import packs

NOTE = re.compile(r"# c\d+ note")
"""A comment that was put into a pack; each is there once."""
ENDS = ("\n", "\r\n", "\r")
_STRUCTURE = re.compile(
    r" *(?:-"
    r" +)*(?:goto|id|scenes|choices|effects|tags|topics|needs|when|later|in|pick|repeat|language):"
)
_LABEL = re.compile(r"( *(?:- +)?(?:label|moment|locked|text|else): )([A-Z].*)")
_PROSE = (
    "Go: now",
    '"Go," she said.',
    "*Now*, then.",
    "'Tis late: go.",
    "@ana is out.",
    "{ana}, now.",
    "Say: one, two.",
    "%50: of it.",
)
_SEPARATORS = "\u2028\u2029\x85\x0b\x0c"

Slip = Callable[[st.DrawFn, str, str], "Made | None"]
"""Of a line and a comment that may stand behind it: the line with a slip in it; None if the line
is not of that kind."""


class Made(NamedTuple):
    """A line with a slip; `meant`: the words of a text that the author meant, '' if they are
    those of the line before."""

    line: str
    meant: str = ""


class Slipped(NamedTuple):
    """`whole`: the files before the slips, which have no errors; `files`: with them; `meant`:
    texts that some slips stand for; `ends`: how the lines of the files end."""

    whole: dict[str, bytes]
    files: dict[str, bytes]
    meant: frozenset[str]
    ends: str


@st.composite
def slipped_packs(draw: st.DrawFn, most: int = 4) -> Slipped:
    """A pack in whose scenarios there are up to `most` slips, each on a line of its own."""
    number = iter(range(1_000))
    end = draw(st.sampled_from(ENDS))
    whole: dict[str, bytes] = {}
    files: dict[str, bytes] = {}
    meant: set[str] = set()
    for file, data in draw(packs()).items():
        lines = _commented(draw, data.decode().split("\n"), number)
        whole[file] = end.join(lines).encode()
        slipped: set[int] = set()
        if file != "pack.yaml":
            for _ in range(draw(st.integers(0, most))):
                first, slip = draw(st.integers(0, len(lines) - 1)), draw(st.sampled_from(_SLIPS))
                behind = draw(st.sampled_from(["", "", f"   # c{next(number)} note"]))
                for at in (*range(first, len(lines)), *range(first)):
                    made = slip(draw, lines[at], behind) if at not in slipped else None
                    if made is not None:
                        slipped.add(at)
                        lines[at] = made.line
                        meant.add(made.meant)
                        break
        files[file] = end.join(lines).encode()
    return Slipped(whole, files, frozenset(meant), end)


def _commented(draw: st.DrawFn, lines: list[str], number: "iter[int]") -> list[str]:  # type: ignore[valid-type]
    """The lines of a file, with comments above some of them and behind some."""
    written = scalar_spans("\n".join(lines))
    inside = {
        line
        for span in written
        for line in range(span.start[0] + 1, span.end[0] + (span.end[1] > 1))
    }
    commented = []
    for at, line in enumerate(lines, 1):
        where = (
            draw(st.sampled_from(["", "", "", "above", "behind"]))
            if at not in inside and line
            else ""
        )
        if where == "above":
            commented.append(f"{line[: len(line) - len(line.lstrip())]}# c{next(number)} note")  # type: ignore[call-overload]
        behind = f"  # c{next(number)} note" if where == "behind" and _STRUCTURE.match(line) else ""  # type: ignore[call-overload]
        commented.append(f"{line}{behind}")
    return commented


def _prose(draw: st.DrawFn, line: str, behind: str) -> Made | None:
    """Words that YAML reads otherwise."""
    label = _LABEL.fullmatch(line)
    words = draw(st.sampled_from(_PROSE))
    return Made(f"{label[1]}{words}{behind}", words) if label else None


def _beside_bar(draw: st.DrawFn, line: str, behind: str) -> Made | None:
    label = _LABEL.fullmatch(line)
    return Made(f"{label[1]}| {label[2]}{behind}") if label else None


def _numbered(draw: st.DrawFn, line: str, behind: str) -> Made | None:
    label = _LABEL.fullmatch(line)
    return Made(f"{label[1]}Do item #4 first.", "Do item #4 first.") if label else None


def _replaced(pieces: Mapping[str, Sequence[str]]) -> Slip:
    """A slip that writes something else for a piece of a line."""

    def slip(draw: st.DrawFn, line: str, behind: str) -> Made | None:
        there = [piece for piece in pieces if piece in line and "note" not in line]
        if not there:
            return None
        piece = draw(st.sampled_from(there))
        return Made(
            line.replace(piece, draw(st.sampled_from(pieces[piece])), 1)
            + (behind if _STRUCTURE.match(line) else "")
        )

    return slip


def _separated(draw: st.DrawFn, line: str, behind: str) -> Made | None:
    gaps = [gap.start() + 1 for gap in re.finditer(r"\w \w", line)] if "note" not in line else []
    at = draw(st.sampled_from(gaps)) if gaps else 0
    return (
        Made(f"{line[:at]}{draw(st.sampled_from(_SEPARATORS))}{line[at + 1 :]}") if gaps else None
    )


def _hidden(draw: st.DrawFn, line: str, behind: str) -> Made | None:
    if "note" in line:
        return None
    at = draw(st.integers(0, len(line)))
    within = bool(re.fullmatch(r"\w\w", line[max(0, at - 1) : at + 1]))
    return Made(
        f"{line[:at]}{chr(0x200B) if within else draw(st.sampled_from(_SEPARATORS))}{line[at:]}"
    )


def _misspelt(draw: st.DrawFn, line: str, behind: str) -> Made | None:
    plain = _STRUCTURE.match(line) and not re.search(r"note|id: ", line)
    words = [word.span() for word in re.finditer(r"[a-z_]{3,}", line)] if plain else []
    if not words:
        return None
    start, end = draw(st.sampled_from(words))
    at = draw(st.integers(start, end - 2))
    return Made(f"{line[:at]}{line[at + 1]}{line[at]}{line[at + 2 :]}{behind}")


def _outdented(draw: st.DrawFn, line: str, behind: str) -> Made | None:
    return Made(line[draw(st.integers(1, 4)) :]) if line.startswith("    ") else None


_SLIPS: Sequence[Slip] = (
    _prose,
    _prose,
    _prose,
    _beside_bar,
    _numbered,
    _separated,
    _hidden,
    _misspelt,
    _misspelt,
    _outdented,
    _replaced({"{ana}": ["{aan}", "{anna}"], "{boss}": ["{bos}", "{bosss}"], "{role}": ["{rloe}"]}),
    _replaced(
        {
            "{mood}": ["{mod}", "{told}", "{player}"],
            "effects:": ["efects:"],
            "goto: ": ["goto:", "gto: "],
        }
    ),
    _replaced({"label: ": ["labl: ", "label:", "label "], "text: ": ["text ", "note "]}),
    _replaced(
        {
            " >= ": [" => ", " ≥ ", " is "],
            " == ": [" = "],
            " < ": [" <<", " lt "],
            " and ": [" && ", " & "],
            "in: ": ["in:"],
        }
    ),
    _replaced({"  ": ["\t", "   ", " "], "- ": ["-", "– "]}),
    _replaced({sign: ["", " ", '"', "'", " #"] for sign in ("[", "]", "{", "}", ": ", ",")}),
)
