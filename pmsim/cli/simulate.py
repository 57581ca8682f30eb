"""`pmsim simulate`: many careers played and counted, for authors who balance a pack and for
programs that monitor it."""

import sys
from pathlib import Path

import click

from pmsim.analysis.lint.condition_reasons import split_expression
from pmsim.analysis.simulate.findings import Verdict, judge_promise, judge_promises, promise_plans
from pmsim.analysis.simulate.play import WATCHED, Plan, pool_watcher
from pmsim.analysis.simulate.report_json import report_data, verdict_data
from pmsim.analysis.simulate.report_text import ReportText, marks_for, promise_lines
from pmsim.analysis.simulate.tally import CareerRow, merge_tallies
from pmsim.analysis.simulate.unread import unread_blocks
from pmsim.cli.options import (
    CAREER_OPTION,
    JSON_OPTION,
    SEED_RANGE,
    StartOptions,
    begin_options,
    check_name,
    load_draft_or_exit,
)
from pmsim.cli.simulation_runner import SimulationRun, run_simulation
from pmsim.cli.streams import echo_json
from pmsim.core.expr import All
from pmsim.lang import Draft, Pack
from pmsim.store.author_files import CsvWriter
from pmsim.store.packs import NoPackError, read_pack_files

DEFAULT_RUNS = 1000
ALL_POLICIES = "all"
COLUMNS = ("seed", "start", "policy", "outcome", "variant", "decisions", "quarter", "role", "words")
"""Columns of the rows that `--out` writes; the pack's numbers come after them."""


@click.command()
@click.argument("pack")
@click.option(
    "-n",
    "--runs",
    type=click.IntRange(1, 100_000_000),
    default=None,
    help=f"How many careers; {DEFAULT_RUNS} if left out.",
)
@click.option(
    "--seed",
    type=SEED_RANGE,
    default=1,
    help="The first career's seed; each later career has the next number.",
)
@click.option(
    "--start",
    "starts",
    multiple=True,
    help="Only from this start; may be given more than once. All if left out.",
)
@click.option(
    "--policy",
    "policies",
    multiple=True,
    help="Who plays: random (the default), first, a persona of the pack, or all.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 1024),
    default=None,
    help="Processes at a time; as many as there are cores if left out.",
)
@click.option("--short", is_flag=True, help="Short careers.")
@begin_options
@CAREER_OPTION
@click.option(
    "--promises",
    is_flag=True,
    help="Play the careers that the pack's promises need, and report which are kept.",
)
@click.option("--all", "everything", is_flag=True, help="Print every number, scenario and choice.")
@JSON_OPTION
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="Write a row for each career to this CSV file.",
)
@click.pass_context
def simulate(
    ctx: click.Context,
    pack: str,
    runs: int | None,
    seed: int,
    starts: tuple[str, ...],
    policies: tuple[str, ...],
    jobs: int | None,
    short: bool,
    begins: StartOptions,
    career: bool,
    promises: bool,
    everything: bool,
    as_json: bool,
    out: Path | None,
) -> None:
    """Play many careers of PACK (a name, a folder, or a scenario's file) and count how they go.

    Each player plays -n careers, with the seeds --seed, --seed + 1 and so on. Several starts take
    turns. A scenario alone begins in states of its pack's careers in which it may begin, unless
    options say where. Exit code 1 if a promise of the pack is broken."""
    begins_elsewhere = begins != StartOptions()
    given = (runs is not None, policies, starts, short, out is not None, everything)
    if promises and (any(given) or begins_elsewhere):
        raise click.UsageError(
            "The promises say which careers they want; leave out -n, --policy, --start, --short,"
            " --out, --all and where to begin."
        )
    loaded_pack, draft = load_draft_or_exit(pack, career=career)
    files = read_pack_files(pack).own_files
    start_ids = _check_starts(loaded_pack, starts)
    quarters = begins.quarters(loaded_pack, short)
    if promises:
        ctx.exit(_run_promises(loaded_pack, seed, jobs, as_json))
    plan = Plan(
        seed,
        runs or DEFAULT_RUNS,
        start_ids,
        _check_policies(loaded_pack, policies),
        quarters,
        rows=out is not None,
        override=begins.resolve(loaded_pack),
        from_pool=loaded_pack.whole is not None and not begins_elsewhere and not starts,
    )
    simulation = _run_plan(loaded_pack, plan, jobs, out)
    never: tuple[str, ...] = ()
    if plan.from_pool and not simulation.stopped and not _careers(simulation):
        never = _never_true(loaded_pack, draft, plan)
        plan = plan._replace(from_pool=False)
        simulation = _run_plan(loaded_pack, plan, jobs, out)
    # a promise is about careers of full length from every start
    verdicts_found = (
        judge_promises(loaded_pack, simulation.played)
        if set(start_ids) == set(loaded_pack.starts) and not short and not begins_elsewhere
        else ()
    )
    total = merge_tallies(simulation.played.values())
    unread = unread_blocks(loaded_pack, draft, total, files)
    played, seconds, stopped = simulation
    if as_json:
        echo_json(
            report_data(loaded_pack, plan, played, seconds, verdicts_found, stopped, never, unread)
        )
    else:
        text = ReportText(
            loaded_pack,
            plan,
            played,
            marks_for(sys.stdout.encoding),
            show_all=everything,
            detailed_scenario=_named_scenario(loaded_pack, pack) if career else "",
            never_true=never,
            unread=unread,
        )
        click.echo("\n".join(text.lines(seconds, verdicts_found)))
    ctx.exit(_report_stopped(plan, simulation) if stopped else _exit_code(verdicts_found))


