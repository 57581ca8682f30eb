"""`pmsim new`: writes a first scenario or pack from three questions, or from options instead.
Nothing here may overwrite a file of the author's."""

import json
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

import click

from pmsim.authoring.scaffold import (
    DEFAULT_BEGINNING,
    PackRequest,
    ScenarioRequest,
    extending_pack_files,
    id_of,
    is_valid_stem,
    one_line,
    pack_files,
    scenario_text,
)
from pmsim.authoring.scaffold.world import PackWorld, read_world
from pmsim.authoring.schema import schema
from pmsim.cli.play import is_terminal
from pmsim.cli.streams import prompts_to_stderr
from pmsim.lang import PackError, visible
from pmsim.lang.pack_extension import extend_pack
from pmsim.lang.schema.types import NAME
from pmsim.store.author_files import create_author_file, write_generated_file
from pmsim.store.pack_loading import load_pack
from pmsim.store.packs import (
    NoPackError,
    added_packs,
    default_pack_folder,
    enclosing_pack_folder,
    find_base_folder,
    path_kind,
    read_pack_files,
    shipped_packs,
)

_NAME_SEPARATOR = re.compile(r",|;|\band\b|&")
"""Separators that people write between two names."""
SCHEMA_PATH = Path(".pmsim") / "schema.json"
"""Path of the schema's file from the pack's folder, or from the folder of a single file."""
NO_TERMINAL = (
    "There is no terminal here to ask on. Say it in flags: --title, and if you like --begins,"
    " --with and --about."
)


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[FILE]")
@click.option("--title", default="", help="What it is called.")
@click.option(
    "--begins", default="", metavar="SENTENCE", help="One sentence on the moment where it begins."
)
@click.option(
    "--with",
    "people",
    multiple=True,
    metavar="PERSON",
    help="Who is in it, by id or name; may be repeated.",
)
@click.option(
    "--about",
    multiple=True,
    metavar="TOPIC",
    help="What it is about, for the calendar's draws; may be repeated.",
)
@click.option(
    "--pack",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write a whole small pack into DIR instead.",
)
@click.option(
    "--extends",
    "base",
    default="",
    metavar="PACK",
    help="With --pack: one that adds to PACK, such as the_long_game.",
)
def new(
    file: Path | None,
    title: str,
    begins: str,
    people: tuple[str, ...],
    about: tuple[str, ...],
    folder: Path | None,
    base: str,
) -> None:
    """Write a scenario that can be played at once, with comments that explain each part. It goes to
    FILE, or to a file named after its title.

    Inside a pack's folder it uses that pack's people, tags and numbers; elsewhere those of the pack
    that comes with pmsim."""
    if base and folder is None:
        raise click.UsageError("--extends goes with --pack DIR: it is a pack that extends another.")
    if folder is not None and (file or begins or people or about):
        raise click.UsageError(
            "With --pack go only --title and --extends; the stories come with it."
        )
    if folder is not None:
        write_pack(folder, title, base)
    else:
        _write_scenario(file, title, begins, people, about)


def _write_scenario(
    file: Path | None, title: str, begins: str, people: tuple[str, ...], about: tuple[str, ...]
) -> None:
    if file is not None and path_kind(file) == "folder":
        folder, file = file, None
    else:
        folder = file.parent if file else Path()
    pack_folder = enclosing_pack_folder(folder)
    world = _read_world(pack_folder or default_pack_folder())
    if file is not None:
        file = _check_file_name(file, world)
    if title or begins or people or about:
        named = title or (file.stem.replace("_", " ").capitalize() if file else "")
        wish = _wish_from_flags(named, begins, people, about, world)
    else:
        wish = _ask_wish(world)
    file = file or folder / f"{id_of(wish.title, world.scenarios)}.yaml"
    near = pack_folder or folder
    to_schema = Path(os.path.relpath(near.resolve(), file.parent.resolve())) / SCHEMA_PATH
    text = scenario_text(wish, world, shell_path(file), file.stem, to_schema.as_posix())
    create_author_file(file, text.encode())
    write_schema(near)
    name = shell_path(file)
    click.echo(name)
    click.echo("It can be played as it stands, and says in comments what each part is.", err=True)
    click.echo(
        f"  pmsim play {name}    plays it\n  pmsim check {name}   says what is wrong with it",
        err=True,
    )
    if not world.draws:
        click.echo(
            f"{world.title} draws no scenarios. To bring it into a career: `- scenario:"
            f" {file.stem}` under its calendar's `quarter`.",
            err=True,
        )


