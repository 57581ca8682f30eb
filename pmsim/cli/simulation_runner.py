"""The run of a simulation plan on the command line: processes, progress bar, time, Ctrl-C.
`analysis` plays the careers."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from typing import NamedTuple

import click

from pmsim.analysis.simulate.play import (
    BatchResult,
    Plan,
    TalliesByRun,
    empty_tallies,
    play_batches,
    portable_pack,
    prepare_pack,
)
from pmsim.analysis.simulate.tally import add_tally
from pmsim.lang import Pack, visible

PARALLEL_MIN_CAREERS = 600
"""Careers from which on other processes save time."""
_START_ERRORS = (OSError, ImportError, RuntimeError)
"""Errors that Python raises where there are no semaphores, or no more processes, threads or
descriptors."""


class SimulationRun(NamedTuple):
    """The tallies of a run and its duration in seconds. `stopped`: Ctrl-C ended it early."""

    played: TalliesByRun
    seconds: float
    stopped: bool


def run_simulation(
    pack: Pack, plan: Plan, jobs: int | None, on_part: Callable[[BatchResult], None]
) -> SimulationRun:
    """Play a plan and add up its tallies. `jobs`: processes at a time (None: as many as there are
    cores, if that saves time); `on_part`: gets every batch's result, in order.

    Ctrl-C ends the run with the batches done so far. Raises ClickException if a process is lost."""
    played = empty_tallies(plan)
    began = time.monotonic()
    stopped = False
    try:
        with _executor(pack, plan, jobs) as executor, _progress_bar(plan) as done:
            for part in play_batches(pack, plan, executor):
                with _delay_interrupt():
                    for who, tally in part.tallies.items():
                        add_tally(played[who], tally)
                    on_part(part)
                done(part.runs * len(plan.policies), time.monotonic() - began)
    except KeyboardInterrupt:
        stopped = True
    except BrokenProcessPool as error:
        raise click.ClickException(
            "One of the processes ended before its careers did. Try again with --jobs 1."
        ) from error
    return SimulationRun(played, time.monotonic() - began, stopped)


@contextmanager
def _delay_interrupt() -> Iterator[None]:
    """Delay Ctrl-C until the block ends, so that a batch is both counted and written, or
    neither."""
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
    """Yield an executor of other processes that have the pack; None if one process is enough, or if
    no pool can be made."""
    wanted = (_cores() if plan.careers >= PARALLEL_MIN_CAREERS else 1) if jobs is None else jobs
    wanted = min(wanted, sum(1 for _ in plan.batches()))
    if wanted <= 1:
        yield None
        return
    try:
        pool = _start_pool(pack, wanted)
    except _START_ERRORS as error:
        # the pool is given up: end the processes that it has started
        for process in active_children():
            process.terminate()
            process.join()
        strerror = error.strerror if isinstance(error, OSError) else ""
        reason = visible(strerror or str(error) or type(error).__name__)
        click.echo(
            f"No other processes can be started here ({reason}). One plays, which takes longer.",
            err=True,
        )
        yield None
        return
    try:
        yield pool
    except BaseException:
        # let workers finish their batch: killing one while it sends would block the reader for ever
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _start_pool(pack: Pack, wanted: int) -> Executor:
    """Return a pool after asking it to start its processes. Raises one of `_START_ERRORS`."""
    pool = ProcessPoolExecutor(
        wanted,
        mp_context=get_context("spawn"),
        initializer=_start_worker,
        initargs=(portable_pack(pack),),
    )
    # the pool starts a process when it gets something to do
    for _ in range(wanted):
        pool.submit(int)
    return pool


def _start_worker(portable: Pack) -> None:
    """Prepare a worker process: ignore Ctrl-C, which the parent handles, and load the pack."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare_pack(portable)


def _cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _progress_bar(plan: Plan) -> Iterator[Callable[[int, float], None]]:
    """Show a progress bar if stderr is a terminal; yield a function that takes the new careers and
    the seconds so far."""
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
