"""One editor's server: the texts that are open, what is known of their packs, and what was last shown.

Texts are kept by the address that the editor gave them. After each key the pack around the file is examined in a thread of its own, a
breath later, and once more if meanwhile a key was pressed; what was found is sent only if none has been pressed since.
"""

import asyncio
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types as lsp
from pygls import uris
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from pmsim import __version__
from pmsim.analysis.examine import quick_errors
from pmsim.authoring.lsp.analysis import PackAnalysis, PackAnalyzer
from pmsim.authoring.lsp.editor_diagnostics import EditorDiagnostic, Encoding, diagnostics_by_file, is_quick_error
from pmsim.authoring.lsp.protocol.conversions import to_diagnostic
from pmsim.authoring.lsp.workspace import PackLocation, locate_pack

EXAMINATION_DELAY = 0.005
"""Seconds from a key to the examination, in which a further key may come."""
_log = logging.getLogger("pmsim.lsp")


class RequestRefused(JsonRpcException):
    """An answer to the editor, with the reason why something cannot be done. It is no failure, so it is not logged."""

    CODE = lsp.LSPErrorCodes.RequestFailed.value


class OpenDocument(NamedTuple):
    """A text that is open in the editor. `editor_path`: where it lies, as the editor spells it; `path`: the same without links in its
    folder, '' as its folder if it is not a file; `location`: None, if it is not ours."""

    uri: str
    editor_path: Path
    path: Path
    text: str
    version: int
    location: PackLocation | None


