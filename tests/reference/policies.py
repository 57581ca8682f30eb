"""Players as data, and `random`: which of the open choices they take."""

import copy
from collections.abc import Callable

from tests.reference import chance
from tests.reference.calendar import start, step
from tests.reference.career import Career
from tests.reference.visit import Offer, offers
from tests.reference.world import Node, World

Policy = Callable[[Career, list[Offer]], Offer]


def random(career: Career, among: list[Offer]) -> Offer:
    return among[chance.below(len(among), career.seed, "policy", "random", career.decisions + 1)]


def persona(name: str, node: Node) -> Policy:
    """Return a persona's policy: the best score wins, the first of equals."""
    return lambda career, among: max(among, key=lambda offer: score(career, name, node, offer))


def score(career: Career, name: str, node: Node, offer: Offer) -> int:
    likes = {liked: int(career.value(text)) for liked, text in node["likes"].items()}
    tags = {
        tag
        for scenario in career.world.scenarios.values()
        for scene in scenario.scenes.values()
        for c in scene.choices
        for tag in c.tags
    }
    tags |= career.world.pack.get("tags", {}).keys()
    measured = [liked for liked in likes if liked not in tags]
    skills = career.moments.get(offer.moment, set())

    def gain(before: Career, after: Career) -> int:
        return sum(
            likes[liked] * (int(after.reading(name)) - int(before.reading(name)))
            for liked in measured
            for name in [career.player(liked)]
        )

    own = after(career, offer.choice.node, skills)
    total = sum(likes.get(tag, 0) for tag in offer.choice.tags if tag in tags) + gain(career, own)
    if offer.odds >= 0:
        good, bad = (
            gain(own, after(own, offer.choice.node.get(side, {}), skills))
            for side in ("success", "failure")
        )
        total += (good * offer.odds + bad * (100 - offer.odds)) // 100
    luck = chance.u32(career.seed, "policy", f"{name}/{offer.id}", career.decisions + 1)
    return total + luck % (int(node.get("noise", 0)) + 1)


def after(career: Career, node: Node, skills: set[str]) -> Career:
    """Return a copy of the career after the effects of a choice or a branch."""
    tried = copy.copy(career)
    for name, held in list(vars(career).items()):
        if isinstance(held, dict | set):
            setattr(tried, name, copy.copy(held))
    tried.effects(node.get("effects"), skills)
    return tried


def play(world: World, door: str, seed: int, policy: Policy) -> Career:
    """Return a whole career."""
    career = start(world, door, seed)
    while not career.outcome:
        step(career, policy(career, [offer for offer in offers(career) if not offer.closed]).id)
    return career
