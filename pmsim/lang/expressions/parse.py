"""From text to a tree, with Python's spelling and Python's order of operations. Knows no names; raises only `SpellingError`."""

from typing import cast

from pmsim.lang.expressions.syntax import (
    Arithmetic,
    ArithmeticOp,
    Call,
    Choose,
    CompareOp,
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
from pmsim.lang.expressions.tokens import SHORTER, Token, tokens

DEEPEST = 20
"""How deep brackets, calls, `not`, minus signs and `if` may stand in one another."""
_INSTEAD = {
    "is": "Write == to compare.",
    "x": "Write * for times.",
    **{word: f"Write `{word}`, in small letters." for word in ("and", "or", "not", "in")},
}
"""What to write for a word, in small letters, that stands where a sign does."""
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
WORDS = ("and", "or", "not", "in", "if", "else")
"""Words of the language; they are no names."""


def parse(text: str) -> Tree:
    """The tree of `text`. Raises SpellingError."""
    return _Parser(tokens(text)).whole()


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.place = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def take(self, *texts: str) -> Token | None:
        """The token, if it is one of `texts`, which it then steps over."""
        token = self.token
        if token.kind in ("name", "sign") and token.text in texts:
            self.place += 1
            return token
        return None

    def expect(self, text: str, why: str) -> None:
        if not self.take(text):
            raise self.stuck(f"{why}: `{text}` is missing", f"Write `{text}` here.")

    def stuck(self, message: str, hint: str = "") -> SpellingError:
        token = self.token
        here = "at the end" if token.kind == "end" else f"before `{token.text}`"
        return SpellingError(token.at, len(token.text), f"{message} {here}.", hint)

    def whole(self) -> Tree:
        if len(self.tokens) == 1:
            raise SpellingError(0, 1, "There is nothing here.", "Write a number or a condition.")
        found = self.choose()
        if self.token.kind != "end":
            hint = _INSTEAD.get(self.token.text.lower(), "Is `and`, a comma or a sign missing between them?")
            raise self.stuck("Two things stand side by side", hint)
        return found

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise SpellingError(self.token.at, 1, f"This is nested more than {DEEPEST} deep.", SHORTER)

    def choose(self) -> Tree:
        self.deeper()
        then = self.either()
        if word := self.take("if"):
            test = self.either()
            self.expect("else", "`a if condition else b` needs both")
            then = Choose(test, then, self.choose(), word.at)
        self.depth -= 1
        return then

    def either(self) -> Tree:
        items = [self.both()]
        while self.take("or"):
            items.append(self.both())
        return items[0] if len(items) == 1 else Logic("or", tuple(items), items[0].at)

    def both(self) -> Tree:
        items = [self.inverse()]
        while self.take("and"):
            items.append(self.inverse())
        return items[0] if len(items) == 1 else Logic("and", tuple(items), items[0].at)

    def inverse(self) -> Tree:
        if word := self.take("not"):
            self.deeper()
            item = self.inverse()
            self.depth -= 1
            return Inverse(item, word.at)
        return self.comparison()

    def comparison(self) -> Tree:
        left = self.sum()
        links: list[Tree] = []
        while True:
            if sign := self.take(*COMPARISONS):
                right = self.sum()
                links.append(Comparison(cast(CompareOp, sign.text), left, right, sign.at))
                left = right
            elif self.token.text == "in" or (self.token.text == "not" and self.tokens[self.place + 1].text == "in"):
                inverse = self.take("not") is not None
                word = self.take("in")
                assert word is not None
                links.append(Membership(left, self.listed(), inverse, word.at))
                if self.token.text in (*COMPARISONS, "in"):
                    raise self.stuck("A list cannot be compared", "Join two comparisons by `and`.")
                break
            else:
                break
        return left if not links else links[0] if len(links) == 1 else Logic("and", tuple(links), links[0].at)

    def listed(self) -> tuple[Tree, ...]:
        self.expect("(", "`in` needs a list in brackets")
        return self.items()

    def items(self) -> tuple[Tree, ...]:
        """What stands between an opened bracket and its end, at least one."""
        found = [self.choose()]
        while self.take(","):
            if self.token.text == ")":
                break
            found.append(self.choose())
        self.expect(")", "A bracket stays open")
        return tuple(found)

    def sum(self) -> Tree:
        left = self.product()
        while sign := self.take("+", "-"):
            left = Arithmetic(cast(ArithmeticOp, sign.text), left, self.product(), sign.at)
        return left

    def product(self) -> Tree:
        left = self.signed()
        while sign := self.take("*", "//", "%"):
            left = Arithmetic(cast(ArithmeticOp, sign.text), left, self.signed(), sign.at)
        return left

    def signed(self) -> Tree:
        if sign := self.take("-", "+"):
            self.deeper()
            item = self.signed()
            self.depth -= 1
            return Negative(item, sign.at) if sign.text == "-" else item
        return self.tip()

    def tip(self) -> Tree:
        token = self.token
        if token.kind == "number":
            self.place += 1
            return Number(int(token.text), token.at)
        if token.kind == "name" and token.text not in WORDS:
            self.place += 1
            return Call(token.text, self.items(), token.at) if self.take("(") else Name(token.text, token.at)
        if self.take("("):
            inner = self.choose()
            if self.token.text == ",":
                raise self.stuck("A list stands only after `in`", "As in `role in (pm, senior_pm)`.")
            self.expect(")", "A bracket stays open")
            return inner
        per_cent = self.place > 0 and self.tokens[self.place - 1].text == "%" and self.token.kind == "end"
        raise self.stuck("A number or a name is missing", "Leave the % out; odds are per cent already." if per_cent else "")
