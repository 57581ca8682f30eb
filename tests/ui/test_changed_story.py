"""Decisions that can only be read, because the story changed after they were made: every way
back to one says so and moves nothing."""

import io
import re
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from textual.pilot import Pilot

from pmsim.lang.pack import Pack
from pmsim.play.migrate import restore
from pmsim.play.savefile import read_save, write_save
from pmsim.play.session import Session
from pmsim.store.career import Career, PlayableCareer
from pmsim.store.saves import SaveFolder
from pmsim.ui import plain
from pmsim.ui.present.history import all_lives, current_page, decision_options
from pmsim.ui.tui.app import InitialView, Pmsim
from pmsim.ui.tui.appearance import ASCII, COLOUR_TOKENS
from pmsim.ui.tui.layout.timeline import draw_lives, timeline_page
from pmsim.ui.tui.screens.story import StoryScreen
from pmsim.ui.tui.screens.timeline import TimelineScreen
from pmsim.ui.tui.sheet import Sheet, make_sheet
from tests.play.test_random_packs import PICKS, SEEDS, lived
from tests.sizes import size
from tests.small import played, small
from tests.store.disks import Quick
from tests.strategies.packs import compiled_packs
from tests.ui.test_tui import STILL, run, seen

DESK = """\
draw: false
scenes:
  desk:
    text: A desk.
    choices:
      - {id: drawer, label: Open the drawer., goto: desk}
      - {id: lamp, label: Light the lamp., goto: desk}
      - {id: stamp, label: Find a stamp., goto: desk}
      - {id: leave, label: Leave., otherwise: true}
"""
OTHER = DESK.replace("id: drawer", "id: other")
WHY = "what was chosen at Decision 1 is no longer as it was. You can go back to Decision 1."


def changed(choices: Sequence[str] = ("drawer", "lamp", "stamp"), story: str = OTHER) -> Session:
    """A career whose first choice has another id now."""
    return restore(
        small(main=story), read_save(write_save(played(small(main=DESK), choices), 1))
    ).session


def talked(session: Session, *typed: str) -> str:
    """What plain mode prints when these lines are typed."""
    sink = io.StringIO()
    plain.run(
        PlayableCareer(session),
        io.StringIO("".join(f"{line}\n" for line in typed)),
        sink,
        is_new=False,
    )
    return sink.getvalue()


def test_plain_mode_says_why_and_claims_nothing() -> None:
    session = changed()
    told = talked(session, "from 2", "from 3", "back", "lives")
    for decision, times in ((2, 1), (3, 2)):
        assert told.count(f"Decision {decision} can be read, and not played again: {WHY}") == times
    assert "again. The other life" not in told
    assert "One life so far." in told
    assert session.at == 3


def test_the_first_decision_can_still_be_gone_back_to() -> None:
    session = changed()
    assert "Decision 1 again." in talked(session, "from 1")
    assert session.at == 0


def test_a_choice_that_has_its_words_still_is_named_by_them() -> None:
    moved = (
        DESK.replace("label: Open the drawer., goto: desk", "label: Open the drawer., goto: hall")
        + "  hall:\n    text: A hall.\n"
    )
    hall = moved + "    choices:\n      - {id: home, label: Home., goto: desk}\n"
    assert (
        "again: “Open the drawer”, at Decision 1, is no longer as it was. You can go back"
        in talked(changed(story=hall), "back")
    )


def test_where_the_beginning_is_gone_the_sentence_says_that() -> None:
    session = changed()
    session.nodes[0] = session.nodes[0]._replace(unplayable=True)
    assert (
        "Decision 1 can be read, and not played again: the story begins otherwise now."
        in talked(session, "from 1")
    )


