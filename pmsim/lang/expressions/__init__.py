"""Expressions: from an author's line to `core.expr`, with its kind and its range. Its own tokenizer and parser; nothing is ever run."""

from pmsim.lang.expressions.parse import WORDS
from pmsim.lang.expressions.ranges import Range, range_of
from pmsim.lang.expressions.reading import FUNCTIONS, Reading, read
from pmsim.lang.expressions.scope import NUMBER, ROLE, STAGE, TRUTH, Scope, Value

__all__ = ["FUNCTIONS", "NUMBER", "ROLE", "STAGE", "TRUTH", "WORDS", "Range", "Reading", "Scope", "Value", "range_of", "read"]
