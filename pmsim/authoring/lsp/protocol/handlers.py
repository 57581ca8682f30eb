"""Handlers of the editor's requests and notifications."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import NamedTuple, Protocol

from lsprotocol import types as lsp
from pygls import uris
from pygls.capabilities import get_capability

from pmsim.authoring.fixes import Edit
from pmsim.authoring.lsp.analysis import PackAnalysis
from pmsim.authoring.lsp.changes import (
    find_actions,
    last_part,
    plan_renaming,
    why_name_refused,
    why_not_renamable,
)
from pmsim.authoring.lsp.completion import suggestions
from pmsim.authoring.lsp.cursor_context import context_at
from pmsim.authoring.lsp.document_outline import document_outline
from pmsim.authoring.lsp.hover import hover_text
from pmsim.authoring.lsp.protocol.conversions import (
    SYMBOL_KINDS,
    place_at,
    to_completion_item,
    to_diagnostic,
    to_document_symbol,
    to_range,
    to_text_edit,
)
from pmsim.authoring.lsp.protocol.server import RequestRefused, Server
from pmsim.authoring.symbols import Reference
from pmsim.lang import Place
from pmsim.lang.decoding import lines_of


class PositionQuery(NamedTuple):
    """A request about a place: the current analysis of its pack, the place and the document's
    lines."""

    server: Server
    analysis: PackAnalysis
    place: Place
    lines: list[str]

    def range_of(self, at: Place, length: int) -> lsp.Range:
        """Return the range of some characters in the document."""
        return to_range(at, length, self.lines, self.server.encoding)


class NameQuery(NamedTuple):
    """A request about the name at a place."""

    at: PositionQuery
    reference: Reference

    @property
    def references(self) -> list[Reference]:
        """Return all places of the name."""
        return self.at.analysis.symbols.references_of(self.reference.kind, self.reference.id)

    def locations(self, references: Iterable[Reference]) -> list[lsp.Location]:
        """Return the locations of some places of the name."""
        return [_location(self.at.server, self.at.analysis, each) for each in references]


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
    place = place_at(file, position, lines, server.encoding)
    return PositionQuery(server, analysis, place, lines)


class PositionParams(Protocol):
    """The parameters of a request about a position."""

    text_document: lsp.TextDocumentIdentifier
    position: lsp.Position


async def name_at(server: Server, params: PositionParams) -> NameQuery | None:
    """Return the query for the name at a position, or None if there is no name."""
    query = await query_at(server, params.text_document.uri, params.position)
    reference = query.analysis.symbols.reference_at(query.place) if query else None
    return NameQuery(query, reference) if query and reference else None


MAX_SYMBOLS = 500
"""Maximum number of symbols sent for a workspace."""


def _location(server: Server, analysis: PackAnalysis, one: Reference) -> lsp.Location:
    lines = lines_of(analysis.files.text(one.place.file))
    at = to_range(one.place, one.length, lines, server.encoding)
    return lsp.Location(server.uri(analysis.path_of(one.place.file)), at)


async def definition(server: Server, params: lsp.DefinitionParams) -> list[lsp.Location]:
    """Return the definitions of the name under the cursor."""
    query = await name_at(server, params)
    if query is None:
        return []
    kind, name = query.reference.kind, query.reference.id
    return query.locations(query.at.analysis.symbols.definitions(kind, name))


async def references(server: Server, params: lsp.ReferenceParams) -> list[lsp.Location]:
    """Return all places of the name under the cursor."""
    query = await name_at(server, params)
    if query is None:
        return []
    with_definitions = params.context.include_declaration
    return query.locations(
        each for each in query.references if with_definitions or each.usage != "defined"
    )


async def document_highlight(
    server: Server, params: lsp.DocumentHighlightParams
) -> list[lsp.DocumentHighlight]:
    """Return all places of the name under the cursor in the same file."""
    query = await name_at(server, params)
    if query is None:
        return []
    kinds = {True: lsp.DocumentHighlightKind.Write, False: lsp.DocumentHighlightKind.Read}
    return [
        lsp.DocumentHighlight(
            query.at.range_of(each.place, each.length), kinds[each.usage in ("defined", "set")]
        )
        for each in query.references
        if each.place.file == query.at.place.file and each.length
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
    return lsp.Hover(words, query.range_of(explanation.place, explanation.length))


async def prepare_rename(
    server: Server, params: lsp.PrepareRenameParams
) -> lsp.PrepareRenamePlaceholder | None:
    """Return the range and current name of the word under the cursor. Raise RequestRefused if it
    cannot be renamed."""
    query = await name_at(server, params)
    if query is None:
        return None
    reference, analysis = query.reference, query.at.analysis
    _raise_refusal(why_not_renamable(reference, analysis.symbols, analysis.files))
    return lsp.PrepareRenamePlaceholder(
        query.at.range_of(reference.place, reference.length), last_part(reference.id)
    )


async def rename(server: Server, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    """Return the edits that rename the name everywhere. Raise RequestRefused if the new name is not
    possible."""
    query = await name_at(server, params)
    if query is None or query.at.analysis.draft is None:
        return None
    reference, analysis, draft = query.reference, query.at.analysis, query.at.analysis.draft
    _raise_refusal(
        why_not_renamable(reference, analysis.symbols, analysis.files)
        or why_name_refused(reference, params.new_name, draft)
    )
    plan = plan_renaming(reference, params.new_name, draft, analysis.symbols, analysis.files)
    changes: list[lsp.TextDocumentEdit | lsp.CreateFile | lsp.RenameFile | lsp.DeleteFile] = [
        _document_edit(server, analysis, file, edits) for file, edits in sorted(plan.edits.items())
    ]
    if plan.new_file:
        old = analysis.path_of(plan.file)
        new = old.with_name(PurePosixPath(plan.new_file).name)
        changes.append(lsp.RenameFile(server.uri(old), server.uri(new)))
    return lsp.WorkspaceEdit(document_changes=changes)


def _raise_refusal(why: str) -> None:
    if why:
        raise RequestRefused(why)


async def workspace_symbol(
    server: Server, params: lsp.WorkspaceSymbolParams
) -> list[lsp.SymbolInformation]:
    """Return all symbols that match the query, in packs with an open document."""
    information: list[lsp.SymbolInformation] = []
    for location in server.open_locations:
        analysis = await server.current_analysis(location)
        listed = (
            symbol
            for symbol in (analysis.symbols.search(params.query) if analysis else ())
            if analysis and symbol.at.place.file in analysis.files.reported
        )
        for kind, name, at in islice(listed, MAX_SYMBOLS - len(information)):
            assert analysis is not None
            symbol_kind = SYMBOL_KINDS.get(kind, lsp.SymbolKind.Variable)
            place = _location(server, analysis, at)
            information.append(lsp.SymbolInformation(place, name, symbol_kind, container_name=kind))
    return information


def _document_edit(
    server: Server, analysis: PackAnalysis, file: str, edits: Iterable[Edit]
) -> lsp.TextDocumentEdit:
    lines = lines_of(analysis.files.text(file))
    return lsp.TextDocumentEdit(
        server.versioned_document(analysis.path_of(file)),
        [to_text_edit(edit, lines, server.encoding) for edit in edits],
    )


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
    lines = range(query.place.line, params.range.end.line + 2)
    for diagnostic in analysis.diagnostics:
        if diagnostic.place.file != query.place.file or diagnostic.place.line not in lines:
            continue
        problem = to_diagnostic(diagnostic, query.lines, server.encoding)
        files = analysis.files.pack.own_files
        for fix in find_actions(diagnostic, files, analysis.known_words):
            change = _document_edit(server, analysis, fix.file, fix.edits)
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
    for location in server.open_locations:
        analysis = server.packs[location].analysis
        folders = [
            location.folder,
            *(analysis.files.pack.base_folders.values() if analysis else ()),
        ]
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


def did_change(
    server: Server, params: lsp.DidOpenTextDocumentParams | lsp.DidChangeTextDocumentParams
) -> None:
    """Store the opened or changed document."""
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
    at = place_at(document.path.name, params.position, lines, server.encoding)
    context = context_at(lines, at.line, at.column, document.path.name)
    offered = suggestions(context, analysis.docs, lines, document.path.name.partition(".")[0])
    begin, length = at._replace(column=context.start), context.end - context.start
    typed = to_range(begin, length, lines, server.encoding)
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
