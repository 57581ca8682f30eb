"""The debrief in the formats of `pmsim debrief`: Markdown (CommonMark, with the tables of GitHub),
HTML, JSON."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from pmsim.ui.debrief_html import html_page
from pmsim.ui.present.debrief_pages import (
    GRID_HEADINGS,
    Debrief,
    Passage,
    debrief_pages,
    grid_cells,
)

FORMATS = ("md", "html", "json")
JSON_VERSION = 1
"""The version of the fields in JSON; it goes up when one is removed or changes its meaning."""


def write_debrief(debrief: Debrief, form: str) -> str:
    """Return the debrief in one of `FORMATS`."""
    writers: dict[str, Callable[[Debrief], str]] = {
        "md": markdown_page,
        "html": html_page,
        "json": json_text,
    }
    return writers[form](debrief)


def json_text(debrief: Debrief) -> str:
    """Return the debrief as JSON."""
    import json

    value = {"format": JSON_VERSION, **_as_json(debrief)}
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _as_json(value: Any) -> Any:
    """Return a value with named tuples as mappings and tuples as lists."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: _as_json(item) for name, item in value._asdict().items()}
    return [_as_json(item) for item in value] if isinstance(value, tuple) else value


_MARKUP = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)|^(?:[#+-]|\d+(?=[.)]))")
"""Characters that could be markup: anywhere, before an entity's name, or at the beginning."""


def escaped(text: str) -> str:
    """Return plain text as Markdown that reads so."""
    return _MARKUP.sub(lambda match: _behind_backslash(match[0]), text)


def _behind_backslash(text: str) -> str:
    """Return a piece of markup with a backslash before it; a number with the backslash after it,
    before the full stop or bracket that would make it an item of a list."""
    return f"{text}\\" if text.isdigit() else f"\\{text}"


def markdown_page(debrief: Debrief) -> str:
    """Return the debrief as Markdown, each passage in one line."""
    lines = [f"# {escaped(debrief.title)}: {escaped(debrief.start)}", ""]
    if debrief.outcome:
        lines += [f"**{escaped(debrief.outcome)}**", ""]
    lines += [escaped(debrief.summary), ""]
    for page in debrief_pages(debrief):
        lines += [f"## {escaped(page.title)}", ""]
        if page.grid:
            lines += _table([GRID_HEADINGS, *(grid_cells(row) for row in page.grid)])
        lines += _passages(page.passages)
    return "\n".join(lines).rstrip("\n") + "\n"


def _table(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield f"| {' | '.join(map(escaped, row))} |"
        if not number:
            yield f"|{'---|' * len(GRID_HEADINGS)}"
    yield ""


def _passages(passages: Iterable[Passage]) -> Iterator[str]:
    """Yield passages with blank lines between them, but for the items of a list."""
    for in_list, together in groupby(passages, key=lambda one: one.kind in ("item", "reason")):
        for passage in together:
            text, lead = escaped(passage.text), escaped(passage.lead)
            match passage.kind:
                case "head":
                    yield f"### {text}{f' *{lead}*' if lead else ''}"
                case "item":
                    yield f"- **{lead}** {text}"
                case "reason":
                    yield f"  {text}"
                case "soft" | "text":
                    yield text
            if not in_list:
                yield ""
        if in_list:
            yield ""
