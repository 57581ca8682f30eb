"""docs/authoring.md, followed to the letter by somebody in an empty folder."""

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from pmsim.cli.commands import pmsim
from tests.docs.page import Typed, answers, steps

PAGE = Path(__file__).parents[2] / "docs" / "authoring.md"


def test_the_page_can_be_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PMSIM_SAVES", str(tmp_path / "saves"))
    monkeypatch.setenv("PMSIM_CONFIG", str(tmp_path / "config"))
    typed = 0
    for step in steps(PAGE.read_text(encoding="utf-8")):
        if isinstance(step, Typed):
            typed += 1
            name, *words = shlex.split(step.command)
            if name == "mv":
                Path(words[0]).rename(words[1])
                continue
            assert name == "pmsim"
            said = CliRunner().invoke(pmsim, words, prog_name="pmsim").output
            assert answers(step.answer, said), (
                f"$ {step.command}\n\nthe page says:\n{step.answer}\nit said:\n{said}"
            )
        else:
            path = Path(step.file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(
                step.into(path.read_text(encoding="utf-8") if path.exists() else ""),
                encoding="utf-8",
            )
    assert typed >= 8


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
