"""Handlers of the editor's requests and notifications."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types as lsp
from pygls import uris
from pygls.capabilities import get_capability

from pmsim.authoring.lsp.actions import concerns_lines, find_actions
from pmsim.authoring.lsp.analysis import PackAnalysis
from pmsim.authoring.lsp.completion import suggestions
from pmsim.authoring.lsp.cursor_context import context_at
from pmsim.authoring.lsp.document_outline import document_outline
from pmsim.authoring.lsp.editor_diagnostics import editor_diagnostic, editor_span, place_at
from pmsim.authoring.lsp.hover import hover_text
from pmsim.authoring.lsp.protocol.conversions import (
    SYMBOL_KINDS,
    to_completion_item,
    to_diagnostic,
    to_document_symbol,
    to_range,
    to_text_edit,
)
from pmsim.authoring.lsp.protocol.server import OpenDocument, RequestRefused, Server
from pmsim.authoring.lsp.renaming import (
    last_part,
    plan_renaming,
    why_name_refused,
    why_not_renamable,
)
from pmsim.authoring.symbols import Reference
from pmsim.lang.decoding import lines_of
from pmsim.lang.nodes import Place


class PositionQuery(NamedTuple):
    """A request about a place: the document, the current analysis of its pack, the place and the
    document's lines."""

    document: OpenDocument
    analysis: PackAnalysis
    place: Place
    lines: list[str]

    @property
    def reference(self) -> Reference | None:
        """Return the name at the place, or None."""
        return self.analysis.symbols.reference_at(self.place)


async def query_at(server: Server, uri: str, position: lsp.Position) -> PositionQuery | None:
    """Return the query for a position of an open document, or None if it is not a pmsim file."""
    document = server.documents.get(uri)
    analysis = (
        await server.current_analysis(document.location) if document and document.location else None
    )
    document = server.documents.get(uri)
    if document is None or analysis is None or document.location != analysis.location:
        return None
    file = document.path.relative_to(analysis.location.folder).as_posix()
    lines = lines_of(document.text)
    return PositionQuery(
        document,
        analysis,
        place_at(file, position.line, position.character, lines, server.encoding),
        lines,
    )


MAX_SYMBOLS = 500
"""Maximum number of symbols sent for a workspace."""


def _location(server: Server, analysis: PackAnalysis, at: Place, length: int) -> lsp.Location:
    lines = lines_of(analysis.files.text(at.file))
    return lsp.Location(
        server.uri(analysis.path_of(at.file)),
        to_range(editor_span(at, length, lines, server.encoding)),
    )


async def definition(server: Server, params: lsp.DefinitionParams) -> list[lsp.Location]:
    """Return the definitions of the name under the cursor."""
    query = await query_at(server, params.text_document.uri, params.position)
    reference = query.reference if query else None
    if query is None or reference is None:
        return []
    return [
        _location(server, query.analysis, each.place, each.length)
        for each in query.analysis.symbols.definitions(reference.kind, reference.id)
    ]


async def references(server: Server, params: lsp.ReferenceParams) -> list[lsp.Location]:
    """Return all places of the name under the cursor."""
    query = await query_at(server, params.text_document.uri, params.position)
    reference = query.reference if query else None
    if query is None or reference is None:
        return []
    references_found = [
        each
        for each in query.analysis.symbols.references_of(reference.kind, reference.id)
        if params.context.include_declaration or each.usage != "defined"
    ]
    return [_location(server, query.analysis, each.place, each.length) for each in references_found]


async def document_highlight(
    server: Server, params: lsp.DocumentHighlightParams
) -> list[lsp.DocumentHighlight]:
    """Return all places of the name under the cursor in the same file."""
    query = await query_at(server, params.text_document.uri, params.position)
    reference = query.reference if query else None
    if query is None or reference is None:
        return []
    in_this_file = [
        each
        for each in query.analysis.symbols.references_of(reference.kind, reference.id)
        if each.place.file == query.place.file and each.length
    ]
    kinds = {True: lsp.DocumentHighlightKind.Write, False: lsp.DocumentHighlightKind.Read}
    return [
        lsp.DocumentHighlight(
            to_range(editor_span(each.place, each.length, query.lines, server.encoding)),
            kinds[each.usage in ("defined", "set")],
        )
        for each in in_this_file
    ]


