"""A session led again in an edited pack: the same where nothing changed, as far as it stands
where something did."""

from hypothesis import given, settings

from pmsim.core.state import StartOverride
from pmsim.lang.pack import Pack
from pmsim.play.migrate import replay
from pmsim.play.savefile import write_save
from pmsim.play.session import Session
from tests.play.test_random_packs import PICKS, SEEDS, lived
from tests.sizes import size
from tests.small import open_ids, small
from tests.strategies.packs import compiled_packs

DOOR = """\
scenes:
  door:
    text: A door.
    choices:
      - {id: knock, label: Knock., goto: hall}
      - {id: leave, label: Leave.}
  hall:
    text: A hall.
    choices:
      - {id: wait, label: Wait.}
      - {id: call, label: Call.}
"""


@given(compiled_packs(), SEEDS, PICKS)
@settings(deadline=None, max_examples=size(12))
def test_in_the_same_pack_it_is_the_same(pack: Pack, seed: int, picks: list[int]) -> None:
    session = lived(pack, seed, picks)
    found = replay(session, pack)
    assert found.lost_action == ""
    assert write_save(found.session, 1) == write_save(session, 1)


@given(compiled_packs(), compiled_packs(), SEEDS, PICKS)
@settings(deadline=None, max_examples=size(12))
def test_in_another_pack_it_stands_where_its_choices_last_did(
    pack: Pack, other: Pack, seed: int, picks: list[int]
) -> None:
    session = lived(pack, seed, picks)
    found = replay(session, other)
    stands = found.session.choices
    assert session.choices[: len(stands)] == stands
    if found.lost_action:
        assert not stands or found.lost_action == session.choices[len(stands)]
        assert found.lost_action not in open_ids(found.session)
    else:
        assert stands == session.choices


def test_new_words_are_read_at_the_same_decision() -> None:
    session = Session(small(main=DOOR), seed=3)
    session.act("knock")
    edited = small(main=DOOR.replace("A hall.", "A long hall."))
    found = replay(session, edited)
    assert (found.session.decision, found.lost_action) == (2, "")
    assert found.session.pack is edited


def test_a_choice_that_is_gone_leaves_one_at_the_decision_before() -> None:
    session = Session(small(main=DOOR), seed=3)
    session.replay(["knock", "call", "leave"])
    found = replay(session, small(main=DOOR.replace("call, label: Call.", "shout, label: Shout.")))
    assert (found.session.choices, found.lost_action, found.decision) == (("knock",), "call", 4)


def test_a_renamed_choice_is_followed() -> None:
    session = Session(small(main=DOOR), seed=3)
    session.replay(["knock", "call"])
    found = replay(session, small(main=DOOR.replace("id: call,", "id: shout, was: call,")))
    assert (found.session.choices, found.lost_action) == (("knock", "shout"), "")


def test_every_life_is_led_again_with_its_name() -> None:
    session = Session(small(main=DOOR), seed=3)
    session.replay(["knock", "call"])
    session.rewind(2)
    session.act("wait")
    session.name(1, "The quiet one")
    found = replay(session, small(main=DOOR.replace("A door.", "A red door.")))
    assert [life.name for life in found.session.lives] == [life.name for life in session.lives]
    assert found.session.choices == ("knock", "wait")


def test_what_was_thrown_anew_stays_so() -> None:
    session = Session(small(main=DOOR), seed=3, reseed=((2, 9),))
    session.replay(["knock", "call"])
    assert replay(session, small(main=DOOR)).session.origin == session.origin


def test_where_the_beginning_is_gone_it_begins_at_the_door() -> None:
    session = Session(small(main=DOOR), seed=3, midway=StartOverride("main.hall"))
    found = replay(session, small(main=DOOR.replace("hall", "room")))
    assert found.lost_action == "main.hall"
    assert open_ids(found.session) == ["knock", "leave"]
