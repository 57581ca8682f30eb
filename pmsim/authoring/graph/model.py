"""A graph as a value: what the renderers draw. Labels are an author's own words, uncleaned; a renderer makes them fit for its format."""

from textwrap import wrap
from typing import Literal, NamedTuple

NodeKind = Literal["scenario", "scene", "outcome", "out", "start", "calendar", "draw", "time"]
EdgeKind = Literal["goes", "later", "reads"]
Side = Literal["", "passes", "fails"]
MAX_LABEL = 44
"""Characters of a choice's label on an edge."""


class GraphNode(NamedTuple):
    """`id`: `kind:name`. `name`: as an author refers to it. `label`: its title, where it has one. `reached`: something leads to it, by the
    same reckoning as `pmsim check`."""

    id: str
    kind: NodeKind
    name: str
    label: str = ""
    reached: bool = True


class Edge(NamedTuple):
    """One way from node to node, by their ids. `later`: it comes `quarters` later; `reads`: the source asks whether the target was seen.
    `label`: of the choice that is made, '' for none. `side`: of a roll. `condition`: when it is taken, in words:
    `if …`, `otherwise`, '' for always."""

    source: str
    target: str
    kind: EdgeKind = "goes"
    label: str = ""
    side: Side = ""
    quarters: int = 0
    condition: str = ""

    def text(self, most: int = 2 * MAX_LABEL, *, label: bool = True) -> str:
        """The edge in at most so many characters: label (if asked for), side, delay, condition; label and condition give way to the
        others. '' if there is nothing to say."""
        when = f"in {self.quarters} quarter{'' if self.quarters == 1 else 's'}" if self.quarters else ""
        reads = "asks what was done there" if self.kind == "reads" else ""
        fixed_text = ", ".join(part for part in (self.side, when, reads) if part)
        label_text = self.label if label else ""
        if self.condition:
            room = most - len(fixed_text) - min(len(label_text), MAX_LABEL) - 5
            fixed_text = f"{fixed_text}{', ' if fixed_text else ''}{shortened(self.condition, max(MAX_LABEL // 2, room))}"
        label_text = shortened(label_text, max(MAX_LABEL // 2, most - len(fixed_text) - 2))
        return shortened(", ".join(part for part in (label_text.removesuffix(".") if fixed_text else label_text, fixed_text) if part), most)

    def text_lines(self) -> list[str]:
        """The same broken into short lines, for a picture."""
        return wrap(self.text(), 28, break_long_words=False)


class Graph(NamedTuple):
    """`title`: of the scenario or the pack. `nodes` in the order of the files; those from which everything begins come first."""

    title: str
    nodes: tuple[GraphNode, ...]
    edges: tuple[Edge, ...]


def shortened(text: str, most: int) -> str:
    """The text in one line of at most `most` characters, cut between words and with `…` if it is longer."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: max(1, most - 1)]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[most // 2 :] else cut}".rstrip(" ,;:") + "…"
