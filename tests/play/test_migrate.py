"""The story changed after the save: where a life stands is the truth, what came before is played
again with its own luck or read."""

from dataclasses import replace

import pytest

from pmsim.core.expr import Num
from pmsim.core.program import Beat, Choice, Program, Scenario, Slot
from pmsim.core.state import StartOverride
from pmsim.lang.pack import Pack
from pmsim.play.migrate import Restored, restore
from pmsim.play.savefile import SavedSession, read_save, write_save
from pmsim.play.session import Session, UnplayableError
from tests import tiny
from tests.play.test_record import live


def saved_from(session: Session) -> SavedSession:
    """What a save of the session says."""
    return read_save(write_save(session, 1))


def in_pack(session: Session, program: Program, **more: object) -> Restored:
    """The session's save, opened with another version of the pack."""
    found = restore(
        tiny.pack(program, **{"digest": "d2", "version": "1.1.0", **more}), saved_from(session)
    )  # type: ignore[arg-type]
    assert found.session.node.unplayable is False
    assert found.session.offered or found.session.outcome
    return found


def sentences(found: Restored) -> str:
    """What the player is told."""
    return " ".join(note.sentence for note in found.notes)


def a_session(seed: int = 5) -> Session:
    """Six decisions in, with a check and some draws behind it."""
    return live(Session(tiny.pack(), seed=seed), [1, 0, 1, 2, 0, 1])


def scenario(program: Program, name: str, **changes: object) -> Program:
    """The program with one scenario changed."""
    rows = tuple(replace(row, **changes) if row.id == name else row for row in program.scenarios)  # type: ignore[arg-type]
    return replace(program, scenarios=rows)


def renamed_scene(program: Program, old: str, new: str) -> Program:
    """The program with one scene under another key, its choices with it."""

    def key(path: str) -> str:
        return new + path.removeprefix(old) if path == old or path.startswith(f"{old}.") else path

    scenes = tuple(
        replace(row, key=key(row.key), id=key(row.key).partition(".")[2]) for row in program.scenes
    )
    choices = tuple(replace(row, key=key(row.key)) for row in program.choices)
    return replace(program, scenes=scenes, choices=choices)


def test_other_weights_and_a_new_draw_change_nothing_that_was_lived() -> None:
    """The calendar would draw otherwise now; the recorded draws hold, and every decision can
    still be gone back to."""
    for seed in range(12):
        session = a_session(seed)
        heavy = scenario(tiny.program(), "letter", weight=Num(10_000), when=None)
        found = in_pack(session, heavy)
        assert [note.kind for note in found.notes] == ["changed"]
        assert [node.turn.events for node in found.session.nodes] == [
            node.turn.events for node in session.nodes
        ]


def test_other_odds_change_no_roll_that_was_lived() -> None:
    program = tiny.program()

    def harder(choice: Choice) -> Choice:
        return (
            choice
            if choice.check is None
            else replace(choice, check=choice.check._replace(odds=Num(5)))
        )

    session = live(Session(tiny.pack(), seed=3), [1])
    while "ask" not in session.choices:
        session = live(Session(tiny.pack(), seed=session.seed + 1), [1])
    found = in_pack(
        session, replace(program, choices=tuple(harder(choice) for choice in program.choices))
    )
    assert found.session.nodes[1].turn.events == session.nodes[1].turn.events


def test_a_new_stat_takes_its_start_and_an_old_one_keeps_its_number() -> None:
    program = tiny.program()
    slots = (
        *(slot._replace(start=99) if slot.id == "standing" else slot for slot in program.slots),
        Slot("luck", "stat", 0, 9, 4),
    )
    session = a_session()
    found = in_pack(session, replace(program, slots=slots))
    at = found.session.position
    assert at.slots[-1] == 4
    assert at.slots[tiny.SLOT["standing"]] == session.position.slots[tiny.SLOT["standing"]]


def test_was_finds_a_stat_and_a_role_and_a_start() -> None:
    program = tiny.program()
    slots = tuple(
        slot._replace(id="esteem") if slot.id == "standing" else slot for slot in program.slots
    )
    roles = tuple(role._replace(id=f"new_{role.id}") for role in program.roles)
    starts = tuple(start._replace(id=f"new_{start.id}") for start in program.starts)
    renamed = {
        "standing": "esteem",
        "pm": "new_pm",
        "senior_pm": "new_senior_pm",
        "fumes": "new_fumes",
    }
    changed = replace(
        program,
        slots=slots,
        roles=roles,
        starts=starts,
        slot_index={slot.id: n for n, slot in enumerate(slots)},
    )
    session = Session(tiny.pack(), seed=5, midway=StartOverride(changes={"standing": 81}))
    session.act("ship")
    found = in_pack(session, changed, renamed=renamed)
    assert [note.kind for note in found.notes] == ["changed"]
    assert found.session.start == "new_fumes"
    assert found.session.position == session.position


def test_a_stat_that_is_gone_is_left_behind_and_named() -> None:
    program = tiny.program()
    slots = tuple(
        slot._replace(id="gravity") if slot.id == "ines" else slot for slot in program.slots
    )
    found = in_pack(a_session(), replace(program, slots=slots))
    assert "No longer in the story, and left behind: ines." in sentences(found)


