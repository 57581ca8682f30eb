"""From files to a pack: what is written becomes `core.program` and its words. Never raises on bad input; says everything at once."""

from pmsim.lang.lower.assemble import Compiled
from pmsim.lang.lower.compile import compile_pack, compile_solo
from pmsim.lang.lower.draft import Draft

__all__ = ["Compiled", "Draft", "compile_pack", "compile_solo"]
