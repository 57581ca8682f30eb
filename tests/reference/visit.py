"""A visit: scenes entered, choices offered and taken, checks rolled, consequences scheduled."""

from typing import NamedTuple

from tests.reference import chance
from tests.reference.career import COUNTER, Career, Cause, clamp
from tests.reference.text import count_phrases, tell
from tests.reference.world import Choice, Node, Scene, listed

LIMIT = 500


class Offer(NamedTuple):
    """A choice as it stands. `moment`: the key of the choice that an `each` stands for, ''
    without; `closed`: '' while it is open."""

    choice: Choice
    moment: str
    closed: str
    odds: int

    @property
    def id(self) -> str:
        return f"{self.choice.id}.{self.moment}" if self.moment else self.choice.id


class Call(NamedTuple):
    """A call under way: the scene that called, the choice taken there, the side that fell; what was
    taken and chosen there; the mappings that say what follows, nearest first."""

    scene: Scene
    choice: Choice | None
    side: str
    taken: list[str]
    chosen: list[tuple[str, str]]
    ways: list[Node]


class Visit:
    """One entry into a scenario. `taken`: keys of choices; `chosen`: (an `each`'s key, a moment)
    in order; `last`: the last choice."""

    def __init__(self, cause: Cause) -> None:
        self.cause: Cause = cause
        self.last: Cause = None
        self.scene: Scene | None = None
        self.taken: list[str] = []
        self.chosen: list[tuple[str, str]] = []
        self.took_now: set[str] = set()
        self.calls: list[Call] = []
        self.decisions = 0


def made(part: Visit | Call, scene: Scene) -> int:
    """Return how many choices of a scene were made in this visit, or before a call."""
    return sum(
        1
        for choice in scene.choices
        for key in [*part.taken, *(each for each, _ in part.chosen)]
        if key == choice.key
    )


# ---- what is offered


def offers(career: Career) -> list[Offer]:
    """Return the choices of the scene that asks, absent ones left out."""
    scene = career.visit.scene
    found = {
        choice.key: standing(career, choice) for choice in scene.choices if not choice.otherwise
    }
    if all(offer.closed for own in found.values() for offer in own):
        found |= {
            choice.key: [Offer(choice, "", "", odds(career, choice.node))]
            for choice in scene.choices
            if choice.otherwise
        }
    return [offer for choice in scene.choices for offer in found.get(choice.key, [])]


def standing(career: Career, choice: Choice) -> list[Offer]:
    """Return a choice as often as it is offered, open or closed."""
    visit, node = career.visit, choice.node
    closed = ""
    if choice.scenery:
        closed = "scenery"
    else:
        if choice.once and choice.key in career.took:
            return []
        if choice.key not in career.world.ways_out:
            spent = choice.key in visit.taken and not choice.again and not choice.each
            if spent or visit.decisions >= LIMIT:
                return []
        if "needs" in node and not career.value(node["needs"]):
            if "locked" not in node:
                return []
            closed = "needs"
        elif any(
            tag in choice.tags and career.value(lock["when"])
            for tag, lock in career.world.locks.items()
        ):
            closed = "lock"
    moments = moments_for(career, choice) if choice.each else [""]
    return [Offer(choice, moment, closed, odds(career, node)) for moment in moments]


def moments_for(career: Career, choice: Choice) -> list[str]:
    """Return this quarter's moments, oldest first: the newest so many, less those that were
    chosen in this visit."""
    newest = list(career.moments)[-int(choice.node.get("at_most", 0)) :]
    chosen = {
        moment for each, moment in career.visit.chosen if not (choice.again and each == choice.key)
    }
    return [moment for moment in newest if moment not in chosen]


def odds(career: Career, node: Node) -> int:
    return clamp(int(career.value(node["odds"])), 5, 95) if "odds" in node else -1


# ---- from scene to scene


def begin(career: Career, scene: Scene, cause: Cause) -> bool:
    """Begin a visit. Return whether a decision is asked or the career is over."""
    career.visit = Visit(cause)
    return go(career, scene)


def go(career: Career, onward: "Scene | str") -> bool:
    """Go on to a scene, or 'out', 'asked', 'over'."""
    while isinstance(onward, Scene) or (onward == "out" and career.visit.calls):
        onward = enter(career, onward) if isinstance(onward, Scene) else come_back(career)
    if onward != "asked":
        career.visit = None
    return onward != "out"


def come_back(career: Career) -> "Scene | str":
    """Take up the innermost call: go on as if there had been none."""
    call = career.visit.calls.pop()
    career.visit.scene, career.visit.taken, career.visit.chosen = (
        call.scene,
        call.taken,
        call.chosen,
    )
    if call.choice is not None and call.scene.pick:
        return picked(career, call.scene)
    return leave(career, call.ways)


