"""`pmsim schema`: what an editor completes and checks with."""

import json

import click

from pmsim.authoring.schema import FILES
from pmsim.authoring.schema import schema as made
from pmsim.lang.schema import SECTIONS


@click.command()
@click.argument("kind", required=False, type=click.Choice([*FILES, *SECTIONS]), metavar="[KIND]")
def schema(kind: str | None) -> None:
    """Print the JSON Schema (draft-07) of what an author writes: of any file, or of one KIND (scenario, pack, playthrough, roles, …)."""
    click.echo(json.dumps(made(kind or ""), ensure_ascii=False, indent=2))
