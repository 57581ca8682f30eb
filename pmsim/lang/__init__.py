"""The language: from files to a program with its texts, or to all diagnostics at once. Never raises
on bad input.

The names are imported on first use, so that using a part of the language does not import the
compiler.
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
