"""Descriptions of a pack's symbols in a few lines: the author's words, and the amounts of effects
on a number."""

from collections.abc import Callable, Iterator

from pmsim.authoring.graph.model import shortened
from pmsim.authoring.symbols import SymbolKind
from pmsim.lang import Draft, nodes
from pmsim.lang.compiler.names import effects_in
from pmsim.lang.compiler.symbols import ChoiceSymbol, SceneSymbol
from pmsim.lang.expressions import range_of
from pmsim.lang.nodes import Mapping, Node, Place, Scalar, Sequence

_MAX_QUOTE = 100
"""Maximum length of a quoted text."""


_MANY_MOVES = 8
"""Minimum number of effects for a report of the middle half of their amounts."""


def describe_symbol(draft: Draft, kind: SymbolKind, id_: str) -> tuple[str, ...]:
    """Return lines about a symbol. If the pack does not define it, return a line that says so."""
    return tuple(_DESCRIBERS[kind](draft, id_))


def amounts_by_place(draft: Draft, name: str) -> dict[Place, str]:
    """Return the amounts by which effects change a symbol, as written (`4`, `= 3`, `scope // 2`),
    by place, in file order."""
    roots = [
        draft.context.names.pack,
        *(scenario.node for scenario in draft.context.names.scenarios),
    ]
    entries = (
        entry
        for root in roots
        for effects in effects_in(root)
        for entry in effects.entries
        if entry.key.text == name
    )
    return {
        key.place: " ".join(value.text.split())
        for key, value in entries
        if isinstance(value, Scalar)
    }


def constant_amount(amount: str) -> int | None:
    """Return the added number, or None for a formula or an amount that is set."""
    return int(amount) if amount.lstrip("+-").isdecimal() else None


def _entry(draft: Draft, section: str, name: str) -> Mapping | None:
    return nodes.mapping(
        nodes.mapping(draft.context.names.pack, section) or nodes.EMPTY_MAPPING, name
    )


def _stat(draft: Draft, name: str) -> Iterator[str]:
    fields = _entry(draft, "stats", name)
    if fields is None:
        yield _UNDEFINED
        return
    value = draft.context.scope.values.get(name)
    low, high = (
        range_of(value.expr, draft.context.scope.slots, draft.context.scope.known_ranges)
        if value
        else (0, 0)
    )
    begins = (
        f", starts at {nodes.number(fields, 'start', low)}" if fields.get("value") is None else ""
    )
    better = "less" if nodes.text(fields, "good") == "low" else "more"
    yield (
        f"{nodes.text(fields, 'label', name.replace('_', ' ').capitalize())}: {low} to"
        f" {high}{begins}; {better} of it is better."
    )
    bands = sorted(nodes.numbers(nodes.mapping(fields, "bands")).items(), key=lambda band: band[1])
    if bands:
        yield f"Bands: {', '.join(f'{word} from {edge}' for word, edge in bands)}."
    for field, said in (
        ("value", "Computed:"),
        ("each_quarter", "Each quarter:"),
        ("feeds", "Feeds:"),
    ):
        if fields.get(field) is not None:
            yield f"{said} {nodes.text(fields, field)}"
    if fields.get("value") is None:
        yield _moved_text(draft, name)


def _moved_text(draft: Draft, name: str) -> str:
    amounts = [constant_amount(move) for move in amounts_by_place(draft, name).values()]
    constants = sorted(by for by in amounts if by is not None)
    if not amounts:
        return "No effect moves it."
    parts = [f"by {constants[0]:+d} to {constants[-1]:+d}"] if constants else []
    if len(constants) >= _MANY_MOVES:
        parts.append(
            f"half of them by {constants[len(constants) // 4]:+d} to"
            f" {constants[-1 - len(constants) // 4]:+d}"
        )
    if len(constants) < len(amounts):
        parts.append(
            f"{len(amounts) - len(constants)} of them by a sum or to a number"
            if constants
            else "by a sum or to a number"
        )
    return (
        f"{len(amounts)} effect{'s move' if len(amounts) > 1 else ' moves'} it {', '.join(parts)}."
    )


