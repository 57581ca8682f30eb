"""How pages about words are opened from any page, and how a page closes. The modules of these pages
are imported when they open."""

from typing import TYPE_CHECKING

from textual.await_complete import AwaitComplete
from textual.screen import Screen, ScreenResultType

if TYPE_CHECKING:
    from pmsim.ui.tui.app import Pmsim


class DismissOnce(Screen[ScreenResultType]):
    """A screen that is dismissed only once. Textual's `dismiss` removes whichever screen is on top,
    even if this one is gone.

    List it after another base class: Textual reads styles only from the first."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close this screen with a result; do nothing if another one is on top or none is below."""
        return (
            super().dismiss(result)
            if self.is_active and len(self.app.screen_stack) > 1
            else AwaitComplete()
        )


def words_of(app: "Pmsim") -> tuple[str, ...]:
    """Return every word of the open career's pack that can be asked about, () without a career."""
    if app.career is None:
        return ()
    from pmsim.ui.present.meanings import all_words

    return tuple(word.label for word in all_words(app.career.session.pack))


def explain(app: "Pmsim", label: str) -> None:
    """Open the page about a word, if the pack has it."""
    if app.career is not None:
        from pmsim.ui.present.meanings import all_words, find_word, meaning
        from pmsim.ui.tui.screens.you import WordScreen

        session = app.career.session
        word = find_word(all_words(session.pack), label)
        if word is not None:
            app.push_screen(WordScreen(meaning(session, word)))


def open_list(app: "Pmsim", kind: str) -> None:
    """Open the list of all words, or what is open of the handbook, over the current page."""
    if app.career is not None:
        from pmsim.ui.tui.screens.you import GlossaryScreen, HandbookScreen

        screen = HandbookScreen if kind == "handbook" else GlossaryScreen
        app.push_screen(screen(app.career))
