"""docs/coming_from.md: the column about pmsim names only what docs/language.md names."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
ROWS = [
    re.split(r"(?<!\\)\|", line)[1:-1]
    for line in (DOCS / "coming_from.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ")
]
OF_THE_EXAMPLES = {"a", "b", "door", "file", "met", "ready", "x"}


def test_every_row_has_a_cell_for_each_language() -> None:
    assert len(ROWS) > 15
    assert [row for row in ROWS if len(row) != 7 or not all(cell.strip() for cell in row)] == []


def test_what_is_named_here_is_in_the_language() -> None:
    language = set(re.findall(r"\w+", (DOCS / "language.md").read_text(encoding="utf-8")))
    code = " ".join(code for row in ROWS for code in re.findall(r"`([^`]*)`", row[-1]))
    named = set(re.findall(r"[a-z]\w*", code)) - OF_THE_EXAMPLES
    assert {"in_order", "times_seen", "facts"} <= named
    assert named - language == set()
