"""`pmsim check`: every problem of what is named, at once."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import click

from pmsim.analysis.examine import examine
from pmsim.authoring import report
from pmsim.authoring.mending import apply
from pmsim.authoring.mending.ids import ids
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.folder import PACK_FILE
from pmsim.store.authored import write_authored
from pmsim.store.packs import NoPackError, folder_above, packs_below, read_file, read_folder, shipped_pack

FORMATS = ("text", "json", "github")


class Target(NamedTuple):
    """Files to compile as one pack, the names under which those that were asked for are spoken of, and the folder all paths begin at."""

    files: Mapping[str, bytes]
    named: dict[str, str]
    folder: Path


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="For people, programs, or GitHub's annotations.")
@click.option("--fix", is_flag=True, help="Write the ids in that choices take from their labels.")
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...], form: str, fix: bool) -> None:
    """Find every problem of a pack (its folder) or of single files. Exit code 1 if there are errors; warnings alone are fine."""
    diagnostics: list[Diagnostic] = []
    sources: dict[str, list[str]] = {}
    try:
        for target in (target for path in paths for target in targets(path)):
            if fix:
                target = fixed(target)  # noqa: PLW2901 - the same target, as it is from here on
            sources |= {name: target.files[file].decode("utf-8", "replace").split("\n") for file, name in target.named.items()}
            for found in examine(target.files).diagnostics:
                if found.place.file in target.named:
                    diagnostics.append(found._replace(place=found.place._replace(file=target.named[found.place.file])))
    except NoPackError as error:
        raise click.UsageError(str(error)) from error
    match form:
        case "json":
            click.echo(report.as_json(diagnostics))
        case "github":
            click.echo(report.as_github(diagnostics), nl=bool(diagnostics))
        case _:
            click.echo(report.as_text(diagnostics, sources), nl=bool(diagnostics))
    click.echo(report.total(diagnostics, len(sources)), err=True)
    ctx.exit(1 if any(found.severity == "error" for found in diagnostics) else 0)


def fixed(target: Target) -> Target:
    """The target with the ids written into its files, those that were asked for. Raises NoPackError if one cannot be written."""
    files = dict(target.files)
    for file, name in target.named.items():
        files[file] = apply(target.files[file], [edit for fix in ids(target.files[file], file) for edit in fix.edits])
        if files[file] != target.files[file]:
            write_authored(target.folder / file, files[file])
            click.echo(f"Wrote ids into {name}.", err=True)
    return target._replace(files=files)


def targets(path: Path) -> Iterator[Target]:
    """What to compile for a path: the packs in it; or the pack around it, of which only this is spoken; or the shipped one with it."""
    if path.name == PACK_FILE:
        path = path.parent
    inside = packs_below(path) if path.is_dir() else []
    for folder in inside:
        files = read_folder(folder)
        yield Target(files, {file: (path / folder.relative_to(path.resolve()) / file).as_posix() for file in files}, folder)
    if inside:
        return
    around = folder_above(path)
    if around:
        files = read_folder(around)
        below = path.resolve().relative_to(around).as_posix()
        named = {file: f"{path.as_posix()}{file[len(below) :]}" for file in files if file == below or file.startswith(f"{below}/")}
    else:
        own = {path.name: read_file(path)} if path.is_file() else dict(read_folder(path))
        stems = {Path(file).stem for file in own}
        files = {file: data for file, data in read_folder(shipped_pack()).items() if Path(file).stem not in stems} | own
        named = {file: (path if path.is_file() else path / file).as_posix() for file in own}
    if not named:
        raise NoPackError(f"{path} holds no YAML file." if path.is_dir() else f"{path} is not a YAML file.")
    yield Target(files, named, around or (path.parent if path.is_file() else path))
