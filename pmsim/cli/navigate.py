"""`pmsim where` and `pmsim graph`: the uses of a name, and the graph of a scenario or pack."""

import sys

import click

from pmsim.authoring.graph import pack_graph, scenario_graph
from pmsim.authoring.graph.render import ASCII, UNICODE, as_dot, as_mermaid, as_tree
from pmsim.authoring.where import as_json, as_text, find_symbols, nearest_names
from pmsim.cli.options import format_option
from pmsim.cli.streams import terminal_columns
from pmsim.cli.workspace import load_draft
from pmsim.lang import visible
from pmsim.lang.characters import can_encode

MAX_DETAILED = 4
"""If a short name fits more things than this, they are only listed."""


@click.command()
@click.argument("name")
@click.argument("path", default="")
@click.option(
    "--all", "every", is_flag=True, help="Every place with its line, however many there are."
)
@click.option("--json", "as_data", is_flag=True, help="For programs.")
def where(name: str, path: str, every: bool, as_data: bool) -> None:
    """Show where NAME is defined, set, asked for, led to and shown.

    NAME is a stat, a person, a skill, a flag, a tag, a role, an outcome, a topic, a phrase, a
    scenario (the_date), a scene (the_date.doorway) or a choice (the_date.doorway.ship_tonight). For
    a scene or a choice the last part is enough (doorway). PATH is a pack or a file in it. Without
    PATH the pack around this folder is searched, or if there is none, the pack that comes with
    pmsim. Exit code 2 if nothing has this name."""
    draft = load_draft(path)
    symbols = find_symbols(draft.draft, name)
    if not symbols:
        near = nearest_names(draft.draft, name)
        hint = f" The nearest: {', '.join(near)}." if near else ""
        raise click.UsageError(
            f"Nothing in {visible(str(draft.draft.program.id))} is called"
            f" {visible(name)}.{visible(hint)}"
        )
    if as_data:
        click.echo(as_json(symbols, draft.pack.lines(), draft.display_path))
    elif len(symbols) > MAX_DETAILED and all(symbol.id != name for symbol in symbols):
        click.echo(f"{len(symbols)} things are called {visible(name)}. Give the whole name of one:")
        for symbol in symbols:
            click.echo(f"  {symbol.kind} {visible(symbol.id)}")
    else:
        width, lines = terminal_columns(), draft.pack.lines()
        show_all = every or not width
        click.echo(as_text(symbols, lines, draft.display_path, width=width, show_all=show_all))


@click.command()
@click.argument("path")
@format_option(
    "text", "mermaid", "dot", help="A tree of lines, or a picture's source: Mermaid, Graphviz."
)
@click.option(
    "--reads",
    is_flag=True,
    help="In a pack's graph: also show which scenario reads what was seen or done in another.",
)
def graph(path: str, form: str, reads: bool) -> None:
    """Draw what leads where: the scenes of a scenario (its file or name), or the scenarios of a
    pack (its folder or name).

    Of a scene with `pick` only the way on is drawn, because its choices stay in it. An edge that is
    followed in a later quarter is dashed. In the tree every scene appears once; an arrow up or down
    points to it. To make a picture: `pmsim graph PATH --format dot | dot -Tsvg`."""
    draft = load_draft(path, only_scenarios=True)
    diagram = (
        scenario_graph(draft.draft, draft.scenario)
        if draft.scenario
        else pack_graph(draft.draft, reads=reads)
    )
    match form:
        case "mermaid":
            click.echo(as_mermaid(diagram))
        case "dot":
            click.echo(as_dot(diagram))
        case _:
            marks = UNICODE if can_encode("".join(UNICODE), sys.stdout.encoding) else ASCII
            click.echo(as_tree(diagram, max(60, terminal_columns() or 80), marks))
