"""Ids that saves will need."""

from collections.abc import Iterator

from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.lower import ask
from pmsim.lang.rules import found


def ids_left_out(draft: Draft) -> Iterator[Diagnostic]:
    """In a pack of version 1 or more, choices without an id of their own."""
    names = draft.desk.names
    mature = int(ask.text(names.pack, "version", "0").partition(".")[0] or 0) >= 1
    for choice in (choice for scene in names.scene_outlines if mature for choice in scene.choices):
        if not choice.given:
            yield found("id-left-out", choice.node.place, id=choice.id)
