"""A save in a call: it comes back to where it stood, also when the story has changed around it."""

from pmsim.lang.pack import Pack
from pmsim.play.migrate import Restored, restore
from pmsim.play.savefile import read_save, write_save
from pmsim.play.session import Session
from tests.core.test_calls import HALL, TALK, scene_of
from tests.small import open_ids, played, small


def loaded_in(pack: Pack, session: Session) -> Restored:
    return restore(pack, read_save(write_save(session, 1)))


def in_a_call() -> Session:
    return played(small(main=HALL, talk=TALK), ["ask", "nod"])


def test_a_save_in_a_call_is_the_same() -> None:
    session = in_a_call()
    found = loaded_in(session.pack, session)
    assert found.notes == ()
    assert found.session.position == session.position
    assert open_ids(found.session) == ["go"]


def test_a_shared_scene_that_is_gone_goes_on_behind_the_call_and_says_so() -> None:
    other = TALK.replace("opening", "another")
    found = loaded_in(small(main=HALL, talk=other), in_a_call())
    assert scene_of(found.session) == "main.after"
    assert ("scene_gone", "talk.opening") in [(note.kind, note.name) for note in found.notes]


def test_a_caller_that_is_gone_ends_the_visit_behind_the_call_and_says_so() -> None:
    other = HALL.replace("hall:", "lobby:")
    found = loaded_in(small(main=other, talk=TALK), in_a_call())
    assert scene_of(found.session) == "talk.opening"
    assert found.session.position.calls == ()
    assert ("gone", "main.hall.ask") in [(note.kind, note.name) for note in found.notes]
    found.session.act("go")
    assert scene_of(found.session) == "main.lobby"


def test_a_caller_that_calls_no_more_is_gone_on_from_as_if_it_did() -> None:
    other = HALL.replace("call: talk, ", "")
    found = loaded_in(small(main=other, talk=TALK), in_a_call())
    found.session.act("go")
    assert scene_of(found.session) == "main.after"


def test_a_renamed_caller_is_found() -> None:
    other = HALL.replace("hall:\n", "lobby:\n        was: hall\n")
    found = loaded_in(small(main=other, talk=TALK), in_a_call())
    found.session.act("go")
    assert scene_of(found.session) == "main.after"
