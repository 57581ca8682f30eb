"""`pmsim check`: reports every problem of packs and files at once, and fixes some."""

import re
from pathlib import Path

import click

from pmsim.analysis.examine import examine
from pmsim.authoring import report
from pmsim.authoring.fixes.engine import apply_safe_fixes, count_safe_fixes
from pmsim.cli.options import format_option
from pmsim.cli.streams import terminal_columns
from pmsim.cli.workspace import CheckTarget, find_targets
from pmsim.lang import BY_NAME, Diagnostic, Place, Scalar, make_diagnostic, visible
from pmsim.lang.comments import comments
from pmsim.lang.decoding import source_lines
from pmsim.store.author_files import overwrite_author_file
from pmsim.store.packs import NoPackError

_TODO = re.compile(r"# *TODO\b.*")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@format_option("text", "json", "github", help="For people, programs, or GitHub's annotations.")
@click.option(
    "--fix",
    is_flag=True,
    help="First correct what has exactly one right answer, and report what was corrected.",
)
@click.option(
    "--todo",
    is_flag=True,
    help="List only what is still to be done: TODO in texts and in comments.",
)
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...], form: str, fix: bool, todo: bool) -> None:
    """Find every problem of packs (their folders) or of single files.

    A comment `# allow RULE: reason` silences a warning. It stands at the end of the line, or alone
    on the line above. Exit code 1 if there are errors (warnings alone give 0); 2 if there was
    nothing to check."""
    diagnostics: list[Diagnostic] = []
    fixable = 0
    sources: dict[str, list[str]] = {}
    for target in (target for path in paths for target in find_targets(path)):
        diagnostics += target.unread
        if not target.files:
            continue
        if fix:
            target, problems = fix_target(target)  # noqa: PLW2901 - the same target with its files fixed
            diagnostics += problems
        names = target.display_names
        sources |= {name: source_lines(target.files[file]) for file, name in names.items()}
        examined = examine(target.files, base=target.base_files)
        if not fix:
            fixable += count_safe_fixes(target.files, list(names), examined, target.base_files)
        diagnostics += [
            one._replace(place=one.place._replace(file=names[one.place.file]))
            for one in examined.diagnostics
            if one.place.file in names
        ]
        if todo:
            diagnostics = [one for one in diagnostics if one.code == BY_NAME["todo"].code]
            diagnostics += [
                make_diagnostic("todo", Scalar(comment.text, comment.place), markup=comment.text)
                for file, name in names.items()
                for comment in comments(target.files[file], name, _TODO, b"todo")
            ]
    match form:
        case "json":
            printed = report.as_json(diagnostics)
        case "github":
            printed = report.as_github(diagnostics)
        case _:
            printed = report.as_text(diagnostics, sources, columns=terminal_columns())
    click.echo(printed, nl=bool(printed))
    click.echo(report.summary_line(diagnostics, len(sources)), err=True)
    if fixable:
        which = f"{fixable} of them" if len(diagnostics) > 1 else "it"
        click.echo(f"`pmsim check --fix` may mend {which}.", err=True)
    ctx.exit(int(any(one.severity == "error" for one in diagnostics)) if sources else 2)


def fix_target(target: CheckTarget) -> tuple[CheckTarget, list[Diagnostic]]:
    """Fix the files of a target that were asked for. Return the target with the new files, and
    diagnostics for files that cannot be written."""
    result = apply_safe_fixes(target.files, list(target.display_names), target.base_files)
    files, problems = dict(target.files), []
    for file, name in target.display_names.items():
        if result.files[file] == target.files[file]:
            continue
        try:
            overwrite_author_file(target.folder / file, result.files[file])
        except NoPackError as error:
            problems.append(make_diagnostic("unread", Place(name, 1, 1), sentence=str(error)))
            continue
        files[file] = result.files[file]
        for fix in result.fixes:
            if fix.file == file:
                click.echo(f"{visible(name)}:{fix.edits[0].line}: {visible(fix.title)}.", err=True)
    return target._replace(files=files), problems