def _never_true(pack: Pack, draft: Draft, plan: Plan) -> tuple[str, ...]:
    """Return the parts of the scenario's `when` that were true in no career of its pack, as
    written."""
    watcher = pool_watcher(pack)
    for number in range(min(plan.runs, WATCHED)):
        watcher.find_state(number, plan.seed, 0)
    if watcher.scenario.when is None:
        return ()
    when = draft.names.scenarios[watcher.scenario.index].node.text("when")
    piece = split_expression(when, watcher.scenario.when)
    parts = piece.inside if isinstance(piece.expr, All) else (piece,)
    return tuple(part.text for number, part in enumerate(parts) if number not in watcher.held)


def _check_starts(pack: Pack, given: tuple[str, ...]) -> tuple[str, ...]:
    for start in given:
        check_name("start", start, pack.starts)
    return tuple(dict.fromkeys(given)) or tuple(pack.starts)


def _check_policies(pack: Pack, given: tuple[str, ...]) -> tuple[str, ...]:
    players = ["random", "first", *(persona.id for persona in pack.program.personas)]
    for policy in given:
        check_name("player", policy, [*players, ALL_POLICIES])
    return tuple(players) if ALL_POLICIES in given else tuple(dict.fromkeys(given)) or ("random",)


def _run_plan(pack: Pack, plan: Plan, jobs: int | None, out: Path | None) -> SimulationRun:
    """Play a plan and write its rows meanwhile. Raises NoPackError before playing if the file
    cannot be opened."""
    if out is None:
        return run_simulation(pack, plan, jobs, lambda _: None)
    writer = CsvWriter(out, csv_header(pack))
    try:
        with writer:
            return run_simulation(
                pack, plan, jobs, lambda part: writer.add_rows(map(csv_row, part.careers))
            )
    except NoPackError as error:
        raise click.ClickException(str(error)) from error


def csv_header(pack: Pack) -> tuple[str, ...]:
    """Return the names of the columns. A number that has the name of one of COLUMNS is called
    `stat.<id>`."""
    return (*COLUMNS, *(f"stat.{name}" if name in COLUMNS else name for name in pack.program.stats))


def csv_row(career: CareerRow) -> tuple[str | int, ...]:
    """Return one career as cells."""
    return (*(getattr(career, column) for column in COLUMNS), *career.numbers)


def _named_scenario(pack: Pack, named: str) -> str:
    """Return the scenario whose file was named, '' if a pack was named."""
    stem = Path(named).stem
    return stem if Path(named).is_file() and stem in pack.scenarios else ""


def _report_stopped(plan: Plan, simulation: SimulationRun) -> int:
    click.echo(f"Stopped after {_careers(simulation):,} of {plan.careers:,} careers.", err=True)
    return 130


def _careers(simulation: SimulationRun) -> int:
    return sum(tally.careers for tally in simulation.played.values())


def _exit_code(verdicts: tuple[Verdict, ...]) -> int:
    return 1 if any(verdict.verdict == "broken" for verdict in verdicts) else 0


def _run_promises(pack: Pack, seed: int, jobs: int | None, as_json: bool) -> int:
    """Play the careers that the promises need, plan by plan, and judge each promise by its own
    careers."""
    if not pack.promises:
        raise click.UsageError(
            f"{pack.id} promises nothing: there are no `promises:` in its pack.yaml."
        )
    results: list[Verdict] = [
        judge_promise(pack, promise, {}) for promise in pack.promises if promise.tag
    ]
    stopped = False
    for plan in promise_plans(pack, seed):
        simulation = run_simulation(pack, plan, jobs, lambda _: None)
        stopped = simulation.stopped
        results += [
            judge_promise(pack, one, simulation.played)
            for one in pack.promises
            if one.outcome and (one.policy, one.runs) == (*plan.policies, plan.runs)
        ]
        if stopped:
            _report_stopped(plan, simulation)
            break
    if as_json:
        echo_json({"pack": pack.id, "promises": [verdict_data(one) for one in results]})
    else:
        lines = "\n".join(promise_lines(results, marks_for(sys.stdout.encoding)))
        # a blank line separates them from a report above
        click.echo(lines.removeprefix("\n"))
    return 130 if stopped else _exit_code(tuple(results))
