"""Graphs: what leads where is what the program says; and what is drawn can be read back,
whatever the labels hold."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from pmsim.analysis.examine import examine
from pmsim.authoring.graph import Edge, Graph, GraphNode, pack_graph, scenario_graph
from pmsim.authoring.graph.render import ASCII, UNICODE, as_dot, as_mermaid, as_tree
from pmsim.core.program import Choice, Exit, Scene
from pmsim.lang import Draft, shortened
from pmsim.lang.characters import visible
from pmsim.lang.compiler.symbols import OUT
from pmsim.lang.compiler.termination import onward_from
from pmsim.lang.rules import BY_NAME
from tests.sizes import size
from tests.strategies.packs import packs

SCENARIOS = Path(__file__).parents[2] / "scenarios"
few = settings(max_examples=size(15), deadline=None, suppress_health_check=[HealthCheck.too_slow])
FIRST_DAY = ("nine_oh_five", "the_railway", "day_ninety")


def files_of(pack: str) -> dict[str, bytes]:
    """The files of a shipped pack."""
    return {
        path.relative_to(SCENARIOS / pack).as_posix(): path.read_bytes()
        for path in (SCENARIOS / pack).rglob("*.yaml")
    }


def draft_of(files: dict[str, bytes]) -> Draft:
    """What is understood of it."""
    draft = examine(files).draft
    assert draft is not None
    return draft


def unreached(files: dict[str, bytes]) -> tuple[set[str], set[str]]:
    """Scenes and outcomes of which `check` says that nothing leads to them; scenes of a scenario
    of which it says so are among them."""
    examined = examine(files)
    assert examined.draft is not None
    codes = {
        name: BY_NAME[name].code
        for name in ("scenario-never-reached", "scene-never-reached", "outcome-never-reached")
    }
    told = {
        name: [one for one in examined.diagnostics if one.code == code]
        for name, code in codes.items()
    }
    tales = {re.findall("`([^`]+)`", one.message)[0] for one in told["scenario-never-reached"]}
    ends = {
        re.findall("outcome `([^`]+)`", one.message)[0] for one in told["outcome-never-reached"]
    }
    at = {(one.place.file, one.place.line) for one in told["scene-never-reached"]}
    every = [
        (one, scene)
        for one in examined.draft.context.names.scenarios
        for scene in one.scenes.values()
    ]
    return {
        scene.key
        for one, scene in every
        if one.id in tales or (scene.place.file, scene.place.line) in at
    }, ends


def exits(scene: Scene, choices: list[Choice]) -> list[Exit]:
    """The ways out of a scene and of its choices, both sides of a check."""
    parts: list[Scene | Choice] = [scene] if scene.pick or not choices else [*choices]
    return [
        side.exit
        for part in parts
        for side in ((part.check.success, part.check.failure) if part.check else (part,))
    ]


def check_scenario(draft: Draft, number: int) -> None:
    """Every scene is a node once; the edges are the ways of the program, no more and no less."""
    story, outline = draft.program, draft.context.names.scenarios[number]
    graph = scenario_graph(draft, outline.id)
    assert Counter(node.id for node in graph.nodes if node.kind == "scene") == {
        f"scene:{scene.key}": 1 for scene in outline.scenes.values()
    }
    assert len({node.id for node in graph.nodes}) == len(graph.nodes)
    keys = [f"scene:{scene.key}" for scene in story.scenes]
    ends = [f"outcome:{name}" for name in draft.context.names.outcomes]
    goes, later = set(), set()
    for scene in (story.scenes[index] for index in story.scenarios[number].scenes):
        taken = [story.choices[index] for index in scene.choices]
        for exit_ in exits(scene, taken):
            out = {ends[exit_.outcome]} if exit_.outcome >= 0 else {OUT}
            goes |= {
                (keys[scene.index], target) for target in {keys[one] for one in exit_.scenes} or out
            }
        for each in onward_from(story, scene.index).laters:
            targets = [keys[target] for target in each.scenes] or [
                f"scenario:{story.scenarios[each.scenario].id}"
            ]
            later |= {(keys[scene.index], target, each.after) for target in targets}
    inside = [edge for edge in graph.edges if edge.source.startswith("scene:")]
    assert {(edge.source, edge.target) for edge in inside if edge.kind == "goes"} == goes
    assert {
        (edge.source, edge.target, edge.quarters) for edge in inside if edge.kind == "later"
    } == later
    assert [edge.target for edge in graph.edges if edge.source == f"scenario:{outline.id}"] == [
        keys[one] for one in story.scenarios[number].starts
    ]
    labels = {
        " ".join(choice.node.get("label").text.split())
        for scene in outline.scenes.values()
        for choice in scene.choices
    }  # type: ignore[union-attr]
    assert {edge.label for edge in inside} - {""} <= labels | {
        f"after {n} choice{'s' * (n > 1)}" for n in range(1, 10)
    }


def written_as(graph: Graph) -> list[str]:
    """The graph in every format; that each can be read is held by `read_dot`, `read_mermaid` and
    `read_tree`."""
    return [as_dot(graph), as_mermaid(graph), as_tree(graph), as_tree(graph, 60, ASCII)]


STRING = r'"(?:[^"\\\n]|\\.)*"'


def read_dot(text: str) -> tuple[list[str], list[tuple[str, str, str]]]:
    """Labels of the nodes, and edges with theirs. Raises AssertionError for what is not in the
    language."""
    lines = text.split("\n")
    assert lines[0] == "digraph {"
    assert lines[-1] == "}"
    nodes, edges = [], []
    for line in lines[1:-1]:
        head = re.fullmatch(rf"  (?:label={STRING}|labelloc=t|(?:node|edge) \[.*\]);", line)
        node = re.fullmatch(rf"  n(\d+) \[shape=\w+(?:, style=dashed)?, label=({STRING})\];", line)
        edge = re.fullmatch(
            rf"  n(\d+) -> n(\d+) \[(?:label=({STRING}))?(?:, )?(?:style=\w+)?(?:, dir=both)?\];",
            line,
        )
        assert head or node or edge, line
        if node:
            assert int(node[1]) == len(nodes)
            nodes.append(_unquoted(node[2]))
        elif edge:
            edges.append((edge[1], edge[2], _unquoted(edge[3] or '""')))
    return nodes, edges


def _unquoted(string: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], string[1:-1])


def read_mermaid(text: str) -> tuple[list[str], list[tuple[str, str, str]]]:
    """The same of a flowchart."""
    head, title, end, kind, *lines = text.split("\n")
    assert (head, end, kind) == ("---", "---", "flowchart TD")
    assert re.fullmatch(rf"title: {STRING}", title)
    nodes, edges = [], []
    for line in lines:
        node = re.fullmatch(
            r'    n(\d+)(?:\[\[|\[/|\[\\|\[|\(\[|\(\(|>|\{\{|\{)"([^"]*)"(?:\]\]|/\]|\\\]|\]|\]\)|\)\)|\}\}|\})',
            line,
        )
        edge = re.fullmatch(r'    n(\d+) (?:-->|-\.->|<-\.->)(?:\|"([^"]*)"\|)? n(\d+)', line)
        look = re.fullmatch(r"    (?:classDef never .*|class n\d+(?:,n\d+)* never)", line)
        assert node or edge or look, line
        if node:
            assert int(node[1]) == len(nodes)
            nodes.append(_plain(node[2]))
        elif edge:
            edges.append((edge[1], edge[3], _plain(edge[2] or "")))
    return nodes, edges


def _plain(string: str) -> str:
    assert not re.search(r"[<>`*\\]", string.replace("<br/>", ""))
    return re.sub(r"#(\d+);", lambda match: chr(int(match[1])), string.replace("<br/>", "\n"))


def check_formats(graph: Graph) -> None:
    """Every format holds every node and edge once, with the words that the graph has."""
    numbers = {node.id: str(number) for number, node in enumerate(graph.nodes)}
    wanted = [
        (numbers[edge.source], numbers[edge.target], "\n".join(map(visible, edge.text_lines())))
        for edge in graph.edges
    ]
    for (nodes, edges), dollars in (
        (read_dot(as_dot(graph)), "$"),
        (read_mermaid(as_mermaid(graph)), "$ "),
    ):
        shown = [
            (source, target, re.sub(r"\$(?=\$)", dollars, said)) for source, target, said in wanted
        ]
        assert edges == shown
        assert len(nodes) == len(graph.nodes)
        assert all(
            visible(node.name) in said and visible(node.label) in said
            for node, said in zip(graph.nodes, nodes, strict=True)
        )
        assert ["never reached" in said for said in nodes] == [
            not node.reached for node in graph.nodes
        ]


def check_tree(graph: Graph, width: int) -> None:
    """A line for every way and for every root; what leads on stands once without an arrow up or
    down."""
    lines = [line for line in as_tree(graph, width).split("\n") if line]
    roots = [line for line in lines if UNICODE.to not in line]
    assert len(lines) == len(roots) + len(graph.edges)
    assert max(map(len, lines)) <= width
    below = Counter(line.rpartition(f"{UNICODE.to} ")[2] for line in lines if UNICODE.to in line)
    for node in graph.nodes:
        if any(edge.source == node.id for edge in graph.edges):
            told = [said for said in below.elements() if said.partition(", ")[0] == node.name]
            assert len(told) + [root.partition(", ")[0] for root in roots].count(node.name) == 1


@pytest.mark.parametrize("scenario", FIRST_DAY)
def test_the_first_day_as_a_tree(scenario: str, snapshot: SnapshotAssertion) -> None:
    assert as_tree(scenario_graph(draft_of(files_of("first_day")), scenario)) == snapshot


def test_a_pack_as_a_tree(snapshot: SnapshotAssertion) -> None:
    assert as_tree(pack_graph(draft_of(files_of("first_day")), reads=True), 80, ASCII) == snapshot


@pytest.mark.parametrize("pack", ["first_day", "the_long_game"])
def test_shipped_graphs(pack: str) -> None:
    draft = draft_of(files_of(pack))
    for number, outline in enumerate(draft.context.names.scenarios):
        check_scenario(draft, number)
        check_formats(scenario_graph(draft, outline.id))
        assert max(map(len, as_tree(scenario_graph(draft, outline.id)).split("\n"))) <= 90
    for reads in (False, True):
        check_formats(pack_graph(draft, reads=reads))


@given(packs())
@few
def test_the_graph_of_a_scenario_is_the_program(files: dict[str, bytes]) -> None:
    draft = draft_of(files)
    for number, outline in enumerate(draft.context.names.scenarios):
        check_scenario(draft, number)
        check_formats(scenario_graph(draft, outline.id))
    check_formats(pack_graph(draft, reads=True))


def test_what_is_urgent_comes_in_the_place_of_a_draw_and_is_not_drawn() -> None:
    edges = {
        (edge.source, edge.target) for edge in pack_graph(draft_of(files_of("the_long_game"))).edges
    }
    assert ("urgent:", "scenario:the_outage") in edges
    assert [
        source
        for source, target in edges
        if target == "scenario:the_outage" and source.startswith("draw:")
    ] == []
    assert any(source.startswith("draw:") for source, _ in edges)


@given(packs())
@few
def test_what_is_never_reached_is_what_check_says(files: dict[str, bytes]) -> None:
    draft = draft_of(files)
    scenes, outcomes = unreached(files)
    for outline in draft.context.names.scenarios:
        for node in scenario_graph(draft, outline.id).nodes:
            if node.kind == "scene":
                assert node.reached == (node.id.removeprefix("scene:") not in scenes)
    whole = {node.id: node.reached for node in pack_graph(draft).nodes if node.kind == "outcome"}
    assert whole == {
        f"outcome:{name}": name not in outcomes for name in draft.context.names.outcomes
    }


ODD = st.sampled_from(
    [
        '"9999"',
        "9" * 5000,
        '""',
        '"a(b"',
        "[]",
        "{}",
        "~",
        '"["',
        "-",
        "{x: [1]}",
        '"\\u202e"',
        "a.b.c",
        '"{"',
        '"*"',
        ": :",
    ]
)


@given(st.data(), ODD)
@settings(max_examples=size(75), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_stands_in_the_place_of_a_word_its_edges_lead_from_node_to_node(
    data: st.DataObject, odd: str
) -> None:
    files = files_of("first_day")
    file = data.draw(st.sampled_from(sorted(files)))
    at = data.draw(st.sampled_from([word.span() for word in re.finditer(rb"[\w.]+", files[file])]))
    draft = examine(
        {**files, file: files[file][: at[0]] + odd.encode() + files[file][at[1] :]}
    ).draft
    if draft is not None:
        for graph in (
            pack_graph(draft, reads=True),
            *(scenario_graph(draft, one.id) for one in draft.context.names.scenarios),
        ):
            ends = {end for edge in graph.edges for end in (edge.source, edge.target)}
            assert ends <= {node.id for node in graph.nodes}


def test_what_is_asked_of_a_scenario_that_cannot_be_read_is_no_way() -> None:
    files = files_of("first_day")
    whole = {
        edge.target
        for edge in pack_graph(draft_of(files), reads=True).edges
        if edge.kind == "reads"
    }
    assert whole == {"scenario:nine_oh_five"}
    graph = pack_graph(draft_of({**files, "nine_oh_five.yaml": b"scenes: ["}), reads=True)
    assert [edge for edge in graph.edges if edge.kind == "reads"] == []


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=60)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Graphs with any words in them."""
    count = draw(st.integers(1, 9))
    nodes = tuple(
        GraphNode(f"scene:s{n}", "scene", f"s{n}", "", draw(st.booleans())) for n in range(count)
    )
    edge = st.builds(
        Edge,
        source=st.sampled_from(nodes).map(lambda node: node.id),
        target=st.sampled_from(nodes).map(lambda node: node.id),
        kind=st.sampled_from(["goes", "later"]),
        label=words.map(lambda text: " ".join(text.replace(UNICODE.to, "").split())),
        side=st.sampled_from(["", "passes", "fails"]),
        quarters=st.integers(0, 3),
        condition=st.sampled_from(["", "if energy >= 3 and not told", "otherwise"]),
    )
    return Graph(draw(words), nodes, tuple(dict.fromkeys(draw(st.lists(edge, max_size=14)))))


