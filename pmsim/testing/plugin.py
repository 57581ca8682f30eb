"""The pytest plug-in: every `*.playthrough.yaml` of ours is a test, and there are fixtures for
tests in Python.

Import pmsim only inside the hooks, so that coverage sees the import.

tests/monday.playthrough.yaml::monday PASSED
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pmsim.lang import Pack
    from pmsim.play.session import Session
    from pmsim.testing.playthrough_runner import PackCache
    from pmsim.testing.test_session import FixedLuck, FixedLuckSession

PLAYTHROUGH_SUFFIX = ".playthrough.yaml"
PACK_CACHE = pytest.StashKey["PackCache"]()
PHASES_PASSED = pytest.StashKey[dict[str, bool]]()
"""By phase of a test: True if all its reports passed. A skipped test, or one that was expected to
fail, has not passed."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the ini options."""
    parser.addini(
        "pmsim_collect",
        f"Whether the files whose names end in {PLAYTHROUGH_SUFFIX} are tests.",
        type="bool",
        default=True,
    )
    parser.addini(
        "pmsim_pack",
        "The pack of the fixture `pack`: a folder (from the root of the tests), or the name of a"
        " shipped one.",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "PlaythroughFile | None":
    """Collect a playthrough's file. Warn of a file whose name is nearly that of a playthrough, and
    of one that probably belongs to another program."""
    name, config = file_path.name, parent.config
    if ".playthrough." not in name.lower() or not config.getini("pmsim_collect"):
        return None
    named = parent.session.isinitpath(file_path)
    if name.startswith(".") and not named:
        return None
    from pmsim.store.packs import suggest_yaml_name
    from pmsim.testing.playthrough_runner import is_our_playthrough

    ours = (
        named
        or bool(config.getini("pmsim_pack"))
        or is_our_playthrough(file_path, _pack_cache(config))
    )
    if name.endswith(PLAYTHROUGH_SUFFIX):
        if ours:
            return PlaythroughFile.from_parent(parent, path=file_path)
        _warn(parent, f"{name} is not played: it has no `play:`, and there is no pack here.")
    elif ours and (better := suggest_yaml_name(name)).endswith(PLAYTHROUGH_SUFFIX):
        _warn(parent, f"{name} is not played: call it {better}.")
    return None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Record the result of a test's phase for the fixture `draws`. Subtests count for the phase of
    their test."""
    report = yield
    passed = item.stash.setdefault(PHASES_PASSED, {})
    passed[call.when] = (
        passed.get(call.when, True) and report.passed and not hasattr(report, "wasxfail")
    )
    return report


@pytest.fixture
def pmsim_session(pytestconfig: pytest.Config) -> "Callable[..., Session]":
    """Return `pmsim_session("the_long_game", start="fumes", seed=7)`, which begins a session of a
    pack. Each pack is loaded once in a test run."""
    from pmsim.play.session import Session

    def begin(pack: str, start: str = "", seed: int = 1) -> Session:
        return Session(_pack_cache(pytestconfig).load(pack), start, seed)

    return begin


@pytest.fixture
def pack(request: pytest.FixtureRequest) -> "Pack":
    """Return the pack of this repository: that of the ini option `pmsim_pack`, the nearest above
    the test, or the only one there is."""
    from pmsim.lang import PackError
    from pmsim.testing.playthrough_runner import NoTestPackError, pack_for_test

    try:
        pack_name = pack_for_test(
            request.path, request.config.rootpath, request.config.getini("pmsim_pack")
        )
        return _pack_cache(request.config).load(pack_name)
    except (PackError, NoTestPackError) as error:
        pytest.fail(f"The fixture `pack` has no pack. {error}", pytrace=False)


@pytest.fixture
def draws(request: pytest.FixtureRequest, pack: "Pack") -> "Iterator[FixedLuck]":
    """Yield the fixed luck of this test: `draws.passes("the_date.slide_eleven.what_for")`. Fail the
    test if something was fixed and never used."""
    from pmsim.testing.test_session import FixedLuck

    luck = FixedLuck(pack.program)
    passed: dict[str, bool] = {}
    request.node.stash[PHASES_PASSED] = passed
    yield luck
    unused = luck.unused()
    # a test that failed or was skipped may have ended before it used the luck
    if unused and passed.get("call", False):
        pytest.fail("\n".join(unused), pytrace=False)


@pytest.fixture
def play(pack: "Pack", draws: "FixedLuck") -> "Callable[..., FixedLuckSession]":
    """Return `play(start="fumes", seed=7, at="the_date.slide_eleven", choices=["clap"],
    then="random")`, which plays a career of the fixture `pack`."""
    from pmsim.testing.test_session import CareerSetupError, play_career

    def begin(start: str = "", seed: int = 1, **how: Any) -> "FixedLuckSession":
        __tracebackhide__ = True
        try:
            return play_career(pack, draws, start, seed, **how)
        except CareerSetupError as error:
            why = str(error)
        # outside the handler, so that the report shows the author's line and not our traceback
        pytest.fail(why)

    return begin


class PlaythroughFile(pytest.File):
    """The file of one playthrough."""

    def collect(self) -> "Iterator[PlaythroughItem]":
        yield PlaythroughItem.from_parent(
            self, name=self.path.name.removesuffix(PLAYTHROUGH_SUFFIX)
        )


class FailedPlaythroughError(Exception):
    """A playthrough with a failed expectation; the text is the whole report."""


class PlaythroughItem(pytest.Item):
    """The test of one playthrough."""

    def runtest(self) -> None:
        from pmsim.testing.playthrough_runner import run_playthrough

        trial = run_playthrough(self.path, self._display_path(), _pack_cache(self.config))
        if not trial.holds:
            raise FailedPlaythroughError(trial.report)

    def _display_path(self) -> str:
        root = self.config.rootpath
        return (
            self.path.relative_to(root) if self.path.is_relative_to(root) else self.path
        ).as_posix()

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        return (
            str(excinfo.value)
            if isinstance(excinfo.value, FailedPlaythroughError)
            else super().repr_failure(excinfo, style)
        )

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"playthrough {self.name}"


def _warn(parent: pytest.Collector, sentence: str) -> None:
    """Warn without failing: where warnings are errors, a file of another program would fail the
    tests of its project."""
    with suppress(pytest.PytestWarning):
        parent.warn(pytest.PytestWarning(sentence))


def _pack_cache(config: pytest.Config) -> "PackCache":
    from pmsim.testing.playthrough_runner import PackCache

    if PACK_CACHE not in config.stash:
        config.stash[PACK_CACHE] = PackCache(config.rootpath)
    return config.stash[PACK_CACHE]
