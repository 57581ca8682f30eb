"""Graphs as values, with the author's raw words as labels, and their builder: starts, calendar,
scenarios, consequences and outcomes of a pack, and scenes of a scenario. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Literal, NamedTuple

from pmsim.authoring.symbols.references import find_references
from pmsim.core.program import Choice, Exit, Later, Scene
from pmsim.lang import OUT, Draft, Mapping, ScenarioSymbol, SceneSymbol, count_text, shortened
from pmsim.lang.compiler.termination import reachable_outcomes, reachable_scenes

NodeKind = Literal["scenario", "scene", "outcome", "out", "start", "calendar", "draw", "time"]
EdgeKind = Literal["goes", "calls", "later", "reads"]
Side = Literal["", "passes", "fails"]
MAX_LABEL = 44
"""Maximum length of a choice's label on an edge."""


_KIND_TEXTS: dict[EdgeKind, str] = {"calls": "and back", "reads": "asks what was done there"}


class GraphNode(NamedTuple):
    """A node. `id`: `kind:name`. `name`: the author's name for it. `label`: its title, if any.
    `reached`: it is reachable, as in `pmsim check`."""

    id: str
    kind: NodeKind
    name: str
    label: str = ""
    reached: bool = True

    def text(self, *, titled: bool = False) -> str:
        """Return the name with what it is the name of, and with its title if `titled`."""
        title = self.label if titled and self.label != self.name else ""
        name = f"{self.name} ({shortened(title, 30)})" if title else self.name
        match self.kind:
            case "outcome":
                return f"end {name}"
            case "start":
                return f"start {name}"
            case "scenario":
                return name
            case "draw" if self.label:
                return f"{self.name} of {self.label}"
            case _:
                return self.name


class Edge(NamedTuple):
    """An edge between two nodes, by their ids. Kind `calls`: the way leads there and back; `later`:
    the target comes `quarters` later; `reads`: the source's conditions read the target. `label`:
    the choice's label, or ''. `side`: the branch of a check. `condition`: `if …`, `otherwise`, or
    '' for always."""

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
        way = _KIND_TEXTS.get(self.kind, "")
        fixed_text = ", ".join(part for part in (self.side, when, way) if part)
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


CALENDAR, URGENT, TIME = "calendar:", "urgent:", "time:"


def pack_graph(draft: Draft, *, reads: bool = False) -> Graph:
    """Return the graph of a pack's scenarios. `reads`: also add edges for conditions that read
    another scenario."""
    names, pack = draft.names, draft.names.pack
    reached = reachable_scenes(draft.program, draft.program.starts)
    start_nodes = [
        _titled_node("start", key.text, fields) for key, fields in pack.named_mappings("starts")
    ]
    scenario_nodes = [
        _titled_node("scenario", one.id, one.node, bool(reached & set(row.scenes)))
        for one, row in zip(names.scenarios, draft.program.scenarios, strict=True)
    ]
    edges = [
        *_start_edges(draft),
        *_calendar_edges(draft),
        *_consequence_edges(draft),
        *_ending_edges(draft),
        *(_reading_edges(draft) if reads else ()),
    ]
    reachable_ends = reachable_outcomes(draft.program, reached)
    outcome_nodes = [
        _titled_node("outcome", key.text, fields, _is_timed(fields) or number in reachable_ends)
        for number, (key, fields) in enumerate(pack.named_mappings("outcomes"))
    ]
    draw_ids = {edge.target: None for edge in edges if edge.target.startswith("draw:")}
    draw_nodes = [
        GraphNode(draw, "draw", "a draw", draw.removeprefix("draw:")) for draw in draw_ids
    ]
    urgent = (
        [GraphNode(URGENT, "draw", "in the place of a draw")]
        if any(edge.source == URGENT for edge in edges)
        else []
    )
    source_nodes = [
        *start_nodes,
        GraphNode(CALENDAR, "calendar", "each quarter"),
        *draw_nodes,
        *urgent,
        GraphNode(TIME, "time", "time runs out"),
    ]
    return Graph(
        pack.text("title", pack.text("pack")),
        (*source_nodes, *scenario_nodes, *outcome_nodes),
        tuple(dict.fromkeys(edges)),
    )


def _titled_node(
    kind: Literal["start", "scenario", "outcome"], name: str, fields: Mapping, reached: bool = True
) -> GraphNode:
    """Return the node of a part of the pack, with its title as label."""
    return GraphNode(f"{kind}:{name}", kind, name, fields.text("title", name), reached)


def _is_timed(outcome: Mapping) -> bool:
    return outcome.text("by") != "choice"


