"""The server of one editor: open documents, analyses of their packs, and published diagnostics.

Documents are stored by the editor's URI. After each change a worker thread examines the pack, after
a short delay. It examines again if the document changed meanwhile. Only results for the latest text
are published."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types as lsp
from pygls import uris
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from pmsim import __version__
from pmsim.analysis.examine import quick_errors
from pmsim.authoring.lsp.analysis import (
    PackAnalysis,
    PackAnalyzer,
    PackLocation,
    WorkspaceFiles,
    locate_pack,
)
from pmsim.authoring.lsp.protocol.conversions import (
    Encoding,
    diagnostics_by_file,
    is_quick_error,
)

EXAMINATION_DELAY = 0.005
"""Seconds from a change to the examination, to wait for further changes."""
_log = logging.getLogger("pmsim.lsp")


class RequestRefused(JsonRpcException):
    """A reply with the reason why a request is not possible. It is not a failure and is not
    logged."""

    CODE = lsp.LSPErrorCodes.RequestFailed.value


class OpenDocument(NamedTuple):
    """A document that is open in the editor. `editor_path`: the path as the editor spells it.
    `path`: the same with symbolic links in its folder resolved. `location`: its pack, or None if it
    is not a pmsim file."""

    uri: str
    editor_path: Path
    path: Path
    text: str
    version: int
    location: PackLocation | None


@dataclass
class PackState:
    """The state of a pack that has, or had, an open document. `change`: the number of its changes;
    `analyzed`, `quick_checked`: that number at the last analysis and at the last quick check.
    `published`: the diagnostics that the editor has, by file."""

    change: int = 0
    analysis: PackAnalysis | None = None
    analyzed: int = 0
    quick_checked: int = 0
    timer: asyncio.TimerHandle | None = None
    task: "asyncio.Task[None] | None" = None
    published: dict[str, list[lsp.Diagnostic]] = field(default_factory=dict)


class Server(LanguageServer):
    """The language server of one editor."""

    def __init__(self) -> None:
        super().__init__(
            "pmsim", __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Full
        )
        self.documents: dict[str, OpenDocument] = {}
        self.analyzer = PackAnalyzer()
        self.worker = ThreadPoolExecutor(1, "pmsim-study")
        self.packs: defaultdict[PackLocation, PackState] = defaultdict(PackState)
        self.unpublished: set[str] = set()
        """URIs of opened documents for which the server has not yet published diagnostics, not even
        an empty list."""

    @property
    def encoding(self) -> Encoding:
        """Return the unit of columns agreed with the editor."""
        match self.workspace.position_encoding:
            case lsp.PositionEncodingKind.Utf8:
                return "utf-8"
            case lsp.PositionEncodingKind.Utf32:
                return "utf-32"
            case _:
                return "utf-16"

    def store_document(self, uri: str, version: int) -> None:
        """Store the editor's current text of a document, and schedule an examination."""
        text = self.workspace.get_text_document(uri).source
        before = self.documents.get(uri)
        written = Path(uris.to_fs_path(uri) or "")
        home = locate_pack(written, text)
        path = written.parent.resolve() / written.name if home else written
        self.documents[uri] = OpenDocument(uri, written, path, text, version, home)
        if before is None:
            self.unpublished.add(uri)
        if before and before.location and before.location != home:
            self.schedule_examination(before.location)
        if home:
            self.schedule_examination(home)

    def remove_document(self, uri: str) -> None:
        """Remove a closed document; the file on disk counts again."""
        document = self.documents.pop(uri, None)
        self.unpublished.discard(uri)
        if document and document.location:
            self.schedule_examination(document.location)

    def open_texts(self, home: PackLocation) -> dict[Path, str]:
        """Return the open texts of a pack by path."""
        return {
            document.path: document.text
            for document in self.documents.values()
            if document.location == home
        }

    @property
    def open_locations(self) -> set[PackLocation]:
        """Return the packs with an open document."""
        return {document.location for document in self.documents.values() if document.location}

    def schedule_examination(self, home: PackLocation) -> None:
        """Record a change of a pack and schedule its examination after the delay."""
        state = self.packs[home]
        state.change += 1
        if state.timer is not None:
            state.timer.cancel()
        state.timer = asyncio.get_running_loop().call_later(
            EXAMINATION_DELAY, self.start_examination, home
        )

    def start_examination(self, home: PackLocation) -> "asyncio.Task[None]":
        """Start the examination of a pack in the background, unless one is running, and return its
        task."""
        self.publish_quick_errors(home)
        state = self.packs[home]
        if state.task is None:
            state.task = asyncio.get_running_loop().create_task(self.examine(home))
            state.task.add_done_callback(lambda task: self.examination_ended(home, task))
        return state.task

    def examination_ended(self, home: PackLocation, task: "asyncio.Task[None]") -> None:
        """Remove the finished task, and log its failure."""
        self.packs[home].task = None
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("An examination failed.", exc_info=error)

    async def examine(self, home: PackLocation) -> None:
        """Examine a pack until the result matches its current texts, then publish the result. Drop
        outdated results. Forget a pack without open documents."""
        state = self.packs[home]
        while texts := self.open_texts(home):
            change = state.change
            analysis = await asyncio.get_running_loop().run_in_executor(
                self.worker, self.analyzer.analyze, home, texts
            )
            if state.change == change:
                state.analysis, state.analyzed = analysis, change
                self.publish(
                    home, diagnostics_by_file(analysis.diagnostics, analysis.files, self.encoding)
                )
                return
        state.analysis = None
        self.publish(home, {})
        self.worker.submit(self.analyzer.forget, home)

    def publish_quick_errors(self, home: PackLocation) -> None:
        """Publish new syntax and field errors at once. The full examination takes longer, and its
        thread may still be busy with an earlier text."""
        state = self.packs[home]
        analysis = state.analysis
        if analysis is None or state.quick_checked == state.change:
            return
        state.quick_checked = state.change
        texts = self.open_texts(home)
        changed = {
            file: texts[path].encode("utf-8", "replace")
            for file in analysis.files.reported
            if (path := home.path_of(file)) in texts and texts[path] != analysis.files.text(file)
        }
        files = WorkspaceFiles(analysis.files.pack._replace(own_files=changed), changed)
        now = dict(state.published)
        for file, quick in diagnostics_by_file(quick_errors(changed), files, self.encoding).items():
            previous = state.published.get(file, [])
            if quick != [one for one in previous if is_quick_error(one)]:
                others = (one for one in previous if not is_quick_error(one))
                now[file] = sorted([*quick, *others], key=lambda one: one.range.start)
        self.publish(home, now)

    async def current_analysis(self, home: PackLocation) -> PackAnalysis | None:
        """Return the analysis of a pack's current texts. Return None if the pack has no open
        documents."""
        while self.open_texts(home):
            state = self.packs[home]
            if state.analysis is not None and state.analyzed == state.change:
                return state.analysis
            await asyncio.shield(self.start_examination(home))
        return None

    async def latest_analysis(self, home: PackLocation) -> PackAnalysis | None:
        """Return the last analysis of a pack, which may be outdated. Return None if the pack has no
        open documents."""
        return self.packs[home].analysis or await self.current_analysis(home)

    def uri(self, path: Path) -> str:
        """Return the URI of a file: the editor's own for an open document, otherwise one through a
        folder as the editor spells it."""
        document = next(
            (document for document in self.documents.values() if document.path == path), None
        )
        if document:
            return document.uri
        spelt, real = next(
            (link for link in self.folder_links() if path.is_relative_to(link[1])), (path, path)
        )
        return uris.from_fs_path(str(spelt / path.relative_to(real))) or ""

    def folder_links(self) -> Iterator[tuple[Path, Path]]:
        """Yield folders as the editor spells them, each with its resolved path: first those of open
        documents inside the workspace, then the workspace, then those of all open documents."""
        folders = [
            Path(path)
            for folder in self.workspace.folders.values()
            if (path := uris.to_fs_path(folder.uri))
        ]
        pages = [document for document in self.documents.values() if document.location]
        yield from (
            _folder_link(document)
            for document in pages
            if any(document.editor_path.is_relative_to(folder) for folder in folders)
        )
        yield from ((folder, folder.resolve()) for folder in folders)
        yield from map(_folder_link, pages)

    def versioned_document(self, path: Path) -> lsp.OptionalVersionedTextDocumentIdentifier:
        """Return the identifier of a file with the version in the editor, or None as version if it
        is not open."""
        uri = self.uri(path)
        return lsp.OptionalVersionedTextDocumentIdentifier(
            uri, self.documents[uri].version if uri in self.documents else None
        )

    def publish(self, home: PackLocation, diagnostics: dict[str, list[lsp.Diagnostic]]) -> None:
        """Send the diagnostics of every file where they have changed, and of newly opened
        documents."""
        before = self.packs[home].published
        self.packs[home].published = {file: now for file, now in diagnostics.items() if now}
        for file in sorted({*before, *diagnostics}):
            now, document = diagnostics.get(file, []), self.versioned_document(home.path_of(file))
            if now != before.get(file, []) or document.uri in self.unpublished:
                self.unpublished.discard(document.uri)
                self.text_document_publish_diagnostics(
                    lsp.PublishDiagnosticsParams(document.uri, now, document.version)
                )


def _folder_link(page: OpenDocument) -> tuple[Path, Path]:
    """Return a document's folder as the editor spells it and resolved, without their common end."""
    spelt, real = page.editor_path.parent, page.path.parent
    while spelt != real and spelt.name == real.name:
        spelt, real = spelt.parent, real.parent
    return spelt, real
