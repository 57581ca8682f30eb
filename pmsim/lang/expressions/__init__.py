"""Expressions: from text to `core.expr`, with kind and range. A tokenizer and parser of their own;
nothing is executed."""

from pmsim.lang.expressions.parse import FUNCTIONS, WORDS
from pmsim.lang.expressions.ranges import Range
from pmsim.lang.expressions.scope import NUMBER, ROLE, STAGE, TRUTH, Scope, TypedExpr
from pmsim.lang.expressions.typecheck import CheckedExpression, check_expression

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
]
