"""What is sound and still makes no sense: places nothing leads to, flags nobody reads, causes that cannot be, promises not kept."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from pmsim.core.expr import Expr
from pmsim.core.program import ROLE, Beat, Choice, Later, Role, Scene, Start
from pmsim.lang.expressions import range_of
from pmsim.lang.lower import ask
from pmsim.lang.lower.desk import Desk
from pmsim.lang.lower.outline import ChoiceOutline, SceneOutline
from pmsim.lang.lower.story import Story
from pmsim.lang.lower.ways import Ranks, all_ways_on, is_candidate, ways_on
from pmsim.lang.nodes import Mapping as Node
from pmsim.lang.pack import Promise


def ways_out(desk: Desk, story: Story, found: Ranks) -> None:
    """Complains of scenes without a rank."""
    for scene, outline in zip(story.scenes, _scenes(desk), strict=True):
        twice = [choice for choice in outline.choices if ask.yes(choice.node, "otherwise")][1:]
        for choice in twice:
            desk.say("otherwise-twice", choice.node.place)
        if scene.index in found.scenes:
            continue
        if not scene.choices or scene.pick:
            why = "the way on comes back here, or leads only to scenes without a way out"
        elif any(is_candidate(story.choices[index]) for index in scene.choices):
            why = "the choices that are always open lead round in a circle, or only to scenes without a way out"
        else:
            why = "no choice is always open"
        desk.say("no-way-out", outline.place, scene=scene.id, why=why)


def flags(desk: Desk) -> None:
    """Complains of flags that are set and never read."""
    for flag, at in desk.names.set_at.items():
        if flag not in desk.asked:
            desk.say("flag-never-read", at, flag=flag)


def tags_and_ids(desk: Desk) -> None:
    """Complains of tags that are not the pack's, and, in a pack of version 1 or more, of choices without an id of their own."""
    section = ask.record(desk.names.pack, "tags")
    mature = int(ask.text(desk.names.pack, "version", "0").partition(".")[0] or 0) >= 1
    for scene in _scenes(desk):
        for choice in scene.choices:
            for tag in ask.words(choice.node, "tags"):
                if section is not None and section.get(tag.text) is None:
                    close = get_close_matches(tag.text, list(section.keys()), 1, 0.6)
                    desk.say("undeclared-tag", tag, tag=tag.text, hint=f"Did you mean `{close[0]}`?" if close else "Add it under `tags:`.")
            if mature and not choice.given:
                desk.say("id-left-out", choice.node.place, id=choice.id)


def roles_taken(desk: Desk, story: Story, roles: tuple[Role, ...]) -> None:
    """Complains of a role that is taken where none of the roles that may be held there has it in its `next`."""
    laters = [later for scene in story.scenes for _, own in all_ways_on(scene, story.choices) for later in own]
    late = {due for later in laters for due in _due(story, later)}
    asked: dict[int, list[Expr]] = {}
    for scenario in story.scenarios:
        drawn = None if late & set(scenario.scenes) or not scenario.drawable else scenario.when
        for scene in (story.scenes[index] for index in scenario.scenes):
            parts: list[Scene | Choice] = [scene, *(story.choices[index] for index in scene.choices)]
            for part in parts:
                own = part.needs if isinstance(part, Choice) else None
                holds = [each for each in (drawn, scene.when, own) if each is not None]
                branches = [part.check.success.effects, part.check.failure.effects] if part.check else []
                asked |= {id(effects): holds for effects in (part.effects, *branches)}
    for at, effects in desk.takes_role:
        held = [role for number, role in enumerate(roles) if number != effects.role and _may_hold(desk, asked.get(id(effects), []), number)]
        if effects.role >= 0 and not any(effects.role in role.next for role in held):
            who = f"`{held[0].id}` does not have" if len(held) == 1 else "No role that may be held here has"
            desk.say("role-not-next", at, sentence=f"{who} `{at.text}` in its `next`.")


def _may_hold(desk: Desk, conditions: list[Expr], role: int) -> bool:
    """Whether all the conditions may hold in a role, as far as ranges tell."""
    slots = (*desk.scope.slots[:ROLE], desk.scope.slots[ROLE]._replace(min=role, max=role), *desk.scope.slots[ROLE + 1 :])
    return all(range_of(condition, slots).high for condition in conditions)


def promised_open(desk: Desk, promises: Iterable[Promise], locked: frozenset[str]) -> None:
    """Complains of choices that may be shut though a promise says that they never are. `locked`: tags with a lock."""
    for tag in (promise.tag for promise in promises if promise.tag):
        for choice in _choices(desk):
            tags = {word.text: word for word in ask.words(choice.node, "tags")}
            if tag not in tags:
                continue
            needs = ask.word(choice.node, "needs")
            if needs is not None:
                desk.say("promised-open", needs, tag=tag, what="a `needs`")
            for name in tags.keys() & locked:
                desk.say("promised-open", tags[name], tag=tag, what=f"the tag `{name}`, which a lock may shut")


