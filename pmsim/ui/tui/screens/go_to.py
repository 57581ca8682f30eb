"""Go to: a list of everything, in groups, over the dimmed page. Textual's command palette with
providers of our own, one for each group; an entry's description stands in the footer."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from textual import on
from textual.app import ComposeResult
from textual.command import Command, CommandPalette, Hit, Hits, Provider
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from pmsim.ui.present.history import all_lives, decision_options, start_summaries
from pmsim.ui.present.status import all_gauges, all_people, skill_lines
from pmsim.ui.present.text import to_plain
from pmsim.ui.present.words import quarter_mark
from pmsim.ui.tui.appearance import BARE_THEME, ThemeTokens, make_tokens
from pmsim.ui.tui.page_lines import at_both_ends, join, soft_text, styled
from pmsim.ui.tui.screens.base import DismissOnce, PageScreen
from pmsim.ui.tui.textual_themes import offered_themes, theme_title
from pmsim.ui.tui.widgets import too_small_lines

if TYPE_CHECKING:
    from pmsim.ui.tui.app import Pmsim

GROUP_COLUMN = 12
SPARE_COLUMNS = 2
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
        app = self.pmsim
        return make_tokens(app.theme == BARE_THEME, app.plain_characters)

    def entries(self) -> Iterable[GoToEntry]:
        """Return the entries in order."""
        raise NotImplementedError

    def hit(self, entry: GoToEntry, title: Content, score: float, *, named: bool) -> "GoToHit":
        """Return an entry as Textual lists it. `named`: the name of its group stands before it."""
        tokens, width = self.tokens, self.page.grid.line_width - SPARE_COLUMNS
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
        for command in self.pmsim.get_system_commands(self.page):
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
                    partial(self.show_decision, each.number, dot.decision),
                    to_plain(taken.label) if taken else "",
                    by_search=dot.quarter == last,
                )
                last = dot.quarter

    def show_decision(self, life: int, decision: int) -> None:
        """Show a decision on the timeline."""
        show_on_timeline(self.page, life, decision)


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
    """People, stats and skills, which the page about you explains."""

    group, rank = "Words", 4

    def entries(self) -> Iterator[GoToEntry]:
        career = self.pmsim.career
        if career is None:
            return
        pack, state = career.session.pack, career.session.position
        for person in all_people(pack, state):
            yield self.entry(person.name, f"{person.description}: {person.word}.")
        for gauge in all_gauges(pack, state, None):
            yield self.entry(gauge.label, f"{gauge.shown}.")
        for skill in skill_lines(pack, state):
            yield self.entry(skill.label, f"{skill.words}.")

    def entry(self, title: str, about: str) -> GoToEntry:
        """Return the entry of a word, which leads to the page about you."""
        return GoToEntry(title, partial(self.page.action_look, "you"), about)


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

    def __init__(self) -> None:
        super().__init__(PROVIDERS, placeholder="Go to")
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
        self.draw_page_below()

    def draw_page_below(self) -> None:
        """Draw the page below again, quiet or not."""
        for page in self.app.screen_stack:
            if isinstance(page, PageScreen):
                page.fitted_for = ()
                page.fit()

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
            if not self.pmsim.no_color:
                self.app.theme = hit.entry.theme or self.pmsim.settings.theme

    def on_unmount(self) -> None:
        if not self.pmsim.no_color:
            self.app.theme = self.pmsim.settings.theme
        self.draw_page_below()