def _read_world(folder: Path) -> PackWorld:
    files = read_pack_files(folder)
    return read_world(extend_pack(files.own_files, files.base_files).files)


def _check_file_name(file: Path, world: PackWorld) -> Path:
    """Return the file with its ending. Raises click.UsageError if no scenario may have that name,
    or if the name is taken."""
    if file.suffix == "":
        file = file.with_name(f"{file.name}.yaml")
    if file.suffix != ".yaml" or not is_valid_stem(file.stem):
        better = f"{id_of(file.stem, world.scenarios)}.yaml"
        raise click.UsageError(
            f"{visible(file.name)} cannot be a scenario's name: small letters, digits and _, then"
            f" .yaml. {better} would do.",
        )
    if os.path.lexists(file):
        raise click.UsageError(f"There is a {visible(str(file))} already. Nothing was written.")
    if file.stem in world.scenarios:
        raise click.UsageError(
            f"{world.title} has a scenario {file.stem} already, in {world.scenarios[file.stem]}."
            " Give the file another name.",
        )
    return file


def _wish_from_flags(
    title: str, begins: str, people: Sequence[str], about: tuple[str, ...], world: PackWorld
) -> ScenarioRequest:
    """Return the request that the options make. Raises click.UsageError if they say too little, or
    name a person whom the pack does not have."""
    if not one_line(title):
        raise click.UsageError("A scenario needs a name: --title, or a FILE.")
    for topic in about:
        if not NAME.matches(topic):
            raise click.BadParameter(f"{topic!r} is not {NAME.description}.", param_hint="--about")
    ids = _parse_people(people, world) if people else _default_people(world)
    return ScenarioRequest(title, begins, ids, about)


def _default_people(world: PackWorld) -> tuple[str, ...]:
    return tuple(person.id for person in world.people[:1])


def _parse_people(given: Sequence[str], world: PackWorld) -> tuple[str, ...]:
    """Return ids of people given as ids, names or numbers of the list. Raises
    click.BadParameter."""
    ids_by_name = {
        **{name.casefold(): key for key, name in world.names.items()},
        **{key: key for key in world.names},
        **{str(number): person.id for number, person in enumerate(world.people, 1)},
    }
    for typed in given:
        if typed.casefold() not in ids_by_name:
            near = get_close_matches(typed.casefold(), ids_by_name, 1)
            hint = f" Did you mean {world.names[ids_by_name[near[0]]]}?" if near else ""
            names = ", ".join(world.names.values()) or "none"
            raise click.BadParameter(
                f"There is nobody called {visible(typed)}.{hint} There are: {names}."
            )
    return tuple(dict.fromkeys(ids_by_name[typed.casefold()] for typed in given))


def _ask_wish(world: PackWorld) -> ScenarioRequest:
    """Ask the three questions on the terminal. Raises click.UsageError if there is none."""
    if not is_terminal():
        raise click.UsageError(NO_TERMINAL)
    aside = prompts_to_stderr()
    click.echo(
        "Three questions; everything can be changed afterwards.\nCtrl-C leaves, and nothing is"
        " written.\n",
        err=aside,
    )
    title = ""
    while not one_line(title):
        title = click.prompt(
            "What is it called? (The Friday Deadline)",
            default="The Friday Deadline",
            show_default=False,
            err=aside,
        )
    example = click.wrap_text(DEFAULT_BEGINNING, 76, "  ", "  ")
    click.echo(
        f"\nWhere does it begin? One sentence, as the player reads it. Enter alone for:\n{example}",
        err=aside,
    )
    begins = click.prompt("", default="", show_default=False, prompt_suffix="> ", err=aside)
    if not world.people:
        return ScenarioRequest(title, begins)
    click.echo("\nWho is in it?", err=aside)
    for number, person in enumerate(world.people, 1):
        click.echo(f"  {number:>2}  {one_line(person.words)}", err=aside)
    people = click.prompt(
        f"Numbers or names, with commas between them ({world.names[world.people[0].id]})",
        default=world.people[0].id,
        show_default=False,
        value_proc=lambda given: _parse_people(
            [one.strip() for one in _NAME_SEPARATOR.split(given) if one.strip()], world
        ),
        err=aside,
    )
    return ScenarioRequest(title, begins, people or _default_people(world))


