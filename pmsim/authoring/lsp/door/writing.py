"""What an editor tells us of its files, and what it asks of one: its outline, and what may be written at the cursor."""

from collections.abc import Iterable
from pathlib import Path

from lsprotocol import types as lsp
from pygls import uris
from pygls.capabilities import get_capability

from pmsim.authoring.lsp.completion import offers
from pmsim.authoring.lsp.context import context_at
from pmsim.authoring.lsp.door.server import Server
from pmsim.authoring.lsp.door.wire import item_of, range_of, symbol_of
from pmsim.authoring.lsp.positions import place, span
from pmsim.authoring.lsp.symbols import symbols
from pmsim.lang.decoding import lines_of


def _watched(server: Server, uris_changed: Iterable[str]) -> None:
    """Files have changed on disk: examine every home that is open and may hold them, or stands on a pack that does."""
    paths = [Path(path).resolve() for uri in uris_changed if (path := uris.to_fs_path(uri))]
    for home in {page.home for page in server.pages.values() if page.home}:
        study = server.studies.get(home)
        folders = [home.folder, *(study.files.folders.values() if study else ())]
        if any(path.is_relative_to(folder) for path in paths for folder in folders):
            server.touch(home)


def initialized(server: Server, params: lsp.InitializedParams) -> None:  # noqa: ARG001 - the protocol's own
    """The editor is ready: it shall tell when a YAML file changes on disk, if it can."""
    able = "workspace.did_change_watched_files.dynamic_registration"
    if get_capability(server.client_capabilities, able, False):
        watch = lsp.DidChangeWatchedFilesRegistrationOptions([lsp.FileSystemWatcher("**/*.yaml")])
        wish = lsp.Registration("pmsim-files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, watch)
        server.client_register_capability(lsp.RegistrationParams([wish]))


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
    return [symbol_of(each, lines, server.encoding) for each in symbols(page.text, page.path.name)]


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
    typed = range_of(span(at._replace(column=context.start), context.end - context.start, lines, server.encoding))
    snippets = bool(get_capability(server.client_capabilities, "text_document.completion.completion_item.snippet_support", False))
    return [item_of(item, number, typed, snippets) for number, item in enumerate(found)]
