"""What answers the mouse: what lies under the pointer is marked, and the pointer becomes a hand over what takes a click."""

from abc import abstractmethod

from textual import events
from textual.widget import Widget

from pmsim.ui.tui.leaves import Spot


class Pointed(Widget):
    """A widget parts of which take a click. While the pointer rests on one it has the class `pointed`.

    `pointed`: the line and the place on it that the pointer rests on, (-1, None) for nothing."""

    pointed: tuple[int, Spot | None] = (-1, None)

    @abstractmethod
    def spot(self, x: int, y: int) -> Spot | None:
        """Return the place that would take a click there."""

    def point(self, y: int, spot: Spot | None) -> None:
        """Mark a place, None for none."""
        before, self.pointed = self.pointed, (y if spot else -1, spot)
        if self.pointed != before:
            self.set_class(spot is not None, "pointed")
            self.refresh()
            if self.is_attached:
                # its style is of now only once the class has been looked up
                self.call_after_refresh(self.screen.update_pointer_shape)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.point(event.y, None if event.button else self.spot(event.x, event.y))

    def on_leave(self) -> None:
        self.point(-1, None)
