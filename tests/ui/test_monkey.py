"""Keys, clicks and selections by chance over every screen, at four sizes, one press in ten a burst:
no crash, no dead end, nothing lost.

A failure prints the presses that led to it, from the start of the app.
"""

import random
from pathlib import Path
from typing import ClassVar

import pytest
from textual.pilot import Pilot

from pmsim.core.events import Turn
from pmsim.play.migrate import restore
from pmsim.play.session import Session
from pmsim.store.career import Career, last_unfinished_slot
from pmsim.store.saves import SaveFolder
from pmsim.store.settings import Settings
from pmsim.ui.career_list import CareerList
from pmsim.ui.tui.app import InitialView
from pmsim.ui.tui.screens.menu import MenuScreen
from pmsim.ui.tui.screens.story import StoryScreen
from tests.sizes import size
from tests.store.disks import Quick
from tests.ui.keyboard import Watched, click, drag, play, post, settled
from tests.ui.tiny import pack

TOO_SMALL = (39, 11)
WINDOWS = ((120, 40), (80, 24), (40, 12), TOO_SMALL)
PRESSES = size(60, ci=120, long=1_250)
"""Presses in each window."""
OFTEN = ("enter", "enter", "enter", "1", "1", "2", "2", "3", "j", "k", "space", "space")
SELDOM = (
    *(
        "t",
        "i",
        "l",
        "u",
        "y",
        "m",
        "r",
        "n",
        "p",
        "h",
        "comma",
        "question_mark",
        "ctrl+p",
        "tab",
        "backspace",
        "escape",
    ),
    *(
        "up",
        "down",
        "left",
        "right",
        "home",
        "end",
        "pageup",
        "pagedown",
        "f1",
        "plus",
        "minus",
        "4",
        "9",
    ),
    *("T", "I", "L", "U", "Y", "M", "N", "J", "a", "e", "o", "z"),
)
RARE = ("q", "ctrl+q", "ctrl+c")


class Witness(Career):
    """A career that takes only choices which the terminal has shown."""

    app: ClassVar[Watched]

    def act(self, action: str) -> Turn:
        screen = self.app.screen
        assert isinstance(screen, StoryScreen)
        label = next(choice.label for choice in screen.page.choices if choice.action == action)
        begins = "".join("".join(piece.text for piece in label).split())[:12]
        assert begins in "".join(self.app.frame.split()), (
            f"{begins!r} was chosen and not shown:\n{self.app.frame}"
        )
        return super().act(action)


class Watching(CareerList):
    """A shelf of such careers."""

    def begin(self, start: str, quarters: int, seed: int | None = None) -> Career:
        seed = self.new_seed() if seed is None else seed
        return Witness.begin(self.pack, self.saves, start=start, seed=seed, quarters=quarters)

    def open(self, slot: str) -> Career:
        return Witness.open(self.pack, self.saves, slot, allow_older=True)


def open_or_begin(shelf: CareerList) -> Career:
    """The career to go on with, or another."""
    slot = last_unfinished_slot(shelf.pack, shelf.saves)
    return shelf.open(slot) if slot else shelf.begin("fumes", 0)


def tree(session: Session) -> tuple[object, ...]:
    """Where a session stands, every decision of it, every life."""
    return session.at, tuple(node[:3] for node in session.nodes), tuple(session.lives)


def kept(app: Watched, saves: SaveFolder) -> None:
    """What has been decided is on disk, and nothing else."""
    for slot in saves.slots():
        assert len(restore(pack(), saves.load(slot).saved)[0].nodes) > 1
    career = app.career
    if isinstance(career, Career) and len(career.session.nodes) > 1:
        assert tree(restore(pack(), saves.load(career.slot).saved)[0]) == tree(career.session)


async def back_out(app: Watched, pilot: Pilot[None], pressed: list[str]) -> None:
    """A few times esc lead back to the story, or to the menu, which say how to quit."""
    for _ in range(6):
        pressed.append("escape")
        post(app, "escape")
        await settled(pilot)
    assert [type(screen) for screen in app.screen_stack] in (
        [StoryScreen],
        [MenuScreen],
    ), app.screen_stack
    assert "q Quit" in app.frame


def stands(app: Watched) -> tuple[object, ...]:
    """All that a key may change."""
    return (
        [type(screen) for screen in app.screen_stack],
        app.settings,
        app.career and tree(app.career.session),
    )


def presses(chance: random.Random, app: Watched) -> list[str]:
    """One press, or in one of ten times a burst: of any keys, or of one that is held."""
    often = OFTEN if isinstance(app.screen, StoryScreen) else (*OFTEN, *["escape"] * 4)
    count = chance.randint(2, 12) if chance.random() < 0.1 else 1
    held = chance.random() < 0.5
    kinds = chance.choices((often, SELDOM, RARE), (70, 29, 0.5), k=1 if held else count)
    found = [chance.choice(kind) for kind in kinds]
    return found * count if held else found


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.cases(1)
def test_keys_by_chance(tmp_path: Path, window: tuple[int, int]) -> None:
    chance = random.Random(f"{window} {PRESSES}")
    saves = SaveFolder(tmp_path, Quick())
    shelf = Watching(pack(), saves, lambda: chance.randrange(99))
    left = PRESSES
    while left > 0:
        settings = Settings(motion=chance.choice(("still", "a little")))
        career = None if chance.random() < 0.3 else open_or_begin(shelf)
        app = Witness.app = Watched(
            InitialView(shelf, career, is_new=chance.random() < 0.5),
            settings=settings,
            repeat_seconds=0.0,
        )
        pressed: list[str] = []

        async def script(
            pilot: Pilot[None], app: Watched = app, pressed: list[str] = pressed
        ) -> None:
            nonlocal left
            while left > 0 and app.is_running:
                moved = chance.random()
                if moved < 0.05:
                    await pilot.resize_terminal(
                        *chance.choice([other for other in WINDOWS if other != app.size])
                    )
                    pressed.append(f"{app.size}")
                elif moved < 0.12:
                    place, end = (
                        (chance.randrange(app.size.width), chance.randrange(app.size.height))
                        for _ in range(2)
                    )
                    if moved < 0.1:
                        click(app, *place)
                    else:
                        drag(app, place, end)
                        app.screen.get_selected_text()
                    pressed.append(f"{place}" if moved < 0.1 else f"{place} to {end}")
                else:
                    before = stands(app) if app.size == TOO_SMALL else ()
                    keys = presses(chance, app)
                    post(app, *keys)
                    left -= len(keys)
                    pressed.append(" ".join(keys))
                    await settled(pilot)
                    assert not before or not app.is_running or stands(app) == before
                await settled(pilot)
                if app.is_running:
                    kept(app, saves)
                    assert len({type(screen) for screen in app.screen_stack}) == len(
                        app.screen_stack
                    )
                    if chance.random() < 0.04 and app.size != TOO_SMALL:
                        await back_out(app, pilot, pressed)

        try:
            play(app, script, window)
        except BaseException as error:
            error.add_note(f"after {pressed}")
            raise
        app.close_career()
