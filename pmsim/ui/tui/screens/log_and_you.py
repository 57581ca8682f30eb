"""The screens of the log and of the player's figures."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from pmsim.play.session import Session
from pmsim.ui.plain_text import render_parts
from pmsim.ui.present.history import current_page, life_pages, state_at_quarter_start
from pmsim.ui.present.status import Status, all_people, figure_groups, skill_lines
from pmsim.ui.tui.layout import log_and_timeline
from pmsim.ui.tui.layout.status import you_page
from pmsim.ui.tui.page_lines import PageLine
from pmsim.ui.tui.screens.base import OverlayScreen
from pmsim.ui.tui.widgets import FooterKey


class LogScreen(OverlayScreen):
    """The pages of the current life, newest last; of a long life only the newest ones."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "screen.copy", "Copy", tooltip="Copy the log", id="copy_log"),
    ]
    kind = "log"
    is_full_width = True
    can_tighten = False
    current_status: Status

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.pages = life_pages(session)
        self.current_status = current_page(session).status

    def draw(self, cursor: int) -> list[PageLine]:
        return log_and_timeline.log_page(
            self.pages, self.current_status.decision, self.grid, self.theme_tokens
        )

    def on_mount(self) -> None:
        super().on_mount()
        self.call_after_refresh(self.page_view.action_edge, 1)

    def footer_keys(self) -> tuple[FooterKey, ...]:
        return (*super().footer_keys(), self.key("copy_log"))

    def action_copy(self) -> None:
        """Copy the whole log, as lines, to the terminal's clipboard."""
        lines = [
            line for page in self.pages for line in (f"{page.title}.", "", *render_parts(page), "")
        ]
        self.app.copy_to_clipboard("\n".join(lines))
        self.say("Copied.")


class YouScreen(OverlayScreen):
    """The stats, skills and people of the current state."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "tab",
            "screen.figures",
            "Figures",
            tooltip="Every figure, or fewer",
            id="every_figure",
        )
    ]
    kind = "you"
    is_full_width = True
    current_status: Status

    def __init__(self, session: Session) -> None:
        super().__init__()
        pack, state = session.pack, session.position
        self.figures = figure_groups(pack, state, state_at_quarter_start(session, session.node))
        self.show_all = False
        self.people, self.skills = all_people(pack, state), skill_lines(pack, state)
        self.current_status = current_page(session).status

    def draw(self, cursor: int) -> list[PageLine]:
        return you_page(
            self.figures,
            self.people,
            self.skills,
            self.current_status.decision,
            self.grid,
            self.theme_tokens,
            show_all=self.show_all,
        )

    def footer_keys(self) -> tuple[FooterKey, ...]:
        return (
            *super().footer_keys(),
            self.key("every_figure", "Fewer" if self.show_all else ""),
        )

    def action_figures(self) -> None:
        """Show every figure, at the end of the page; or hide those without words again."""
        self.show_all = not self.show_all
        self.page_view.redraw()
        if self.show_all:
            self.page_view.action_edge(1)
        self.call_after_refresh(self.page_view.note_painted)
