"""Lists of which the first that holds is taken: outcomes, their variants, wordings, scenes to go on to. What in them is never come to."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pmsim.analysis.cases import Cases
from pmsim.analysis.sense.conditions import cases_of
from pmsim.analysis.sense.instance import in_words
from pmsim.core.expr import All, Expr, IsSet, Not, Num, evaluate
from pmsim.core.program import Scene
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.expressions import Scope
from pmsim.lang.lower import ask
from pmsim.lang.lower.outline import OUT, ScenarioOutline, SceneOutline
from pmsim.lang.nodes import Mapping, Node, Place, Scalar
from pmsim.lang.nodes import Sequence as Listed
from pmsim.lang.rules import found_in

SIDES = ("success", "failure")
WORDED = ("text", "label", "locked")
"""Fields of a scene, a choice or a side of a check in which blocks may stand."""
MOST_LINES = 50
"""So many lines of one list are held against those before them. Nobody writes more."""
ALWAYS: Expr = Num(1)
"""The condition of what has none."""


class Line(NamedTuple):
    """One of a list: how it is called, where, and when it holds."""

    name: str
    at: Scalar
    holds: Expr


def outcomes_shadowed(draft: Draft) -> Iterator[Diagnostic]:
    """Outcomes that others, asked before them, always take."""
    truths, cases = _truths(draft), cases_of(draft)
    asked = [(key, fields) for key, fields in ask.named(draft.desk.names.pack, "outcomes") if ask.text(fields, "by") != "choice"]
    for line, why in _shadowed(
        cases, draft.desk.scope, _lines(truths, [(key.text, key, ask.word(fields, "when")) for key, fields in asked])
    ):
        yield found_in("outcome-shadowed", line.at, outcome=line.name, why=why)


def lines_shadowed(draft: Draft) -> Iterator[Diagnostic]:
    """Wordings, variants and scenes that others, asked before them, always take."""
    cases = cases_of(draft)
    for lines in _lists(draft):
        for line, why in _shadowed(cases, draft.desk.scope, lines):
            yield found_in("line-shadowed", line.at, why=why)


def _shadowed(cases: Cases, scope: Scope, lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    """Lines that may hold, but not while none before them does; and why not. A last one that always holds has to be there in any case:
    it is named only behind another that does. Where it can be said in a few words, with a state in which it is so."""
    for number, line in enumerate(lines[:MOST_LINES]):
        before = lines[:number]
        if number == len(lines) - 1 and line.holds is ALWAYS:
            before = [each for each in before if each.holds is ALWAYS]
        if not before or not _never(cases, [line], before) or _never(cases, [line]):
            continue
        needed = list(before)
        for each in before:
            rest = [other for other in needed if other is not each]
            if rest and _never(cases, [line], rest):
                needed = rest
        named = " or ".join(f"`{each.name}`" for each in needed)
        if needed[0].holds is ALWAYS:
            yield line, f"{named} comes first, and always holds"
        else:
            yield line, f"{named} comes first, and holds whenever this does{_for_example(cases, scope, line, needed)}"


def _for_example(cases: Cases, scope: Scope, line: Line, before: Sequence[Line]) -> str:
    """Where the line would be taken, were it not for one of those before it; of several, which that is there. '' for nothing plain."""
    state = cases.example(line.holds)
    taken = next((each for each in before if state is not None and evaluate(each.holds, state)), None)
    words = in_words(cases, scope, All((line.holds, taken.holds)), state) if taken is not None and state is not None else ""
    if taken is None or not words:
        return ""
    return f", for example{f' `{taken.name}`' if len(before) > 1 else ''} where {words}"


def _never(cases: Cases, lines: Sequence[Line], failing: Sequence[Line] = ()) -> bool:
    """Whether it is proved that not all of `lines` hold while all of `failing` fail."""
    holding = [line.holds for line in lines if line.holds is not ALWAYS]
    if any(line.holds is ALWAYS for line in failing):
        return True
    goals = [*holding, *(Not(line.holds) for line in failing)]
    return bool(goals) and cases.together(goals) is False


def _lists(draft: Draft) -> Iterator[list[Line]]:
    """Every list but that of the outcomes."""
    truths, names = _truths(draft), draft.desk.names
    for _, fields in ask.named(names.pack, "outcomes"):
        variants = ask.records(fields, "variants")
        yield _lines(truths, [_variant(variant) for variant in variants])
    for root in (names.pack, *(scenario.node for scenario in names.scenarios)):
        for entry in ask.entries(root, "phrases"):
            if isinstance(entry.value, Listed):
                yield _lines(truths, [_wording(item) for item in entry.value.items if isinstance(item, Mapping)])
    for node in _with_nested_blocks(draft):
        yield from _else(truths, node, ())
    for scenario in names.scenarios:
        holds = {scene.id: _holds(scene, draft.story.scenes[scene.number]) for scene in scenario.scenes.values()} | {OUT: ALWAYS}
        for named in draft.desk.memo(_several, scenario):
            firsts: dict[str, Scalar] = {}
            for target in named:
                firsts.setdefault(target.text, target)
            targets = list(firsts.values())
            known = [(target, held) for target in targets if (held := holds.get(target.text)) is not None]
            yield [Line(target.text, target, held) for target, held in known] if len(known) == len(targets) else []


def _variant(variant: Mapping) -> tuple[str, Scalar, Scalar | None]:
    name = ask.word(variant, "id") or Scalar("", variant.place)
    return name.text, name, ask.word(variant, "when")


def _wording(line: Mapping) -> tuple[str, Scalar, Scalar | None]:
    condition = ask.word(line, "if")
    return (condition.text if condition else "text"), condition or Scalar("", line.place), condition


def _lines(truths: dict[Place, Expr], written: list[tuple[str, Scalar, Scalar | None]]) -> list[Line]:
    """Lines, up to one whose condition was not understood."""
    found: list[Line] = []
    for name, at, condition in written:
        holds = ALWAYS if condition is None else truths.get(condition.place)
        if holds is None:
            break
        found.append(Line(name, at, holds))
    return found


def _else(truths: dict[Place, Expr], node: Node, before: tuple[Line, ...]) -> Iterator[list[Line]]:
    """Each `if` in the `else` of others, behind those."""
    match node:
        case Mapping(entries):
            condition = ask.word(node, "if")
            holds = truths.get(condition.place) if condition else None
            own = (*before, Line(condition.text, condition, holds)) if condition and holds is not None else before
            if own is not before and before:
                yield list(own)
            for entry in entries:
                if not isinstance(entry.value, Scalar):
                    yield from _else(truths, entry.value, own if entry.key.text == "else" else ())
        case Listed(items):
            for item in items:
                if not isinstance(item, Scalar):
                    yield from _else(truths, item, before)
        case _:
            return


def _several(scenario: ScenarioOutline) -> tuple[list[Scalar], ...]:
    """Lists of more than one scene."""
    return tuple(targets for targets in _targets(scenario) if len(targets) > 1)


def _targets(scenario: ScenarioOutline) -> Iterator[list[Scalar]]:
    """Every list of scenes of a scenario."""
    yield ask.words(scenario.node, "start")
    for scene in scenario.scenes.values():
        for node in (scene.node, *(choice.node for choice in scene.choices)):
            branches = [branch for side in SIDES if (branch := ask.record(node, side))]
            for way in (node, *branches):
                yield ask.words(way, "goto")
                yield from (ask.words(later, "scene") for later in ask.records(way, "later"))


def _with_nested_blocks(draft: Draft) -> Iterator[Node]:
    """Texts with an `if` in the `else` of another; the whole pack if it has such a text itself."""
    names = draft.desk.names
    owners = draft.desk.nested
    told = [(scene.key, scene.node) for scene in names.scene_outlines]
    told += [(choice.key, choice.node) for scene in names.scene_outlines for choice in scene.choices]
    for key, node in told:
        parts = [(key, node), *((f"{key}.{side}", branch) for side in SIDES if (branch := ask.record(node, side)))]
        yield from (value for owner, part in parts if owner in owners for field in WORDED if (value := part.get(field)) is not None)
    if any(owner.partition(".")[0] not in names.scenario_index for owner in owners):
        yield names.pack


def _holds(outline: SceneOutline, scene: Scene) -> Expr | None:
    """What a scene asks before one enters it; None: that was not understood."""
    if scene.when is None and outline.node.get("when") is not None:
        return None
    asked = [*([scene.when] if scene.when is not None else []), *(Not(IsSet(flag)) for flag in scene.away)]
    return All(tuple(asked)) if len(asked) > 1 else asked[0] if asked else ALWAYS


def _truths(draft: Draft) -> dict[Place, Expr]:
    """Conditions by where they stand."""
    return {written.at.place: written.expr for written in draft.desk.written if written.wanted == "truth"}
