"""Conversions from our values to those of the protocol: ranges, diagnostics, symbols, completion
items."""

from lsprotocol import types as lsp

from pmsim.authoring.fixes import Edit
from pmsim.authoring.lsp.completion import Suggestion
from pmsim.authoring.lsp.document_outline import OutlineItem
from pmsim.authoring.lsp.editor_diagnostics import (
    EditorDiagnostic,
    EditorSpan,
    Encoding,
    editor_span,
)
from pmsim.lang import Place

SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "note": lsp.DiagnosticSeverity.Information,
}
SYMBOL_KINDS = {
    "scene": lsp.SymbolKind.Class,
    "choice": lsp.SymbolKind.Method,
    "section": lsp.SymbolKind.Namespace,
    "entry": lsp.SymbolKind.Field,
}
SUGGESTION_KINDS = {
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
"""Completion kinds by symbol kind; other kinds are values."""


def to_range(span: EditorSpan) -> lsp.Range:
    """Return a span as a protocol range."""
    return lsp.Range(lsp.Position(span.line, span.start), lsp.Position(span.line, span.end))


def to_diagnostic(diagnostic: EditorDiagnostic) -> lsp.Diagnostic:
    """Return a diagnostic as the protocol publishes it."""
    tags = [lsp.DiagnosticTag.Unnecessary] if diagnostic.unused else None
    severity = SEVERITIES[diagnostic.severity]
    return lsp.Diagnostic(
        to_range(diagnostic.span),
        diagnostic.message,
        severity=severity,
        code=diagnostic.code,
        source="pmsim",
        tags=tags,
    )


def to_text_edit(edit: Edit, lines: list[str], encoding: Encoding) -> lsp.TextEdit:
    """Return a fix's edit. `lines`: the file's lines."""
    start = editor_span(Place("", edit.line, edit.column), 0, lines, encoding)
    end = editor_span(Place("", *edit.end(lines)), 0, lines, encoding)
    return lsp.TextEdit(
        lsp.Range(lsp.Position(start.line, start.start), lsp.Position(end.line, end.start)),
        edit.text,
    )


def to_document_symbol(
    symbol: OutlineItem, lines: list[str], encoding: Encoding
) -> lsp.DocumentSymbol:
    """Return an outline item with its children. `lines`: the file's lines."""
    name_range = to_range(editor_span(symbol.place, symbol.length, lines, encoding))
    last = min(symbol.last, len(lines))
    end = editor_span(
        symbol.place._replace(line=last, column=len(lines[last - 1]) + 1), 0, lines, encoding
    )
    full_range = lsp.Range(name_range.start, max(name_range.end, lsp.Position(end.line, end.start)))
    inside = [to_document_symbol(each, lines, encoding) for each in symbol.inside]
    return lsp.DocumentSymbol(
        symbol.name,
        SYMBOL_KINDS[symbol.kind],
        full_range,
        name_range,
        detail=symbol.detail or None,
        children=inside,
    )


def to_completion_item(
    item: Suggestion, number: int, typed: lsp.Range, snippets: bool
) -> lsp.CompletionItem:
    """Return suggestion number `number`, which replaces the range `typed`. `snippets`: the editor
    supports snippets."""
    snippet = bool(item.snippet) and snippets
    more = "\n\n".join(part for part in (item.detail, item.documentation) if part)
    return lsp.CompletionItem(
        item.label,
        kind=SUGGESTION_KINDS.get(item.kind, lsp.CompletionItemKind.Value),
        detail=item.kind if item.kind != "word" else None,
        label_details=(
            lsp.CompletionItemLabelDetails(description=item.detail) if item.detail else None
        ),
        documentation=lsp.MarkupContent(lsp.MarkupKind.Markdown, more) if more else None,
        sort_text=f"{item.rank}{number:05}",
        filter_text=item.label,
        insert_text_format=(
            lsp.InsertTextFormat.Snippet if snippet else lsp.InsertTextFormat.PlainText
        ),
        text_edit=lsp.TextEdit(typed, item.snippet if snippet else item.text),
    )
