"""Small packs for turning points, and lives lived in them."""

from collections.abc import Sequence
from itertools import pairwise

from pmsim.analysis.turning_points.roads import Watch
from pmsim.core.compile_expr import compile_expr
from pmsim.core.program import Program
from pmsim.core.state import State
from pmsim.lang.pack import Pack
from tests.small import played, small

DAY = """
repeat: 1
scenes:
  desk:
    text: A desk.
    choices:
      - {id: talk, label: Talk., tags: [kind], effects: {mood: 1}}
      - {id: argue, label: Argue., tags: [sharp], effects: {mood: -1}}
      - {id: wait, label: Wait.}
"""
FORK = """
scenes:
  fork:
    text: A fork.
    choices:
      - {id: left, label: Left., effects: {set: [gone_left]}}
      - {id: right, label: Right.}
"""
OUTCOMES = """
outcomes:
  far: {title: Far, text: Far., when: gone_left}
  near: {title: Near, text: Near.}
"""


def planted(tags: bool = True, world: str = "") -> Pack:
    """A pack of eight quarters with one choice, in the third, that decides how careers end."""
    return small(
        "calendar: {quarters: 8, quarter: [{scenario: day}, {scenario: fork, when: quarter == 3}]}",
        OUTCOMES,
        world=world,
        day=DAY if tags else DAY.replace("tags: [kind], ", "").replace("tags: [sharp], ", ""),
        fork=FORK,
    )


def path_of(pack: Pack, actions: Sequence[str], **how: object) -> list[tuple[State, str]]:
    """The path of a life: the state before each decision, and the action."""
    nodes = played(pack, actions, **how).path()
    return [(before.turn.state, after.action) for before, after in pairwise(nodes)]


def watch(program: Program, stat: str, scale: int) -> Watch:
    """A watch on a stat."""
    read = compile_expr(program.stats[stat])
    return Watch(lambda state: int(read(state.slots)), scale)