@given(graphs())
def test_any_words_can_be_read_back(graph: Graph) -> None:
    check_formats(graph)


@given(graphs(), st.integers(80, 120))
def test_a_tree_names_everything_once(graph: Graph, width: int) -> None:
    check_tree(graph, width)


def test_no_formula_is_begun() -> None:
    nodes = (GraphNode("scene:a", "scene", "a"),)
    graph = Graph("Money", nodes, (Edge("scene:a", "scene:a", label="Pay $$x$$ at once."),))
    check_formats(graph)
    assert "$$" not in re.sub(r"#36;", "$", as_mermaid(graph))


def test_a_deep_tree_goes_on_below() -> None:
    nodes = tuple(GraphNode(f"scene:s{n}", "scene", f"s{n}") for n in range(40))
    graph = Graph(
        "Deep", nodes, tuple(Edge(one.id, other.id, label="On.") for one, other in pairwise(nodes))
    )
    check_tree(graph, 80)
    assert "↓ s14" in as_tree(graph)
    assert as_tree(graph, 80, ASCII).isascii()


def test_a_scenario_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        scenario_graph(draft_of(files_of("first_day")), "nothing")


@given(words, st.integers(4, 80))
def test_shortened(text: str, most: int) -> None:
    short = shortened(text, most)
    assert len(short) <= most
    assert short == " ".join(text.split()) or short.endswith("…")
