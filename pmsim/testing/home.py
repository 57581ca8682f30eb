"""Which pack a repository of tests is about: the one it is told, the nearest above a test, or the only one there is."""

import re
from functools import cached_property
from pathlib import Path

from pmsim.lang.characters import visible
from pmsim.lang.decoding import source_lines
from pmsim.lang.pack import Pack
from pmsim.lang.yaml_reader import read_yaml
from pmsim.store.packs import PACK_FILE, folder_above, kind_of, load_pack, pack_called, packs_below, played_at, read_file

_PLAY = re.compile(r"""(?:\{\s*)?["']?play["']?\s*:""")
"""A line that says what is played, in a file of which YAML can read less."""
_MOST_NAMED = 5


class Packs:
    """The packs of a run of tests, each loaded once. `root`: where the repository begins."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._loaded: dict[str, Pack] = {}

    def load(self, name: str) -> Pack:
        """A pack by its name, its folder or its file. Raises PackError."""
        if name not in self._loaded:
            self._loaded[name] = load_pack(name)
        return self._loaded[name]

    def called(self, name: str, file: Path) -> Pack:
        """Return the pack that a playthrough says it plays: the one around it, else one of the repository, else a shipped one. Raises
        PackError."""
        return self.load(played_at(file, name, self.own))

    @cached_property
    def own(self) -> tuple[Path, ...]:
        """The folders of the packs that lie in the repository."""
        return tuple(packs_below(self.root))


def is_ours(file: Path, packs: Packs) -> bool:
    """Return whether a file that is named like a playthrough is one of ours, however broken, and not another program's.

    It is if it says `play:`, or if there is a pack around it or anywhere in the repository."""
    try:
        content = read_file(file)
    except OSError:
        content = b""
    node, _ = read_yaml(content, file.name)
    says_play = (node is not None and node.get("play") is not None) or any(_PLAY.match(line) for line in source_lines(content))
    return says_play or folder_above(file) is not None or bool(packs.own)


class NoHomeError(Exception):
    """There is no pack to be about, or more than one; the text says what to do."""


def home_of(test: Path, root: Path, told: str = "") -> str:
    """The pack of a test, as `load_pack` takes it. `told`: what the ini file says, a folder below `root` or a pack's name. Raises
    NoHomeError."""
    if told:
        return str(root / told) if pack_called(told, root) is None and kind_of(root / told) else told
    above = folder_above(test)
    if above is not None:
        return str(above)
    found = packs_below(root)
    if len(found) == 1:
        return str(found[0])
    hint = "Name one in the ini file: pmsim_pack = its folder."
    if not found:
        raise NoHomeError(f"There is no {PACK_FILE} above {visible(test.name)}, and none below {visible(str(root))}. {hint}")
    named = ", ".join(visible(folder.relative_to(root).as_posix()) for folder in found[:_MOST_NAMED])
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    raise NoHomeError(f"There are several packs: {named}{more}. {hint}")
