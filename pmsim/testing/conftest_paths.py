"""Finding the pack of a test: the configured one, the nearest above the test, or the only one in
the repository."""

import re
from functools import cached_property
from pathlib import Path

from pmsim.lang.characters import visible
from pmsim.lang.decoding import source_lines
from pmsim.lang.pack import Pack
from pmsim.lang.yaml_reader import read_yaml
from pmsim.store.pack_loading import load_pack
from pmsim.store.packs import (
    PACK_FILE,
    enclosing_pack_folder,
    find_packs_below,
    named_pack_folder,
    path_kind,
    playthrough_target,
    read_file,
)

_PLAY_LINE = re.compile(r"""(?:\{\s*)?["']?play["']?\s*:""")
"""A line with `play:`, found also in a file that is not valid YAML."""
_MAX_NAMES = 5


class PackCache:
    """The packs of a test run, each loaded once. `root`: the root of the repository."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._loaded: dict[str, Pack] = {}

    def load(self, name: str) -> Pack:
        """Return a pack by its name, its folder or its file. Raises PackError."""
        if name not in self._loaded:
            self._loaded[name] = load_pack(name)
        return self._loaded[name]

    def for_playthrough(self, name: str, file: Path) -> Pack:
        """Return the pack that a playthrough names: the one around it, else one of the repository,
        else a shipped or added one.

        `name`: its `play:`. Raises PackError."""
        return self.load(playthrough_target(file, name, self.repository_packs))

    @cached_property
    def repository_packs(self) -> tuple[Path, ...]:
        """Folders of the packs in the repository."""
        return tuple(find_packs_below(self.root))


def is_our_playthrough(file: Path, packs: PackCache) -> bool:
    """Return True if a file with a playthrough's name belongs to pmsim, even if it is broken,
    and not to another program.

    It does if it has a line `play:`, or if there is a pack around it or anywhere in the
    repository."""
    try:
        content = read_file(file)
    except OSError:
        content = b""
    node, _ = read_yaml(content, file.name)
    says_play = (node is not None and node.get("play") is not None) or any(
        _PLAY_LINE.match(line) for line in source_lines(content)
    )
    return says_play or enclosing_pack_folder(file) is not None or bool(packs.repository_packs)


class NoTestPackError(Exception):
    """There is no pack for the test, or more than one; the text says what to do."""


def pack_for_test(test: Path, root: Path, configured: str = "") -> str:
    """Return the pack of a test, as `load_pack` takes it. `configured`: the value of the ini
    option, a folder below `root` or a pack's name.

    Raises NoTestPackError."""
    if configured:
        return (
            str(root / configured)
            if named_pack_folder(configured, root) is None and path_kind(root / configured)
            else configured
        )
    enclosing = enclosing_pack_folder(test)
    if enclosing is not None:
        return str(enclosing)
    packs = find_packs_below(root)
    if len(packs) == 1:
        return str(packs[0])
    hint = "Name one in the ini file: pmsim_pack = its folder."
    if not packs:
        raise NoTestPackError(
            f"There is no {PACK_FILE} above {visible(test.name)}, and none below"
            f" {visible(str(root))}. {hint}"
        )
    named = ", ".join(visible(folder.relative_to(root).as_posix()) for folder in packs[:_MAX_NAMES])
    more = f" and {len(packs) - _MAX_NAMES} more" if len(packs) > _MAX_NAMES else ""
    raise NoTestPackError(f"There are several packs: {named}{more}. {hint}")
