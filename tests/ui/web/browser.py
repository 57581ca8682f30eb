"""A headless Chromium, spoken to over its DevTools protocol."""

import asyncio
import base64
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--window-size=1000,700",
)


def found() -> str | None:
    """The browser of this machine, if it has one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Tab:
    """A page of the browser."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.number = 0

    async def call(self, method: str, **given: Any) -> dict[str, Any]:
        """The result of a command."""
        self.number += 1
        await self.socket.send_json({"id": self.number, "method": method, "params": given})
        while True:
            answer = await self.socket.receive_json(timeout=60)
            if answer.get("id") == self.number:
                assert "error" not in answer, answer
                return answer["result"]  # type: ignore[no-any-return]

    async def value(self, script: str) -> Any:
        """What a line of script comes to."""
        result = await self.call("Runtime.evaluate", expression=script)
        return result["result"].get("value")

    async def press(self, key: str) -> None:
        """A key, as from a keyboard."""
        for kind in ("keyDown", "keyUp"):
            text = {"text": key} if kind == "keyDown" else {}
            await self.call("Input.dispatchKeyEvent", type=kind, key=key, **text)

    async def until(self, script: str) -> None:
        """Wait until a line of script is true."""
        for _ in range(300):
            if await self.value(script):
                return
            await asyncio.sleep(0.1)
        raise AssertionError(script)

    async def picture(self, path: Path) -> None:
        """Save what is seen as a PNG."""
        data = (await self.call("Page.captureScreenshot"))["data"]
        path.write_bytes(base64.b64decode(data))


@asynccontextmanager
async def tab(path: str, folder: Path) -> AsyncIterator[Tab]:
    """A browser with one page. `folder`: its profile."""
    process = await asyncio.create_subprocess_exec(
        path,
        *FLAGS,
        f"--user-data-dir={folder}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        ports = folder / "DevToolsActivePort"
        for _ in range(600):
            if ports.exists() and len(ports.read_text().split()) == 2:
                break
            await asyncio.sleep(0.1)
        port = ports.read_text().split()[0]
        async with ClientSession() as client:
            async with client.get(f"http://127.0.0.1:{port}/json") as answer:
                pages = await answer.json()
            address = next(page for page in pages if page["type"] == "page")["webSocketDebuggerUrl"]
            async with client.ws_connect(address, max_msg_size=0) as socket:
                yield Tab(socket)
    finally:
        process.kill()
        await process.wait()
