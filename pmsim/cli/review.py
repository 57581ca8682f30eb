"""`pmsim review`: how a pack, or a scenario of it, is written, against what is asked of the craft."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmsim.lang.characters import visible
from pmsim.lang.decoding import source_lines

if TYPE_CHECKING:
    from pmsim.authoring.review_report import NamedReview
    from pmsim.cli.targets import Target
    from pmsim.lang import Draft
    from pmsim.lang.pack import Pack

FORMATS = ("text", "json")


@click.command()
@click.argument("path")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="For people, or for programs.")
@click.option("--strict", is_flag=True, help="Exit code 1 if there is anything to say.")
@click.pass_context
def review(ctx: click.Context, path: str, form: str, strict: bool) -> None:
    """How PATH is written: a pack (its folder or name), a folder of scenarios, or one file.

    This is advice, so the exit code is 0. What is asked stands in the pack's `craft:`; a comment such as `# allow label_words_most: she
    would say it like that`, at the end of a line or alone above it, allows one thing at one place."""
    from pmsim.authoring import review_report as paper

    reviewed = [_reviewed(target) for target in targets_of(path)]
    click.echo(paper.as_json(reviewed) if form == "json" else "\n\n".join(paper.as_text(each) for each in reviewed))
    count = sum(each.review.finding_count for each in reviewed)
    said = "Nothing to say." if not count else f"{count} {'thing' if count == 1 else 'things'} to look at."
    click.echo(said, err=True)
    ctx.exit(1 if strict and count else 0)


def targets_of(path: str) -> "list[Target]":
    """What a path, or the name of a shipped pack, stands for. Exits with 2 and the reason if there is nothing to read there."""
    from pmsim.authoring.report import as_text
    from pmsim.cli.targets import targets
    from pmsim.store.packs import NoPackError, find_pack, kind_of, pack_called

    try:
        found = list(targets(pack_called(path) or (Path(path) if kind_of(Path(path)) else find_pack(path))))
    except NoPackError as error:
        raise click.UsageError(str(error)) from error
    unread = [problem for target in found for problem in target.unread]
    if unread:
        click.echo(as_text(unread, {}), err=True)
        raise click.exceptions.Exit(2)
    return found


def compiled_of(target: "Target") -> "tuple[Pack, Draft, frozenset[str] | None]":
    """The pack of a target, its draft, and the scenarios that were asked for (None: all; of a pack that extends another, its own). Exits
    with 1, and every error, if it does not load; with 2 if there is no scenario in what was asked for."""
    from pmsim.authoring import report
    from pmsim.lang import compile_pack

    compiled = compile_pack(target.files, str(target.folder), target.base)
    if compiled.pack is None or compiled.draft is None:
        errors = [found for found in compiled.diagnostics if found.severity == "error"]
        sources = {file: source_lines(data) for file, data in target.files.items()}
        click.echo(report.as_text(errors, sources), err=True)
        click.echo(f"{visible(str(target.folder))} does not load yet. pmsim check says more.", err=True)
        raise click.exceptions.Exit(1)
    if target.named.keys() >= target.files.keys() and not target.base:
        return compiled.pack, compiled.draft, None
    mine = frozenset(outline.id for outline in compiled.draft.context.names.scenarios if outline.file in target.named)
    if not mine:
        raise click.UsageError(f"{visible(next(iter(target.named.values())))} is not a scenario; name one, or the whole pack.")
    return compiled.pack, compiled.draft, mine


def _reviewed(target: "Target") -> "NamedReview":
    from pmsim.analysis.review import review_pack as looked_at
    from pmsim.analysis.review import without_suppressed
    from pmsim.authoring.review_report import NamedReview

    pack, draft, only = compiled_of(target)
    found = without_suppressed(looked_at(pack, draft, only), target.files)
    return NamedReview(pack.id if only is None else ", ".join(sorted(only)), found, target.named)
