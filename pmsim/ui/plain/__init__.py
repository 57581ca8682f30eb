"""Plain mode: the same moments in lines. Numbered, linear, never redrawn; works through a pipe and for a screen reader.

Knows no terminal; what is read and written comes in as two streams.
"""

from threading import Event, Thread
from typing import TextIO

from pmsim.lang.pack import Pack
from pmsim.ui.career import Career
from pmsim.ui.lines import of_door, sentence, straight
from pmsim.ui.plain.talk import Talk
from pmsim.ui.plain.voice import Voice
from pmsim.ui.present.careers import doors
from pmsim.ui.present.words import TOUCHES, capital, how_many
from pmsim.ui.writing import Writing

__all__ = ["choose_door", "run"]


def run(career: Career, source: TextIO, sink: TextIO, *, width: int = 0, begun: bool = True, writing: Writing | None = None) -> int:
    """Play a career in lines until it is left; the exit status, 0. `width`: columns of the terminal, 0 for none (unwrapped).
    `begun`: it begins now, so that everything told on the way to its first decision is read. `writing`: the story is being written; what
    was saved meanwhile is read before an answer is taken."""
    talk = Talk(career, Voice(source, sink, width))
    left = Event()
    if writing is not None:
        Thread(target=_look_after, args=(writing, talk, left), daemon=True).start()
    talk.run(begun)
    left.set()
    if career.kept:
        sink.write(f"Saved at Decision {career.session.decision}.\n")
    sink.flush()
    return 0


def _look_after(writing: Writing, talk: Talk, left: Event) -> None:
    """In a thread of its own: whatever is saved is put where the conversation looks before it answers."""
    for edited in writing.edits(left):
        talk.edits.put(edited)


def choose_door(pack: Pack, source: TextIO, sink: TextIO, *, width: int = 0) -> tuple[str, int] | None:
    """Ask which start, and how long: its id and the quarters (0: the start's own). None if the player leaves."""
    offered = doors(pack)
    voice = Voice(source, sink, width)
    voice.say([sentence(straight(pack.title)), TOUCHES])
    for number, door in enumerate(offered, 1):
        voice.say(of_door(number, door))
    at = voice.pick(len(offered), f"Choose a door. Type a number, 1 to {len(offered)}, or quit.")
    if at < 0:
        return None
    short, own = pack.program.short, offered[at].quarters
    if not 0 < short < own:
        return offered[at].id, 0
    voice.say([f"{number}. {capital(how_many(quarters, 'quarter', 'quarters'))}." for number, quarters in ((1, own), (2, short))])
    length = voice.pick(2, "How long? Type 1 or 2, or quit.")
    return None if length < 0 else (offered[at].id, (0, short)[length])
