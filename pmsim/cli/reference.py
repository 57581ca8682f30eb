"""`pmsim explain` and `pmsim schema`: the explanation of a rule, and the JSON Schema."""

from difflib import get_close_matches

import click

from pmsim.authoring.reference import rule_explanation, rule_summary
from pmsim.authoring.schema import FILES
from pmsim.authoring.schema import schema as made
from pmsim.cli.streams import echo_json
from pmsim.lang import BY_NAME, RULES
from pmsim.lang.schema import SECTIONS


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Explain the CODE of a problem, such as PM107 or duplicate-key. Without CODE, list all of
    them."""
    if code is None:
        click.echo("\n".join(rule_summary(rule) for rule in RULES))
        return
    by_code = {**{rule.code.lower(): rule for rule in RULES}, **BY_NAME}
    rule = by_code.get(code.lower())
    if rule is None:
        near = get_close_matches(code.lower(), by_code, 1)
        meant = (
            f" Did you mean {near[0].upper() if near[0].startswith('pm') else near[0]}?"
            if near
            else " `pmsim explain` lists them."
        )
        raise click.UsageError(f"There is no problem with the code {code!r}.{meant}")
    click.echo(rule_explanation(rule))


@click.command()
@click.argument("kind", required=False, type=click.Choice([*FILES, *SECTIONS]), metavar="[KIND]")
def schema(kind: str | None) -> None:
    """Print the JSON Schema (draft-07) of the files that an author writes: of any file, or of one
    KIND (scenario, pack, playthrough, roles, …)."""
    echo_json(made(kind or ""))
