"""The page of a change of role: a page of its own with one line."""

from collections.abc import Sequence

from pmsim.core.events import Event, RoleChanged
from pmsim.core.state import State
from pmsim.lang import Pack
from pmsim.ui.present.pack_texts import PackTexts, role_title
from pmsim.ui.present.parts import GO_ON, Page, ProsePart
from pmsim.ui.present.status import Status
from pmsim.ui.present.text import Paragraph, line_of


def role_pages(
    pack: Pack, state: State, events: Sequence[Event], status: Status
) -> tuple[Page, ...]:
    """Return the page of the last change of role in `events`, () if the role is as before.
    `status`: at the end of the events."""
    changes = [event for event in events if isinstance(event, RoleChanged)]
    if not changes or changes[0].before == changes[-1].after:
        return ()
    before, after = changes[0].before, changes[-1].after
    words = PackTexts(pack, state)
    about = words.plain(f"roles.{pack.program.roles[after].id}/about")
    sentence, stop, _ = about.partition(". ")
    line = line_of(f"{sentence}." if stop else about or "That is what you are from now on.")
    title, former = role_title(pack, after), f"until now {role_title(pack, before)}"
    told = (ProsePart((Paragraph(line),)),)
    return (Page("told", title, former, told, (), GO_ON, status, form="role"),)
