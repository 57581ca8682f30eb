"""Playing a plan, piece by piece: here, or wherever an executor takes the pieces. Pieces come back in the plan's order.

The same plan gives the same tallies whoever plays it: how it is cut depends on its size alone, and sums of whole numbers on no order.
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from itertools import islice
from typing import NamedTuple

from pmsim.analysis.simulate.bench import Bench, Portable, bench_of
from pmsim.analysis.simulate.listen import Listener
from pmsim.analysis.simulate.plan import Piece, Plan
from pmsim.analysis.simulate.tally import Career, Tally, add, blank
from pmsim.core.policy import policy_named
from pmsim.lang.pack import Pack

AHEAD = 16
"""So many pieces wait at most with an executor."""
Played = dict[tuple[str, str], Tally]
"""(policy, start) -> what was counted."""


class Part(NamedTuple):
    """One piece, played. `careers`: each of them by seed, then policy, if the plan asks for rows; else ()."""

    runs: int
    tallies: Played
    careers: tuple[Career, ...]


def parts(pack: Pack, plan: Plan, executor: Executor | None = None, ahead: int = AHEAD, *, handed: bool = False) -> Iterator[Part]:
    """Play a plan; its pieces as they are done, in order. `executor` None: in this process, one after the other.

    The pack is sent along with every piece, so that any executor will do; `handed`: its workers have been given it (`hand_over`).
    Raises KeyError for a start or policy that the pack does not have."""
    for policy in plan.policies:
        policy_named(pack.program, policy)
    for start in plan.starts:
        if start not in pack.starts:
            raise KeyError(start)
    if executor is None:
        bench = Bench(pack)
        for piece in plan.pieces():
            yield play_on(bench, plan, piece)
        return
    portable = Portable.of(pack).name if handed else Portable.of(pack)
    pieces = plan.pieces()
    waiting: deque[Future[Part]] = deque(executor.submit(play_piece, portable, plan, piece) for piece in islice(pieces, ahead))
    try:
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(executor.submit(play_piece, portable, plan, piece) for piece in islice(pieces, 1))
    finally:
        for future in waiting:
            future.cancel()


def nothing(plan: Plan) -> Played:
    """A plan of which nothing has been played."""
    return {(policy, start): blank() for policy in plan.policies for start in plan.starts}


def whole(pack: Pack, plan: Plan, executor: Executor | None = None) -> Played:
    """All of a plan, played and added up. As `parts`."""
    played = nothing(plan)
    for part in parts(pack, plan, executor):
        for who, tally in part.tallies.items():
            add(played[who], tally)
    return played


def hand_over(portable: Portable) -> None:
    """Make a pack ready in a worker, before the first piece of it comes."""
    bench_of(portable)


def play_piece(portable: Portable, plan: Plan, piece: Piece) -> Part:
    """Play one piece of a plan, in whatever process this is."""
    return play_on(bench_of(portable), plan, piece)


def play_on(bench: Bench, plan: Plan, piece: Piece) -> Part:
    """Play one piece of a plan."""
    players = [(name, policy_named(bench.program, name)) for name in plan.policies]
    listeners = {(name, start): Listener(bench) for name in plan.policies for start in plan.starts}
    careers: list[Career] = []
    for seed, start in plan.begun(piece):
        for name, policy in players:
            listener = listeners[name, start]
            state = listener.career(start, seed, policy, plan.quarters)
            if plan.rows:
                careers.append(listener.row(start, name, seed, state))
    return Part(piece.runs, {who: listener.sums() for who, listener in listeners.items()}, tuple(careers))
