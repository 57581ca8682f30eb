"""docs/authoring.md, followed to the letter by somebody in an empty folder."""

from pathlib import Path

import pytest

from tests.docs.page import answers, follow

PAGE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")


def test_the_page_can_be_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PMSIM_SAVES", str(tmp_path / "saves"))
    monkeypatch.setenv("PMSIM_CONFIG", str(tmp_path / "config"))
    assert follow(PAGE) >= 8


def test_the_page_is_short_enough_for_an_hour() -> None:
    assert len(PAGE.split()) <= 3000


@pytest.mark.parametrize(
    ("answer", "said", "same"),
    [
        ("one\n…\nthree", "one\ntwo\nthree", True),
        ("one …", "one two", True),
        ("one", "one two", False),
        ("… two", "two one", False),
    ],
)
def test_what_stands_for_anything(answer: str, said: str, same: bool) -> None:
    assert answers(answer, said) is same
