"""Renderers of graphs: a tree of lines for terminals, DOT and Mermaid. The tree draws every node
once, below the first edge to it; other edges only name it."""

import json
import re
from collections import deque
from typing import NamedTuple

from pmsim.authoring.graph import Edge, EdgeKind, Graph, GraphNode, NodeKind
from pmsim.lang import visible


class TreeMarks(NamedTuple):
    """The characters of a tree. The first four stand before an edge: field `2 * last + late`, where
    `late` is an edge that does not lead on at once. `above`, `below`: where the tree shows the
    target of an edge."""

    branch: str
    late: str
    last: str
    last_late: str
    line: str
    to: str
    above: str
    below: str
    cut: str


UNICODE = TreeMarks("├─ ", "├┄ ", "└─ ", "└┄ ", "│  ", "→", "↑ ", "↓ ", "…")
ASCII = TreeMarks("|- ", "|~ ", "`- ", "`~ ", "|  ", "->", "^ ", "v ", "...")
_MIN_TEXT_WIDTH = 24
"""Minimum number of characters for an edge's text."""


def as_tree(graph: Graph, width: int = 80, marks: TreeMarks = UNICODE) -> str:
    """Return the graph as a tree of about `width` characters (60 or more; names are never cut).
    Branches deeper than half the width continue below as trees of their own."""
    return "\n".join(_TreeDrawing(graph, width, marks).lines())


class _TreeDrawing:
    """The drawing of one tree."""

    def __init__(self, graph: Graph, width: int, marks: TreeMarks) -> None:
        self.graph, self.width, self.marks = graph, width, marks
        self.nodes = {node.id: node for node in graph.nodes}
        self.edges_from: dict[str, list[Edge]] = {node.id: [] for node in graph.nodes}
        for edge in graph.edges:
            self.edges_from[edge.source].append(edge)
        self.drawn: set[str] = set()
        self.waiting: deque[str] = deque()

    def lines(self) -> list[str]:
        """Return all lines: first the trees of the roots, then those of unreachable nodes."""
        first = self.first_edges()
        result: list[str] = []
        for root in (node.id for node in self.graph.nodes if node.id not in first):
            self.waiting.append(root)
            while self.waiting:
                result += ["", *self.tree_lines(self.waiting.popleft(), first)]
        return result[1:]

    def first_edges(self) -> dict[str, Edge]:
        """Return the edge below which each node is drawn: the first on a shortest path from a root,
        so that the tree stays shallow. Unreachable nodes start trees of their own."""
        targets = {edge.target for edge in self.graph.edges if edge.source != edge.target}
        roots = [node.id for node in self.graph.nodes if node.id not in targets] or [
            node.id for node in self.graph.nodes[:1]
        ]
        first: dict[str, Edge] = {}
        seen: set[str] = set()
        while True:
            todo = deque(root for root in roots if root not in seen)
            seen.update(todo)
            while todo:
                for edge in self.edges_from[todo.popleft()]:
                    if edge.target not in seen:
                        seen.add(edge.target)
                        first[edge.target] = edge
                        todo.append(edge.target)
            roots = [node.id for node in self.graph.nodes if node.id not in seen][:1]
            if not roots:
                return first

    def tree_lines(self, root: str, first: dict[str, Edge]) -> list[str]:
        self.drawn.add(root)
        return [self.node_text(self.nodes[root]), *self.lines_below(root, "", first)]

    def lines_below(self, node: str, margin: str, first: dict[str, Edge]) -> list[str]:
        """Return the lines of a node's edges, with the subtrees below them."""
        result: list[str] = []
        edges = self.edges_from[node]
        for number, edge in enumerate(edges):
            last, late = number == len(edges) - 1, edge.kind != "goes"
            branch = self.marks[2 * last + late]
            deeper = margin + (" " * len(self.marks.line) if last else self.marks.line)
            is_first = first.get(edge.target) is edge
            if is_first and self.edges_from[edge.target] and len(deeper) > self.width // 2:
                self.waiting.append(edge.target)
                is_first = False
            sign = (
                ""
                if is_first or not self.edges_from[edge.target]
                else self.marks.above
                if edge.target in self.drawn
                else self.marks.below
            )
            again = number > 0 and edge.label == edges[number - 1].label != ""
            result.append(self.edge_line(margin + branch, edge, sign, again))
            if is_first:
                self.drawn.add(edge.target)
                result += self.lines_below(edge.target, deeper, first)
        return result

    def edge_line(self, margin: str, edge: Edge, sign: str, again: bool) -> str:
        """Return the line of an edge: its text and its target. `again`: the line above is for the
        same choice."""
        node = self.nodes[edge.target]
        shown = node._replace(label="") if sign and node.kind == "scenario" else node
        target = f"{self.marks.to} {sign}{self.node_text(shown)}"
        room = max(self.width - len(margin) - len(target) - 2, _MIN_TEXT_WIDTH) - 2 * again
        fit = edge._replace(label=visible(edge.label), condition=visible(edge.condition))
        edge_text = self.with_own_ellipsis(fit.text(room, label=not again))
        if not edge.label:
            return f"{margin}{target}{', ' if edge_text else ''}{edge_text}"
        return (
            f"{margin}{'  ' if again else ''}{edge_text} {target}"
            if edge_text
            else f"{margin}  {target}"
        )

    def node_text(self, node: GraphNode) -> str:
        name = node.text(titled=True)
        return self.with_own_ellipsis(visible(name if node.reached else f"{name}, never reached"))

    def with_own_ellipsis(self, text: str) -> str:
        """Return the text with the ellipsis in this terminal's characters."""
        return text.replace("…", self.marks.cut)


