"""Mentions: every place where a name of a pack is given, set, asked for, led to or shown, with the characters that spell it there.

    for mention in mentions(draft):
        print(mention.kind, mention.id, mention.place, mention.deed)

Driven by the table of fields, so a new field is followed as soon as its shape says whose name stands in it. PURE, and at home in a
draft with errors: what could be read is followed, a name that means nothing is taken for what its field would have it be.
"""

from pmsim.authoring.symbols.index import SYMBOL_KINDS, USAGES, Reference, SymbolKind, Usage
from pmsim.authoring.symbols.names import KnownNames, known_names
from pmsim.authoring.symbols.references import find_references, symbol_kinds_for

__all__ = ["SYMBOL_KINDS", "USAGES", "KnownNames", "Reference", "SymbolKind", "Usage", "find_references", "known_names", "symbol_kinds_for"]
