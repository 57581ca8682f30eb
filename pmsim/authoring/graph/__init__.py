"""What leads where, as a value that others draw: the scenes of a scenario, the scenarios of a pack. PURE."""

from pmsim.authoring.graph.dot import as_dot
from pmsim.authoring.graph.mermaid import as_mermaid
from pmsim.authoring.graph.model import Edge, Graph, Node
from pmsim.authoring.graph.pack import pack_graph
from pmsim.authoring.graph.scenario import scenario_graph
from pmsim.authoring.graph.tree import ASCII, UNICODE, as_tree

__all__ = ["ASCII", "UNICODE", "Edge", "Graph", "Node", "as_dot", "as_mermaid", "as_tree", "pack_graph", "scenario_graph"]
