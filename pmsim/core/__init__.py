"""The engine: values in, values out. PURE: no text for humans, no clock, no file, no chance but `chance`."""

from pmsim.core.expr import evaluate
from pmsim.core.step import NotOpenError, offered, start, step

__all__ = ["NotOpenError", "evaluate", "offered", "start", "step"]
