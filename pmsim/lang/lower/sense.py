"""What is sound and still makes no sense: places nothing leads to, flags nobody reads, causes that cannot be, promises not kept."""

from collections.abc import Callable, Iterable, Iterator

from pmsim.core.expr import Expr
from pmsim.core.program import ROLE, Beat, Choice, Later, Role, Scene, Start
from pmsim.lang.expressions import range_of
from pmsim.lang.lower import ask
from pmsim.lang.lower.desk import Desk
from pmsim.lang.lower.outline import ChoiceOutline, SceneOutline
from pmsim.lang.lower.story import Story
from pmsim.lang.lower.ways import Ranks, Ways, all_ways_on, is_candidate, ways_on
from pmsim.lang.nodes import Mapping as Node
from pmsim.lang.nodes import Scalar
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
    declared = dict.fromkeys(entry.key.text for entry in ask.entries(desk.names.pack, "tags"))
    mature = int(ask.text(desk.names.pack, "version", "0").partition(".")[0] or 0) >= 1
    for scene in _scenes(desk):
        for choice in scene.choices:
            for tag in ask.words(choice.node, "tags"):
                if declared and tag.text not in declared:
                    hint = desk.scope.guesses.hint(tag.text, declared) or "Add it under `tags:`."
                    desk.say("undeclared-tag", tag, tag=tag.text, hint=hint)
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
    before: dict[int, list[int]] = {}
    for number, role in enumerate(roles):
        for follower in role.next:
            before.setdefault(follower, []).append(number)
    for at, effects in desk.takes_role:
        holds = asked.get(id(effects), [])
        if effects.role >= 0 and not any(_may_hold(desk, holds, number) for number in before.get(effects.role, ())):
            desk.say("role-not-next", at, sentence=f"No role that may be held here has `{at.text}` in its `next`.")


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
    begun = [scene for index in brought if index >= 0 for scene in story.scenarios[index].starts]
    found = _closure(begun, lambda index: _onward(story, index))
    ends = {exit_.outcome for index in found for exit_, _ in all_ways_on(story.scenes[index], story.choices)}
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
    chosen = [way for choice in story.choices for way in ways_on(choice)]
    chosen += [way for scene in story.scenes if scene.pick for way in ways_on(scene)]

    def exits(index: int) -> list[int]:
        return [scene for exit_, _ in all_ways_on(story.scenes[index], story.choices) for scene in exit_.scenes]

    def due(ways: Ways) -> list[int]:
        return [scene for _, laters in ways for later in laters for scene in _due(story, later)]

    behind_a_choice = _closure([scene for exit_, _ in chosen for scene in exit_.scenes], exits)
    brought = due(chosen) + [scene for index in behind_a_choice for scene in due(ways_on(story.scenes[index]))]
    caused = _closure(brought, lambda index: exits(index) + due(ways_on(story.scenes[index])))
    keys = {scene.key for scene in story.scenes if scene.index in caused}
    for key, (scalar, offset) in desk.causes.items():
        if key not in keys:
            name = key.rpartition(".")[2]
            sentence = f"No choice brings `{name}` about by a `later`, so `{{because}}` has nothing to name."
            desk.say("no-cause", Scalar("{because}", scalar.at(offset)), sentence=sentence)


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
                desk.say("not-in-pack", word, what=what, word=word.text, hint=desk.scope.guesses.hint(word.text, known))


def _closure(seeds: Iterable[int], onward: Callable[[int], list[int]]) -> set[int]:
    """Everything that is come to from `seeds`, themselves included."""
    found: set[int] = set()
    todo = list(seeds)
    while todo:
        index = todo.pop()
        if index not in found:
            found.add(index)
            todo += onward(index)
    return found


def _onward(story: Story, index: int) -> list[int]:
    """Scenes to which a scene may lead, now or later."""
    ways = all_ways_on(story.scenes[index], story.choices)
    return [scene for exit_, laters in ways for scene in (*exit_.scenes, *(due for later in laters for due in _due(story, later)))]


def _due(story: Story, later: Later) -> tuple[int, ...]:
    return later.scenes or story.scenarios[later.scenario].starts


def _scenes(desk: Desk) -> Iterator[SceneOutline]:
    return (scene for scenario in desk.names.scenarios for scene in scenario.scenes.values())


def _choices(desk: Desk) -> Iterator[ChoiceOutline]:
    return (choice for scene in _scenes(desk) for choice in scene.choices)
