"""A graph as a tree of lines for a terminal: every node once, below the first way that leads to it; any other way only names it."""

from collections import deque
from typing import NamedTuple

from pmsim.authoring.graph.model import Edge, Graph, Node, shortened
from pmsim.lang.characters import visible


class Marks(NamedTuple):
    """What the lines are drawn with. `above`, `below`: where the node is that a way leads to."""

    branch: str
    late: str
    last: str
    last_late: str
    line: str
    to: str
    above: str
    below: str
    cut: str


UNICODE = Marks("├─ ", "├┄ ", "└─ ", "└┄ ", "│  ", "→", "↑ ", "↓ ", "…")
ASCII = Marks("|- ", "|~ ", "`- ", "`~ ", "|  ", "->", "^ ", "v ", "...")
_LEAST = 24
"""A way keeps at least so many characters for what it says."""


def as_tree(graph: Graph, width: int = 80, marks: Marks = UNICODE) -> str:
    """The graph in lines of about `width` characters (60 or more; names are never cut). What would begin behind half of it goes on below,
    as a tree of its own."""
    return "\n".join(_Tree(graph, width, marks).lines())


class _Tree:
    """The drawing of one tree."""

    def __init__(self, graph: Graph, width: int, marks: Marks) -> None:
        self.graph, self.width, self.marks = graph, width, marks
        self.nodes = {node.id: node for node in graph.nodes}
        self.ways: dict[str, list[Edge]] = {node.id: [] for node in graph.nodes}
        for edge in graph.edges:
            self.ways[edge.source].append(edge)
        self.drawn: set[str] = set()
        self.waiting: deque[str] = deque()

    def lines(self) -> list[str]:
        """All lines: what begins by itself, then what nothing leads to."""
        first = self.first_ways()
        found: list[str] = []
        for root in (node.id for node in self.graph.nodes if node.id not in first):
            found += ["", *self.tree(root, first)] if found else self.tree(root, first)
            while self.waiting:
                found += ["", *self.tree(self.waiting.popleft(), first)]
        return found

    def first_ways(self) -> dict[str, Edge]:
        """Of every node to which something leads, the way below which it is drawn: the first of the shortest from where all begins, so
        that the tree stays low. Nodes that nothing of this reaches begin trees of their own."""
        led_to = {edge.target for edge in self.graph.edges if edge.source != edge.target}
        roots = [node.id for node in self.graph.nodes if node.id not in led_to] or [node.id for node in self.graph.nodes[:1]]
        first: dict[str, Edge] = {}
        seen: set[str] = set()
        while True:
            todo = deque(root for root in roots if root not in seen)
            seen.update(todo)
            while todo:
                for edge in self.ways[todo.popleft()]:
                    if edge.target not in seen:
                        seen.add(edge.target)
                        first[edge.target] = edge
                        todo.append(edge.target)
            roots = [node.id for node in self.graph.nodes if node.id not in seen][:1]
            if not roots:
                return first

    def tree(self, root: str, first: dict[str, Edge]) -> list[str]:
        self.drawn.add(root)
        return [self.named(self.nodes[root]), *self.below(root, "", first)]

    def below(self, node: str, margin: str, first: dict[str, Edge]) -> list[str]:
        """The ways on from a node, and below each what it is the first to lead to."""
        found: list[str] = []
        ways = self.ways[node]
        for number, edge in enumerate(ways):
            last, late = number == len(ways) - 1, edge.kind in ("later", "reads")
            branch = (self.marks.last_late if late else self.marks.last) if last else self.marks.late if late else self.marks.branch
            deeper = margin + (" " * len(self.marks.line) if last else self.marks.line)
            own = first.get(edge.target) is edge
            if own and self.ways[edge.target] and len(deeper) > self.width // 2:
                self.waiting.append(edge.target)
                own = False
            sign = "" if own or not self.ways[edge.target] else self.marks.above if edge.target in self.drawn else self.marks.below
            again = number > 0 and edge.label == ways[number - 1].label != ""
            found.append(self.way(margin + branch, edge, sign, again))
            if own:
                self.drawn.add(edge.target)
                found += self.below(edge.target, deeper, first)
        return found

    def way(self, margin: str, edge: Edge, sign: str, again: bool) -> str:
        """One way in a line: what it says, and where it leads. `again`: the line above is of the same choice."""
        node = self.nodes[edge.target]
        target = f"{self.marks.to} {sign}{self.named(node._replace(label='') if sign and node.kind == 'scenario' else node)}"
        room = max(self.width - len(margin) - len(target) - 2, _LEAST) - 2 * again
        fit = edge._replace(label=visible(edge.label), condition=visible(edge.condition))
        said = self.plain(fit.says(room, label=not again))
        if not edge.label:
            return f"{margin}{target}{', ' if said else ''}{said}"
        return f"{margin}{'  ' if again else ''}{said} {target}" if said else f"{margin}  {target}"

    def named(self, node: Node) -> str:
        match node.kind:
            case "outcome":
                name = f"end {_titled(node)}"
            case "start":
                name = f"start {_titled(node)}"
            case "scenario":
                name = _titled(node)
            case "draw":
                name = f"{node.name} of {node.label}" if node.label else node.name
            case _:
                name = node.name
        return self.plain(visible(name if node.reached else f"{name}, never reached"))

    def plain(self, text: str) -> str:
        """The text with the cut in this terminal's own characters."""
        return text.replace("…", self.marks.cut)


def _titled(node: Node) -> str:
    return f"{node.name} ({shortened(node.label, 30)})" if node.label not in ("", node.name) else node.name
