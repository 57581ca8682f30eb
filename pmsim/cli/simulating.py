"""Playing a plan from the command line: other processes, the progress bar, the clock, Ctrl-C. What is played is `analysis`'s business."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import NamedTuple

import click

from pmsim.analysis.simulate.bench import Portable
from pmsim.analysis.simulate.plan import Plan
from pmsim.analysis.simulate.play import Part, Played, hand_over, nothing, parts
from pmsim.analysis.simulate.tally import add
from pmsim.lang.pack import Pack

WORTH_IT = 600
"""Careers from which on starting other processes is quicker than doing without."""


class Simulated(NamedTuple):
    """What was played, in how many seconds; `stopped`: by Ctrl-C, before all of it was."""

    played: Played
    seconds: float
    stopped: bool


def simulated(pack: Pack, plan: Plan, jobs: int | None, each: Callable[[Part], None]) -> Simulated:
    """Play a plan and add it up, `jobs` processes at a time (None: as many as there are cores, if that is worth it); `each` is given every
    piece, in order. Ctrl-C ends it with the pieces done so far. Raises ClickException if a process is lost."""
    played = nothing(plan)
    began = time.monotonic()
    stopped = False
    try:
        with _executor(pack, plan, jobs) as executor, _bar(plan) as done:
            for part in parts(pack, plan, executor, handed=True):
                with _whole():
                    for who, tally in part.tallies.items():
                        add(played[who], tally)
                    each(part)
                done(part.runs * len(plan.policies), time.monotonic() - began)
    except KeyboardInterrupt:
        stopped = True
    except BrokenProcessPool as error:
        raise click.ClickException("One of the processes ended before its careers did. Try again with --jobs 1.") from error
    return Simulated(played, time.monotonic() - began, stopped)


@contextmanager
def _whole() -> Iterator[None]:
    """Ctrl-C waits until this is done, so that a piece is counted and written, or neither."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


@contextmanager
def _executor(pack: Pack, plan: Plan, jobs: int | None) -> Iterator[Executor | None]:
    """Other processes, which have the pack; None where one process is enough."""
    wanted = (_cores() if plan.careers >= WORTH_IT else 1) if jobs is None else jobs
    wanted = min(wanted, sum(1 for _ in plan.pieces()))
    if wanted <= 1:
        yield None
        return
    pool = ProcessPoolExecutor(wanted, mp_context=get_context("spawn"), initializer=_begin, initargs=(Portable.of(pack),))
    try:
        yield pool
    except BaseException:
        # workers are left to end the piece they are at: one that is killed while it sends would leave the reader waiting for ever
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _begin(portable: Portable) -> None:
    """A worker's first act. Ctrl-C is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    hand_over(portable)


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _bar(plan: Plan) -> Iterator[Callable[[int, float], None]]:
    """A progress bar on a terminal's stderr; nothing anywhere else."""
    state = {"played": 0}
    with click.progressbar(
        length=plan.careers,
        label="Playing",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        show_pos=True,
        item_show_func=lambda rate: rate or "",
        width=20,
    ) as bar:

        def done(careers: int, seconds: float) -> None:
            state["played"] += careers
            bar.update(careers, f"{state['played'] / max(seconds, 0.001):,.0f} careers/s")

        yield done