def _start_edges(draft: Draft) -> Iterator[Edge]:
    for start in draft.program.starts:
        if start.scenario >= 0:
            yield Edge(
                f"start:{start.id}", f"scenario:{draft.program.scenarios[start.scenario].id}"
            )


def _calendar_edges(draft: Draft) -> Iterator[Edge]:
    """Yield the edges of the beats in order, then those of each draw, then those of urgent
    scenarios."""
    names, story = draft.names, draft.program
    calendar = names.pack.inner("calendar")
    draws: dict[str, tuple[int, ...]] = {}
    for node in calendar.mappings("quarter"):
        when, draw, scenario = (
            _condition_text(node.text("when")),
            node.mapping("draw"),
            node.scalar("scenario"),
        )
        if draw is not None:
            topics = [topic.text for topic in draw.scalars("topics")]
            draws[f"draw:{', '.join(topics)}"] = tuple(names.topics[topic] for topic in topics)
            yield Edge(CALENDAR, f"draw:{', '.join(topics)}", condition=when)
        elif scenario is not None and scenario.text in names.scenario_index:
            yield Edge(CALENDAR, f"scenario:{scenario.text}", condition=when)
    for draw_id, drawn_topics in draws.items():
        for row, outline in zip(story.scenarios, names.scenarios, strict=True):
            if (
                row.drawable
                and not row.urgent
                and (not drawn_topics or set(drawn_topics) & set(row.topics))
            ):
                yield Edge(draw_id, f"scenario:{row.id}", condition=condition_of(outline.node))
    for row, outline in zip(story.scenarios, names.scenarios, strict=True):
        if row.urgent and row.drawable and draws:
            yield Edge(URGENT, f"scenario:{row.id}", condition=condition_of(outline.node))


def _condition_text(when: str) -> str:
    return f"if {when}" if when else ""


def _consequence_edges(draft: Draft) -> Iterator[Edge]:
    """Yield the edges from each scenario to other scenarios and to outcomes."""
    for one in draft.names.scenarios:
        source = f"scenario:{one.id}"
        labels_by_target: dict[tuple[str, EdgeKind, int], list[str]] = {}
        for edge in scenario_graph(draft, one.id).edges:
            if edge.target.startswith(("outcome:", "scenario:")):
                key = (edge.target, edge.kind, edge.quarters)
                labels_by_target.setdefault(key, []).append(edge.label)
        for (target, kind, quarters), labels in labels_by_target.items():
            label = labels[0] if len(set(labels)) == 1 else f"{len(set(labels))} choices"
            yield Edge(source, target, kind, label, quarters=quarters)


def _ending_edges(draft: Draft) -> Iterable[Edge]:
    for key, fields in draft.names.pack.named_mappings("outcomes"):
        if _is_timed(fields):
            yield Edge(
                TIME,
                f"outcome:{key.text}",
                condition=_condition_text(fields.text("when")) or "otherwise",
            )


def _reading_edges(draft: Draft) -> Iterator[Edge]:
    """Yield an edge for each scenario whose conditions read another scenario."""
    scenarios = draft.names.scenario_index
    for one in find_references(draft):
        reader = one.inside.partition(".")[0]
        if (
            one.kind == "scenario"
            and one.usage == "read"
            and reader in scenarios
            and one.id in scenarios
            and reader != one.id
        ):
            yield Edge(f"scenario:{reader}", f"scenario:{one.id}", "reads")


def scenario_graph(draft: Draft, scenario: str) -> Graph:
    """Return the graph of a scenario's scenes. Raise KeyError for an unknown scenario."""
    return _ScenarioGraph(draft, scenario).graph()


def condition_of(node: Mapping) -> str:
    """Return the condition of a scene or scenario as `if …`, in the author's words, or ''."""
    conditions = [node.text("when")] if node.has("when") else []
    conditions += [f"{person.text} is there" for person in node.scalars("with")]
    return f"if {' and '.join(conditions)}" if conditions else ""


def _after_picks(picks: int) -> str:
    return f"after {count_text(picks, 'choice')}" if picks else ""


