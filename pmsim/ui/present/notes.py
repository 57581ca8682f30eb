"""What loading an old career has to say, for a player: in the story's words, never in an author's ids."""

from collections.abc import Iterable

from pmsim.play.notes import Note
from pmsim.play.session import Session
from pmsim.ui.present.text import plain, without_stop
from pmsim.ui.present.typography import shown
from pmsim.ui.present.wording import Wording

_LEFT_BEHIND = "What is no longer in the story was left behind."
_SAFE = "is no longer in the story. Your career goes on at the nearest safe place."
_ASKED_AGAIN = "The end that it came to is no longer in the story. How it all ended was asked again."
_READ_ONLY = "and what followed it can be read, and not played again:"


def sentences(session: Session, notes: Iterable[Note]) -> tuple[str, ...]:
    """A sentence for each, none twice."""
    return tuple(dict.fromkeys(_sentence(session, note) for note in notes))


def _sentence(session: Session, note: Note) -> str:
    match note.kind:
        case "unplayable":
            said = _label(session, note.name)
            why = f"{said} is no longer as it was." if said else "it was a choice that is gone."
            return f"Decision {note.number} {_READ_ONLY} {why}"
        case "scene_gone":
            scenario = session.pack.scenarios.get(note.name.partition(".")[0])
            return f"A scene of {shown(scenario.title)} {_SAFE}" if scenario is not None else f"The scene where it stood {_SAFE}"
        case "end_gone":
            return _ASKED_AGAIN
        case "gone":
            return _LEFT_BEHIND
        case _:
            return note.sentence


def _label(session: Session, action: str) -> str:
    """The words of a choice that cannot be taken again, in quotation marks; '' if the story has them no more."""
    for node in session.nodes:
        if node.lost and node.action == action and node.parent >= 0:
            asked = session.nodes[node.parent].turn.state
            if asked.scene >= 0:
                key = f"{session.program.scenes[asked.scene].key}.{action.partition('.')[0]}/label"
                said = plain(without_stop(Wording(session.pack, asked).line(key)))
                return said if not said or said.startswith("“") else f"“{said}”"
    return ""
