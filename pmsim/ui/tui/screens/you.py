"""The screens about the player and about words: stats, skills, people, what is on its way and the
roles next to the player's; one word; and the list of all words with a search."""

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.ui.present.handbook import HANDBOOK, handbook_page, handbook_summary, open_pages
from pmsim.ui.present.history import current_page, state_at_quarter_start
from pmsim.ui.present.horizon import ladder, on_their_way
from pmsim.ui.present.meanings import (
    Meaning,
    Word,
    about_text,
    all_words,
    find_word,
    meaning,
)
from pmsim.ui.present.status import (
    Status,
    all_people,
    figure_groups,
    skill_lines,
    weightiest_causes,
)
from pmsim.ui.tui.layout.you import You, word_page, word_rows, you_cells, you_page
from pmsim.ui.tui.screens.base import OverlayScreen
from pmsim.ui.tui.sheet import PageLine
from pmsim.ui.tui.widgets import DismissOnce, FooterKey, too_small_lines


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
    has_numbers = False
    current_status: Status

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.show_all = False
        self.you = read_you(session)
        self.current_status = self.you.status

    def draw(self, cursor: int) -> list[PageLine]:
        return you_page(self.you, self.sheet, cursor, show_all=self.show_all)

    def cell_words(self) -> list[str]:
        """Return the word of every row, in order."""
        columns = you_cells(self.you, 40, self.pmsim.sheet, show_all=self.show_all)
        return [cell.word for cells in columns for cell in cells if cell.word]

    def row_count(self) -> int:
        return len(self.cell_words())

    def footer_keys(self) -> tuple[FooterKey, ...]:
        return (
            *super().footer_keys(),
            self.key("choose", "What is it?"),
            self.key("every_figure", "Fewer" if self.show_all else ""),
            self.key("glossary"),
        )

    def pick_row(self, row: int) -> None:
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


class WordScreen(OverlayScreen):
    """The page about one word."""

    kind = "word"

    def __init__(self, meaning: Meaning) -> None:
        super().__init__()
        self.meaning = meaning

    def draw(self, cursor: int) -> list[PageLine]:
        return word_page(self.meaning, self.sheet)


class GlossaryScreen(DismissOnce[None]):
    """All words of the pack. What is typed narrows the list; enter reads about the word."""

    BINDINGS = [
        Binding("escape", "back", "Back"),
        Binding("up", "move('cursor_up')", "Up", show=False, priority=True),
        Binding("down", "move('cursor_down')", "Down", show=False, priority=True),
        Binding("enter", "read", "Read", show=False, priority=True),
    ]

    def __init__(self, career: PlayableCareer) -> None:
        super().__init__()
        self.career, self.session = career, career.session
        self.listed: tuple[Word, ...] = ()

    @property
    def asks(self) -> str:
        """The words in the empty line of input."""
        return "A word"

    def all_words(self) -> tuple[Word, ...]:
        """Return everything that can be listed."""
        return all_words(self.session.pack)

    def meaning(self, word: Word) -> Meaning:
        """Return what there is to read about a word."""
        return meaning(self.session, word)

    def compose(self) -> ComposeResult:
        ways = Content.assemble(("enter", "bold"), " Read   ", ("esc", "bold"), " Back")
        with Vertical(id="whole"):
            yield Input(placeholder=self.asks)
            yield OptionList()
            yield Static(id="about")
            yield Static(ways, id="ways")
        yield too_small_lines(self.app)

    def on_mount(self) -> None:
        self.list_words(self.all_words())
        self.query_one(Input).focus()

    def list_words(self, words: Iterable[Word]) -> None:
        """Show these words."""
        self.listed = tuple(words)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(Content(word.label)) for word in self.listed])
        options.highlighted = 0 if self.listed else None
        if not self.listed:
            self.query_one("#about", Static).update(
                Content("No such word here." if self.all_words() else "Nothing is open yet.")
            )

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """List the words that contain what is typed, those that begin with it first; else the
        nearest."""
        typed = event.value.strip().casefold()
        inside = [word for word in self.all_words() if typed in word.label.casefold()]
        nearest = find_word(self.all_words(), typed) if typed and not inside else None
        self.list_words(
            [nearest]
            if nearest
            else sorted(inside, key=lambda word: not word.label.casefold().startswith(typed))
        )

    @on(OptionList.OptionHighlighted)
    def show_about(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the word under the cursor is."""
        if event.option_index < len(self.listed):
            text = about_text(self.session, self.listed[event.option_index])
            self.query_one("#about", Static).update(Content(text))

    @on(OptionList.OptionSelected)
    def action_read(self) -> None:
        """Read about the word under the cursor."""
        at = self.query_one(OptionList).highlighted
        if at is not None and at < len(self.listed):
            self.app.push_screen(WordScreen(self.meaning(self.listed[at])))

    def action_move(self, action: str) -> None:
        """Move the cursor of the list."""
        getattr(self.query_one(OptionList), f"action_{action}")()

    def action_back(self) -> None:
        """Return to the screen below."""
        self.dismiss(None)


class HandbookScreen(GlossaryScreen):
    """The open part of the handbook: advisers and pages."""

    @property
    def asks(self) -> str:
        return f"{HANDBOOK}: {handbook_summary(self.session.pack, self.career.seen)}"

    def all_words(self) -> tuple[Word, ...]:
        return open_pages(self.session.pack, self.career.seen)

    def meaning(self, word: Word) -> Meaning:
        return handbook_page(self.session, self.career.seen, word)
