"""`pmsim saves`: lists, shows, exports, imports, checks and removes saves."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import click

from pmsim.cli.options import JSON_OPTION, SAVES_OPTION
from pmsim.cli.streams import echo_json, prompts_to_stderr, write_result
from pmsim.lang import visible
from pmsim.play.json_checks import DamagedError
from pmsim.play.savefile import SavedSession, as_playthrough
from pmsim.store.errors import NotSavedError
from pmsim.store.folders import saves_folder
from pmsim.store.packs import path_kind
from pmsim.store.saves import LoadedSave, SaveEntry, SaveFolder, is_slot

LIFE_OPTION = click.option(
    "--life",
    type=click.IntRange(1),
    default=None,
    help="Which of its lives; the one last played if left out.",
)
OUT_OPTION = click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Write it here, not to stdout.",
)


@click.group()
def saves() -> None:
    """List, show, export, import, check or remove saved careers. A SAVE is a name from the list,
    or a file."""


@saves.command("list")
@SAVES_OPTION
@JSON_OPTION
def list_(folder: str | None, as_json: bool) -> None:
    """List the careers in the folder of saves, the one last played first."""
    here = _open_folder(folder)
    entries = (*here.entries(), *here.misnamed_entries())
    if as_json:
        echo_json(list(map(_entry_fields, entries)))
        return
    for entry in entries:
        click.echo(_entry_line(entry))
    if not entries:
        click.echo("No careers yet. The first one begins with a door.", err=True)


@saves.command()
@click.argument("save")
@SAVES_OPTION
@JSON_OPTION
def show(save: str, folder: str | None, as_json: bool) -> None:
    """Show one career: how it began, and where each of its lives is now."""
    loaded = load_save(save, folder)
    details = _details(loaded.saved)
    if as_json:
        echo_json(details)
        return
    lives = details.pop("lives")
    for name, value in details.items():
        click.echo(f"{name:<10} {_format_value(value)}")
    for number, life in enumerate(lives, 1):
        position = life["outcome"] or f"quarter {life['quarter']}"
        click.echo(f"life {number:<5} {life['name']}: {life['decisions']} decisions, {position}")
    if loaded.newest_problem:
        click.echo(
            f"This is the save before the newest, which does not load. {loaded.newest_problem}",
            err=True,
        )


@saves.command()
@click.argument("save")
@LIFE_OPTION
@OUT_OPTION
@SAVES_OPTION
def export(save: str, life: int | None, out: Path | None, folder: str | None) -> None:
    """Write a career as a playthrough, for a test or a bug report."""
    saved = load_save(save, folder).saved
    tip = tip_of_life(saved, life)
    try:
        text = as_playthrough(saved, tip)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    write_result(text, out)


@saves.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@SAVES_OPTION
def import_(file: Path, folder: str | None) -> None:
    """Copy a save FILE into the folder of saves, under a free name. The file stays as it is."""
    here = _open_folder(folder)
    try:
        slot = here.import_file(file)
    except (DamagedError, FileNotFoundError) as error:
        raise click.ClickException(f"{visible(str(file))} is no save. {error}") from error
    except NotSavedError as error:
        where = visible(str(here.folder))
        raise click.ClickException(f"{where} takes no save: {error.reason}.") from error
    click.echo(f"Imported: {slot}", err=True)


@saves.command()
@click.argument("save", required=False)
@SAVES_OPTION
@click.pass_context
def check(ctx: click.Context, save: str | None, folder: str | None) -> None:
    """Read every save (or one) as the game would. Exit code 1 if one does not load."""
    from pmsim.store.pack_loading import load_pack_by_id

    here = _open_folder(folder)
    reads: list[Callable[..., SaveEntry]] = [partial(here.entry, slot) for slot in here.slots()]
    if save is not None:
        reads = [_entry_reader(save, folder)]
    pack_of = cache(load_pack_by_id)
    reasons = []
    for read in reads:
        entry = read()
        pack = pack_of(entry.saved.pack) if entry.saved is not None else None
        entry = read(pack) if pack is not None else entry
        click.echo(_check_line(entry, tried=pack is not None))
        reasons.append(entry.reason)
    for entry in here.misnamed_entries() if save is None else ():
        click.echo(_check_line(entry))
        reasons.append(entry.reason)
    ctx.exit(1 if any(reasons) else 0)


def _check_line(entry: SaveEntry, *, tried: bool = False) -> str:
    """Return the line that `check` prints for a save. `tried`: the save's pack loads here, and
    playing the save in it was tried."""
    line = f"{visible(entry.slot)}: {entry.reason or 'whole'}"
    if entry.is_older_copy and entry.saved:
        return f"{line} The one before it is whole, at Decision {entry.saved.decision}."
    if entry.reason or tried or entry.saved is None:
        return line
    pack = visible(entry.saved.pack)
    return f"{line}. Its pack {pack} does not load here, so playing it was not tried."


@saves.command()
@click.argument("slot")
@click.option("--yes", is_flag=True, help="Do not ask.")
@SAVES_OPTION
def remove(slot: str, yes: bool, folder: str | None) -> None:
    """Remove a career for good, with all its lives."""
    here = _open_folder(folder)
    location = _locate_save(slot, folder)
    if isinstance(location, Path):
        raise click.ClickException(
            f"{visible(str(location))} is not one of the saves here. Remove it as you would any"
            " other file."
        )
    here.require_slot(slot)
    lock = here.lock(slot)
    if lock is None:
        raise click.ClickException(f"The career {slot} is open in another window.")
    try:
        if not yes:
            click.confirm(f"Remove {slot} for good?", abort=True, err=prompts_to_stderr())
        here.remove(slot)
    finally:
        lock.release()
    click.echo(f"Removed: {slot}", err=True)


def _open_folder(folder: str | None) -> SaveFolder:
    return SaveFolder(saves_folder(folder))


def _locate_save(save: str, folder: str | None) -> tuple[SaveFolder, str] | Path:
    """Return the folder and the slot of a save named by its slot or its file; only the file, if its
    name is no slot."""
    path, folder_of_saves = Path(save), _open_folder(folder)
    if path_kind(path) == "file":
        path = path.resolve()
    if path.suffix == ".json" and is_slot(path.stem):
        return SaveFolder(path.absolute().parent), path.stem
    files = (
        ()
        if save in folder_of_saves.slots()
        else (path, folder_of_saves.folder / save, folder_of_saves.folder / f"{save}.json")
    )
    file = next((file for file in files if path_kind(file) == "file"), None)
    if file is None and not is_slot(save):
        raise click.ClickException(
            f"There is no file {visible(save)}, and no save can be called so. `pmsim saves list`"
            " names what there is."
        )
    return (folder_of_saves, save) if file is None else file.resolve()


def tip_of_life(saved: SavedSession, life: int | None) -> int:
    """Return the newest node of a life (from 1), or the node at which the save stands."""
    if life is not None and life > len(saved.lives):
        raise click.UsageError(f"This career has {len(saved.lives)} lives.")
    return saved.at if life is None else saved.lives[life - 1].tip


def load_save(save: str, folder: str | None) -> LoadedSave:
    """Return the save of a slot's name or a file; the one before it if the newest does not load.
    Raises click.ClickException."""
    location = _locate_save(save, folder)
    try:
        if isinstance(location, Path):
            return _open_folder(folder).read_file(location)
        return location[0].load(location[1], allow_older=True)
    except DamagedError as error:
        raise click.ClickException(
            f"The save {visible(str(location))} does not load. {error}"
        ) from error


def _entry_reader(save: str, folder: str | None) -> Callable[..., SaveEntry]:
    """Return a function that reads one save; given a pack, it reads the save as that pack can play
    it."""
    location = _locate_save(save, folder)
    if isinstance(location, Path):
        return partial(_open_folder(folder).file_entry, location)
    here, slot = location
    here.require_slot(slot)
    return partial(here.entry, slot)


def _entry_fields(entry: SaveEntry) -> dict[str, Any]:
    saved = entry.saved
    if saved is None:
        return {"save": visible(entry.slot), "problem": entry.reason}
    return {
        "save": visible(entry.slot),
        "pack": saved.pack,
        "start": saved.origin.start,
        "decision": saved.decision,
        **_fields(saved.states[saved.at], "quarter", "role", "outcome"),
        "lives": len(saved.lives),
        **({"problem": entry.reason} if entry.reason else {}),
    }


def _fields(state: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: state.get(name) for name in names}


def _entry_line(entry: SaveEntry) -> str:
    row = _entry_fields(entry)
    if entry.saved is None:
        return f"{row['save']:<24} does not load: {entry.reason}"
    ended = f"ended: {row['outcome']}" if row["outcome"] else f"Decision {row['decision']}"
    lives = f", {row['lives']} lives" if row["lives"] > 1 else ""
    problem = entry.reason
    if entry.is_older_copy:
        problem = "the newest save does not load; this is the one before it"
    note = f"  ({problem})" if problem else ""
    return (
        f"{row['save']:<24} {row['start']}, quarter {row['quarter']}, {row['role']},"
        f" {ended}{lives}{note}"
    )


def _details(saved: SavedSession) -> dict[str, Any]:
    state = saved.states[saved.at]
    return {
        "pack": saved.pack,
        "version": saved.version,
        "start": saved.origin.start,
        "seed": saved.origin.seed,
        "decision": saved.decision,
        **_fields(state, "quarter", "role", "outcome", "stats", "people"),
        "flags": list(state.get("flags") or {}),
        "lives": [
            {
                "name": life.name,
                **_fields(saved.states[life.tip], "decisions", "quarter", "outcome"),
            }
            for life in saved.lives
        ],
    }


def _format_value(value: object) -> str:
    match value:
        case dict():
            return visible(", ".join(f"{name} {amount}" for name, amount in value.items()))
        case list():
            return visible(", ".join(str(item) for item in value) or "none")
        case None:
            return "none yet"
        case _:
            return visible(str(value))
