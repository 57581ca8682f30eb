"""From our values to those of the protocol: ranges, problems, symbols, offers."""

from lsprotocol import types as lsp

from pmsim.authoring.lsp.completion import Item
from pmsim.authoring.lsp.findings import Finding
from pmsim.authoring.lsp.positions import Encoding, Span, span
from pmsim.authoring.lsp.symbols import Symbol
from pmsim.authoring.mending import Edit
from pmsim.lang.nodes import Place

SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "note": lsp.DiagnosticSeverity.Information,
}
SYMBOLS = {
    "scene": lsp.SymbolKind.Class,
    "choice": lsp.SymbolKind.Method,
    "section": lsp.SymbolKind.Namespace,
    "entry": lsp.SymbolKind.Field,
}
ITEMS = {
    "field": lsp.CompletionItemKind.Property,
    "word": lsp.CompletionItemKind.Keyword,
    "function": lsp.CompletionItemKind.Function,
    "scenario": lsp.CompletionItemKind.File,
    "scene": lsp.CompletionItemKind.Class,
    "choice": lsp.CompletionItemKind.Method,
    "flag": lsp.CompletionItemKind.Event,
    "stat": lsp.CompletionItemKind.Variable,
    "band": lsp.CompletionItemKind.EnumMember,
    "phrase": lsp.CompletionItemKind.Snippet,
}
"""The rest are values."""


def range_of(at: Span) -> lsp.Range:
    """A span as the protocol has it."""
    return lsp.Range(lsp.Position(at.line, at.start), lsp.Position(at.line, at.end))


def diagnostic_of(found: Finding) -> lsp.Diagnostic:
    """A problem as it is published."""
    tags = [lsp.DiagnosticTag.Unnecessary] if found.unused else None
    severity = SEVERITIES[found.severity]
    return lsp.Diagnostic(range_of(found.span), found.message, severity=severity, code=found.code, source="pmsim", tags=tags)


def edit_of(edit: Edit, lines: list[str], encoding: Encoding) -> lsp.TextEdit:
    """A fix's edit, in the file of these lines."""
    start = span(Place("", edit.line, edit.column), 0, lines, encoding)
    end = span(Place("", *edit.end(lines)), 0, lines, encoding)
    return lsp.TextEdit(lsp.Range(lsp.Position(start.line, start.start), lsp.Position(end.line, end.start)), edit.text)


def symbol_of(symbol: Symbol, lines: list[str], encoding: Encoding) -> lsp.DocumentSymbol:
    """A line of the outline, with those in it. `lines`: of the file."""
    own = range_of(span(symbol.place, symbol.length, lines, encoding))
    last = min(symbol.last, len(lines))
    end = span(symbol.place._replace(line=last, column=len(lines[last - 1]) + 1), 0, lines, encoding)
    whole = lsp.Range(own.start, max(own.end, lsp.Position(end.line, end.start)))
    inside = [symbol_of(each, lines, encoding) for each in symbol.inside]
    return lsp.DocumentSymbol(symbol.name, SYMBOLS[symbol.what], whole, own, detail=symbol.detail or None, children=inside)


def item_of(item: Item, number: int, typed: lsp.Range, snippets: bool) -> lsp.CompletionItem:
    """The offer number `number`, to be put where `typed` is. `snippets`: the editor can place the cursor."""
    snippet = bool(item.snippet) and snippets
    more = "\n\n".join(part for part in (item.detail, item.more) if part)
    return lsp.CompletionItem(
        item.label,
        kind=ITEMS.get(item.what, lsp.CompletionItemKind.Value),
        detail=item.what if item.what != "word" else None,
        label_details=lsp.CompletionItemLabelDetails(description=item.detail) if item.detail else None,
        documentation=lsp.MarkupContent(lsp.MarkupKind.Markdown, more) if more else None,
        sort_text=f"{item.rank}{number:05}",
        filter_text=item.label,
        insert_text_format=lsp.InsertTextFormat.Snippet if snippet else lsp.InsertTextFormat.PlainText,
        text_edit=lsp.TextEdit(typed, item.snippet if snippet else item.text),
    )
