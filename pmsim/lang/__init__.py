"""The language: from text to a program and its words, or to every complaint at once. Pure; never raises on bad input.

The names are imported on first use, so that asking for a word of the language does not bring the compiler in.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmsim.lang.compiler import Compiled, Draft, compile_pack, compile_solo

__all__ = ["Compiled", "Draft", "compile_pack", "compile_solo"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'pmsim.lang' has no attribute {name!r}")
    return getattr(import_module("pmsim.lang.compiler"), name)
