"""Notes from loading an old career, in words for a player. Never in an author's ids."""

from collections.abc import Iterable

from pmsim.play.migrate import Note
from pmsim.play.session import DecisionNode, Session, UnplayableError
from pmsim.ui.present.pack_texts import PackTexts
from pmsim.ui.present.text import to_plain, without_full_stop
from pmsim.ui.present.typography import display_text

_LEFT_BEHIND = "What is no longer in the story was left behind."
_SAFE = "is no longer in the story. Your career goes on at the nearest safe place."
_ASKED_AGAIN = (
    "The end that it came to is no longer in the story. How it all ended was asked again."
)
_READ_ONLY = "can be read, and not played again:"
_BEGINS_OTHERWISE = "the story begins otherwise now."


def note_sentences(session: Session, notes: Iterable[Note]) -> tuple[str, ...]:
    """Return a sentence for each note, without repetitions."""
    return tuple(dict.fromkeys(_sentence(session, note) for note in notes))


def _sentence(session: Session, note: Note) -> str:
    match note.kind:
        case "unplayable" if note.number == 0:
            return f"What came before {_READ_ONLY} {_BEGINS_OTHERWISE}"
        case "unplayable":
            lost = (
                node
                for node in session.nodes
                if node.unplayable
                and (node.action, node.turn.state.decisions) == (note.name, note.number)
            )
            choice_label = next(filter(None, (_label(session, node) for node in lost)), "")
            why = (
                f"{choice_label} is no longer as it was."
                if choice_label
                else "it was a choice that is gone."
            )
            return f"Decision {note.number} and what followed it {_READ_ONLY} {why}"
        case "scene_gone":
            scenario = session.pack.scenarios.get(note.name.partition(".")[0])
            return (
                f"A scene of {display_text(scenario.title)} {_SAFE}"
                if scenario is not None
                else f"The scene where it stood {_SAFE}"
            )
        case "end_gone":
            return _ASKED_AGAIN
        case "gone":
            return _LEFT_BEHIND
        case _:
            return note.sentence


def cannot_go_back(session: Session, error: UnplayableError) -> str:
    """Return the sentence for a decision that can only be read, with the reason."""
    opening = f"Decision {error.decision} {_READ_ONLY}"
    number = error.first_unplayable.turn.state.decisions
    if number == 0:
        return f"{opening} {_BEGINS_OTHERWISE}"
    choice_label = _label(session, error.first_unplayable)
    where = (
        f"{choice_label}, at Decision {number},"
        if choice_label
        else f"what was chosen at Decision {number}"
    )
    return f"{opening} {where} is no longer as it was. You can go back to Decision {number}."


def _label(session: Session, lost: DecisionNode) -> str:
    """Return the label of the choice that led to a node, in quotation marks; '' if the story does
    not have it any more."""
    if lost.parent < 0 or (state_before := session.nodes[lost.parent].turn.state).scene < 0:
        return ""
    key = f"{session.program.scenes[state_before.scene].key}.{lost.action.partition('.')[0]}/label"
    words = to_plain(without_full_stop(PackTexts(session.pack, state_before).line(key)))
    return words if not words or words.startswith("“") else f"“{words}”"
