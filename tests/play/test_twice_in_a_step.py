"""A check that is rolled twice in one step is held to both of its rolls when an old career is
played again."""

from pmsim.core.events import Rolled
from pmsim.play.migrate import restore
from pmsim.play.savefile import read_save, write_save
from pmsim.play.session import Session
from tests.small import small

CALENDAR = (
    "calendar: {quarters: 4, quarter: [{scenario: luck}, {scenario: main, when: quarter == 1 or"
    " quarter == 4}]}\n"
)
LUCK = (
    "scenes:\n  only:\n    text: Well.\n    odds: 50\n    success: {effects: {mood: 1}}\n   "
    " failure: {effects: {mood: -1}}\n"
)
MAIN = "scenes:\n  only:\n    text: Well.\n    choices:\n      - {id: go, label: Go.}\n"


def rolls(session: Session) -> list[int]:
    """Of the step in which the first decision was made."""
    return [event.roll for event in session.nodes[1].turn.events if isinstance(event, Rolled)]


def test_every_roll_of_a_step_is_kept() -> None:
    pack = small(CALENDAR, luck=LUCK, main=MAIN)
    for seed in range(12):
        session = Session(pack, seed=seed)
        session.replay(["go", "go"])
        assert len(rolls(session)) == 3
        saved = read_save(write_save(session, 1))
        older = saved._replace(
            pack_digest="another", origin=saved.origin._replace(seed=seed + 1000)
        )
        assert rolls(restore(pack, older).session) == rolls(session)
