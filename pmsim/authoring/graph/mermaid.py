"""A graph as Mermaid's flowchart. Every word of an author's is a quoted string in which nothing can end it or mean anything."""

import json
import re

from pmsim.authoring.graph.model import Graph, Node, NodeKind
from pmsim.lang.characters import visible

_NOT_PLAIN = re.compile(r"[^\w ,!?():/=…“”‘’–—.-]|(?<=\d)\.|^[-.\s]+|--+")
"""What Mermaid might take for more than a character: quotes, markup, entities, its own words, the beginnings of lists."""
_SHAPES: dict[NodeKind, tuple[str, str]] = {
    "scenario": ("[[", "]]"), "scene": ("[", "]"), "outcome": ("([", "])"), "out": ("((", "))"), "start": (">", "]"),
    "calendar": ("[/", "/]"), "draw": ("{", "}"), "time": ("[\\", "\\]"),
}  # fmt: skip
_NEVER = ("{{", "}}")


def as_mermaid(graph: Graph) -> str:
    """The graph as the text of a flowchart, from the top down."""
    ids = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["---", f"title: {json.dumps(visible(graph.title), ensure_ascii=False)}", "---", "flowchart TD"]
    lines += [f"    {ids[node.id]}{_shape(node)}" for node in graph.nodes]
    for edge in graph.edges:
        said = f'|"{_joined(edge.lines())}"|' if edge.says() else ""
        arrow = "-.->" if edge.kind in ("later", "reads") else "-->"
        lines.append(f"    {ids[edge.source]} {arrow}{said} {ids[edge.target]}")
    never = [ids[node.id] for node in graph.nodes if not node.reached]
    if never:
        lines += ["    classDef never stroke-dasharray: 4 4", f"    class {','.join(never)} never"]
    return "\n".join(lines)


def _shape(node: Node) -> str:
    opened, closed = _SHAPES[node.kind] if node.reached else _NEVER
    words = [node.name] if node.label in ("", node.name) else [node.label, node.name] if node.kind != "draw" else [node.name, node.label]
    words += [] if node.reached else ["never reached"]
    return f'{opened}"{_joined(words)}"{closed}'


def _joined(lines: list[str]) -> str:
    return "<br/>".join(_escaped(line) for line in lines)


def _escaped(text: str) -> str:
    """As the inside of a quoted string; what is not plain as an entity by number, which Mermaid shows as the character. Two signs of
    dollar come apart: behind any escape they would begin a formula."""
    apart = re.sub(r"\$(?=\$)", "$ ", visible(text))
    return _NOT_PLAIN.sub(lambda match: "".join(f"#{ord(one)};" for one in match[0]), apart)
