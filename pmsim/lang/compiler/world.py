"""Compiling the pack's own sections: people, skills, roles, tags, locks, calendar, outcomes, with
their words."""

from collections import Counter
from typing import Any

from pmsim.core.effect_kinds import Effects
from pmsim.core.expr import Get, IfElse, Num
from pmsim.core.program import Beat, Crossing, Like, Lock, Persona, Role, Skill, Stage, Start, Tag
from pmsim.lang.compiler.calls import scenario_brought
from pmsim.lang.compiler.context import CompileContext
from pmsim.lang.compiler.names import NO_STAGE
from pmsim.lang.compiler.stats_and_effects import build_effects
from pmsim.lang.compiler.text import (
    TextOwner,
    compile_phrase,
    compile_text,
    compile_texts,
    placeholder_meaning,
)
from pmsim.lang.nodes import Mapping, Scalar
from pmsim.lang.pack import (
    FRAME,
    FrameWords,
    PersonWords,
    RoleWords,
    SkillWords,
    StartWords,
)
from pmsim.lang.placeholders import NEWER_PLACEHOLDERS, PLACEHOLDERS, PRONOUN_FORMS


def compile_phrases(
    context: CompileContext, node: Mapping, scenario: str = "", scene: str = ""
) -> None:
    """Compile the phrases of the pack, a scenario or a scene (by its key), in file order. A phrase
    may contain earlier ones."""
    owner = scene or scenario
    prefix = f"{owner}." if owner else ""
    for entry in node.entries_of("phrases"):
        where = TextOwner(f"{prefix}phrases.{entry.name}", scenario, scene)
        kind, _ = placeholder_meaning(context, entry.name)
        if kind in ("person", "stat"):
            context.report(
                "two-kinds",
                entry.key,
                hint="Call one of the two something else.",
                word=entry.name,
                one=f"a {kind}",
                other="a phrase",
            )
        elif kind in NEWER_PLACEHOLDERS:
            context.report("hides-word", entry.key, word=entry.name, what="a phrase")
        elif kind in PLACEHOLDERS:
            context.report(
                "reserved-name",
                entry.key,
                hint="Call it something else.",
                word=entry.name,
                what="a phrase",
            )
        compile_phrase(context, where, f"{prefix}{entry.name}", entry.value)


def compile_reasons(context: CompileContext, where: TextOwner, node: Mapping) -> None:
    """Compile `why`: reasons for changes, by stat."""
    for entry in node.entries_of("why"):
        if entry.name in context.parts:
            for player in context.parts[entry.name]:
                compile_text(context, where, f"why.{player.person}", entry.value)
            continue
        if not context.names.is_number(entry.name.removesuffix(".interest")):
            context.report_missing("stat", entry.key, context.names.numbers)
        compile_text(context, where, f"why.{entry.name}", entry.value)


def people(context: CompileContext) -> dict[str, PersonWords]:
    """Return the people, by id."""
    cast: dict[str, PersonWords] = {}
    for key, fields in context.names.pack.named_mappings("people"):
        name, own = fields.text("name", key.text.capitalize()), fields.inner("they")
        full, is_, they = (
            fields.text("full", name),
            fields.text("is"),
            own.text("word") or own.text("they", "they"),
        )
        forms = {form: own.text(form) for form in PRONOUN_FORMS} if own.has("verbs") else {}
        cast[key.text] = PersonWords(
            key.text, name, full, is_, they, tuple(forms.items()), own.text("verbs") == "one"
        )
    return cast


def away_flags(context: CompileContext, names: list[Scalar]) -> tuple[int, ...]:
    """Return the slots of the `away` flags of these people.

    `report_unset_away_flags` marks these flags as read.
    """
    people = [name for name in names if name.text not in context.parts]
    known = [name.text for name in people if context.index_of("person", name) >= 0]
    flags = [
        context.names.away_flags[name].text for name in known if name in context.names.away_flags
    ]
    return tuple(context.names.flags[flag] for flag in flags if flag in context.names.flags)


def report_unset_away_flags(context: CompileContext) -> None:
    """Mark the `away` flags of all people as read, and report those that no effect sets."""
    for flag in context.names.away_flags.values():
        context.flags_read.add(flag.text)
        if flag.text not in context.names.flags:
            context.report("flag-never-set", flag, flag=flag.text)


