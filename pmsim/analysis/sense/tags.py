"""Tags that are not the pack's."""

from collections.abc import Iterator

from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.lower import ask
from pmsim.lang.rules import found_in


def undeclared_tags(draft: Draft) -> Iterator[Diagnostic]:
    """Tags of choices that a pack with `tags:` does not list there."""
    desk = draft.desk
    declared = dict.fromkeys(entry.key.text for entry in ask.entries(desk.names.pack, "tags"))
    if not declared:
        return
    for choice in (choice for scene in desk.names.scene_outlines for choice in scene.choices):
        for tag in ask.words(choice.node, "tags"):
            if tag.text not in declared:
                hint, instead = desk.scope.guesses.hint(tag.text, declared)
                yield found_in("undeclared-tag", tag, tag=tag.text, hint=hint or "Add it under `tags:`.", instead=instead)
