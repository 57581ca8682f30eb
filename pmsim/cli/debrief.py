"""`pmsim debrief`: what one career says, as Markdown, HTML or JSON."""

import sys
from pathlib import Path

import click

from pmsim.analysis.turning_points import Crossroads
from pmsim.cli.options import SAVES_OPTION
from pmsim.cli.saves import LIFE_OPTION, OUT_OPTION, load_save, tip_of_life
from pmsim.cli.streams import write_result
from pmsim.lang import visible
from pmsim.play.migrate import restore
from pmsim.play.session import Session
from pmsim.store.corrections import read_corrections
from pmsim.store.folders import config_folder
from pmsim.store.pack_loading import load_pack_by_id
from pmsim.ui.debrief_formats import FORMATS, write_debrief
from pmsim.ui.present.debrief import debrief_of
from pmsim.ui.present.history import note_sentences
from pmsim.ui.present.roads import road_request


@click.command()
@click.argument("save")
@click.option("--format", "form", type=click.Choice(FORMATS), default="md", show_default=True)
@click.option(
    "--without-turning-points",
    "is_quick",
    is_flag=True,
    help="Do not play on from each decision, which takes up to half a minute.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    help="Luck of the lives that are played on.",
)
@LIFE_OPTION
@OUT_OPTION
@SAVES_OPTION
def debrief(
    save: str,
    form: str,
    is_quick: bool,
    seed: int,
    life: int | None,
    out: Path | None,
    folder: str | None,
) -> None:
    """Print the debrief of one career: what happened, what its choices may say, what to do now.

    SAVE is a name from `pmsim saves list`, or a file. Ctrl-C leaves the turning points out."""
    saved = load_save(save, folder).saved
    tip = tip_of_life(saved, life)
    pack = load_pack_by_id(saved.pack)
    if pack is None:
        raise click.ClickException(
            f"This career was lived in the pack {visible(saved.pack)}, which does not load here."
            " `pmsim packs list` names those that are here; `pmsim packs add FOLDER` adds one."
        )
    session, notes, _ = restore(pack, saved)
    for sentence in note_sentences(session, notes):
        click.echo(sentence, err=True)
    session.at = tip
    corrections = read_corrections(config_folder(), pack.id)
    found = None if is_quick else _find_with_progress(session, seed)
    write_result(write_debrief(debrief_of(session, corrections, found), form), out)


def _find_with_progress(session: Session, seed: int) -> tuple[Crossroads, ...] | None:
    """Return the turning points of the current life, None after Ctrl-C; show on a terminal how far
    the search is."""
    with click.progressbar(
        length=100,
        label="Playing on from each decision",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:
        try:
            return road_request(session, seed).find(
                lambda part: bar.update(int(100 * part) - bar.pos)
            )
        except KeyboardInterrupt:
            click.echo("\nStopped: the turning points are left out.", err=True)
            return None