def _person(draft: Draft, name: str) -> Iterator[str]:
    fields = _entry(draft, "people", name)
    if fields is None:
        yield _UNDEFINED
        return
    who = nodes.text(fields, "is")
    yield (
        f"{nodes.text(fields, 'full') or nodes.text(fields, 'name', name)}{who and f', {who}'}; "
        f"trust from -3 to 5, starts at {nodes.number(fields, 'trust', 0)}."
    )
    if fields.get("away") is not None:
        yield f"Away while {nodes.text(fields, 'away')} is set."
    yield _moved_text(draft, name)


def _skill(draft: Draft, name: str) -> Iterator[str]:
    fields = _entry(draft, "skills", name)
    yield (
        f"{nodes.text(fields, 'label', name)}; levels 0 to 9, of the stage"
        f" {nodes.text(fields, 'stage')}."
        if fields
        else _UNDEFINED
    )


def _role(draft: Draft, name: str) -> Iterator[str]:
    fields = _entry(draft, "roles", name)
    if fields is None:
        yield _UNDEFINED
        return
    yield (
        f"{nodes.text(fields, 'title', name)}; stage {nodes.text(fields, 'stage', 'none')}, pay"
        f" {nodes.number(fields, 'pay', 0)}."
    )
    following = ", ".join(role.text for role in nodes.scalars(fields, "next"))
    yield f"After it may come: {following or 'nothing without a warning'}."


def _outcome(draft: Draft, name: str) -> Iterator[str]:
    fields = _entry(draft, "outcomes", name)
    if fields is None:
        yield _UNDEFINED
        return
    how = (
        "only by a choice that says so"
        if nodes.text(fields, "by") == "choice"
        else f"if {nodes.text(fields, 'when', 'nothing above it holds')}"
    )
    yield f"{nodes.text(fields, 'title', name)}; {how}."


def _scenario(draft: Draft, name: str) -> Iterator[str]:
    index = draft.context.names.scenario_index.get(name)
    if index is None:
        yield _UNDEFINED
        return
    one = draft.context.names.scenarios[index]
    choices = sum(len(scene.choices) for scene in one.scenes.values())
    yield f"{nodes.text(one.node, 'title', name)}; {len(one.scenes)} scenes, {choices} choices."
    if one.node.get("when") is not None:
        yield f"When: {nodes.text(one.node, 'when')}"


def _scene(draft: Draft, key: str) -> Iterator[str]:
    scene = _scene_at(draft, key)
    if scene is None:
        yield _UNDEFINED
        return
    yield f"“{shortened(_first_words(scene.node.get('text')), _MAX_QUOTE)}”"
    if scene.node.get("when") is not None:
        yield f"When: {nodes.text(scene.node, 'when')}"


def _choice(draft: Draft, key: str) -> Iterator[str]:
    choice = _choice_at(draft, key)
    if choice is None:
        yield _UNDEFINED
        return
    yield f"“{shortened(nodes.text(choice.node, 'label'), _MAX_QUOTE)}”"
    if choice.node.get("needs") is not None:
        yield f"Needs: {nodes.text(choice.node, 'needs')}"


def _band(draft: Draft, key: str) -> Iterator[str]:
    stat, _, word = key.partition(".")
    edges = nodes.numbers(
        nodes.mapping(_entry(draft, "stats", stat) or nodes.EMPTY_MAPPING, "bands")
    )
    yield f"{stat} from {edges[word]} on." if word in edges else _UNDEFINED


def _phrase(draft: Draft, key: str) -> Iterator[str]:
    scenario, _, name = key.rpartition(".")
    owner = draft.context.names.pack
    if scenario in draft.context.names.scenario_index:
        owner = draft.context.names.scenarios[draft.context.names.scenario_index[scenario]].node
    lines = nodes.mappings(nodes.mapping(owner, "phrases") or nodes.EMPTY_MAPPING, name)
    words = " / ".join(shortened(nodes.text(line, "text"), 40) for line in lines)
    yield f"“{words}”" if lines else _UNDEFINED


