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
from pmsim.analysis.examine import glance
from pmsim.authoring.lsp.door.wire import diagnostic_of
from pmsim.authoring.lsp.findings import Finding, findings, is_of_the_letter
from pmsim.authoring.lsp.positions import Encoding
from pmsim.authoring.lsp.shelf import Home, home_of
from pmsim.authoring.lsp.study import Bench, Study

BREATH = 0.005
"""Seconds from a key to the examination, in which a further key may come."""
_log = logging.getLogger("pmsim.lsp")


class Refusal(JsonRpcException):
    """An answer to the editor, with the reason why something cannot be done. It is no failure, so it is not logged."""

    CODE = lsp.LSPErrorCodes.RequestFailed.value


class Page(NamedTuple):
    """A text that is open in the editor. `written`: where it lies, as the editor spells it; `path`: the same without links in its folder,
    '' as its folder if it is not a file; `home`: None, if it is not ours."""

    uri: str
    written: Path
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
        self.studied: dict[Home, int] = {}
        self.changes: dict[Home, int] = {}
        """How often something of a home has changed; `studied`: when it was last examined, `looked`: when it was last looked at."""
        self.looked: dict[Home, int] = {}
        self.waiting: dict[Home, asyncio.TimerHandle] = {}
        self.running: dict[Home, asyncio.Task[None]] = {}
        self.shown: dict[Home, dict[str, tuple[Finding, ...]]] = {}
        self.unanswered: set[str] = set()
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

    def keep(self, uri: str, version: int) -> None:
        """Take over the text that the editor now has at an address."""
        text = self.workspace.get_text_document(uri).source
        before = self.pages.get(uri)
        written = Path(uris.to_fs_path(uri) or "")
        home = home_of(written, text)
        path = written.parent.resolve() / written.name if home else written
        self.pages[uri] = Page(uri, written, path, text, version, home)
        if before is None:
            self.unanswered.add(uri)
        if before and before.home and before.home != home:
            self.touch(before.home)
        if home:
            self.touch(home)

    def drop(self, uri: str) -> None:
        """The editor has closed a text; what is on disk counts again."""
        page = self.pages.pop(uri, None)
        self.unanswered.discard(uri)
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

    def begin(self, home: Home) -> "asyncio.Task[None]":
        """Examine a home in the background, unless that is being done."""
        self.look(home)
        if home not in self.running:
            self.running[home] = asyncio.get_running_loop().create_task(self.examine(home))
            self.running[home].add_done_callback(lambda task: self.ended(home, task))
        return self.running[home]

    def ended(self, home: Home, task: "asyncio.Task[None]") -> None:
        """An examination is over; a failure is logged."""
        self.running.pop(home, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("An examination failed.", exc_info=error)

    async def examine(self, home: Home) -> None:
        """Study a home until it is known as it now is, and show what was found. What was found of a text that has changed is dropped."""
        while opened := self.opened(home):
            change = self.changes.get(home, 0)
            study = await asyncio.get_running_loop().run_in_executor(self.worker, self.bench.study, home, opened)
            if self.changes.get(home, 0) == change:
                self.studies[home], self.studied[home] = study, change
                self.show(home, findings(study.diagnostics, study.files, self.encoding))
                return
        self.studies.pop(home, None)
        self.show(home, {})
        self.worker.submit(self.bench.forget, home)

    def look(self, home: Home) -> None:
        """Show at once what is new in the spelling and the fields of texts that have changed: what they mean takes longer to see, and the
        thread that sees it may still be at the key before."""
        study, change = self.studies.get(home), self.changes.get(home, 0)
        if study is None or self.looked.get(home) == change:
            return
        self.looked[home] = change
        opened = self.opened(home)
        spoken = {file: opened[path] for file in study.files.spoken if (path := home.path(file)) in opened}
        changed = {file: text.encode("utf-8", "replace") for file, text in spoken.items() if text != study.files.text(file)}
        files = study.files._replace(own=changed, spoken=frozenset(changed))
        before = self.shown.get(home, {})
        now = dict(before)
        for file, found in findings(glance(changed), files, self.encoding).items():
            was = before.get(file, ())
            if set(found) != {one for one in was if is_of_the_letter(one)}:
                now[file] = tuple(sorted((*found, *(one for one in was if not is_of_the_letter(one)))))
        self.show(home, now)

    async def fresh(self, home: Home) -> Study | None:
        """What is known of a home as it now is; None if nothing of it is open any more."""
        while self.opened(home):
            study = self.studies.get(home)
            if study is not None and self.studied.get(home) == self.changes.get(home, 0):
                return study
            await asyncio.shield(self.begin(home))
        return None

    async def study(self, home: Home) -> Study | None:
        """What is known of a home, of the time before the last key if need be; None if nothing of it is open any more."""
        return self.studies.get(home) or await self.fresh(home)

    def uri(self, path: Path) -> str:
        """Return the address of a file: as the editor spells it if it has it open, else through the folder that the editor has opened."""
        page = next((page for page in self.pages.values() if page.path == path), None)
        if page:
            return page.uri
        spelt, real = next((link for link in self.links() if path.is_relative_to(link[1])), (path, path))
        return uris.from_fs_path(str(spelt / path.relative_to(real))) or ""

    def links(self) -> Iterator[tuple[Path, Path]]:
        """Yield folders as the editor spells them, each with its path without links: those of open files in its tree, the tree, others."""
        folders = [Path(path) for folder in self.workspace.folders.values() if (path := uris.to_fs_path(folder.uri))]
        pages = [page for page in self.pages.values() if page.home]
        yield from (_link(page) for page in pages if any(page.written.is_relative_to(folder) for folder in folders))
        yield from ((folder, folder.resolve()) for folder in folders)
        yield from map(_link, pages)

    def versioned(self, path: Path) -> lsp.OptionalVersionedTextDocumentIdentifier:
        """The same with the version that the editor has."""
        uri = self.uri(path)
        return lsp.OptionalVersionedTextDocumentIdentifier(uri, self.pages[uri].version if uri in self.pages else None)

    def show(self, home: Home, found: dict[str, tuple[Finding, ...]]) -> None:
        """Send the findings of every file for which they are other than before, and of every file that was opened since."""
        before = self.shown.pop(home, {})
        for file in sorted({*before, *found}):
            now, document = found.get(file, ()), self.versioned(home.path(file))
            if now != before.get(file, ()) or document.uri in self.unanswered:
                self.unanswered.discard(document.uri)
                said = [diagnostic_of(one) for one in now]
                self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(document.uri, said, document.version))
        if kept := {file: now for file, now in found.items() if now}:
            self.shown[home] = kept


def _link(page: Page) -> tuple[Path, Path]:
    """Return the folder of an open text as the editor spells it and without links, less what both end with."""
    spelt, real = page.written.parent, page.path.parent
    while spelt != real and spelt.name == real.name:
        spelt, real = spelt.parent, real.parent
    return spelt, real
