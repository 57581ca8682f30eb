"""The player's own keys: they act, every page shows them, and every wrong one is named at once."""

import re
from pathlib import Path

from textual.pilot import Pilot

from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.store.settings import Settings
from pmsim.ui.tui.app import InitialView
from pmsim.ui.tui.keymap import KeyedApp, bindings_by_id, check_keymap, screen_classes
from pmsim.ui.tui.page import PageView
from pmsim.ui.tui.screens.overlays import HelpScreen
from pmsim.ui.tui.screens.story import StoryScreen
from pmsim.ui.tui.screens.timeline import TimelineScreen
from tests.ui.keyboard import Watched, play, post, settled
from tests.ui.tiny import pack

ACTIONS = bindings_by_id(KeyedApp, PageView, *screen_classes())


def story(**keys: str) -> Watched:
    """An app that plays a session after one choice, with keys of the player."""
    session = Session(pack(), "fumes", 7)
    session.replay(["stopped_doing"])
    return Watched(
        InitialView(None, PlayableCareer(session)),
        settings=Settings(motion="still", keys=keys),
        repeat_seconds=0.0,
    )


def test_a_key_of_the_player_acts_and_is_shown() -> None:
    app = story(timeline="v,ctrl+t", help="z", quit="w")

    async def script(pilot: Pilot[None]) -> None:
        assert "v Timeline" in app.frame
        assert "z Help" in app.frame
        assert "w Quit" in app.frame
        for key, screen in (
            ("t", StoryScreen),
            ("v", TimelineScreen),
            ("v", StoryScreen),
            ("ctrl+t", TimelineScreen),
            ("ctrl+t", StoryScreen),
            ("z", HelpScreen),
        ):
            post(app, key)
            await settled(pilot)
            assert isinstance(app.screen, screen)
        assert re.search(r"v +timeline of your lives", app.frame)
        assert re.search(r"w  ctrl\+q +quit", app.frame)
        post(app, "z")
        await settled(pilot)
        named = {command.title: command.help for command in app.get_system_commands(app.screen)}
        assert named["Timeline of your lives"] == "v"
        await pilot.resize_terminal(39, 11)
        await settled(pilot)
        assert "w Quit" in app.frame
        post(app, "q")
        await settled(pilot)
        assert app.is_running
        post(app, "w")
        await pilot.pause()
        assert not app.is_running

    play(app, script)


def test_every_shipped_key_is_a_key_and_no_two_are_the_same() -> None:
    for action, binding in ACTIONS.items():
        assert check_keymap({action: binding.key}) == ({action: binding.key}, "")


def test_all_errors_are_named_at_once_and_the_rest_is_used() -> None:
    keymap, problems = check_keymap(
        {
            "timelime": "v",
            "undo": "pagup",
            "log": "T",
            "menu": "i",
            "you": "z,ctrl+y",
            "copy": "w",
            "life_above": "w",
            "help": "?,f2",
        }
    )
    assert keymap == {
        "menu": "i",
        "you": "z,ctrl+y",
        "copy": "w",
        "life_above": "w",
        "help": "question_mark,f2",
    }
    assert problems == (
        'config.toml, [keys]: "timelime" is not an action; the nearest is "timeline".'
        ' undo: "pagup" is not a key; the nearest is "pageup".'
        ' log: "T" is not a key; the nearest is "t". Everything else was read.'
    )
    assert check_keymap({"log": "t", "timeline": "l"}) == ({"log": "t", "timeline": "l"}, "")
    assert check_keymap({"log": "t"}) == (
        {},
        'config.toml, [keys]: log: "t" is the key of "timeline". Everything else was read.',
    )


def test_the_documentation_names_every_action() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs/playing.md").read_text(encoding="utf-8")
    table = text.partition("| where | actions |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", table)) == set(ACTIONS)
