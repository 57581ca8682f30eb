"""`pmsim saves`: list, show, export, check, remove."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pmsim.cli.streams import asks_aside

if TYPE_CHECKING:
    from pmsim.play.record import Saved
    from pmsim.store.saves import Entry, Loaded, Saves

FOLDER = click.option("--saves", "folder", type=click.Path(file_okay=False), default=None, help="The folder of saves.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.group()
def saves() -> None:
    """List, show, export, check or remove saved careers. A SAVE is a name from the list, or a file."""


@saves.command("list")
@FOLDER
@AS_JSON
def list_(folder: str | None, as_json: bool) -> None:
    """List the careers in the folder of saves, the one last played first."""
    rows = [_row(entry) for entry in _saves(folder).entries()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    for row in [] if as_json else rows:
        click.echo(_line(row))
    if not rows and not as_json:
        click.echo("No careers yet. The first one begins with a door.", err=True)


@saves.command()
@click.argument("save")
@FOLDER
@AS_JSON
def show(save: str, folder: str | None, as_json: bool) -> None:
    """Show one career: how it began, where each of its lives stands."""
    loaded = _load(save, folder)
    shown = _details(loaded.saved)
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    lives = shown.pop("lives")
    for name, value in shown.items():
        click.echo(f"{name:<10} {_in_words(value)}")
    for number, life in enumerate(lives, 1):
        stands = life["outcome"] or f"quarter {life['quarter']}"
        click.echo(f"life {number:<5} {life['name']}: {life['decisions']} decisions, {stands}")
    if loaded.damaged:
        click.echo(f"This is the save before the newest, which does not load. {loaded.damaged}", err=True)


@saves.command()
@click.argument("save")
@click.option("--life", type=click.IntRange(1), default=None, help="Which of its lives; the one last played if left out.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=None, help="Write it here, not to stdout.")
@FOLDER
def export(save: str, life: int | None, out: Path | None, folder: str | None) -> None:
    """Write a career as a playthrough: a test, or a report of a problem."""
    from pmsim.play.export import as_playthrough

    saved = _load(save, folder).saved
    if life is not None and life > len(saved.lives):
        raise click.UsageError(f"This career has {len(saved.lives)} lives.")
    try:
        text = as_playthrough(saved, saved.at if life is None else saved.lives[life - 1].tip)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    click.echo(f"Written: {out}", err=True)


@saves.command()
@click.argument("save", required=False)
@FOLDER
@click.pass_context
def check(ctx: click.Context, save: str | None, folder: str | None) -> None:
    """Read every save (or one) as playing would. Exit code 1 if one does not load."""
    here = _saves(folder)
    entries = [here.entry(slot) for slot in here.slots()] if save is None else [_entry(save, folder)]
    damaged = [entry for entry in entries if entry.reason]
    for entry in entries:
        older = f" The one before it is whole, at Decision {entry.saved.decision}." if entry.older and entry.saved else ""
        click.echo(f"{entry.slot}: {f'{entry.reason}{older}' if entry.reason else 'whole'}")
    ctx.exit(1 if damaged else 0)


@saves.command()
@click.argument("slot")
@click.option("--yes", is_flag=True, help="Do not ask.")
@FOLDER
def remove(slot: str, yes: bool, folder: str | None) -> None:
    """Remove a career for good, with all its lives."""
    from pmsim.store.errors import SaveError

    here = _saves(folder)
    try:
        here.must_have(slot)
        lock = here.lock(slot)
        if lock is None:
            raise click.ClickException(f"The career {slot} is open in another window.")
        try:
            if not yes:
                click.confirm(f"Remove {slot} for good?", abort=True, err=asks_aside())
            here.remove(slot)
        finally:
            lock.release()
    except SaveError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Removed: {slot}", err=True)


def _saves(folder: str | None) -> "Saves":
    from pmsim.store.places import saves_folder
    from pmsim.store.saves import Saves

    return Saves(saves_folder(folder))


def _home(save: str, folder: str | None) -> "tuple[Saves, str]":
    """The folder and the slot of a save named by its slot or by its file."""
    from pmsim.store.saves import Saves

    path = Path(save)
    return (Saves(path.absolute().parent), path.stem) if path.suffix == ".json" else (_saves(folder), save)


def _load(save: str, folder: str | None) -> "Loaded":
    from pmsim.store.errors import SaveError

    here, slot = _home(save, folder)
    try:
        return here.load(slot, older=True)
    except SaveError as error:
        raise click.ClickException(str(error)) from error


def _entry(save: str, folder: str | None) -> "Entry":
    from pmsim.store.errors import SaveError

    here, slot = _home(save, folder)
    try:
        here.must_have(slot)
    except SaveError as error:
        raise click.ClickException(str(error)) from error
    return here.entry(slot)


def _row(entry: "Entry") -> dict[str, Any]:
    saved = entry.saved
    if saved is None:
        return {"save": entry.slot, "problem": entry.reason}
    state = saved.states[saved.at]
    row: dict[str, Any] = {
        "save": entry.slot,
        "pack": saved.pack,
        "start": saved.origin.start,
        "decision": saved.decision,
        "quarter": state.get("quarter"),
        "role": state.get("role"),
        "outcome": state.get("outcome"),
        "lives": len(saved.lives),
    }
    return row | ({"problem": entry.reason} if entry.reason else {})


def _line(row: dict[str, Any]) -> str:
    if "pack" not in row:
        return f"{row['save']:<24} does not load: {row['problem']}"
    ended = f"ended: {row['outcome']}" if row["outcome"] else f"Decision {row['decision']}"
    lives = f", {row['lives']} lives" if row["lives"] > 1 else ""
    problem = "  (the newest save does not load; this is the one before it)" if "problem" in row else ""
    return f"{row['save']:<24} {row['start']}, quarter {row['quarter']}, {row['role']}, {ended}{lives}{problem}"


def _details(saved: "Saved") -> dict[str, Any]:
    origin, state = saved.origin, saved.states[saved.at]
    return {
        "pack": saved.pack,
        "version": saved.version,
        "start": origin.start,
        "seed": origin.seed,
        "decision": saved.decision,
        "quarter": state.get("quarter"),
        "role": state.get("role"),
        "outcome": state.get("outcome"),
        "stats": state.get("stats"),
        "people": state.get("people"),
        "flags": list(state.get("flags") or {}),
        "lives": [
            {
                "name": life.name,
                "decisions": saved.states[life.tip]["decisions"],
                "quarter": saved.states[life.tip].get("quarter"),
                "outcome": saved.states[life.tip].get("outcome"),
            }
            for life in saved.lives
        ],
    }


def _in_words(value: object) -> str:
    from pmsim.lang.characters import visible

    match value:
        case dict():
            return visible(", ".join(f"{name} {amount}" for name, amount in value.items()))
        case list():
            return visible(", ".join(str(item) for item in value) or "none")
        case None:
            return "none yet"
        case _:
            return visible(str(value))
