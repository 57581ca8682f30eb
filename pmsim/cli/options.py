"""The options of a new career, checked against the pack, and helpers that load a pack or exit."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from difflib import get_close_matches
from functools import wraps
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeVar

import click

from pmsim.lang import visible

if TYPE_CHECKING:
    from pmsim.core.state import StartOverride
    from pmsim.lang import Draft, Pack, PackError
    from pmsim.play.session import Origin


R = TypeVar("R")
C = TypeVar("C", bound=Callable[..., Any])
SEED_RANGE = click.IntRange(0, 2**64 - 1)
JSON_OPTION = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
CAREER_OPTION = click.option(
    "--career",
    is_flag=True,
    help="With a single file: play its whole pack, with this scenario among the others.",
)
MAX_NAMES = 16
"""Names at most in a message that lists them."""


def saves_option(text: str) -> Callable[[C], C]:
    """Return the option that names the folder of saves. `text`: its help."""
    folder = click.Path(file_okay=False)
    return click.option("--saves", "folder", type=folder, default=None, help=text)


SAVES_OPTION = saves_option("The folder of saves.")


def format_option(*formats: str, help: str) -> Callable[[C], C]:
    """Return the option that chooses a format of the output, by default the first."""
    choice = click.Choice(formats)
    return click.option("--format", "form", type=choice, default=formats[0], help=help)


def load_pack_or_exit(name: str, *, career: bool = False) -> "Pack":
    """Load the pack, as `load_draft_or_exit`."""
    from pmsim.store.pack_loading import load_pack

    with _exit_on_problems(name):
        return load_pack(name, career=career)


def load_draft_or_exit(name: str, *, career: bool = False) -> "tuple[Pack, Draft]":
    """Load the pack with its draft. Exits with 2 if there is none of that name, with 1 and every
    problem if it does not load."""
    from pmsim.lang import PackError
    from pmsim.store.pack_loading import compile_named

    with _exit_on_problems(name):
        compiled = compile_named(name, career=career)
        if compiled.pack is None or compiled.draft is None:
            raise PackError(compiled.diagnostics)
        return compiled.pack, compiled.draft


@contextmanager
def _exit_on_problems(name: str) -> Iterator[None]:
    """Print every problem of a pack that does not load, and exit with 1."""
    from pmsim.lang import PackError
    from pmsim.store.packs import NoPackError

    try:
        yield
    except NoPackError:
        raise
    except PackError as error:
        click.echo(format_pack_error(error, name), err=True)
        click.echo(
            f"{visible(name)} does not load. pmsim check shows every problem with its line.",
            err=True,
        )
        raise click.exceptions.Exit(1) from error


def format_pack_error(error: "PackError", name: str, width: int = 140) -> str:
    """Return the errors of a pack or file that does not load, each with its line, cut to `width`
    columns."""
    from pmsim.authoring.report import as_text
    from pmsim.store.packs import NoPackError, read_pack_files

    if isinstance(error, NoPackError):
        return str(error)
    sources: dict[str, list[str]] = {}
    with suppress(NoPackError):  # the files are gone by now
        sources = read_pack_files(name).lines()
    return as_text(error.errors, sources, width)


def exit_unknown_name(kind: str, name: str, known: Iterable[str]) -> NoReturn:
    """Exit with 2 because of a name that the pack does not have. Name the nearest one and MAX_NAMES
    others at most."""
    names = list(known)
    by_last_part = {each.rpartition(".")[2]: each for each in reversed(names)}
    nearest = get_close_matches(name, names, 1) or [
        by_last_part[last] for last in get_close_matches(name, by_last_part, 1, 0.5)
    ]
    hint = f" Did you mean {nearest[0]}?" if nearest else ""
    more = f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
    raise click.UsageError(
        f"There is no {kind} {visible(name)}.{hint} There are:"
        f" {', '.join(names[:MAX_NAMES]) or 'none'}{more}."
    )


def check_name(kind: str, name: str, known: Iterable[str]) -> str:
    """Return a name that the pack has. Exits with 2 otherwise."""
    names = list(known)
    return name if name in names else exit_unknown_name(kind, name, names)


def parse_settings(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> dict[str, int]:
    """Parse values of the form `stat=number`. Raises click.BadParameter."""
    settings: dict[str, int] = {}
    for value in values:
        name, equals, number = value.partition("=")
        digits = number.strip().removeprefix("-")
        if not equals or not (digits.isascii() and digits.isdecimal() and len(digits) < 11):
            raise click.BadParameter(
                f"{value!r} is not a stat, = and a whole number, such as exhaustion=70.", ctx, param
            )
        settings[name.strip()] = int(number)
    return settings


def begin_options(command: Callable[..., R]) -> Callable[..., R]:
    """Add the options that say where a career begins to a command, which gets them as `begins`."""

    @wraps(command)
    def with_begins(*given: Any, **options: Any) -> R:
        begins = StartOptions(**{name: options.pop(name) for name in StartOptions._fields})
        return command(*given, begins=begins, **options)

    options = (
        click.option(
            "--at",
            default="",
            help="Begin at this scene: SCENARIO.SCENE, or SCENE alone where only one is called"
            " that.",
        ),
        click.option(
            "--set",
            "settings",
            metavar="STAT=N",
            callback=parse_settings,
            multiple=True,
            help="Begin with this number; may be repeated.",
        ),
        click.option(
            "--flag", "flags", multiple=True, help="Begin with this flag set; may be repeated."
        ),
        click.option("--role", default="", help="Begin in this role."),
        click.option(
            "--quarter",
            type=click.IntRange(1, 99),
            default=None,
            callback=lambda _context, _parameter, quarter: quarter or 0,
            help="Begin in this quarter.",
        ),
        click.option(
            "--because",
            default="",
            help="With --at: the choice that caused the scene, SCENARIO.SCENE.CHOICE.",
        ),
    )
    for option in reversed(options):
        option(with_begins)
    return with_begins


class StartOptions(NamedTuple):
    """The beginning of a career as typed. If all fields are empty, the career begins at a start of
    the pack."""

    at: str = ""
    settings: Mapping[str, int] = MappingProxyType({})
    flags: tuple[str, ...] = ()
    role: str = ""
    quarter: int = 0
    because: str = ""

    def resolve(self, pack: "Pack") -> "StartOverride":
        """Return the options with the pack's ids. Exits with 2 and the nearest name if the pack
        does not have one of them."""
        from pmsim.core.state import StartOverride

        program = pack.program
        longest = program.slots[program.slot_index["quarter"]].max
        if self.quarter > longest:
            raise click.UsageError(
                f"A career has {longest} quarters here, so it cannot be quarter {self.quarter}."
            )
        if self.role:
            check_name("role", self.role, pack.roles)
        if self.because and not self.at:
            raise click.UsageError(
                "--because says why one comes to a scene; name the scene with --at."
            )
        flags = [slot.id for slot in program.slots if slot.kind == "flag"]
        for flag in self.flags:
            check_name("flag", flag, flags)
        _check_settings(pack, self.settings)
        scenario = pack.id.partition(".")[2]
        return StartOverride(
            at=_resolve_key("scene", self.at, (scene.key for scene in program.scenes), scenario),
            quarter=self.quarter,
            role=self.role,
            because=_resolve_key(
                "choice", self.because, (choice.key for choice in program.choices), scenario
            ),
            changes={**dict.fromkeys(self.flags, max(1, self.quarter)), **self.settings},
        )

    def quarters(self, pack: "Pack", short: bool) -> int:
        """Return the quarters of a short career; of a scenario played alone as many as it needs,
        counted from the quarter it begins in. Return 0 if the start's own number is right. Exits
        with 2 if the pack has no short career."""
        program = pack.program
        if short and not program.short:
            raise click.UsageError(f"{pack.id} has no short career.")
        if short or self.quarter < 2 or "." not in pack.id:
            return program.short if short else 0
        longest = program.slots[program.slot_index["quarter"]].max
        return min(self.quarter - 1 + program.quarters, longest)


def _resolve_key(kind: str, name: str, keys: Iterable[str], scenario: str) -> str:
    """Return the key that ends with the name: of the scenario played alone (`doorway` is enough),
    else the only one in the pack. Exits with 2 if there is none, or more than one."""
    all_keys = list(keys)
    if not name or name in all_keys:
        return name
    ending = [key for key in all_keys if key.endswith(f".{name}")]
    candidates = [key for key in ending if key.partition(".")[0] == scenario] or ending
    if len(candidates) == 1:
        return candidates[0]
    near = candidates or [key for key in all_keys if key.startswith(f"{scenario}.")]
    exit_unknown_name(kind, name, near or all_keys)


def _check_settings(pack: "Pack", settings: Mapping[str, int]) -> None:
    """Exit with 2 unless every name is one of the pack's, can be set, and takes the value."""
    settable = [
        slot.id for slot in pack.program.slots if slot.kind in ("stat", "person", "skill", "flag")
    ]
    for name in settings:
        if name in pack.stats and pack.stats[name].computed:
            raise click.UsageError(f"{name} is computed from others; set those instead.")
        check_name("stat", name, settable)
        slot = pack.program.slots[pack.program.slot_index[name]]
        if not slot.min <= settings[name] <= slot.max:
            raise click.UsageError(
                f"{name} lies between {slot.min} and {slot.max}, so it cannot be {settings[name]}."
            )


