"""`pmsim where`: where a name is defined, set, asked for, led to and shown."""

import shutil
import sys
from typing import NoReturn

import click

from pmsim.cli.drafts import Opened, opened
from pmsim.lang.characters import visible

MOST = 4
"""More things than this are only listed, when a short name fits them all."""


@click.command()
@click.argument("name")
@click.argument("path", default="")
@click.option("--all", "every", is_flag=True, help="Every place with its line, however many there are.")
@click.option("--json", "as_data", is_flag=True, help="For programs.")
def where(name: str, path: str, every: bool, as_data: bool) -> None:
    """Show where NAME is defined, set, asked for, led to and shown.

    NAME is a stat, a person, a skill, a flag, a tag, a role, an outcome, a topic, a phrase, a scenario (the_date), a scene
    (the_date.doorway) or a choice (the_date.doorway.ship_tonight); of the last two the end will do (doorway). PATH is a pack or a file
    in it; without it the pack around this folder is searched, else the one that comes with pmsim. Exit code 2 if nothing is called so.
    """
    from pmsim.authoring.where import as_json, as_text, find_symbols

    pack = opened(path)
    found = find_symbols(pack.draft, name)
    if not found:
        _nothing(pack, name)
    if as_data:
        click.echo(as_json(found, pack.lines(), pack.shown))
    elif len(found) > MOST and all(one.id != name for one in found):
        click.echo(f"{len(found)} things are called {visible(name)}. Give the whole name of one:")
        for one in found:
            click.echo(f"  {one.kind} {visible(one.id)}")
    else:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
        click.echo(as_text(found, pack.lines(), pack.shown, width=width, show_all=every or not width))


def _nothing(pack: Opened, name: str) -> NoReturn:
    from pmsim.authoring.where import nearest_names

    near = nearest_names(pack.draft, name)
    hint = f" The nearest: {', '.join(near)}." if near else ""
    raise click.UsageError(f"Nothing in {visible(str(pack.draft.program.id))} is called {visible(name)}.{visible(hint)}")
