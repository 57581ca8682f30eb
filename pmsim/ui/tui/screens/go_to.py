"""Go to: a list of everything, in groups, over the quiet page: Textual's command palette with a
provider of our own. An entry's description stands in the footer.

Textual's own themes are offered in our seven colours: each colour is moved towards the ink until
it can be read."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple, cast

from textual import on
from textual.app import ComposeResult, SystemCommand
from textual.color import Color
from textual.command import Command, CommandPalette, Hit, Hits, Provider
from textual.content import Content
from textual.theme import BUILTIN_THEMES, Theme
from textual.widgets import Input, OptionList, Static

from pmsim.store.settings import TEXTUAL_THEMES
from pmsim.ui.present.history import all_lives, decision_options, start_summaries
from pmsim.ui.present.meanings import about_text, all_words
from pmsim.ui.present.text import to_plain
from pmsim.ui.present.words import quarter_mark
from pmsim.ui.tui.appearance import THEME_NAMES, Palette, make_theme
from pmsim.ui.tui.screens.base import PageScreen
from pmsim.ui.tui.sheet import Sheet, at_both_ends, join
from pmsim.ui.tui.widgets import DismissOnce, too_small_lines

if TYPE_CHECKING:
    from pmsim.ui.tui.app import Pmsim

GROUP_COLUMN = 12
SPARE_COLUMNS = 3
"""Columns of an entry that stay free, for the scrollbar."""
WIDE = 60
"""Columns of the list from which on the groups have a column of their own."""


class GoToEntry(NamedTuple):
    """An entry. `key`: the key that does the same; `about`: its description; `theme`: the theme
    that it shows while the cursor rests on it; `by_search`: it is listed only when searched."""

    title: str
    run: Callable[[], object]
    about: str = ""
    key: str = ""
    theme: str = ""
    by_search: bool = False


class GoToHit(Hit):
    """An entry as Textual lists it; `entry`: what it stands for."""

    entry: GoToEntry

    def __init__(self, score: float, line: Content, entry: GoToEntry) -> None:
        super().__init__(score, line, entry.run, text=entry.title)
        self.entry = entry


def keys_here(page: PageScreen) -> Iterator[GoToEntry]:
    """Yield everything that a key does here."""
    for command in cast("GoToScreen", page.app.screen).commands:
        yield GoToEntry(command.title, command.callback, "", command.help)


def open_choices(page: PageScreen) -> Iterator[GoToEntry]:
    """Yield the open choices of the page."""
    from pmsim.ui.tui.screens.story import StoryScreen

    if isinstance(page, StoryScreen) and not page.unread_pages:
        for row, choice in enumerate(page.page.choices):
            if choice.is_open:
                yield GoToEntry(
                    to_plain(choice.label),
                    partial(page.page_view.try_pick, row),
                    "Take this choice, if it is on the screen; else bring it there.",
                    str(choice.number),
                )


def decisions_made(page: PageScreen) -> Iterator[GoToEntry]:
    """Yield every decision of the current life; without a search, the first of each quarter."""
    career = page.pmsim.career
    if career is None:
        return
    session, last = career.session, 0
    lives = {life.number: life for life in all_lives(session)}
    path = {node.number for node in session.path()}
    chain = [lives[session.node.life]]
    while chain[0].branched_from[0] >= 0:
        chain.insert(0, lives[chain[0].branched_from[0]])
    for life in chain:
        for dot in life.dots:
            if dot.node not in path:
                continue
            options = decision_options(session, dot.node)
            taken = next((one for one in options if life.name in one.chosen_by), None)
            mark = quarter_mark(dot.quarter, session.pack.frame)
            yield GoToEntry(
                f"{mark}  {dot.title}, decision {dot.decision}",
                partial(show_on_timeline, page, life.number, dot.decision),
                to_plain(taken.label) if taken else "",
                by_search=dot.quarter == last,
            )
            last = dot.quarter


def lives_lived(page: PageScreen) -> Iterator[GoToEntry]:
    """Yield every life of the career."""
    career = page.pmsim.career
    for life in all_lives(career.session) if career is not None else ():
        place = f"ended in {life.mark}: {life.end_title}" if life.end_title else life.mark
        yield GoToEntry(
            f"{life.name}, {place}",
            partial(show_on_timeline, page, life.number, 0),
            "Show this life on the timeline; play on there, or choose otherwise.",
        )


def known_words(page: PageScreen) -> Iterator[GoToEntry]:
    """Yield every word that can be asked about."""
    if (career := page.pmsim.career) is not None:
        for word in all_words(career.session.pack):
            run = partial(page.action_explain, word.label)
            yield GoToEntry(word.label, run, about_text(career.session, word))


def doors(page: PageScreen) -> Iterator[GoToEntry]:
    """Yield the starts of a new career."""
    listed = page.pmsim.career_list
    for row, start in enumerate(start_summaries(listed.pack) if listed else ()):
        about = f"{start.role}. {start.length}. Your career here is saved."
        yield GoToEntry(start.title, partial(show_door, page, row), about.lstrip(". "))


def themes(page: PageScreen) -> Iterator[GoToEntry]:
    """Yield our themes and Textual's; each is shown while the cursor rests on it."""
    settings = page.pmsim.settings
    for name in offered_themes():
        current = " (now)" if name == settings.theme else ""
        yield GoToEntry(
            f"{theme_title(name)}{current}",
            partial(page.pmsim.change_settings, settings._replace(theme=name)),
            "Shown while the bar rests here; enter keeps it.",
            theme=name,
        )


