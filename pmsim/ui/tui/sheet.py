"""The sheet: finished lines, a cursor among rows, nothing else. It draws what its page gives it and says which row was picked."""

from typing import ClassVar, Protocol

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region

from pmsim.ui.tui.leaves import Leaf, Spot, joined
from pmsim.ui.tui.look import Look
from pmsim.ui.tui.pointing import Pointed
from pmsim.ui.tui.selecting import Selectable

OVERLAP = 2
"""Lines that stay when a page is turned."""


class Drawn(Protocol):
    """A page as its sheet knows it. The sheet calls it directly: a message would be answered after the next key."""

    @property
    def edge(self) -> int:
        """Return the column where text begins; before it hang numbers and the cursor."""

    @property
    def look(self) -> Look:
        """Return how things are marked."""

    def draw(self, cursor: int) -> list[Leaf]:
        """Return the lines with the cursor on a row."""

    def count(self) -> int:
        """Return how many rows can be rested on."""

    def numbers(self) -> dict[int, int] | None:
        """Return number typed -> row; None: every row has its place as its number."""

    def first_row(self) -> int:
        """Return the row where the cursor begins."""

    def picked(self, row: int, by: str) -> None:
        """Act on a row that was picked with the key or click `by`."""

    def no_such(self) -> None:
        """Answer a number that no row has."""

    def show_keys(self) -> None:
        """Show in the foot what can be done where the cursor and the window are now."""

    def takes_click(self, event: events.Click) -> bool:
        """Return whether a click is meant for what is on the screen."""


class Folio(VerticalScroll, can_focus=False):
    """What the sheet scrolls in. It takes no key: the sheet does."""

    def __init__(self, sheet: "Sheet") -> None:
        super().__init__(sheet)
        self.sheet = sheet

    def watch_scroll_y(self, old: float, new: float) -> None:
        """Something else is in sight."""
        super().watch_scroll_y(old, new)
        self.sheet.scrolled()

    def on_resize(self) -> None:
        """What the cursor rested on in sight stays in sight."""
        self.sheet.keep_in_sight()


