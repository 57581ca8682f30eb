"""`pmsim new`: three questions, or flags instead of them, and a scenario to begin with. Never writes over anything."""

import json
import os
import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pmsim.authoring.scaffold.generate import ScenarioRequest
    from pmsim.authoring.scaffold.world import PackWorld

_BETWEEN = re.compile(r",|;|\band\b|&")
"""What people write between two names."""
SCHEMA = Path(".pmsim") / "schema.json"
"""Where the schema's file stands, below the pack's folder or beside a single file."""
NO_TERMINAL = "There is no terminal here to ask on. Say it in flags: --title, and if you like --begins, --with and --about."


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[FILE]")
@click.option("--title", default="", help="What it is called.")
@click.option("--begins", default="", metavar="SENTENCE", help="Where it begins: a sentence of the moment.")
@click.option("--with", "people", multiple=True, metavar="PERSON", help="Who is in it, by id or name; may be repeated.")
@click.option("--about", multiple=True, metavar="TOPIC", help="What it is about, for the calendar's draws; may be repeated.")
@click.option("--pack", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Write a whole small pack into DIR instead.")
@click.option("--extends", "base", default="", metavar="PACK", help="With --pack: one that adds to PACK, such as the_long_game.")
def new(
    file: Path | None, title: str, begins: str, people: tuple[str, ...], about: tuple[str, ...], folder: Path | None, base: str
) -> None:
    """Write a scenario that plays at once, with comments that say what each part is: FILE, or one named after its title.

    Inside of a pack's folder it takes that pack's people, tags and numbers; elsewhere those of the pack that comes with pmsim."""
    from pmsim.lang.diagnostics import PackError
    from pmsim.store.packs import NoPackError

    if base and folder is None:
        raise click.UsageError("--extends goes with --pack DIR: it is a pack that extends another.")
    if folder is not None and (file or begins or people or about):
        raise click.UsageError("With --pack go only --title and --extends; the stories come with it.")
    try:
        if folder is not None:
            from pmsim.cli.new_pack import begin_pack

            begin_pack(folder, title, base)
            return
        _scenario(file, title, begins, people, about)
    except NoPackError as error:
        raise click.UsageError(str(error)) from error
    except PackError as error:
        raise click.UsageError(f"{base} does not load, so it cannot be extended: {error}") from error


def _scenario(file: Path | None, title: str, begins: str, people: tuple[str, ...], about: tuple[str, ...]) -> None:
    from pmsim.authoring.scaffold.generate import id_of, scenario_text
    from pmsim.store.packs import kind_of

    if file is not None and kind_of(file) == "folder":
        folder, file = file, None
    else:
        folder = file.parent if file else Path()
    home, world = _home(folder)
    if file is not None:
        file = _may_be_called(file, world)
    if title or begins or people or about:
        wish = _wished(title or (file.stem.replace("_", " ").capitalize() if file else ""), begins, people, about, world)
    else:
        wish = _asked(world)
    file = file or folder / f"{id_of(wish.title, world.scenarios)}.yaml"
    near = home or folder
    to_schema = Path(os.path.relpath(near.resolve(), file.parent.resolve())) / SCHEMA
    text = scenario_text(wish, world, typed(file), file.stem, to_schema.as_posix())
    _write(file, text)
    write_schema(near)
    click.echo(typed(file))
    click.echo("It can be played as it stands, and says in comments what each part is.", err=True)
    click.echo(f"  pmsim play {typed(file)}    plays it\n  pmsim check {typed(file)}   says what is wrong with it", err=True)
    if not world.draws:
        click.echo(
            f"{world.title} draws no scenarios. To bring it into a career: `- scenario: {file.stem}` under its calendar's `quarter`.",
            err=True,
        )


def _home(folder: Path) -> tuple[Path | None, "PackWorld"]:
    """The pack's folder above, if there is one, and its world, else that of the shipped pack."""
    from pmsim.authoring.scaffold.world import read_world
    from pmsim.lang.pack_extension import extend_pack
    from pmsim.store.packs import folder_above, read_folder, shipped_pack, with_bases

    home = folder_above(folder)
    around = home or shipped_pack()
    files = with_bases(read_folder(around), around)
    return home, read_world(extend_pack(files.own, files.base).files)


def _may_be_called(file: Path, world: "PackWorld") -> Path:
    """The file, its ending written out; exit 2 if no scenario may be called that, or something else is."""
    from pmsim.authoring.scaffold.generate import id_of, is_valid_stem
    from pmsim.lang.characters import visible

    if file.suffix == "":
        file = file.with_name(f"{file.name}.yaml")
    if file.suffix != ".yaml" or not is_valid_stem(file.stem):
        better = f"{id_of(file.stem, world.scenarios)}.yaml"
        raise click.UsageError(
            f"{visible(file.name)} cannot be a scenario's name: small letters, digits and _, then .yaml. {better} would do.",
        )
    if os.path.lexists(file):
        raise click.UsageError(f"There is a {visible(str(file))} already. Nothing was written.")
    if file.stem in world.scenarios:
        raise click.UsageError(
            f"{world.title} has a scenario {file.stem} already, in {world.scenarios[file.stem]}. Give the file another name.",
        )
    return file


def _wished(title: str, begins: str, people: Sequence[str], about: tuple[str, ...], world: "PackWorld") -> "ScenarioRequest":
    """What the flags say; exit 2 where they say too little, or name somebody whom the pack has not got."""
    from pmsim.authoring.scaffold.generate import ScenarioRequest, one_line
    from pmsim.lang.schema.types import NAME

    if not one_line(title):
        raise click.UsageError("A scenario needs a name: --title, or a FILE.")
    for topic in about:
        if not NAME.matches(topic):
            raise click.BadParameter(f"{topic!r} is not {NAME.description}.", param_hint="--about")
    return ScenarioRequest(title, begins, _people(people, world) if people else _first(world), about)


def _first(world: "PackWorld") -> tuple[str, ...]:
    return tuple(person.id for person in world.people[:1])


def _people(given: Sequence[str], world: "PackWorld") -> tuple[str, ...]:
    """Ids of the cast, given as ids, names or their numbers in the list. Raises click.BadParameter."""
    from pmsim.lang.characters import visible

    known = {name.casefold(): key for key, name in world.names.items()} | {key: key for key in world.names}
    known |= {str(number): person.id for number, person in enumerate(world.people, 1)}
    found: dict[str, None] = {}
    for one in given:
        if one.casefold() not in known:
            near = get_close_matches(one.casefold(), known, 1)
            hint = f" Did you mean {world.names[known[near[0]]]}?" if near else ""
            there = ", ".join(world.names.values()) or "none"
            raise click.BadParameter(f"There is nobody called {visible(one)}.{hint} There are: {there}.")
        found[known[one.casefold()]] = None
    return tuple(found)


def _asked(world: "PackWorld") -> "ScenarioRequest":
    """The three questions, on the terminal; exit 2 without one."""
    from pmsim.authoring.scaffold.generate import DEFAULT_BEGINNING, ScenarioRequest, one_line
    from pmsim.cli.play import is_terminal
    from pmsim.cli.streams import asks_aside

    if not is_terminal():
        raise click.UsageError(NO_TERMINAL)
    aside = asks_aside()
    click.echo("Three questions; everything can be changed afterwards.\nCtrl-C leaves, and nothing is written.\n", err=aside)
    title = ""
    while not one_line(title):
        title = click.prompt("What is it called? (The Friday Deadline)", default="The Friday Deadline", show_default=False, err=aside)
    example = click.wrap_text(DEFAULT_BEGINNING, 76, "  ", "  ")
    click.echo(f"\nWhere does it begin? One sentence, as the player reads it. Enter alone for:\n{example}", err=aside)
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
        value_proc=lambda given: _people([one.strip() for one in _BETWEEN.split(given) if one.strip()], world),
        err=aside,
    )
    return ScenarioRequest(title, begins, people or _first(world))


def _write(file: Path, text: str) -> None:
    from pmsim.store.authored import write_new

    write_new(file, text.encode())


def write_schema(folder: Path) -> None:
    """The schema, for editors, where the modelines point."""
    from pmsim.authoring.schema import schema
    from pmsim.store.authored import write_made

    write_made(folder / SCHEMA, (json.dumps(schema(), ensure_ascii=False, indent=1) + "\n").encode())


def typed(path: Path) -> str:
    """A path as one would type it."""
    from pmsim.lang.characters import visible

    shown = visible(path.as_posix())
    return f'"{shown}"' if " " in shown else shown
