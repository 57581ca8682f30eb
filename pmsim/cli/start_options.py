"""What `play` is asked for: which pack, and how a new career of it would begin."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import click

from pmsim.lang.characters import visible

if TYPE_CHECKING:
    from pmsim.cli.open_save import NewCareerOptions
    from pmsim.core.state import StartOverride
    from pmsim.lang.diagnostics import PackError
    from pmsim.lang.pack import Pack


MAX_NAMES = 16
"""So many names are told of those that there are."""


def load_pack_or_exit(name: str, *, career: bool = False) -> "Pack":
    """The pack, or exit: 2 if there is none of that name, 1 with every problem if it does not load."""
    from pmsim.lang.diagnostics import PackError
    from pmsim.store.packs import NoPackError, load_pack

    try:
        return load_pack(name, career=career)
    except NoPackError as error:
        raise click.UsageError(str(error)) from error
    except PackError as error:
        click.echo(format_pack_error(error, name), err=True)
        click.echo(f"{visible(name)} does not load. pmsim check shows every problem with its line.", err=True)
        raise click.exceptions.Exit(1) from error


def format_pack_error(error: "PackError", name: str, width: int = 140) -> str:
    """The errors of a pack or file that does not load, each with its line, cut to `width` columns."""
    from pmsim.authoring.report import as_text
    from pmsim.store.packs import NoPackError, read_source_lines

    if isinstance(error, NoPackError):
        return str(error)
    errors = [diagnostic for diagnostic in error.diagnostics if diagnostic.severity == "error"]
    return as_text(errors, read_source_lines(name, {diagnostic.place.file for diagnostic in errors}), width)


def exit_unknown_name(kind: str, name: str, known: Iterable[str]) -> NoReturn:
    """Exit 2: a name that the pack does not have, and the nearest it has; of the others as many as one reads."""
    names = list(known)
    by_last_part: dict[str, str] = {}
    for each in names:
        by_last_part.setdefault(each.rpartition(".")[2], each)
    nearest = get_close_matches(name, names, 1) or [by_last_part[last] for last in get_close_matches(name, by_last_part, 1, 0.5)]
    hint = f" Did you mean {nearest[0]}?" if nearest else ""
    more = f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
    raise click.UsageError(f"There is no {kind} {visible(name)}.{hint} There are: {', '.join(names[:MAX_NAMES]) or 'none'}{more}.")


def check_start(pack: "Pack", start: str) -> str:
    """A start of the pack ('' the first), or exit 2."""
    if start and start not in pack.starts:
        exit_unknown_name("start", start, pack.starts)
    return start


def short_quarters(pack: "Pack", short: bool) -> int:
    """The quarters of a short career, 0 for the start's own; exit 2 if the pack has no short one."""
    if short and not pack.program.short:
        raise click.UsageError(f"{pack.id} has no short career.")
    return pack.program.short if short else 0


def parse_settings(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, int]:
    """`stat=number`, each."""
    settings: dict[str, int] = {}
    for value in values:
        name, equals, number = value.partition("=")
        digits = number.strip().removeprefix("-")
        if not equals or not (digits.isascii() and digits.isdecimal() and len(digits) < 11):
            raise click.BadParameter(f"{value!r} is not a stat, = and a whole number, such as exhaustion=70.", ctx, param)
        settings[name.strip()] = int(number)
    return settings


class StartOptions(NamedTuple):
    """Where a career is to begin, as typed. All of it empty: at a door."""

    at: str = ""
    settings: Mapping[str, int] = MappingProxyType({})
    flags: tuple[str, ...] = ()
    role: str = ""
    quarter: int = 0
    because: str = ""

    def resolve(self, pack: "Pack") -> "StartOverride":
        """The same in the pack's ids, or exit 2 with the nearest that there is."""
        from pmsim.core.state import StartOverride

        program = pack.program
        longest = program.slots[program.slot_index["quarter"]].max
        if self.quarter > longest:
            raise click.UsageError(f"A career has {longest} quarters here, so it cannot be quarter {self.quarter}.")
        if self.role and self.role not in pack.roles:
            exit_unknown_name("role", self.role, pack.roles)
        if self.because and not self.at:
            raise click.UsageError("--because says why one comes to a scene; name the scene with --at.")
        flags = [slot.id for slot in program.slots if slot.kind == "flag"]
        for flag in self.flags:
            if flag not in flags:
                exit_unknown_name("flag", flag, flags)
        _check_settings(pack, self.settings)
        scenario = pack.id.partition(".")[2]
        return StartOverride(
            at=_resolve_key("scene", self.at, (scene.key for scene in program.scenes), scenario),
            quarter=self.quarter,
            role=self.role,
            because=_resolve_key("choice", self.because, (choice.key for choice in program.choices), scenario),
            changes={**dict.fromkeys(self.flags, max(1, self.quarter)), **self.settings},
        )

    def scenario_quarters(self, pack: "Pack") -> int:
        """A scenario played alone has as many quarters as it needs, counted from the one it begins in; 0: as the start says."""
        if self.quarter < 2 or "." not in pack.id:
            return 0
        return min(self.quarter - 1 + pack.program.quarters, pack.program.slots[pack.program.slot_index["quarter"]].max)


def _resolve_key(kind: str, name: str, keys: Iterable[str], scenario: str) -> str:
    """A key from its last parts: in a scenario played alone `doorway` is enough, elsewhere whatever only one key ends with."""
    all_keys = list(keys)
    if not name or name in all_keys:
        return name
    ending = [key for key in all_keys if key.endswith(f".{name}")]
    candidates = [key for key in ending if key.partition(".")[0] == scenario] or ending
    return (
        candidates[0]
        if len(candidates) == 1
        else exit_unknown_name(kind, name, candidates or [key for key in all_keys if key.startswith(f"{scenario}.")] or all_keys)
    )


def _check_settings(pack: "Pack", settings: Mapping[str, int]) -> None:
    """Exit 2 unless every stat is the pack's and can be set."""
    settable = [slot.id for slot in pack.program.slots if slot.kind in ("stat", "person", "skill", "flag")]
    for name in settings:
        if name in pack.stats and pack.stats[name].computed:
            raise click.UsageError(f"{name} is computed from others; set those instead.")
        if name not in settable:
            exit_unknown_name("stat", name, settable)
        slot = pack.program.slots[pack.program.slot_index[name]]
        if not slot.min <= settings[name] <= slot.max:
            raise click.UsageError(f"{name} lies between {slot.min} and {slot.max}, so it cannot be {settings[name]}.")


DEFAULT_PACK = "the_long_game"


class PlayRequest(NamedTuple):
    """What the command line asks for. `seed_given`: with a seed of the player's."""

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
        """Enough is said to begin a career without asking for a door."""
        return bool(self.start or self.start_options != StartOptions() or self.seed_given or self.short)

    @property
    def wants_new(self) -> bool:
        """A new career is wanted."""
        return self.new or self.has_start_options

    def resolve(self, *, interactive: bool = True) -> tuple["Pack", "NewCareerOptions"]:
        """The pack, and how a new career of it would begin. Exits, or with `interactive` False raises, where a name is none of the
        pack's."""
        from pmsim.cli.open_save import NewCareerOptions
        from pmsim.store.packs import load_pack

        pack = load_pack_or_exit(self.pack, career=self.career) if interactive else load_pack(self.pack, career=self.career)
        check_start(pack, self.start)
        quarters = short_quarters(pack, self.short) or self.start_options.scenario_quarters(pack)
        return pack, NewCareerOptions(self.start, self.seed, quarters, self.start_options.resolve(pack))
