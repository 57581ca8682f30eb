"""What the story, You, its figures, the map and the log show, plain mode says: each word and each
figure is in the transcript of a few commands."""

import io
import re
from collections.abc import Iterable

import pytest
from textual.pilot import Pilot

from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.ui import plain
from pmsim.ui.plain_text import straighten
from pmsim.ui.present.words import number_word
from pmsim.ui.tui.app import InitialView
from tests.sizes import size
from tests.ui.keyboard import Watched, play, post, settled
from tests.ui.test_keys import STILL
from tests.ui.test_meanings import lived

WIDE = (130, 60)
COMMANDS = ("again", "stats", "figures", "people", "skills", "ahead", "log", "lives", "map", "ends")
NOT_FACTS = {"role", "then", "closed"}
"""Headings that a screen needs to tell its parts apart."""


SHORT = r"\bQ\d+\b|\d+ of \d+$"
"""A quarter in short, which stands in words beside it; and how far down the log one is."""


def transcript(session: Session) -> set[str]:
    """The words that plain mode says of a career."""
    sink = io.StringIO()
    typed = "\n".join((*COMMANDS, "quit", ""))
    plain.run(PlayableCareer(session), io.StringIO(typed), sink, is_new=False)
    said = words(sink.getvalue())
    return said | {word for said_as in said if said_as.isdecimal() for word in in_words(said_as)}


def in_words(figures: str) -> set[str]:
    """The words of a figure that a screen says in words and plain mode in figures."""
    return words(number_word(int(figures))) if len(figures) < 4 else set()


def words(text: str) -> set[str]:
    """The words and figures of a text, in small letters."""
    return set(re.findall(r"[^\W_]+", straighten(text).casefold()))


def shown(session: Session, keys: Iterable[str]) -> str:
    """The screen after some keys, without its footer."""
    app = Watched(InitialView(None, PlayableCareer(session)), settings=STILL, repeat_seconds=0.0)
    frames: list[str] = []

    async def script(pilot: Pilot[None]) -> None:
        await settled(pilot)
        for key in keys:
            post(app, key)
            await settled(pilot)
        frames.append(app.frame)

    play(app, script, WIDE)
    return frames[0].rstrip().rpartition("\n")[0]


@pytest.mark.parametrize("keys", [(), ("i",), ("i", "tab"), ("t", "m"), ("l",)])
@pytest.mark.parametrize("seed", range(1, size(2) + 1))
def test_plain_mode_says_what_the_screen_shows(seed: int, keys: tuple[str, ...]) -> None:
    session = lived(seed, 7 * seed + 10)
    frame = re.sub(SHORT, "", shown(session, keys), flags=re.MULTILINE)
    assert words(frame) - transcript(session) <= NOT_FACTS