def enter(career: Career, scene: Scene) -> "Scene | str":
    career.visit.scene = scene
    career.seen.add(scene.key)
    career.times_seen[scene.key] = min(COUNTER, career.times_seen.get(scene.key, 0) + 1)
    career.effects(scene.node.get("effects"))
    count_phrases(career, scene)
    tell(career, scene.key, scene.node)
    if scene.choices:
        enough = scene.pick and (
            made(career.visit, scene) >= scene.pick or all(offer.closed for offer in offers(career))
        )
        return follow(career, [scene.node]) if enough else ask(career)
    if "odds" in scene.node:
        return settle_check(
            career, scene.key, scene.node, odds(career, scene.node), [scene.node], set()
        )
    return follow(career, [scene.node], [scene.node])


def ask(career: Career) -> str:
    """Ask a decision: from now on another seed may hold."""
    for decision, seed in list(career.reseed.items()):
        if decision <= career.decisions + 1:
            career.seed = seed
            del career.reseed[decision]
    return "asked"


def take(career: Career, taken: Offer, among: list[Offer]) -> bool:
    """Take an open choice. Return whether another decision is asked or the career is over."""
    choice, visit, node = taken.choice, career.visit, taken.choice.node
    career.decisions += 1
    visit.decisions += 1
    career.took.add(choice.key)
    career.times_took[choice.key] = min(COUNTER, career.times_took.get(choice.key, 0) + 1)
    visit.took_now.add(choice.key)
    for tag in choice.tags:
        career.times[tag] = min(COUNTER, career.times.get(tag, 0) + 1)
    for tag in {
        tag
        for offer in among
        if (offer.choice, offer.moment) != (choice, taken.moment)
        for tag in offer.choice.tags
    }:
        career.passed[tag] = min(COUNTER, career.passed.get(tag, 0) + 1)
    visit.last = (choice.key, taken.moment)
    if choice.each:
        visit.chosen.append((choice.key, taken.moment))
    elif choice.key not in visit.taken:
        visit.taken.append(choice.key)
    career.practised = set()
    skills = career.moments.get(taken.moment, set())
    career.effects(node.get("effects"), skills)
    tell(career, choice.key, node)
    if "odds" in node:
        onward = settle_check(career, choice.key, node, taken.odds, choice.ends(), skills, choice)
    else:
        remember(career, choice)
        onward = follow(career, choice.ends(), [node], choice)
    if choice.scene.pick and onward == "out":
        onward = picked(career, choice.scene)
    return go(career, onward)


def picked(career: Career, scene: Scene) -> "Scene | str":
    """Ask for another choice of a `pick`, or leave the scene."""
    more = made(career.visit, scene) < scene.pick
    if more and any(not offer.closed for offer in offers(career)):
        return ask(career)
    return follow(career, [scene.node])


def settle_check(
    career: Career,
    key: str,
    node: Node,
    percent: int,
    ways: list[Node],
    skills: set[str],
    choice: Choice | None = None,
) -> "Scene | str":
    """Roll, and go the way it falls."""
    side = "success" if chance.roll(career.seed, key, career.quarter) <= percent else "failure"
    branch = node.get(side, {})
    career.effects(branch.get("effects"), skills)
    if choice is not None:
        remember(career, choice)
    tell(career, f"{key}.{side}", branch)
    return follow(career, [branch, *ways], [branch, node], choice, side)


def remember(career: Career, choice: Choice) -> None:
    """Make a choice with a moment the newest moment of this quarter."""
    if "moment" in choice.node:
        career.moments[choice.key] = career.moments.pop(choice.key, set()) | career.practised


def follow(
    career: Career,
    ways: list[Node],
    calling: list[Node] | None = None,
    choice: Choice | None = None,
    side: str = "",
) -> "Scene | str":
    """Schedule what comes later, call, and go on, each as the nearest of `ways` (for a call: of
    `calling`) says."""
    scene: Scene = career.visit.scene
    schedule(
        career,
        scene.scenario.id,
        listed(next((way["later"] for way in ways if "later" in way), None)),
    )
    for target in career.world.called(calling or []):
        guests = target.node if "with" in target.node else target.scenario.node
        if career.holds(target.node) and not any(
            flag in career.flags for flag in career.away(guests)
        ):
            visit = career.visit
            visit.calls.append(Call(scene, choice, side, visit.taken, visit.chosen, ways))
            visit.taken, visit.chosen = [], []
            return target
    return leave(career, ways)


def leave(career: Career, ways: list[Node]) -> "Scene | str":
    """Go on as the nearest of `ways` says."""
    scene: Scene = career.visit.scene
    said = next((way for way in ways if "goto" in way or "end" in way), {})
    if "end" in said:
        career.outcome = said["end"]
        return "over"
    for place in listed(said.get("goto")):
        if place == "out":
            return "out"
        if career.holds(scene.scenario.scenes[place].node):
            return scene.scenario.scenes[place]
    return "out"


def schedule(career: Career, scenario: str, laters: list[Node]) -> None:
    for later in laters:
        place = (later.get("scenario", scenario), tuple(listed(later.get("scene"))))
        due = career.quarter + int(later["in"])
        if due > career.quarters:
            continue
        rival = next((entry for entry in career.pending if entry["place"] == place), None)
        if rival and rival["quarter"] <= due:
            continue
        if rival:
            career.pending.remove(rival)
        career.pending.append(
            {"quarter": due, "place": place, "cause": career.visit.last or career.visit.cause}
        )
