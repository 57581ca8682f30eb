"""A graph in the language of Graphviz. Every word of an author's is a quoted string, as Graphviz itself would write it."""

from pmsim.authoring.graph.model import EdgeKind, Graph, Node, NodeKind
from pmsim.lang.characters import visible

_SHAPES: dict[NodeKind, str] = {
    "scenario": "component", "scene": "box", "outcome": "oval", "out": "circle", "start": "cds", "calendar": "parallelogram",
    "draw": "diamond", "time": "trapezium",
}  # fmt: skip
_STYLES: dict[EdgeKind, str] = {"later": "dashed", "reads": "dotted"}


def as_dot(graph: Graph) -> str:
    """The graph as a `digraph`."""
    ids = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["digraph {", f"  label={_quoted(graph.title)};", "  labelloc=t;", '  node [fontname="sans-serif"];']
    lines += ['  edge [fontname="sans-serif", fontsize=10];']
    lines += [f"  {ids[node.id]} [{_look(node)}];" for node in graph.nodes]
    for edge in graph.edges:
        look = [f"label={_quoted(*edge.lines())}"] if edge.says() else []
        look += [f"style={_STYLES[edge.kind]}"] if edge.kind in _STYLES else []
        lines.append(f"  {ids[edge.source]} -> {ids[edge.target]} [{', '.join(look)}];")
    return "\n".join([*lines, "}"])


def _look(node: Node) -> str:
    words = [node.label, node.name] if node.label not in ("", node.name) else [node.name]
    words += [] if node.reached else ["never reached"]
    dashed = "" if node.reached else ", style=dashed"
    shape = _SHAPES[node.kind] if node.reached else "octagon"
    return f"shape={shape}{dashed}, label={_quoted(*words)}"


def _quoted(*lines: str) -> str:
    """A quoted string of several lines: in it `\\` would begin an escape and `\"` end it."""
    inside = (visible(line).replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(inside) + '"'
