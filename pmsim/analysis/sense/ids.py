"""Ids that saves will need."""

from collections.abc import Iterator

from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.rules import found


def ids_left_out(draft: Draft) -> Iterator[Diagnostic]:
    """In a pack of version 1 or more, choices without an id of their own."""
    for choice in (choice for scene in draft.desk.names.scene_outlines if draft.ripe for choice in scene.choices):
        if choice.id and not choice.given:
            yield found("id-left-out", choice.node.place, id=choice.id)
