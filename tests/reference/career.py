"""One career: its numbers and how effects move them. `visit.py` and `calendar.py` say what is
played."""

from typing import Any

from tests.reference.conditions import value
from tests.reference.world import Node, World, listed

COUNTER = 99
Cause = tuple[str, str] | None
"""A choice's key, and the key of the choice whose moment it stands for, '' without one."""


def clamp(number: int, low: int, high: int) -> int:
    return min(max(number, low), high)


class Career:
    """Everything by its id. `numbers`: stats, people, skills (true levels), `skill.done` and
    such; `flags`: when each was set; `moments`: choice -> skills practised, the newest last;
    `visit`: the visit being made, None between visits."""

    def __init__(
        self,
        world: World,
        door: str,
        seed: int,
        quarters: int = 0,
        reseed: dict[int, int] | None = None,
    ) -> None:
        self.world, self.seed, self.reseed = world, seed, dict(sorted((reseed or {}).items()))
        begun = world.starts[door]
        self.quarters = quarters or int(begun.get("quarters", world.pack["calendar"]["quarters"]))
        self.quarter, self.role, self.since = 1, begun["role"], 1
        self.numbers = {
            name: int(stat.get("start", stat["min"])) for name, stat in world.stats.items()
        }
        self.numbers |= {name: int(person.get("trust", 0)) for name, person in world.people.items()}
        self.numbers |= {
            f"{skill}{part}": 0
            for skill in world.skills
            for part in ("", ".done", ".told", ".taught", ".interest")
        }
        self.flags: dict[str, int] = {}
        self.times: dict[str, int] = {}
        self.passed: dict[str, int] = {}
        self.seen: set[str] = set()
        self.took: set[str] = set()
        self.times_seen: dict[str, int] = {}
        self.times_took: dict[str, int] = {}
        """How often each scene was entered, each choice taken."""
        self.tellings: dict[str, int] = {}
        """How often each text, or each block under a condition, was told."""
        self.coming: Cause = None
        """The cause of what is asked whether it comes back."""
        self.held = {world.roles[self.role].get("stage", "none")}
        self.learning: dict[str, int] = {}
        """Stage -> the quarter from which its skills read as they are again."""
        self.moments: dict[str, set[str]] = {}
        self.practised: set[str] = set()
        self.played: dict[str, int] = {}
        self.drawn = ""
        self.urgents: set[str] = set()
        self.pending: list[Node] = []
        self.beat = 0
        self.decisions = 0
        self.visit: Any = None
        self.outcome = ""
        self.told: list[tuple[str, list[str]]] = []
        """Every text told: its id, and its pieces as they are read."""
        self.effects(world.roles[self.role].get("enter"))
        self.effects(begun.get("effects"))

    def value(self, text: str) -> Any:
        return value(self, text)

    def holds(self, node: Node, field: str = "when") -> bool:
        """Return whether a condition holds, and nobody in its `with` is away."""
        return (field not in node or bool(self.value(node[field]))) and not any(
            flag in self.flags for flag in self.away(node)
        )

    def player(self, name: str) -> str:
        """Return who plays a part now, or the name itself."""
        lines = self.world.parts.get(name, [{"person": name}])
        return str(
            next(line["person"] for line in lines if "if" not in line or self.value(line["if"]))
        )

    def about(self) -> Cause:
        """Return the choice that the visit is about: its cause, else its last choice."""
        if self.visit is None:
            return self.coming
        about: Cause = self.visit.cause or self.visit.last
        return about

    def away(self, node: Node) -> list[str]:
        """Return the flags that say that somebody in a scenario or scene is away."""
        people = [self.player(name) for name in node.get("with", [])]
        return [
            self.world.people[person]["away"]
            for person in people
            if "away" in self.world.people[person]
        ]

    def bounds(self, name: str) -> tuple[int, int]:
        if name in self.world.stats:
            return int(self.world.stats[name]["min"]), int(self.world.stats[name]["max"])
        return (
            (-3, 5)
            if name in self.world.people
            else (-5, 5)
            if name.endswith(".interest")
            else (0, 9)
        )

    def reading(self, name: str) -> Any:
        """Return what a name in a condition reads."""
        whole, _, part = name.partition(".")
        match name:
            case "quarter":
                return self.quarter
            case "season":
                return (self.quarter - 1) % self.world.per_year + 1
            case "year":
                return (self.quarter - 1) // self.world.per_year + 1
            case "quarters_left":
                return self.quarters - self.quarter
            case "quarters_in_role":
                return self.quarter - self.since
            case "role":
                return self.role
            case "stage":
                return self.world.roles[self.role].get("stage", "none")
            case "pay":
                return int(self.world.roles[self.role].get("pay", 0))
        if name in self.world.computed:
            return self.value(self.world.computed[name])
        if whole in self.world.skills and part in ("", "level"):
            stage, level = self.world.skills[whole]["stage"], self.numbers[whole]
            lower = not part and self.quarter < self.learning.get(stage, 0)
            return max(0, level + int(self.world.pack["crossing"]["skills"])) if lower else level
        if name in self.numbers:
            return self.numbers[name]
        if name in self.world.parts:
            return self.numbers[self.player(name)]
        if name in self.world.facts:
            return self.value(self.world.facts[name])
        if name == "because":
            return self.about() is not None
        if whole in ("times", "passed"):
            return (self.times if whole == "times" else self.passed).get(part, 0)
        return name in self.flags

    # ---- effects

    def effects(self, node: Node | None, skills: set[str] = frozenset()) -> None:  # type: ignore[assignment]
        """Run a mapping of effects. `skills`: those that `moment.interest` reaches."""
        if node is None:
            return
        self.change(
            {
                name: text
                for name, text in node.items()
                if name not in ("do", "tell", "teach", "set", "clear", "role", "note")
            },
            skills,
        )
        for act in ("do", "tell", "teach"):
            for skill in listed(node.get(act)):
                self.act(act, skill)
        for flag in node.get("set", []):
            self.flags[flag] = self.quarter
        for flag in node.get("clear", []):
            self.flags.pop(flag, None)
        if "role" in node:
            self.take(node["role"])

    def change(self, written: dict[str, str], skills: set[str]) -> None:
        """Move numbers: every sum reads the state before; then what is fed."""
        amounts: dict[str, int] = {}
        put: dict[str, int] = {}
        for name, text in written.items():
            sets = text.strip().startswith("=")
            amount = int(self.value(text.strip().removeprefix("=")))
            for target in (
                [f"{skill}.interest" for skill in skills]
                if name == "moment.interest"
                else [self.player(name)]
            ):
                if not sets:
                    amounts[target] = amounts.get(target, 0) + amount
                elif name != "moment.interest" or not written.get(target, "").strip().startswith(
                    "="
                ):
                    put[target] = amount
        fed: dict[str, int] = {}
        for name in dict.fromkeys([*put, *amounts]):
            old = self.numbers[name]
            self.numbers[name] = clamp(
                put.get(name, old) + amounts.get(name, 0), *self.bounds(name)
            )
            target = self.world.stats.get(name, {}).get("feeds")
            if target:
                fed[target] = fed.get(target, 0) + self.numbers[name] - old
        for target, amount in fed.items():
            self.numbers[target] = clamp(self.numbers[target] + amount, *self.bounds(target))

    def act(self, act: str, skill: str) -> None:
        """Do, tell or teach: the count, the level up to the cap, and what it costs or gives."""
        count = f"{skill}.{ {'do': 'done', 'tell': 'told', 'teach': 'taught'}[act] }"
        self.numbers[count] = min(COUNTER, self.numbers[count] + 1)
        told, taught = self.numbers[f"{skill}.told"], self.numbers[f"{skill}.taught"]
        most = 5 if not told else 7 if taught < 2 else 9
        if self.numbers[skill] < most:
            self.numbers[skill] += 1
        self.practised.add(skill)
        interest, practice = self.numbers[f"{skill}.interest"], self.world.pack.get("practice", {})
        if interest <= -2:
            self.effects(practice.get("on_disliked"))
        elif interest >= 2:
            self.effects(practice.get("on_loved"))

    def take(self, role: str) -> None:
        """Hold a role: its `enter`, then the crossing if its stage was never held."""
        if role == self.role:
            return
        self.role, self.since = role, self.quarter
        self.effects(self.world.roles[role].get("enter"))
        stage = self.world.roles[role].get("stage", "none")
        if stage == "none" or stage in self.held:
            return
        self.held.add(stage)
        crossing = self.world.pack.get("crossing")
        if crossing:
            self.learning[stage] = self.quarter + int(crossing["quarters"])
            self.effects(crossing.get("effects"))
