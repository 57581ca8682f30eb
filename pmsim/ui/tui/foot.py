"""The foot of a window: keys on the left, dropped from the right when they do not fit; Help and Quit on the right, always."""

from typing import NamedTuple, Protocol

from textual import events
from textual.content import Content

from pmsim.ui.tui.grid import Grid
from pmsim.ui.tui.leaves import Spot, apart, at_column, joined, words
from pmsim.ui.tui.look import COLOUR, Look
from pmsim.ui.tui.pointing import Pointed


class Key(NamedTuple):
    """A key as the foot names it. `action`: what a click on it does, as Textual spells actions. Without a key only something to read."""

    key: str
    label: str
    action: str

    @property
    def text(self) -> str:
        """As it is written."""
        return f"{self.key} {self.label}".strip()


ALWAYS = (Key("?", "Help", "screen.look('help')"), Key("q", "Quit", "app.leave"))


def foot(keys: tuple[Key, ...], grid: Grid, look: Look, right: tuple[Key, ...] = ALWAYS) -> tuple[Content, tuple[Spot, ...]]:
    """The line, and for each key the columns where it stands and its action."""
    kept = list(keys)
    space = 3 if grid.room >= 60 else 2
    room = grid.line
    while kept and _width(tuple(kept), space) + space + _width(right, space) > room:
        kept.pop()
    line = apart(_drawn(tuple(kept), space, look), _drawn(right, space, look), room)
    begin = grid.edge
    spans = list(_places(tuple(kept), begin, space))
    spans += _places(right, begin + room - _width(right, space), space)
    return at_column(line, grid.edge), tuple(spans)


def _width(keys: tuple[Key, ...], space: int) -> int:
    return sum(len(key.text) for key in keys) + space * max(len(keys) - 1, 0)


def _drawn(keys: tuple[Key, ...], space: int, look: Look) -> Content:
    named = [joined(words(key.key, look.title, look), words(key.text[len(key.key) :], look.soft, look)) for key in keys]
    return Content(" " * space).join(named)


def _places(keys: tuple[Key, ...], begin: int, space: int) -> tuple[Spot, ...]:
    found = []
    for key in keys:
        end = begin + len(key.text)
        found.append(Spot(begin, end, key.action))
        begin = end + space
    return tuple(found)


class Clicked(Protocol):
    """A page as its foot knows it."""

    def takes_click(self, event: events.Click) -> bool:
        """Return whether a click is meant for what is on the screen."""


class Foot(Pointed):
    """The foot."""

    ALLOW_SELECT = False

    def __init__(self, page: Clicked) -> None:
        super().__init__()
        self.page = page
        self.line = Content("")
        self.look: Look = COLOUR
        self.places: tuple[Spot, ...] = ()

    def show_keys(self, keys: tuple[Key, ...], grid: Grid, look: Look, right: tuple[Key, ...] = ALWAYS) -> None:
        """Other keys, or another width."""
        self.look = look
        self.line, self.places = foot(keys, grid, look, right)
        self.point(-1, None)
        self.refresh()

    def render(self) -> Content:
        spot = self.pointed[1]
        return self.line.stylize(self.look.pointed, spot.begin, spot.end) if spot else self.line

    def spot(self, x: int, y: int) -> Spot | None:
        return next((place for place in self.places if place.action and place.begin <= x < place.end and y == 0), None)

    async def on_click(self, event: events.Click) -> None:
        spot = self.spot(event.x, event.y)
        if spot and self.page.takes_click(event):
            await self.run_action(spot.action)
