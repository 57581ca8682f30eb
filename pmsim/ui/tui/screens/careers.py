"""The list of saved careers: opening, naming and removing one, and beginning another with its
seed."""

from textual import events
from textual.binding import Binding

from pmsim.store.errors import SaveError
from pmsim.store.saves import is_slot
from pmsim.ui.career_list import CareerList, CareerSummary, summary_words
from pmsim.ui.present.history import choice_label_at, note_sentences
from pmsim.ui.present.text import Line
from pmsim.ui.tui.layout.dialogs import MenuItem, list_page
from pmsim.ui.tui.screens.base import OverlayScreen, PageScreen
from pmsim.ui.tui.screens.overlays import LineDialog
from pmsim.ui.tui.sheet import PageLine
from pmsim.ui.tui.widgets import FooterKey


def open_saved_career(page: PageScreen, career_list: CareerList, summary: CareerSummary) -> None:
    """Play a saved career, or show why it cannot be played."""
    if not is_slot(summary.slot):
        page.say(summary.reason)
        return
    try:
        career = career_list.open(summary.slot)
    except SaveError as error:
        page.say(str(error))
        return
    page.pmsim.play(career, is_new=False, notes=note_sentences(career.session, career.notes))


def begin_career(
    page: PageScreen, career_list: CareerList, start: str, quarters: int, seed: int | None = None
) -> None:
    """Begin a career, or show why it cannot begin."""
    try:
        career = career_list.begin(start, quarters, seed)
    except SaveError as error:
        page.say(str(error).replace("The last choice", "A new career"))
        return
    page.pmsim.play(career, is_new=True)


class CareersScreen(OverlayScreen):
    """The list of careers of a pack, the one played last first."""

    BINDINGS = [
        Binding("n", "screen.name", "Name", tooltip="Name this career", id="name_career"),
        Binding("x", "screen.remove", "Remove", tooltip="Remove this career", id="remove_career"),
        Binding(
            "s",
            "screen.again",
            "Same seed",
            tooltip="Begin again with the seed of this career",
            id="same_seed",
        ),
        Binding("y", "screen.copy_seed", "Copy seed", tooltip="Copy the seed", id="copy_seed"),
    ]

    def __init__(self, career_list: CareerList) -> None:
        super().__init__()
        self.career_list = career_list
        self.summaries = career_list.summaries()
        self.asked_to_remove = ""
        """The slot whose removal waits for a second press."""
        self._last_lines: dict[str, Line] = {}

    def draw(self, cursor: int) -> list[PageLine]:
        items = []
        for row, summary in enumerate(self.summaries):
            words = ", ".join(filter(None, (summary_words(summary), summary.date)))
            quote = self.last_line(summary) if row == cursor == self.page_view.cursor else ()
            items.append(MenuItem(summary.title, words, summary_words(summary), quote))
        under = ["The one played last stands first."]
        if self.summaries and self.summary.slot and not self.summary.reason:
            under.append(f"Seed of the one under the bar: {self.summary.seed}.")
        elif not self.summaries:
            under = ["No careers yet. The first one begins with a door."]
        return list_page("Careers", under, items, self.sheet, cursor)

    @property
    def summary(self) -> CareerSummary:
        """The career under the cursor."""
        return self.summaries[min(self.page_view.cursor, len(self.summaries) - 1)]

    def last_line(self, summary: CareerSummary) -> Line:
        """Return the last choice of a career, () if it has none or does not load."""
        if summary.slot not in self._last_lines:
            session = None if summary.reason else self.career_list.load_session(summary.slot)
            line = choice_label_at(session, session.node) if session and session.at else ()
            self._last_lines[summary.slot] = line
        return self._last_lines[summary.slot]

    def row_count(self) -> int:
        return len(self.summaries)

    def footer_keys(self) -> tuple[FooterKey, ...]:
        if not self.summaries:
            return super().footer_keys()
        names = ("name_career", "remove_career", "same_seed", "copy_seed")
        return (self.key("choose", "Open"), *super().footer_keys(), *map(self.key, names))

    def pick_row(self, row: int) -> None:
        open_saved_career(self, self.career_list, self.summaries[row])

    def can_change(self) -> bool:
        """Return True if the career under the cursor loads; else say why not."""
        if not self.summaries:
            return False
        if self.summary.reason:
            self.say(self.summary.reason)
        return not self.summary.reason

    def show_list(self, sentence: str) -> None:
        """Read the careers again and say what was done."""
        self.summaries = self.career_list.summaries()
        cursor = min(self.page_view.cursor, max(len(self.summaries) - 1, 0))
        self.page_view.show()
        if self.summaries:
            self.page_view.move_cursor_to(cursor)
        self.show_keys()
        self.say(sentence)

    def action_name(self) -> None:
        """Ask for another name."""
        if self.can_change():
            self.app.push_screen(LineDialog("Name", "Keep", self.summary.title), self.save_name)

    def save_name(self, name: str | None) -> None:
        """Save the typed name; '' takes it back."""
        if name is None or name == self.summary.title:
            return
        try:
            self.career_list.rename(self.summary.slot, name)
        except SaveError as error:
            self.say(str(error))
        else:
            self.show_list("Named.")

    def action_remove(self) -> None:
        """Remove the career at the second press."""
        if not self.summaries or not is_slot(self.summary.slot):
            self.can_change()
            return
        slot, title = self.summary.slot, self.summary.title
        if self.asked_to_remove != slot:
            self.asked_to_remove = slot
            self.say(
                f"{self.key('remove_career').key} again removes {title} for good, with all its"
                " lives. Any other key keeps it."
            )
            return
        self.asked_to_remove = ""
        try:
            self.career_list.remove(slot)
        except SaveError as error:
            self.say(str(error))
        else:
            self.show_list(f"Removed: {title}.")

    def on_key(self, event: events.Key | None = None) -> None:
        """Take back the question of a removal at any other key."""
        super().on_key()
        binding = self.active_bindings.get(event.key) if event else None
        if binding is None or binding.binding.id != "remove_career":
            self.asked_to_remove = ""

    def action_again(self) -> None:
        """Begin a career with the same start, length and seed."""
        if self.can_change():
            one = self.summary
            begin_career(self, self.career_list, one.start, one.quarters, one.seed)

    def action_copy_seed(self) -> None:
        """Copy the seed of the career under the cursor."""
        if self.can_change():
            self.app.copy_to_clipboard(str(self.summary.seed))
            self.say(f"Copied: seed {self.summary.seed}, for {self.summary.start_title}.")
