"""The server of the game's page, for this machine alone: it answers on a loopback address, and only
pages that it sent itself. A cookie tells visitors apart; each has saves and settings of their
own."""

import asyncio
import json
import re
import secrets
import signal
from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from aiohttp import WSMsgType, web

from pmsim.ui.web.terminal import GameTerminal, TerminalSize, game_command

ADDRESS = "127.0.0.1"
_NAMES = (ADDRESS, "localhost")
COOKIE = "pmsim_visitor"
_VISITOR = re.compile(r"[0-9a-f]{32}")
_YEAR_SECONDS = 365 * 24 * 3600
_SHUTDOWN_SECONDS = 2.0
_MAX_MESSAGE_BYTES = 64 * 1024
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self';"
        " img-src data:; connect-src 'self' {sockets}; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_HERE = files("pmsim.ui.web")
_TERMINAL_FILES = Path(str(files("textual_serve"))) / "static"
"""The terminal of the page (xterm.js), its style and its fonts; some installers link to them."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Limits(NamedTuple):
    """Bounds of a server: games at a time, and seconds without a key after which a game ends."""

    games: int = 8
    idle_seconds: float = 30 * 60.0


_USUAL = Limits()


class GameServer:
    """The page, and the games that it shows. `folder` holds a folder for each visitor."""

    def __init__(self, pack: str, folder: Path, port: int, limits: Limits = _USUAL) -> None:
        self.command = game_command(pack)
        self.folder = folder
        self.limits = limits
        self.hosts = {f"{name}:{port}" for name in _NAMES}
        self.games: dict[str, GameTerminal] = {}
        self._starting = asyncio.Lock()

    def make_app(self) -> web.Application:
        """Return the application with its routes."""

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            if request.host not in self.hosts:
                raise web.HTTPForbidden(text="This game is played at 127.0.0.1 only.\n")
            return await handler(request)

        app = web.Application(middlewares=[guard])
        app.add_routes(
            [
                web.get("/", self._page),
                web.get("/page.js", self._own_file),
                web.get("/page.css", self._own_file),
                web.get("/ws", self._play),
                web.static("/static", _TERMINAL_FILES, follow_symlinks=True),
            ]
        )
        app.on_shutdown.append(self._stop_all)
        return app

    async def _page(self, request: web.Request) -> web.Response:
        visitor = self._visitor(request) or secrets.token_hex(16)
        is_full = self._is_full(visitor)
        page = _read("full.html" if is_full else "page.html")
        headers = {
            name: value.format(sockets=f"ws://{request.host}") for name, value in _HEADERS.items()
        }
        response = web.Response(
            text=page.replace("SOCKET", f"ws://{request.host}/ws"),
            content_type="text/html",
            status=503 if is_full else 200,
            headers=headers,
        )
        response.set_cookie(
            COOKIE, visitor, max_age=_YEAR_SECONDS, httponly=True, samesite="Strict"
        )
        return response

    async def _own_file(self, request: web.Request) -> web.Response:
        name = request.path.removeprefix("/")
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        return web.Response(text=_read(name), content_type=kind)

    async def _play(self, request: web.Request) -> web.StreamResponse:
        """Play a game over a web socket. A second page of the same visitor takes over the game."""
        visitor = self._visitor(request)
        if request.headers.get("Origin") != f"http://{request.host}" or not visitor:
            raise web.HTTPForbidden(text="Only the game's own page may play.\n")
        if self._is_full(visitor):
            raise web.HTTPServiceUnavailable(text="There are as many games as there may be.\n")
        socket = web.WebSocketResponse(heartbeat=15.0, max_msg_size=_MAX_MESSAGE_BYTES)
        await socket.prepare(request)
        async with self._starting:
            if (other := self.games.pop(visitor, None)) is not None:
                await other.stop()
            game = await self._start(visitor, request.query)
            self.games[visitor] = game
        showing = asyncio.create_task(_show(game, socket))
        try:
            await self._take_keys(game, socket)
        finally:
            showing.cancel()
            await game.stop()
            if self.games.get(visitor) is game:
                del self.games[visitor]
            await socket.close()
        return socket

    async def _start(self, visitor: str, query: Mapping[str, str]) -> GameTerminal:
        folder = self.folder / visitor
        environment = {
            "PMSIM_SAVES": str(folder / "saves"),
            "PMSIM_CONFIG": str(folder / "config"),
        }
        size = _size({"width": query.get("width"), "height": query.get("height")})
        return await GameTerminal.start(self.command, folder, environment, size)

    async def _take_keys(self, game: GameTerminal, socket: web.WebSocketResponse) -> None:
        """Hand what the page sends to the game, until either ends or nothing comes for too long."""
        while True:
            try:
                message = await socket.receive(timeout=self.limits.idle_seconds)
            except TimeoutError:
                return
            if message.type is not WSMsgType.TEXT:
                return
            match _decode(message.data):
                case ["stdin", str(keys)]:
                    game.write(keys.encode("utf-8", "replace"))
                case ["resize", dict(size)]:
                    game.resize(_size(size))
                case ["ping", str(text)]:
                    await socket.send_json(["pong", text])

    def _visitor(self, request: web.Request) -> str:
        """Return the visitor that the cookie names, '' for none."""
        found = request.cookies.get(COOKIE, "")
        return found if _VISITOR.fullmatch(found) else ""

    def _is_full(self, visitor: str) -> bool:
        return visitor not in self.games and len(self.games) >= self.limits.games

    async def _stop_all(self, _: web.Application) -> None:
        await asyncio.gather(*(game.stop() for game in tuple(self.games.values())))


async def _show(game: GameTerminal, socket: web.WebSocketResponse) -> None:
    """Send what the game writes to the page, and close the page's socket at the end."""
    async for data in game.output():
        await socket.send_bytes(data)
    await socket.close()


def _decode(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _size(record: Mapping[str, Any]) -> TerminalSize:
    """Return the size that a page asks for, the usual one for anything but numbers."""
    try:
        return TerminalSize(int(record["width"]), int(record["height"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return TerminalSize()


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def serve(pack: str, folder: Path, port: int, ready: Callable[[], None]) -> None:
    """Serve a pack until SIGINT or SIGTERM. `ready` is called when the page can be opened. Raises
    OSError if the port is taken."""
    asyncio.run(_serve(GameServer(pack, folder, port).make_app(), port, ready))


async def _serve(app: web.Application, port: int, ready: Callable[[], None]) -> None:
    asked_to_end = asyncio.Event()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, ADDRESS, port).start()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, asked_to_end.set)
        ready()
        await asked_to_end.wait()
    finally:
        await runner.cleanup()
