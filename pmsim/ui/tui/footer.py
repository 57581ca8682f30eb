"""The footer of a window: keys on the left, as many as fit, and always Help and Quit on the
right."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from textual import events
from textual.content import Content

from pmsim.ui.tui.grid import Grid
from pmsim.ui.tui.input import ClickableWidget, SelectableWidget
from pmsim.ui.tui.page_lines import ClickArea, at_both_ends, indent, join, soft_text, styled
from pmsim.ui.tui.theme_tokens import COLOUR_TOKENS, ThemeTokens


class LineBlock(SelectableWidget):
    """A widget of finished lines. Without lines it takes no row."""

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self.lines: Sequence[Content] = ()

    def show_lines(self, lines: Sequence[Content]) -> None:
        """Show other lines."""
        changed = len(lines) != len(self.lines)
        self.lines = lines
        self.display = bool(lines)
        self.refresh(layout=changed)

    def get_content_height(self, *_: object) -> int:
        return len(self.lines)

    def selectable_lines(self) -> Sequence[Content]:
        return self.lines

    def text_start(self) -> int:
        return min(
            (len(line.plain) - len(line.plain.lstrip()) for line in self.lines if line.plain),
            default=0,
        )

    def render(self) -> Content:
        return Content("\n").join(self.with_selection(self.lines))


class FooterKey(NamedTuple):
    """A key in the footer. `action`: what a click on it does, in Textual's syntax. An empty `key`
    makes a label without an action."""

    key: str
    label: str
    action: str

    @property
    def text(self) -> str:
        """Key and label as shown."""
        return f"{self.key} {self.label}".strip()


def footer_line(
    keys: tuple[FooterKey, ...],
    grid: Grid,
    tokens: ThemeTokens,
    right: tuple[FooterKey, ...],
) -> tuple[Content, tuple[ClickArea, ...]]:
    """Return the footer's line, and for each key its columns and its action."""
    fitting_keys = list(keys)
    space = 3 if grid.full_width >= 60 else 2
    width = grid.line_width
    while (
        fitting_keys
        and _keys_width(tuple(fitting_keys), space) + space + _keys_width(right, space) > width
    ):
        fitting_keys.pop()
    line = at_both_ends(
        _draw_keys(tuple(fitting_keys), space, tokens), _draw_keys(right, space, tokens), width
    )
    begin = grid.text_column
    spans = list(_key_places(tuple(fitting_keys), begin, space))
    spans += _key_places(right, begin + width - _keys_width(right, space), space)
    return indent(line, grid.text_column), tuple(spans)


def _keys_width(keys: tuple[FooterKey, ...], space: int) -> int:
    return sum(len(key.text) for key in keys) + space * max(len(keys) - 1, 0)


def _draw_keys(keys: tuple[FooterKey, ...], space: int, tokens: ThemeTokens) -> Content:
    named = [
        join(
            styled(key.key, tokens.title, tokens),
            soft_text(key.text[len(key.key) :], tokens),
        )
        for key in keys
    ]
    return Content(" " * space).join(named)


def _key_places(keys: tuple[FooterKey, ...], begin: int, space: int) -> tuple[ClickArea, ...]:
    places = []
    for key in keys:
        end = begin + len(key.text)
        places.append(ClickArea(begin, end, key.action))
        begin = end + space
    return tuple(places)


class ClickTarget(Protocol):
    """A page as its footer knows it."""

    def takes_click(self, event: events.Click) -> bool:
        """Return True if a click is meant for what is on the screen."""


class PageFooter(ClickableWidget):
    """The footer widget."""

    ALLOW_SELECT = False

    def __init__(self, page: ClickTarget) -> None:
        super().__init__()
        self.page = page
        self.line = Content("")
        self.tokens: ThemeTokens = COLOUR_TOKENS
        self.key_places: tuple[ClickArea, ...] = ()

    def show_keys(
        self,
        keys: tuple[FooterKey, ...],
        grid: Grid,
        tokens: ThemeTokens,
        right: tuple[FooterKey, ...],
    ) -> None:
        """Show other keys, or the same in another width."""
        self.tokens = tokens
        self.line, self.key_places = footer_line(keys, grid, tokens, right)
        self.set_pointer_target(-1, None)
        self.refresh()

    def render(self) -> Content:
        spot = self.pointer_target[1]
        return self.line.stylize(self.tokens.pointed, spot.begin, spot.end) if spot else self.line

    def click_area_at(self, x: int, y: int) -> ClickArea | None:
        return next(
            (
                place
                for place in self.key_places
                if place.action and place.begin <= x < place.end and y == 0
            ),
            None,
        )

    async def on_click(self, event: events.Click) -> None:
        spot = self.click_area_at(event.x, event.y)
        if spot and self.page.takes_click(event):
            await self.run_action(spot.action)
