"""Plain mode: the same moments in lines. Numbered, linear, never redrawn; works through a pipe and for a screen reader.

Knows no terminal; what is read and written comes in as two streams.
"""

from threading import Event, Thread
from typing import TextIO

from pmsim.ui.career import Career
from pmsim.ui.plain.doors import choose_door
from pmsim.ui.plain.menu import choose
from pmsim.ui.plain.talk import Talk
from pmsim.ui.plain.voice import Voice
from pmsim.ui.writing import Writing

__all__ = ["Voice", "choose", "choose_door", "run"]


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
