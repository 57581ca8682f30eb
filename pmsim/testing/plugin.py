"""The pytest plug-in: every `*.playthrough.yaml` of ours is a test; fixtures for tests in Python. pmsim is imported inside the hooks only,
so that coverage sees it begin.

tests/monday.playthrough.yaml::monday PASSED
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pmsim.lang.pack import Pack
    from pmsim.play.session import Session
    from pmsim.testing.conftest_paths import PackCache
    from pmsim.testing.test_session import FixedLuck, FixedLuckSession

PLAYTHROUGH_SUFFIX = ".playthrough.yaml"
PACK_CACHE = pytest.StashKey["PackCache"]()
PHASES_PASSED = pytest.StashKey[dict[str, bool]]()
"""Of a test by its phase: all that was reported is that it passed. It was not skipped, and it was not expected to fail."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The ini options."""
    parser.addini("pmsim_collect", f"Whether the files whose names end in {PLAYTHROUGH_SUFFIX} are tests.", type="bool", default=True)
    parser.addini("pmsim_pack", "The pack of the fixture `pack`: a folder (from the root of the tests), or the name of a shipped one.")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "PlaythroughFile | None":
    """Collect a playthrough's file. Warn of one whose name only nearly says so, and of one that is likely another program's."""
    name, config = file_path.name, parent.config
    if ".playthrough." not in name.lower() or not config.getini("pmsim_collect"):
        return None
    named = parent.session.isinitpath(file_path)
    if name.startswith(".") and not named:
        return None
    from pmsim.store.packs import suggest_yaml_name
    from pmsim.testing.conftest_paths import is_our_playthrough

    ours = named or bool(config.getini("pmsim_pack")) or is_our_playthrough(file_path, _pack_cache(config))
    if name.endswith(PLAYTHROUGH_SUFFIX):
        if ours:
            return PlaythroughFile.from_parent(parent, path=file_path)
        _warn(parent, f"{name} is not played: it has no `play:`, and there is no pack here.")
    elif ours and (better := suggest_yaml_name(name)).endswith(PLAYTHROUGH_SUFFIX):
        _warn(parent, f"{name} is not played: call it {better}.")
    return None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note how a phase of a test ended, for the fixture `draws`. Subtests report the phase of their test, too."""
    report = yield
    passed = item.stash.setdefault(PHASES_PASSED, {})
    passed[call.when] = passed.get(call.when, True) and report.passed and not hasattr(report, "wasxfail")
    return report


@pytest.fixture
def pmsim_session(pytestconfig: pytest.Config) -> "Callable[..., Session]":
    """`pmsim_session("the_long_game", start="fumes", seed=7)`: a new session of a pack; each pack is loaded once in a test run."""
    from pmsim.play.session import Session

    def begin(pack: str, start: str = "", seed: int = 1) -> Session:
        return Session(_pack_cache(pytestconfig).load(pack), start, seed)

    return begin


@pytest.fixture
def pack(request: pytest.FixtureRequest) -> "Pack":
    """The pack of this repository: what the ini option `pmsim_pack` says, the nearest above the test, or the only one there is."""
    from pmsim.lang.diagnostics import PackError
    from pmsim.testing.conftest_paths import NoTestPackError, pack_for_test

    try:
        pack_name = pack_for_test(request.path, request.config.rootpath, request.config.getini("pmsim_pack"))
        return _pack_cache(request.config).load(pack_name)
    except (PackError, NoTestPackError) as error:
        pytest.fail(f"The fixture `pack` has no pack. {error}", pytrace=False)


@pytest.fixture
def draws(request: pytest.FixtureRequest, pack: "Pack") -> "Iterator[FixedLuck]":
    """The luck of this test: `draws.passes("the_date.slide_eleven.what_for")`. What is fixed and never asked for fails the test."""
    from pmsim.testing.test_session import FixedLuck

    luck = FixedLuck(pack.program)
    passed: dict[str, bool] = {}
    request.node.stash[PHASES_PASSED] = passed
    yield luck
    unused = luck.unused()
    # any other end, a skip as well, may have come before the luck was asked for
    if unused and passed.get("call", False):
        pytest.fail("\n".join(unused), pytrace=False)


@pytest.fixture
def play(pack: "Pack", draws: "FixedLuck") -> "Callable[..., FixedLuckSession]":
    """`play(start="fumes", seed=7, at="the_date.slide_eleven", choices=["clap"], then="random")`: a career of the fixture `pack`."""
    from pmsim.testing.test_session import CareerSetupError, play_career

    def begin(start: str = "", seed: int = 1, **how: Any) -> "FixedLuckSession":
        __tracebackhide__ = True
        try:
            return play_career(pack, draws, start, seed, **how)
        except CareerSetupError as error:
            why = str(error)
        # Outside of the handler: what the author reads is their own line, and not how it came to be refused.
        pytest.fail(why)

    return begin


class PlaythroughFile(pytest.File):
    """One playthrough's file."""

    def collect(self) -> "Iterator[PlaythroughItem]":
        yield PlaythroughItem.from_parent(self, name=self.path.name.removesuffix(PLAYTHROUGH_SUFFIX))


class FailedPlaythroughError(Exception):
    """A playthrough that does not hold; the text is the whole report."""


class PlaythroughItem(pytest.Item):
    """One playthrough, played and compared."""

    def runtest(self) -> None:
        from pmsim.testing.playthrough_runner import run_playthrough

        trial = run_playthrough(self.path, self._display_path(), _pack_cache(self.config))
        if not trial.holds:
            raise FailedPlaythroughError(trial.report)

    def _display_path(self) -> str:
        root = self.config.rootpath
        return (self.path.relative_to(root) if self.path.is_relative_to(root) else self.path).as_posix()

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        return str(excinfo.value) if isinstance(excinfo.value, FailedPlaythroughError) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"playthrough {self.name}"


def _warn(parent: pytest.Collector, sentence: str) -> None:
    """Warn, and never fail: where warnings are errors, a file of another program would fail the tests of its project."""
    with suppress(pytest.PytestWarning):
        parent.warn(pytest.PytestWarning(sentence))


def _pack_cache(config: pytest.Config) -> "PackCache":
    from pmsim.testing.conftest_paths import PackCache

    if PACK_CACHE not in config.stash:
        config.stash[PACK_CACHE] = PackCache(config.rootpath)
    return config.stash[PACK_CACHE]
