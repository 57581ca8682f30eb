"""The graph as a value. Labels are the author's raw words; each renderer escapes them for its
format."""

from textwrap import wrap
from typing import Literal, NamedTuple

from pmsim.lang.characters import count_text, shortened

NodeKind = Literal["scenario", "scene", "outcome", "out", "start", "calendar", "draw", "time"]
EdgeKind = Literal["goes", "later", "reads"]
Side = Literal["", "passes", "fails"]
MAX_LABEL = 44
"""Maximum length of a choice's label on an edge."""


class GraphNode(NamedTuple):
    """A node. `id`: `kind:name`. `name`: the author's name for it. `label`: its title, if any.
    `reached`: it is reachable, as in `pmsim check`."""

    id: str
    kind: NodeKind
    name: str
    label: str = ""
    reached: bool = True


class Edge(NamedTuple):
    """An edge between two nodes, by their ids. Kind `later`: the target comes `quarters` later;
    `reads`: the source's conditions read the target. `label`: the choice's label, or ''. `side`:
    the branch of a check. `condition`: `if …`, `otherwise`, or '' for always."""

    source: str
    target: str
    kind: EdgeKind = "goes"
    label: str = ""
    side: Side = ""
    quarters: int = 0
    condition: str = ""

    def text(self, most: int = 2 * MAX_LABEL, *, label: bool = True) -> str:
        """Return the edge in at most `most` characters: label (optional), side, delay, condition.
        Shorten the label and the condition first. Return '' if there is nothing to show."""
        when = f"in {count_text(self.quarters, 'quarter')}" if self.quarters else ""
        reads = "asks what was done there" if self.kind == "reads" else ""
        fixed_text = ", ".join(part for part in (self.side, when, reads) if part)
        label_text = self.label if label else ""
        if self.condition:
            room = most - len(fixed_text) - min(len(label_text), MAX_LABEL) - 5
            condition = shortened(self.condition, max(MAX_LABEL // 2, room))
            fixed_text = f"{fixed_text}, {condition}" if fixed_text else condition
        label_text = shortened(label_text, max(MAX_LABEL // 2, most - len(fixed_text) - 2))
        return shortened(
            ", ".join(
                part
                for part in (label_text.removesuffix(".") if fixed_text else label_text, fixed_text)
                if part
            ),
            most,
        )

    def text_lines(self) -> list[str]:
        """Return the same text in short lines, for a picture."""
        return wrap(self.text(), 28, break_long_words=False)


class Graph(NamedTuple):
    """A graph. `title`: that of the scenario or pack. `nodes`: in file order, after the nodes from
    which everything starts."""

    title: str
    nodes: tuple[GraphNode, ...]
    edges: tuple[Edge, ...]
