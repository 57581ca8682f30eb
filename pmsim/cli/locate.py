"""`pmsim locate`: prints the paths of saves, settings, scenarios and added packs."""

import click

PLACES = ("saves", "config", "scenarios", "packs", "cache")


@click.command()
@click.argument("place", required=False, type=click.Choice(PLACES))
@click.option(
    "--saves",
    "folder",
    type=click.Path(file_okay=False),
    default=None,
    help="The folder of saves, if it is not the usual one.",
)
def locate(place: str | None, folder: str | None) -> None:
    """Print where saves, settings, scenarios and added packs are: all of them, or only one
    PLACE."""
    from pmsim.store.folders import (
        cache_folder,
        config_folder,
        packs_folder,
        saves_folder,
        scenarios_folder,
    )

    folders = {
        "saves": lambda: saves_folder(folder),
        "config": config_folder,
        "scenarios": scenarios_folder,
        "packs": packs_folder,
        "cache": cache_folder,
    }
    if place is not None:
        click.echo(folders[place]())
        return
    for name in PLACES:
        click.echo(f"{name:<10} {folders[name]()}")
