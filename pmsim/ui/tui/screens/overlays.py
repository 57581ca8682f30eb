"""The screens of help, settings and a story's problems, and a dialog of one line."""

from typing import TYPE_CHECKING, Any, cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from pmsim.store.settings import ALLOWED_VALUES, MEASURES, THEMES
from pmsim.ui.career import EditedPack
from pmsim.ui.tui.appearance import ThemeTokens
from pmsim.ui.tui.layout.dialogs import SettingRow, help_page, settings_page
from pmsim.ui.tui.screens.base import OverlayScreen, PageScreen
from pmsim.ui.tui.screens.go_to import theme_title
from pmsim.ui.tui.sheet import PageLine, Sheet, join, wrap
from pmsim.ui.tui.widgets import DismissOnce, FooterKey, too_small_lines

if TYPE_CHECKING:
    from pmsim.ui.tui.app import Pmsim

KEY_GROUPS = (
    (
        "Choosing",
        (
            ("1-9", "choose by number"),
            ("{up} {down}", "move between choices; {up_too} and {down_too} do too"),
            ("{choose}", "choose; go on"),
            ("{undo}", "back one; both lives stay"),
            ("{taken}", "after a choice: another life took it"),
        ),
    ),
    (
        "Looking",
        (
            ("{you}", "you: stats, skills, people; {every_figure} there: every figure"),
            (
                "{timeline}",
                "timeline of your lives; choose otherwise from any dot, {compare} compares two,"
                " {name_life} names one",
            ),
            (
                "{log}",
                "the log of this life; {find} finds in it, {quarter_before} {quarter_after} go by"
                " quarter, {export} writes a file",
            ),
            ("{glossary} {handbook}", "words and what they mean; the handbook, with two advisers"),
        ),
    ),
    (
        "Reading",
        (
            ("{more}", "next page of a long scene"),
            ("{page_up} {page_down}", "a page up, a page down"),
            ("{skip}", "skip what was read before, in any career"),
            ("{copy}", "copy this page; {interrupt} what is selected"),
        ),
    ),
    (
        "Always",
        (
            ("{help}  {help_too}", "this page"),
            ("{palette}", "everything, by name"),
            ("{menu}", "menu; other careers"),
            ("{settings}", "settings: theme, measure, figures, motion"),
            ("{back}", "back to the page; so does the key that opened one"),
            ("{quit}  {quit_anywhere}", "quit; all is saved"),
        ),
    ),
)


class HelpScreen(OverlayScreen):
    """The list of all keys, over the quiet page; those of that page first. `page`: the page that it
    was opened from."""

    kind = "help"
    covers_page = True

    def __init__(self, page: PageScreen) -> None:
        super().__init__()
        self.page = page

    @property
    def theme_tokens(self) -> ThemeTokens:
        """Styles and glyphs, which are not quiet."""
        return self.pmsim.upper_tokens

    @property
    def rows_left(self) -> int:
        """Rows of the page below that stay in sight."""
        height = self.app.size.height
        return height // 8 if height >= 24 else 0

    @property
    def sheet(self) -> Sheet:
        whole = super().sheet
        above = min(whole.rows_above_page, 1)
        taken = max(self.rows_left - (self.app.size.height - whole.height), 0)
        return whole._replace(height=whole.height - taken, rows_above_page=above)

    def on_mount(self) -> None:
        super().on_mount()
        self.pmsim.draw_pages()

    def on_unmount(self) -> None:
        self.pmsim.draw_pages()

    def fit(self) -> None:
        super().fit()
        self.body.styles.margin = (self.rows_left, 0, 0, 0)

    def draw(self, cursor: int) -> list[PageLine]:
        names = self.pmsim.key_names() | {"taken": self.sheet.glyphs.decision}
        groups = [
            (group, [(keys.format(**names), does.format(**names)) for keys, does in rows])
            for group, rows in KEY_GROUPS
        ]
        own = self.own_keys()
        return help_page([*([("Here", own)] if own else []), *groups], self.sheet)

    def own_keys(self) -> list[tuple[str, str]]:
        """Return the keys that only the page below has, with what they do."""
        return [
            (self.pmsim.key(binding.id, "", type(self.page)).key, does)
            for binding in vars(type(self.page)).get("BINDINGS", ())
            if self.page.kind or self.page.is_full_width
            if isinstance(binding, Binding) and binding.id
            if (does := binding.tooltip or binding.description)
        ]


_SETTING_VALUES: tuple[tuple[str, tuple[Any, ...]], ...] = tuple(
    {**ALLOWED_VALUES, "measure": MEASURES, "theme": THEMES}.items()
)
"""Values that the settings offer, which are some of those that they allow."""
_SUBTITLE = "A change is seen at once, and kept."


