"""`pmsim graph`: what leads where, in a scenario or in a pack."""

import shutil
import sys

import click

from pmsim.cli.drafts import opened

FORMATS = ("text", "mermaid", "dot")


@click.command()
@click.argument("path")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", help="A tree of lines, or a picture's source: Mermaid, Graphviz."
)
@click.option("--reads", is_flag=True, help="In a pack's graph: also which scenario asks what was seen or done in which.")
def graph(path: str, form: str, reads: bool) -> None:
    """Draw what leads where: the scenes of a scenario (its file or name), or the scenarios of a pack (its folder or name).

    Of a scene with `pick` only the way on is drawn, since its choices stay in it. What comes in a later quarter is dashed. In the tree
    every scene stands once; an arrow up or down says where. To make a picture: `pmsim graph PATH --format dot | dot -Tsvg`.
    """
    from pmsim.authoring.graph import ASCII, UNICODE, as_dot, as_mermaid, as_tree, pack_graph, scenario_graph

    pack = opened(path, only_scenarios=True)
    drawn = scenario_graph(pack.draft, pack.scenario) if pack.scenario else pack_graph(pack.draft, reads=reads)
    match form:
        case "mermaid":
            click.echo(as_mermaid(drawn))
        case "dot":
            click.echo(as_dot(drawn))
        case _:
            width = max(60, shutil.get_terminal_size().columns) if sys.stdout.isatty() else 80
            click.echo(as_tree(drawn, width, UNICODE if _can_show(UNICODE.branch + UNICODE.late + UNICODE.to + UNICODE.above) else ASCII))


def _can_show(characters: str) -> bool:
    """Whether the terminal, or whatever the output goes to, has these characters."""
    try:
        characters.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
