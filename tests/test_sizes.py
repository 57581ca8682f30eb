"""The option that says how much every long law tries."""

from pathlib import Path

import pytest

from tests import sizes
from tests.sizes import Size, size

pytest_plugins = ["pytester"]
INNER = """
from hypothesis import settings
from tests.sizes import size

def test_size(request):
    print(size(3), size(3, ci=5, long=7), settings().max_examples, int(request.config.option.timeout))
    assert False
"""


@pytest.mark.parametrize(
    ("name", "numbers"), [("commit", (3, 3)), ("ci", (3, 5)), ("long", (300, 7))]
)
def test_a_size_gives_its_number(
    name: Size, numbers: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sizes, "_chosen", name)
    assert (size(3), size(3, ci=5, long=7)) == numbers


TABLE = """
import pytest

@pytest.mark.cases(3)
@pytest.mark.parametrize("case", range(10))
def test_case(case):
    print("tried", case)
"""


def inner(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, *options: str, source: str = INNER
) -> pytest.RunResult:
    """Run a fresh pytest with our conftest over `source`."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    pytester.makepyfile(source)
    return pytester.runpytest_subprocess("-p", "tests.conftest", "-p", "no:cacheprovider", *options)


def test_the_option_reaches_every_worker(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner(pytester, monkeypatch, "-n", "1", "--long").stdout.fnmatch_lines(["300 7 10000 43200"])


def test_a_limit_that_is_named_goes_before_the_size(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner(pytester, monkeypatch, "--size", "ci", "--timeout", "9").stdout.fnmatch_lines(
        ["3 5 60 9"]
    )


def test_an_unknown_size_is_refused(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = inner(pytester, monkeypatch, "--size", "huge")
    assert found.ret == pytest.ExitCode.USAGE_ERROR
    assert all(name in found.stderr.str() for name in sizes.SIZES)


@pytest.mark.parametrize(("name", "tried"), [("commit", [0, 3, 6]), ("ci", list(range(10)))])
def test_a_long_table_is_thinned_before_a_commit(
    name: str, tried: list[int], pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = inner(
        pytester, monkeypatch, "-s", "-p", "no:xdist", "--size", name, source=TABLE
    ).outlines
    assert [int(line.rpartition(" ")[2]) for line in lines if "tried" in line] == tried