def test_the_career_on_disk_does_not_move(tmp_path: Path) -> None:
    saves = SaveFolder(tmp_path, Quick())
    with Career.begin(small(main=DESK), saves) as career:
        for action in ("drawer", "lamp", "stamp"):
            career.act(action)
    with Career.open(small(main=OTHER), saves, career.slot) as career:
        before = saves.newest_content(career.slot)
        sink = io.StringIO()
        plain.run(career, io.StringIO("from 2\nback\n"), sink, is_new=False)
        assert sink.getvalue().count("can be read, and not played again") == 2
        assert saves.newest_content(career.slot) == before
    with Career.open(small(main=OTHER), saves, career.slot) as career:
        assert career.session.decision == 4


def test_numbers_of_any_length_are_answered() -> None:
    digits = "1" * 5000
    told = talked(
        changed(), f"from {digits}", f"go {digits}", digits, "from 0", f"from {'0' * 5000}1"
    )
    assert told.count("Type from and a number, 1 to 4") == 2
    assert "There is one life. Type go and its number." in told
    assert "Decision 1 again." in told


def test_the_timeline_marks_what_can_only_be_read() -> None:
    session = changed()
    for glyphs, drawn in ((COLOUR_TOKENS.glyphs, "•◦○◆"), (ASCII, "o.:*")):
        sheet = make_sheet(100, 30, tokens=COLOUR_TOKENS._replace(glyphs=glyphs))
        lives = draw_lives(all_lives(session), 4, (0, 2), sheet)
        assert lives[-1].content.plain.strip() == drawn
        hints = {dot: _timeline(session, dot, sheet) for dot in range(3)}
        assert "Choosing otherwise keeps this life" in hints[0]
        for dot in (1, 2):
            assert f"Decision {dot + 1} can be read, and not played again:" in hints[dot]
        assert not any("Enter on any dot" in hint for hint in hints.values())


def _timeline(session: Session, dot: int, sheet: Sheet) -> str:
    own = all_lives(session)
    said = decision_options(session, own[0].dots[dot].node)
    decision = current_page(session).status.decision
    leaves = timeline_page(own, 4, (0, dot), said, decision, sheet)
    return " ".join(" ".join(leaf.content.plain for leaf in leaves).split())


def test_the_screens_say_why_and_go_on() -> None:
    session = changed()
    app = Pmsim(InitialView(None, PlayableCareer(session)), settings=STILL, repeat_seconds=0.0)

    async def play(pilot: Pilot[None]) -> None:
        await pilot.press("u")
        assert "Decision 3 can be read, and not played again" in seen(app)
        assert "The other life is kept" not in seen(app)
        await pilot.press("t")
        assert isinstance(app.screen, TimelineScreen)
        assert "Choose otherwise" not in seen(app)
        await pilot.press("enter")
        assert isinstance(app.screen, TimelineScreen)
        assert session.at == 3
        await pilot.press("left", "left")
        assert "Choose otherwise" in seen(app)
        await pilot.press("enter")
        assert isinstance(app.screen, StoryScreen)
        assert "Decision 1 again." in seen(app)

    run(app, play)
    assert session.at == 0


@given(compiled_packs(), compiled_packs(), SEEDS, PICKS)
@settings(deadline=None, max_examples=size(15))
def test_after_any_change_every_way_back_leads_there_or_says_why(
    old: Pack, new: Pack, seed: int, picks: list[int]
) -> None:
    saved = read_save(write_save(lived(old, seed, picks), 1))
    session = restore(new, saved).session
    for life in session.lives:
        session.go(life.number)
        for decision in range(1, session.decision + 1):
            session.go(life.number)
            before = session.at
            told = talked(session, f"from {decision}", "again", "log", "stats")
            if f"Decision {decision} again." in told:
                assert session.position.decisions == decision - 1
                assert not session.node.unplayable
            else:
                assert f"Decision {decision} can be read, and not played again" in told
                assert session.at == before
        session.go(life.number)
        before = session.at
        told = talked(session, "back", "lives", "log")
        assert (session.at != before) == (re.search(r"Decision \d+ again\.", told) is not None)
    for line in all_lives(session):
        for dot in line.dots:
            decision_options(session, dot.node)
            assert dot.title