def test_was_finds_what_has_another_name() -> None:
    program = renamed_scene(tiny.program(), "monday.door", "monday.doorway")
    for seed in range(8):
        session = a_session(seed)
        found = in_pack(session, program, renamed={"monday.door": "monday.doorway"})
        assert [note.kind for note in found.notes] == ["changed"]
        assert [node.action for node in found.session.nodes] == [
            node.action for node in session.nodes
        ]
        assert not any(node.unplayable for node in found.session.nodes)


def test_a_choice_with_another_name_is_taken_again() -> None:
    program = tiny.program()
    choices = tuple(
        replace(row, id="sail", key="monday.door.sail") if row.id == "ship" else row
        for row in program.choices
    )
    session = Session(tiny.pack(), seed=5)
    session.act("ship")
    found = in_pack(
        session, replace(program, choices=choices), renamed={"monday.door.ship": "monday.door.sail"}
    )
    assert not any(node.unplayable for node in found.session.nodes)
    assert (
        "monday.door.sail"
        in found.session.program.choices[found.session.position.pending[0].cause[0]].key
    )  # type: ignore[index]


def test_a_choice_that_is_gone_leaves_the_earlier_decisions_to_be_read() -> None:
    """Where the life stands is untouched; back goes no further than can be played."""
    program = tiny.program()
    session = Session(tiny.pack(), seed=5)
    session.act("ship")
    live(session, [0, 0])
    choices = tuple(
        replace(row, id="other", key="monday.door.other") if row.id == "ship" else row
        for row in program.choices
    )
    found = in_pack(session, replace(program, choices=choices))
    back = found.session
    assert [node.unplayable for node in back.nodes] == [False, True, True, False]
    assert back.position.decisions == 3
    assert back.choices == session.choices
    for move in (back.back, lambda: back.rewind(3), lambda: back.rewind(2)):
        with pytest.raises(UnplayableError, match="ship, at decision 1, is no longer as it was"):
            move()
    assert back.at == 3
    assert "Decision 1" in sentences(found)
    back.rewind(1)
    assert back.at == 0
    back.act("other")
    assert len(back.lives) == 2


def test_a_scene_that_is_gone_leads_to_the_scenarios_start() -> None:
    session = Session(tiny.pack(), seed=5, midway=StartOverride("monday.after"))
    program = renamed_scene(tiny.program(), "monday.after", "monday.later_on")
    found = in_pack(session, program)
    assert found.session.position.scene == 0
    assert "The scene monday.after is no longer in the story." in sentences(found)


def test_a_scenario_that_is_gone_leads_to_the_next_beat() -> None:
    session = Session(tiny.pack(), seed=5, midway=StartOverride("letter.open"))
    program = renamed_scene(tiny.program(), "letter.open", "post.open")
    program = replace(
        program,
        scenarios=tuple(
            replace(row, id="post") if row.id == "letter" else row for row in program.scenarios
        ),
    )
    found = in_pack(session, program)
    assert program.scenes[found.session.position.scene].key != "post.open"
    assert "letter.open" in sentences(found)


def test_an_end_that_is_gone_is_asked_for_again() -> None:
    session = live(Session(tiny.pack(), seed=5), [0] * 60)
    assert session.outcome is not None
    program = tiny.program()
    outcomes = tuple(row._replace(id=f"new_{row.id}") for row in program.outcomes)
    found = in_pack(session, replace(program, outcomes=outcomes))
    assert found.session.outcome in {"new_worn", "new_long_game"}
    assert "How it all ended was asked again." in sentences(found)


def test_a_beat_that_is_gone_leaves_the_rest_of_the_quarter_out() -> None:
    program = tiny.program()
    found = in_pack(a_session(), replace(program, beats=(Beat("other", None, -1, ()),)))
    assert found.session.offered


def test_a_start_that_is_gone_leaves_where_one_stands() -> None:
    program = tiny.program()
    session = a_session()
    found = in_pack(session, replace(program, starts=(program.starts[1],)))
    assert found.session.nodes[0].unplayable
    assert found.session.start in found.session.pack.starts
    assert found.session.position.slots == session.position.slots
    with pytest.raises(UnplayableError, match="the beginning is no longer as it was"):
        found.session.back()


def test_a_consequence_that_is_gone_does_not_come() -> None:
    session = Session(tiny.pack(), seed=5)
    session.act("ship")
    found = in_pack(session, renamed_scene(tiny.program(), "monday.bill", "monday.invoice"))
    assert found.session.position.pending == ()
    assert "monday.bill" in sentences(found)


def test_scenarios_in_another_order_are_the_same_scenarios() -> None:
    """Only ids are written: a pack compiled in another order has the same digests and the same
    way on."""

    def shuffled(rows: tuple[Scenario, ...]) -> tuple[str, ...]:
        return tuple(row.id for row in rows)

    session = a_session()
    topics = replace(tiny.program(), topics=tuple(reversed(tiny.program().topics)))
    assert shuffled(topics.scenarios) == shuffled(tiny.program().scenarios)
    assert in_pack(session, topics).session.choices == session.choices


def test_a_newer_version_can_be_read_and_not_played_on() -> None:
    session = Session(tiny.pack(version="1.10.0"), seed=5)
    found: Restored = restore(tiny.pack(version="1.9.0", digest="d0"), saved_from(session))
    assert not found.playable
    assert "lived in version 1.10.0" in sentences(found)


def test_text_alone_says_nothing() -> None:
    pack: Pack = replace(tiny.pack(), digests=lambda: ("d1", "other"))
    assert restore(pack, saved_from(a_session())).notes == ()
