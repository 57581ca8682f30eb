"""The language: from text to a program and its words, or to every complaint at once. Pure; never raises on bad input."""

from pmsim.lang.lower import Compiled, compile_pack, compile_solo

__all__ = ["Compiled", "compile_pack", "compile_solo"]
