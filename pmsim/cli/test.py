"""`pmsim test`: plays every playthrough below a path, and reports each failed expectation with its
place."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from pmsim.cli.streams import echo_json
from pmsim.lang import visible
from pmsim.store.folders import walk
from pmsim.store.packs import PLAYTHROUGH_SUFFIX, path_kind, suggest_yaml_name
from pmsim.testing.playthrough_runner import PackCache, PlaythroughTrial, run_playthrough
from pmsim.ui.headless import result


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.pass_context
def test(ctx: click.Context, paths: tuple[Path, ...], as_json: bool) -> None:
    """Play every playthrough at or below PATHS (by default, the current folder) and compare it with
    what it expects.

    Exit code 1 if an expectation failed, 2 if there is no playthrough."""
    files: dict[Path, None] = {}
    for path in paths or (Path(),):
        files |= dict.fromkeys(find_playthroughs(path))
        for file, better in find_misnamed(path):
            name = visible(file.as_posix())
            click.echo(f"{name} is not played: call it {visible(better)}.", err=True)
    if not files:
        named = ", ".join(visible(str(path)) for path in paths) or "this folder"
        raise click.UsageError(
            f"There is no playthrough (a file that ends in {PLAYTHROUGH_SUFFIX}) at or below"
            f" {named}."
        )
    packs, trials = PackCache(Path()), []
    for file in files:
        trials.append(run_playthrough(file, file.as_posix(), packs))
        if not as_json:
            click.echo(_trial_line(trials[-1]))
    failed = [trial for trial in trials if not trial.holds]
    if as_json:
        echo_json(list(map(_trial_fields, trials)))
    else:
        for trial in failed:
            click.echo(f"\n{trial.report}")
    click.echo(_summary_line(len(trials), len(failed)), err=True)
    ctx.exit(1 if failed else 0)


def find_playthroughs(path: Path) -> Iterator[Path]:
    """Return the playthroughs at or below a path, sorted, in the folders that pytest would
    enter."""
    return (file for file in _walk_files(path) if file.name.endswith(PLAYTHROUGH_SUFFIX))


def find_misnamed(path: Path) -> Iterator[tuple[Path, str]]:
    """Return the files at or below a path that would be playthroughs under another name, each with
    that name."""
    return (
        (file, better)
        for file in _walk_files(path)
        if (better := suggest_yaml_name(file.name)).endswith(PLAYTHROUGH_SUFFIX)
    )


def _walk_files(path: Path) -> Iterator[Path]:
    """Yield the file itself, or every file of the folder."""
    if path_kind(path) == "file":
        yield path
    yield from (at / name for at, _, names in walk(path, built=False) for name in names)


def _trial_line(trial: PlaythroughTrial) -> str:
    if trial.played is None:
        return f"cannot be played  {visible(trial.file)}"
    return f"{'holds' if trial.holds else 'DOES NOT HOLD'}  {visible(trial.file)}"


def _summary_line(count: int, failed: int) -> str:
    if count == 1:
        return f"1 playthrough, which {'does not hold' if failed else 'holds'}."
    if not failed:
        return f"{count} playthroughs, and all hold."
    return f"{count} playthroughs, of which {failed} {'does' if failed == 1 else 'do'} not hold."


def _trial_fields(trial: PlaythroughTrial) -> dict[str, Any]:
    fields: dict[str, Any] = {"file": visible(trial.file), "holds": trial.holds}
    if trial.played is None:
        return fields | {"error": trial.report, "misses": [], "result": None}
    session, refused, misses = trial.played
    rows = [
        {"expected": expected, "got": got, "line": place.line, "column": place.column}
        for expected, got, place in misses
    ]
    return fields | {"error": None, "misses": rows, "result": result(session, refused)}