DEFAULT_PACK = "the_long_game"


class PlayRequest(NamedTuple):
    """The request that the command line makes. `seed_given`: the player named the seed."""

    pack: str = DEFAULT_PACK
    start: str = ""
    new: bool = False
    seed: int = 0
    seed_given: bool = False
    short: bool = False
    folder: str | None = None
    start_options: StartOptions = StartOptions()
    career: bool = False

    @property
    def has_start_options(self) -> bool:
        """True if the options are enough to begin a career without asking for a start."""
        return bool(
            self.start or self.start_options != StartOptions() or self.seed_given or self.short
        )

    @property
    def wants_new(self) -> bool:
        """True if the player asks for a new career."""
        return self.new or self.has_start_options

    def resolve(self, *, interactive: bool = True) -> tuple["Pack", "Origin"]:
        """Return the pack, and the beginning of a new career. Exits if the pack does not load or
        lacks a name. With `interactive` False, raises PackError if it does not load."""
        from pmsim.play.session import Origin
        from pmsim.store.pack_loading import load_pack

        load = load_pack_or_exit if interactive else load_pack
        pack = load(self.pack, career=self.career)
        if self.start:
            check_name("start", self.start, pack.starts)
        quarters = self.start_options.quarters(pack, self.short)
        return pack, Origin(self.start, self.seed, quarters, self.start_options.resolve(pack), ())