_DOT_SHAPES: dict[NodeKind, str] = {
    "scenario": "component",
    "scene": "box",
    "outcome": "oval",
    "out": "circle",
    "start": "cds",
    "calendar": "parallelogram",
    "draw": "diamond",
    "time": "trapezium",
}
_DOT_STYLES: dict[EdgeKind, str] = {
    "calls": "dashed, dir=both",
    "later": "dashed",
    "reads": "dotted",
}


def as_dot(graph: Graph) -> str:
    """Return the graph as a DOT `digraph`."""
    ids = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = [
        "digraph {",
        f"  label={_dot_string(graph.title)};",
        "  labelloc=t;",
        '  node [fontname="sans-serif"];',
    ]
    lines += ['  edge [fontname="sans-serif", fontsize=10];']
    lines += [f"  {ids[node.id]} [{_dot_attributes(node)}];" for node in graph.nodes]
    for edge in graph.edges:
        look = [f"label={_dot_string(*edge.text_lines())}"] if edge.text() else []
        look += [f"style={_DOT_STYLES[edge.kind]}"] if edge.kind in _DOT_STYLES else []
        lines.append(f"  {ids[edge.source]} -> {ids[edge.target]} [{', '.join(look)}];")
    return "\n".join([*lines, "}"])


def _dot_attributes(node: GraphNode) -> str:
    words = [node.label, node.name] if node.label not in ("", node.name) else [node.name]
    words += [] if node.reached else ["never reached"]
    dashed = "" if node.reached else ", style=dashed"
    shape = _DOT_SHAPES[node.kind] if node.reached else "octagon"
    return f"shape={shape}{dashed}, label={_dot_string(*words)}"


def _dot_string(*lines: str) -> str:
    """Return the lines as one quoted DOT string, with backslashes and quotation marks escaped."""
    inside = (visible(line).replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(inside) + '"'


_MERMAID_SPECIAL = re.compile(r"[^\w ,!?():/=…“”‘’–—.-]|(?<=\d)\.|^[-.\s]+|--+")
"""Characters with a meaning in Mermaid: quotes, markup, entities, keywords' signs, list markers."""
_MERMAID_SHAPES: dict[NodeKind, tuple[str, str]] = {
    "scenario": ("[[", "]]"),
    "scene": ("[", "]"),
    "outcome": ("([", "])"),
    "out": ("((", "))"),
    "start": (">", "]"),
    "calendar": ("[/", "/]"),
    "draw": ("{", "}"),
    "time": ("[\\", "\\]"),
}
_MERMAID_ARROWS: dict[EdgeKind, str] = {"goes": "-->", "calls": "<-.->"}
_UNREACHED_SHAPE = ("{{", "}}")


def as_mermaid(graph: Graph) -> str:
    """Return the graph as a Mermaid flowchart, from top to bottom."""
    ids = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = [
        "---",
        f"title: {json.dumps(visible(graph.title), ensure_ascii=False)}",
        "---",
        "flowchart TD",
    ]
    lines += [f"    {ids[node.id]}{_mermaid_node(node)}" for node in graph.nodes]
    for edge in graph.edges:
        edge_label = f'|"{_mermaid_lines(edge.text_lines())}"|' if edge.text() else ""
        arrow = _MERMAID_ARROWS.get(edge.kind, "-.->")
        lines.append(f"    {ids[edge.source]} {arrow}{edge_label} {ids[edge.target]}")
    unreached = [ids[node.id] for node in graph.nodes if not node.reached]
    if unreached:
        lines += [
            "    classDef never stroke-dasharray: 4 4",
            f"    class {','.join(unreached)} never",
        ]
    return "\n".join(lines)


def _mermaid_node(node: GraphNode) -> str:
    opening, closing = _MERMAID_SHAPES[node.kind] if node.reached else _UNREACHED_SHAPE
    words = (
        [node.name]
        if node.label in ("", node.name)
        else [node.label, node.name]
        if node.kind != "draw"
        else [node.name, node.label]
    )
    words += [] if node.reached else ["never reached"]
    return f'{opening}"{_mermaid_lines(words)}"{closing}'


def _mermaid_lines(lines: list[str]) -> str:
    return "<br/>".join(_mermaid_escape(line) for line in lines)


def _mermaid_escape(text: str) -> str:
    """Return the text for a quoted Mermaid string, with special characters as numeric entities.
    Separate two dollar signs, because they would start a formula even if escaped."""
    apart = re.sub(r"\$(?=\$)", "$ ", visible(text))
    return _MERMAID_SPECIAL.sub(lambda match: "".join(f"#{ord(one)};" for one in match[0]), apart)
