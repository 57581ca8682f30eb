"""What a pack defines and never uses: tags, topics, people, phrases, groups, roles."""

from collections import Counter
from collections.abc import Iterator

from pmsim.analysis.sense.words import Mentioned, mentioned
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.expressions.guesses import MOST_GUESSES
from pmsim.lang.lower import ask
from pmsim.lang.nodes import Scalar
from pmsim.lang.rules import found_in

Unused = Iterator[tuple[str, Scalar, str]]
"""What kind of thing, where it is defined, and what would use it."""


def never_used(draft: Draft) -> Iterator[Diagnostic]:
    """Everything that is defined and that nothing uses."""
    said = mentioned(draft)
    for finder in (_tags, _topics, _people, _phrases, _groups, _roles):
        for what, at, use in finder(draft, said):
            yield found_in("never-used", at, what=what, name=at.text, hint=use)


def _tags(draft: Draft, _: Mentioned) -> Unused:
    names = draft.desk.names
    taken = {tag.text for scene in names.scene_outlines for choice in scene.choices for tag in ask.words(choice.node, "tags")}
    for entry in ask.entries(names.pack, "tags"):
        if entry.key.text not in taken:
            yield "tag", entry.key, "No choice has it: put it on one, or leave it out."


def _topics(draft: Draft, _: Mentioned) -> Unused:
    """A topic keeps two scenarios apart, or is asked for by a draw. One that does neither may be meant for later, unless it is spelt almost
    as another."""
    names = draft.desk.names
    calendar = ask.record(names.pack, "calendar") or ask.NOWHERE
    draws = [draw for beat in ask.records(calendar, "quarter") if (draw := ask.record(beat, "draw"))]
    asked = {topic.text for draw in draws for topic in ask.words(draw, "topics")}
    written = [topic for scenario in names.scenarios for topic in ask.words(scenario.node, "topics")]
    counted = Counter(topic.text for topic in written)
    alone = [topic for topic in written if counted[topic.text] == 1 and topic.text not in asked]
    for topic in alone[:MOST_GUESSES]:
        meant = draft.desk.scope.guesses.nearest(topic.text, counted.keys() - {topic.text} | asked, 0.8)
        if meant.sure:
            yield "topic", topic, f"No other scenario has it and no draw asks for it. Did you mean `{meant.name}`?"


def _people(draft: Draft, said: Mentioned) -> Unused:
    names = draft.desk.names
    nodes = [scenario.node for scenario in names.scenarios] + [scene.node for scene in names.scene_outlines]
    present = {word.text for node in nodes for word in ask.words(node, "with")}
    told = present | said.read | said.moved
    for key, _ in ask.named(names.pack, "people"):
        if key.text not in told and ("person", key.text) not in said.shown:
            yield "person", key, f"Nothing tells of them: `{{{key.text}}}` in a text does."


def _phrases(draft: Draft, said: Mentioned) -> Unused:
    shown = {name for kind, name in said.shown if kind == "phrase"}
    homes = [("", draft.desk.names.pack), *((f"{scenario.id}.", scenario.node) for scenario in draft.desk.names.scenarios)]
    for before, node in homes:
        for entry in ask.entries(node, "phrases"):
            if f"{before}{entry.key.text}" not in shown:
                yield "phrase", entry.key, f"No text shows it: write `{{{entry.key.text}}}` in one, or leave it out."


def _groups(draft: Draft, said: Mentioned) -> Unused:
    for entry in ask.entries(draft.desk.names.pack, "groups"):
        if entry.key.text not in said.read:
            yield "group", entry.key, f"No condition asks for its highest: `top({entry.key.text}) == …` does."


def _roles(draft: Draft, _: Mentioned) -> Unused:
    names = draft.desk.names
    held = {at.text for at, __ in draft.desk.takes_role}
    held |= {role.text for _, fields in ask.named(names.pack, "starts") if (role := ask.word(fields, "role"))}
    for key, __ in ask.named(names.pack, "roles"):
        if key.text not in held:
            yield "role", key, f"No start and no effect gives it: `effects: {{role: {key.text}}}` does."
