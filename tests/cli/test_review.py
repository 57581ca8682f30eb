"""`pmsim review`: advice on stdout, talk on stderr; and what it does with what is no pack."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pmsim.lang.rules.example import EXAMPLE_FILES
from tests.analysis.review.looked_at import TWO, WORDS, choice, scenario
from tests.cli.test_main import run

EASY = (
    "speech_share: 0\ndelayed_choices_share: 0\ndelayed_scenarios_share: 0\nchecks_least:"
    " 0\nconditional_share: 0\n"
)
EASY += "sentence_words_most: 99\ngrade_most: 99\nperson_scenes_least: 0\n"

HALF = (
    b"language: 1\ntitle: Half\nscenes:\n  a:\n    text: |\n      It is\n    choices:\n      -"
    b" id: ["
)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "example"
    folder.mkdir()
    for name, text in {**EXAMPLE_FILES, "scene.yaml": scenario(), "craft.yaml": EASY}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_pack_with_nothing_to_say_of_it(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run("review", str(pack), "--strict", capsys=capsys)
    assert (code, err) == (0, "Nothing to say.\n")
    assert out.startswith("scenario ")
    assert "example   " in out


def test_advice_is_no_error_unless_it_is_asked_for(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pack / "scene.yaml").write_text(
        scenario(WORDS, *TWO, choice("c", label="Go.")), encoding="utf-8"
    )
    code, out, err = run("review", str(pack), capsys=capsys)
    assert (code, err) == (0, "1 thing to look at.\n")
    assert (
        f"{pack}/scene.yaml:18:16\n  The label of `c` has 1 word; 2 is the least here."
        " [label_words_least]\n" in out
    )
    assert run("review", str(pack), "--strict", capsys=capsys)[0] == 1


def test_a_single_file_is_spoken_of_alone(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / "craft.yaml").write_text(EASY.replace("person_scenes_least: 0", ""), encoding="utf-8")
    (pack / "second.yaml").write_text(scenario("Short."), encoding="utf-8")
    code, out, _ = run(
        "review", str(pack / "scene.yaml"), "--format", "json", "--strict", capsys=capsys
    )
    (found,) = json.loads(out)
    assert (code, [row["id"] for row in found["scenarios"]], found["findings"]) == (
        0,
        ["scene"],
        [],
    )
    _, out, _ = run("review", str(pack), "--format", "json", capsys=capsys)
    assert len(json.loads(out)[0]["findings"]) == 2


def test_of_a_pack_that_stands_on_another_its_own_scenarios_are_spoken_of(
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = Path(__file__).parents[1] / "packs" / "night_porter"
    own = sorted(
        path.stem
        for path in folder.rglob("*.yaml")
        if "\nscenes:" in path.read_text(encoding="utf-8")
    )
    _, out, _ = run("review", str(folder), "--format", "json", capsys=capsys)
    (found,) = json.loads(out)
    assert own
    assert [row["id"] for row in found["scenarios"]] == own


def test_a_shipped_pack_is_known_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run("review", "first_day", capsys=capsys)
    assert code == 0
    assert "the_railway" in out


@pytest.mark.parametrize(
    ("name", "content", "code", "says"),
    [
        ("nowhere", None, 2, "There is no pack or file called nowhere"),
        (
            "half.yaml",
            (
                b"language: 1\ntitle: Half\nscenes:\n  a:\n    text: |\n      It is\n    choices:\n"
                b"      - id: ["
            ),
            1,
            "does not load yet",
        ),
        ("binary.yaml", b"\x00\xff\x00", 1, "does not load yet"),
        ("wrong.yaml", b"language: 1\ntitle: W\nscenes: 7\n", 1, "does not load yet"),
        ("notes.txt", b"hello", 2, ""),
        ("huge.yaml", b"a: " + b"x" * 1_100_000, 1, "does not load yet"),
    ],
)
def test_what_cannot_be_reviewed(
    name: str,
    content: bytes | None,
    code: int,
    says: str,
    pack: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(pack)
    if content is not None:
        (pack / name).write_bytes(content)
    ended, out, err = run("review", name, capsys=capsys)
    assert (ended, out) == (code, "")
    assert says in err
    assert "Traceback" not in err


def test_a_file_that_is_no_scenario_says_so(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run("review", str(pack / "stats.yaml"), capsys=capsys)
    assert code == 2
    assert "is not a scenario" in err


def test_an_empty_folder_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("review", str(tmp_path), capsys=capsys)[0] == 2


def test_a_review_imports_no_screen() -> None:
    script = (
        "import sys\nfrom pmsim.cli.main import main\ntry:\n  main(['review', 'first_day'])\nexcept"
        " SystemExit: pass\nfinally:\n"
    )
    script += "  print([name for name in ('textual', 'rich', 'pmsim.ui') if name in sys.modules])"
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert ended.stdout.endswith("[]\n")