GROUPS: dict[str, Callable[[PageScreen], Iterator[GoToEntry]]] = {
    "Here": keys_here,
    "This page": open_choices,
    "This life": decisions_made,
    "Lives": lives_lived,
    "Words": known_words,
    "Doors": doors,
    "Themes": themes,
}
"""The groups of entries in order."""


def show_on_timeline(page: PageScreen, life: int, decision: int) -> None:
    """Open the timeline with its cursor on a decision of a life, 0 for the last one."""
    from pmsim.ui.tui.screens.timeline import TimelineScreen

    if page.kind != "timeline":
        page.action_look("timeline")
    timeline = page.app.screen
    if isinstance(timeline, TimelineScreen):
        timeline.point_at(life, decision)


def show_door(page: PageScreen, row: int) -> None:
    """Leave the career for the list of starts, with the cursor on the start at `row`."""
    from pmsim.ui.tui.screens.menu import StartsScreen

    if page.pmsim.career_list is not None:
        page.pmsim.show_menu()
        screen = StartsScreen(page.pmsim.career_list)
        screen.begin_at = row
        page.pmsim.push_screen(screen)


class EntryProvider(Provider):
    """The entries of all groups, in this order; searched, the best matches first."""

    @property
    def page(self) -> PageScreen:
        """The page below."""
        return cast("PageScreen", self.screen)

    @property
    def sheet(self) -> Sheet:
        """The sheet of the list, which is not quiet."""
        return self.page.sheet._replace(tokens=self.page.pmsim.upper_tokens)

    def hit(self, entry: GoToEntry, title: Content, score: float, group: str) -> GoToHit:
        """Return an entry as Textual lists it, after the name of its group."""
        sheet = self.sheet
        width = min(sheet.full_width, self.app.size.width - 2 * sheet.text_column) - SPARE_COLUMNS
        column = GROUP_COLUMN if width >= WIDE else 0
        lead = sheet.soft(group.ljust(column)) if column else Content("")
        key = sheet.title(entry.key)
        room = width - column - key.cell_length - 1
        line = at_both_ends(join(lead, title.truncate(room, ellipsis=True)), key, width)
        return GoToHit(score, line, entry)

    async def discover(self) -> Hits:
        for rank, (group, entries) in enumerate(GROUPS.items()):
            listed = (entry for entry in entries(self.page) if not entry.by_search)
            for number, entry in enumerate(listed):
                title = self.sheet.ink(entry.title)
                score = LAST_RANK - rank - number / 1000
                yield self.hit(entry, title, score, group if number == 0 else "")

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for group, entries in GROUPS.items():
            for entry in entries(self.page):
                score = matcher.match(entry.title)
                if score > 0:
                    title = self.sheet.ink(entry.title)
                    at = entry.title.casefold().find(query.casefold())
                    if at >= 0:
                        title = title.stylize("bold underline", at, at + len(query))
                    yield self.hit(entry, title, score, group)


LAST_RANK = 100.0


