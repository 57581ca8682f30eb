"""Go to: groups, entries that lead where they say, themes that are tried and that can be read, help
that is that of its page, and the quiet page below."""

from pathlib import Path

import pytest
from textual.color import Color
from textual.command import CommandList
from textual.pilot import Pilot
from textual.theme import BUILTIN_THEMES

from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.store.saves import SaveFolder
from pmsim.store.settings import TEXTUAL_THEMES, Settings
from pmsim.ui.career_list import CareerList
from pmsim.ui.tui.app import InitialView
from pmsim.ui.tui.appearance import BARE_TOKENS, COLOUR_TOKENS, PALETTES, Palette
from pmsim.ui.tui.screens import go_to
from pmsim.ui.tui.screens.go_to import (
    GoToScreen,
    contrast,
    derive_palette,
    offered_themes,
    theme_title,
)
from pmsim.ui.tui.screens.menu import StartsScreen
from pmsim.ui.tui.screens.overlays import HelpScreen
from pmsim.ui.tui.screens.timeline import TimelineScreen
from pmsim.ui.tui.screens.you import WordScreen
from tests.store.disks import Quick
from tests.ui.keyboard import Watched, listed, play, post, settled
from tests.ui.test_timeline import branched
from tests.ui.tiny import pack

PACK = pack()


def careers(folder: Path) -> CareerList:
    """The careers of the little pack."""
    return CareerList(PACK, SaveFolder(folder, Quick()), lambda: 7)


def story(folder: Path | None = None, session: Session | None = None) -> Watched:
    """An app in a career."""
    career = PlayableCareer(session or Session(PACK, "fumes", 7))
    return Watched(InitialView(careers(folder) if folder else None, career), no_motion=True)


async def search(app: Watched, pilot: Pilot[None], words: str) -> None:
    """Open the list and type."""
    post(app, "ctrl+p")
    await settled(pilot)
    await listed(pilot)
    post(app, *words)
    await listed(pilot, words)


@pytest.mark.parametrize("name", offered_themes()[4:])
def test_every_theme_that_is_offered_can_be_read(name: str) -> None:
    palette = derive_palette(BUILTIN_THEMES[name])
    assert palette is not None
    colours = Palette(*palette)
    for ground in (colours.page, colours.leaf):
        for text in (colours.ink, colours.soft, colours.rubric):
            assert contrast(Color.parse(text), Color.parse(ground)) >= 4.5
    assert contrast(Color.parse(colours.track), Color.parse(colours.page)) >= 3
    assert contrast(Color.parse(colours.leaf), Color.parse(colours.page)) >= 1.24


def test_only_what_textual_has_and_what_can_be_read_is_offered() -> None:
    assert set(TEXTUAL_THEMES) <= set(BUILTIN_THEMES)
    assert offered_themes()[4:] == TEXTUAL_THEMES
    assert derive_palette(BUILTIN_THEMES["solarized-light"]) is None
    assert theme_title("rose-pine") == "Rose Pine"


def test_the_groups_stand_in_order_and_the_page_stays_below(tmp_path: Path) -> None:
    app = story(tmp_path, branched())

    async def script(pilot: Pilot[None]) -> None:
        post(app, "/")
        await settled(pilot)
        await listed(pilot)
        assert isinstance(app.screen, GoToScreen)
        options = app.screen.query_one(CommandList).options
        lines = [str(option.prompt)[:12].strip() for option in options]
        assert [line for line in lines if line] == [
            "Here",
            "This page",
            "This life",
            "Lives",
            "Words",
            "Doors",
            "Themes",
        ]
        top = app.frame.split("\n")[1]
        assert top.strip()
        post(app, "escape")
        await settled(pilot)
        assert app.frame.split("\n")[1] == top

    play(app, script)


@pytest.mark.parametrize(
    ("words", "kind"),
    [("decision 1", TimelineScreen), ("ines", WordScreen), ("passed over", StartsScreen)],
)
def test_an_entry_leads_where_it_says(words: str, kind: type, tmp_path: Path) -> None:
    app = story(tmp_path, branched())

    async def script(pilot: Pilot[None]) -> None:
        await search(app, pilot, words)
        post(app, "enter")
        await pilot.pause(0.4)
        await settled(pilot)
        assert isinstance(app.screen, kind)
        if isinstance(app.screen, TimelineScreen):
            assert app.screen.selected_life.dots[app.screen.dot].decision == 1
        if isinstance(app.screen, StartsScreen):
            assert app.screen.starts[app.screen.page_view.cursor].title == "Passed Over"

    play(app, script)


