"""References: every place where a pack's name is defined, set, read, linked or shown, with its
exact characters.

    for reference in find_references(draft):
        print(reference.kind, reference.id, reference.place, reference.usage)

The table of fields drives the search, so new fields are covered once their shape says what they
refer to. Pure. Drafts with errors work: unreadable parts are skipped, and an unknown name gets the
first kind that its field allows."""

from pmsim.authoring.symbols.index import SYMBOL_KINDS, USAGES, Reference, SymbolKind, Usage
from pmsim.authoring.symbols.names import KnownNames, known_names
from pmsim.authoring.symbols.references import find_references, symbol_kinds_for

__all__ = [
    "SYMBOL_KINDS",
    "USAGES",
    "KnownNames",
    "Reference",
    "SymbolKind",
    "Usage",
    "find_references",
    "known_names",
    "symbol_kinds_for",
]