def reached(desk: Desk, story: Story, beats: tuple[Beat, ...], starts: tuple[Start, ...]) -> None:
    """Complains of scenarios, scenes and outcomes to which nothing leads, and of draws with nothing to draw."""
    draws = [beat for beat in beats if beat.scenario < 0]
    brought = {beat.scenario for beat in beats} | {start.scenario for start in starts}
    for scenario in story.scenarios:
        asked = any(not beat.topics or set(beat.topics) & set(scenario.topics) for beat in draws)
        if (scenario.urgent and draws) or (scenario.drawable and asked):
            brought.add(scenario.index)
    found: set[int] = set()
    todo = [scene for index in brought if index >= 0 for scene in story.scenarios[index].starts]
    ends: set[int] = set()
    while todo:
        index = todo.pop()
        if index in found:
            continue
        found.add(index)
        for exit_, laters in all_ways_on(story.scenes[index], story.choices):
            ends.add(exit_.outcome)
            todo += exit_.scenes
            todo += [scene for later in laters for scene in _due(story, later)]
    _not_reached(desk, story, found, ends)
    drawn = {topic for scenario in story.scenarios if scenario.drawable or scenario.urgent for topic in scenario.topics}
    calendar = ask.record(desk.names.pack, "calendar") or ask.NOWHERE
    asks = [draw for node in ask.records(calendar, "quarter") if (draw := ask.record(node, "draw"))]
    for topic in (topic for draw in asks for topic in ask.words(draw, "topics")):
        if desk.names.topics[topic.text] not in drawn:
            desk.say("nothing-to-draw", topic, topic=topic.text)


def _not_reached(desk: Desk, story: Story, found: set[int], ends: set[int]) -> None:
    for scenario, outline in zip(story.scenarios, desk.names.scenarios, strict=True):
        if not found & set(scenario.scenes):
            why = "it is not drawn, and no beat, start or `later` names it"
            if scenario.drawable or scenario.urgent:
                why = "no draw of the calendar asks for it, and no beat, start or `later` names it"
            desk.say("scenario-never-reached", ask.word(outline.node, "title") or outline.node.place, scenario=scenario.id, why=why)
            continue
        for scene in outline.scenes.values():
            if scene.number not in found:
                desk.say("scene-never-reached", scene.place, scene=scene.id)
    for key, fields in ask.named(desk.names.pack, "outcomes"):
        if ask.text(fields, "by") == "choice" and desk.names.outcomes[key.text] not in ends:
            desk.say("outcome-never-reached", key, outcome=key.text)


def causes(desk: Desk, story: Story) -> None:
    """Complains of `{because}` in scenes that no visit with a cause comes to."""
    behind_choice: set[int] = {scene.index for scene in story.scenes if scene.pick}
    caused: set[int] = set()
    before = -1
    while before != len(behind_choice) + len(caused):
        before = len(behind_choice) + len(caused)
        for scene in story.scenes:
            own = [(exit_, laters, False) for exit_, laters in ways_on(scene)]
            own += [(exit_, laters, True) for index in scene.choices for exit_, laters in ways_on(story.choices[index])]
            for exit_, laters, chosen in own:
                if chosen or scene.index in behind_choice:
                    behind_choice.update(exit_.scenes)
                if scene.index in caused:
                    caused.update(exit_.scenes)
                if chosen or scene.index in behind_choice or scene.index in caused:
                    caused.update(due for later in laters for due in _due(story, later))
    keys = {scene.key for scene in story.scenes if scene.index in caused}
    for key, place in desk.causes:
        if key not in keys:
            name = key.rpartition(".")[2]
            desk.say("no-cause", place, sentence=f"No choice brings `{name}` about by a `later`, so `{{because}}` has nothing to name.")


def playthroughs(desk: Desk, written: Iterable[Node]) -> None:
    """Complains of names in playthroughs of this pack that the pack does not have."""
    names = desk.names
    doors = [key.text for key, _ in ask.named(names.pack, "starts")]
    players = ["stop", "first", "random", *(key.text for key, _ in ask.named(names.pack, "personas"))]
    readable = [*names.stats, *names.computed, *names.people, *names.skills, *names.slot_index]
    for node in written:
        if ask.text(node, "play") != ask.text(names.pack, "pack"):
            continue
        expect = ask.record(node, "expect") or ask.NOWHERE
        fields = {"outcome", "flags", "seen", "text", "note"}
        asked = [("door", ask.word(node, "start"), doors), ("player", ask.word(node, "then"), players)]
        asked += [("outcome", ask.word(expect, "outcome"), list(names.outcomes))]
        asked += [("flag", flag, list(names.flags)) for flag in ask.words(expect, "flags")]
        asked += [("scene", scene, list(desk.scope.scenes)) for scene in ask.words(expect, "seen")]
        asked += [("stat", entry.key, readable) for entry in expect.entries if entry.key.text not in fields]
        for what, word, known in asked:
            if word is not None and word.text not in known:
                close = get_close_matches(word.text, known, 1, 0.6)
                desk.say("not-in-pack", word, what=what, word=word.text, hint=f"Did you mean `{close[0]}`?" if close else "")


def _due(story: Story, later: Later) -> tuple[int, ...]:
    return later.scenes or story.scenarios[later.scenario].starts


def _scenes(desk: Desk) -> Iterator[SceneOutline]:
    return (scene for scenario in desk.names.scenarios for scene in scenario.scenes.values())


def _choices(desk: Desk) -> Iterator[ChoiceOutline]:
    return (choice for scene in _scenes(desk) for choice in scene.choices)
