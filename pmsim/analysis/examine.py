"""A pack looked at as its author wants it looked at: what the compiler says of it, and everything that is sound and makes no sense."""

from collections.abc import Mapping
from itertools import islice
from typing import NamedTuple

from pmsim.analysis.sense import CHECKS
from pmsim.analysis.silence import silenced
from pmsim.lang import Compiled, Draft, compile_pack
from pmsim.lang.collector import uncollected
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.folder import gather
from pmsim.lang.memo import Memo
from pmsim.lang.pack import Pack
from pmsim.lang.rules import BY_NAME, RULES
from pmsim.lang.worth import worth_saying

MOST_FOUND = 2000
"""So many findings of one kind are made in a pack, and no more."""
_OF_FOLDERS = frozenset(BY_NAME[name].code for name in ("no-pack", "second-pack", "section-twice", "scenario-twice"))
"""Rules that ask for the other files of a pack."""
_RIPENING = frozenset(rule.code for rule in RULES if rule.ripens)


class Examined(NamedTuple):
    """`pack` None: there are errors. `diagnostics`: everything there is to say of all files, by place. `draft`: what was understood, None
    without a pack.yaml."""

    pack: Pack | None
    diagnostics: tuple[Diagnostic, ...]
    draft: Draft | None


@uncollected
def examine(files: Mapping[str, bytes], folder: str = "", base: Mapping[str, bytes] | None = None) -> Examined:
    """Everything there is to say of the pack in `files`, which are as for `compile_pack`. Pure; never raises."""
    memo = Memo()
    examined = _sensed(compile_pack(files, folder, base, memo), files, base or {}, memo)
    memo.forget()
    return examined


def glance(files: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """The errors of these files that are seen before anybody asks what they mean: in their spelling as YAML, and in their fields. They are
    a part of what `examine` says of a pack with them, in a small part of the time."""
    said = gather(files).diagnostics
    return tuple(one for one in said if one.severity == "error" and one.code not in _OF_FOLDERS)


class Workbench:
    """Examines one pack again and again while it is being written: the same answers as `examine`, and what did not change is not worked
    out again. One for each pack; it holds what its last examination needed and no more."""

    def __init__(self) -> None:
        self._memo = Memo()

    @uncollected
    def examine(self, files: Mapping[str, bytes], folder: str = "", base: Mapping[str, bytes] | None = None) -> Examined:
        """As `examine`."""
        self._memo.turn()
        return _sensed(compile_pack(files, folder, base, self._memo), files, base or {}, self._memo)


def _sensed(compiled: Compiled, files: Mapping[str, bytes], base: Mapping[str, bytes], memo: Memo) -> Examined:
    """Of a base's files nothing is said that the compiler has not said in the author's own terms."""
    sense = [found for check in CHECKS for found in islice(check(compiled.draft), MOST_FOUND)] if compiled.draft else []
    sense = [found for found in sense if found.place.file in files or found.place.file not in base]
    said = worth_saying([*compiled.diagnostics, *sense])
    return Examined(compiled.pack, silenced(files, _ripe(said, compiled.draft), memo), compiled.draft)


def _ripe(said: tuple[Diagnostic, ...], draft: Draft | None) -> tuple[Diagnostic, ...]:
    """The same, with those made notes that are to be expected in a pack below version 1."""
    if draft is None or draft.ripe:
        return said
    return tuple(one._replace(severity="note") if one.code in _RIPENING else one for one in said)