async def hover(server: Server, params: lsp.HoverParams) -> lsp.Hover | None:
    """Return the hover text for the word under the cursor."""
    query = await query_at(server, params.text_document.uri, params.position)
    explanation = (
        hover_text(query.place, query.lines, query.analysis.docs, query.analysis.symbols)
        if query
        else None
    )
    if query is None or explanation is None:
        return None
    words = lsp.MarkupContent(lsp.MarkupKind.Markdown, explanation.text)
    return lsp.Hover(
        words,
        to_range(editor_span(explanation.place, explanation.length, query.lines, server.encoding)),
    )


async def prepare_rename(
    server: Server, params: lsp.PrepareRenameParams
) -> lsp.PrepareRenamePlaceholder | None:
    """Return the range and current name of the word under the cursor. Raise RequestRefused if it
    cannot be renamed."""
    query = await query_at(server, params.text_document.uri, params.position)
    reference = query.reference if query else None
    if query is None or reference is None:
        return None
    _raise_refusal(why_not_renamable(reference, query.analysis.symbols, query.analysis.files))
    return lsp.PrepareRenamePlaceholder(
        to_range(editor_span(reference.place, reference.length, query.lines, server.encoding)),
        last_part(reference.id),
    )


async def rename(server: Server, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    """Return the edits that rename the name everywhere. Raise RequestRefused if the new name is not
    possible."""
    query = await query_at(server, params.text_document.uri, params.position)
    reference = query.reference if query else None
    if query is None or reference is None or query.analysis.draft is None:
        return None
    analysis, draft = query.analysis, query.analysis.draft
    _raise_refusal(
        why_not_renamable(reference, analysis.symbols, analysis.files)
        or why_name_refused(reference, params.new_name, draft)
    )
    plan = plan_renaming(reference, params.new_name, draft, analysis.symbols, analysis.files)
    changes: list[lsp.TextDocumentEdit | lsp.CreateFile | lsp.RenameFile | lsp.DeleteFile] = []
    for file in sorted({each.place.file for each in plan.changes}):
        lines = lines_of(analysis.files.text(file))
        edits: list[lsp.TextEdit | lsp.AnnotatedTextEdit | lsp.SnippetTextEdit] = [
            lsp.TextEdit(
                to_range(editor_span(each.place, each.length, lines, server.encoding)), each.text
            )
            for each in plan.changes
            if each.place.file == file
        ]
        changes.append(
            lsp.TextDocumentEdit(server.versioned_document(analysis.path_of(file)), edits)
        )
    if plan.new_file:
        changes.append(
            lsp.RenameFile(
                server.uri(analysis.path_of(plan.file)), server.uri(analysis.path_of(plan.new_file))
            )
        )
    return lsp.WorkspaceEdit(document_changes=changes)


def _raise_refusal(why: str) -> None:
    if why:
        raise RequestRefused(why)


async def workspace_symbol(
    server: Server, params: lsp.WorkspaceSymbolParams
) -> list[lsp.SymbolInformation]:
    """Return all symbols that match the query, in packs with an open document."""
    information: list[lsp.SymbolInformation] = []
    for location in {
        document.location for document in server.documents.values() if document.location
    }:
        analysis = await server.current_analysis(location)
        for kind, name, at in analysis.symbols.search(params.query) if analysis else ():
            if (
                analysis
                and at.place.file in analysis.files.reported
                and len(information) < MAX_SYMBOLS
            ):
                symbol_location = _location(server, analysis, at.place, at.length)
                information.append(
                    lsp.SymbolInformation(
                        symbol_location,
                        name,
                        SYMBOL_KINDS.get(kind, lsp.SymbolKind.Variable),
                        container_name=kind,
                    )
                )
    return information


async def code_action(server: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """Return the fixes for the diagnostics in the requested lines."""
    wanted_kinds = params.context.only
    query = await query_at(server, params.text_document.uri, params.range.start)
    if query is None or (
        wanted_kinds
        and not any(lsp.CodeActionKind.QuickFix.value.startswith(kind) for kind in wanted_kinds)
    ):
        return []
    analysis, offered = query.analysis, []
    for diagnostic in analysis.diagnostics:
        if concerns_lines(diagnostic, query.place, params.range.end.line + 1):
            problem = to_diagnostic(editor_diagnostic(diagnostic, query.lines, server.encoding))
            for fix in find_actions(diagnostic, analysis.files.contents, analysis.known_words):
                lines = lines_of(analysis.files.text(fix.file))
                edits: list[lsp.TextEdit | lsp.AnnotatedTextEdit | lsp.SnippetTextEdit] = [
                    to_text_edit(edit, lines, server.encoding) for edit in fix.edits
                ]
                change = lsp.TextDocumentEdit(
                    server.versioned_document(analysis.path_of(fix.file)), edits
                )
                offered.append(
                    lsp.CodeAction(
                        fix.title,
                        lsp.CodeActionKind.QuickFix,
                        [problem],
                        is_preferred=fix.sure,
                        edit=lsp.WorkspaceEdit(document_changes=[change]),
                    )
                )
    return offered


def _files_changed(server: Server, uris_changed: Iterable[str]) -> None:
    """Schedule an examination of every open pack that contains a changed file or extends a pack
    that does."""
    paths = [Path(path).resolve() for uri in uris_changed if (path := uris.to_fs_path(uri))]
    for location in {
        document.location for document in server.documents.values() if document.location
    }:
        analysis = server.analyses.get(location)
        folders = [location.folder, *(analysis.files.folders.values() if analysis else ())]
        if any(path.is_relative_to(folder) for path in paths for folder in folders):
            server.schedule_examination(location)


def initialized(server: Server, params: lsp.InitializedParams) -> None:  # noqa: ARG001 - the protocol passes it
    """Ask the editor to report changes of YAML files on disk, if it supports this."""
    capability = "workspace.did_change_watched_files.dynamic_registration"
    if get_capability(server.client_capabilities, capability, False):
        options = lsp.DidChangeWatchedFilesRegistrationOptions([lsp.FileSystemWatcher("**/*.yaml")])
        registration = lsp.Registration(
            "pmsim-files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options
        )
        server.client_register_capability(lsp.RegistrationParams([registration]))


def did_open(server: Server, params: lsp.DidOpenTextDocumentParams) -> None:
    """Store the opened document."""
    server.store_document(params.text_document.uri, params.text_document.version)


def did_change(server: Server, params: lsp.DidChangeTextDocumentParams) -> None:
    """Store the changed document."""
    server.store_document(params.text_document.uri, params.text_document.version)


def did_close(server: Server, params: lsp.DidCloseTextDocumentParams) -> None:
    """Remove the closed document."""
    server.remove_document(params.text_document.uri)


def did_save(server: Server, params: lsp.DidSaveTextDocumentParams) -> None:
    """Examine the packs of the saved file."""
    _files_changed(server, [params.text_document.uri])


def did_change_files(server: Server, params: lsp.DidChangeWatchedFilesParams) -> None:
    """Examine the packs of files that changed on disk."""
    _files_changed(server, [change.uri for change in params.changes])


def document_symbol(server: Server, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
    """Return the outline of a document."""
    document = server.documents.get(params.text_document.uri)
    if document is None or document.location is None:
        return []
    lines = lines_of(document.text)
    return [
        to_document_symbol(each, lines, server.encoding)
        for each in document_outline(document.text, document.path.name)
    ]


async def completion(server: Server, params: lsp.CompletionParams) -> list[lsp.CompletionItem]:
    """Return the suggestions at the cursor."""
    document = server.documents.get(params.text_document.uri)
    analysis = (
        await server.latest_analysis(document.location) if document and document.location else None
    )
    if document is None or analysis is None:
        return []
    lines = lines_of(document.text)
    at = place_at(
        document.path.name, params.position.line, params.position.character, lines, server.encoding
    )
    context = context_at(lines, at.line, at.column, document.path.name)
    offered = suggestions(context, analysis.docs, lines, document.path.name.partition(".")[0])
    typed = to_range(
        editor_span(
            at._replace(column=context.start), context.end - context.start, lines, server.encoding
        )
    )
    snippets = bool(
        get_capability(
            server.client_capabilities,
            "text_document.completion.completion_item.snippet_support",
            False,
        )
    )
    return [
        to_completion_item(item, number, typed, snippets) for number, item in enumerate(offered)
    ]
