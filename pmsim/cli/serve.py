"""`pmsim serve`: the game in a browser on this machine."""

import click

from pmsim.cli.options import DEFAULT_PACK, load_pack_or_exit

MISSING = "The browser's page needs more libraries: pip install 'pmsim[web]'"
NO_TERMINALS = "pmsim serve needs a system with pseudo-terminals (Linux, macOS)."
PORT = 8000


@click.command()
@click.argument("pack", default=DEFAULT_PACK)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=PORT,
    show_default=True,
    help="The port of the page.",
)
@click.option(
    "--saves",
    "folder",
    type=click.Path(file_okay=False),
    default=None,
    help="The folder of saves; each visitor has a folder in it.",
)
def serve(pack: str, port: int, folder: str | None) -> None:
    """Serve PACK as a page that a browser on this machine can play. Each browser has its own saves.

    Nobody else can reach the page. Ctrl-C ends it."""
    from pmsim.store.folders import saves_folder

    load_pack_or_exit(pack)
    try:
        from pmsim.ui.web import server
    except ModuleNotFoundError as error:
        if error.name in ("termios", "fcntl"):
            raise click.ClickException(NO_TERMINALS) from error
        if (error.name or "").partition(".")[0] not in ("aiohttp", "textual_serve"):
            raise
        click.echo(MISSING, err=True)
        raise click.exceptions.Exit(2) from error

    def ready() -> None:
        click.echo(f"Open http://{server.ADDRESS}:{port} in a browser. Ctrl-C ends it.")

    try:
        server.serve(pack, saves_folder(folder) / "visitors", port, ready)
    except OSError as error:
        raise click.ClickException(
            f"The page cannot be opened at port {port}: it is in use, or not allowed. Name another"
            " with --port."
        ) from error
