"""Checks of ordered lists in which the first line that holds wins: outcomes, variants, texts with
conditions, next scenes. They report lines that never win."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pmsim.analysis.paths import solver_for
from pmsim.analysis.paths.world import entry_condition
from pmsim.analysis.solver import Solver, StateTuple
from pmsim.core.compile_expr import evaluate
from pmsim.core.expr import All, Expr, Not, Num
from pmsim.core.program import ROLE
from pmsim.lang import (
    OUT,
    Diagnostic,
    Draft,
    Mapping,
    Node,
    Place,
    Scalar,
    ScenarioSymbol,
    SceneSymbol,
    make_diagnostic,
)
from pmsim.lang import Sequence as Listed
from pmsim.lang.compiler.symbols import with_branches
from pmsim.lang.expressions import Scope

MAX_ALTERNATIVES = 50
"""Maximum number of lines of one list that are compared."""
ALWAYS: Expr = Num(1)
"""The condition of a line without a condition."""


class Alternative(NamedTuple):
    """A line of a list: its name, its place and its condition."""

    name: str
    at: Scalar
    condition: Expr


def shadowed_outcomes(draft: Draft) -> Iterator[Diagnostic]:
    """Report outcomes that never win because of earlier outcomes."""
    lines = [
        (key.text, key, fields.scalar("when"))
        for key, fields in draft.names.pack.named_mappings("outcomes")
        if fields.text("by") != "choice"
    ]
    for line, why in _shadowed(draft, _alternatives(draft.context.conditions, lines)):
        yield make_diagnostic("outcome-shadowed", line.at, outcome=line.name, why=why)


def shadowed_lines(draft: Draft, owner: ScenarioSymbol) -> Iterator[Diagnostic]:
    """Report texts, variants and scenes that never win because of earlier lines."""
    for lines in _ordered_lists(draft, owner):
        for line, why in _shadowed(draft, lines):
            yield make_diagnostic("line-shadowed", line.at, why=why)


def _shadowed(draft: Draft, lines: Sequence[Alternative]) -> Iterator[tuple[Alternative, str]]:
    """Yield the lines that can hold, but only while an earlier line holds, each with the reason. A
    final line without a condition is a normal default; it is reported only after another line
    without one. Add an example state if a few words can describe it."""
    solver = solver_for(draft)
    for number, line in enumerate(lines[:MAX_ALTERNATIVES]):
        needed = list(lines[:number])
        if number == len(lines) - 1 and line.condition is ALWAYS:
            needed = [each for each in needed if each.condition is ALWAYS]
        if not needed or not _is_impossible(solver, line, needed) or _is_impossible(solver, line):
            continue
        for each in tuple(needed):
            rest = [other for other in needed if other is not each]
            if rest and _is_impossible(solver, line, rest):
                needed = rest
        names = " or ".join(f"`{each.name}`" for each in needed)
        if needed[0].condition is ALWAYS:
            yield line, f"{names} comes first, and always holds"
        else:
            example = _for_example(solver, draft.scope, line, needed)
            yield line, f"{names} comes first, and holds whenever this does{example}"


def _for_example(
    solver: Solver, scope: Scope, line: Alternative, before: Sequence[Alternative]
) -> str:
    """Return an example state in which an earlier line takes the place of this line. If there are
    several earlier lines, name the one that wins. Return '' if the example is too long."""
    state = solver.example(line.condition)
    if state is None:
        return ""
    winner = next((each for each in before if evaluate(each.condition, state)), None)
    if winner is None:
        return ""
    words = describe_state(solver, scope, All((line.condition, winner.condition)), state)
    which = f" `{winner.name}`" if len(before) > 1 else ""
    return f", for example{which} where {words}" if words else ""


def _is_impossible(solver: Solver, line: Alternative, failing: Sequence[Alternative] = ()) -> bool:
    """Return True if the solver proves that `line` cannot hold while all of `failing` fail."""
    goals = [line.condition, *(Not(other.condition) for other in failing)]
    return solver.satisfiable_together(goals) is False


def _ordered_lists(draft: Draft, owner: ScenarioSymbol) -> Iterator[list[Alternative]]:
    """Yield every ordered list except the outcomes."""
    conditions, scenes = draft.context.conditions, owner.scenes.values()
    for _, fields in owner.node.named_mappings("outcomes"):
        variants = fields.mappings("variants")
        yield _alternatives(conditions, [_variant(variant) for variant in variants])
    for root in (owner.node, *(scene.node for scene in scenes)):
        for entry in root.entries_of("phrases"):
            if isinstance(entry.value, Listed):
                yield _alternatives(
                    conditions,
                    [_wording(item) for item in entry.value.items if isinstance(item, Mapping)],
                )
    chains: list[list[Alternative]] = []
    _else_chains(conditions, owner.node, (), chains)
    yield from chains
    for due, target_list in _target_lists(owner):
        if len(target_list) < 2:
            continue
        conditions_by_scene = {scene.id: _entry_condition(draft, scene, due) for scene in scenes}
        conditions_by_scene[OUT] = ALWAYS
        targets: dict[str, Scalar] = {}
        for target in target_list:
            targets.setdefault(target.text, target)
        alternatives = [
            Alternative(name, target, condition)
            for name, target in targets.items()
            if (condition := conditions_by_scene.get(name)) is not None
        ]
        if len(alternatives) == len(targets):
            yield alternatives


def _variant(variant: Mapping) -> tuple[str, Scalar, Scalar | None]:
    name = variant.scalar("id") or Scalar("", variant.place)
    return name.text, name, variant.scalar("when")


def _wording(line: Mapping) -> tuple[str, Scalar, Scalar | None]:
    condition = line.scalar("if")
    return (condition.text if condition else "text"), condition or Scalar("", line.place), condition


def _alternatives(
    conditions: dict[Place, Expr], written: list[tuple[str, Scalar, Scalar | None]]
) -> list[Alternative]:
    """Return the lines as alternatives, up to the first condition with an error."""
    alternatives: list[Alternative] = []
    for name, at, condition_node in written:
        condition = ALWAYS if condition_node is None else conditions.get(condition_node.place)
        if condition is None:
            break
        alternatives.append(Alternative(name, at, condition))
    return alternatives


def _else_chains(
    conditions: dict[Place, Expr],
    node: Node,
    before: tuple[Alternative, ...],
    found: list[list[Alternative]],
) -> None:
    """Add a list for each `first_of`, and for each `if` inside the `else` of others, with those
    before it."""
    if isinstance(node, Listed):
        for item in node.items:
            if not isinstance(item, Scalar):
                _else_chains(conditions, item, before, found)
    elif isinstance(node, Mapping):
        chain, condition_node = before, node.scalar("if")
        if condition_node and (condition := conditions.get(condition_node.place)) is not None:
            chain = (*before, Alternative(condition_node.text, condition_node, condition))
            if before:
                found.append([*chain])
        for key, value in node.entries:
            if isinstance(value, Scalar) or key.text in ("effects", "later", "tags"):
                continue
            if key.text == "first_of":
                lines = [_wording(line) for line in node.mappings("first_of")]
                found.append(_alternatives(conditions, lines))
            _else_chains(conditions, value, chain if key.text == "else" else (), found)


def _target_lists(scenario: ScenarioSymbol) -> Iterator[tuple[bool, list[Scalar]]]:
    """Yield every list of target scenes in a scenario, with True if it says what comes back."""
    yield False, scenario.node.scalars("start")
    for scene in scenario.scenes.values():
        for way in (way for node in scene.nodes for way in with_branches(node)):
            yield False, way.scalars("goto")
            yield from ((True, later.scalars("scene")) for later in way.mappings("later"))


def _entry_condition(draft: Draft, outline: SceneSymbol, due: bool) -> Expr | None:
    """Return the condition for entering a scene, or None if it has an error. `due`: it comes
    back."""
    scene = draft.program.scenes[outline.number]
    if scene.when is None and outline.node.has("when"):
        return None
    by_scenario = due and not scene.own_with
    needing = draft.program.scenarios[scene.scenario] if by_scenario else scene
    return entry_condition(scene, needing) or ALWAYS


MAX_FACTS = 3
"""Maximum number of facts in an example state; more would not explain anything."""
_NUMBER_KINDS = frozenset({"stat", "person", "skill", "times", "passed"})


def describe_state(solver: Solver, scope: Scope, expr: Expr, state: StateTuple) -> str:
    """Return the values that a condition reads in a state, such as "`standing` is 81 and `told_sam`
    is set". Return '' if there are too many, or if one has no plain name."""
    facts = [*_state_facts(solver, scope, expr, state)]
    return " and ".join(facts) if len(facts) <= MAX_FACTS and all(facts) else ""


def _state_facts(solver: Solver, scope: Scope, expr: Expr, state: StateTuple) -> Iterator[str]:
    """Yield a phrase for each number that the condition reads, or '' for a number without a plain
    name."""
    for number in sorted({var.slot for var in solver.variables(expr)}):
        slot, value = scope.slots[number], state[number]
        if slot.kind == "flag":
            yield f"`{slot.id}` is {'set' if value else 'not set'}"
        elif number == ROLE:
            roles = {role: word for word, role in scope.words.get("role", {}).items()}
            yield f"`role` is `{roles[value]}`" if value in roles else ""
        else:
            yield (
                f"`{slot.id}` is {value}"
                if slot.kind in _NUMBER_KINDS or slot.id == "quarter"
                else ""
            )
