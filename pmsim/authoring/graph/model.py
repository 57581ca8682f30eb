"""A graph as a value: what the renderers draw. Labels are an author's own words, uncleaned; a renderer makes them fit for its format."""

from textwrap import wrap
from typing import Literal, NamedTuple

NodeKind = Literal["scenario", "scene", "outcome", "out", "start", "calendar", "draw", "time"]
EdgeKind = Literal["goes", "later", "reads"]
Side = Literal["", "passes", "fails"]
SHORT = 44
"""Characters of a choice's label on an edge."""


class Node(NamedTuple):
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

    def says(self, most: int = 2 * SHORT, *, label: bool = True) -> str:
        """The edge in at most so many characters: label (if asked for), side, delay, condition; label and condition give way to the
        others. '' if there is nothing to say."""
        when = f"in {self.quarters} quarter{'' if self.quarters == 1 else 's'}" if self.quarters else ""
        reads = "asks what was done there" if self.kind == "reads" else ""
        said = ", ".join(part for part in (self.side, when, reads) if part)
        named = self.label if label else ""
        if self.condition:
            room = most - len(said) - min(len(named), SHORT) - 5
            said = f"{said}{', ' if said else ''}{shortened(self.condition, max(SHORT // 2, room))}"
        named = shortened(named, max(SHORT // 2, most - len(said) - 2))
        return shortened(", ".join(part for part in (named.removesuffix(".") if said else named, said) if part), most)

    def lines(self) -> list[str]:
        """The same broken into short lines, for a picture."""
        return wrap(self.says(), 28, break_long_words=False)


class Graph(NamedTuple):
    """`title`: of the scenario or the pack. `nodes` in the order of the files; those from which everything begins come first."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def shortened(text: str, most: int) -> str:
    """The text in one line of at most `most` characters, cut between words and with `…` if it is longer."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: max(1, most - 1)]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[most // 2 :] else cut}".rstrip(" ,;:") + "…"
