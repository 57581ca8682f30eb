"""The world of a pack: roles, doors, the calendar, outcomes, personas, promises, the debrief, and the words for them."""

from collections import Counter

from pmsim.core.expr import Expr
from pmsim.core.program import (
    Beat,
    Crossing,
    Like,
    Lock,
    Outcome,
    Persona,
    Role,
    Skill,
    Stage,
    Start,
    Tag,
)
from pmsim.lang.lower import ask
from pmsim.lang.lower.desk import Desk
from pmsim.lang.lower.effects import effects
from pmsim.lang.lower.names import NO_STAGE
from pmsim.lang.lower.prose import Where, phrase, put
from pmsim.lang.nodes import Mapping, Scalar
from pmsim.lang.pack import OutcomeWords, PersonWords, Promise, RoleWords, SkillWords, StartWords, Statement

NEEDED = {"starts": "door (`starts:`)", "calendar": "`calendar:`", "outcomes": "outcome (`outcomes:`)"}


def sections(desk: Desk) -> None:
    """Complains of sections without which there is no career."""
    for section, what in NEEDED.items():
        if not ask.entries(desk.names.pack, section):
            desk.say("missing-part", desk.names.pack.place, section=what)


def phrases(desk: Desk, node: Mapping, scenario: str = "") -> None:
    """Phrases of the pack or of a scenario, in file order: each may hold those before it."""
    for entry in ask.entries(node, "phrases"):
        key = f"{scenario}.{entry.key.text}" if scenario else entry.key.text
        desk.phrases[key] = phrase(desk, Where(f"{scenario or 'phrases'}.{entry.key.text}", scenario), entry.value)


def reasons(desk: Desk, where: Where, node: Mapping) -> None:
    """`why`: reasons for changes, by stat."""
    for entry in ask.entries(node, "why"):
        if entry.key.text not in desk.names.slot_index and entry.key.text not in desk.names.computed:
            desk.missing("stat", entry.key, [*desk.names.stats, *desk.names.people, *desk.names.skills])
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
    cast = dict(desk.names.people)
    known = [name.text for name in names if desk.find("person", name, cast) >= 0]
    fields = {key.text: node for key, node in ask.named(desk.names.pack, "people")}
    flags = [ask.text(fields[name], "away") for name in known]
    return tuple(desk.names.flags[flag] for flag in flags if flag in desk.names.flags)


def away(desk: Desk) -> None:
    """The flags of people who may be away are read; complains of those that nothing sets."""
    for _, fields in ask.named(desk.names.pack, "people"):
        flag = ask.word(fields, "away")
        if flag:
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
        table.append(Role(key.text, stage, ask.number(fields, "pay", 0), follow, effects(desk, ask.record(fields, "enter"), role=False)))
        title = ask.text(fields, "title", key.text)
        shown[key.text] = RoleWords(key.text, title, ask.text(fields, "short", title))
    return tuple(table), shown


def crossing(desk: Desk) -> Crossing | None:
    """What a new stage costs."""
    node = ask.record(desk.names.pack, "crossing")
    if node is None:
        return None
    reasons(desk, Where("crossing"), node)
    return Crossing(ask.number(node, "quarters", 0), ask.number(node, "skills", 0), effects(desk, ask.record(node, "effects"), role=False))


