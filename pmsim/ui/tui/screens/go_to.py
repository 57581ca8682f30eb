"""Go to: a list of everything, in groups, over the quiet page. Textual's command palette with
providers of our own, one for each group; an entry's description stands in the footer.

Textual's own themes are offered in our seven colours: each colour is moved towards the ink until
it can be read."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

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
from pmsim.ui.tui.appearance import (
    THEME_NAMES,
    Palette,
    ThemeTokens,
    make_theme,
)
from pmsim.ui.tui.page_lines import at_both_ends, join, soft_text, styled
from pmsim.ui.tui.screens.base import PageScreen
from pmsim.ui.tui.screens.opening import DismissOnce
from pmsim.ui.tui.widgets import too_small_lines

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


class GroupProvider(Provider):
    """The entries of one group. `rank`: the place of the group in the list, from 0."""

    group: ClassVar[str] = ""
    rank: ClassVar[int] = 0

    @property
    def page(self) -> PageScreen:
        """The page below."""
        return cast("PageScreen", self.screen)

    @property
    def pmsim(self) -> "Pmsim":
        """The app."""
        return cast("Pmsim", self.app)

    @property
    def tokens(self) -> ThemeTokens:
        """Styles and glyphs of the list, which are not quiet."""
        return self.pmsim.upper_tokens

    @abstractmethod
    def entries(self) -> Iterable[GoToEntry]:
        """Return the entries in order."""

    def hit(self, entry: GoToEntry, title: Content, score: float, *, named: bool) -> "GoToHit":
        """Return an entry as Textual lists it. `named`: the name of its group stands before it."""
        grid, tokens = self.page.grid, self.tokens
        width = min(grid.full_width, self.app.size.width - 2 * grid.text_column) - SPARE_COLUMNS
        group = soft_text(self.group if named else "", tokens)
        column = GROUP_COLUMN if width >= WIDE else 0
        lead = join(group, Content(" " * (column - group.cell_length))) if column else Content("")
        key = styled(entry.key, tokens.title, tokens)
        room = width - column - key.cell_length - 1
        line = at_both_ends(join(lead, title.truncate(room, ellipsis=True)), key, width)
        return GoToHit(score, line, entry)

    async def discover(self) -> Hits:
        listed = (entry for entry in self.entries() if not entry.by_search)
        tokens = self.tokens
        for number, entry in enumerate(listed):
            score = LAST_RANK - self.rank - number / 1000
            title = styled(entry.title, tokens.ink, tokens)
            yield self.hit(entry, title, score, named=number == 0)

    async def search(self, query: str) -> Hits:
        matcher, tokens = self.matcher(query), self.tokens
        for entry in self.entries():
            score = matcher.match(entry.title)
            if score > 0:
                title = styled(entry.title, tokens.ink, tokens)
                at = entry.title.casefold().find(query.casefold())
                if at >= 0:
                    title = title.stylize("bold underline", at, at + len(query))
                yield self.hit(entry, title, score, named=True)


LAST_RANK = 100.0


class GoToHit(Hit):
    """An entry as Textual lists it; `entry`: what it stands for."""

    entry: GoToEntry

    def __init__(self, score: float, line: Content, entry: GoToEntry) -> None:
        super().__init__(score, line, entry.run, text=entry.title)
        self.entry = entry


class HereProvider(GroupProvider):
    """Everything that a key does here."""

    group, rank = "Here", 0

    def entries(self) -> Iterator[GoToEntry]:
        for command in cast("GoToScreen", self.app.screen).commands:
            yield GoToEntry(command.title, command.callback, "", command.help)


class ChoicesProvider(GroupProvider):
    """The rows of the page."""

    group, rank = "This page", 1

    def entries(self) -> Iterator[GoToEntry]:
        from pmsim.ui.tui.screens.story import StoryScreen

        if isinstance(self.page, StoryScreen) and not self.page.unread_pages:
            for row, choice in enumerate(self.page.page.choices):
                if choice.is_open:
                    yield GoToEntry(
                        to_plain(choice.label),
                        partial(self.page.page_view.try_pick, row, "go to"),
                        "Take this choice, if it is on the screen; else bring it there.",
                        str(choice.number),
                    )


class LifeProvider(GroupProvider):
    """Every decision of the current life; without a search, the first of each quarter."""

    group, rank = "This life", 2

    def entries(self) -> Iterator[GoToEntry]:
        career = self.pmsim.career
        if career is None:
            return
        session, last = career.session, 0
        frame = session.pack.frame
        lives = {life.number: life for life in all_lives(session)}
        life = lives[session.node.life]
        path = {node.number for node in session.path()}
        chain = [life]
        while chain[0].branched_from[0] >= 0:
            chain.insert(0, lives[chain[0].branched_from[0]])
        for each in chain:
            for dot in each.dots:
                if dot.node not in path:
                    continue
                options = decision_options(session, dot.node)
                taken = next((one for one in options if each.name in one.chosen_by), None)
                yield GoToEntry(
                    f"{quarter_mark(dot.quarter, frame)}  {dot.title}, decision {dot.decision}",
                    partial(show_on_timeline, self.page, each.number, dot.decision),
                    to_plain(taken.label) if taken else "",
                    by_search=dot.quarter == last,
                )
                last = dot.quarter


class LivesProvider(GroupProvider):
    """Every life of the career."""

    group, rank = "Lives", 3

    def entries(self) -> Iterator[GoToEntry]:
        career = self.pmsim.career
        for life in all_lives(career.session) if career is not None else ():
            place = f"ended in {life.mark}: {life.end_title}" if life.end_title else life.mark
            yield GoToEntry(
                f"{life.name}, {place}",
                partial(show_on_timeline, self.page, life.number, 0),
                "Show this life on the timeline; play on there, or choose otherwise.",
            )


class WordsProvider(GroupProvider):
    """Every word that can be asked about."""

    group, rank = "Words", 4

    def entries(self) -> Iterator[GoToEntry]:
        career = self.pmsim.career
        for word in all_words(career.session.pack) if career is not None else ():
            about = about_text(career.session, word) if career is not None else ""
            yield GoToEntry(word.label, partial(self.page.action_explain, word.label), about)


class DoorsProvider(GroupProvider):
    """The starts of a new career."""

    group, rank = "Doors", 5

    def entries(self) -> Iterator[GoToEntry]:
        listed = self.pmsim.career_list
        for row, start in enumerate(start_summaries(listed.pack) if listed else ()):
            about = f"{start.role}. {start.length}. Your career here is saved."
            yield GoToEntry(start.title, partial(self.show_door, row), about.lstrip(". "))

    def show_door(self, row: int) -> None:
        """Show a door among the others."""
        from pmsim.ui.tui.screens.menu import StartsScreen

        if self.pmsim.career_list is not None:
            self.pmsim.show_menu()
            screen = StartsScreen(self.pmsim.career_list)
            screen.begin_at = row
            self.pmsim.push_screen(screen)


class ThemesProvider(GroupProvider):
    """Our themes and Textual's; each is shown while the cursor rests on it."""

    group, rank = "Themes", 6

    def entries(self) -> Iterator[GoToEntry]:
        settings = self.pmsim.settings
        for name in offered_themes():
            current = " (now)" if name == settings.theme else ""
            yield GoToEntry(
                f"{theme_title(name)}{current}",
                partial(self.pmsim.change_settings, settings._replace(theme=name)),
                "Shown while the bar rests here; enter keeps it.",
                theme=name,
            )


def show_on_timeline(page: PageScreen, life: int, decision: int) -> None:
    """Open the timeline with its cursor on a decision of a life, 0 for the last one."""
    from pmsim.ui.tui.screens.timeline import TimelineScreen

    if page.kind != "timeline":
        page.action_look("timeline")
    timeline = page.app.screen
    if isinstance(timeline, TimelineScreen):
        timeline.point_at(life, decision)


PROVIDERS = (
    HereProvider,
    ChoicesProvider,
    LifeProvider,
    LivesProvider,
    WordsProvider,
    DoorsProvider,
    ThemesProvider,
)


class GoToScreen(CommandPalette, DismissOnce[None]):
    """The list of everything, over the quiet page. It runs only one entry before it closes."""

    covers_page = True

    def __init__(self, commands: Iterable[SystemCommand]) -> None:
        """List the commands of the page below, and everything else."""
        super().__init__(PROVIDERS, placeholder="Go to")
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
            tokens = self.pmsim.theme_tokens
            words = f"{hit.entry.about}  enter goes there, esc back.".lstrip()
            self.about.update(soft_text(words, tokens))
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
    """Return a colour, moved towards the ink until it holds a contrast on all grounds."""
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
