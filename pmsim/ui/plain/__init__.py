"""Plain mode: the same moments in lines. Numbered, linear, never redrawn; works through a pipe and for a screen reader.

Knows no terminal; what is read and written comes in as two streams.
"""

from threading import Event, Thread
from typing import TextIO

from pmsim.ui.career import PlayableCareer, WatchedStory
from pmsim.ui.plain.console import Console
from pmsim.ui.plain.menu import choose_career, choose_start
from pmsim.ui.plain.session_loop import SessionLoop

__all__ = ["Console", "choose_career", "choose_start", "run"]


def run(
    career: PlayableCareer, source: TextIO, sink: TextIO, *, width: int = 0, is_new: bool = True, watched_story: WatchedStory | None = None
) -> int:
    """Play a career in lines until it is left; the exit status, 0. `width`: columns of the terminal, 0 for none (unwrapped). `is_new`: it
    begins now, so that everything told on the way to its first decision is read. `watched_story`: the story is being written; what was
    saved meanwhile is read before an answer is taken."""
    talk = SessionLoop(career, Console(source, sink, width))
    left = Event()
    if watched_story is not None:
        Thread(target=_watch_edits, args=(watched_story, talk, left), daemon=True).start()
    talk.run(is_new)
    left.set()
    if career.is_saved:
        sink.write(f"Saved at Decision {career.session.decision}.\n")
    sink.flush()
    return 0


def _watch_edits(writing: WatchedStory, talk: SessionLoop, left: Event) -> None:
    """In a thread of its own: whatever is saved is put where the conversation looks before it answers."""
    for edited in writing.edits(left):
        talk.edits.put(edited)
