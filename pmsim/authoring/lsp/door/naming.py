"""What an editor asks about a name: what it is, where it is given, where else it stands, and to call it something else."""

from lsprotocol import types as lsp

from pmsim.authoring.lsp.door.asking import asked_at
from pmsim.authoring.lsp.door.server import Refusal, Server
from pmsim.authoring.lsp.door.wire import SYMBOLS, range_of
from pmsim.authoring.lsp.hover import hover
from pmsim.authoring.lsp.positions import span
from pmsim.authoring.lsp.renaming import last, refused, renaming, why_not
from pmsim.authoring.lsp.study import Study
from pmsim.lang.decoding import lines_of
from pmsim.lang.nodes import Place

MOST_SYMBOLS = 500
"""So many names are sent of a whole workspace."""


def _location(server: Server, study: Study, at: Place, length: int) -> lsp.Location:
    lines = lines_of(study.files.text(at.file))
    return lsp.Location(server.uri(study.where(at.file)), range_of(span(at, length, lines, server.encoding)))


async def definition(server: Server, params: lsp.DefinitionParams) -> list[lsp.Location]:
    """Where the name under the cursor is given."""
    asked = await asked_at(server, params.text_document.uri, params.position)
    one = asked.mention if asked else None
    if asked is None or one is None:
        return []
    return [_location(server, asked.study, each.place, each.length) for each in asked.study.index.given(one.kind, one.id)]


async def references(server: Server, params: lsp.ReferenceParams) -> list[lsp.Location]:
    """Everywhere that the name under the cursor stands."""
    asked = await asked_at(server, params.text_document.uri, params.position)
    one = asked.mention if asked else None
    if asked is None or one is None:
        return []
    found = [each for each in asked.study.index.all(one.kind, one.id) if params.context.include_declaration or each.deed != "defined"]
    return [_location(server, asked.study, each.place, each.length) for each in found]


async def document_highlight(server: Server, params: lsp.DocumentHighlightParams) -> list[lsp.DocumentHighlight]:
    """The same name elsewhere in the file."""
    asked = await asked_at(server, params.text_document.uri, params.position)
    one = asked.mention if asked else None
    if asked is None or one is None:
        return []
    here = [each for each in asked.study.index.all(one.kind, one.id) if each.place.file == asked.place.file and each.length]
    kinds = {True: lsp.DocumentHighlightKind.Write, False: lsp.DocumentHighlightKind.Read}
    return [
        lsp.DocumentHighlight(range_of(span(each.place, each.length, asked.lines, server.encoding)), kinds[each.deed in ("defined", "set")])
        for each in here
    ]


async def hovered(server: Server, params: lsp.HoverParams) -> lsp.Hover | None:
    """What is to be said of the word under the cursor."""
    asked = await asked_at(server, params.text_document.uri, params.position)
    said = hover(asked.place, asked.lines, asked.study.lexicon, asked.study.index) if asked else None
    if asked is None or said is None:
        return None
    words = lsp.MarkupContent(lsp.MarkupKind.Markdown, said.words)
    return lsp.Hover(words, range_of(span(said.place, said.length, asked.lines, server.encoding)))


async def prepare_rename(server: Server, params: lsp.PrepareRenameParams) -> lsp.PrepareRenamePlaceholder | None:
    """Whether the word under the cursor can have another name."""
    asked = await asked_at(server, params.text_document.uri, params.position)
    one = asked.mention if asked else None
    if asked is None or one is None:
        return None
    _refuse(why_not(one, asked.study.index, asked.study.files))
    return lsp.PrepareRenamePlaceholder(range_of(span(one.place, one.length, asked.lines, server.encoding)), last(one.id))


async def rename(server: Server, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    """Another name for it, everywhere."""
    asked = await asked_at(server, params.text_document.uri, params.position)
    one = asked.mention if asked else None
    if asked is None or one is None or asked.study.draft is None:
        return None
    study, draft = asked.study, asked.study.draft
    _refuse(why_not(one, study.index, study.files) or refused(one, params.new_name, draft))
    found = renaming(one, params.new_name, draft, study.index, study.files)
    changes: list[lsp.TextDocumentEdit | lsp.CreateFile | lsp.RenameFile | lsp.DeleteFile] = []
    for file in sorted({each.place.file for each in found.writes}):
        lines = lines_of(study.files.text(file))
        edits: list[lsp.TextEdit | lsp.AnnotatedTextEdit | lsp.SnippetTextEdit] = [
            lsp.TextEdit(range_of(span(each.place, each.length, lines, server.encoding)), each.text)
            for each in found.writes
            if each.place.file == file
        ]
        changes.append(lsp.TextDocumentEdit(server.versioned(study.where(file)), edits))
    if found.to:
        changes.append(lsp.RenameFile(server.uri(study.where(found.file)), server.uri(study.where(found.to))))
    return lsp.WorkspaceEdit(document_changes=changes)


def _refuse(why: str) -> None:
    if why:
        raise Refusal(why)


async def workspace_symbol(server: Server, params: lsp.WorkspaceSymbolParams) -> list[lsp.SymbolInformation]:
    """Everything that has a name, in the packs of which something is open."""
    found: list[lsp.SymbolInformation] = []
    for home in {page.home for page in server.pages.values() if page.home}:
        study = await server.fresh(home)
        for kind, name, at in study.index.symbols(params.query) if study else ():
            if study and at.place.file in study.files.spoken and len(found) < MOST_SYMBOLS:
                where = _location(server, study, at.place, at.length)
                found.append(lsp.SymbolInformation(where, name, SYMBOLS.get(kind, lsp.SymbolKind.Variable), container_name=kind))
    return found
