"""Checks of declarations: repeated list items, unknown names in playthroughs, missing ids,
undeclared tags, unneeded fields and contradictory thresholds."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from pmsim.core.program import Choice
from pmsim.lang import Diagnostic, Draft, Mapping, Scalar, ScenarioSymbol, make_diagnostic
from pmsim.lang.compiler.symbols import SIDES, readable_slug
from pmsim.lang.compiler.termination import closure, onward, onward_from
from pmsim.lang.schema.craft import THRESHOLDS

MAX_REPEATS = 20
"""Maximum number of repeats reported in one list."""


def repeated_list_items(draft: Draft, owner: ScenarioSymbol) -> Iterator[Diagnostic]:
    """Report topics, people, scenes, tags and flags that are repeated in their list."""
    for effects in draft.names.effects_of[owner.id]:
        yield from _repeated_in_fields(effects, ("set", "clear"))
    yield from _repeated_in_fields(owner.node, ("topics", "with", "start"))
    for scene in owner.scenes.values():
        for node in scene.nodes:
            yield from _repeated_in_fields(node, ("with", "goto", "call", "tags"))


def _repeated_in_fields(node: Mapping, fields: tuple[str, ...]) -> Iterator[Diagnostic]:
    for field in fields:
        words = node.scalars(field)
        if len(words) > 1 and len({word.text for word in words}) < len(words):
            first = {word.text: number for number, word in reversed(list(enumerate(words)))}
            again = (word for number, word in enumerate(words) if first[word.text] < number)
            for word in islice(again, MAX_REPEATS):
                yield make_diagnostic("twice-in-list", word, name=word.text, hint="Leave one out.")


_EXPECT_FIELDS = frozenset({"outcome", "role", "flags", "seen", "text", "note"})
"""Fields of `expect` that are not stats."""


def unknown_playthrough_names(draft: Draft) -> Iterator[Diagnostic]:
    """Report names in this pack's playthroughs that the pack does not define."""
    names, scope = draft.names, draft.scope
    start_ids = [key.text for key, _ in names.pack.named_mappings("starts")]
    players = [
        "stop",
        "first",
        "random",
        *(key.text for key, _ in names.pack.named_mappings("personas")),
    ]
    readable = [
        *names.numbers,
        *names.slot_index,
        *names.parts,
        *names.pack.inner("facts").by_key,
    ]
    scenes = [*scope.scenes, *names.scenario_index]
    for node in draft.files.playthroughs.values():
        if node.text("play") != names.pack.text("pack"):
            continue
        expect = node.inner("expect")
        uses: list[tuple[str, Scalar | None, Collection[str]]] = [
            ("door", node.scalar("start"), start_ids),
            ("player", node.scalar("then"), players),
            ("outcome", expect.scalar("outcome"), names.outcomes),
            ("role", expect.scalar("role"), names.roles),
            *(("flag", flag, names.flags) for flag in expect.scalars("flags")),
            *(("scene", scene, scenes) for scene in expect.scalars("seen")),
            *(
                ("stat", key, readable)
                for key, _ in expect.entries
                if key.text not in _EXPECT_FIELDS
            ),
        ]
        for kind, word, defined_names in uses:
            if word is not None and word.text not in defined_names:
                hint, replacement = scope.guess_budget.hint(word.text, defined_names)
                yield make_diagnostic(
                    "not-in-pack",
                    word,
                    what=kind,
                    word=word.text,
                    hint=hint,
                    replacement=replacement,
                )


def missing_ids(draft: Draft) -> Iterator[Diagnostic]:
    """Report choices without an explicit id, in packs of version 1 or later."""
    for choice in draft.names.choice_symbols if draft.is_released else ():
        if choice.id and not choice.has_own_id:
            better = readable_slug(choice.node.text("label"))
            hint = f"A better one is `id: {better}`." if better != choice.id else ""
            yield make_diagnostic("id-left-out", choice.node.place, id=choice.id, hint=hint)


def undeclared_tags(draft: Draft) -> Iterator[Diagnostic]:
    """Report tags on choices that the pack's `tags:` does not list. Report none if the pack has no
    `tags:`."""
    context = draft.context
    declared = context.names.pack.inner("tags").by_key
    if not declared:
        return
    for choice in context.names.choice_symbols:
        for tag in choice.node.scalars("tags"):
            if tag.text not in declared:
                hint, replacement = context.scope.guess_budget.hint(tag.text, declared)
                yield make_diagnostic(
                    "undeclared-tag",
                    tag,
                    tag=tag.text,
                    hint=hint or "Add it under `tags:`.",
                    replacement=replacement,
                )


_UNNEEDED_HINT = "Leave the mark out, or give the others `needs`."


