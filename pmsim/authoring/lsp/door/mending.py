"""What an editor asks at a problem: what can be done about it."""

from lsprotocol import types as lsp

from pmsim.authoring.lsp.actions import actions, over
from pmsim.authoring.lsp.door.asking import asked_at
from pmsim.authoring.lsp.door.server import Server
from pmsim.authoring.lsp.door.wire import diagnostic_of, edit_of
from pmsim.authoring.lsp.findings import finding
from pmsim.lang.decoding import lines_of


async def code_action(server: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """What can be done about the problems in the lines that are asked about."""
    wanted = params.context.only
    asked = await asked_at(server, params.text_document.uri, params.range.start)
    if asked is None or (wanted and not any(lsp.CodeActionKind.QuickFix.value.startswith(kind) for kind in wanted)):
        return []
    study, offered = asked.study, []
    for found in study.diagnostics:
        if over(found, asked.place, params.range.end.line + 1):
            problem = diagnostic_of(finding(found, asked.lines, server.encoding))
            for fix in actions(found, study.files.own, study.taken):
                lines = lines_of(study.files.text(fix.file))
                edits: list[lsp.TextEdit | lsp.AnnotatedTextEdit | lsp.SnippetTextEdit] = [
                    edit_of(edit, lines, server.encoding) for edit in fix.edits
                ]
                change = lsp.TextDocumentEdit(server.versioned(study.where(fix.file)), edits)
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
