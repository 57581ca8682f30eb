"""The calendar of a career: what is due, the beats, the draws, a quarter's end, the outcome."""

from tests.reference import chance
from tests.reference.career import Career, clamp
from tests.reference.visit import begin, offers, take
from tests.reference.world import Node, Scenario, Scene, World


def start(
    world: World, door: str, seed: int, quarters: int = 0, reseed: dict[int, int] | None = None
) -> Career:
    """Return a new career at its first decision, or at its end."""
    career = Career(world, door, seed, quarters, reseed)
    scenario = world.starts[door].get("scenario")
    if not scenario or not play_named(career, scenario):
        advance(career)
    return career


def step(career: Career, action: str) -> None:
    """Take an open choice by its id, and go on to the next decision or the end."""
    among = [offer for offer in offers(career) if not offer.closed]
    if not take(career, next(offer for offer in among if offer.id == action), among):
        advance(career)


def advance(career: Career) -> None:
    while True:
        due = next((entry for entry in career.pending if entry["quarter"] <= career.quarter), None)
        if due is not None:
            career.pending.remove(due)
            asked = come_due(career, due)
        elif career.beat < len(career.world.beats):
            career.beat += 1
            asked = play_beat(career, career.beat - 1)
        else:
            asked = end_quarter(career)
        if asked:
            return


def come_due(career: Career, entry: Node) -> bool:
    name, scenes = entry["place"]
    scenario = career.world.scenarios[name]
    career.coming = entry["cause"]
    lasts = "while" not in scenario.node or career.value(scenario.node["while"])
    names = list(scenes) or scenario.starts
    scene = next((found for name in names if (found := back(career, scenario, name))), None)
    scene = scene if lasts else None
    career.coming = None
    return scene is not None and begin(career, scene, entry["cause"])


def back(career: Career, scenario: Scenario, name: str) -> Scene | None:
    """Return a scene if it can come back: its `when`, and its own `with` or the scenario's."""
    scene = scenario.scenes[name]
    needed = scene.node if "with" in scene.node else scenario.node
    holds = "when" not in scene.node or career.value(scene.node["when"])
    gone = [flag for flag in career.away(needed) if flag in career.flags]
    return scene if holds and not gone else None


def first(career: Career, scenario: Scenario, names: list[str]) -> Scene | None:
    """Return the first of some scenes that holds."""
    return next(
        (scenario.scenes[name] for name in names if career.holds(scenario.scenes[name].node)), None
    )


def play_named(career: Career, name: str) -> bool:
    """A scenario that a beat or a start names: only `with` and `start` are asked."""
    scenario = career.world.scenarios[name]
    if any(flag in career.flags for flag in career.away(scenario.node)):
        return False
    scene = first(career, scenario, scenario.starts)
    return scene is not None and begin(career, scene, None)


def play_beat(career: Career, number: int) -> bool:
    beat = career.world.beats[number]
    if "when" in beat and not career.value(beat["when"]):
        return False
    if "scenario" in beat:
        return play_named(career, beat["scenario"])
    urgent = most_urgent(career)
    scenario = urgent or draw(career, number)
    if scenario is None:
        return False
    career.played[scenario.id] = career.quarter
    if urgent:
        career.urgents.add(scenario.id)
    else:
        career.drawn = scenario.id
    scene = first(career, scenario, scenario.starts)
    assert scene is not None
    return begin(career, scene, None)


def may_be_drawn(career: Career, scenario: Scenario) -> bool:
    node, repeat = scenario.node, scenario.node.get("repeat", "never")
    played = career.played.get(scenario.id)
    used_up = played is not None and (repeat == "never" or career.quarter - played < int(repeat))
    if used_up or node.get("draw") == "false" or scenario.shared:
        return False
    if scenario.id in career.world.named:
        return False
    return (
        weight(career, scenario) > 0
        and career.holds(node)
        and first(career, scenario, scenario.starts) is not None
    )


def weight(career: Career, scenario: Scenario) -> int:
    return int(career.value(scenario.node.get("weight", "10")))


def is_urgent(scenario: Scenario) -> bool:
    return bool(scenario.node.get("urgent") == "true")


def most_urgent(career: Career) -> Scenario | None:
    """Return the urgent scenario of the highest weight, then by id."""
    able = [
        each
        for each in career.world.scenarios.values()
        if is_urgent(each) and each.id not in career.urgents
    ]
    able = [each for each in able if may_be_drawn(career, each)]
    return min(able, key=lambda each: (-weight(career, each), each.id), default=None)


def draw(career: Career, number: int) -> Scenario | None:
    """Return the scenario whose clock is first; one that shares a topic with the one drawn last
    only if there is no other."""
    asked = set(career.world.beats[number]["draw"].get("topics", []))
    able = [
        each
        for each in career.world.scenarios.values()
        if not is_urgent(each) and may_be_drawn(career, each)
    ]
    able = [each for each in able if not asked or asked & each.topics]
    last = career.world.scenarios[career.drawn].topics if career.drawn else set()
    able = [each for each in able if not last & each.topics] or able
    beat = career.world.beat_ids[number]

    def rings(each: Scenario) -> tuple[int, str]:
        return (
            chance.clock(career.seed, each.id, beat, career.quarter, weight(career, each)),
            each.id,
        )

    return min(able, key=rings, default=None)


def end_quarter(career: Career) -> bool:
    if career.quarter >= career.quarters:
        asked = [
            (name, node)
            for name, node in career.world.outcomes.items()
            if node.get("by") != "choice"
        ]
        career.outcome = next(
            name for name, node in asked if "when" not in node or career.value(node["when"])
        )
        return True
    amounts = {
        name: int(career.value(stat["each_quarter"]))
        for name, stat in career.world.stats.items()
        if "each_quarter" in stat
    }
    for name, amount in amounts.items():
        career.numbers[name] = clamp(career.numbers[name] + amount, *career.bounds(name))
    career.quarter += 1
    career.beat, career.urgents, career.moments = 0, set(), {}
    return False
