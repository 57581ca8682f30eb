"""What is called so: each thing of that name, with all its mentions and the ways that lead to it and from it."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import NamedTuple

from pmsim.authoring.graph import Edge, Graph, Node, pack_graph, scenario_graph
from pmsim.authoring.mentions import KINDS, EntityKind, Mention, mentions
from pmsim.authoring.where.about import about, moves
from pmsim.lang import Draft
from pmsim.lang.nodes import Place

Way = tuple[str, str]
"""Who or what (a scene, `each quarter`), and what is said of the way."""


class Found(NamedTuple):
    """One thing. `about`: what it is, in lines. `moves`: by how much effects move it, as written, by the place of the mention. `comes`:
    from where one comes to it; `leads`: where it leads."""

    kind: EntityKind
    id: str
    about: tuple[str, ...]
    mentions: tuple[Mention, ...]
    moves: Mapping[Place, str]
    comes: tuple[Way, ...]
    leads: tuple[Way, ...]


def find(draft: Draft, name: str) -> tuple[Found, ...]:
    """Everything with this id; if there is nothing, everything whose id ends so (`doorway` for `the_date.doorway`). By kind, then id."""
    everything: dict[tuple[EntityKind, str], list[Mention]] = {}
    for mention in mentions(draft):
        everything.setdefault((mention.kind, mention.id), []).append(mention)
    called = [key for key in everything if key[1] == name] or [key for key in everything if key[1].endswith(f".{name}")]
    called.sort(key=lambda key: (KINDS.index(key[0]), key[1]))
    whole = pack_graph(draft) if any(kind in ("scenario", "outcome") for kind, _ in called) else None
    return tuple(_found(draft, kind, id_, tuple(everything[kind, id_]), whole) for kind, id_ in called)


def nearest_names(draft: Draft, name: str) -> list[str]:
    """Names of the pack that are most like one that is none, the most alike first."""
    ids = {mention.id for mention in mentions(draft)}
    alike = get_close_matches(name.lower(), ids, 3) or get_close_matches(name.lower(), {part.rpartition(".")[2] for part in ids}, 3)
    return [*alike, *sorted(id_ for id_ in ids if name and name.lower() in id_ and id_ not in alike)][:6]


def _found(draft: Draft, kind: EntityKind, id_: str, own: tuple[Mention, ...], whole: Graph | None) -> Found:
    graph = whole
    if kind == "scene" and id_.partition(".")[0] in draft.desk.names.scenario_index:
        graph = scenario_graph(draft, id_.partition(".")[0])
    comes, leads = _ways(graph, f"{kind}:{id_}") if graph and kind in ("scene", "scenario", "outcome") else ((), ())
    moved = moves(draft, id_) if kind in ("stat", "person", "skill") else {}
    return Found(kind, id_, about(draft, kind, id_), own, moved, comes, leads)


def _ways(graph: Graph, node: str) -> tuple[tuple[Way, ...], tuple[Way, ...]]:
    nodes = {one.id: one for one in graph.nodes}
    comes = tuple((_named(nodes[edge.source]), _said(edge)) for edge in graph.edges if edge.target == node)
    leads = tuple((_named(nodes[edge.target]), _said(edge)) for edge in graph.edges if edge.source == node)
    return comes, leads


def _said(edge: Edge) -> str:
    return edge.says(200)


def _named(node: Node) -> str:
    match node.kind:
        case "outcome" | "start":
            return f"{'end' if node.kind == 'outcome' else 'start'} {node.name}"
        case "draw" if node.label:
            return f"{node.name} of {node.label}"
        case _:
            return node.name
