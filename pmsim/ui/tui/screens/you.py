"""The screen You: stats, skills, people, what is on its way, and the roles next to the player's;
every word of it can be asked about."""

from textual.binding import Binding

from pmsim.play.session import Session
from pmsim.ui.present.history import current_page, state_at_quarter_start
from pmsim.ui.present.horizon import ladder, on_their_way
from pmsim.ui.present.status import (
    Status,
    all_people,
    figure_groups,
    skill_lines,
    weightiest_causes,
)
from pmsim.ui.tui.layout.you import You, word_rows, you_cells, you_page
from pmsim.ui.tui.page_lines import PageLine
from pmsim.ui.tui.screens.base import OverlayScreen
from pmsim.ui.tui.widgets import FooterKey


class YouScreen(OverlayScreen):
    """The stats, skills and people of the current state, and what is ahead."""

    BINDINGS = [
        Binding("left,h", "across(0)", "Left column", show=False, id="column_left"),
        Binding("right", "across(1)", "Right column", show=False, id="column_right"),
        Binding(
            "tab",
            "screen.figures",
            "Figures",
            tooltip="Every figure, or fewer",
            id="every_figure",
        ),
    ]
    kind = "you"
    is_full_width = True
    current_status: Status

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.show_all = False
        self.you = read_you(session)
        self.current_status = self.you.status

    def draw(self, cursor: int) -> list[PageLine]:
        return you_page(self.you, self.grid, self.theme_tokens, cursor, show_all=self.show_all)

    def cell_words(self) -> list[str]:
        """Return the word of every row, in order."""
        columns = you_cells(self.you, 40, self.theme_tokens, show_all=self.show_all)
        return [cell.word for cells in columns for cell in cells if cell.word]

    def row_count(self) -> int:
        return len(self.cell_words())

    def numbers(self) -> dict[int, int]:
        return {}

    def footer_keys(self) -> tuple[FooterKey, ...]:
        return (
            *super().footer_keys(),
            self.key("choose", "What is it?"),
            self.key("every_figure", "Fewer" if self.show_all else ""),
            self.key("glossary"),
        )

    def pick_row(self, row: int, by: str) -> None:
        self.action_explain(self.cell_words()[row])

    def action_across(self, column: int) -> None:
        """Move the cursor to the nearest word of a column."""
        places = word_rows(self.page_view.lines)
        line, now = places[self.page_view.cursor]
        rows = [row for row, place in places.items() if place[1] == column]
        if rows and column != now:
            self.page_view.move_cursor_to(min(rows, key=lambda row: abs(places[row][0] - line)))

    def action_figures(self) -> None:
        """Show every figure; or hide those without words again."""
        self.show_all = not self.show_all
        self.page_view.show()
        self.show_keys()


def read_you(session: Session) -> You:
    """Return what the page shows of a career."""
    pack, state = session.pack, session.position
    return You(
        current_page(session).status,
        figure_groups(pack, state, state_at_quarter_start(session, session.node)),
        weightiest_causes(pack, state),
        skill_lines(pack, state),
        all_people(pack, state),
        on_their_way(pack, state),
        ladder(pack, state),
    )
