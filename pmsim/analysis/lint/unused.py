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
        frozenset(_names_read(draft)),
        frozenset((part.kind, part.name) for _, part in draft.context.placeholders),
        frozenset(
            draft.program.slots[slot].id
            for _, effects in draft.context.effects
            for effect in effects
            for slot in slots_written(draft.program, effect)
        ),
    )


def _names_read(draft: Draft) -> Iterator[str]:
    pack = draft.names.pack
    self_references = {
        id(field): (field.text, key.text)
        for key, fields in pack.named_mappings("stats")
        for name in _SELF_REFERENCES
        if (field := fields.scalar(name))
    }
    others = {
        (one.at.text, "") for one in draft.context.expressions if id(one.at) not in self_references
    }
    for text, stat in others.union(self_references.values()):
        yield from (word for word in _NAME_PATTERN.findall(text) if word != stat)
    for _, fields in pack.named_mappings("personas"):
        yield from fields.inner("likes").by_key


def unused_definitions(draft: Draft) -> Iterator[Diagnostic]:
    """Report definitions that the pack never uses."""
    for kind, at, use in (*_unused_keys(draft), *_unused_phrases(draft), *_unused_topics(draft)):
        yield make_diagnostic("never-used", at, what=kind, name=at.text, hint=use)


UnusedItems = Iterator[tuple[str, Scalar, str]]
"""Triples of the kind, the place of the definition, and a hint how to use it."""


def _unused_keys(draft: Draft) -> UnusedItems:
    """Yield the unused keys of the pack's sections."""
    names, pack, used = draft.names, draft.names.pack, used_names(draft)
    shown = {name for _, name in used.shown}
    fields = [
        *(scenario.node for scenario in names.scenarios),
        *(scene.node for scene in names.scene_symbols),
    ]
    met = {word.text for node in fields for word in node.scalars("with")}
    given = [*names.effects, *(start for _, start in pack.named_mappings("starts"))]
    roles = {role.text for node in given if (role := node.scalar("role"))}
    for kind, section, found, use in (
        (
            "tag",
            "tags",
            {tag.text for choice in names.choice_symbols for tag in choice.node.scalars("tags")},
            "No choice has it: put it on one, or leave it out.",
        ),
        ("fact", "facts", used.read, "No condition asks it: ask it somewhere, or leave it out."),
        (
            "person",
            "people",
            met | used.read | used.changed | {name for at, name in used.shown if at == "person"},
            "Nothing tells of them: `{{{}}}` in a text does.",
        ),
        (
            "group",
            "groups",
            used.read,
            "No condition asks for its highest: `top({}) == …` does.",
        ),
        (
            "role",
            "roles",
            roles.union(word.text for word in pack.scalars("open")),
            "No start and no effect gives it: `effects: {{role: {}}}` does.",
        ),
        (
            "skill",
            "skills",
            {name.removesuffix(".done") for name in used.read | used.changed | shown},
            "No choice practises it: `effects: {{do: {}}}` does.",
        ),
    ):
        for key, _ in pack.entries_of(section):
            if key.text not in found:
                yield kind, key, use.format(key.text)


def _unused_phrases(draft: Draft) -> UnusedItems:
    shown = used_names(draft).shown
    for key, entry in draft.names.phrases.items():
        if ("phrase", key) not in shown:
            use = f"No text shows it: write `{{{entry.key.text}}}` in one, or leave it out."
            yield "phrase", entry.key, use


def _unused_topics(draft: Draft) -> UnusedItems:
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
            use = "No other scenario has it and no draw asks for it. Did you mean"
            yield "topic", topic, f"{use} `{suggestion.name}`?"


def hidden_phrases(draft: Draft) -> Iterator[Diagnostic]:
    """Report phrases that hide another, of the same name, of their scenario or the pack."""
    phrases = draft.names.phrases
    for key, entry in phrases.items():
        *owners, name = key.split(".")
        if owners and not phrases.keys().isdisjoint({name, f"{owners[0]}.{name}"} - {key}):
            yield make_diagnostic("hides-phrase", entry.key, name=name)


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
