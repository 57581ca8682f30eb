"""A file with ten different mistakes and more shows them all, each at its place."""

from pathlib import Path

from pmsim.analysis.examine import examine
from pmsim.lang.rules.example import EXAMPLE_FILES

FILE = Path(__file__).with_name("ten_mistakes.yaml")

MISTAKES = [
    (4, 9, "PM202"),
    (6, 1, "PM201"),
    (13, 16, "PM125"),
    (16, 9, "PM201"),
    (18, 9, "PM107"),
    (22, 17, "PM124"),
    (24, 26, "PM123"),
    (25, 16, "PM203"),
    (26, 35, "PM121"),
    (30, 15, "PM108"),
    (34, 15, "PM301"),
    (36, 17, "PM211"),
    (37, 15, "PM301"),
]


def test_all_are_shown_at_their_places() -> None:
    said = examine(
        {name: text.encode() for name, text in EXAMPLE_FILES.items()}
        | {"scene.yaml": FILE.read_bytes()}
    ).diagnostics
    assert [
        (found.place.line, found.place.column, found.code)
        for found in said
        if found.severity == "error"
    ] == MISTAKES


def test_each_has_a_sentence_and_most_a_fix() -> None:
    said = examine(
        {name: text.encode() for name, text in EXAMPLE_FILES.items()}
        | {"scene.yaml": FILE.read_bytes()}
    ).diagnostics
    assert all(found.message.endswith((".", "?")) for found in said)
    assert sum(bool(found.hint) for found in said) >= 8
