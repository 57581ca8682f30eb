"""Options of the tests, and what surrounds each: its own folders for packs, saves and settings;
no clock; one size (`tests/sizes.py`)."""

import os
import signal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

from tests import sizes

_NOBODY = pytest.StashKey[TemporaryDirectory[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("pmsim")
    group.addoption(
        "--size",
        choices=sizes.SIZES,
        default="commit",
        help="How much every long law tries: commit (the default), ci or long.",
    )
    group.addoption(
        "--long",
        action="store_const",
        dest="size",
        const="long",
        help="The same as --size long: the figures named in issues.",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    sizes.choose(config.option.size)
    config.addinivalue_line(
        "markers",
        "cases(most): at size commit try this many of the test's cases, evenly spread; all of them"
        " otherwise",
    )
    if config.option.timeout is None:
        config.option.timeout = sizes.size(*sizes.SECONDS)
    settings.register_profile("pmsim", deadline=None, max_examples=sizes.size(*sizes.EXAMPLES))
    settings.load_profile("pmsim")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # a shell starts what runs in the background so, and every program that a test starts would
        # inherit it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.stash[_NOBODY] = folder = TemporaryDirectory(prefix="pmsim-tests-")
    for name in ("PACKS", "SAVES", "CONFIG", "CACHE"):
        os.environ[f"PMSIM_{name}"] = str(Path(folder.name, name.lower()))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the house rules first: they fail soonest, and the type checker runs longest. Thin what
    is marked `cases`."""
    items.sort(key=lambda item: item.path.name != "test_quality.py")
    if config.option.size != "commit":
        return
    groups: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("cases") is not None:
            groups.setdefault(item.nodeid.partition("[")[0], []).append(item)
    left_out: set[pytest.Item] = set()
    for group in groups.values():
        mark = group[0].get_closest_marker("cases")
        most = mark.args[0] if mark is not None else len(group)
        left_out |= set(group) - {
            group[number * len(group) // most] for number in range(min(most, len(group)))
        }
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=list(left_out))


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_NOBODY].cleanup()
