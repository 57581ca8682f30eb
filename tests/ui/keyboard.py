"""An app under the hands of a test: keys posted faster than anything can answer, and what the
terminal showed last."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from textual import events
from textual.command import CommandList
from textual.pilot import Pilot
from textual.widgets import Input

import pmsim.ui.tui
from pmsim.ui.tui.app import Pmsim

Play = Callable[[Pilot[None]], Coroutine[Any, Any, None]]
_NAMES = {
    "?": "question_mark",
    ",": "comma",
    " ": "space",
    "+": "plus",
    "-": "minus",
    "/": "slash",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
}
_CHARACTERS = {
    "space": " ",
    "enter": "\r",
    "tab": "\t",
    "question_mark": "?",
    "comma": ",",
    "plus": "+",
    "minus": "-",
    "slash": "/",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}


class Watched(Pmsim):
    """The app; `frame` is the text of the screen as it was last painted."""

    CSS_PATH = Path(pmsim.ui.tui.__file__).with_name("theme.tcss")
    frame = ""

    def _display(self, screen: Any, renderable: Any) -> None:
        super()._display(screen, renderable)
        if renderable is not None and not self._batch_count:
            self.frame = "\n".join(
                strip.text.rstrip() for strip in screen._compositor.render_strips()
            )


def play(app: Pmsim, script: Play, size: tuple[int, int] = (100, 30)) -> None:
    """Play with an app in a window of that size."""

    async def whole() -> None:
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            await script(pilot)
            app.exit()
            await pilot.pause()

    asyncio.run(whole())


def post(app: Pmsim, *keys: str) -> None:
    """Press keys as the driver would, all at once: nothing is painted between them."""
    driver = app._driver
    assert driver is not None
    for key in keys:
        named = _NAMES.get(key, key)
        event = events.Key(named, _CHARACTERS.get(named, named if len(named) == 1 else None))
        event.set_sender(app)
        driver.send_message(event)


def mouse(app: Pmsim, kind: type[events.MouseEvent], x: int, y: int) -> None:
    """Move the mouse, press or release its left button, as the driver would."""
    driver = app._driver
    assert driver is not None
    button = 0 if kind is events.MouseMove else 1
    driver.send_message(kind(None, x, y, 0, 0, button, False, False, False, screen_x=x, screen_y=y))


def click(app: Pmsim, x: int, y: int) -> None:
    """Press and release the left button."""
    for kind in (events.MouseMove, events.MouseDown, events.MouseUp):
        mouse(app, kind, x, y)


def drag(app: Watched, begin: tuple[int, int], end: tuple[int, int]) -> None:
    """Press the left button at a place, move, and let go at another."""
    mouse(app, events.MouseMove, *begin)
    mouse(app, events.MouseDown, *begin)
    mouse(app, events.MouseMove, *end)
    mouse(app, events.MouseUp, *end)


async def settled(pilot: Pilot[None]) -> None:
    """Wait until what was pressed has been done and painted, so that the next key acts."""
    app = pilot.app
    assert isinstance(app, Pmsim)
    before, quiet = None, 0
    for _ in range(500):
        await pilot.pause()
        now = (app.keypress_filter.page_number, app.keypress_filter.painted)
        quiet = quiet + 1 if now == before and app.keypress_filter.painted < float("inf") else 0
        before = now
        if not app.is_running or quiet == 2:
            return
    raise AssertionError("The page that stands there is never painted.")


async def listed(pilot: Pilot[None], words: str = "") -> None:
    """Wait until the list of everything shows what was typed, with an entry under the cursor that
    has these words."""
    for _ in range(200):
        await pilot.pause(0.03)
        for entries in pilot.app.screen.query(CommandList):
            at = entries.highlighted
            typed = pilot.app.screen.query_one(Input).value
            if at is None or typed.casefold() != words.casefold():
                continue
            if words.casefold() in str(entries.get_option_at_index(at).prompt).casefold():
                await settled(pilot)
                return
    raise AssertionError(f"nothing is listed that has {words!r} in it")
