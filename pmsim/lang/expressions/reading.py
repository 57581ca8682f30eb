"""From a tree to a `core` expression: names looked up, kinds kept apart, ranges held within bounds. Reports everything at once."""

import re
from typing import Literal, NamedTuple, cast

from pmsim.core.expr import Abs, All, Among, Arith, Bit, Compare, Expr, IfElse, Least, Most, Not, Num, Since, Some, evaluate
from pmsim.core.program import COUNTER_MAX, QUARTER, SEEN, TAKEN
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.expressions.parse import parse
from pmsim.lang.expressions.ranges import LIMIT, DivisorError, Range, range_of
from pmsim.lang.expressions.scope import NUMBER, ROLE, STAGE, TRUTH, Scope, Value
from pmsim.lang.expressions.size import oversized
from pmsim.lang.expressions.syntax import (
    Arithmetic,
    Call,
    Choose,
    Comparison,
    Inverse,
    Logic,
    Membership,
    Name,
    Negative,
    Number,
    SpellingError,
    Tree,
)
from pmsim.lang.nodes import Scalar
from pmsim.lang.rules import found
from pmsim.lang.spelling import Near

FALSE: Expr = Compare("!=", Num(0), Num(0))
"""A flag that nothing sets."""
FUNCTIONS = {
    "abs": "one number",
    "max": "a list of two numbers or more",
    "min": "a list of two numbers or more",
    "quarters_since": "one flag",
    "seen": "one scene, as in seen(the_date.slide_eleven)",
    "took": "one choice, as in took(the_date.slide_eleven.clap)",
    "top": "one group",
}
"""The functions, and what stands in their brackets."""
_FLAG = re.compile("[a-z][a-z0-9_]{0,63}")
_SLIP = 0.8
"""A flag that nothing sets, and as much like another name as this, is a slip of the hand."""
_SAID = {NUMBER: "a number", TRUTH: "true or false", ROLE: "a role", STAGE: "a stage"}
_MANY = {TRUTH: "what is true or false", ROLE: "roles", STAGE: "stages"}
_CONSTANT = {
    **dict.fromkeys(("true", "True", "always", "yes"), "Leave the condition out: then it always holds."),
    **dict.fromkeys(("false", "False", "never", "no"), "Only `needs` may be `never`."),
}


class Reading(NamedTuple):
    """`expr` None: it cannot be read, and `diagnostics` say why. `flags`: the flags it asks for, set anywhere or not."""

    expr: Expr | None
    range: Range
    flags: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]


def read(scalar: Scalar, scope: Scope, wanted: Literal["number", "truth"], skip: int = 0) -> Reading:
    """The expression in a scalar, less its first `skip` characters."""
    reader = _Reader(scalar, scope, skip)
    value = reader.whole(wanted)
    within = range_of(value.expr, scope.slots, scope.known) if value else Range(0, 0)
    return Reading(value.expr if value else None, within, frozenset(reader.flags), tuple(reader.said))


def said(kind: str) -> str:
    """A kind in words."""
    return _SAID.get(kind) or f"one of {kind[4:-1]}"


