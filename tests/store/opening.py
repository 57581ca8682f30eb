"""A career resumed, or begun, for tests: the last unfinished one of a pack in a folder."""

from pmsim.core.state import DEFAULT_START, StartOverride
from pmsim.lang.pack import Pack
from pmsim.store.career import Career, last_unfinished_slot
from pmsim.store.saves import SaveFolder


def open_or_begin(
    pack: Pack,
    saves: SaveFolder,
    *,
    new: bool = False,
    start: str = "",
    seed: int = 1,
    quarters: int = 0,
    start_override: StartOverride = DEFAULT_START,
) -> Career:
    """Resume the last unfinished career of this pack in this folder. Begin a new one if there is
    none, or with `new`, `start` or `start_override`.

    Raises as `Career.open` and `Career.begin` do."""
    slot = (
        "" if new or start or start_override != DEFAULT_START else last_unfinished_slot(pack, saves)
    )
    if slot:
        return Career.open(pack, saves, slot)
    return Career.begin(
        pack, saves, start=start, seed=seed, quarters=quarters, start_override=start_override
    )
