"""The Textual front end: the only room that knows Textual."""

import sys
from collections.abc import Callable
from pathlib import Path

from pmsim.ui.career import Career
from pmsim.ui.settings import Settings
from pmsim.ui.tui.app import Pmsim
from pmsim.ui.tui.shelf import Shelf

__all__ = ["Pmsim", "Shelf", "run"]


def run(
    shelf: Shelf | None = None,
    career: Career | None = None,
    *,
    begun: bool = False,
    settings: Settings | None = None,
    keep: Callable[[Settings], None] = lambda _: None,
    reports: Path | None = None,
) -> int:
    """Show the menu of `shelf`, or play `career` at once (`begun`: from its very first page); the exit status.

    0 after quitting, 1 after a fault of ours, 128 + the signal's number after a polite kill. Says on stderr what is saved."""
    app = Pmsim(shelf, career, begun=begun, settings=settings, keep=keep, reports=reports)
    app.run()
    if app.fault:
        sys.stderr.write(f"{app.fault}\n")
    elif app.career is not None:
        sys.stderr.write(f"Saved at Decision {app.career.session.decision}.\n")
    app.put_away()
    return app.return_code or 0
