"""The game in a browser: only its own page plays, everybody has saves of their own, and nothing is
left running."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError, web

from pmsim.ui.web import server
from pmsim.ui.web.server import COOKIE, GameServer, Limits
from tests.sizes import size
from tests.ui.web import browser

ECHO = """
import os, sys, tty
tty.setraw(0)
print("here", os.getpid(), os.environ["PMSIM_SAVES"], *os.get_terminal_size(), flush=True)
while (key := os.read(0, 1)) and key != b"q":
    os.write(1, b"<" + key + b">")
"""
"""A game that says who it is, and then which keys it gets."""
DEAF = "import signal, time\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\nprint('here', flush=True)\ntime.sleep(600)\n"
"""A game that does not end by itself."""
VISITOR = "0123456789abcdef" * 2
REAL_GAME = ""
USUAL = Limits()


class Place:
    """A server that runs, and its address."""

    def __init__(self, game: GameServer, port: int) -> None:
        self.game = game
        self.url = f"http://127.0.0.1:{port}"

    def headers(self, visitor: str = VISITOR, **other: str) -> dict[str, str]:
        """What the game's own page sends."""
        return {"Origin": self.url, "Cookie": f"{COOKIE}={visitor}"} | other


@asynccontextmanager
async def served(folder: Path, program: str = ECHO, limits: Limits = USUAL) -> AsyncIterator[Place]:
    """A server with a program in the place of the game."""
    game = GameServer("first_day", folder, 0, limits)
    if program != REAL_GAME:
        game.command = [sys.executable, "-c", program]
    runner = web.AppRunner(game.make_app())
    await runner.setup()
    site = web.TCPSite(runner, server.ADDRESS, 0)
    await site.start()
    port = runner.addresses[0][1]
    game.hosts = {f"{name}:{port}" for name in server._NAMES}
    try:
        yield Place(game, port)
    finally:
        await runner.cleanup()


async def read(socket: ClientWebSocketResponse, *words: str) -> str:
    """What the game writes until it has written these words."""
    seen = ""
    while not all(word in seen for word in words):
        message = await socket.receive(timeout=60)
        assert message.type is WSMsgType.BINARY, (message, seen)
        seen += message.data.decode("utf-8", "replace")
    return seen


def is_running(process: int) -> bool:
    """Whether a process is there, and no corpse."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def gone(place: Place) -> None:
    """Wait until the usual visitor's game has ended."""
    for _ in range(100):
        if VISITOR not in place.game.games:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(place.game.games)


async def status(place: Place, path: str, **headers: str) -> int:
    """The answer to a request."""
    async with ClientSession() as client, client.get(place.url + path, headers=headers) as answer:
        return answer.status


async def refused(place: Place, headers: dict[str, str]) -> int:
    """The answer to a page that wants to play."""
    async with ClientSession() as client:
        with pytest.raises(WSServerHandshakeError) as caught:
            await client.ws_connect(f"{place.url}/ws", headers=headers)
    return caught.value.status


def test_only_the_own_page_may_play(tmp_path: Path) -> None:
    async def run() -> None:
        async with served(tmp_path) as place:
            own = place.headers()
            port = place.url.rpartition(":")[2]
            assert await status(place, "/", Host="evil.example") == 403
            assert await status(place, "/page.js", Host=f"evil.example:{port}") == 403
            assert await status(place, "/", Host=f"localhost:{port}") == 200
            assert await refused(place, own | {"Host": "evil.example"}) == 403
            assert await refused(place, own | {"Origin": "http://evil.example"}) == 403
            assert await refused(place, own | {"Origin": f"http://localhost:{port}"}) == 403
            assert await refused(place, {"Cookie": own["Cookie"]}) == 403
            assert await refused(place, {"Origin": place.url}) == 403
            assert await refused(place, place.headers("../../etc")) == 403
            assert await status(place, "/static/../server.py") in (403, 404)
            assert place.game.games == {}
        assert list(tmp_path.iterdir()) == []

    asyncio.run(run())


def test_the_page_asks_for_nothing_outside(tmp_path: Path) -> None:
    async def run() -> None:
        async with served(tmp_path) as place, ClientSession() as client:
            async with client.get(place.url) as answer:
                page, policy = await answer.text(), answer.headers["Content-Security-Policy"]
                assert answer.cookies[COOKIE]["httponly"]
                assert answer.cookies[COOKIE]["samesite"] == "Strict"
            assert "https://" not in page
            assert "default-src 'none'" in policy
            assert f"ws://{place.url.removeprefix('http://')}/ws" in page
            for path in ("page.js", "page.css", "static/js/textual.js", "static/css/xterm.css"):
                assert f'/{path}"' in page
                assert await status(place, f"/{path}") == 200

    asyncio.run(run())


