"""What was understood of a pack, sound or not: the material of every question about it that is not an error by construction."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from pmsim.core.program import Beat, Lock, Outcome, Program, Role, Start
from pmsim.lang.folder import Gathered
from pmsim.lang.lower import ask
from pmsim.lang.lower.desk import Desk
from pmsim.lang.lower.story import Story
from pmsim.lang.lower.ways import Ranks
from pmsim.lang.pack import Promise, StartWords

_RIPE = re.compile(r"0*[1-9]")


class Draft(NamedTuple):
    """A pack as far as it was understood. What an author has not spelt rightly is missing from the tables, and the diagnostics say so.

    `gathered`: the files, sorted and held to the fields. `desk`: names (with the nodes and places of everything), their meaning, texts,
    and every expression understood. `story`: scenarios, scenes and choices, ways out marked; `ranks`: how they were found. The tables of
    `program` are the same objects; it is there even for a pack with errors, and must not be played then."""

    gathered: Gathered
    desk: Desk
    story: Story
    ranks: Ranks
    beats: tuple[Beat, ...]
    starts: tuple[Start, ...]
    roles: tuple[Role, ...]
    outcomes: tuple[Outcome, ...]
    promises: tuple[Promise, ...]
    locks: tuple[Lock, ...]
    start_words: Mapping[str, StartWords]
    quarters: int
    program: Program

    @property
    def ripe(self) -> bool:
        """Whether the pack's `version` is 1 or more: it is no longer in the making."""
        return bool(_RIPE.match(ask.text(self.desk.names.pack, "version")))
