"""Parsing: from text to a syntax tree, with Python's syntax and precedence. No names; raises only
`ExpressionSyntaxError`."""

from collections.abc import Callable
from typing import Literal, cast

from pmsim.lang.expressions.syntax import (
    SHORTEN_HINT,
    Arithmetic,
    ArithmeticOp,
    Call,
    CompareOp,
    Comparison,
    Conditional,
    ExpressionSyntaxError,
    Logic,
    Membership,
    Name,
    Negation,
    NumberLiteral,
    SyntaxTree,
    Token,
    UnaryMinus,
    tokenize,
)

MAX_NESTING = 20
"""The deepest nesting of brackets, calls, `not`, minus signs and `if`."""
_INSTEAD = {
    "is": "Write == to compare.",
    "x": "Write * for times.",
    **{word: f"Write `{word}`, in small letters." for word in ("and", "or", "not", "in")},
}
"""Hints for a word, in lower case, in the place of an operator."""
_SPOKEN = {"at least": ">=", "at most": "<=", "more than": ">", "less than": "<"}
"""Signs of comparison by the words for them."""
_NO_PER_CENT = (
    "Leave the % out: odds are per cent already, all else is whole numbers, and a tenth of x is"
    " `x // 10`."
)
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
WORDS = ("and", "or", "not", "in", "if", "else")
"""The language's reserved words."""

FUNCTIONS = {
    "abs": "one number",
    "because": "one choice, as in because(the_date.slide_eleven.clap)",
    "max": "a list of two numbers or more",
    "min": "a list of two numbers or more",
    "quarters_since": "one flag",
    "seen": "one scene, as in seen(the_date.slide_eleven)",
    "times_seen": "one scene, as in times_seen(the_date.slide_eleven)",
    "times_took": "one choice, as in times_took(the_date.slide_eleven.clap)",
    "took": "one choice, as in took(the_date.slide_eleven.clap)",
    "took_now": "one choice, as in took_now(the_date.slide_eleven.clap)",
    "top": "one group",
}
"""The functions, and a description of their arguments."""
SECOND_EDITION = frozenset({"because", "times_seen", "times_took", "took_now"})
"""Words that came later: a pack may have a name like one of them, which then hides the word."""


