"""The screens about words: one word, and the list of all words with a search."""

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from pmsim.lang import Pack
from pmsim.play.session import Session
from pmsim.ui.present.meanings import Word, about_text, all_words, find_word, meaning
from pmsim.ui.tui.layout.you import word_page
from pmsim.ui.tui.page_lines import PageLine
from pmsim.ui.tui.screens.base import OverlayScreen
from pmsim.ui.tui.screens.opening import DismissOnce
from pmsim.ui.tui.widgets import too_small_lines


class WordScreen(OverlayScreen):
    """The page about one word."""

    kind = "word"
    is_full_width = True

    def __init__(self, session: Session, word: Word) -> None:
        super().__init__()
        self.meaning = meaning(session, word)

    def draw(self, cursor: int) -> list[PageLine]:
        return word_page(self.meaning, self.grid, self.theme_tokens)


class GlossaryScreen(DismissOnce[None]):
    """All words of the pack. What is typed narrows the list; enter reads about the word."""

    BINDINGS = [
        Binding("escape", "back", "Back"),
        Binding("up", "move('cursor_up')", "Up", show=False, priority=True),
        Binding("down", "move('cursor_down')", "Down", show=False, priority=True),
        Binding("enter", "read", "Read", show=False, priority=True),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.listed: tuple[Word, ...] = ()

    @property
    def pack(self) -> Pack:
        """The pack whose words these are."""
        return self.session.pack

    def compose(self) -> ComposeResult:
        ways = Content.assemble(("enter", "bold"), " Read   ", ("esc", "bold"), " Back")
        with Vertical(id="whole"):
            yield Input(placeholder="A word")
            yield OptionList()
            yield Static(id="about")
            yield Static(ways, id="ways")
        yield too_small_lines(self.app)

    def on_mount(self) -> None:
        self.list_words(all_words(self.pack))
        self.query_one(Input).focus()

    def list_words(self, words: Iterable[Word]) -> None:
        """Show these words."""
        self.listed = tuple(words)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(Content(word.label)) for word in self.listed])
        options.highlighted = 0 if self.listed else None
        if not self.listed:
            self.query_one("#about", Static).update(Content("No such word here."))

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """List the words that contain what is typed, those that begin with it first; else the
        nearest."""
        typed = event.value.strip().casefold()
        inside = [word for word in all_words(self.pack) if typed in word.label.casefold()]
        nearest = find_word(self.pack, typed) if typed and not inside else None
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
            self.app.push_screen(WordScreen(self.session, self.listed[at]))

    def action_move(self, action: str) -> None:
        """Move the cursor of the list."""
        getattr(self.query_one(OptionList), f"action_{action}")()

    def action_back(self) -> None:
        """Return to the screen below."""
        self.dismiss(None)