class _ScenarioGraph:
    """The builder of one scenario's graph."""

    def __init__(self, draft: Draft, scenario: str) -> None:
        self.draft = draft
        names = draft.names
        self.outline: ScenarioSymbol = names.scenarios[names.scenario_index[scenario]]
        self.outlines = {
            scene.number: scene for one in names.scenarios for scene in one.scenes.values()
        }
        self.outcomes = list(names.outcomes)

    def graph(self) -> Graph:
        reached = reachable_scenes(self.draft.program, self.draft.program.starts)
        row = self.draft.program.scenarios[self.outline.number]
        scenario_node = _titled_node(
            "scenario", self.outline.id, self.outline.node, bool(reached & set(row.scenes))
        )
        scenes = [
            GraphNode(f"scene:{one.key}", "scene", one.id, "", one.number in reached)
            for one in self.outline.scenes.values()
        ]
        edges = list(self.edges_to_scenes(scenario_node.id, row.starts))
        for outline in self.outline.scenes.values():
            edges += self.scene_edges(outline)
        ends = dict.fromkeys(edge.target for edge in edges)
        inside = {scenario_node.id, *(node.id for node in scenes)}
        return Graph(
            scenario_node.label,
            (
                scenario_node,
                *scenes,
                *(self.outside_node(end) for end in ends if end not in inside),
            ),
            tuple(dict.fromkeys(edges)),
        )

    def outside_node(self, node: str) -> GraphNode:
        """Return a node that is not a scene of the scenario."""
        kind, _, name = node.partition(":")
        names = self.draft.names
        if kind == "outcome":
            return _titled_node("outcome", name, names.pack.inner("outcomes").inner(name))
        if kind == "scenario":
            return _titled_node("scenario", name, names.scenarios[names.scenario_index[name]].node)
        return GraphNode(node, "out", OUT)

    def scene_edges(self, outline: SceneSymbol) -> Iterator[Edge]:
        """Yield the edges from a scene: those of its choices and its own."""
        story = self.draft.program
        scene = story.scenes[outline.number]
        for choice in outline.choices:
            row = story.choices[choice.number]
            yield from self.part_edges(scene, row, choice.node.text("label"), stays=scene.pick > 0)
        if scene.pick or not scene.choices:
            yield from self.part_edges(scene, scene, _after_picks(scene.pick), stays=False)

    def part_edges(
        self, scene: Scene, part: Scene | Choice, label: str, *, stays: bool
    ) -> Iterator[Edge]:
        """Yield the edges of a choice, or of the scene itself. `stays`: the choice leads back to
        the scene, so only its consequences count."""
        source = f"scene:{scene.key}"
        sides: list[tuple[Side, Exit, tuple[Later, ...]]] = [("", part.exit, part.later)]
        if part.check:
            passed, failed = part.check.success, part.check.failure
            alike = passed.exit == failed.exit and passed.later == failed.later
            sides = [("passes", passed.exit, passed.later), ("fails", failed.exit, failed.later)]
            sides = [("", passed.exit, passed.later)] if alike else sides
        for side, exit_, laters in sides:
            called = dict.fromkeys(self.called_node(scene, index) for index in exit_.calls)
            yield from (Edge(source, target, "calls", label, side) for target in called)
            if not stays:
                yield from (
                    edge._replace(label=label, side=side) for edge in self.exit_edges(source, exit_)
                )
            for later in laters:
                edges = self.later_edges(source, later)
                yield from (
                    edge._replace(kind="later", label=label, side=side, quarters=later.after)
                    for edge in edges
                )

    def called_node(self, caller: Scene, called: int) -> str:
        """Return the node of a called scene; for one of another file, that file's."""
        scene = self.draft.program.scenes[called]
        if scene.scenario == caller.scenario:
            return f"scene:{scene.key}"
        return f"scenario:{self.draft.names.scenarios[scene.scenario].id}"

    def exit_edges(self, source: str, exit_: Exit) -> Iterator[Edge]:
        if exit_.outcome >= 0:
            yield Edge(source, f"outcome:{self.outcomes[exit_.outcome]}")
        else:
            yield from self.edges_to_scenes(source, exit_.scenes, otherwise=OUT)

    def later_edges(self, source: str, later: Later) -> Iterator[Edge]:
        if later.scenes:
            return self.edges_to_scenes(source, later.scenes)
        other = self.draft.names.scenarios[later.scenario]
        return iter([Edge(source, f"scenario:{other.id}")])

    def edges_to_scenes(
        self, source: str, scenes: Sequence[int], otherwise: str = ""
    ) -> Iterator[Edge]:
        """Yield edges to each candidate scene; the first one that holds wins. `otherwise`: the
        target if none holds."""
        condition = always_holds = ""
        for number in scenes:
            scene = self.outlines[number]
            otherwise_ = "otherwise" if condition else ""
            condition = condition_of(scene.node)
            edge_condition = (
                f"never, since {always_holds} always holds"
                if always_holds
                else condition or otherwise_
            )
            yield Edge(source, f"scene:{scene.key}", condition=edge_condition)
            always_holds = always_holds or ("" if condition else scene.id)
        if otherwise and not always_holds:
            yield Edge(source, otherwise, condition="otherwise" if condition else "")