def _describe_entry(section: str, *fields: str) -> Callable[[Draft, str], Iterator[str]]:
    """Return a describer that shows some fields of an entry in a section."""

    def describe(draft: Draft, name: str) -> Iterator[str]:
        section_node = nodes.mapping(draft.context.names.pack, section) or nodes.EMPTY_MAPPING
        entry = section_node.get(name)
        match entry:
            case None:
                yield _UNDEFINED
            case Mapping():
                yield shortened(
                    ". ".join(
                        field_text
                        for field in fields
                        if (field_text := _first_words(entry.get(field)))
                    ),
                    _MAX_QUOTE,
                )
            case Scalar(text):
                yield shortened(text, _MAX_QUOTE)
            case Sequence(items):
                yield ", ".join(item.text for item in items if isinstance(item, Scalar))

    return describe


def _flag(draft: Draft, name: str) -> Iterator[str]:
    people = [
        person for person, flag in draft.context.names.away_flags.items() if flag.text == name
    ]
    yield (
        f"True or false. While it is set, {' and '.join(people)} cannot be met."
        if people
        else "True or false."
    )


def _stage(draft: Draft, name: str) -> Iterator[str]:
    for section in ("roles", "skills"):
        ids = [
            key.text
            for key, fields in nodes.named_mappings(draft.context.names.pack, section)
            if nodes.text(fields, "stage") == name
        ]
        if ids:
            yield f"{section.capitalize()}: {', '.join(ids)}."


def _topic(draft: Draft, name: str) -> Iterator[str]:
    ids = [
        one.id
        for one in draft.context.names.scenarios
        if name in {word.text for word in nodes.scalars(one.node, "topics")}
    ]
    yield f"Scenarios: {', '.join(ids) or 'none'}."


def _statement(draft: Draft, name: str) -> Iterator[str]:
    debrief = nodes.mapping(draft.context.names.pack, "debrief") or nodes.EMPTY_MAPPING
    fields = (
        nodes.mapping(nodes.mapping(debrief, "statements") or nodes.EMPTY_MAPPING, name)
        or nodes.EMPTY_MAPPING
    )
    yield f"“{shortened(_first_words(fields.get('say')), _MAX_QUOTE)}”"


def _scene_at(draft: Draft, key: str) -> SceneSymbol | None:
    scenario, _, scene = key.partition(".")
    index = draft.context.names.scenario_index.get(scenario)
    return None if index is None else draft.context.names.scenarios[index].scenes.get(scene)


def _choice_at(draft: Draft, key: str) -> ChoiceSymbol | None:
    scene = _scene_at(draft, key.rpartition(".")[0])
    return next((choice for choice in scene.choices if choice.key == key), None) if scene else None


def _first_words(node: Node | None) -> str:
    """Return the first words of a text."""
    match node:
        case Scalar(text):
            return " ".join(text.split())
        case Sequence(items):
            return next((words for item in items if (words := _first_words(item))), "")
        case Mapping():
            return _first_words(node.get("text") or node.get("one_of"))
        case _:
            return ""


_UNDEFINED = "Nothing in this pack is called so; it is only mentioned."
_DESCRIBERS: dict[SymbolKind, Callable[[Draft, str], Iterator[str]]] = {
    "scenario": _scenario,
    "scene": _scene,
    "choice": _choice,
    "outcome": _outcome,
    "role": _role,
    "stat": _stat,
    "person": _person,
    "skill": _skill,
    "flag": _flag,
    "tag": _describe_entry("tags"),
    "topic": _topic,
    "group": _describe_entry("groups"),
    "start": _describe_entry("starts", "title", "text"),
    "persona": _describe_entry("personas"),
    "phrase": _phrase,
    "statement": _statement,
    "stage": _stage,
    "band": _band,
}
