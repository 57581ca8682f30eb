"""Flags that change nothing."""

from collections.abc import Iterator

from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.rules import found_in


def flags_never_read(draft: Draft) -> Iterator[Diagnostic]:
    """Flags that are set and never read."""
    for flag, at in draft.desk.names.set_at.items():
        if flag not in draft.desk.asked:
            yield found_in("flag-never-read", at, flag=flag, hint="Ask for it in a condition, or leave it out.")
