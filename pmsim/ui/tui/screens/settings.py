"""Settings: theme, measure, figures, motion. A change is seen at once, and kept."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from pmsim.store.settings import MEASURES, MOTIONS, THEMES
from pmsim.ui.tui.foot import Key
from pmsim.ui.tui.layout.around import Value, settings
from pmsim.ui.tui.leaves import Leaf
from pmsim.ui.tui.screens.base import Over
from pmsim.ui.tui.themes import NAMES

_VALUES: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("theme", THEMES),
    ("measure", MEASURES),
    ("figures", (False, True)),
    ("motion", MOTIONS),
    ("plain_characters", (False, True)),
)
_UNDER = "A change is seen at once, and kept."


class SettingsPage(Over):
    """The settings."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h,minus", "change(-1)", "The value before", show=False, id="setting_before"),
        Binding("right,plus", "change(1)", "The value after", show=False, id="setting_after"),
    ]
    kind = "settings"
    full = True

    def draw(self, cursor: int) -> list[Leaf]:
        now = self.pmsim.settings
        shown = (
            Value("Reading", "Theme", NAMES[now.theme], "Dark, light, high contrast, or the terminal’s own colours."),
            Value("", "Measure", f"{now.measure} characters", "How wide a line of prose may grow."),
            Value("", "Figures beside words", "on" if now.figures else "off", "Numbers with the words, in the margin and on checks."),
            Value("Moving", "Motion", now.motion, "A little: the dot of a check runs along its line. Still: nothing moves."),
            Value("Form", "Plain characters", "on" if now.plain_characters else "off", "ASCII only, where the others are drawn wrong."),
        )
        return settings(shown, _UNDER, self.grid, self.look, cursor)

    def count(self) -> int:
        return len(_VALUES)

    def numbers(self) -> dict[int, int]:
        return {}

    def keys(self) -> tuple[Key, ...]:
        return (*super().keys(), Key("enter", "Change", "screen.change(1)"))

    def picked(self, row: int, by: str) -> None:
        self.action_change(1)

    def action_change(self, by: int) -> None:
        """The next value, or the one before."""
        name, values = _VALUES[self.sheet.cursor]
        at = values.index(getattr(self.pmsim.settings, name)) if getattr(self.pmsim.settings, name) in values else 0
        self.pmsim.change_settings(self.pmsim.settings._replace(**{name: values[(at + by) % len(values)]}))
        self.fit()
