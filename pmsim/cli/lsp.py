"""`pmsim lsp`: the language server for editors."""

import sys

import click

from pmsim.cli.streams import OutputError

MISSING = "The language server needs two more libraries: pip install 'pmsim[author]'"


@click.command()
def lsp() -> None:
    """Serve an editor over standard input and output: problems, completion and more while you type.
    Editors start this command themselves."""
    try:
        from pmsim.authoring.lsp.protocol import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        click.echo(MISSING, err=True)
        raise click.exceptions.Exit(2) from error
    if sys.stdin.isatty():
        click.echo(
            "This waits for an editor to speak to it; see docs/editors.md. Ctrl-C ends it.",
            err=True,
        )
    try:
        serve()
    except OSError as error:
        raise OutputError(error) from error
