"""`pmsim review` and `pmsim words`: how a pack or a scenario is written, and how many words it
has."""

from pathlib import Path

import click
from click.exceptions import Exit

from pmsim.analysis.review import review_pack, without_suppressed
from pmsim.analysis.review.texts import count_written_words, written_lines
from pmsim.analysis.simulate.play import measure_reading
from pmsim.authoring import report, review_report
from pmsim.authoring.review_report import NamedReview, WordReport
from pmsim.cli.options import format_option
from pmsim.cli.workspace import CheckTarget, find_targets
from pmsim.lang import Draft, Pack, PackError, compile_pack, count_text, visible
from pmsim.lang.decoding import source_lines
from pmsim.lang.schema.types import RecordShape
from pmsim.store.packs import (
    default_pack_folder,
    enclosing_pack_folder,
    find_pack,
    named_pack_folder,
    path_kind,
)


@click.command()
@click.argument("path")
@format_option("text", "json", help="For people, or for programs.")
@click.option("--strict", is_flag=True, help="Exit code 1 if there is anything to say.")
@click.pass_context
def review(ctx: click.Context, path: str, form: str, strict: bool) -> None:
    """Review how PATH is written: a pack (its folder or name), a folder of scenarios, or one file.

    This is advice, so the exit code is 0. The pack's `craft:` sets the thresholds. A comment such
    as `# allow label_words_most: she would say it like that`, at the end of a line or alone above
    it, allows one thing at one place."""
    reviewed = list(map(_review_target, targets_or_exit(path)))
    click.echo(
        review_report.review_json(reviewed)
        if form == "json"
        else "\n\n".join(review_report.review_text(each) for each in reviewed)
    )
    count = sum(each.review.finding_count for each in reviewed)
    summary = f"{count_text(count, 'thing')} to look at." if count else "Nothing to say."
    click.echo(summary, err=True)
    ctx.exit(1 if strict and count else 0)


def targets_or_exit(path: str) -> list[CheckTarget]:
    """Return the targets of a path, or of a shipped pack's name. Exits with 2 and the reason if
    there is nothing to read."""
    here = Path(path)
    targets = list(
        find_targets(named_pack_folder(path) or (here if path_kind(here) else find_pack(path)))
    )
    unread = [problem for target in targets for problem in target.unread]
    if unread:
        click.echo(report.as_text(unread, {}), err=True)
        raise Exit(2)
    return targets


def compile_or_exit(target: CheckTarget) -> tuple[Pack, Draft, frozenset[str] | None]:
    """Return the pack of a target, its draft, and the scenarios that were asked for (None: all; of
    a pack that extends another, its own).

    Exits with 1 and every error if the pack does not load; with 2 if the files asked for contain no
    scenario."""
    compiled = compile_pack(target.files, str(target.folder), target.base_files)
    if compiled.pack is None or compiled.draft is None:
        sources = {file: source_lines(data) for file, data in target.files.items()}
        click.echo(report.as_text(PackError(compiled.diagnostics).errors, sources), err=True)
        click.echo(
            f"{visible(str(target.folder))} does not load yet. pmsim check says more.", err=True
        )
        raise Exit(1)
    if target.display_names.keys() >= target.files.keys() and not target.base_files:
        return compiled.pack, compiled.draft, None
    scenarios = compiled.draft.names.scenarios
    scenario_ids = frozenset(one.id for one in scenarios if one.file in target.display_names)
    if not scenario_ids:
        name = visible(next(iter(target.display_names.values())))
        raise click.UsageError(f"{name} is not a scenario; name one, or the whole pack.")
    return compiled.pack, compiled.draft, scenario_ids


def _name(pack: Pack, only: frozenset[str] | None) -> str:
    return pack.id if only is None else ", ".join(sorted(only))


def _review_target(target: CheckTarget) -> NamedReview:
    pack, draft, only = compile_or_exit(target)
    review = without_suppressed(review_pack(pack, draft, only), target.files)
    return NamedReview(_name(pack, only), review, target.display_names)


MAX_CAREERS = 10_000


@click.command()
@click.argument("path", required=False)
@click.option(
    "-n",
    "--careers",
    type=click.IntRange(0, MAX_CAREERS),
    default=50,
    help="Careers to play from each start; 50 if left out, 0 for none.",
)
@click.option(
    "--seed", type=click.IntRange(0, 2**63), default=1, help="The seed of the first career."
)
@format_option("text", "json", help="For people, or for programs.")
@click.option("--text", is_flag=True, help="Print the words with their lines, for a spell checker.")
def words(path: str | None, careers: int, seed: int, form: str, text: bool) -> None:
    """Count the words of PATH: a pack (its folder or name), a folder of scenarios, or one file.

    Without PATH: the pack around the current folder, or if there is none, the pack that comes with
    pmsim."""
    targets = targets_or_exit(path or str(enclosing_pack_folder(Path()) or default_pack_folder()))
    if text:
        for target in targets:
            _print_text(target)
        return
    counted = [_count_target(target, seed, careers) for target in targets]
    click.echo(
        review_report.words_json(counted)
        if form == "json"
        else "\n\n".join(review_report.words_text(each) for each in counted)
    )


def _print_text(target: CheckTarget) -> None:
    """Print the words of the files that were asked for: a file's name, then its numbered lines."""
    _, draft, _ = compile_or_exit(target)
    nodes = [(node, "scenario") for _, node in draft.files.scenarios.values()]
    nodes += [(draft.files.pack, "pack")] if draft.files.pack is not None else []
    lines = [line for node, kind in nodes for line in written_lines(node, RecordShape(kind))]
    for file, name in target.display_names.items():
        own = sorted((place.line, words) for place, words in lines if place.file == file)
        if own:
            click.echo(f"{visible(name)}:")
        for number, words in own:
            click.echo(f"{number}: {visible(words)}")


def _count_target(target: CheckTarget, seed: int, careers: int) -> WordReport:
    pack, _, only = compile_or_exit(target)
    starts = pack.starts if careers and only is None else ()
    read = tuple(measure_reading(pack, start, seed, careers) for start in starts)
    return WordReport(_name(pack, only), count_written_words(pack), only, read)
