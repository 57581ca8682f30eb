"""Conversions from our values to those of the protocol: ranges, diagnostics, symbols, completion
items."""

from collections.abc import Iterable
from typing import Literal

from lsprotocol import types as lsp

from pmsim.authoring.fixes import Edit
from pmsim.authoring.lsp.analysis import WorkspaceFiles
from pmsim.authoring.lsp.completion import Suggestion
from pmsim.authoring.lsp.document_outline import OutlineItem
from pmsim.authoring.report import limit_diagnostics
from pmsim.lang import BY_NAME, Diagnostic, Place
from pmsim.lang.decoding import lines_of

Encoding = Literal["utf-8", "utf-16", "utf-32"]
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
_UNUSED_CODES = frozenset(
    rule.code
    for name, rule in BY_NAME.items()
    if name.endswith(("never-reached", "never-read", "never-used", "never-drawn"))
)
"""Codes of rules about unreachable or unused parts, which an editor may grey out."""


def count_units(text: str, encoding: Encoding) -> int:
    """Return the length of the text in the editor's units."""
    if text.isascii() or encoding == "utf-32":
        return len(text)
    if encoding == "utf-16":
        return len(text) + sum(character > "\uffff" for character in text)
    return len(text.encode("utf-8", "surrogatepass"))


def count_characters(line: str, count: int, encoding: Encoding) -> int:
    """Return the number of characters before unit `count` of the line, limited to 0..length."""
    if line.isascii() or encoding == "utf-32":
        return max(0, min(count, len(line)))
    taken = 0
    for number, character in enumerate(line):
        taken += count_units(character, encoding)
        if taken > count:
            return number
    return len(line)


def to_range(place: Place, length: int, lines: list[str], encoding: Encoding) -> lsp.Range:
    """Return the range of `length` characters from a place, limited to its line. `lines`: the
    file's lines."""
    number = max(0, min(place.line, len(lines)) - 1)
    line = lines[number]
    start = max(0, min(place.column - 1, len(line)))
    end = min(start + max(0, length), len(line))
    return lsp.Range(
        *(lsp.Position(number, count_units(line[:at], encoding)) for at in (start, end))
    )


def place_at(file: str, position: lsp.Position, lines: list[str], encoding: Encoding) -> Place:
    """Return the place for an editor's position, which may be beyond the end."""
    number = max(0, min(position.line, len(lines) - 1))
    column = count_characters(lines[number], position.character, encoding) + 1
    return Place(file, number + 1, column)


def to_diagnostic(diagnostic: Diagnostic, lines: list[str], encoding: Encoding) -> lsp.Diagnostic:
    """Return a diagnostic as the protocol publishes it. `lines`: the file's lines."""
    unused = diagnostic.code in _UNUSED_CODES
    hint = f"\n{diagnostic.hint}" if diagnostic.hint else ""
    return lsp.Diagnostic(
        to_range(diagnostic.place, diagnostic.length, lines, encoding),
        f"{diagnostic.message}{hint}",
        severity=SEVERITIES[diagnostic.severity],
        code=diagnostic.code,
        source="pmsim",
        tags=[lsp.DiagnosticTag.Unnecessary] if unused else None,
    )


def is_quick_error(diagnostic: lsp.Diagnostic) -> bool:
    """Return True for a syntax or field error, which needs no compilation."""
    return str(diagnostic.code) < "PM3" and diagnostic.severity == lsp.DiagnosticSeverity.Error


def diagnostics_by_file(
    diagnostics: Iterable[Diagnostic], files: WorkspaceFiles, encoding: Encoding
) -> dict[str, list[lsp.Diagnostic]]:
    """Return the diagnostics of each reported file, [] for a file without any. Leave out other
    files."""
    by_file: dict[str, list[lsp.Diagnostic]] = {file: [] for file in files.reported}
    lines: dict[str, list[str]] = {}
    for diagnostic in limit_diagnostics(diagnostics):
        file = diagnostic.place.file
        if file in by_file:
            if file not in lines:
                lines[file] = lines_of(files.text(file))
            by_file[file].append(to_diagnostic(diagnostic, lines[file], encoding))
    return by_file


def to_text_edit(edit: Edit, lines: list[str], encoding: Encoding) -> lsp.TextEdit:
    """Return a fix's edit. `lines`: the file's lines."""
    start, end = (
        to_range(Place("", *at), 0, lines, encoding).start
        for at in ((edit.line, edit.column), edit.end(lines))
    )
    return lsp.TextEdit(lsp.Range(start, end), edit.text)


def to_document_symbol(
    symbol: OutlineItem, lines: list[str], encoding: Encoding
) -> lsp.DocumentSymbol:
    """Return an outline item with its children. `lines`: the file's lines."""
    name_range = to_range(symbol.place, symbol.length, lines, encoding)
    last = min(symbol.last, len(lines))
    end = to_range(Place("", last, len(lines[last - 1]) + 1), 0, lines, encoding).start
    full_range = lsp.Range(name_range.start, max(name_range.end, end))
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
