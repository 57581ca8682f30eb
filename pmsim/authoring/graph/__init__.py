"""Graphs of a scenario's scenes or a pack's scenarios, as values, with their renderers. Pure."""

from pmsim.authoring.graph.builder import Edge, Graph, GraphNode, pack_graph, scenario_graph
from pmsim.authoring.graph.render import ASCII, UNICODE, as_dot, as_mermaid, as_tree

__all__ = [
    "ASCII",
    "UNICODE",
    "Edge",
    "Graph",
    "GraphNode",
    "as_dot",
    "as_mermaid",
    "as_tree",
    "pack_graph",
    "scenario_graph",
]
