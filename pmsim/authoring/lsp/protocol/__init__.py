"""The start of the language server. Only this package imports pygls and lsprotocol. The server
answers every request."""

import io
import logging
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

from lsprotocol import types as lsp

from pmsim.authoring.lsp.protocol import handlers
from pmsim.authoring.lsp.protocol.server import RequestRefused, Server

_TRIGGERS = ["{", "[", "(", ".", " ", "="]
"""Characters after which an editor requests completion."""

FEATURES: tuple[tuple[str, Callable[..., object]], ...] = (
    (lsp.INITIALIZED, handlers.initialized),
    (lsp.TEXT_DOCUMENT_DID_OPEN, handlers.did_change),
    (lsp.TEXT_DOCUMENT_DID_CHANGE, handlers.did_change),
    (lsp.TEXT_DOCUMENT_DID_CLOSE, handlers.did_close),
    (lsp.TEXT_DOCUMENT_DID_SAVE, handlers.did_save),
    (lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, handlers.did_change_files),
    (lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, handlers.document_symbol),
    (lsp.TEXT_DOCUMENT_DEFINITION, handlers.definition),
    (lsp.TEXT_DOCUMENT_REFERENCES, handlers.references),
    (lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, handlers.document_highlight),
    (lsp.TEXT_DOCUMENT_HOVER, handlers.hover),
    (lsp.TEXT_DOCUMENT_PREPARE_RENAME, handlers.prepare_rename),
    (lsp.TEXT_DOCUMENT_RENAME, handlers.rename),
    (lsp.TEXT_DOCUMENT_CODE_ACTION, handlers.code_action),
    (lsp.WORKSPACE_SYMBOL, handlers.workspace_symbol),
    (lsp.TEXT_DOCUMENT_COMPLETION, handlers.completion),
)
"""The supported requests and notifications, with their handlers."""
_OPTIONS = {
    lsp.TEXT_DOCUMENT_RENAME: lsp.RenameOptions(prepare_provider=True),
    lsp.TEXT_DOCUMENT_CODE_ACTION: lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix]),
    lsp.TEXT_DOCUMENT_COMPLETION: lsp.CompletionOptions(trigger_characters=_TRIGGERS),
}


class _ToEditor(io.FileIO):
    """Standard output that stores its first error. Otherwise pygls would try to report the error
    over the same stream, forever."""

    error: OSError | None = None

    def write(self, data: Any) -> int:
        """Write the data, or drop it after an error. Return the number of bytes."""
        if self.error is None:
            try:
                return super().write(data)
            except OSError as error:
                self.error = error
        return len(data)


def serve() -> None:
    """Serve an editor over standard input and output until it disconnects. Log messages and other
    output go to stderr.

    Raise OSError at the end if writing to the editor failed."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )
    for handler in logging.getLogger().handlers:
        handler.addFilter(
            lambda record: not (record.exc_info and isinstance(record.exc_info[1], RequestRefused))
        )
    server = Server()
    for method, answer in FEATURES:
        server.feature(method, _OPTIONS.get(method))(answer)
    editor = _ToEditor(os.dup(sys.stdout.fileno()), "wb")
    with io.BufferedWriter(editor) as out, redirect_stdout(sys.stderr):
        server.start_io(stdout=out)
    if editor.error is not None:
        raise editor.error
