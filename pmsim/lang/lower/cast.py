"""Who and what a pack is about: people, skills, stages, roles, tags and locks, with the words for them."""

from pmsim.core.program import Crossing, Effects, Lock, Role, Skill, Stage, Tag
from pmsim.lang.lower import ask
from pmsim.lang.lower.desk import Desk
from pmsim.lang.lower.effects import effects
from pmsim.lang.lower.names import NO_STAGE
from pmsim.lang.lower.prose import PLACEHOLDERS, Where, meaning, phrase, put
from pmsim.lang.nodes import Mapping, Scalar
from pmsim.lang.pack import PersonWords, RoleWords, SkillWords


def phrases(desk: Desk, node: Mapping, scenario: str = "") -> None:
    """Phrases of the pack or of a scenario, in file order: each may hold those before it."""
    for entry in ask.entries(node, "phrases"):
        key = f"{scenario}.{entry.key.text}" if scenario else entry.key.text
        kind, _ = meaning(desk, entry.key.text)
        if kind in ("person", "stat"):
            desk.say(
                "two-kinds", entry.key, hint="Call one of the two something else.", word=entry.key.text, one=f"a {kind}", other="a phrase"
            )
        elif kind in PLACEHOLDERS:
            desk.say("reserved-name", entry.key, hint="Call it something else.", word=entry.key.text, what="a phrase")
        desk.phrases[key] = phrase(desk, Where(f"{scenario or 'phrases'}.{entry.key.text}", scenario), entry.value)


def reasons(desk: Desk, where: Where, node: Mapping) -> None:
    """`why`: reasons for changes, by stat."""
    for entry in ask.entries(node, "why"):
        if not desk.names.readable(entry.key.text.removesuffix(".interest")):
            desk.missing("stat", entry.key, [*desk.names.stats, *desk.names.computed, *desk.names.people, *desk.names.skills])
        put(desk, where, f"why.{entry.key.text}", entry.value)


def people(desk: Desk) -> dict[str, PersonWords]:
    """The cast."""
    cast: dict[str, PersonWords] = {}
    for key, fields in ask.named(desk.names.pack, "people"):
        name = ask.text(fields, "name", key.text.capitalize())
        full, is_, they = ask.text(fields, "full", name), ask.text(fields, "is"), ask.text(fields, "they", "they")
        cast[key.text] = PersonWords(key.text, name, full, is_, they)
    return cast


def away_flags(desk: Desk, names: list[Scalar]) -> tuple[int, ...]:
    """The slots of the flags that say that one of these people is away. (That the flags are read is noted by `away`.)"""
    known = [name.text for name in names if desk.find("person", name, desk.names.people) >= 0]
    flags = [desk.names.away[name].text for name in known if name in desk.names.away]
    return tuple(desk.names.flags[flag] for flag in flags if flag in desk.names.flags)


def away(desk: Desk) -> None:
    """The flags of people who may be away are read; complains of those that nothing sets."""
    for flag in desk.names.away.values():
        desk.asked.add(flag.text)
        if flag.text not in desk.names.flags:
            desk.say("flag-never-set", flag, flag=flag.text)


def skills(desk: Desk) -> tuple[tuple[Skill, ...], dict[str, SkillWords]]:
    """Skills, and how they are shown."""
    table: list[Skill] = []
    shown: dict[str, SkillWords] = {}
    for key, fields in ask.named(desk.names.pack, "skills"):
        slot, stage = desk.names.skills[key.text], ask.text(fields, "stage", NO_STAGE)
        table.append(Skill(key.text, desk.names.stages.get(stage, 0), slot, slot + 1, slot + 2, slot + 3, slot + 4))
        shown[key.text] = SkillWords(key.text, ask.text(fields, "label", key.text.replace("_", " ").capitalize()), stage)
    return tuple(table), shown


def stages(desk: Desk) -> tuple[Stage, ...]:
    """Stages; the first is `none`."""
    index = desk.names.slot_index
    return tuple(Stage(stage, index.get(f"held.{stage}", -1), index.get(f"ends.{stage}", -1)) for stage in desk.names.stages)


def roles(desk: Desk) -> tuple[tuple[Role, ...], dict[str, RoleWords]]:
    """Roles, and how they are shown."""
    table: list[Role] = []
    shown: dict[str, RoleWords] = {}
    for key, fields in ask.named(desk.names.pack, "roles"):
        stage = desk.names.stages.get(ask.text(fields, "stage", NO_STAGE), 0)
        follow = desk.find_all("role", ask.words(fields, "next"), desk.names.roles)
        enter = effects(desk, ask.record(fields, "enter"), without=("role",))
        table.append(Role(key.text, stage, ask.number(fields, "pay", 0), follow, enter))
        title = ask.text(fields, "title", key.text)
        shown[key.text] = RoleWords(key.text, title, ask.text(fields, "short", title))
    return tuple(table), shown


def practice(desk: Desk, kind: str) -> Effects | None:
    """What comes with each act on a skill that is loved or disliked. It holds no acts and no role, from which further acts might come."""
    section = ask.record(desk.names.pack, "practice") or ask.NOWHERE
    return effects(desk, ask.record(section, kind), without=("do", "tell", "teach", "role"))


def crossing(desk: Desk) -> Crossing | None:
    """What a new stage costs."""
    node = ask.record(desk.names.pack, "crossing")
    if node is None:
        return None
    reasons(desk, Where("crossing"), node)
    return Crossing(ask.number(node, "quarters", 0), ask.number(node, "skills", 0), effects(desk, ask.record(node, "effects")))


def tags(desk: Desk) -> tuple[tuple[Tag, ...], dict[str, str]]:
    """Tags with their counters, and what each means."""
    index = desk.names.slot_index
    said = {entry.key.text: entry.value.text for entry in ask.entries(desk.names.pack, "tags") if isinstance(entry.value, Scalar)}
    return (
        tuple(Tag(tag, index[f"times.{tag}"], index[f"passed.{tag}"]) for tag in desk.names.tags),
        {tag: said.get(tag, "") for tag in desk.names.tags},
    )


def locks(desk: Desk) -> tuple[Lock, ...]:
    """Tags whose choices may be shut."""
    found: list[Lock] = []
    for key, fields in ask.named(desk.names.pack, "locks"):
        tag = desk.find("tag", key, desk.names.tags)
        when = desk.expr(ask.word(fields, "when"), "truth")
        put(desk, Where(f"locks.{key.text}"), "locked", fields.get("locked"))
        if tag >= 0 and when is not None:
            found.append(Lock(tag, when))
    return tuple(found)