class _Reader:
    def __init__(self, scalar: Scalar, scope: Scope, skip: int) -> None:
        self.scalar, self.scope, self.skip = scalar, scope, skip
        self.flags: set[str] = set()
        self.said: list[Diagnostic] = []

    def complain(self, rule: str, at: int, length: int = 1, hint: str = "", *, instead: str = "", **words: object) -> None:
        self.said.append(found(rule, self.scalar.at(self.skip + at), hint=hint, length=length, instead=instead, **words))

    def whole(self, wanted: str) -> Value | None:
        try:
            tree = parse(self.scalar.text[self.skip :])
        except SpellingError as error:
            self.complain("expression", error.at, error.length, error.hint, problem=error.message)
            return None
        value = self.kinded(tree, wanted)
        if value is None or any(one.severity == "error" for one in self.said):
            return None
        if oversized(value.expr):
            self.complain("expression", 0, problem="This is too long once its computed stats are written out.")
            return None
        return value if self.bounded(value, tree) else None

    def kinded(self, tree: Tree, wanted: str) -> Value | None:
        """The value of `tree`, which must be of the kind."""
        value = self.value(tree, wanted)
        if value is None or value.kind == wanted:
            return value
        hint = ""
        if isinstance(tree, Name):
            hint = f"Compare it: `{tree.text} >= 1`." if wanted == TRUTH and value.kind == NUMBER else hint
            hint = f"A flag counts as a number so: `(1 if {tree.text} else 0)`." if wanted == NUMBER and value.kind == TRUTH else hint
            hint = f"Compare it: `{tree.text} == …`." if value.kind not in (NUMBER, TRUTH) else hint
        place = "a condition" if wanted == TRUTH else said(wanted)
        self.complain("mixed-kinds", tree.at, _length(tree), hint, sentence=f"This is {said(value.kind)}, and here stands {place}.")
        return None

    def value(self, tree: Tree, wanted: str = "", beside: str = "") -> Value | None:  # noqa: C901 - one case a kind of tree
        """The value of `tree`, or None after a complaint. `wanted`: what would be welcome; `beside`: what it is compared with."""
        match tree:
            case Number(number):
                return Value(Num(number), NUMBER)
            case Name():
                return self.name(tree, wanted, beside)
            case Call():
                return self.call(tree)
            case Negative(item):
                inner = self.kinded(item, NUMBER)
                return inner and self.arithmetic("-", Value(Num(0), NUMBER), inner, tree, item)
            case Arithmetic(op, left, right):
                a, b = self.kinded(left, NUMBER), self.kinded(right, NUMBER)
                return self.arithmetic(op, a, b, tree, right) if a and b else None
            case Comparison():
                return self.comparison(tree)
            case Membership():
                return self.membership(tree)
            case Logic(op, items):
                values = [self.kinded(item, TRUTH) for item in items]
                exprs = tuple(value.expr for value in values if value)
                return Value(All(exprs) if op == "and" else Some(exprs), TRUTH) if len(exprs) == len(items) else None
            case Inverse(item):
                inner = self.kinded(item, TRUTH)
                return inner and Value(Not(inner.expr), TRUTH)
            case Choose(test, then, other):
                asked, yes, no = self.kinded(test, TRUTH), self.value(then, wanted, beside), self.value(other, wanted, beside)
                if asked is None or yes is None or no is None:
                    return None
                if not self.alike(yes, no, tree.at, "`a if c else b` cannot be"):
                    return None
                return Value(IfElse(asked.expr, yes.expr, no.expr), yes.kind)

    def arithmetic(self, op: str, a: Value, b: Value, tree: Tree, divisor: Tree) -> Value | None:
        expr = Arith(cast(Literal["+", "-", "*", "//", "%"], op), a.expr, b.expr)
        try:
            range_of(expr, self.scope.slots, self.scope.known)
        except DivisorError:
            low, high = range_of(b.expr, self.scope.slots, self.scope.known)
            hint = "Keep it above 0: `max(1, …)`." if high > 0 else ""
            self.complain("divides-by-zero", divisor.at, _length(divisor), hint, low=low, high=high)
            return None
        value = Value(Num(evaluate(expr, ())) if isinstance(a.expr, Num) and isinstance(b.expr, Num) else expr, NUMBER)
        return value if self.bounded(value, tree) else None

    def bounded(self, value: Value, tree: Tree) -> bool:
        low, high = range_of(value.expr, self.scope.slots, self.scope.known)
        if low >= -LIMIT and high <= LIMIT:
            return True
        self.complain("too-far", tree.at, _length(tree), "Keep it smaller: `min(100, …)`.", low=low, high=high)
        return False

    def alike(self, a: Value, b: Value, at: int, what: str) -> bool:
        if a.kind == b.kind:
            return True
        self.complain("mixed-kinds", at, sentence=f"{what} {said(a.kind)} on one side and {said(b.kind)} on the other.")
        return False

    def comparison(self, tree: Comparison) -> Value | None:
        a = self.value(tree.left, beside=self.context(tree.right))
        b = self.value(tree.right, beside=self.context(tree.left))
        if a is None or b is None or not self.alike(a, b, tree.at, "A comparison cannot have"):
            return None
        if a.kind != NUMBER and tree.op not in ("==", "!="):
            sentence = f"There is no order between {_MANY.get(a.kind, 'names')}."
            self.complain("mixed-kinds", tree.at, len(tree.op), "Use == or `in`.", sentence=sentence)
            return None
        return Value(Compare(tree.op, a.expr, b.expr), TRUTH)

    def membership(self, tree: Membership) -> Value | None:
        item = self.value(tree.item)
        listed = [self.value(each, beside=self.context(tree.item)) for each in tree.listed]
        exprs = [each.expr for each in listed if each and item and self.alike(item, each, tree.at, "A list cannot have")]
        if item is None or len(exprs) != len(tree.listed):
            return None
        values = tuple(expr.value for expr in exprs if isinstance(expr, Num))
        expr: Expr = Among(item.expr, values)
        if len(values) != len(exprs):
            expr = Some(tuple(Compare("==", item.expr, each) for each in exprs))
        return Value(Not(expr) if tree.inverse else expr, TRUTH)

    def context(self, tree: Tree) -> str:
        """Beside `tree`, which further words have a meaning: a key of `Scope.words`, or ''."""
        match tree:
            case Name(text) if text in self.scope.words:
                return text
            case Call("top", (Name(group),)):
                return f"top({group})"
            case _:
                return ""

    def name(self, tree: Name, wanted: str, beside: str) -> Value | None:
        if tree.text in self.scope.words.get(beside, ()):
            kind = beside if _closed(beside) else NUMBER
            return Value(Num(self.scope.words[beside][tree.text]), kind)
        if tree.text in self.scope.flags:
            self.flags.add(tree.text)
        value = self.scope.values.get(tree.text)
        return value or self.unknown(tree, wanted, beside)

    def unknown(self, tree: Name, wanted: str, beside: str) -> Value | None:
        text = tree.text
        words, values = self.scope.words.get(beside, {}), self.scope.values
        other = next((key for key, found_there in self.scope.words.items() if text in found_there), "")
        meant = Near()
        if text in _CONSTANT:
            hint = _CONSTANT[text]
        elif f"times.{text}" in values:
            hint = f"It is a tag; how often it was taken: `times.{text} >= 1`."
        elif other:
            sign = "==" if _closed(other) else ">="
            hint = f"It is a word beside `{other}`: `{other} {sign} {text}`."
        elif wanted == TRUTH and _FLAG.fullmatch(text) and text not in ("times", "passed"):
            meant = self.meant(text, list(values), wanted, beside, _SLIP)
            if not meant.name:
                return self.unset(tree)
            hint = f"Did you mean `{meant.name}`?"
        else:
            meant = self.meant(text, [*words, *values], wanted, beside)
            hint = f"Did you mean `{meant.name}`?" if meant.name else ""
        what = f"{beside} cannot be" if _closed(beside) else "Nothing here is called"
        self.complain("unknown-name", tree.at, len(text), hint, instead=meant.instead, sentence=f"{what} `{text}`.")
        return None

    def meant(self, text: str, names: list[str], wanted: str, beside: str, alike: float = 0.65) -> Near:
        """The nearest of some names; sure only if it is of the kind that can stand there."""
        near = self.scope.guesses.nearest(text, names, alike)
        value = self.scope.values.get(near.name)
        fits = near.name in self.scope.words.get(beside, ()) or (not _closed(beside) and value is not None and wanted in ("", value.kind))
        return near if fits else near._replace(sure=False)

    def unset(self, tree: Name) -> Value:
        self.flags.add(tree.text)
        self.complain("flag-never-set", tree.at, len(tree.text), flag=tree.text)
        return Value(FALSE, TRUTH)

    def call(self, tree: Call) -> Value | None:
        match tree.name, tree.items:
            case "abs", (item,):
                value = self.kinded(item, NUMBER)
                return value and Value(Abs(value.expr), NUMBER)
            case "min" | "max", (_, _, *_):
                values = [self.kinded(item, NUMBER) for item in tree.items]
                exprs = tuple(value.expr for value in values if value)
                if len(exprs) < len(values):
                    return None
                return Value(Least(exprs) if tree.name == "min" else Most(exprs), NUMBER)
            case "seen", (Name() as place,):
                return self.place(place, SEEN)
            case "took", (Name() as place,):
                return self.place(place, TAKEN)
            case "quarters_since", (Name() as flag,):
                return self.since(flag)
            case "top", (Name(group) as name,):
                return self.scope.tops.get(group) or self.missing(name, "group", list(self.scope.tops))
        if tree.name not in FUNCTIONS:
            return self.missing(Name(tree.name, tree.at), "function", list(FUNCTIONS))
        problem = f"In the brackets of `{tree.name}` stands {FUNCTIONS[tree.name]}."
        self.complain("expression", tree.at, len(tree.name), problem=problem)
        return None

    def place(self, name: Name, slot: int) -> Value | None:
        places, what = (self.scope.scenes, "scene") if slot == SEEN else (self.scope.choices, "choice")
        if name.text in places:
            return Value(Bit(slot, places[name.text]), TRUTH)
        scenario = f"{name.text.partition('.')[0]}."
        return self.missing(name, what, [each for each in places if each.startswith(scenario)] or list(places))

    def since(self, flag: Name) -> Value | None:
        if flag.text in self.scope.flags:
            self.flags.add(flag.text)
            return Value(Since(self.scope.flags[flag.text], QUARTER), NUMBER)
        if self.scope.guesses.nearest(flag.text, self.scope.flags, _SLIP).name:
            return self.missing(flag, "flag", list(self.scope.flags))
        self.unset(flag)
        return Value(Num(COUNTER_MAX), NUMBER)

    def missing(self, name: Name, what: str, names: list[str]) -> Value | None:
        hint, instead = self.scope.guesses.hint(name.text, names)
        self.complain("unknown-name", name.at, len(name.text), hint, instead=instead, sentence=f"There is no {what} called `{name.text}`.")
        return None


def _closed(beside: str) -> bool:
    """Return whether only the words of a list can stand beside it, and no number."""
    return beside in (ROLE, STAGE) or beside.startswith("top(")


def _length(tree: Tree) -> int:
    match tree:
        case Name(text):
            return len(text)
        case Number(value):
            return len(str(value))
        case _:
            return 1
