"""How large an expression is once its computed stats are written out: what bounds the work of everybody who walks it."""

from pmsim.core.expr import Abs, All, Among, Arith, Compare, Expr, IfElse, Least, Most, Not, Some

MOST_NODES = 2000
DEEPEST_NODES = 100


def parts(expr: Expr) -> tuple[Expr, ...]:
    """The expressions directly inside one."""
    match expr:
        case Arith(_, left, right) | Compare(_, left, right):
            return (left, right)
        case All(items) | Some(items) | Least(items) | Most(items):
            return items
        case Not(item) | Abs(item) | Among(item, _):
            return (item,)
        case IfElse(test, then, other):
            return (test, then, other)
        case _:
            return ()


def oversized(expr: Expr) -> bool:
    """Whether it has more than MOST_NODES nodes, or stands more than DEEPEST_NODES deep. Shared parts are walked once."""
    size, depth = _measure(expr, {})
    return size > MOST_NODES or depth > DEEPEST_NODES


def _measure(node: Expr, known: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """Nodes and depth, by identity if it is known."""
    found = known.get(id(node))
    if found is None:
        inner = [_measure(part, known) for part in parts(node)]
        found = known[id(node)] = (1 + sum(size for size, _ in inner), 1 + max((depth for _, depth in inner), default=0))
    return found
