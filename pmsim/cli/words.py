"""`pmsim words`: how many words a pack has, and how many of them a player reads."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmsim.cli.review import compiled_of, targets_of

if TYPE_CHECKING:
    from pmsim.authoring.word_report import WordReport
    from pmsim.cli.targets import Target

MOST = 10_000
FORMATS = ("text", "json")


@click.command()
@click.argument("path", required=False)
@click.option(
    "-n", "--careers", type=click.IntRange(0, MOST), default=50, help="Careers to play from each start; 50 if left out, 0 for none."
)
@click.option("--seed", type=click.IntRange(0, 2**63), default=1, help="The seed of the first career.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="For people, or for programs.")
def words(path: str | None, careers: int, seed: int, form: str) -> None:
    """Count the words of PATH: a pack (its folder or name), a folder of scenarios, or one file.

    Without PATH: the pack in which you are, else the one that comes with pmsim."""
    from pmsim.authoring import word_report as paper

    counted = [_counted(target, range(seed, seed + careers)) for target in targets_of(path or _here())]
    click.echo(paper.as_json(counted) if form == "json" else "\n\n".join(paper.as_text(each) for each in counted))


def _here() -> str:
    from pmsim.store.packs import folder_above, shipped_pack

    return str(folder_above(Path()) or shipped_pack())


def _counted(target: "Target", seeds: range) -> "WordReport":
    from pmsim.analysis.word_counts import count_written_words, measure_reading
    from pmsim.authoring.word_report import WordReport

    pack, _, only = compiled_of(target)
    read = tuple(measure_reading(pack, start, seeds) for start in pack.starts) if seeds and only is None else ()
    name = pack.id if only is None else ", ".join(sorted(only))
    return WordReport(name, count_written_words(pack), only, read)
