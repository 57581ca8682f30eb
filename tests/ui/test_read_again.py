"""A story read again and again while it is played (`play --watch`): the packs of before, and the
pages drawn of them, are let go."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import ref

from textual.pilot import Pilot
from textual.strip import Strip

from pmsim.core.program import Program
from pmsim.play.savefile import read_save, write_save
from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.ui.career import EditedPack, continue_in
from pmsim.ui.headless import transcript
from pmsim.ui.tui.app import InitialView, Pmsim
from tests.small import played, small
from tests.ui.keyboard import settled
from tests.ui.test_tui import STILL, run

DESK = """\
draw: false
scenes:
  desk:
    effects: {mood: 1, load: 1}
    text: A desk.
    choices:
      - {id: lamp, label: Light the lamp., odds: 50, goto: desk, again: true, success: {effects: {mood: 2}}, failure: {effects: {mood: -2}}}
      - {id: leave, label: Leave., otherwise: true}
"""


@contextmanager
def uncollected() -> Iterator[None]:
    """Nothing but its last reference frees an object."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def test_a_pack_is_freed_with_the_session_that_plays_it() -> None:
    with uncollected():
        session = played(small(main=DESK), ["lamp"])
        programs = [ref(session.program)]
        for _ in range(3):
            session, _said = continue_in(session, small(main=DESK))
            session.act("lamp")
            assert transcript(session)
            read_save(write_save(session, 1))
            programs.append(ref(session.program))
        assert [program() for program in programs] == [None, None, None, session.program]


def test_a_page_is_freed_with_the_pack_it_was_drawn_from() -> None:
    app = Pmsim(
        InitialView(None, PlayableCareer(Session(small(main=DESK), "", 1)), False),
        settings=STILL,
        repeat_seconds=0,
    )
    programs: list[ref[Program]] = []
    drawn: list[int] = []

    async def play(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        for _ in range(5):
            pack = small(main=DESK)
            programs.append(ref(pack.program))
            app.show_edit("desk.yaml", EditedPack(pack))
            del pack
            await settled(pilot)
            gc.collect()
            drawn.append(sum(isinstance(one, Strip) for one in gc.get_objects()))

    run(app, play)
    assert sum(program() is not None for program in programs) <= 2
    assert drawn[-1] - drawn[0] < drawn[0] / 4
