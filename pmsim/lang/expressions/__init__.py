"""Expressions: from text to `core.expr`, with kind and range. A tokenizer and parser of their own;
nothing is executed."""

from pmsim.lang.expressions.parse import FUNCTIONS, SECOND_EDITION, WORDS
from pmsim.lang.expressions.ranges import Range
from pmsim.lang.expressions.scope import (
    NOWHERE,
    NUMBER,
    ROLE,
    STAGE,
    TRUTH,
    Scope,
    TypedExpr,
    VisitPlace,
)
from pmsim.lang.expressions.typecheck import CheckedExpression, check_expression

__all__ = [
    "FUNCTIONS",
    "NOWHERE",
    "NUMBER",
    "ROLE",
    "SECOND_EDITION",
    "STAGE",
    "TRUTH",
    "WORDS",
    "CheckedExpression",
    "Range",
    "Scope",
    "TypedExpr",
    "VisitPlace",
    "check_expression",
]
