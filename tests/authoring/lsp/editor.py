"""The least that an editor can be: it starts the real server, speaks the protocol over its
standard streams, and keeps what it is told."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 60.0
"""Seconds after which a server that does not answer has failed."""
SHUTDOWN = "shutdown"


class Editor:
    """One editor with its server. `diagnostics`: what was last published, by address; `asked`:
    what the server wanted."""

    def __init__(self, *command: str) -> None:
        self.process = subprocess.Popen(
            command or (sys.executable, "-m", "pmsim", "lsp"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.heard: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.complaints: list[bytes] = []
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.asked: list[str] = []
        self.number = 0
        self.versions: dict[str, int] = {}
        self.listeners = [
            threading.Thread(target=listen, daemon=True)
            for listen in (self._listen, self._listen_to_complaints)
        ]
        for listener in self.listeners:
            listener.start()

    def _listen(self) -> None:
        out = self.process.stdout
        assert out is not None
        while True:
            length = 0
            while (line := out.readline().strip()) != b"":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.partition(b":")[2])
            if not length:
                self.heard.put(None)
                return
            self.heard.put(json.loads(out.read(length)))

    def _listen_to_complaints(self) -> None:
        assert self.process.stderr is not None
        self.complaints += iter(self.process.stderr.readline, b"")

    def send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def notify(self, method: str, params: Any = None) -> None:
        self.send({"method": method, "params": params})

    def hear(self) -> dict[str, Any]:
        """The next message. What is asked of the editor is answered by nothing; what is
        published is kept."""
        message = self.heard.get(timeout=PATIENCE)
        assert message is not None, b"".join(self.complaints).decode()
        if message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self.diagnostics[params["uri"]] = params["diagnostics"]
        elif "method" in message and "id" in message:
            self.asked.append(message["method"])
            self.send({"id": message["id"], "result": None})
        return message

    def answer(self, method: str, params: Any = None) -> dict[str, Any]:
        """The whole answer to a request, which may be an error."""
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            message = self.hear()
            if message.get("id") == self.number and "method" not in message:
                return message

    def ask(self, method: str, params: Any = None) -> Any:
        """The result of a request."""
        answer = self.answer(method, params)
        assert "error" not in answer, (answer, b"".join(self.complaints).decode())
        return answer["result"]

    def begin(
        self,
        folder: Path,
        encodings: list[str] | None = None,
        settings: dict[str, Any] | None = None,
    ) -> Any:
        """Say hello; what the server can do."""
        able: dict[str, Any] = {
            "general": {"positionEncodings": encodings or ["utf-16"]},
            "textDocument": {
                "publishDiagnostics": {
                    "relatedInformation": True,
                    "tagSupport": {"valueSet": [1, 2]},
                },
                "completion": {
                    "completionItem": {
                        "snippetSupport": True,
                        "documentationFormat": ["markdown", "plaintext"],
                    }
                },
                "hover": {"contentFormat": ["markdown", "plaintext"]},
            },
            "workspace": {
                "didChangeWatchedFiles": {"dynamicRegistration": True},
                "workspaceEdit": {
                    "documentChanges": True,
                    "resourceOperations": ["rename", "create"],
                },
            },
        }
        root = {"uri": folder.as_uri(), "name": folder.name}
        said = self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": root["uri"],
                "workspaceFolders": [root],
                "capabilities": able,
            },
        )
        self.notify("initialized", {})
        if settings is not None:
            self.notify("workspace/didChangeConfiguration", {"settings": settings})
        return said["capabilities"]

    def open(self, path: Path, text: str | None = None) -> str:
        """Open a file, with another text than it has if one is given; its address."""
        uri = path.as_uri()
        self.versions[uri] = 1
        words = path.read_text(encoding="utf-8") if text is None else text
        self.notify(
            "textDocument/didOpen",
            {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": words}},
        )
        return uri

    def change(self, uri: str, text: str) -> None:
        """The whole text is now another."""
        self.versions[uri] += 1
        document = {"uri": uri, "version": self.versions[uri]}
        self.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]}
        )

    def wait(self, uri: str) -> list[dict[str, Any]]:
        """What is published next for an address: of an open file, for its text as it now is."""
        while True:
            message = self.hear()
            told = (
                message["params"]
                if message.get("method") == "textDocument/publishDiagnostics"
                else {}
            )
            if told.get("uri") == uri and told.get("version") in (self.versions.get(uri), None):
                return self.diagnostics[uri]

    def end(self) -> int:
        """Say goodbye and hear everything out; the exit code."""
        self.ask(SHUTDOWN)
        self.notify("exit")
        code = self.process.wait(PATIENCE)
        for listener in self.listeners:
            listener.join(PATIENCE)
        return code


@contextmanager
def editing(folder: Path, encodings: list[str] | None = None) -> Iterator[Editor]:
    """An editor at work in a folder, which ends well."""
    editor = Editor()
    try:
        editor.begin(folder, encodings)
        yield editor
        assert editor.end() == 0
    finally:
        editor.process.kill()
        editor.process.communicate()
