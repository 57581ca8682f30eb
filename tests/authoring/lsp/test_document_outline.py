"""The outline of a file, whatever stands in it."""

from textwrap import dedent

from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim.authoring.lsp.document_outline import OutlineItem, document_outline

STORY = """\
title: The Pause
scenes:
  pause:
    text: It ticks.
    choices:
      - id: wait
        label: Wait.
      - label: Ask her, now!
        text: |
          She says.
  after: {text: It stops.}
"""


def drawn(found: tuple[OutlineItem, ...], depth: int = 0) -> list[str]:
    """A line for each symbol, indented."""
    lines = []
    for one in found:
        lines.append(
            f"{'  ' * depth}{one.kind} {one.name}"
            f" {one.place.line}:{one.place.column}+{one.length}..{one.last} {one.detail}".rstrip()
        )
        lines += drawn(one.inside, depth + 1)
    return lines


def test_scenes_and_choices() -> None:
    assert drawn(document_outline(STORY, "pause.yaml")) == [
        "scene pause 3:3+5..10",
        "  choice wait 6:13+4..7 Wait.",
        "  choice ask_her_now 8:16+13..10 Ask her, now!",
        "scene after 11:3+5..12",
    ]


def test_sections_and_their_entries() -> None:
    text = """\
        title: A world
        stats:
          mood: {label: Mood, min: 0, max: 9}
          debt: {min: 0,
                 max: 9}
        calendar: {quarters: 2}
        """
    assert drawn(document_outline(dedent(text), "pack.yaml")) == [
        "section title 1:1+5..1 A world",
        "section stats 2:1+5..5",
        "  entry mood 3:3+4..3 Mood",
        "  entry debt 4:3+4..5",
        "section calendar 6:1+8..7",
        "  entry quarters 6:12+8..7 2",
    ]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *STORY.splitlines(keepends=True),
                "  pause: [\n",
                "      - \n",
                "scenes: x\n",
                '"": {a: }\n',
                "😀\n",
            ]
        )
    )
)
def test_any_text_has_an_outline_within_itself(pieces: list[str]) -> None:
    text = "".join(pieces)

    def well(found: tuple[OutlineItem, ...], first: int, last: int) -> None:
        for one in found:
            assert first <= one.place.line <= one.last <= last
            assert one.name.strip()
            well(one.inside, one.place.line, one.last)

    well(document_outline(text, "pause.yaml"), 1, text.count("\n") + 1)