def test_keys_sizes_and_visitors(tmp_path: Path) -> None:
    async def run() -> None:
        async with served(tmp_path) as place, ClientSession() as client:
            other = "f" * 32
            async with (
                client.ws_connect(
                    f"{place.url}/ws?width=100&height=30", headers=place.headers()
                ) as one,
                client.ws_connect(
                    f"{place.url}/ws?width=x&height=-3", headers=place.headers(other)
                ) as two,
            ):
                assert f"{tmp_path / VISITOR / 'saves'} 100 30" in await read(one, "\n")
                assert f"{tmp_path / other / 'saves'} 80 24" in await read(two, "\n")
                for junk in ("", "[", "7", '["stdin"]', '["resize", {"width": []}]', "[" * 60_000):
                    await one.send_str(junk)
                await one.send_json(["ping", "7"])
                await one.send_json(["stdin", "1ü"])
                assert "<1>" in await read_past_pong(one)
                await one.send_json(["stdin", "q"])
                while (await one.receive(timeout=60)).type is WSMsgType.BINARY:
                    pass
                await gone(place)
                assert other in place.game.games

    async def read_past_pong(socket: ClientWebSocketResponse) -> str:
        pong = await socket.receive(timeout=60)
        assert json.loads(pong.data) == ["pong", "7"]
        return await read(socket, "<1>")

    asyncio.run(run())


def test_a_second_page_takes_over_and_a_ninth_visitor_waits(tmp_path: Path) -> None:
    async def run() -> None:
        async with (
            served(tmp_path, limits=Limits(games=1)) as place,
            ClientSession() as client,
            client.ws_connect(f"{place.url}/ws", headers=place.headers()) as first,
        ):
            process = int((await read(first, "\n")).split()[1])
            assert await refused(place, place.headers("a" * 32)) == 503
            assert await status(place, "/", Cookie=f"{COOKIE}={'a' * 32}") == 503
            assert await status(place, "/", Cookie=f"{COOKIE}={VISITOR}") == 200
            async with client.ws_connect(f"{place.url}/ws", headers=place.headers()) as second:
                assert int((await read(second, "\n")).split()[1]) != process
                assert not is_running(process)
                assert (await first.receive(timeout=60)).type is not WSMsgType.BINARY
                assert VISITOR in place.game.games

    asyncio.run(run())


def test_a_game_without_keys_ends(tmp_path: Path) -> None:
    async def run() -> None:
        limits = Limits(idle_seconds=0.3)
        async with served(tmp_path, limits=limits) as place, ClientSession() as client:
            async with client.ws_connect(f"{place.url}/ws", headers=place.headers()) as socket:
                process = int((await read(socket, "\n")).split()[1])
                while (await socket.receive(timeout=60)).type is WSMsgType.BINARY:
                    pass
            await gone(place)
            assert not is_running(process)

    asyncio.run(run())


def test_nothing_is_left_running(tmp_path: Path) -> None:
    """However a page goes, and however often."""

    async def run() -> list[int]:
        processes = []
        async with served(tmp_path) as place, ClientSession() as client:
            for number in range(size(6, ci=12, long=200)):
                socket = await client.ws_connect(f"{place.url}/ws", headers=place.headers())
                processes.append(int((await read(socket, "\n")).split()[1]))
                if number % 2:
                    await socket.close()
                elif socket._writer.transport is not None:
                    socket._writer.transport.abort()
            last = await client.ws_connect(f"{place.url}/ws", headers=place.headers())
            processes.append(int((await read(last, "\n")).split()[1]))
        return processes

    assert [process for process in asyncio.run(run()) if is_running(process)] == []


def test_a_game_that_does_not_end_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmsim.ui.web.terminal.GRACE_SECONDS", 0.3)

    async def run() -> None:
        async with served(tmp_path, DEAF) as place, ClientSession() as client:
            socket = await client.ws_connect(f"{place.url}/ws", headers=place.headers())
            await read(socket, "here")
            process = place.game.games[VISITOR]._process.pid
            await socket.close()
        assert not is_running(process)

    asyncio.run(run())


@pytest.mark.skipif(
    browser.found() is None, reason="it needs Chromium, which not every machine has"
)
def test_a_career_in_chromium(tmp_path: Path) -> None:
    """A key without a click makes a decision; after a reload the career goes on."""
    os.environ.setdefault("TERM", "xterm")

    async def run(path: str) -> None:
        async with (
            served(tmp_path / "visitors", REAL_GAME) as place,
            browser.tab(path, tmp_path / "profile") as tab,
        ):
            saves = tmp_path / "visitors"

            def decisions() -> int:
                text = "".join(file.read_text() for file in saves.glob("*/saves/*.json"))
                return text.count('"action"')

            await tab.call("Page.enable")
            await tab.call("Page.navigate", url=place.url)
            await tab.until("document.body.classList.contains('-first-byte')")
            before = decisions()
            for key in "1 23" * 40:
                await tab.press(key)
                await asyncio.sleep(0.2)
                if decisions() > before + 1:
                    break
            played = decisions()
            assert played > before + 1
            await tab.call("Page.reload")
            await tab.until("document.body.classList.contains('-first-byte')")
            for key in "1 23" * 40:
                await tab.press(key)
                await asyncio.sleep(0.2)
                if decisions() > played:
                    break
            assert decisions() > played
            assert len(list(saves.glob("*/saves/*.json"))) == 1
        assert place.game.games == {}

    asyncio.run(run(str(browser.found())))
