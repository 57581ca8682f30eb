"""Expressions: from an author's line to `core.expr`, with its kind and its range. Its own tokenizer and parser; nothing is ever run."""

from pmsim.lang.expressions.parse import WORDS
from pmsim.lang.expressions.ranges import Range, range_of
from pmsim.lang.expressions.scope import NUMBER, ROLE, STAGE, TRUTH, Scope, TypedExpr
from pmsim.lang.expressions.typecheck import FUNCTIONS, CheckedExpression, check_expression

__all__ = [
    "FUNCTIONS",
    "NUMBER",
    "ROLE",
    "STAGE",
    "TRUTH",
    "WORDS",
    "CheckedExpression",
    "Range",
    "Scope",
    "TypedExpr",
    "check_expression",
    "range_of",
]