def write_schema(folder: Path) -> None:
    """Write the schema to the path that the modelines name, for editors."""
    write_generated_file(
        folder / SCHEMA_PATH, (json.dumps(schema(), ensure_ascii=False, indent=1) + "\n").encode()
    )


def shell_path(path: Path) -> str:
    """Return a path as a user would type it in a shell."""
    text = visible(path.as_posix())
    return f'"{text}"' if " " in text else text


def write_pack(folder: Path, title: str, base: str) -> None:
    """Write a new pack into the folder. Raises click.UsageError if the folder or the base pack does
    not allow it, NoPackError if a file cannot be written; then no file of the pack is left."""
    name, path = _check_pack_name(folder), shell_path(folder)
    begun = PackRequest(name, one_line(title) or name.replace("_", " ").capitalize(), path)
    if base:
        files = extending_pack_files(begun, base, _base_world(base, folder))
    else:
        files = pack_files(begun)
    _write_pack_files(folder, files)
    write_schema(folder)
    click.echo(path)
    click.echo("A whole pack. It can be played as it stands, and says what each part is.", err=True)
    for command, does in (
        (f"pmsim play {path}", "plays it"),
        (f"pmsim check {path}", "says what is wrong with it"),
        (f"pmsim new {shell_path(folder / 'friday')}", "writes one more story"),
    ):
        click.echo(f"  {command:<{len(path) + 20}} {does}", err=True)


def _check_pack_name(folder: Path) -> str:
    """Return the id of a pack in that folder, which is the folder's name. Raises click.UsageError
    if the name is invalid or taken."""
    name = folder.resolve().name
    if not is_valid_stem(name):
        raise click.UsageError(
            f"{visible(name)} cannot be a pack's name: small letters, digits and _."
            f" {id_of(name.replace('-', '_'))} would do.",
        )
    if name in (*shipped_packs(), *added_packs()):
        raise click.UsageError(
            f"There is a pack {name} already; careers in the two would mix. Give yours another"
            " name."
        )
    outer_pack = enclosing_pack_folder(folder)
    if outer_pack is not None:
        raise click.UsageError(
            f"{visible(str(folder))} lies in the pack {visible(str(outer_pack))}; a pack cannot lie"
            " in another."
        )
    return name


def _base_world(base: str, folder: Path) -> PackWorld:
    """Return the world of the pack to extend. Raises click.UsageError if there is none of that
    name, PackError if it does not load."""
    at = find_base_folder(base, folder)
    if at is None:
        pack_names = ", ".join((*shipped_packs(), *added_packs()))
        raise click.UsageError(
            f"There is no pack {visible(base)} to extend. There are: {pack_names}; and those in"
            f" folders beside {visible(str(folder))}."
        )
    try:
        load_pack(at)
    except NoPackError:
        raise
    except PackError as error:
        raise click.UsageError(
            f"{base} does not load, so it cannot be extended: {error}"
        ) from error
    return _read_world(at)


def _write_pack_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write all of the files, or none."""
    existing = [name for name in files if os.path.lexists(folder / name)]
    if existing:
        raise click.UsageError(
            f"There is a {existing[0]} in {folder} already. Nothing was written."
        )
    written: list[Path] = []
    try:
        for name, text in files.items():
            create_author_file(folder / name, text.encode())
            written.append(folder / name)
    except (NoPackError, KeyboardInterrupt):
        for path in written:
            with suppress(OSError):
                path.unlink()
        raise
