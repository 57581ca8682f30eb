"""`pmsim locate`: prints the paths of saves, settings, scenarios, added packs, compiled packs, the
records of what was seen, and the report of a fault."""

from collections.abc import Callable
from pathlib import Path

import click

from pmsim.cli.options import saves_option

PLACES = ("saves", "config", "scenarios", "packs", "cache", "seen", "report")


@click.command()
@click.argument("place", required=False, type=click.Choice(PLACES))
@saves_option("The folder of saves, if it is not the usual one.")
def locate(place: str | None, folder: str | None) -> None:
    """Print where everything is that pmsim reads and writes, or only one PLACE. Exported logs are
    written where pmsim is started."""
    from pmsim.store.folders import (
        REPORT_FILE,
        SEEN_SUFFIX,
        cache_folder,
        config_folder,
        packs_folder,
        saves_folder,
        scenarios_folder,
    )

    folders: dict[str, Callable[[], Path]] = {
        "saves": lambda: saves_folder(folder),
        "config": config_folder,
        "scenarios": scenarios_folder,
        "packs": packs_folder,
        "cache": cache_folder,
        "seen": lambda: saves_folder(folder) / f"*.{SEEN_SUFFIX}",
        "report": lambda: saves_folder(folder) / REPORT_FILE,
    }
    if place is not None:
        click.echo(folders[place]())
        return
    for name in PLACES:
        click.echo(f"{name:<10} {folders[name]()}")