class GoToScreen(CommandPalette, DismissOnce[None]):
    """The list of everything, over the quiet page. It runs only one entry before it closes."""

    covers_page = True

    def __init__(self, commands: Iterable[SystemCommand]) -> None:
        """List the commands of the page below, and everything else."""
        super().__init__((EntryProvider,), placeholder="Go to")
        self.commands = tuple(commands)
        self.about = Static(id="about")

    @property
    def pmsim(self) -> "Pmsim":
        """The app."""
        return cast("Pmsim", self.app)

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield self.about
        yield too_small_lines(self.app)

    def on_mount(self) -> None:
        self.pmsim.draw_pages()
        self.app.theme_changed_signal.subscribe(self, self.take_theme)

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def ignore_if_closed(self, event: Input.Submitted | OptionList.OptionSelected) -> None:
        """Ignore keys pressed after the first command and before the list has closed."""
        if not self.is_active:
            event.stop()
            event.prevent_default()

    @on(OptionList.OptionHighlighted)
    def show_entry(self, event: OptionList.OptionHighlighted) -> None:
        """Show the description of the entry under the cursor, and its theme if it is one."""
        hit = event.option.hit if isinstance(event.option, Command) else None
        if isinstance(hit, GoToHit):
            words = f"{hit.entry.about}  enter goes there, esc back.".lstrip()
            self.about.update(self.pmsim.sheet.soft(words))
            theme = hit.entry.theme or self.pmsim.settings.theme
            if not self.pmsim.no_color and theme != self.app.theme:
                self.app.theme = theme

    def take_theme(self, _: Theme) -> None:
        """Take the colours of the theme that is tried; Textual changes only the pages below."""
        self.app.stylesheet.update(self)
        self.refresh(layout=True)

    def on_unmount(self) -> None:
        if not self.pmsim.no_color:
            self.app.theme = self.pmsim.settings.theme
        self.pmsim.draw_pages()


TEXT_CONTRAST, TRACK_CONTRAST, BAND_CONTRAST = 4.5, 3.0, 1.25
"""Ratios of WCAG 2 that text, tracks on the page, and the band on the page hold at least."""


def _luminance(colour: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colours, by WCAG 2."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _towards(colour: Color, ink: Color, grounds: tuple[Color, ...], least: float) -> Color:
    """Return the colour, moved towards the ink until its contrast with each of the `grounds` is at
    least `least`; the ink itself if no step is enough."""
    for step in range(21):
        moved = colour.blend(ink, step / 20, alpha=1)
        if all(contrast(moved, ground) >= least for ground in grounds):
            return moved
    return ink


def derive_palette(theme: Theme) -> Palette | None:
    """Return the seven colours of a theme, None if it cannot be read."""
    system = theme.to_color_system().generate()
    page, ink = Color.parse(system["background"]), Color.parse(system["foreground"])
    leaf = _towards(page.blend(ink, 0.1, alpha=1), ink, (page,), BAND_CONTRAST)
    if page.a < 1 or contrast(ink, leaf) < TEXT_CONTRAST:
        return None
    soft = _towards(page.blend(ink, 0.72, alpha=1), ink, (page, leaf), TEXT_CONTRAST)
    track = _towards(page.blend(ink, 0.45, alpha=1), ink, (page,), TRACK_CONTRAST)
    rubric = _towards(Color.parse(system["primary"]), ink, (page, leaf), TEXT_CONTRAST)
    rule = page.blend(ink, 0.2, alpha=1)
    return Palette(*(colour.hex6 for colour in (page, leaf, ink, soft, track, rule, rubric)))


@cache
def textual_theme(name: str) -> Theme | None:
    """Return one of Textual's themes in our colours, None if it is not offered."""
    palette = derive_palette(BUILTIN_THEMES[name]) if name in BUILTIN_THEMES else None
    return None if palette is None else make_theme(name, palette, dark=BUILTIN_THEMES[name].dark)


def theme_title(name: str) -> str:
    """Return the name of a theme as shown: "Solarized Light"."""
    return THEME_NAMES.get(name, name.replace("-", " ").title())


def offered_themes() -> tuple[str, ...]:
    """Return our themes, and those of Textual's that can be read."""
    return (*THEME_NAMES, *(name for name in TEXTUAL_THEMES if textual_theme(name) is not None))
