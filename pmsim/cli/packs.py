"""`pmsim packs`: lists, adds and removes packs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pmsim.authoring.report import as_text
from pmsim.cli.options import JSON_OPTION
from pmsim.cli.streams import echo_json, prompts_to_stderr
from pmsim.lang import PackError, count_text, visible
from pmsim.lang.decoding import source_lines
from pmsim.store.folders import packs_folder, scenarios_folder
from pmsim.store.installed_packs import add_pack as put
from pmsim.store.installed_packs import read_pack_archive, recover_interrupted
from pmsim.store.installed_packs import remove_pack as take
from pmsim.store.pack_loading import load_pack
from pmsim.store.packs import NoPackError, added_packs, path_kind, shipped_packs, suggest_yaml_name

MAX_NAMED_FILES = 8
"""Names at most in the list of files that a pack leaves behind."""


@click.group()
def packs() -> None:
    """List the packs, add one that somebody gave you, or remove one that you have added."""


@packs.command("list")
@JSON_OPTION
def list_(as_json: bool) -> None:
    """List the packs that can be played by name: those that come with pmsim, and those that you
    have added."""
    folder = packs_folder()
    recover_interrupted(folder)
    rows = [_pack_fields(scenarios_folder() / name, "pmsim") for name in shipped_packs()]
    rows += [
        _pack_fields(folder / name, "added")
        for name in added_packs(folder)
        if name not in shipped_packs()
    ]
    if as_json:
        echo_json(rows)
        return
    wide = max((len(row["name"]) for row in rows), default=0)
    for row in rows:
        source = "comes with pmsim" if row["from"] == "pmsim" else "added"
        about = f"{row['title']} {row['version']}, {row['scenarios']} scenarios, {source}"
        click.echo(f"{row['name']:<{wide}}  {row['problem'] or about}")


@packs.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace an added pack that has the same id.")
def add(path: Path, force: bool) -> None:
    """Add the pack at PATH, its folder or a zip of it, so that it can be played by its name.

    The pack is checked first and then copied: what happens to PATH afterwards does not matter."""
    if path_kind(path) not in ("file", "folder"):
        raise click.UsageError(f"There is no folder or zip called {visible(str(path))}.")
    try:
        name, archive = put(path, packs_folder(), force=force)
    except NoPackError as error:
        raise click.ClickException(f"{visible(str(path))} was not added. {error}") from error
    except PackError as error:
        sources = {
            file: source_lines(content) for file, content in read_pack_archive(path).files.items()
        }
        click.echo(as_text(error.errors, sources), err=True)
        raise click.ClickException(
            f"{visible(str(path))} does not load, so it was not added."
        ) from error
    click.echo(name)
    click.echo(
        f"Added, with {len(archive.files)} files.{_left_behind(archive.skipped)}\n  pmsim play"
        f" {name}",
        err=True,
    )


@packs.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Remove without asking.")
def remove(name: str, yes: bool) -> None:
    """Remove a pack that you have added. Careers that you played in it stay among the saves."""
    folder = packs_folder()
    added = added_packs(folder)
    if name not in added and name in shipped_packs():
        raise click.UsageError(f"{name} comes with pmsim and cannot be removed.")
    if name not in added:
        names = ", ".join(added) or "none"
        raise click.UsageError(
            f"You have added no pack called {visible(name)}. You have added: {names}."
        )
    if not yes:
        click.confirm(f"Remove {name} for good?", abort=True, err=prompts_to_stderr())
    try:
        take(name, folder)
    except NoPackError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Removed: {name}", err=True)


def _left_behind(files: Sequence[str]) -> str:
    """Return a sentence that names the files of a pack that are left behind, '' if there are
    none."""
    named = [
        visible(file)
        + (f" (call it {visible(better)})" if (better := suggest_yaml_name(file)) else "")
        for file in files[:MAX_NAMED_FILES]
    ]
    if len(files) > MAX_NAMED_FILES:
        named.append(f"{len(files) - MAX_NAMED_FILES} more")
    return f" Left behind: {', '.join(named)}." if files else ""


def _pack_fields(folder: Path, source: str) -> dict[str, Any]:
    """Return the listed fields of one pack. One that does not load has a `problem`, and does not
    stop the list."""
    row: dict[str, Any] = {
        "name": folder.name,
        "title": "",
        "version": "",
        "from": source,
        "scenarios": 0,
        "folder": str(folder),
        "problem": "",
    }
    try:
        pack = load_pack(folder)
    except PackError as error:
        row["problem"] = (
            f"does not load: {count_text(len(error.errors), 'error')}; pmsim check"
            f" {visible(str(folder))}"
            if error.errors
            else str(error)
        )
        return row
    return row | {
        "title": visible(pack.title),
        "version": pack.version,
        "scenarios": len(pack.scenarios),
    }
