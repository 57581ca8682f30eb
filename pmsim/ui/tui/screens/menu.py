"""The screens before a story: the menu, the starts, the lengths, the other careers."""

from collections.abc import Sequence

from textual.binding import Binding

from pmsim import __version__
from pmsim.ui.career_list import (
    MAX_SEED,
    CareerList,
    count_kinds,
    length_words,
    longest_career,
    parse_seed,
    summary_words,
)
from pmsim.ui.present.gallery import WHERE_CAREERS_END, gallery
from pmsim.ui.present.history import (
    LifeLine,
    StartSummary,
    all_lives,
    choice_label_at,
    opening_note,
    start_summaries,
    starts_sentence,
)
from pmsim.ui.present.words import (
    capitalise,
    count_units,
    count_words,
    display_text,
    minutes_words,
    number_word,
)
from pmsim.ui.tui.layout.dialogs import MenuItem, item_lines, list_page, starts_page
from pmsim.ui.tui.layout.title import LifeDots, title_page
from pmsim.ui.tui.screens.base import OverlayScreen, PageScreen
from pmsim.ui.tui.screens.careers import CareersScreen, begin_career, open_saved_career
from pmsim.ui.tui.screens.gallery import GalleryScreen
from pmsim.ui.tui.screens.overlays import LineDialog
from pmsim.ui.tui.sheet import PageLine
from pmsim.ui.tui.widgets import FooterKey

MAX_LIST_WIDTH = 72
"""Columns of the list on the title page at most."""


class MenuScreen(PageScreen):
    """The title page: the first screen of `pmsim`."""

    def __init__(self, career_list: CareerList) -> None:
        """Read the saved careers. A player who returns from a career gets a new title page."""
        super().__init__()
        self.career_list = career_list
        pack = career_list.pack
        self.unfinished, self.others = career_list.split()
        last = self.unfinished or next(
            (summary for summary in self.others if not summary.reason), None
        )
        session = self.career_list.load_session(last.slot) if last is not None else None
        self.quarters = session.position.quarters if session is not None else longest_career(pack)
        life_rows = all_lives(session) if session is not None else ()
        self.strands = title_lives(life_rows)
        self.entries: list[tuple[str, MenuItem]] = []
        if self.unfinished is not None:
            named = next(
                (life.name for life in life_rows if life.is_current), self.unfinished.start_title
            )
            last_choice = (
                choice_label_at(session, session.node)
                if session is not None and session.node.parent >= 0
                else ()
            )
            where = summary_words(self.unfinished._replace(lives=1))
            self.entries.append(
                ("go_on", MenuItem("Go on", f"{named}, {where}", where, last_choice))
            )
        time = length_words(pack)
        self.entries.append(
            (
                "new",
                MenuItem(
                    "A new career",
                    f"{count_words(len(pack.starts), 'door', 'doors')}; {time}",
                    time,
                ),
            )
        )
        if self.career_list.sample is not None:
            self.entries.append(
                ("sample", MenuItem("Ten minutes", *sample_words(self.career_list.sample)))
            )
        everyone = (*filter(None, (self.unfinished,)), *self.others)
        if everyone:
            kinds = MenuItem("Careers", count_kinds(everyone), number_word(len(everyone)))
            self.entries.append(("careers", kinds))
        if last is not None:
            self.ends = gallery(pack, career_list.seen(), career_list.ends_seen())
            fewer = self.ends.summary.partition(",")[0]
            self.entries.append(("ends", MenuItem(WHERE_CAREERS_END, self.ends.summary, fewer)))
        self.entries += [("settings", MenuItem("Settings")), ("quit", MenuItem("Quit"))]

    def draw(self, cursor: int) -> list[PageLine]:
        pack, sheet = self.career_list.pack, self.sheet
        page = title_page(
            display_text(pack.title),
            display_text(pack.premise),
            self.strands,
            self.quarters,
            sheet,
        )
        return page + item_lines(
            [item for _, item in self.entries],
            sheet,
            cursor,
            min(sheet.full_width, MAX_LIST_WIDTH),
        )

    def row_count(self) -> int:
        return len(self.entries)

    def footer_keys(self) -> tuple[FooterKey, ...]:
        return (
            self.key("choose"),
            self.key("palette"),
            FooterKey("", __version__, ""),
        )

    def pick_row(self, row: int) -> None:
        match self.entries[row][0]:
            case "go_on" if self.unfinished is not None:
                open_saved_career(self, self.career_list, self.unfinished)
            case "new":
                self.app.push_screen(StartsScreen(self.career_list))
            case "sample" if self.career_list.sample is not None:
                open_sample(self, self.career_list.sample)
            case "careers":
                self.app.push_screen(CareersScreen(self.career_list))
            case "ends":
                listed = self.career_list
                self.app.push_screen(GalleryScreen(listed.pack, listed.seen(), listed.ends_seen()))
            case "settings":
                self.action_look("settings")
            case _:
                self.pmsim.action_leave()


