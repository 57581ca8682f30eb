"""Conditions and sums: Python's spelling, read with Python's own parser and worked out on a
`Career`."""

import ast
import operator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.reference.career import Career

ARITHMETIC = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
COMPARISON = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


@lru_cache(maxsize=4096)
def parsed(text: str) -> ast.expr:
    return ast.parse(" ".join(text.split()), mode="eval").body


def value(career: "Career", text: str) -> Any:
    """Return what an expression is worth now: a number, true or false, or the id of a role,
    stage or stat."""
    return worked_out(career, parsed(text))


def worked_out(career: "Career", node: ast.expr) -> Any:
    def of(part: ast.expr) -> Any:
        return worked_out(career, part)

    match node:
        case ast.Constant(number):
            return number
        case ast.Name() | ast.Attribute():
            return career.reading(dotted(node))
        case ast.BinOp(left, op, right):
            return ARITHMETIC[type(op)](of(left), of(right))
        case ast.UnaryOp(ast.USub(), item):
            return -of(item)
        case ast.UnaryOp(ast.Not(), item):
            return not of(item)
        case ast.BoolOp(ast.And(), items):
            return all(of(item) for item in items)
        case ast.BoolOp(ast.Or(), items):
            return any(of(item) for item in items)
        case ast.IfExp(test, then, other):
            return of(then) if of(test) else of(other)
        case ast.Compare(left, ops, others):
            return all(
                compared(career, *link) for link in zip([left, *others], ops, others, strict=False)
            )
        case ast.Call(ast.Name("min"), items):
            return min(of(item) for item in items)
        case ast.Call(ast.Name("max"), items):
            return max(of(item) for item in items)
        case ast.Call(ast.Name("abs"), [item]):
            return abs(of(item))
        case ast.Call(ast.Name("seen"), [place]):
            return dotted(place) in career.seen
        case ast.Call(ast.Name("took"), [place]):
            return dotted(place) in career.took
        case ast.Call(ast.Name("times_seen"), [place]):
            return career.times_seen.get(dotted(place), 0)
        case ast.Call(ast.Name("times_took"), [place]):
            return career.times_took.get(dotted(place), 0)
        case ast.Call(ast.Name("took_now"), [place]):
            return career.visit is not None and dotted(place) in career.visit.took_now
        case ast.Call(ast.Name("because"), [place]):
            return (career.about() or [""])[0] == dotted(place)
        case ast.Call(ast.Name("quarters_since"), [flag]):
            since = career.flags.get(dotted(flag))
            return 99 if since is None else min(99, career.quarter - since)
        case ast.Call(ast.Name("top"), [group]):
            members = career.world.groups[dotted(group)]
            return max(
                members, key=lambda name: career.numbers[name]
            )  # `max` keeps the first of equals
        case _:
            raise AssertionError(ast.dump(node))


def compared(career: "Career", left: ast.expr, op: ast.cmpop, right: ast.expr) -> bool:
    if type(op) in COMPARISON:
        return bool(COMPARISON[type(op)](beside(career, left, right), beside(career, right, left)))
    listed = right.elts if isinstance(right, ast.Tuple) else [right]
    among = beside(career, left, right) in [beside(career, each, left) for each in listed]
    return among == isinstance(op, ast.In)


def beside(career: "Career", node: ast.expr, other: ast.expr) -> Any:
    """Return the value of one side; a name beside `role`, `stage`, `top(…)` or a stat with bands
    may be one of its words."""
    if isinstance(node, ast.Name):
        match other:
            case ast.Name("role" | "stage" as kind) if node.id in (
                career.world.roles if kind == "role" else career.world.stages
            ):
                return node.id
            case ast.Name(stat) if node.id in career.world.bands(stat):
                return career.world.bands(stat)[node.id]
            case ast.Call(ast.Name("top"), [ast.Name(group)]) if (
                node.id in career.world.groups[group]
            ):
                return node.id
    return worked_out(career, node)


def dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(name):
            return name
        case ast.Attribute(whole, part):
            return f"{dotted(whole)}.{part}"
        case _:
            raise AssertionError(ast.dump(node))