def redundant_marks(draft: Draft) -> Iterator[Diagnostic]:
    """Report `otherwise: true` beside a choice that is always open, and `again: true` on a choice
    after which the visit cannot return to the scene."""
    for choice_outline in draft.names.choice_symbols:
        choice = draft.program.choices[choice_outline.number]
        if choice.otherwise and (sibling := _always_open(draft, choice)):
            yield make_diagnostic(
                "otherwise-not-needed",
                _field_key(choice_outline.node, "otherwise"),
                sibling=sibling,
                hint=_UNNEEDED_HINT,
            )
        elif choice.again and not _may_revisit(draft, choice):
            yield make_diagnostic(
                "again-not-needed",
                _field_key(choice_outline.node, "again"),
                choice=choice.id,
                hint="Leave it out.",
            )


DRAW_FIELDS = ("when", "weight", "repeat", "urgent")
"""Fields of a scenario that only a draw reads."""


def unused_draw_fields(draft: Draft) -> Iterator[Diagnostic]:
    """Report fields for draws on scenarios that the calendar never draws, or never again."""
    for scenario, outline in zip(draft.program.scenarios, draft.names.scenarios, strict=True):
        if scenario.drawable:
            most = draft.names.max_quarters
            if scenario.repeat >= most:
                key, why = (
                    _field_key(outline.node, "repeat"),
                    f"a career has at most {most} quarters",
                )
                one = make_diagnostic("does-nothing", key, field="repeat", why=why)
                yield one._replace(severity="note")
            continue
        why = "with `draw: false` the scenario is never drawn"
        if outline.node.is_true("draw", True):
            on_calendar = any(beat.scenario == scenario.index for beat in draft.program.beats)
            by = "the calendar" if on_calendar else "a start"
            why = f"{by} names the scenario, so it is never drawn"
        for field in DRAW_FIELDS:
            if outline.node.has(field):
                yield make_diagnostic(
                    "only-for-draws", _field_key(outline.node, field), field=field, why=why
                )


def idle_fields(draft: Draft, owner: ScenarioSymbol) -> Iterator[Diagnostic]:
    """Report fields of scenes and choices that do nothing beside what else stands there."""
    for outline in owner.scenes.values():
        scene, many = draft.program.scenes[outline.number], len(outline.choices)
        rows = [draft.program.choices[index] for index in scene.choices]
        found = [
            (outline.node, "pick", f"there are only {many} choices, each to be made once")
            for _ in range(scene.pick > many)
            if not any(row.again or row.each >= 0 for row in rows)
        ]
        found += [
            (node, "odds", "neither `success` nor `failure` stands beside it")
            for node in outline.nodes
            if node.has("odds") and not any(node.has(side) for side in SIDES)
        ]
        found += [
            (
                each.node,
                "locked",
                "without `needs`, or a tag with a lock, the choice is always open",
            )
            for each, row in zip(outline.choices, rows, strict=True)
            if each.node.has("locked") and not each.node.has("needs") and not row.locks
        ]
        for node, field, why in found:
            yield make_diagnostic("does-nothing", _field_key(node, field), field=field, why=why)


def _field_key(node: Mapping, field: str) -> Scalar:
    return node.by_key[field].key


def _always_open(draft: Draft, otherwise: Choice) -> str:
    """Return the id of a sibling that is always open, or ''. It has no needs and no locks, and a
    player can take it again or cannot come back to the scene."""
    siblings = [
        draft.program.choices[index] for index in draft.program.scenes[otherwise.scene].choices
    ]
    for sibling in siblings:
        unconditional = (
            sibling.needs is None
            and not (sibling.scenery or sibling.locks or sibling.otherwise)
            and sibling.each < 0
        )
        if unconditional and (
            sibling.again or not any(_may_revisit(draft, each) for each in siblings)
        ):
            return sibling.id
    return ""


def _may_revisit(draft: Draft, choice: Choice) -> bool:
    """Return True if a visit can return to the choice's scene after the choice."""
    story = draft.program
    if story.scenes[choice.scene].pick:
        return True
    return choice.scene in closure(
        onward(choice).scenes, lambda index: onward_from(story, index).scenes
    )


def contradictory_thresholds(draft: Draft) -> Iterable[Diagnostic]:
    """Report a lower threshold above its upper threshold, if the pack sets at least one of them."""
    pack = draft.names.pack
    defaults = {field.name: int(field.default) for field in THRESHOLDS}
    thresholds = defaults | pack.numbers("craft")
    written = {entry.key.text: entry.key for entry in pack.entries_of("craft")}
    for least in defaults:
        most = f"{least.removesuffix('_least')}_most"
        key = written.get(least) or written.get(most)
        if (
            least.endswith("_least")
            and most in defaults
            and key is not None
            and thresholds[least] > thresholds[most]
        ):
            yield make_diagnostic(
                "craft-bounds",
                key,
                least=least,
                low=thresholds[least],
                most=most,
                high=thresholds[most],
            )


def stats_without_about(draft: Draft) -> Iterator[Diagnostic]:
    """Report stats that pages show and that have no `about`, if any stat has one."""
    stats = draft.names.pack.named_mappings("stats")
    if any(fields.has("about") for _, fields in stats):
        for key, fields in stats:
            if fields.has("bands") and not fields.has("about") and not fields.is_true("hidden"):
                yield make_diagnostic("no-about", key, stat=key.text)