def skills(context: CompileContext) -> tuple[tuple[Skill, ...], dict[str, SkillWords]]:
    """Return the skills, and how they are shown."""
    table: list[Skill] = []
    shown: dict[str, SkillWords] = {}
    for key, fields in context.names.pack.named_mappings("skills"):
        slot, stage = context.names.skills[key.text], fields.text("stage", NO_STAGE)
        table.append(
            Skill(
                key.text,
                context.names.stages.get(stage, 0),
                *range(slot, slot + 5),
            )
        )
        shown[key.text] = SkillWords(
            key.text, fields.text("label", key.text.replace("_", " ").capitalize()), stage
        )
    return tuple(table), shown


def stages(context: CompileContext) -> tuple[Stage, ...]:
    """Return the stages that skills and roles name; the first, `none`, is that of those without."""
    index = context.names.slot_index
    return tuple(
        Stage(stage, index.get(f"held.{stage}", -1), index.get(f"ends.{stage}", -1))
        for stage in context.names.stages
    )


def roles(context: CompileContext) -> tuple[tuple[Role, ...], dict[str, RoleWords]]:
    """Return the roles, and how they are shown."""
    table: list[Role] = []
    shown: dict[str, RoleWords] = {}
    for key, fields in context.names.pack.named_mappings("roles"):
        stage = context.names.stages.get(fields.text("stage", NO_STAGE), 0)
        follow = context.indices_of("role", fields.scalars("next"))
        enter = build_effects(context, fields.mapping("enter"), without=("role",))
        table.append(Role(key.text, stage, fields.number("pay", 0), follow, enter))
        title = fields.text("title", key.text)
        shown[key.text] = RoleWords(
            key.text,
            title,
            fields.text("short", title),
            context.expr(fields.scalar("when"), "truth"),
        )
    return tuple(table), shown


def practice_effects(context: CompileContext, kind: str) -> Effects | None:
    """Return the effects that follow each act on a loved or disliked skill.

    They contain no acts and no role, which could lead to further acts.
    """
    section = context.names.pack.inner("practice")
    return build_effects(context, section.mapping(kind), without=("do", "tell", "teach", "role"))


def crossing(context: CompileContext) -> Crossing | None:
    """Return the cost of a new stage, or None."""
    node = context.names.pack.mapping("crossing")
    if node is None:
        return None
    compile_reasons(context, TextOwner("crossing"), node)
    return Crossing(
        node.number("quarters", 0),
        node.number("skills", 0),
        build_effects(context, node.mapping("effects")),
    )


def tags(context: CompileContext) -> tuple[tuple[Tag, ...], dict[str, str]]:
    """Return the tags with their counters, and the meaning of each."""
    index = context.names.slot_index
    meanings = {
        key.text: fields.text("label") for key, fields in context.names.pack.named_mappings("tags")
    }
    return (
        tuple(
            Tag(tag, index[f"times.{tag}"], index[f"passed.{tag}"]) for tag in context.names.tags
        ),
        {tag: meanings.get(tag, "") for tag in context.names.tags},
    )


def locks(context: CompileContext) -> tuple[Lock, ...]:
    """Return the locks."""
    rows: list[Lock] = []
    for key, fields in context.names.pack.named_mappings("locks"):
        tag = context.index_of("tag", key)
        when = context.expr(fields.scalar("when"), "truth")
        compile_texts(context, TextOwner(f"locks.{key.text}"), fields, "locked")
        if tag >= 0 and when is not None:
            rows.append(Lock(tag, when))
    return tuple(rows)


REQUIRED_SECTIONS = {
    "starts": "door (`starts:`)",
    "calendar": "`calendar:`",
    "outcomes": "outcome (`outcomes:`)",
}


def report_missing_sections(context: CompileContext) -> None:
    """Report sections that are missing and without which no career can begin."""
    for section, what in REQUIRED_SECTIONS.items():
        if not context.names.pack.entries_of(section):
            context.report("missing-part", context.names.pack.place, section=what)