def parse(text: str) -> SyntaxTree:
    """Return the syntax tree of `text`. Raise ExpressionSyntaxError."""
    return _Parser(tokenize(text)).parse_all()


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.position = 0
        self.token = tokens[0]
        self.depth = 0

    def advance(self) -> None:
        """Step over the token."""
        self.position += 1
        self.token = self.tokens[self.position]

    def take(self, *texts: str) -> Token | None:
        """Step over the token and return it if it is one of `texts`, else return None."""
        token = self.token
        if token.text not in texts:
            return None
        self.advance()
        return token

    def expect(self, text: str, why: str) -> None:
        if not self.take(text):
            raise self.error(f"{why}: `{text}` is missing", f"Write `{text}` here.")

    def error(self, message: str, hint: str = "") -> ExpressionSyntaxError:
        token = self.token
        here = "at the end" if token.kind == "end" else f"before `{token.text}`"
        return ExpressionSyntaxError(token.at, len(token.text), f"{message} {here}.", hint)

    def parse_all(self) -> SyntaxTree:
        if len(self.tokens) == 1:
            raise ExpressionSyntaxError(
                0, 1, "There is nothing here.", "Write a number or a condition."
            )
        tree = self.conditional()
        if self.token.kind != "end":
            raise self.error("Two things stand side by side", self.missing_sign())
        return tree

    def missing_sign(self) -> str:
        """Return a hint for two things side by side: the sign for the words between them."""
        words = [token.text.lower() for token in self.tokens[self.position : self.position + 3]]
        spoken = " ".join(words[1:] if words[0] in ("is", "be") else words[:2])
        if spoken in _SPOKEN:
            return f'Write `{_SPOKEN[spoken]}` for "{spoken}".'
        return _INSTEAD.get(words[0], "Is `and`, a comma or a sign missing between them?")

    def enter(self) -> None:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise ExpressionSyntaxError(
                self.token.at, 1, f"This is nested more than {MAX_NESTING} deep.", SHORTEN_HINT
            )

    def conditional(self) -> SyntaxTree:
        self.enter()
        then = self.disjunction()
        if word := self.take("if"):
            test = self.disjunction()
            self.expect("else", "`a if condition else b` needs both")
            then = Conditional(test, then, self.conditional(), word.at)
        self.depth -= 1
        return then

    def disjunction(self) -> SyntaxTree:
        return self.joined("or", self.conjunction)

    def conjunction(self) -> SyntaxTree:
        return self.joined("and", self.negation)

    def joined(self, word: Literal["and", "or"], part: Callable[[], SyntaxTree]) -> SyntaxTree:
        """Return one part, or several that a word joins."""
        first = part()
        if self.token.text != word:
            return first
        items = [first]
        while self.take(word):
            items.append(part())
        return Logic(word, tuple(items), first.at)

    def negation(self) -> SyntaxTree:
        if word := self.take("not"):
            self.enter()
            item = self.negation()
            self.depth -= 1
            return Negation(item, word.at)
        return self.comparison()

    def comparison(self) -> SyntaxTree:
        left = self.sum()
        links: list[SyntaxTree] = []
        while sign := self.take(*COMPARISONS):
            right = self.sum()
            links.append(Comparison(cast(CompareOp, sign.text), left, right, sign.at))
            left = right
        inverse = self.token.text == "not" and self.tokens[self.position + 1].text == "in"
        if inverse:
            self.advance()
        if word := self.take("in"):
            self.expect("(", "`in` needs a list in brackets")
            links.append(Membership(left, self.items(), inverse, word.at))
            if self.token.text in (*COMPARISONS, "in"):
                raise self.error("A list cannot be compared", "Join two comparisons by `and`.")
        return (
            left
            if not links
            else links[0]
            if len(links) == 1
            else Logic("and", tuple(links), links[0].at)
        )

    def items(self) -> tuple[SyntaxTree, ...]:
        """Return the items up to the closing bracket, at least one."""
        trees = [self.conditional()]
        while self.take(","):
            if self.token.text == ")":
                break
            trees.append(self.conditional())
        self.expect(")", "A bracket stays open")
        return tuple(trees)

    def sum(self) -> SyntaxTree:
        return self.arithmetic(("+", "-"), self.product)

    def product(self) -> SyntaxTree:
        return self.arithmetic(("*", "//", "%"), self.signed)

    def arithmetic(self, signs: tuple[str, ...], part: Callable[[], SyntaxTree]) -> SyntaxTree:
        """Return one part, or several with these signs between them."""
        left = part()
        while sign := self.take(*signs):
            left = Arithmetic(cast(ArithmeticOp, sign.text), left, part(), sign.at)
        return left

    def signed(self) -> SyntaxTree:
        if sign := self.take("-", "+"):
            self.enter()
            item = self.signed()
            self.depth -= 1
            return UnaryMinus(item, sign.at) if sign.text == "-" else item
        return self.primary()

    def primary(self) -> SyntaxTree:
        token = self.token
        if token.kind == "number":
            self.advance()
            return NumberLiteral(int(token.text), token.at)
        if token.kind == "name" and token.text not in WORDS:
            self.advance()
            return (
                Call(token.text, self.items(), token.at)
                if self.take("(")
                else Name(token.text, token.at)
            )
        if self.take("("):
            inner = self.conditional()
            if self.token.text == ",":
                raise self.error(
                    "A list stands only after `in`", "As in `role in (pm, senior_pm)`."
                )
            self.expect(")", "A bracket stays open")
            return inner
        per_cent = (
            self.position > 0
            and self.tokens[self.position - 1].text == "%"
            and self.token.kind == "end"
        )
        raise self.error(
            "A number or a name is missing",
            _NO_PER_CENT if per_cent else "",
        )
