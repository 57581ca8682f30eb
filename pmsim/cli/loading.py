"""What several commands need first: a pack, or a plain end with the reason."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, NoReturn

import click

from pmsim.lang.characters import visible

if TYPE_CHECKING:
    from pmsim.lang.diagnostics import PackError
    from pmsim.lang.pack import Pack


MOST_NAMED = 16
"""So many names are told of those that there are."""


def pack_named(name: str, *, career: bool = False) -> "Pack":
    """The pack, or exit: 2 if there is none of that name, 1 with every problem if it does not load."""
    from pmsim.lang.diagnostics import PackError
    from pmsim.store.packs import NoPackError, load_pack

    try:
        return load_pack(name, career=career)
    except NoPackError as error:
        raise click.UsageError(str(error)) from error
    except PackError as error:
        click.echo(report_on(error, name), err=True)
        click.echo(f"{visible(name)} does not load. pmsim check shows every problem with its line.", err=True)
        raise click.exceptions.Exit(1) from error


def report_on(error: "PackError", name: str, width: int = 140) -> str:
    """The errors of a pack or file that does not load, each with its line, cut to `width` columns."""
    from pmsim.authoring.report import as_text
    from pmsim.store.packs import NoPackError, sources_of

    if isinstance(error, NoPackError):
        return str(error)
    errors = [found for found in error.diagnostics if found.severity == "error"]
    return as_text(errors, sources_of(name, {found.place.file for found in errors}), width)


def no_such(kind: str, name: str, known: Iterable[str]) -> NoReturn:
    """Exit 2: a name that the pack does not have, and the nearest it has; of the others as many as one reads."""
    names = list(known)
    lasts: dict[str, str] = {}
    for each in names:
        lasts.setdefault(each.rpartition(".")[2], each)
    near = get_close_matches(name, names, 1) or [lasts[last] for last in get_close_matches(name, lasts, 1, 0.5)]
    hint = f" Did you mean {near[0]}?" if near else ""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    raise click.UsageError(f"There is no {kind} {visible(name)}.{hint} There are: {', '.join(names[:MOST_NAMED]) or 'none'}{more}.")


def start_in(pack: "Pack", start: str) -> str:
    """A start of the pack ('' the first), or exit 2."""
    if start and start not in pack.starts:
        no_such("start", start, pack.starts)
    return start


def quarters_of(pack: "Pack", short: bool) -> int:
    """The quarters of a short career, 0 for the start's own; exit 2 if the pack has no short one."""
    if short and not pack.program.short:
        raise click.UsageError(f"{pack.id} has no short career.")
    return pack.program.short if short else 0
