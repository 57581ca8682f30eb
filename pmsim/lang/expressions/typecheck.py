"""Type checking: from a syntax tree to a `core` expression, with names resolved, kinds checked and
ranges bounded."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, cast

from pmsim.core.compile_expr import evaluate
from pmsim.core.expr import (
    Abs,
    All,
    Among,
    Arith,
    Bit,
    Compare,
    Expr,
    Get,
    IfElse,
    IsSet,
    Least,
    Most,
    Not,
    Num,
    Since,
    Some,
)
from pmsim.core.program import COUNTER_MAX, QUARTER, SEEN, TAKEN
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.expressions.parse import FUNCTIONS, parse
from pmsim.lang.expressions.ranges import MAX_VALUE, DivisorError, is_oversized
from pmsim.lang.expressions.scope import (
    KIND_PLURALS,
    NOWHERE,
    NUMBER,
    SLIP_SIMILARITY,
    TRUTH,
    ExpressionReporter,
    Scope,
    TypedExpr,
    VisitPlace,
    describe_kind,
    only_words,
)
from pmsim.lang.expressions.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    ExpressionSyntaxError,
    Logic,
    Membership,
    Name,
    Negation,
    NumberLiteral,
    SyntaxTree,
    UnaryMinus,
)
from pmsim.lang.nodes import Scalar

_CONVERSIONS = {
    NUMBER: "Compare it: `{} >= 1`.",
    TRUTH: "A flag counts as a number so: `(1 if {} else 0)`.",
}
"""Hints for a name of one of these kinds where the other is wanted."""


class CheckedExpression(NamedTuple):
    """The result of checking an expression. `expr` is None if there are errors. `flags`: the flags
    it reads, set anywhere or not."""

    expr: Expr | None
    flags: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]


def check_expression(
    scalar: Scalar,
    scope: Scope,
    wanted: Literal["number", "truth"],
    skip: int = 0,
    place: VisitPlace = NOWHERE,
) -> CheckedExpression:
    """Check the expression in a scalar, without its first `skip` characters."""
    reader = _Checker(scalar, scope, skip, place)
    value = reader.check_all(wanted)
    return CheckedExpression(
        value.expr if value else None, frozenset(reader.flags), tuple(reader.diagnostics)
    )


class _Checker(ExpressionReporter):
    def check_all(self, wanted: str) -> TypedExpr | None:
        try:
            tree = parse(self.scalar.text[self.skip :])
        except ExpressionSyntaxError as error:
            self.report("expression", error, error.hint, problem=error.message)
            return None
        value = self.check_kind(tree, wanted)
        if value is None or any(one.severity == "error" for one in self.diagnostics):
            return None
        if is_oversized(value.expr):
            problem = "This is too long once its computed stats are written out."
            self.report("expression", Name("", 0), problem=problem)
            return None
        return value if self.check_bounds(value, tree) else None

    def check_kind(self, tree: SyntaxTree, wanted: str) -> TypedExpr | None:
        """Return the value of `tree`, which must have the kind `wanted`; report another kind and
        return None."""
        value = self.check(tree, wanted)
        if value is None or value.kind == wanted:
            return value
        hint = ""
        if isinstance(tree, Name):
            hint = _CONVERSIONS.get(value.kind, "Compare it: `{} == …`.").format(tree.text)
        place = "a condition" if wanted == TRUTH else describe_kind(wanted)
        self.report(
            "mixed-kinds",
            tree,
            hint,
            sentence=f"This is {describe_kind(value.kind)}, and here stands {place}.",
        )
        return None

    def check(self, tree: SyntaxTree, wanted: str = "", beside: str = "") -> TypedExpr | None:  # noqa: C901 - one case a kind of tree
        """Return the value of `tree`, or None after a report. `wanted`: the preferred kind;
        `beside`: the other side of a comparison."""
        match tree:
            case NumberLiteral(number):
                return TypedExpr(Num(number), NUMBER)
            case Name():
                return self.name(tree, wanted, beside)
            case Call():
                return self.call(tree)
            case UnaryMinus(item):
                inner = self.check_kind(item, NUMBER)
                return inner and self.arithmetic("-", TypedExpr(Num(0), NUMBER), inner, tree, item)
            case Arithmetic(op, left, right):
                a, b = self.check_kind(left, NUMBER), self.check_kind(right, NUMBER)
                return self.arithmetic(op, a, b, tree, right) if a and b else None
            case Comparison():
                return self.comparison(tree)
            case Membership():
                return self.membership(tree)
            case Logic(op, items):
                exprs = self.exprs(items, TRUTH)
                return (
                    TypedExpr(All(exprs) if op == "and" else Some(exprs), TRUTH) if exprs else None
                )
            case Negation(item):
                inner = self.check_kind(item, TRUTH)
                return inner and TypedExpr(Not(inner.expr), TRUTH)
            case Conditional(test, then, other):
                test_value, yes, no = (
                    self.check_kind(test, TRUTH),
                    self.check(then, wanted, beside),
                    self.check(other, wanted, beside),
                )
                if test_value is None or yes is None or no is None:
                    return None
                if not self.check_same_kind(yes, no, tree, "`a if c else b` cannot be"):
                    return None
                return TypedExpr(IfElse(test_value.expr, yes.expr, no.expr), yes.kind)

    def exprs(self, trees: Sequence[SyntaxTree], kind: str) -> tuple[Expr, ...] | None:
        """Return the expressions of trees that must all have a kind; None after a report."""
        values = [self.check_kind(tree, kind) for tree in trees]
        exprs = tuple(value.expr for value in values if value)
        return exprs if len(exprs) == len(values) else None

    def arithmetic(
        self, op: str, a: TypedExpr, b: TypedExpr, tree: SyntaxTree, divisor: SyntaxTree
    ) -> TypedExpr | None:
        expr = Arith(cast(Literal["+", "-", "*", "//", "%"], op), a.expr, b.expr)
        try:
            self.scope.ranges.of(expr)
        except DivisorError:
            low, high = self.scope.ranges.of(b.expr)
            hint = "Keep it above 0: `max(1, …)`." if high > 0 else ""
            self.report("divides-by-zero", divisor, hint, low=low, high=high)
            return None
        if isinstance(a.expr, Num) and isinstance(b.expr, Num):
            value = TypedExpr(Num(evaluate(expr, ())), NUMBER)
        else:
            value = TypedExpr(expr, NUMBER)
        return value if self.check_bounds(value, tree) else None

    def check_bounds(self, value: TypedExpr, tree: SyntaxTree) -> bool:
        low, high = self.scope.ranges.of(value.expr)
        if low >= -MAX_VALUE and high <= MAX_VALUE:
            return True
        self.report(
            "too-far",
            tree,
            "Use smaller numbers, or limit a part: `min(10, x) * 100`.",
            low=low,
            high=high,
        )
        return False

    def check_same_kind(self, a: TypedExpr, b: TypedExpr, at: SyntaxTree, what: str) -> bool:
        if a.kind == b.kind:
            return True
        self.report(
            "mixed-kinds",
            at,
            sentence=(
                f"{what} {describe_kind(a.kind)} on one side and {describe_kind(b.kind)} on the"
                " other."
            ),
        )
        return False

    def comparison(self, tree: Comparison) -> TypedExpr | None:
        a = self.check(tree.left, beside=self.word_context(tree.right))
        b = self.check(tree.right, beside=self.word_context(tree.left))
        if not (a and b and self.check_same_kind(a, b, tree, "A comparison cannot have")):
            return None
        if a.kind != NUMBER and tree.op not in ("==", "!="):
            sentence = f"There is no order between {KIND_PLURALS.get(a.kind, 'names')}."
            self.report("mixed-kinds", Name(tree.op, tree.at), "Use == or `in`.", sentence=sentence)
            return None
        return TypedExpr(Compare(tree.op, a.expr, b.expr), TRUTH)

    def membership(self, tree: Membership) -> TypedExpr | None:
        item = self.check(tree.item)
        listed = [self.check(each, beside=self.word_context(tree.item)) for each in tree.listed]
        exprs = [
            each.expr
            for each in listed
            if each and item and self.check_same_kind(item, each, tree, "A list cannot have")
        ]
        if item is None or len(exprs) != len(tree.listed):
            return None
        values = tuple(expr.value for expr in exprs if isinstance(expr, Num))
        expr: Expr = Among(item.expr, values)
        if len(values) != len(exprs):
            expr = Some(tuple(Compare("==", item.expr, each) for each in exprs))
        return TypedExpr(Not(expr) if tree.inverse else expr, TRUTH)

    def word_context(self, tree: SyntaxTree) -> str:
        """Return the key of `Scope.words` for the words that can be compared with `tree`, or ''."""
        match tree:
            case Name(text) if text in self.scope.words:
                return text
            case Call("top", (Name(group),)):
                return f"top({group})"
            case _:
                return ""

    def name(self, tree: Name, wanted: str, beside: str) -> TypedExpr | None:
        if tree.text in self.scope.words.get(beside, ()):
            kind = beside if only_words(beside) else NUMBER
            return TypedExpr(Num(self.scope.words[beside][tree.text]), kind)
        if tree.text in self.scope.flags:
            self.flags.add(tree.text)
        value = self.scope.values.get(tree.text)
        if value is None and tree.text == "because":
            return self.because(tree, "!=", 0)
        return value or self.report_unknown(tree, wanted, beside)

    def because(self, at: Name, op: Literal["==", "!="], number: int) -> TypedExpr | None:
        """Return a comparison of what the visit is about: 0 for nothing, else 1 more than the
        number of a choice."""
        if not (self.place.scene or self.place.caused):
            self.report_nobody_visits(at)
            return None
        slot = Get(self.scope.slot_index["@because"])
        return TypedExpr(Compare(op, slot, Num(number)), TRUTH)

    def call(self, tree: Call) -> TypedExpr | None:
        match tree.name, tree.items:
            case "abs", (item,):
                value = self.check_kind(item, NUMBER)
                return value and TypedExpr(Abs(value.expr), NUMBER)
            case "min" | "max", (_, _, *_):
                exprs = self.exprs(tree.items, NUMBER)
                least = tree.name == "min"
                return TypedExpr(Least(exprs) if least else Most(exprs), NUMBER) if exprs else None
            case "seen" | "took" | "times_seen" | "times_took" | "took_now" | "because", (
                Name() as place,
            ):
                return self.visited(tree, place)
            case "quarters_since", (Name() as flag,):
                return self.quarters_since(flag)
            case "top", (Name(group) as name,):
                return self.scope.top_of_group.get(group) or self.report_missing(
                    name, "group", list(self.scope.top_of_group)
                )
        function = Name(tree.name, tree.at)
        if tree.name not in FUNCTIONS:
            return self.report_missing(function, "function", list(FUNCTIONS))
        problem = f"In the brackets of `{tree.name}` stands {FUNCTIONS[tree.name]}."
        self.report("expression", function, problem=problem)
        return None

    def visited(self, call: Call, name: Name) -> TypedExpr | None:
        """Return what a function asks about one scene or choice."""
        scope, key = self.scope, name.text
        places, what = (scope.scenes, "scene")
        if call.name not in ("seen", "times_seen"):
            places, what = scope.choices, "choice"
        if key.partition(".")[0] == "this":
            if not self.place.scene:
                sentence = "`this` is the scene that the words stand in, and here is none."
                self.report("not-here", name, f"Write the {what}'s full name.", sentence=sentence)
                return None
            key = self.place.scene + key.removeprefix("this")
        if key not in places:
            scenario = f"{key.partition('.')[0]}."
            return self.report_missing(
                name, what, [each for each in places if each.startswith(scenario)] or list(places)
            )
        function = Name(call.name, call.at)
        match call.name:
            case "seen" | "took":
                return TypedExpr(Bit(SEEN if what == "scene" else TAKEN, places[key]), TRUTH)
            case "because":
                return self.because(function, "==", places[key] + 1)
            case "took_now" if not self.place.scene:
                self.report_nobody_visits(function)
                return None
            case "took_now":
                return TypedExpr(IsSet(scope.slot_index[f"took_now.{key}"]), TRUTH)
            case _:
                return TypedExpr(Get(scope.slot_index[f"{call.name}.{key}"]), NUMBER)

    def quarters_since(self, flag: Name) -> TypedExpr | None:
        if flag.text in self.scope.flags:
            self.flags.add(flag.text)
            return TypedExpr(Since(self.scope.flags[flag.text], QUARTER), NUMBER)
        if flag.text in self.scope.values:
            sentence = f"`quarters_since` asks about a flag, and `{flag.text}` is none."
            self.report(
                "mixed-kinds", flag, "Name a flag that some `set` names.", sentence=sentence
            )
            return None
        if self.scope.guess_budget.nearest(flag.text, self.scope.flags, SLIP_SIMILARITY).name:
            return self.report_missing(flag, "flag", list(self.scope.flags))
        self.unset_flag(flag)
        return TypedExpr(Num(COUNTER_MAX), NUMBER)
