"""What `play` is asked for: which pack, and how a new career of it would begin."""

from typing import TYPE_CHECKING, NamedTuple

from pmsim.cli.midway import Tried

if TYPE_CHECKING:
    from pmsim.cli.opening import Beginning
    from pmsim.lang.pack import Pack

DEFAULT = "the_long_game"


class Asked(NamedTuple):
    """What the command line asks for. `seeded`: with a seed of the player's."""

    pack: str = DEFAULT
    start: str = ""
    new: bool = False
    seed: int = 0
    seeded: bool = False
    short: bool = False
    folder: str | None = None
    tried: Tried = Tried()
    career: bool = False

    @property
    def settled(self) -> bool:
        """Enough is said to begin a career without asking for a door."""
        return bool(self.start or self.tried != Tried() or self.seeded or self.short)

    @property
    def fresh(self) -> bool:
        """A new career is wanted."""
        return self.new or self.settled

    def in_pack(self, *, loud: bool = True) -> tuple["Pack", "Beginning"]:
        """The pack, and how a new career of it would begin. Exits, or with `loud` False raises, where a name is none of the pack's."""
        from pmsim.cli.loading import pack_named, quarters_of, start_in
        from pmsim.cli.opening import Beginning
        from pmsim.store.packs import load_pack

        pack = pack_named(self.pack, career=self.career) if loud else load_pack(self.pack, career=self.career)
        start_in(pack, self.start)
        quarters = quarters_of(pack, self.short) or self.tried.quarters_alone(pack)
        return pack, Beginning(self.start, self.seed, quarters, self.tried.in_pack(pack))
