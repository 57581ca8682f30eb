"""The compiler: from files to a pack, with all diagnostics at once. Never raises on bad input."""

from pmsim.lang.compiler.compile import Compiled, Draft, compile_pack, compile_solo

__all__ = ["Compiled", "Draft", "compile_pack", "compile_solo"]
