"""Checks for unused definitions: tags, topics, people, phrases, groups, roles, skills, flags
and stats."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pmsim.core.effects import slots_written
from pmsim.lang import Diagnostic, Draft, Scalar, make_diagnostic
from pmsim.lang.spelling import MAX_GUESSES

_NAME_PATTERN = re.compile(r"[a-z_][a-z0-9_]*")
_SELF_REFERENCES = ("each_quarter", "value")
"""Fields of a stat in which it may read itself."""


class UsedNames(NamedTuple):
    """Names that the pack uses. `read`: words in expressions and in personas' likes, without a
    stat's reads of itself. `shown`: placeholders of texts, as (kind, name). `changed`: slots that
    effects change."""

    read: frozenset[str]
    shown: frozenset[tuple[str, str]]
    changed: frozenset[str]


def used_names(draft: Draft) -> UsedNames:
    """Return the names used anywhere in the pack."""
    return draft.memo(_collect_used_names, draft)


def _collect_used_names(draft: Draft) -> UsedNames:
    return UsedNames(
        _names_read(draft),
        frozenset((part.kind, part.name) for _, part in draft.context.placeholders),
        frozenset(
            draft.program.slots[slot].id
            for _, effects in draft.context.effects
            for effect in effects
            for slot in slots_written(draft.program, effect)
        ),
    )


def _names_read(draft: Draft) -> frozenset[str]:
    pack = draft.names.pack
    stats = pack.named_mappings("stats")
    self_references = {
        id(field): (key.text, field.text)
        for key, fields in stats
        for name in _SELF_REFERENCES
        if (field := fields.scalar(name))
    }
    words = {
        word
        for text in {
            one.at.text for one in draft.context.expressions if id(one.at) not in self_references
        }
        for word in _NAME_PATTERN.findall(text)
    }
    words |= {
        word
        for stat, text in self_references.values()
        for word in _NAME_PATTERN.findall(text)
        if word != stat
    }
    words |= {
        entry.name
        for _, fields in pack.named_mappings("personas")
        for entry in fields.entries_of("likes")
    }
    return frozenset(words)


UnusedItems = Iterator[tuple[str, Scalar, str]]
"""Triples of the kind, the place of the definition, and a hint how to use it."""


def unused_definitions(draft: Draft) -> Iterator[Diagnostic]:
    """Report definitions that the pack never uses."""
    used = used_names(draft)
    for finder in (
        _unused_tags,
        _unused_topics,
        _unused_people,
        _unused_phrases,
        _unused_groups,
        _unused_facts,
        _unused_roles,
        _unused_skills,
    ):
        for kind, at, use in finder(draft, used):
            yield make_diagnostic("never-used", at, what=kind, name=at.text, hint=use)


def _unused_tags(draft: Draft, _: UsedNames) -> UnusedItems:
    names = draft.names
    tags_on_choices = {
        tag.text for choice in names.choice_symbols for tag in choice.node.scalars("tags")
    }
    for entry in names.pack.entries_of("tags"):
        if entry.name not in tags_on_choices:
            yield "tag", entry.key, "No choice has it: put it on one, or leave it out."


def _unused_facts(draft: Draft, used: UsedNames) -> UnusedItems:
    for entry in draft.names.pack.entries_of("facts"):
        if entry.name not in used.read:
            yield "fact", entry.key, "No condition asks it: ask it somewhere, or leave it out."


def _unused_topics(draft: Draft, _: UsedNames) -> UnusedItems:
    """Yield topics that only one scenario has and no draw names, if the spelling is close to
    another topic. Other such topics may be planned for later."""
    names = draft.names
    drawn_topics = {topic.text for draw in names.draws for topic in draw.scalars("topics")}
    written = [topic for scenario in names.scenarios for topic in scenario.node.scalars("topics")]
    times = Counter(topic.text for topic in written)
    unshared = [
        topic for topic in written if times[topic.text] == 1 and topic.text not in drawn_topics
    ]
    for topic in unshared[:MAX_GUESSES]:
        suggestion = draft.scope.guess_budget.nearest(
            topic.text, times.keys() - {topic.text} | drawn_topics, 0.8
        )
        if suggestion.is_certain:
            yield (
                "topic",
                topic,
                (
                    "No other scenario has it and no draw asks for it. Did you mean"
                    f" `{suggestion.name}`?"
                ),
            )


def _unused_people(draft: Draft, used: UsedNames) -> UnusedItems:
    names = draft.names
    mappings = [scenario.node for scenario in names.scenarios] + [
        scene.node for scene in names.scene_symbols
    ]
    present = {word.text for node in mappings for word in node.scalars("with")}
    used_names_of_people = present | used.read | used.changed
    for key, _ in names.pack.named_mappings("people"):
        if key.text not in used_names_of_people and ("person", key.text) not in used.shown:
            yield "person", key, f"Nothing tells of them: `{{{key.text}}}` in a text does."


def _unused_phrases(draft: Draft, used: UsedNames) -> UnusedItems:
    shown = {name for kind, name in used.shown if kind == "phrase"}
    for key, entry in draft.names.phrases.items():
        if key not in shown:
            yield (
                "phrase",
                entry.key,
                f"No text shows it: write `{{{entry.name}}}` in one, or leave it out.",
            )


def hidden_phrases(draft: Draft) -> Iterator[Diagnostic]:
    """Report phrases that hide another, of the same name, of their scenario or the pack."""
    phrases = draft.names.phrases
    for key, entry in phrases.items():
        *owners, name = key.split(".")
        if owners and not phrases.keys().isdisjoint({name, f"{owners[0]}.{name}"} - {key}):
            yield make_diagnostic("hides-phrase", entry.key, name=name)


def _unused_groups(draft: Draft, used: UsedNames) -> UnusedItems:
    for entry in draft.names.pack.entries_of("groups"):
        if entry.name not in used.read:
            yield (
                "group",
                entry.key,
                f"No condition asks for its highest: `top({entry.name}) == …` does.",
            )


def _unused_roles(draft: Draft, _: UsedNames) -> UnusedItems:
    names = draft.names
    given_roles = {role.text for node in names.effects if (role := node.scalar("role"))}
    given_roles |= {word.text for word in names.pack.scalars("open")}
    given_roles |= {
        role.text
        for _, fields in names.pack.named_mappings("starts")
        if (role := fields.scalar("role"))
    }
    for key, __ in names.pack.named_mappings("roles"):
        if key.text not in given_roles:
            yield (
                "role",
                key,
                f"No start and no effect gives it: `effects: {{role: {key.text}}}` does.",
            )


def _unused_skills(draft: Draft, used: UsedNames) -> UnusedItems:
    named = used.read | used.changed | {name for _, name in used.shown}
    for key, _ in draft.names.pack.named_mappings("skills"):
        if named.isdisjoint({key.text, f"{key.text}.done"}):
            yield "skill", key, f"No choice practises it: `effects: {{do: {key.text}}}` does."


def unread_flags(draft: Draft) -> Iterator[Diagnostic]:
    """Report flags that are set but never read."""
    for flag, at in draft.names.first_set.items():
        if flag not in draft.context.flags_read:
            yield make_diagnostic(
                "flag-never-read", at, flag=flag, hint="Ask for it in a condition, or leave it out."
            )


def unused_stats(draft: Draft) -> Iterator[Diagnostic]:
    """Report stats that never change, and stats that are never read.

    A stat changes through effects, `each_quarter`, a formula or another stat that feeds it. It is
    read by a condition, a formula, a text, a persona, its bands, or by a stat that it feeds. A stat
    that only computes itself is not read."""
    usages, stats = used_names(draft), draft.names.pack.named_mappings("stats")
    fed = {target.text for _, fields in stats if (target := fields.scalar("feeds"))}
    for key, fields in stats:
        name = key.text
        computed = fields.has("value")
        if not (computed or name in usages.changed or name in fed or fields.has("each_quarter")):
            yield make_diagnostic(
                "stat-never-moves",
                key,
                stat=name,
                hint="Name it in some `effects`, give it `each_quarter`, or leave it out.",
            )
        is_read = (
            name in usages.read
            or ("stat", name) in usages.shown
            or fields.has("feeds")
            or (fields.has("bands") and not fields.is_true("hidden"))
        )
        if not is_read:
            shown = "" if fields.is_true("hidden") else ", give it `bands`"
            yield make_diagnostic(
                "stat-never-read",
                key,
                stat=name,
                hint=f"Ask for it in a condition{shown}, or leave it out.",
            )
