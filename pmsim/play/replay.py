"""Replay of a session in an edited pack, choice by choice, by ids: for authors who try a story
while they write it.

A save opened in a newer pack (`migrate`) uses its recorded rolls and draws. A replay does not: it
rolls and draws anew.
"""

from typing import NamedTuple

from pmsim.core.program import QUARTER
from pmsim.lang.pack import Pack
from pmsim.play.id_lookup import IdLookup
from pmsim.play.migrate import LOST_START, current_origin, scene_key_at
from pmsim.play.session import ActionError, Session


class Replayed(NamedTuple):
    """The result of a replay.

    `session`: every life up to its last choice that is still open. It stands where the old session
    stood, else at the last decision that could be replayed. `decision`: the number of the old
    session's decision. `lost_action`: the first choice on the path to it that is not open now, ''
    if all are. If the start itself is lost, `lost_action` names the lost id.
    """

    session: Session
    decision: int
    lost_action: str


def replay(session: Session, pack: Pack) -> Replayed:
    """Return the session replayed in `pack`, with the same start, seed and choices."""
    ids = IdLookup(pack.program, pack.renamed)
    replayed, lost_start = _start_again(session, pack, ids)
    if lost_start:
        return Replayed(replayed, session.decision, lost_start)
    new_numbers = {0: 0}
    lost_actions: dict[int, str] = {}
    for node in session.nodes[1:]:
        if node.parent in lost_actions:
            lost_actions[node.number], new_numbers[node.number] = (
                lost_actions[node.parent],
                new_numbers[node.parent],
            )
            continue
        replayed.at = new_numbers[node.parent]
        try:
            replayed.act(
                ids.current_action(
                    scene_key_at(session.program, session.nodes[node.parent]), node.action
                )
            )
        except ActionError:
            lost_actions[node.number] = node.action
        new_numbers[node.number] = replayed.at
    replayed.at = new_numbers[session.at]
    for life in session.lives:
        life_number = replayed.nodes[new_numbers[life.tip]].life
        if life.name != f"Life {life.number + 1}":
            replayed.name(life_number, life.name)
    return Replayed(replayed, session.decision, lost_actions.get(session.at, ""))


def _start_again(session: Session, pack: Pack, ids: IdLookup) -> tuple[Session, str]:
    """Return a session with the same beginning and ''; else one at the pack's first start and the
    lost id."""
    origin = session.origin
    start, seed, quarters, midway, reseed = current_origin(pack.program, origin, ids)
    longest = pack.program.slots[QUARTER].max
    try:
        return (
            Session(
                pack, start, seed, quarters=min(quarters, longest), midway=midway, reseed=reseed
            ),
            "",
        )
    except KeyError as error:
        return Session(pack, "", seed), origin.start if start == LOST_START else str(error.args[0])
