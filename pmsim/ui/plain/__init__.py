"""Plain mode: the same pages in numbered lines, never redrawn, for pipes and screen readers.

Nothing here may know a terminal: lines are read from one stream and written to another."""

from threading import Event, Thread
from typing import TextIO

from pmsim.store.career import PlayableCareer
from pmsim.ui.career import WatchedStory
from pmsim.ui.plain.menu import Console, choose_career, choose_start
from pmsim.ui.plain.session_loop import SessionLoop

__all__ = ["Console", "choose_career", "choose_start", "run"]


def run(
    career: PlayableCareer,
    source: TextIO,
    sink: TextIO,
    *,
    width: int = 0,
    is_new: bool = True,
    watched_story: WatchedStory | None = None,
) -> int:
    """Play a career in lines until the player leaves; return the exit code, 0.

    `width`: columns of the terminal, 0 for none (unwrapped). `is_new`: the career begins now, so
    show all pages before its first decision. `watched_story`: the story is being written; read its
    changes before taking an answer."""
    loop = SessionLoop(career, Console(source, sink, width))
    left = Event()
    if watched_story is not None:
        Thread(target=_watch_edits, args=(watched_story, loop, left), daemon=True).start()
    loop.run(is_new)
    left.set()
    if career.is_saved:
        sink.write(f"Saved at Decision {career.session.decision}.\n")
    sink.flush()
    return 0


def _watch_edits(watched_story: WatchedStory, loop: SessionLoop, left: Event) -> None:
    """Pass every change of the story to the session loop. Runs in a thread of its own."""
    for edited in watched_story.edits(left):
        loop.edits.put(edited)