class Sheet(Selectable, Pointed, can_focus=True):
    """The lines of a page and a cursor. `rows`: how many rows can be rested on; `cursor`: where, from 0."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="up"),
        Binding("down,j", "move(1)", "Down", show=False, id="down"),
        Binding("home", "edge(0)", "First", show=False, id="first"),
        Binding("end", "edge(1)", "Last", show=False, id="last"),
        Binding("pageup", "turn(-1)", "Page back", show=False, id="page_up"),
        Binding("pagedown", "turn(1)", "Page on", show=False, id="page_down"),
        Binding("space", "space", "Page on", show=False, id="more"),
        Binding("enter", "pick", "Choose", show=False, id="choose"),
        *(Binding(str(number), f"number({number})", str(number), show=False, id=f"choose_{number}") for number in range(1, 10)),
    ]

    def __init__(self, page: Drawn) -> None:
        super().__init__()
        self.page = page
        self.folio = Folio(self)
        self.rows = 0
        self.numbers: dict[int, int] = {}
        self.cursor = 0
        self.resting = False
        self.painted: tuple[int, int] | None = None
        """The window (see `window`) as it was last painted, None when these lines have not been."""
        self._leaves: tuple[tuple[int, int], list[Leaf]] | None = None

    def show(self) -> None:
        """Show the page anew, from its top."""
        self.rows = self.page.count()
        numbers = self.page.numbers()
        self.numbers = {number + 1: number for number in range(self.rows)} if numbers is None else numbers
        self.cursor = self.page.first_row()
        self.resting = False
        self.painted = None
        self._leaves = None
        self.point(-1, None)
        if self.is_attached:
            self.screen.clear_selection()
            self.refresh(layout=True)
            self.folio.scroll_to(y=0, animate=False, force=True, immediate=True)
            self.call_after_refresh(self.look_at)

    def redraw(self) -> None:
        """The same lines in another size, theme or state."""
        self._leaves = None
        self.refresh(layout=True)

    @property
    def leaves(self) -> list[Leaf]:
        """The lines as they stand."""
        key = (self.cursor, hash(self.app.size))
        if self._leaves is None or self._leaves[0] != key:
            self._leaves = (key, self.page.draw(self.cursor))
        return self._leaves[1]

    def get_content_height(self, *_: object) -> int:
        return len(self.leaves)

    def texts(self) -> list[Content]:
        return [leaf.content for leaf in self.leaves]

    def column(self) -> int:
        return self.page.edge

    def render(self) -> Content:
        return Content("\n").join(self.marked(self.hovered()))

    def hovered(self) -> list[Content]:
        """Return the lines with what the pointer rests on marked: a band behind all lines of a row, else a line under it."""
        lines, look = self.texts(), self.page.look
        at, spot = self.pointed
        if spot is None or at >= len(lines):
            return lines
        if spot.action or not look.band:
            begin, end = (spot.begin, spot.end) if spot.action else (self.page.edge, len(lines[at].plain.rstrip()))
            lines[at] = lines[at].stylize(look.pointed, begin, end)
            return lines
        for number, leaf in enumerate(self.leaves):
            if leaf.row == self.leaves[at].row:
                filled = joined(leaf.content, Content(" " * max(spot.end - leaf.content.cell_length, 0)))
                lines[number] = filled.stylize(look.band, spot.begin, spot.end)
        return lines

    def on_mount(self) -> None:
        self.call_after_refresh(self.look_at)

    def on_resize(self) -> None:
        self._leaves = None
        self.screen.clear_selection()
        self.call_after_refresh(self.look_at)

    def keep_in_sight(self) -> None:
        """In another size: the row under the cursor is on the screen if it was before."""
        if self.resting:
            self.call_after_refresh(self.rest_on, self.cursor)
        else:
            self.call_after_refresh(self.look_at)

    @property
    def height_shown(self) -> int:
        """Lines of the window it is seen through."""
        return self.folio.scrollable_content_region.height or self.folio.size.height

    @property
    def window(self) -> tuple[int, int]:
        """The first line on the screen, and the line after the last."""
        top = int(self.folio.scroll_offset.y)
        return top, top + self.height_shown

    @property
    def more(self) -> bool:
        """There are lines below those on the screen."""
        return self.window[1] < len(self.leaves)

    def look_at(self) -> None:
        """Note what is on the screen, once it has been painted."""
        if self.is_attached and self.folio.size.height:
            self.painted = self.window
            self.resting = self.rows > 0 and self.met(self.cursor)
            self.page.show_keys()

    def scrolled(self) -> None:
        """Other lines are in sight, and will be on the screen with the next paint."""
        self.point(-1, None)
        if self.is_attached:
            self.page.show_keys()
            self.call_after_refresh(self.look_at)

    def extent(self, row: int) -> tuple[int, int]:
        """First line of a row, and the line after its last."""
        own = [at for at, leaf in enumerate(self.leaves) if leaf.row == row]
        return (own[0], own[-1] + 1) if own else (0, 0)

    def met(self, row: int) -> bool:
        """The whole row is on the screen; of one that is taller than the window, its end."""
        (first, after), (top, bottom) = self.extent(row), self.window
        return after <= bottom and (first >= top or after - first > bottom - top)

    def action_move(self, by: int) -> None:
        """The cursor up or down; where no row is in sight, the page."""
        if not self.rows:
            self.scroll_lines(by)
            return
        met = self.met(self.cursor)
        target = min(max(self.cursor + by, 0), self.rows - 1) if met else self.cursor
        if by < 0 and met and target == self.cursor:
            self.scroll_lines(-1)
        elif by > 0 and self.extent(target)[1] > self.window[1] + self.height_shown:
            self.action_turn(1)
        else:
            self.rest_on(target)

    def action_edge(self, end: int) -> None:
        """The first row, or the last; without rows the top or the foot."""
        if not self.rows:
            self.folio.scroll_to(y=len(self.leaves) if end else 0, animate=False)
            self.call_after_refresh(self.look_at)
        else:
            self.rest_on(self.rows - 1 if end else 0)

    def rest_on(self, row: int) -> None:
        """The cursor on a row, and the row on the screen; again once what it says under the cursor has been laid out."""
        before = len(self.leaves)
        self.cursor = row
        grown = len(self.leaves) != before
        self.refresh(layout=grown)
        self.bring_to_sight(row)
        self.call_after_refresh(self.settle, row)

    def settle(self, row: int) -> None:
        """The row on the screen, and noted what is there."""
        if self.is_attached and row == self.cursor:
            self.bring_to_sight(row)
        self.look_at()

    def bring_to_sight(self, row: int) -> None:
        """A row on the screen, with as little scrolling as will do."""
        first, after = self.extent(row)
        region = Region(0, first, 1, after - first)
        self.folio.scroll_to_region(region, animate=False, force=True, immediate=True, y_axis=True, x_axis=False)

    def scroll_lines(self, by: int) -> None:
        """The page up or down."""
        self.folio.scroll_to(y=self.folio.scroll_offset.y + by, animate=False, force=True, immediate=True)
        self.call_after_refresh(self.look_at)

    def action_turn(self, by: int) -> None:
        """A page up or down; two lines of it stay, and the cursor comes along where there is a row to rest on."""
        self.scroll_lines(by * max(self.height_shown - OVERLAP, 1))
        self.come_along()

    def come_along(self) -> None:
        """The cursor on the nearest row that is on the screen, if it is not on one and there is one."""
        in_sight = [row for row in range(self.rows) if self.met(row)]
        if in_sight and self.cursor not in in_sight:
            self.rest_on(min(in_sight, key=lambda row: abs(row - self.cursor)))

    def action_space(self) -> None:
        """The next page; at the end, go on if that is the one thing to do."""
        if self.more or self.folio.scroll_offset.y < self.folio.max_scroll_y:
            self.action_turn(1)
        elif self.rows == 1:
            self.pick(0, "space")

    def action_pick(self) -> None:
        """Pick the row under the cursor, once it has been on the screen."""
        if self.rows:
            self.pick(self.cursor, "enter")

    def action_number(self, number: int) -> None:
        """Pick by number."""
        row = self.numbers.get(number)
        if row is None:
            self.page.no_such()
        else:
            self.pick(row, str(number))

    def pick(self, row: int, by: str) -> None:
        """Pick a row that has been on the screen; one that has not is only brought there."""
        if self.met(row) and self.painted == self.window:
            self.cursor = row
            self._leaves = None
            self.refresh()
            self.page.picked(row, by)
        else:
            self.rest_on(row)

    def spot(self, x: int, y: int) -> Spot | None:
        spots = self.leaves[y].spots if 0 <= y < len(self.leaves) else ()
        return next((spot for spot in spots if spot.begin <= x < spot.end), None)

    async def on_click(self, event: events.Click) -> None:
        spot = self.spot(event.x, event.y)
        if spot is None or not self.page.takes_click(event):
            return
        if spot.action:
            await self.run_action(spot.action)
        else:
            self.pick(self.leaves[event.y].row, "click")
