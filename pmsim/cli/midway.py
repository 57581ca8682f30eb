"""Beginning in the middle: what `play` is told with --at, --set, --flag, --role, --quarter and --because, made sure of in a pack."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import click

from pmsim.cli.loading import no_such

if TYPE_CHECKING:
    from pmsim.core.state import StartOverride
    from pmsim.lang.pack import Pack


def settings_in(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, int]:
    """`stat=number`, each."""
    found: dict[str, int] = {}
    for value in values:
        name, equals, number = value.partition("=")
        digits = number.strip().removeprefix("-")
        if not equals or not (digits.isascii() and digits.isdecimal() and len(digits) < 11):
            raise click.BadParameter(f"{value!r} is not a stat, = and a whole number, such as exhaustion=70.", ctx, param)
        found[name.strip()] = int(number)
    return found


class Tried(NamedTuple):
    """Where a career is to begin, as typed. All of it empty: at a door."""

    at: str = ""
    settings: Mapping[str, int] = MappingProxyType({})
    flags: tuple[str, ...] = ()
    role: str = ""
    quarter: int = 0
    because: str = ""

    def in_pack(self, pack: "Pack") -> "StartOverride":
        """The same in the pack's ids, or exit 2 with the nearest that there is."""
        from pmsim.core.state import StartOverride

        program = pack.program
        longest = program.slots[program.slot_index["quarter"]].max
        if self.quarter > longest:
            raise click.UsageError(f"A career has {longest} quarters here, so it cannot be quarter {self.quarter}.")
        if self.role and self.role not in pack.roles:
            no_such("role", self.role, pack.roles)
        if self.because and not self.at:
            raise click.UsageError("--because says why one comes to a scene; name the scene with --at.")
        flags = [slot.id for slot in program.slots if slot.kind == "flag"]
        for flag in self.flags:
            if flag not in flags:
                no_such("flag", flag, flags)
        _settable(pack, self.settings)
        alone = pack.id.partition(".")[2]
        return StartOverride(
            at=_keyed("scene", self.at, (scene.key for scene in program.scenes), alone),
            quarter=self.quarter,
            role=self.role,
            because=_keyed("choice", self.because, (choice.key for choice in program.choices), alone),
            changes={**dict.fromkeys(self.flags, max(1, self.quarter)), **self.settings},
        )

    def quarters_alone(self, pack: "Pack") -> int:
        """A scenario played alone has as many quarters as it needs, counted from the one it begins in; 0: as the start says."""
        if self.quarter < 2 or "." not in pack.id:
            return 0
        return min(self.quarter - 1 + pack.program.quarters, pack.program.slots[pack.program.slot_index["quarter"]].max)


def _keyed(kind: str, name: str, keys: Iterable[str], alone: str) -> str:
    """A key from its last parts: in a scenario played alone `doorway` is enough, elsewhere whatever only one key ends with."""
    known = list(keys)
    if not name or name in known:
        return name
    ending = [key for key in known if key.endswith(f".{name}")]
    own = [key for key in ending if key.partition(".")[0] == alone] or ending
    return own[0] if len(own) == 1 else no_such(kind, name, own or [key for key in known if key.startswith(f"{alone}.")] or known)


def _settable(pack: "Pack", settings: Mapping[str, int]) -> None:
    """Exit 2 unless every stat is the pack's and can be set."""
    settable = [slot.id for slot in pack.program.slots if slot.kind in ("stat", "person", "skill", "flag")]
    for name in settings:
        if name in pack.stats and pack.stats[name].computed:
            raise click.UsageError(f"{name} is computed from others; set those instead.")
        if name not in settable:
            no_such("stat", name, settable)
        slot = pack.program.slots[pack.program.slot_index[name]]
        if not slot.min <= settings[name] <= slot.max:
            raise click.UsageError(f"{name} lies between {slot.min} and {slot.max}, so it cannot be {settings[name]}.")
