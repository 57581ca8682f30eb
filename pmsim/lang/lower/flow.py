"""Errors of flow, which only the whole story shows: scenes without a way out, causes that cannot be, promises that are not kept."""

from collections.abc import Iterable

from pmsim.lang.lower import ask
from pmsim.lang.lower.desk import Desk
from pmsim.lang.lower.story import Story
from pmsim.lang.lower.ways import Ranks, Ways, all_ways_on, closure, due, is_candidate, ways_on
from pmsim.lang.nodes import Scalar
from pmsim.lang.pack import Promise


def ways_out(desk: Desk, story: Story, found: Ranks) -> None:
    """Complains of scenes without a rank."""
    for scene, outline in zip(story.scenes, desk.names.scene_outlines, strict=True):
        twice = [choice for choice in outline.choices if ask.yes(choice.node, "otherwise")][1:]
        for choice in twice:
            at = next(entry.key for entry in choice.node.entries if entry.key.text == "otherwise")
            desk.say("otherwise-twice", at, hint="Leave the mark on one of them.")
        if scene.index in found.scenes:
            continue
        if not scene.choices or scene.pick:
            why = "the way on comes back here, or leads only to scenes without a way out"
        elif any(is_candidate(story.choices[index]) for index in scene.choices):
            why = "the choices that are always open lead round in a circle, or only to scenes without a way out"
        else:
            why = "no choice is always open"
        hint = "Let one of the ways lead on to a scene with a way out, or out."
        if why == "no choice is always open":
            hint = "Leave one choice without `needs`, or mark one `otherwise: true`."
        desk.say("no-way-out", Scalar(scene.id, outline.place), scene=scene.id, why=why, hint=hint)


def promised_open(desk: Desk, promises: Iterable[Promise], locked: frozenset[str]) -> None:
    """Complains of choices that may be shut though a promise says that they never are. `locked`: tags with a lock."""
    for tag in (promise.tag for promise in promises if promise.tag):
        for choice in (choice for scene in desk.names.scene_outlines for choice in scene.choices):
            tags = {word.text: word for word in ask.words(choice.node, "tags")}
            if tag not in tags:
                continue
            needs = ask.word(choice.node, "needs")
            if needs is not None:
                desk.say("promised-open", needs, tag=tag, what="a `needs`")
            for name in tags.keys() & locked:
                desk.say("promised-open", tags[name], tag=tag, what=f"the tag `{name}`, which a lock may shut")


def causes(desk: Desk, story: Story) -> None:
    """Complains of `{because}` in scenes that no visit with a cause comes to."""
    chosen = [way for choice in story.choices for way in ways_on(choice)]
    chosen += [way for scene in story.scenes if scene.pick for way in ways_on(scene)]

    def exits(index: int) -> list[int]:
        return [scene for exit_, _ in all_ways_on(story.scenes[index], story.choices) for scene in exit_.scenes]

    def coming(ways: Ways) -> list[int]:
        return [scene for _, laters in ways for later in laters for scene in due(story.scenarios, later)]

    behind_a_choice = closure([scene for exit_, _ in chosen for scene in exit_.scenes], exits)
    brought = coming(chosen) + [scene for index in behind_a_choice for scene in coming(ways_on(story.scenes[index]))]
    caused = closure(brought, lambda index: exits(index) + coming(ways_on(story.scenes[index])))
    keys = {scene.key for scene in story.scenes if scene.index in caused}
    for key, (scalar, offset) in desk.causes.items():
        if key not in keys:
            name = key.rpartition(".")[2]
            sentence = f"No choice brings `{name}` about by a `later`, so `{{because}}` has nothing to name."
            desk.say("no-cause", Scalar("{because}", scalar.at(offset)), sentence=sentence)
