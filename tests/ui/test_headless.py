"""A headless run is the same career as any other, and as the engine's own bulk run."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim.core.policy import policy_named
from pmsim.core.step import play_career as bulk
from pmsim.play.session import Session
from pmsim.play.state_encoding import digest
from pmsim.ui.headless import play_choices, refusal_sentence, result, summary, transcript
from tests import tiny
from tests.play.ended import without_visit
from tests.sizes import size
from tests.small import played, small

FIELDS = ["outcome", "turns", "quarter", "role", "stats", "flags", "choices", "scene", "digest"]


@given(st.integers(0, 2**64 - 1), st.sampled_from(["first", "random", "idler"]))
@settings(max_examples=size(60), deadline=None)
def test_a_told_run_is_the_bulk_run(seed: int, who: str) -> None:
    session = Session(tiny.pack(), seed=seed)
    assert play_choices(session, (), who) is None
    silent = bulk(tiny.program(), "", seed, policy_named(tiny.program(), who))
    assert without_visit(session.position) == without_visit(silent)
    assert result(session)["digest"] == digest(tiny.program(), silent)
    again = Session(tiny.pack(), seed=seed)
    play_choices(again, session.choices)
    assert again.position == session.position


def test_the_result_has_the_fields_that_programs_read() -> None:
    session = Session(tiny.pack(), seed=5)
    assert play_choices(session, ["ship"]) is None
    found = result(session)
    assert list(found) == FIELDS
    assert found["outcome"] is None
    assert found["stats"].keys() == tiny.program().stats.keys()
    assert found["flags"] == ["promised"]
    assert (found["turns"], found["choices"], found["role"]) == (1, ["ship"], "pm")
    assert json.loads(json.dumps(found)) == found


def test_a_choice_that_is_not_open_names_those_that_are() -> None:
    session = Session(tiny.pack(), seed=5)
    refused = play_choices(session, ["ship", "sail", "ship"], "random")
    assert refused is not None
    assert result(session, refused)["error"] == {
        "code": "not_open",
        "choice": "sail",
        "decision": 2,
        "at": refused.at,
        "open": [offer.id for offer in session.offered if not offer.closed],
    }
    assert session.choices == ("ship",)
    assert "sail is not open" in refusal_sentence(refused)


def test_a_choice_after_the_end_is_refused() -> None:
    session = Session(tiny.pack(), seed=5)
    play_choices(session, (), "first")
    refused = play_choices(session, ["ship"])
    assert refused is not None
    assert result(session, refused)["error"]["at"] is None
    assert "after the career has ended" in refusal_sentence(refused)


def test_an_unknown_player_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        play_choices(Session(tiny.pack()), (), "nobody")


def test_the_summary_and_the_transcript_tell_the_same_career() -> None:
    session = Session(tiny.pack(), seed=5)
    play_choices(session, ["ship"])
    assert f"digest    {digest(session.program, session.position)}" in list(summary(session))
    told = "\n".join(transcript(session))
    assert "You are at monday.door." in told
    assert "Label of ship." in told
    assert "You did ship." in told


CALLING = """
    scenes:
      hall:
        text: The hall.
        choices:
          - {id: ask, label: Ask., text: You ask., call: sigh, goto: after}
      after:
        text: After that.
        choices: [{id: on, label: On.}]
    """
SIGH = """
    shared: true
    scenes:
      breath:
        text: He breathes in.
        goto: sigh
      sigh:
        text: He sighs.
    """


def test_what_a_call_tells_stands_on_the_page_of_its_choice() -> None:
    told = list(transcript(played(small(main=CALLING, sigh=SIGH), ["ask"])))
    heads = [at for at, line in enumerate(told) if line.startswith("== ")]
    reply = [line for line in told[told.index("You chose: Ask.") : heads[-1]] if line]
    assert len(heads) == 2
    assert reply == ["You chose: Ask.", "You ask.", "He breathes in.", "He sighs."]
    assert "After that." in told[heads[-1] :]
