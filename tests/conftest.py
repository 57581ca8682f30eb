"""No test meets the packs, careers or settings of whoever runs it, in no process that it starts; and none is held to a clock."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

_NOBODY = pytest.StashKey[TemporaryDirectory[str]]()

settings.register_profile("pmsim", deadline=None)
settings.load_profile("pmsim")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_NOBODY] = folder = TemporaryDirectory(prefix="pmsim-tests-")
    for name in ("PACKS", "SAVES", "CONFIG"):
        os.environ[f"PMSIM_{name}"] = str(Path(folder.name, name.lower()))


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_NOBODY].cleanup()
