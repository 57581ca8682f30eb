"""Two lives of a career side by side: their gauges by quarter, where they parted, and what each
became."""

from typing import NamedTuple

from pmsim.lang.pack import FRAME, FrameWords
from pmsim.play.session import DecisionNode, Session, state_before
from pmsim.ui.present.history import (
    choice_label_at,
    life_names,
    scenario_title_at,
    step_pages,
)
from pmsim.ui.present.pack_texts import outcome_title, role_title
from pmsim.ui.present.parts import ChangesPart
from pmsim.ui.present.status import gauge_ids, gauge_of
from pmsim.ui.present.text import Line
from pmsim.ui.present.words import quarter_mark

MAX_ONLY = 6
"""Scenarios named at most that only one of the lives, or both, came to."""


class ComparedLife(NamedTuple):
    """One of two lives. `place`: where it is or how it ended; `said`: the choice at which it left
    the other, () if it did not; `roles`: the roles that it came to after that; `only`: scenarios
    that the other one did not come to."""

    number: int
    name: str
    place: str
    said: Line
    roles: tuple[str, ...]
    only: tuple[str, ...]


class ComparedGauge(NamedTuple):
    """A gauge of two lives: its value at the end of each quarter, and what it is now."""

    label: str
    low: int
    high: int
    values: tuple[tuple[int, ...], tuple[int, ...]]
    words: tuple[str, str]


class LifeComparison(NamedTuple):
    """Two lives of one career. `parted`: the decision, the quarter and the scenario where they
    parted, (0, 0, '') if one is the beginning of the other; `both`: scenarios that both came to
    after that; `quarters`: the most quarters of the two."""

    lives: tuple[ComparedLife, ComparedLife]
    parted: tuple[int, int, str]
    gauges: tuple[ComparedGauge, ...]
    both: tuple[str, ...]
    quarters: int
    frame: FrameWords = FRAME


def compare(session: Session, first: int, second: int) -> LifeComparison:
    """Return two lives side by side, by their numbers from 0."""
    paths = tuple(session.path(session.lives[life].tip) for life in (first, second))
    shared = sum(1 for one, other in zip(*paths, strict=False) if one == other)
    one, other = (path[shared:] for path in paths)
    met, met_by_other = _scenarios(session, one), _scenarios(session, other)
    parted = (0, 0, "")
    for node in (*one, *other)[:1]:
        quarter = state_before(session, node).quarter
        parted = (node.state.decisions, quarter, scenario_title_at(session, node))
    by_quarter = tuple(map(_last_of_quarters, paths))
    return LifeComparison(
        (
            _compared_life(session, first, one, met, met_by_other),
            _compared_life(session, second, other, met_by_other, met),
        ),
        parted,
        tuple(_compared_gauge(session, name, by_quarter) for name in gauge_ids(session.pack)),
        tuple(title for title in met if title in met_by_other)[:MAX_ONLY],
        max(max(nodes) for nodes in by_quarter),
        session.pack.frame,
    )


def _compared_life(
    session: Session,
    life: int,
    own: tuple[DecisionNode, ...],
    met: tuple[str, ...],
    met_by_other: tuple[str, ...],
) -> ComparedLife:
    state = session.nodes[session.lives[life].tip].state
    mark = quarter_mark(state.quarter, session.pack.frame)
    ended = outcome_title(session.pack, state.outcome)
    place = f"ended in {mark}: {ended}" if ended else f"{mark}, still going"
    roles = dict.fromkeys(role_title(session.pack, node.state.role) for node in own)
    return ComparedLife(
        life,
        life_names(session)[life],
        place,
        choice_label_at(session, own[0]) if own else (),
        tuple(roles),
        tuple(title for title in met if title not in met_by_other)[:MAX_ONLY],
    )


def _scenarios(session: Session, nodes: tuple[DecisionNode, ...]) -> tuple[str, ...]:
    """Return the titles of the scenarios in which the decisions before `nodes`, but for the first,
    were made; each title once."""
    titles = (scenario_title_at(session, node) for node in nodes[1:])
    return tuple(dict.fromkeys(title for title in titles if title))


def _last_of_quarters(path: tuple[DecisionNode, ...]) -> dict[int, DecisionNode]:
    """Return the last node of each quarter of a life; of a quarter without a decision, the one
    before it."""
    known = {node.state.quarter: node for node in path}
    for quarter in range(2, max(known) + 1):
        known.setdefault(quarter, known.get(quarter - 1, path[0]))
    return dict(sorted(known.items()))


def _compared_gauge(
    session: Session, name: str, lives: tuple[dict[int, DecisionNode], ...]
) -> ComparedGauge:
    one, other = (
        [gauge_of(session.pack, name, node.state, None) for node in nodes.values()]
        for nodes in lives
    )
    return ComparedGauge(
        one[-1].label,
        one[-1].min,
        one[-1].max,
        (tuple(gauge.value for gauge in one), tuple(gauge.value for gauge in other)),
        (one[-1].shown, other[-1].shown),
    )


def decision_result(session: Session, node: int) -> str:
    """Return in a line what came of the decision before a node, '' if nothing changed at once."""
    rows = [
        f"{row.name} {row.change}"
        for page in step_pages(session, node)[:1]
        for part in page.parts
        if isinstance(part, ChangesPart) and page.kind == "result"
        for row in part.rows
        if row.name != "Ahead"
    ]
    return f"{'; '.join(rows[:MAX_RESULTS])}." if rows else ""


MAX_RESULTS = 4
"""Changes named at most of what came of a decision."""
