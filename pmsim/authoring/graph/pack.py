"""The graph of a pack: its doors and its calendar, the scenarios that they bring, what brings what about, and how it ends."""

from collections.abc import Iterable, Iterator

from pmsim.analysis.reach import ends_of, reached_scenes
from pmsim.authoring.graph.model import Edge, Graph, Node
from pmsim.authoring.graph.scenario import condition_of, scenario_graph
from pmsim.authoring.mentions import mentions
from pmsim.lang import Draft
from pmsim.lang.lower import ask
from pmsim.lang.nodes import Mapping

CALENDAR, URGENT, TIME = "calendar:", "urgent:", "time:"


def pack_graph(draft: Draft, *, reads: bool = False) -> Graph:
    """The scenarios of a pack and what leads to each. `reads`: also which asks what was seen or done in which."""
    names, pack = draft.desk.names, draft.desk.names.pack
    reached = reached_scenes(draft.story, draft.beats, draft.starts)
    doors = [Node(f"start:{key.text}", "start", key.text, ask.text(fields, "title", key.text)) for key, fields in ask.named(pack, "starts")]
    tales = [
        Node(f"scenario:{one.id}", "scenario", one.id, ask.text(one.node, "title", one.id), bool(reached & set(row.scenes)))
        for one, row in zip(names.scenarios, draft.story.scenarios, strict=True)
    ]
    edges = [*_begun(draft), *_calendar(draft), *_brought_about(draft), *_asked_at_the_end(draft), *(_read(draft) if reads else ())]
    ended = ends_of(draft.story, reached)
    ends = [
        Node(f"outcome:{key.text}", "outcome", key.text, ask.text(fields, "title", key.text), _is_asked(fields) or number in ended)
        for number, (key, fields) in enumerate(ask.named(pack, "outcomes"))
    ]
    draws = {edge.target: None for edge in edges if edge.target.startswith("draw:")}
    drawn = [Node(draw, "draw", "a draw", draw.removeprefix("draw:")) for draw in draws]
    urgent = [Node(URGENT, "draw", "in the place of a draw")] if any(edge.source == URGENT for edge in edges) else []
    first = [*doors, Node(CALENDAR, "calendar", "each quarter"), *drawn, *urgent, Node(TIME, "time", "time runs out")]
    return Graph(ask.text(pack, "title", ask.text(pack, "pack")), (*first, *tales, *ends), tuple(dict.fromkeys(edges)))


def _is_asked(outcome: Mapping) -> bool:
    return ask.text(outcome, "by") != "choice"


def _begun(draft: Draft) -> Iterator[Edge]:
    for start in draft.starts:
        if start.scenario >= 0:
            yield Edge(f"start:{start.id}", f"scenario:{draft.story.scenarios[start.scenario].id}")


def _calendar(draft: Draft) -> Iterator[Edge]:
    """Beats in their order; then what each draw may bring, and what comes in the place of one."""
    names, story = draft.desk.names, draft.story
    calendar = ask.record(names.pack, "calendar") or ask.NOWHERE
    draws: dict[str, tuple[int, ...]] = {}
    for node in ask.records(calendar, "quarter"):
        when, draw, scenario = _if(ask.text(node, "when")), ask.record(node, "draw"), ask.word(node, "scenario")
        if draw is not None:
            topics = [topic.text for topic in ask.words(draw, "topics")]
            draws[f"draw:{', '.join(topics)}"] = tuple(names.topics[topic] for topic in topics)
            yield Edge(CALENDAR, f"draw:{', '.join(topics)}", condition=when)
        elif scenario is not None and scenario.text in names.scenario_index:
            yield Edge(CALENDAR, f"scenario:{scenario.text}", condition=when)
    for draw_id, asked in draws.items():
        for row, outline in zip(story.scenarios, names.scenarios, strict=True):
            if row.drawable and not row.urgent and (not asked or set(asked) & set(row.topics)):
                yield Edge(draw_id, f"scenario:{row.id}", condition=condition_of(outline.node))
    for row, outline in zip(story.scenarios, names.scenarios, strict=True):
        if row.urgent and row.drawable and draws:
            yield Edge(URGENT, f"scenario:{row.id}", condition=condition_of(outline.node))


def _if(when: str) -> str:
    return f"if {when}" if when else ""


def _brought_about(draft: Draft) -> Iterator[Edge]:
    """What choices of a scenario bring about outside it: other scenarios, later, and ends."""
    for one in draft.desk.names.scenarios:
        own = f"scenario:{one.id}"
        ways: dict[tuple[str, int], list[str]] = {}
        for edge in scenario_graph(draft, one.id).edges:
            if edge.target.startswith(("outcome:", "scenario:")):
                ways.setdefault((edge.target, edge.quarters), []).append(edge.label)
        for (target, quarters), labels in ways.items():
            label = labels[0] if len(set(labels)) == 1 else f"{len(set(labels))} choices"
            yield Edge(own, target, "later" if quarters else "goes", label, quarters=quarters)


def _asked_at_the_end(draft: Draft) -> Iterable[Edge]:
    for key, fields in ask.named(draft.desk.names.pack, "outcomes"):
        if _is_asked(fields):
            yield Edge(TIME, f"outcome:{key.text}", condition=_if(ask.text(fields, "when")) or "otherwise")


def _read(draft: Draft) -> Iterator[Edge]:
    """Which scenario asks what was seen or done in which other."""
    known = draft.desk.names.scenario_index
    for one in mentions(draft):
        reader = one.inside.partition(".")[0]
        if one.kind == "scenario" and one.deed == "read" and reader in known and one.id in known and reader != one.id:
            yield Edge(f"scenario:{reader}", f"scenario:{one.id}", "reads")
