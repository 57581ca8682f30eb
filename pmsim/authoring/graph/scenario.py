"""The graph of one scenario: its scenes, a way for every choice, and where it leaves to."""

from collections.abc import Iterator, Sequence

from pmsim.analysis.reach import reached_scenes
from pmsim.authoring.graph.model import Edge, Graph, Node, Side
from pmsim.core.program import Choice, Exit, Later, Scene
from pmsim.lang import Draft
from pmsim.lang.lower import ask
from pmsim.lang.lower.outline import OUT, ScenarioOutline, SceneOutline
from pmsim.lang.nodes import Mapping


def scenario_graph(draft: Draft, scenario: str) -> Graph:
    """The scenes of a scenario and the ways between them. Raises KeyError for a scenario there is not."""
    return _Charting(draft, scenario).graph()


def condition_of(node: Mapping) -> str:
    """When a scene or scenario holds, `if …` in the author's words; '' if nothing is asked."""
    asked = [ask.text(node, "when")] if node.get("when") is not None else []
    asked += [f"{person.text} is there" for person in ask.words(node, "with")]
    return f"if {' and '.join(asked)}" if asked else ""


def _after(picks: int) -> str:
    return f"after {picks} choice{'' if picks == 1 else 's'}" if picks else ""


class _Charting:
    """The charting of one scenario."""

    def __init__(self, draft: Draft, scenario: str) -> None:
        self.draft = draft
        names = draft.desk.names
        self.outline: ScenarioOutline = names.scenarios[names.scenario_index[scenario]]
        self.outlines = {scene.number: scene for one in names.scenarios for scene in one.scenes.values()}
        self.outcomes = list(names.outcomes)

    def graph(self) -> Graph:
        reached = reached_scenes(self.draft.story, self.draft.beats, self.draft.starts)
        row = self.draft.story.scenarios[self.outline.number]
        title = ask.text(self.outline.node, "title", self.outline.id)
        begin = Node(f"scenario:{self.outline.id}", "scenario", self.outline.id, title, bool(reached & set(row.scenes)))
        scenes = [Node(f"scene:{one.key}", "scene", one.id, "", one.number in reached) for one in self.outline.scenes.values()]
        edges = list(self.led(begin.id, row.starts))
        for outline in self.outline.scenes.values():
            edges += self.ways(outline)
        ends = dict.fromkeys(edge.target for edge in edges)
        inside = {begin.id, *(node.id for node in scenes)}
        return Graph(title, (begin, *scenes, *(self.outside(end) for end in ends if end not in inside)), tuple(dict.fromkeys(edges)))

    def outside(self, node: str) -> Node:
        """A node that is no scene of the scenario."""
        kind, _, name = node.partition(":")
        if kind == "outcome":
            return Node(node, "outcome", name, ask.text(self.fields("outcomes", name), "title", name))
        if kind == "scenario":
            there = self.draft.desk.names.scenarios[self.draft.desk.names.scenario_index[name]]
            return Node(node, "scenario", name, ask.text(there.node, "title", name))
        return Node(node, "out", OUT)

    def fields(self, section: str, name: str) -> Mapping:
        return ask.record(ask.record(self.draft.desk.names.pack, section) or ask.NOWHERE, name) or ask.NOWHERE

    def ways(self, outline: SceneOutline) -> Iterator[Edge]:
        """The ways on from a scene: those of its choices, and its own."""
        story = self.draft.story
        scene = story.scenes[outline.number]
        for choice in outline.choices:
            row = story.choices[choice.number]
            yield from self.part(scene, row, ask.text(choice.node, "label"), stays=scene.pick > 0)
        if scene.pick or not scene.choices:
            yield from self.part(scene, scene, _after(scene.pick), stays=False)

    def part(self, scene: Scene, part: Scene | Choice, label: str, *, stays: bool) -> Iterator[Edge]:
        """Those of one choice, or of a scene by itself. `stays`: it goes back for another choice, but may bring something about."""
        source = f"scene:{scene.key}"
        sides: list[tuple[Side, Exit, tuple[Later, ...]]] = [("", part.exit, part.later)]
        if part.check:
            passed, failed = part.check.success, part.check.failure
            alike = passed.exit == failed.exit and passed.later == failed.later
            sides = [("passes", passed.exit, passed.later), ("fails", failed.exit, failed.later)]
            sides = [("", passed.exit, passed.later)] if alike else sides
        for side, exit_, laters in sides:
            if not stays:
                yield from (edge._replace(label=label, side=side) for edge in self.exits(source, exit_))
            for later in laters:
                found = self.due(source, later)
                yield from (edge._replace(kind="later", label=label, side=side, quarters=later.after) for edge in found)

    def exits(self, source: str, exit_: Exit) -> Iterator[Edge]:
        if exit_.outcome >= 0:
            yield Edge(source, f"outcome:{self.outcomes[exit_.outcome]}")
        else:
            yield from self.led(source, exit_.scenes, otherwise=OUT)

    def due(self, source: str, later: Later) -> Iterator[Edge]:
        if later.scenes:
            return self.led(source, later.scenes)
        other = self.draft.desk.names.scenarios[later.scenario]
        return iter([Edge(source, f"scenario:{other.id}")])

    def led(self, source: str, scenes: Sequence[int], otherwise: str = "") -> Iterator[Edge]:
        """To the first of some scenes that holds; `otherwise`: where to if none need do so."""
        condition = surely = ""
        for number in scenes:
            scene = self.outlines[number]
            otherwise_ = "otherwise" if condition else ""
            condition = condition_of(scene.node)
            said = f"never, since {surely} always holds" if surely else condition or otherwise_
            yield Edge(source, f"scene:{scene.key}", condition=said)
            surely = surely or ("" if condition else scene.id)
        if otherwise and not surely:
            yield Edge(source, otherwise, condition="otherwise" if condition else "")
