"""The language: from files to a program with its texts, or to all diagnostics at once. Never raises
on bad input.

The names below are its face. Those of `_LAZY` are imported on first use, so that using a part of
the language does not import the compiler.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from pmsim.lang.characters import count_text, shortened, visible
from pmsim.lang.diagnostics import Diagnostic, PackError, Rule, Severity
from pmsim.lang.nodes import Comment, Entry, Mapping, Node, Place, Scalar, Sequence

if TYPE_CHECKING:
    from pmsim.lang.compiler import Compiled, Draft, compile_pack, compile_solo
    from pmsim.lang.compiler.symbols import OUT, ScenarioSymbol, SceneSymbol, slug
    from pmsim.lang.pack import Pack, shown_variant
    from pmsim.lang.rules import BY_NAME, RULES, make_diagnostic

_LAZY = {
    "compiler": ("Compiled", "Draft", "compile_pack", "compile_solo"),
    "compiler.symbols": ("OUT", "ScenarioSymbol", "SceneSymbol", "slug"),
    "pack": ("Pack", "shown_variant"),
    "rules": ("BY_NAME", "RULES", "make_diagnostic"),
}
"""Names by the module in which they are."""
__all__ = [
    "BY_NAME",
    "OUT",
    "RULES",
    "Comment",
    "Compiled",
    "Diagnostic",
    "Draft",
    "Entry",
    "Mapping",
    "Node",
    "Pack",
    "PackError",
    "Place",
    "Rule",
    "Scalar",
    "ScenarioSymbol",
    "SceneSymbol",
    "Sequence",
    "Severity",
    "compile_pack",
    "compile_solo",
    "count_text",
    "make_diagnostic",
    "shortened",
    "shown_variant",
    "slug",
    "visible",
]


def __getattr__(name: str) -> object:
    for module, names in _LAZY.items():
        if name in names:
            return getattr(import_module(f"pmsim.lang.{module}"), name)
    raise AttributeError(f"module 'pmsim.lang' has no attribute {name!r}")