def tags(desk: Desk) -> tuple[tuple[Tag, ...], dict[str, str]]:
    """Tags with their counters, and what each means."""
    index = desk.names.slot_index
    section = ask.record(desk.names.pack, "tags") or ask.NOWHERE
    return (
        tuple(Tag(tag, index[f"times.{tag}"], index[f"passed.{tag}"]) for tag in desk.names.tags),
        {tag: ask.text(section, tag) for tag in desk.names.tags},
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


def starts(desk: Desk, quarters: int) -> tuple[tuple[Start, ...], dict[str, StartWords]]:
    """Doors, and how they are shown."""
    table: list[Start] = []
    shown: dict[str, StartWords] = {}
    for key, fields in ask.named(desk.names.pack, "starts"):
        role, scenario, own = ask.word(fields, "role"), ask.word(fields, "scenario"), ask.number(fields, "quarters", 0)
        held = desk.find("role", role, desk.names.roles) if role else -1
        played = desk.find("scenario", scenario, desk.names.scenario_index) if scenario else -1
        table.append(Start(key.text, max(held, 0), effects(desk, ask.record(fields, "effects"), role=False), played, own))
        put(desk, Where(f"starts.{key.text}"), "text", fields.get("text"))
        shown[key.text] = StartWords(key.text, ask.text(fields, "title", key.text), role.text if role else "", own or quarters)
    return tuple(table), shown


def beats(desk: Desk, calendar: Mapping) -> tuple[Beat, ...]:
    """The steps of each quarter. A draw without an id is `draw`, `draw_2`, …"""
    found: list[Beat] = []
    drawn: Counter[str] = Counter()
    for node in ask.records(calendar, "quarter"):
        scenario, given, draw = ask.word(node, "scenario"), ask.word(node, "id"), ask.record(node, "draw")
        if given is None and scenario is None:
            drawn[""] += 1
            name = "draw" if drawn[""] == 1 else f"draw_{drawn['']}"
        else:
            name = (given or scenario or Scalar("", node.place)).text
        if draw is not None and name in {beat.id for beat in found if beat.scenario < 0}:
            desk.say("duplicate-id", given or node.place, what="draws", id=name)
        topics = tuple(desk.names.topics[topic.text] for topic in ask.words(draw or ask.NOWHERE, "topics"))
        played = desk.find("scenario", scenario, desk.names.scenario_index) if scenario else -1
        if scenario is None or played >= 0:
            found.append(Beat(name, desk.expr(ask.word(node, "when"), "truth"), played, topics))
    return tuple(found)


def outcomes(desk: Desk) -> tuple[tuple[Outcome, ...], dict[str, OutcomeWords]]:
    """Outcomes in order, and how they are shown."""
    table: list[Outcome] = []
    shown: dict[str, OutcomeWords] = {}
    written = ask.named(desk.names.pack, "outcomes")
    for key, fields in written:
        by_choice = ask.text(fields, "by") == "choice"
        table.append(Outcome(key.text, desk.expr(ask.word(fields, "when"), "truth"), by_choice))
        where = Where(f"outcomes.{key.text}")
        for field in ("text", "dot", "epilogue"):
            put(desk, where, field, fields.get(field))
        shown[key.text] = OutcomeWords(key.text, ask.text(fields, "title", key.text), _variants(desk, where, fields))
    asked = [(key, fields) for key, fields in written if ask.text(fields, "by") != "choice"]
    if asked and asked[-1][1].get("when") is not None:
        desk.say("last-holds", asked[-1][0], sentence=f"`{asked[-1][0].text}` is the last outcome that is asked, so it has no `when`.")
    elif written and not asked:
        desk.say("last-holds", written[0][0], sentence="Every outcome here is `by: choice`; one must be there when time runs out.")
    for key, fields in asked[:-1]:
        if fields.get("when") is None:
            sentence = f"`{key.text}` has no `when`, so none of the outcomes behind it is ever asked."
            desk.say("last-holds", key, sentence=sentence, hint="Give it a `when`, put it last, or write `by: choice`.")
    return tuple(table), shown


def _variants(desk: Desk, where: Where, node: Mapping) -> tuple[tuple[str, Expr | None, str], ...]:
    found = []
    for variant in ask.records(node, "variants"):
        name = ask.text(variant, "id")
        own = where._replace(key=f"{where.key}.variants.{name}")
        put(desk, own, "text", variant.get("text"))
        found.append((name, desk.expr(ask.word(variant, "when"), "truth"), f"{own.key}/text"))
    return tuple(found)


def personas(desk: Desk) -> tuple[Persona, ...]:
    """Players as data."""
    found: list[Persona] = []
    readable = [*desk.names.stats, *desk.names.computed, *desk.names.people, *desk.names.skills]
    for key, fields in ask.named(desk.names.pack, "personas"):
        likes: list[Like] = []
        for entry in ask.entries(fields, "likes"):
            name = entry.key.text
            weight = desk.number(entry.value if isinstance(entry.value, Scalar) else None)
            if name in desk.names.tags:
                likes.append(Like(desk.names.tags[name], -1, None, weight))
            elif name in readable:
                likes.append(Like(-1, desk.names.slot_index.get(name, -1), desk.scope.values[name].expr, weight))
            else:
                desk.missing("tag, stat or person", entry.key, [*desk.names.tags, *readable])
        found.append(Persona(key.text, tuple(likes), ask.number(fields, "noise", 0)))
    return tuple(found)


def promises(desk: Desk) -> tuple[Promise, ...]:
    """What the author holds the pack to."""
    found: list[Promise] = []
    policies = {"random": 0, "first": 0, **{key.text: 0 for key, _ in ask.named(desk.names.pack, "personas")}}
    for node in ask.records(desk.names.pack, "promises"):
        outcome, tag, policy = ask.word(node, "outcome"), ask.word(node, "tag"), ask.word(node, "policy")
        if outcome:
            desk.find("outcome", outcome, desk.names.outcomes)
        if tag:
            desk.find("tag", tag, desk.names.tags)
        if policy:
            desk.find("policy", policy, policies)
        low, _, high = ask.text(node, "share", "0%..100%").replace("%", "").partition("..")
        found.append(
            Promise(
                outcome.text if outcome else "", int(low or 0), int(high or 100), policy.text if policy else "random",
                ask.number(node, "runs", 2000), tag.text if tag else "",
            )
        )  # fmt: skip
    return tuple(found)


def statements(desk: Desk) -> tuple[Statement, ...]:
    """What the debrief may say."""
    found: list[Statement] = []
    for key, fields in ask.named(ask.record(desk.names.pack, "debrief") or ask.NOWHERE, "statements"):
        cites, against = ask.words(fields, "cites"), ask.words(fields, "against")
        desk.find_all("tag", [*cites, *against], desk.names.tags)
        for field in ("say", "do", "ask"):
            put(desk, Where(f"debrief.{key.text}"), field, fields.get(field))
        when = desk.expr(ask.word(fields, "when"), "truth")
        cited, opposed = (tuple(word.text for word in words) for words in (cites, against))
        found.append(Statement(key.text, cited, opposed, when, ask.number(fields, "strong", 6)))
    return tuple(found)