def test_a_theme_is_tried_while_the_bar_rests_on_it_and_kept_by_enter() -> None:
    app = story()

    async def script(pilot: Pilot[None]) -> None:
        await search(app, pilot, "gruvbox")
        assert app.theme == "gruvbox"
        assert app.settings.theme == "dark"
        palette = derive_palette(BUILTIN_THEMES["gruvbox"])
        assert palette is not None
        assert app.screen.query_one("#--container").styles.background.hex == palette.page
        post(app, "escape")
        await settled(pilot)
        assert app.theme == "dark"
        await search(app, pilot, "gruvbox")
        post(app, "enter")
        await pilot.pause(0.4)
        await settled(pilot)
        assert (app.theme, app.settings.theme) == ("gruvbox", "gruvbox")

    play(app, script)


def test_without_colour_the_entry_under_the_cursor_is_underlined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = story()

    async def script(pilot: Pilot[None]) -> None:
        post(app, "ctrl+p")
        await settled(pilot)
        await listed(pilot)
        post(app, "down")
        await settled(pilot)
        marked = {
            segment.text.strip()
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.underline and segment.text.strip()
        }
        assert any("You: figures" in text for text in marked)
        assert not any("Timeline" in text for text in marked)

    play(app, script)


def test_a_covered_page_is_quiet_where_there_are_colours() -> None:
    quiet = COLOUR_TOKENS.quieted()
    assert {quiet.ink, quiet.title, quiet.rubric, quiet.number} == {"$soft"}
    assert BARE_TOKENS.quieted() == BARE_TOKENS
    app = story()

    async def script(pilot: Pilot[None]) -> None:
        bold = app.theme_tokens
        post(app, "?")
        await settled(pilot)
        assert isinstance(app.screen, HelpScreen)
        assert app.theme_tokens == bold.quieted()
        assert app.screen.theme_tokens == bold
        assert "The Forty-Second Emoji" in app.frame
        post(app, "escape")
        await settled(pilot)
        assert app.theme_tokens == bold

    play(app, script)


def test_help_begins_with_the_keys_of_the_page_it_was_opened_from() -> None:
    app = story()

    async def script(pilot: Pilot[None]) -> None:
        for key, told in (("t", "Compare with another life"), ("l", "Find words in the log")):
            post(app, key)
            await settled(pilot)
            post(app, "?")
            await settled(pilot)
            assert told in app.frame
            post(app, "escape")
            await settled(pilot)
            post(app, "escape")
            await settled(pilot)

    play(app, script)


def test_the_specimen_obeys_the_settings() -> None:
    app = story()

    async def script(pilot: Pilot[None]) -> None:
        post(app, ",")
        await settled(pilot)
        assert "So it looks" in app.frame
        assert "47 in 100" not in app.frame
        for key in ("down", "down", "right"):
            post(app, key)
            await settled(pilot)
        assert "47 in 100" in app.frame

    play(app, script)


@pytest.mark.parametrize("name", ["nord", "rose-pine-dawn"])
def test_a_career_is_played_in_a_theme_of_textual(name: str) -> None:
    career = PlayableCareer(Session(PACK, "fumes", 7))
    app = Watched(InitialView(None, career), no_motion=True, settings=Settings(theme=name))

    async def script(pilot: Pilot[None]) -> None:
        palette = derive_palette(BUILTIN_THEMES[name])
        assert palette is not None
        assert app.screen.styles.background.hex == palette.page
        post(app, "1")
        await settled(pilot)
        assert "You asked" in app.frame

    play(app, script)


def test_a_theme_that_cannot_be_read_is_ours_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(go_to, "textual_theme", lambda _: None)
    app = Watched(
        InitialView(None, PlayableCareer(Session(PACK, "fumes", 7))),
        no_motion=True,
        settings=Settings(theme="nord"),
    )

    async def script(pilot: Pilot[None]) -> None:
        assert "The Forty-Second Emoji" in app.frame
        assert app.screen.styles.background.hex == PALETTES["dark"].page

    play(app, script)
