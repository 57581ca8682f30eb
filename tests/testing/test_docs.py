"""The page on testing shows a repository of an author's own; it is one."""

import re
import sys
from pathlib import Path
from textwrap import dedent

import pytest

pytest_plugins = ["pytester"]
PAGE = (Path(__file__).parents[2] / "docs" / "testing.md").read_text(encoding="utf-8")
FILES = re.compile(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)


@pytest.fixture
def repository(pytester: pytest.Pytester) -> Path:
    """The files of the page."""
    for name, text in FILES.findall(PAGE):
        path = pytester.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return pytester.path


def test_the_repository_of_the_page_passes(pytester: pytest.Pytester, repository: Path) -> None:
    found = pytester.runpytest_subprocess(
        "-q", "-p", "no:xdist", "-p", "no:randomly", "-p", "no:cacheprovider"
    )
    found.assert_outcomes(passed=7)


def test_the_report_of_the_page_is_what_is_said(
    pytester: pytest.Pytester, repository: Path
) -> None:
    (repository / "stories").mkdir()
    text = "play: story\nseed: 1\nthen: first\nexpect: {standing: 99}\n"
    (repository / "stories" / "monday.playthrough.yaml").write_text(text, encoding="utf-8")
    found = pytester.run(sys.executable, "-m", "pmsim", "test", "stories")
    assert found.ret == 1
    shown = PAGE[PAGE.index("    stories/monday.playthrough.yaml:4:20") :].partition("\n\n")[0]
    assert dedent(shown) in found.stdout.str()
