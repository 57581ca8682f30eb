"""The engine: functions from values to values.

No text for people, no clock, no file. All chance comes from `chance`.
"""

from pmsim.core.compile_expr import evaluate
from pmsim.core.step import NotOpenError, offered, start, step

__all__ = ["NotOpenError", "evaluate", "offered", "start", "step"]
