"""A playthrough's file played, compared and reported with places, for pytest and the command line
alike; and the pack of a test: the configured one, the nearest above the test, or the only one in
the repository."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pmsim.authoring.report import as_text, quote_line
from pmsim.core.policy import POLICIES
from pmsim.lang import Pack, PackError, visible
from pmsim.lang.characters import wrap_words
from pmsim.lang.decoding import source_lines
from pmsim.lang.yaml_reader import read_yaml
from pmsim.play.playthrough import Playthrough, parse_playthrough
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
from pmsim.ui.headless import PlayedPlaythrough, last_page_lines, play_playthrough

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


WIDTH = 80
PLAYTHROUGH_SUFFIX = ".playthrough.yaml"
_MAX_CHOICE_CHARACTERS = 400
"""Characters at most that are quoted of the list of choices, from its end."""


class PlaythroughTrial(NamedTuple):
    """The result of a playthrough. `played` None: it could not be played; `report`: the whole
    report, '' if every expectation holds."""

    file: str
    played: PlayedPlaythrough | None
    report: str

    @property
    def holds(self) -> bool:
        """True if it was played and every expectation holds."""
        return not self.report


def run_playthrough(path: Path, name: str, packs: PackCache) -> PlaythroughTrial:
    """Play the playthrough at `path` with the pack that it names. `name`: the file's name in the
    report."""
    try:
        content = read_file(path)
    except OSError as error:
        return PlaythroughTrial(
            name, None, f"{visible(name)} cannot be read: {error.strerror or type(error).__name__}."
        )
    lines = source_lines(content)
    playthrough, diagnostics = parse_playthrough(content, name)
    if playthrough is None:
        return PlaythroughTrial(name, None, as_text(diagnostics, {name: lines}))
    try:
        pack = packs.for_playthrough(playthrough.play, path)
        played = play_playthrough(pack, playthrough)
    except PackError as error:
        return PlaythroughTrial(
            name,
            None,
            f"{visible(name)}:{playthrough.place.line}: {visible(playthrough.play)} does not"
            f" load.\n{error}",
        )
    except KeyError as error:
        return PlaythroughTrial(
            name, None, _unknown_start_or_player(name, playthrough, pack, str(error.args[0]))
        )
    return PlaythroughTrial(
        name, played, "\n".join(report_lines(played, lines)) if played.misses else ""
    )


def report_lines(played: PlayedPlaythrough, lines: list[str]) -> Iterator[str]:
    """Yield what was expected and what came, each with its place and line; then the choices made,
    and the last page."""
    for miss in played.misses:
        file, line, column = miss.place
        yield f"{visible(file)}:{line}:{column}"
        if line <= len(lines):
            yield from quote_line(
                lines[line - 1], line, column, _quoted_length(lines[line - 1], column), WIDTH - 8
            )
        yield from wrap_words(f"  expected  {visible(miss.expected)}", WIDTH, " " * 12)
        yield from wrap_words(f"  got       {visible(miss.got)}", WIDTH, " " * 12)
    if played.refused is not None:
        near = get_close_matches(played.refused.choice, played.refused.open, 1)
        yield from [f"  help      Did you mean {near[0]}?"] if near else []
    session = played.session
    yield ""
    yield (
        f"{session.pack.id}, start {session.start}, seed {session.seed}, quarter"
        f" {session.state.quarter}, Decision {session.decision}"
    )
    choices = ", ".join(session.choices) or "none"
    shown_choices = (
        choices
        if len(choices) <= _MAX_CHOICE_CHARACTERS
        else f"… {choices[-_MAX_CHOICE_CHARACTERS:].partition(', ')[2]}"
    )
    yield from wrap_words(f"choices: {shown_choices}", WIDTH, "  ")
    yield ""
    yield "The last that was read:"
    for line_read in last_page_lines(session):
        yield from wrap_words(f"  {line_read}", WIDTH, "  ") or [""]


def _quoted_length(line: str, column: int) -> int:
    """Return the length of the value that begins at a column: up to a comma, a bracket or the
    end."""
    rest = line[column - 1 :]
    if rest[:1] in ("'", '"'):
        return max(1, rest.find(rest[0], 1) + 1)
    end = min((at for mark in ",]}" if (at := rest.find(mark)) >= 0), default=len(rest))
    return max(1, len(rest[:end].rstrip()))


def _unknown_start_or_player(name: str, playthrough: Playthrough, pack: Pack, missing: str) -> str:
    """Return the report on a start or a player that the pack does not have, with those that it
    has."""
    players = ("stop", *POLICIES, *(persona.id for persona in pack.program.personas))
    names = [*pack.starts, *players]
    nearest = get_close_matches(missing, names, 1)
    hint = f" Did you mean {nearest[0]}?" if nearest else f" There are: {', '.join(names)}."
    return (
        f"{visible(name)}:{playthrough.place.line}: {pack.id} has no start or player called"
        f" {visible(missing)}.{hint}"
    )
