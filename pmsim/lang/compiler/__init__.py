"""From files to a pack: what is written becomes `core.program` and its words. Never raises on bad input; says everything at once."""

from pmsim.lang.compiler.compile import Compiled, Draft, compile_pack, compile_solo

__all__ = ["Compiled", "Draft", "compile_pack", "compile_solo"]
