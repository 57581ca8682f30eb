"""`pmsim serve`: the game in a browser on this machine. `pmsim lsp`: the language server for
editors. Both need libraries that a player may not have."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from pmsim.cli.options import DEFAULT_PACK, load_pack_or_exit, saves_option
from pmsim.cli.streams import OutputError

NO_TERMINALS = "pmsim serve needs a system with pseudo-terminals (Linux, macOS)."
PORT = 8000


@contextmanager
def _needing(libraries: tuple[str, ...], message: str) -> Iterator[None]:
    """Exit with 2 and a message if one of some libraries is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in libraries:
            raise
        click.echo(message, err=True)
        raise click.exceptions.Exit(2) from error


@click.command()
@click.argument("pack", default=DEFAULT_PACK)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=PORT,
    show_default=True,
    help="The port of the page.",
)
@saves_option("The folder of saves; each visitor has a folder in it.")
def serve(pack: str, port: int, folder: str | None) -> None:
    """Serve PACK as a page that a browser on this machine can play. Each browser has its own saves.

    Nobody else can reach the page. Ctrl-C ends it."""
    from pmsim.store.folders import saves_folder

    load_pack_or_exit(pack)
    missing = "The browser's page needs more libraries: pip install 'pmsim[web]'"
    try:
        with _needing(("aiohttp", "textual_serve"), missing):
            from pmsim.ui.web import server
    except ModuleNotFoundError as error:
        if error.name in ("termios", "fcntl"):
            raise click.ClickException(NO_TERMINALS) from error
        raise

    def ready() -> None:
        click.echo(f"Open http://{server.ADDRESS}:{port} in a browser. Ctrl-C ends it.")

    try:
        server.serve(pack, saves_folder(folder) / "visitors", port, ready)
    except OSError as error:
        raise click.ClickException(
            f"The page cannot be opened at port {port}: it is in use, or not allowed. Name another"
            " with --port."
        ) from error


@click.command()
def lsp() -> None:
    """Serve an editor over standard input and output: problems, completion and more while you type.
    Editors start this command themselves."""
    missing = "The language server needs two more libraries: pip install 'pmsim[author]'"
    with _needing(("pygls", "lsprotocol"), missing):
        from pmsim.authoring.lsp.protocol import serve as serve_editor
    if sys.stdin.isatty():
        click.echo(
            "This waits for an editor to speak to it; see docs/editors.md. Ctrl-C ends it.",
            err=True,
        )
    try:
        serve_editor()
    except OSError as error:
        raise OutputError(error) from error
