"""Draws the pictures of the documentation: `python docs/pictures.py`. They need no network and no font of their own."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

from pmsim import Session, load_pack
from pmsim.core.machine import Machine
from pmsim.core.offers import action_id, open_choices
from pmsim.core.policy import policy_named
from pmsim.store.saves import Saves
from pmsim.store.settings import Settings
from pmsim.ui.career import Unkept
from pmsim.ui.present.careers import chapter, current
from pmsim.ui.present.parts import Checked, Page
from pmsim.ui.tui.app import Opened, Pmsim
from pmsim.ui.tui.shelf import Shelf

HERE = Path(__file__).parent / "pictures"
PACK = load_pack("the_long_game")
CELL = 12.2
"""Width of a character in Textual's pictures."""
SIZE = (100, 30)


def first(holds: Callable[[Page], bool], *, before: bool = False) -> Session:
    """The first career of chance in whose middle a page is met of which `holds` is true; with `before`, the decision that leads to it."""
    for seed in range(1, 400):
        session = Session(PACK, "fumes", seed)
        while session.outcome is None and session.state.quarter <= 8:
            if session.state.quarter >= 6 and any(holds(page) for page in chapter(session)):
                if before:
                    session.back()
                return session
            machine = Machine(session.program, session.position)
            among = open_choices(machine)
            session.act(action_id(machine, among[policy_named(session.program, "random")(machine, among)]))
    raise LookupError("no career of chance meets such a page")


async def draw(name: str, app: Pmsim, *keys: str) -> None:
    """A picture of what is on the screen after some keys."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
        await pilot.pause()
        picture = app.export_screenshot(title="pmsim")
    picture = re.sub(r"@font-face\s*{[^}]*}\s*", "", picture).replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, monospace")
    picture = picture.replace("font-family: Fira Code", "font-family: ui-monospace, Menlo, Consolas, DejaVu Sans Mono")
    # some viewers drop the spaces that a piece begins with: it begins further right instead
    picture = re.sub(
        r'<text( class="[^"]*") x="([\d.]+)"( y="[^"]*") textLength="([\d.]+)"([^>]*)>((?:&#160;)+)([^<]*)</text>', _shifted, picture
    )
    (HERE / f"{name}.svg").write_text(picture, encoding="utf-8", newline="\n")


def _shifted(found: re.Match[str]) -> str:
    spaces = len(found[6]) // len("&#160;")
    if not found[7]:
        return ""
    begin, width = float(found[2]) + spaces * CELL, float(found[4]) - spaces * CELL
    return f'<text{found[1]} x="{begin:g}"{found[3]} textLength="{width:g}"{found[5]}>{found[7]}</text>'


def app(session: Session | None, theme: str = "dark") -> Pmsim:
    """The app on a career, or on the menu of an empty folder."""
    shelf = Shelf(PACK, Saves(HERE / "nowhere"), lambda: 7)
    settings = Settings(theme=theme, motion="still")  # type: ignore[arg-type]
    return Pmsim(Opened(shelf, None if session is None else Unkept(session)), settings=settings, latch=0.0)


async def main() -> None:
    """Every picture."""
    HERE.mkdir(exist_ok=True)
    kitchen = first(lambda page: page.key == "sunday_640.kitchen")
    await draw("scene", app(kitchen))
    check = first(lambda page: page.kind == "result" and any(isinstance(part, Checked) and part.asks for part in page.parts), before=True)
    number = next(row.number for row in current(check).choices if row.odds >= 0)
    await draw("check", app(check), str(number))
    await draw("doors", app(None, "light"), "1", "down")
    lived = first(lambda page: page.status.quarter == 8)
    lived.rewind(lived.decision - 20)
    for _ in range(9):
        lived.act([offer.id for offer in lived.offered if not offer.closed][-1])
    await draw("timeline", app(lived, "light"), "t", *["left"] * 8)


if __name__ == "__main__":
    asyncio.run(main())