class SettingsScreen(OverlayScreen):
    """The settings."""

    BINDINGS = [
        Binding("left,h,minus", "change(-1)", "The value before", show=False, id="setting_before"),
        Binding("right,plus", "change(1)", "The value after", show=False, id="setting_after"),
    ]
    kind = "settings"
    has_numbers = False

    def draw(self, cursor: int) -> list[PageLine]:
        now, palette = self.pmsim.settings, self.key("palette").key
        figures, costs, sizes, plain = (
            "on" if value else "off"
            for value in (now.figures, now.costs, now.sizes, now.plain_characters)
        )
        rows = (
            SettingRow(
                "Reading",
                "Theme",
                theme_title(now.theme),
                f"Dark, light, high contrast, the terminal’s own; more under {palette}.",
            ),
            SettingRow(
                "", "Measure", f"{now.measure} characters", "How wide a line of prose may grow."
            ),
            SettingRow(
                "",
                "Figures beside words",
                figures,
                "Numbers with the words, in the margin and on checks.",
            ),
            SettingRow(
                "",
                "What a choice costs",
                costs,
                "A favour, a long evening: said quietly below a choice that takes it.",
            ),
            SettingRow(
                "",
                "Size of consequences",
                sizes,
                "One dot to three: how much hangs on a choice, and never which way.",
            ),
            SettingRow(
                "",
                "Skip what you have read",
                "by itself" if now.skip_read else "when asked",
                "Pages read in any career are passed over, up to the next choice.",
            ),
            SettingRow(
                "Moving",
                "Motion",
                now.motion,
                "A little: the dot of a check runs along its line. Still: nothing moves.",
            ),
            SettingRow(
                "Form",
                "Plain characters",
                plain,
                "ASCII only, where the others are drawn wrong.",
            ),
        )
        return settings_page(rows, _SUBTITLE, self.sheet, cursor, figures=now.figures)

    def row_count(self) -> int:
        return len(_SETTING_VALUES)

    def footer_keys(self) -> tuple[FooterKey, ...]:
        names = (("choose", "Change"), ("setting_before", "Before"), ("setting_after", "After"))
        return (*super().footer_keys(), *(self.key(*name) for name in names))

    def pick_row(self, row: int) -> None:
        self.action_change(1)

    def action_change(self, by: int) -> None:
        """Change the setting under the cursor to its next or previous value."""
        name, values = _SETTING_VALUES[self.page_view.cursor]
        settings = self.pmsim.settings
        value = getattr(settings, name)
        at = values.index(value) if value in values else 0
        self.pmsim.change_settings(settings._replace(**{name: values[(at + by) % len(values)]}))
        self.fit()


LINE_NUMBER_COLUMNS = 8
"""Columns of a quoted line's number."""


class ProblemsScreen(OverlayScreen):
    """The problems of a story that is being written, over the current page. `name`: the story's
    name."""

    can_tighten = False

    def __init__(self, name: str, edited: EditedPack) -> None:
        super().__init__()
        self.story_name = name
        self.edited = edited

    def draw(self, cursor: int) -> list[PageLine]:
        what, then = (
            ("cannot be read yet", "mend it, and this page goes")
            if self.edited.watched
            else ("is not watched any more", "")
        )
        title = self.sheet.heading(f"{self.story_name} {what}", then)
        report = self.edited.report(max(self.sheet.full_width - LINE_NUMBER_COLUMNS, 20))
        return [
            *title,
            *self.sheet.lines(line for text in report for line in self._lines(text)),
        ]

    def _lines(self, text: str) -> list[Content]:
        """Wrap a text, except a line quoted from the file and the caret line below it."""
        line = self.sheet.styled(
            text, self.theme_tokens.soft if text.startswith(" ") else self.theme_tokens.ink
        )
        return (
            [line]
            if not text or text.lstrip("0123456789 ").startswith("|")
            else wrap(line, self.sheet.full_width)
        )

    def footer_keys(self) -> tuple[FooterKey, ...]:
        """Return the key for going back to the old story."""
        return (self.key("back", "The story as it was"),)


MAX_LENGTH = 40
"""Characters that can be typed at most."""


class LineDialog(ModalScreen[str | None], DismissOnce[str | None]):
    """A dialog that returns what was typed, None to leave everything unchanged. `label`: the word
    before the line; `verb`: what enter does; `value`: what stands there at first."""

    BINDINGS = [Binding("escape", "back", "Back")]

    def __init__(self, label: str, verb: str, value: str = "") -> None:
        super().__init__()
        self.label, self.verb, self.value = label, verb, value

    def compose(self) -> ComposeResult:
        sheet = cast("Pmsim", self.app).sheet
        keys = [
            join(sheet.title(key), sheet.soft(f" {does}"))
            for key, does in (("enter", self.verb), ("esc", "Back"))
        ]
        with Horizontal(id="asking"):
            yield Static(Content(f"{self.label}  "))
            yield Input(self.value, max_length=MAX_LENGTH, select_on_focus=True)
            yield Static(join(Content("  "), Content("   ").join(keys)), classes="keys")
        yield too_small_lines(self.app)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip())

    def action_back(self) -> None:
        """Close the dialog without a change."""
        self.dismiss(None)