def title_lives(life_rows: Sequence[LifeLine]) -> tuple[LifeDots, ...]:
    """Return the life to resume and the one it branched from, else its newest branch: two at most,
    the older one first."""
    here = next((life for life in life_rows if life.is_current), None)
    if here is None:
        return ()
    others = [life for life in life_rows if life.number == here.branched_from[0]] or [
        life for life in life_rows if life.branched_from[0] == here.number
    ][-1:]
    shown = []
    for life in sorted((here, *others), key=lambda life: life.number):
        branched, ended = life.branched_from[0] >= 0 and bool(life.dots), bool(life.end_title)
        label = f"{life.name}, {f'ended as {life.end_title}' if ended else life.mark}"
        first = life.dots[0].quarter if branched else 1
        shown.append(
            LifeDots(label, first, life.quarter, branched, ended, life.is_current and not ended)
        )
    return tuple(shown)


def sample_words(career_list: CareerList) -> tuple[str, str]:
    """Return the sample pack and its career in a few words, and in fewer."""
    summary, _ = career_list.split()
    name = display_text(career_list.pack.title)
    return (
        f"{name}, {summary_words(summary)}"
        if summary is not None
        else f"{name}, to see what this is"
    ), name


def open_sample(page: PageScreen, career_list: CareerList) -> None:
    """Resume the career of the sample pack, or begin one."""
    summary, _ = career_list.split()
    if summary is not None:
        open_saved_career(page, career_list, summary)
    elif len(career_list.pack.starts) == 1:
        begin_career(page, career_list, next(iter(career_list.pack.starts)), 0)
    else:
        page.app.push_screen(StartsScreen(career_list))


class StartsScreen(OverlayScreen):
    """The list of starts. `seed`: the one that the player has entered, None for a new one."""

    BINDINGS = [
        Binding("s", "screen.ask_seed", "Seed", tooltip="Enter a seed", id="enter_seed"),
    ]
    seed: int | None = None
    begin_at = 0
    """The row where the cursor begins."""

    def __init__(self, career_list: CareerList) -> None:
        super().__init__()
        self.career_list = career_list
        self.starts = start_summaries(career_list.pack)

    def draw(self, cursor: int) -> list[PageLine]:
        return starts_page(
            "Choose a door",
            starts_sentence(self.starts, self.career_list.pack.frame)
            + ("" if self.seed is None else f" With seed {self.seed}."),
            opening_note(self.career_list.pack),
            self.starts,
            self.sheet,
            cursor,
        )

    def pick_row(self, row: int) -> None:
        start = self.starts[row]
        if 0 < self.career_list.pack.program.short < start.quarters:
            self.app.push_screen(LengthScreen(self.career_list, start, self.seed))
        else:
            begin_career(self, self.career_list, start.id, 0, self.seed)

    def row_count(self) -> int:
        return len(self.starts)

    def first_row(self) -> int:
        return self.begin_at

    def footer_keys(self) -> tuple[FooterKey, ...]:
        return (self.key("choose", "Open"), *super().footer_keys(), self.key("enter_seed"))

    def action_ask_seed(self) -> None:
        """Ask for the seed of the next career."""
        known = "" if self.seed is None else str(self.seed)
        self.app.push_screen(LineDialog("Seed", "Keep", known), self.keep_seed)

    def keep_seed(self, typed: str | None) -> None:
        """Keep a typed seed; '' takes it back."""
        if typed is None:
            return
        self.seed = parse_seed(typed)
        self.page_view.redraw()
        if typed and self.seed is None:
            self.say(f"A seed is a whole number, 0 to {MAX_SEED}.")


class LengthScreen(OverlayScreen):
    """The choice between a full and a short career."""

    def __init__(self, career_list: CareerList, start: StartSummary, seed: int | None) -> None:
        super().__init__()
        self.career_list, self.start, self.seed = career_list, start, seed
        self.lengths = (start.quarters, career_list.pack.program.short)

    def draw(self, cursor: int) -> list[PageLine]:
        items = [
            MenuItem(
                capitalise(count_units(quarters, self.career_list.pack.frame)),
                minutes_words(quarters),
            )
            for quarters in self.lengths
        ]
        return list_page("How long?", [], items, self.sheet, cursor, beside=self.start.title)

    def row_count(self) -> int:
        return len(self.lengths)

    def footer_keys(self) -> tuple[FooterKey, ...]:
        return (self.key("choose", "Play"), *super().footer_keys())

    def pick_row(self, row: int) -> None:
        quarters = 0 if row == 0 else self.lengths[row]
        begin_career(self, self.career_list, self.start.id, quarters, self.seed)
