"""A sound pack as its files say it: mappings of texts, with the defaults of docs/language.md."""

import re
from functools import cached_property
from typing import Any

import yaml

Node = dict[str, Any]
NEVER = "never"


def listed(value: Any) -> list[Any]:
    """Return a list where one thing may stand for a list of one."""
    return [] if value is None else value if isinstance(value, list) else [value]


def slug(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")


def with_key(value: Any, key: str) -> Any:
    """Return a node whose `this` is written out as the key of its scene."""
    if isinstance(value, dict):
        return {name: with_key(each, key) for name, each in value.items()}
    if isinstance(value, list):
        return [with_key(each, key) for each in value]
    return re.sub(r"\bthis\b", key, value)


class World:
    """The pack. `scenarios`: by id, in the order of the ids."""

    def __init__(self, files: dict[str, bytes]) -> None:
        read = {path: yaml.load(data, yaml.BaseLoader) for path, data in files.items()}
        self.pack: Node = read["pack.yaml"]
        found = {
            re.sub(r".*/|\.yaml$", "", path): node
            for path, node in read.items()
            if "scenes" in node
        }
        self.scenarios = {name: Scenario(name, found[name]) for name in sorted(found)}
        self.roles: Node = self.pack["roles"]
        self.skills: Node = self.pack.get("skills", {})
        self.people: Node = self.pack.get("people", {})
        self.stats = {
            name: stat for name, stat in self.pack.get("stats", {}).items() if "value" not in stat
        }
        self.computed = {
            name: stat["value"]
            for name, stat in self.pack.get("stats", {}).items()
            if "value" in stat
        }
        self.groups: dict[str, list[str]] = self.pack.get("groups", {})
        self.locks: Node = self.pack.get("locks", {})
        self.facts: Node = self.pack.get("facts", {})
        self.parts: dict[str, list[Node]] = self.pack.get("parts", {})
        self.starts: Node = self.pack["starts"]
        self.outcomes: Node = self.pack["outcomes"]
        self.beats: list[Node] = self.pack["calendar"]["quarter"]

    def bands(self, stat: str) -> dict[str, int]:
        """Return the words of a stat with their lower edges, of `season` with their numbers."""
        if stat == "season":
            names = self.pack["calendar"].get("names", {})
            return {name: number for number, name in enumerate(names, 1)}
        return {
            word: int(edge["from"] if isinstance(edge, dict) else edge)
            for word, edge in self.pack.get("stats", {}).get(stat, {}).get("bands", {}).items()
        }

    @property
    def per_year(self) -> int:
        """Return how many quarters make a year."""
        return int(self.pack["calendar"].get("per_year", 4))

    @cached_property
    def stages(self) -> list[str]:
        """Every stage that a skill or a role names."""
        return [
            "none",
            *dict.fromkeys(
                node["stage"]
                for node in [*self.skills.values(), *self.roles.values()]
                if "stage" in node
            ),
        ]

    @cached_property
    def beat_ids(self) -> list[str]:
        """Each beat's id: as written, else its scenario, else draw, draw_2, …"""
        found: list[str] = []
        draws = 0
        for beat in self.beats:
            if "id" not in beat and "draw" in beat:
                draws += 1
            found.append(
                beat.get("id")
                or beat.get("scenario")
                or ("draw" if draws == 1 else f"draw_{draws}")
            )
        return found

    def called(self, ways: list[Node]) -> "list[Scene]":
        """Return the scenes that the nearest `call` of `ways` names, in order."""
        said = next((way["call"] for way in ways if "call" in way), None)
        found: list[Scene] = []
        for name in listed(said):
            file, dot, scene = name.partition(".")
            scenario = self.scenarios[file]
            found += [scenario.scenes[each] for each in ([scene] if dot else scenario.starts)]
        return found

    @cached_property
    def ways_out(self) -> set[str]:
        """Return the keys of the choices that lead nearer to the end, and that nothing can shut. A
        call costs as much as the furthest scene at which it may begin."""
        scenes = [scene for one in self.scenarios.values() for scene in one.scenes.values()]
        rank = {scene.key: float("inf") for scene in scenes}

        def cost(scene: "Scene", sides: list[list[Node]]) -> float:
            leads = [f"{scene.scenario.id}.{lead}" for ways in sides for lead in scene.leads(ways)]
            asking = [] if scene.pick else sides
            # no call of a scene is the default of its choices: it would be refused
            calls = [called.key for ways in asking for called in self.called(ways)]
            return sum(max((rank[key] for key in keys), default=0) for keys in (leads, calls))

        own = {scene.key: candidates(scene, self.locks) for scene in scenes}
        for _ in scenes:
            for scene in scenes:
                costs = [cost(scene, sides) for _, sides in own[scene.key]]
                rank[scene.key] = 1 + min(costs, default=float("inf"))
        return {
            choice.key
            for scene in scenes
            for choice, sides in own[scene.key]
            if choice is not None and cost(scene, sides) < rank[scene.key]
        }

    @cached_property
    def named(self) -> set[str]:
        """Scenarios that the calendar or a start names; they are never drawn."""
        return {
            node["scenario"] for node in [*self.beats, *self.starts.values()] if "scenario" in node
        }


class Choice:
    """A choice. `key`: scenario.scene.choice; `node`: its fields."""

    def __init__(self, scene: "Scene", node: Node) -> None:
        self.scene, self.node = scene, node
        self.id = node.get("id") or slug(node["label"])
        self.key = f"{scene.key}.{self.id}"
        self.each = "each" in node
        self.again = node.get("again") == "true"
        self.once = node.get("once") == "true"
        self.otherwise = node.get("otherwise") == "true"
        self.scenery = str(node.get("needs", "")).strip() == NEVER
        self.tags: list[str] = node.get("tags", [])

    def ends(self) -> list[Node]:
        """Return the mappings that say what follows, nearest first, without the roll's side."""
        return [self.node] if "pick" in self.scene.node else [self.node, self.scene.node]


class Scene:
    """A scene. `key`: scenario.scene."""

    def __init__(self, scenario: "Scenario", name: str, node: Node) -> None:
        self.key = f"{scenario.id}.{name}"
        self.scenario, self.id, self.node = scenario, name, with_key(node, self.key)
        node = self.node
        self.choices = [Choice(self, each) for each in node.get("choices", [])]
        self.pick = int(node.get("pick", 0))

    def leads(self, ways: list[Node]) -> list[str]:
        """Return the scenes to which an exit, said by the first of `ways` that says one, may
        lead."""
        said = next((way for way in ways if "goto" in way or "end" in way), {})
        return (
            [] if "end" in said else [place for place in listed(said.get("goto")) if place != "out"]
        )


class Scenario:
    """A scenario."""

    def __init__(self, name: str, node: Node) -> None:
        self.id, self.node = name, node
        self.scenes = {key: Scene(self, key, fields) for key, fields in node["scenes"].items()}
        self.starts: list[str] = listed(node.get("start")) or [next(iter(self.scenes))]
        self.topics: set[str] = set(node.get("topics", []))
        self.shared = node.get("shared") == "true"


def candidates(scene: Scene, locks: Node) -> list[tuple[Choice | None, list[list[Node]]]]:
    """Return what nothing can shut, None for the scene itself; with the mappings of each of its
    sides that say what follows, nearest first."""

    def sides(node: Node, ways: list[Node]) -> list[list[Node]]:
        own = [node.get(side, {}) for side in ("success", "failure")] if "odds" in node else []
        return [[side, *ways] for side in own] or [ways]

    if scene.pick or not scene.choices:
        return [(None, sides(scene.node, [scene.node]))]
    free = [
        choice
        for choice in scene.choices
        if choice.otherwise
        or not (
            "needs" in choice.node
            or choice.each
            or choice.once
            or any(tag in locks for tag in choice.tags)
        )
    ]
    return [(choice, sides(choice.node, choice.ends())) for choice in free]