def starts(
    context: CompileContext, quarters: int
) -> tuple[tuple[Start, ...], dict[str, StartWords]]:
    """Return the starts, and how they are shown."""
    table: list[Start] = []
    shown: dict[str, StartWords] = {}
    for key, fields in context.names.pack.named_mappings("starts"):
        role, scenario, quarters_ = (
            fields.scalar("role"),
            fields.scalar("scenario"),
            fields.number("quarters", 0),
        )
        role_index = context.index_of("role", role)
        played = scenario_brought(context, scenario, "A start")
        table.append(
            Start(
                key.text,
                max(role_index, 0),
                build_effects(context, fields.mapping("effects")),
                played,
                quarters_,
            )
        )
        compile_texts(context, TextOwner(f"starts.{key.text}"), fields, "text")
        shown[key.text] = StartWords(
            key.text,
            fields.text("title", key.text),
            fields.text("role"),
            quarters_ or quarters,
        )
    return tuple(table), shown


def beats(context: CompileContext, calendar: Mapping) -> tuple[Beat, ...]:
    """Return the beats of a quarter. Draws without an id are called `draw`, `draw_2`, …"""
    rows: list[Beat] = []
    drawn: Counter[str] = Counter()
    draws: set[str] = set()
    for node in calendar.mappings("quarter"):
        scenario, given, draw = (
            node.scalar("scenario"),
            node.scalar("id"),
            node.mapping("draw"),
        )
        if given is None and scenario is None:
            drawn[""] += 1
            name = "draw" if drawn[""] == 1 else f"draw_{drawn['']}"
        else:
            name = (given or scenario or Scalar("", node.place)).text
        if draw is not None and name in draws:
            context.report("duplicate-id", given or node.place, what="draws", id=name)
        topics = tuple(
            context.names.topics[topic.text] for topic in node.inner("draw").scalars("topics")
        )
        played = scenario_brought(context, scenario, "The calendar")
        when = context.expr(node.scalar("when"), "truth")
        if scenario is None or played >= 0:
            rows.append(Beat(name, when, played, topics))
            if played < 0:
                draws.add(name)
    return tuple(rows)


def personas(context: CompileContext) -> tuple[Persona, ...]:
    """Return the personas."""
    return tuple(
        Persona(key.text, likes_of(context, fields), fields.number("noise", 0))
        for key, fields in context.names.pack.named_mappings("personas")
    )


def likes_of(context: CompileContext, fields: Mapping) -> tuple[Like, ...]:
    """Return what a persona or an adviser likes."""
    names = context.names
    likes: list[Like] = []
    for entry in fields.entries_of("likes"):
        name = entry.name
        weight = context.number(entry.value if isinstance(entry.value, Scalar) else None)
        if name in context.parts:
            likes += [
                Like(
                    -1,
                    names.people[player.person],
                    Get(names.people[player.person]),
                    IfElse(player.when, weight, Num(0)),
                )
                for player in context.parts[name]
            ]
        elif name in names.tags:
            likes.append(Like(names.tags[name], -1, None, weight))
        elif names.is_number(name):
            slot = names.slot_index.get(name, -1)
            likes.append(Like(-1, slot, context.scope.values[name].expr, weight))
        else:
            known = [*names.tags, *names.stats, *names.computed, *names.people]
            context.report_missing("tag, stat or person", entry.key, known)
    return tuple(likes)


def frame_words(context: CompileContext) -> FrameWords:
    """Return the words of the pages around the story: the pack's own, else the default."""
    pack = context.names.pack
    calendar, words = pack.inner("calendar"), pack.inner("words")
    lists: dict[str, Any] = {
        key.text: tuple(" ".join(word.text.split()) for word in row)
        for key, row in pack.scalar_lists("words")
        if row
    }
    per_year, names = calendar.number("per_year", FRAME.per_year), calendar.inner("names")
    if names.entries and len(names.entries) != per_year:
        context.report(
            "wrong-shape",
            names.place,
            field="names",
            wanted=f"{per_year} names, one for each quarter of a year",
            given=f"a list of {len(names.entries)}",
        )
    unit = calendar.text("unit", FRAME.unit)
    return FRAME._replace(
        **lists,
        no_cause=words.text("no_cause", FRAME.no_cause),
        warning=words.text("warning"),
        unit=unit,
        units=calendar.text("units", f"{unit}s"),
        per_year=per_year,
        seasons=tuple(names.text(entry.name) for entry in names.entries),
    )


def craft(context: CompileContext) -> dict[str, int | tuple[str, ...]]:
    """Return the thresholds of a review, and its lists of words."""
    lists = {
        key.text: tuple(word.text for word in words)
        for key, words in context.names.pack.scalar_lists("craft")
        if words
    }
    return {**context.names.pack.numbers("craft"), **lists}