class Server(LanguageServer):
    """The language server of one editor."""

    def __init__(self) -> None:
        super().__init__("pmsim", __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self.documents: dict[str, OpenDocument] = {}
        self.analyzer = PackAnalyzer()
        self.worker = ThreadPoolExecutor(1, "pmsim-study")
        self.analyses: dict[PackLocation, PackAnalysis] = {}
        self.analyzed_change: dict[PackLocation, int] = {}
        self.change_count: dict[PackLocation, int] = {}
        """How often something of a home has changed; `studied`: when it was last examined, `looked`: when it was last looked at."""
        self.quick_checked_change: dict[PackLocation, int] = {}
        self.timers: dict[PackLocation, asyncio.TimerHandle] = {}
        self.tasks: dict[PackLocation, asyncio.Task[None]] = {}
        self.published: dict[PackLocation, dict[str, tuple[EditorDiagnostic, ...]]] = {}
        self.unpublished: set[str] = set()
        """Addresses of texts that were opened, and for which nothing has been published since, be it that there is nothing to say."""

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

    def store_document(self, uri: str, version: int) -> None:
        """Take over the text that the editor now has at an address."""
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
        """The editor has closed a text; what is on disk counts again."""
        document = self.documents.pop(uri, None)
        self.unpublished.discard(uri)
        if document and document.location:
            self.schedule_examination(document.location)

    def open_texts(self, home: PackLocation) -> dict[Path, str]:
        """The texts of a home that are open."""
        return {document.path: document.text for document in self.documents.values() if document.location == home}

    def schedule_examination(self, home: PackLocation) -> None:
        """Something of a home has changed: examine it in a breath."""
        self.change_count[home] = self.change_count.get(home, 0) + 1
        if (timer := self.timers.pop(home, None)) is not None:
            timer.cancel()
        self.timers[home] = asyncio.get_running_loop().call_later(EXAMINATION_DELAY, self.start_examination, home)

    def start_examination(self, home: PackLocation) -> "asyncio.Task[None]":
        """Examine a home in the background, unless that is being done."""
        self.publish_quick_errors(home)
        if home not in self.tasks:
            self.tasks[home] = asyncio.get_running_loop().create_task(self.examine(home))
            self.tasks[home].add_done_callback(lambda task: self.examination_ended(home, task))
        return self.tasks[home]

    def examination_ended(self, home: PackLocation, task: "asyncio.Task[None]") -> None:
        """An examination is over; a failure is logged."""
        self.tasks.pop(home, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("An examination failed.", exc_info=error)

    async def examine(self, home: PackLocation) -> None:
        """Study a home until it is known as it now is, and show what was found. What was found of a text that has changed is dropped."""
        while texts := self.open_texts(home):
            change = self.change_count.get(home, 0)
            analysis = await asyncio.get_running_loop().run_in_executor(self.worker, self.analyzer.analyze, home, texts)
            if self.change_count.get(home, 0) == change:
                self.analyses[home], self.analyzed_change[home] = analysis, change
                self.publish(home, diagnostics_by_file(analysis.diagnostics, analysis.files, self.encoding))
                return
        self.analyses.pop(home, None)
        self.publish(home, {})
        self.worker.submit(self.analyzer.forget, home)

    def publish_quick_errors(self, home: PackLocation) -> None:
        """Show at once what is new in the spelling and the fields of texts that have changed: what they mean takes longer to see, and the
        thread that sees it may still be at the key before."""
        analysis, change = self.analyses.get(home), self.change_count.get(home, 0)
        if analysis is None or self.quick_checked_change.get(home) == change:
            return
        self.quick_checked_change[home] = change
        texts = self.open_texts(home)
        reported = {file: texts[path] for file in analysis.files.reported if (path := home.path_of(file)) in texts}
        changed = {file: text.encode("utf-8", "replace") for file, text in reported.items() if text != analysis.files.text(file)}
        files = analysis.files._replace(contents=changed, reported=frozenset(changed))
        before = self.published.get(home, {})
        now = dict(before)
        for file, quick in diagnostics_by_file(quick_errors(changed), files, self.encoding).items():
            previous = before.get(file, ())
            if set(quick) != {one for one in previous if is_quick_error(one)}:
                now[file] = tuple(sorted((*quick, *(one for one in previous if not is_quick_error(one)))))
        self.publish(home, now)

    async def current_analysis(self, home: PackLocation) -> PackAnalysis | None:
        """What is known of a home as it now is; None if nothing of it is open any more."""
        while self.open_texts(home):
            analysis = self.analyses.get(home)
            if analysis is not None and self.analyzed_change.get(home) == self.change_count.get(home, 0):
                return analysis
            await asyncio.shield(self.start_examination(home))
        return None

    async def latest_analysis(self, home: PackLocation) -> PackAnalysis | None:
        """What is known of a home, of the time before the last key if need be; None if nothing of it is open any more."""
        return self.analyses.get(home) or await self.current_analysis(home)

    def uri(self, path: Path) -> str:
        """Return the address of a file: as the editor spells it if it has it open, else through the folder that the editor has opened."""
        document = next((document for document in self.documents.values() if document.path == path), None)
        if document:
            return document.uri
        spelt, real = next((link for link in self.folder_links() if path.is_relative_to(link[1])), (path, path))
        return uris.from_fs_path(str(spelt / path.relative_to(real))) or ""

    def folder_links(self) -> Iterator[tuple[Path, Path]]:
        """Yield folders as the editor spells them, each with its path without links: those of open files in its tree, the tree, others."""
        folders = [Path(path) for folder in self.workspace.folders.values() if (path := uris.to_fs_path(folder.uri))]
        pages = [document for document in self.documents.values() if document.location]
        yield from (_folder_link(document) for document in pages if any(document.editor_path.is_relative_to(folder) for folder in folders))
        yield from ((folder, folder.resolve()) for folder in folders)
        yield from map(_folder_link, pages)

    def versioned_document(self, path: Path) -> lsp.OptionalVersionedTextDocumentIdentifier:
        """The same with the version that the editor has."""
        uri = self.uri(path)
        return lsp.OptionalVersionedTextDocumentIdentifier(uri, self.documents[uri].version if uri in self.documents else None)

    def publish(self, home: PackLocation, diagnostics: dict[str, tuple[EditorDiagnostic, ...]]) -> None:
        """Send the findings of every file for which they are other than before, and of every file that was opened since."""
        before = self.published.pop(home, {})
        for file in sorted({*before, *diagnostics}):
            now, document = diagnostics.get(file, ()), self.versioned_document(home.path_of(file))
            if now != before.get(file, ()) or document.uri in self.unpublished:
                self.unpublished.discard(document.uri)
                problems = [to_diagnostic(one) for one in now]
                self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(document.uri, problems, document.version))
        if nonempty := {file: now for file, now in diagnostics.items() if now}:
            self.published[home] = nonempty


def _folder_link(page: OpenDocument) -> tuple[Path, Path]:
    """Return the folder of an open text as the editor spells it and without links, less what both end with."""
    spelt, real = page.editor_path.parent, page.path.parent
    while spelt != real and spelt.name == real.name:
        spelt, real = spelt.parent, real.parent
    return spelt, real
