"""What the first page shows of Python runs as it stands there."""

import re
from pathlib import Path
from textwrap import dedent

from pmsim import Session

README = Path(__file__).parents[2] / "README.md"


def test_the_lines_of_python_can_be_typed() -> None:
    found = re.search(r"## From Python\n\n((?:    .+\n|\n)+)", README.read_text(encoding="utf-8"))
    assert found is not None
    names: dict[str, object] = {}
    exec(compile(dedent(found[1]), README.name, "exec"), names)
    session = names["session"]
    assert isinstance(session, Session)
    assert session.decision == 2
