"""Options of the tests, and what surrounds each: its own folders for packs, saves and settings; no clock; one size (`tests/sizes.py`)."""

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
        "--size", choices=sizes.SIZES, default="commit", help="How much every long law tries: commit (the default), ci or long."
    )
    group.addoption("--long", action="store_const", dest="size", const="long", help="The same as --size long: the figures named in issues.")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    sizes.choose(config.option.size)
    if config.option.timeout is None:
        config.option.timeout = sizes.size(*sizes.SECONDS)
    settings.register_profile("pmsim", deadline=None, max_examples=sizes.size(*sizes.EXAMPLES))
    settings.load_profile("pmsim")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # a shell starts what runs in the background so, and every program that a test starts would inherit it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.stash[_NOBODY] = folder = TemporaryDirectory(prefix="pmsim-tests-")
    for name in ("PACKS", "SAVES", "CONFIG"):
        os.environ[f"PMSIM_{name}"] = str(Path(folder.name, name.lower()))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the house rules first: they fail soonest, and the type checker runs longest."""
    items.sort(key=lambda item: item.path.name != "test_quality.py")


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_NOBODY].cleanup()
