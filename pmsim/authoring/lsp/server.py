"""The door to the editor: the protocol in, the protocol out. Only this module knows pygls and lsprotocol. Whatever is asked, it answers.

Texts are kept by the address that the editor gave them. After each key the pack around the file is examined in a thread of its own, a
breath later, so that a burst of keys is one examination; what was found is sent only if no key has been pressed since.
"""

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types as lsp
from pygls import uris
from pygls.capabilities import get_capability
from pygls.lsp.server import LanguageServer

from pmsim import __version__
from pmsim.authoring.lsp.completion import Item, offers
from pmsim.authoring.lsp.context import context_at
from pmsim.authoring.lsp.findings import Finding, findings
from pmsim.authoring.lsp.positions import Encoding, Span, lines_of, place, span
from pmsim.authoring.lsp.shelf import Home, home_of
from pmsim.authoring.lsp.study import Bench, Study
from pmsim.authoring.lsp.symbols import Symbol, symbols

BREATH = 0.02
"""Seconds from a key to the examination, in which a further key may come."""
_SEVERITY = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "note": lsp.DiagnosticSeverity.Information,
}
_SYMBOL = {
    "scene": lsp.SymbolKind.Class,
    "choice": lsp.SymbolKind.Method,
    "section": lsp.SymbolKind.Namespace,
    "entry": lsp.SymbolKind.Field,
}
_ITEM = {
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
_TRIGGERS = ["{", "[", "(", ".", " ", "="]
_log = logging.getLogger("pmsim.lsp")


class Page(NamedTuple):
    """A text that is open in the editor. `path`: where it lies, '' as its folder if it is not a file; `home`: None, if it is not ours."""

    uri: str
    path: Path
    text: str
    version: int
    home: Home | None


class Server(LanguageServer):
    """The language server of one editor."""

    def __init__(self) -> None:
        super().__init__("pmsim", __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self.pages: dict[str, Page] = {}
        self.bench = Bench()
        self.worker = ThreadPoolExecutor(1, "pmsim-study")
        self.studies: dict[Home, Study] = {}
        self.changes: dict[Home, int] = {}
        """How often something of a home has changed."""
        self.waiting: dict[Home, asyncio.TimerHandle] = {}
        self.tasks: set[asyncio.Task[Study | None]] = set()
        self.shown: dict[Home, dict[str, tuple[Finding, ...]]] = {}

    @property
    def encoding(self) -> Encoding:
        """The units of columns that the editor has agreed to."""
        match self.workspace.position_encoding:
            case lsp.PositionEncodingKind.Utf8:
                return "utf-8"
            case lsp.PositionEncodingKind.Utf32:
                return "utf-32"
            case _:
                return "utf-16"

    def keep(self, uri: str, version: int) -> None:
        """Take over the text that the editor now has at an address."""
        text = self.workspace.get_text_document(uri).source
        before = self.pages.get(uri)
        written = uris.to_fs_path(uri)
        path = Path(written).parent.resolve() / Path(written).name if written else Path(uri)
        home = home_of(path, text) if written else None
        self.pages[uri] = Page(uri, path, text, version, home)
        if before and before.home and before.home != home:
            self.touch(before.home)
        if home:
            self.touch(home)

    def drop(self, uri: str) -> None:
        """The editor has closed a text; what is on disk counts again."""
        page = self.pages.pop(uri, None)
        if page and page.home:
            self.touch(page.home)

    def opened(self, home: Home) -> dict[Path, str]:
        """The texts of a home that are open."""
        return {page.path: page.text for page in self.pages.values() if page.home == home}

    def touch(self, home: Home) -> None:
        """Something of a home has changed: examine it in a breath."""
        self.changes[home] = self.changes.get(home, 0) + 1
        if (timer := self.waiting.pop(home, None)) is not None:
            timer.cancel()
        self.waiting[home] = asyncio.get_running_loop().call_later(BREATH, self.begin, home)

    def begin(self, home: Home) -> None:
        """Examine a home in the background; a failure is logged."""
        task = asyncio.get_running_loop().create_task(self.examine(home))
        self.tasks.add(task)
        task.add_done_callback(self.ended)

    def ended(self, task: "asyncio.Task[Study | None]") -> None:
        """An examination is over."""
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("An examination failed.", exc_info=error)

    async def examine(self, home: Home) -> Study | None:
        """Study a home as it now is and show what was found; None if it has changed meanwhile, or nothing of it is open any more."""
        if (timer := self.waiting.pop(home, None)) is not None:
            timer.cancel()
        opened = self.opened(home)
        if not opened:
            self.studies.pop(home, None)
            self.show(home, {})
            return None
        change = self.changes.get(home, 0)
        study = await asyncio.get_running_loop().run_in_executor(self.worker, self.bench.study, home, opened)
        if self.changes.get(home, 0) != change:
            return None
        self.studies[home] = study
        self.show(home, findings(study.diagnostics, study.files, self.encoding))
        return study

    async def study(self, home: Home) -> Study | None:
        """What is known of a home, of the time before the last key if need be; None if nothing of it is open any more."""
        return self.studies.get(home) or await self.examine(home)

    def show(self, home: Home, found: dict[str, tuple[Finding, ...]]) -> None:
        """Send the findings of every file for which they are other than before."""
        before = self.shown.pop(home, {})
        pages = {page.path: page for page in self.pages.values()}
        for file in sorted({*before, *found}):
            now = found.get(file, ())
            if now != before.get(file, ()):
                path = home.path(file)
                page = pages.get(path)
                uri = page.uri if page else uris.from_fs_path(str(path))
                self.text_document_publish_diagnostics(
                    lsp.PublishDiagnosticsParams(uri or "", [_diagnostic(one) for one in now], page.version if page else None)
                )
        if kept := {file: now for file, now in found.items() if now}:
            self.shown[home] = kept


def _range(at: Span) -> lsp.Range:
    return lsp.Range(lsp.Position(at.line, at.start), lsp.Position(at.line, at.end))


def _diagnostic(found: Finding) -> lsp.Diagnostic:
    tags = [lsp.DiagnosticTag.Unnecessary] if found.unused else None
    return lsp.Diagnostic(_range(found.span), found.message, severity=_SEVERITY[found.severity], code=found.code, source="pmsim", tags=tags)


def _symbol(symbol: Symbol, lines: list[str], encoding: Encoding) -> lsp.DocumentSymbol:
    own = _range(span(symbol.place, symbol.length, lines, encoding))
    last = min(symbol.last, len(lines))
    end = span(symbol.place._replace(line=last, column=len(lines[last - 1]) + 1), 0, lines, encoding)
    whole = lsp.Range(own.start, max(own.end, lsp.Position(end.line, end.start)))
    inside = [_symbol(each, lines, encoding) for each in symbol.inside]
    return lsp.DocumentSymbol(symbol.name, _SYMBOL[symbol.what], whole, own, detail=symbol.detail or None, children=inside)


def _watched(server: Server, uris_changed: Iterable[str]) -> None:
    """Files have changed on disk: examine every home that is open and may hold them."""
    paths = [Path(path).resolve() for uri in uris_changed if (path := uris.to_fs_path(uri))]
    for home in {page.home for page in server.pages.values() if page.home}:
        if any(path.is_relative_to(home.folder) for path in paths):
            server.touch(home)


def did_open(server: Server, params: lsp.DidOpenTextDocumentParams) -> None:
    """A text is open."""
    server.keep(params.text_document.uri, params.text_document.version)


def did_change(server: Server, params: lsp.DidChangeTextDocumentParams) -> None:
    """A key was pressed."""
    server.keep(params.text_document.uri, params.text_document.version)


def did_close(server: Server, params: lsp.DidCloseTextDocumentParams) -> None:
    """A text is closed."""
    server.drop(params.text_document.uri)


def did_save(server: Server, params: lsp.DidSaveTextDocumentParams) -> None:
    """A file was written."""
    _watched(server, [params.text_document.uri])


def did_change_files(server: Server, params: lsp.DidChangeWatchedFilesParams) -> None:
    """Files were written by others."""
    _watched(server, [change.uri for change in params.changes])


def document_symbol(server: Server, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
    """The outline of a file."""
    page = server.pages.get(params.text_document.uri)
    if page is None or page.home is None:
        return []
    lines = lines_of(page.text)
    return [_symbol(each, lines, server.encoding) for each in symbols(page.text, page.path.name)]


async def completion(server: Server, params: lsp.CompletionParams) -> list[lsp.CompletionItem]:
    """What may be written at the cursor."""
    page = server.pages.get(params.text_document.uri)
    study = await server.study(page.home) if page and page.home else None
    if page is None or study is None:
        return []
    lines = lines_of(page.text)
    at = place(page.path.name, params.position.line, params.position.character, lines, server.encoding)
    context = context_at(lines, at.line, at.column, page.path.name)
    found = offers(context, study.lexicon, lines, page.path.name.partition(".")[0])
    typed = _range(span(at._replace(column=context.start), context.end - context.start, lines, server.encoding))
    snippets = bool(get_capability(server.client_capabilities, "text_document.completion.completion_item.snippet_support", False))
    return [_item(item, number, typed, snippets) for number, item in enumerate(found)]


def _item(item: Item, number: int, typed: lsp.Range, snippets: bool) -> lsp.CompletionItem:
    snippet = bool(item.snippet) and snippets
    more = "\n\n".join(part for part in (item.detail, item.more) if part)
    return lsp.CompletionItem(
        item.label,
        kind=_ITEM.get(item.what, lsp.CompletionItemKind.Value),
        detail=item.what if item.what != "word" else None,
        label_details=lsp.CompletionItemLabelDetails(description=item.detail) if item.detail else None,
        documentation=lsp.MarkupContent(lsp.MarkupKind.Markdown, more) if more else None,
        sort_text=f"{item.rank}{number:05}",
        filter_text=item.label,
        insert_text_format=lsp.InsertTextFormat.Snippet if snippet else lsp.InsertTextFormat.PlainText,
        text_edit=lsp.TextEdit(typed, item.snippet if snippet else item.text),
    )


FEATURES: tuple[tuple[str, Callable[..., object], object], ...] = (
    (lsp.TEXT_DOCUMENT_DID_OPEN, did_open, None),
    (lsp.TEXT_DOCUMENT_DID_CHANGE, did_change, None),
    (lsp.TEXT_DOCUMENT_DID_CLOSE, did_close, None),
    (lsp.TEXT_DOCUMENT_DID_SAVE, did_save, None),
    (lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, did_change_files, None),
    (lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, document_symbol, None),
    (lsp.TEXT_DOCUMENT_COMPLETION, completion, lsp.CompletionOptions(trigger_characters=_TRIGGERS)),
)
"""What an editor may ask or tell, who answers, and what the editor is told of it beforehand."""


def serve() -> None:
    """Speak to an editor over standard input and output until it goes. Talk goes to stderr, and so does whatever else is printed."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    server = Server()
    for method, answer, options in FEATURES:
        server.feature(method, options)(answer)
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out, redirect_stdout(sys.stderr):
        server.start_io(stdout=out)
