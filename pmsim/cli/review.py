"""`pmsim review`: how a pack, or a scenario of it, is written, against what is asked of the craft."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pmsim.authoring.review import Reviewed
    from pmsim.cli.targets import Target

FORMATS = ("text", "json")


@click.command()
@click.argument("path")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="For people, or for programs.")
@click.option("--strict", is_flag=True, help="Exit code 1 if there is anything to say.")
@click.pass_context
def review(ctx: click.Context, path: str, form: str, strict: bool) -> None:
    """How PATH is written: a pack (its folder or name), a folder of scenarios, or one file.

    This is advice, so the exit code is 0. What is asked stands in the pack's `craft:`."""
    from pmsim.authoring import review as paper

    reviewed = [_reviewed(target) for target in targets_of(path)]
    click.echo(paper.as_json(reviewed) if form == "json" else "\n\n".join(paper.as_text(each) for each in reviewed))
    count = sum(each.review.said for each in reviewed)
    said = "Nothing to say." if not count else f"{count} {'thing' if count == 1 else 'things'} to look at."
    click.echo(said, err=True)
    ctx.exit(1 if strict and count else 0)


def targets_of(path: str) -> "list[Target]":
    """What a path, or the name of a shipped pack, stands for. Exits with 2 and the reason if there is nothing to read there."""
    from pmsim.authoring.report import as_text
    from pmsim.cli.targets import targets
    from pmsim.store.packs import NoPackError, find_pack

    try:
        found = list(targets(Path(path) if Path(path).exists() else find_pack(path)))
    except NoPackError as error:
        raise click.UsageError(str(error)) from error
    unread = [problem for target in found for problem in target.unread]
    if unread:
        click.echo(as_text(unread, {}), err=True)
        raise click.exceptions.Exit(2)
    return found


def _reviewed(target: "Target") -> "Reviewed":
    """The review of a target. Exits with 1, and every error, if it does not load."""
    from pmsim.analysis.craft.review import review as looked_at
    from pmsim.authoring import report
    from pmsim.authoring.review import Reviewed
    from pmsim.lang import compile_pack

    compiled = compile_pack(target.files, str(target.folder))
    if compiled.pack is None or compiled.draft is None:
        errors = [found for found in compiled.diagnostics if found.severity == "error"]
        sources = {file: data.decode("utf-8", "replace").split("\n") for file, data in target.files.items()}
        click.echo(report.as_text(errors, sources), err=True)
        click.echo("This does not load yet, so there is nothing to review.", err=True)
        raise click.exceptions.Exit(1)
    whole = target.named.keys() >= target.files.keys()
    mine = {outline.id for outline in compiled.draft.desk.names.scenarios if outline.file in target.named}
    if not whole and not mine:
        raise click.UsageError(f"{next(iter(target.named.values()))} is not a scenario; name one, or the whole pack.")
    name = compiled.pack.id if whole else ", ".join(sorted(mine))
    return Reviewed(name, looked_at(compiled.pack, compiled.draft, None if whole else mine), target.named)
