"""The pytest plug-in: every `*.playthrough.yaml` is a test. pmsim is imported inside the hooks only, so that coverage sees it begin.

tests/monday.playthrough.yaml::monday PASSED
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pmsim.lang.pack import Pack
    from pmsim.play.session import Session
    from pmsim.ui.headless import Played

ENDING = ".playthrough.yaml"
PACKS = pytest.StashKey[dict[str, "Pack"]]()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "PlaythroughFile | None":
    """A playthrough's file, if it is one."""
    return PlaythroughFile.from_parent(parent, path=file_path) if file_path.name.endswith(ENDING) else None


@pytest.fixture
def pmsim_session(pytestconfig: pytest.Config) -> "Callable[..., Session]":
    """`pmsim_session("the_long_game", start="fumes", seed=7)`: a new session of a pack; each pack is loaded once in a test run."""
    from pmsim.play.session import Session

    def begin(pack: str, start: str = "", seed: int = 1) -> Session:
        return Session(_pack(pytestconfig, pack), start, seed)

    return begin


class PlaythroughFile(pytest.File):
    """One playthrough's file."""

    def collect(self) -> "Iterator[PlaythroughItem]":
        yield PlaythroughItem.from_parent(self, name=self.path.name.removesuffix(ENDING))


class FailedPlaythroughError(Exception):
    """A playthrough that does not hold; the text is the whole report."""


class PlaythroughItem(pytest.Item):
    """One playthrough, played and compared."""

    def runtest(self) -> None:
        from pmsim.authoring.report import as_text
        from pmsim.play.playthrough import parse
        from pmsim.store.packs import pack_beside
        from pmsim.ui.headless import play_through

        name = self._shown()
        content = self.path.read_bytes()
        playthrough, diagnostics = parse(content, name)
        if playthrough is None:
            raise FailedPlaythroughError(as_text(diagnostics, {name: content.decode("utf-8", "replace").split("\n")}))
        folder = pack_beside(self.path, playthrough.play)
        pack = _pack(self.config, str(folder or playthrough.play))
        try:
            played = play_through(pack, playthrough)
        except KeyError as error:
            raise FailedPlaythroughError(f"{name}:1: {pack.id} has no start or player called {error.args[0]}.") from error
        if played.misses:
            raise FailedPlaythroughError("\n".join(report(played)))

    def _shown(self) -> str:
        root = self.config.rootpath
        return (self.path.relative_to(root) if self.path.is_relative_to(root) else self.path).as_posix()

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        from pmsim.lang.diagnostics import PackError

        if isinstance(excinfo.value, (FailedPlaythroughError, PackError)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"playthrough {self.name}"


def report(played: "Played") -> Iterator[str]:
    """What was expected and what is, each with its place; the choices made; the last page read."""
    from pmsim.ui.headless import last_page

    for miss in played.misses:
        yield f"{miss.place.file}:{miss.place.line}:{miss.place.column}"
        yield f"  expected  {miss.expected}"
        yield f"  got       {miss.got}"
    session = played.session
    yield ""
    yield f"{session.pack.id}, start {session.start}, seed {session.seed}, quarter {session.state.quarter}, Decision {session.decision}"
    yield f"choices: {', '.join(session.choices) or 'none'}"
    yield ""
    yield "The last that was read:"
    for line in last_page(session):
        yield f"  {line}".rstrip()


def _pack(config: pytest.Config, name: str) -> "Pack":
    from pmsim.store.packs import load_pack

    packs = config.stash.setdefault(PACKS, {})
    if name not in packs:
        packs[name] = load_pack(name)
    return packs[name]
