"""What loading an old career says to a player: no ids."""

from pmsim.play.migrate import Note
from pmsim.play.session import Session
from pmsim.ui.present.history import note_sentences
from tests.ui.tiny import pack


def lost(action: str, *, with_events: bool = False) -> Session:
    """A session whose only choice cannot be taken again, under another id. `with_events`: its
    events are still known."""
    session = Session(pack(), "fumes", 7)
    turn = session.act("stopped_doing")
    turn = turn if with_events else turn._replace(events=())
    session.nodes[1] = session.nodes[1]._replace(action=action, turn=turn, unplayable=True)
    return session


def test_a_choice_is_named_by_its_words_or_not_at_all() -> None:
    begins = "Decision 1 and what followed it can be read, and not played again:"
    assert note_sentences(lost("nod"), [Note("unplayable", "nod", 1)]) == (
        f"{begins} “Nod. Rewrite your CV in the bath” is no longer as it was.",
    )
    assert note_sentences(lost("hand_on"), [Note("unplayable", "hand_on", 1)]) == (
        f"{begins} it was a choice that is gone.",
    )
    known = lost("hand_on", with_events=True)
    assert note_sentences(known, [Note("unplayable", "hand_on", 1)]) == (
        f"{begins} “What has the next level stopped doing?” is no longer as it was.",
    )


def test_no_id_is_told() -> None:
    session = lost("nod")
    said = note_sentences(
        session,
        [
            Note("gone", "told_sam"),
            Note("gone", "rung"),
            Note("scene_gone", "emoji.due"),
            Note("end_gone", "left"),
        ],
    )
    assert len(said) == 3
    assert "A scene of The Forty-Second Emoji is no longer" in said[1]
    assert not any(name in " ".join(said) for name in ("told_sam", "rung", "emoji.due", "left."))
    assert note_sentences(session, [Note("changed")]) == (Note("changed").sentence,)
