"""The generator behind `pmsim new`: text from templates and the names of a pack. Pure: `cli` asks
the user, `store` writes.

A template is a readable YAML file. `fill_template` describes the parts that depend on the pack."""

import re
from collections.abc import Mapping
from importlib.resources import files
from string import Template

_GROUP = re.compile(r"([\[{])([^\[\]{}]*\$[^\[\]{}]*)([\]}])")
_HOLE = re.compile(r"\$([A-Za-z_]+)")
_MARGIN = re.compile(r" *(# *)?")


def read_template(name: str) -> str:
    """Return a template by its name, such as `scenario.yaml`."""
    return files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


def fill_template(text: str, words: Mapping[str, str]) -> str:
    """Return the text with `words` in its `$holes` (`$$` is a dollar sign).

    Inside one-line braces and brackets (not nested), an item with an empty word is dropped, and the
    line too if no item remains. Elsewhere a line with an empty word is dropped. A word of several
    lines repeats the margin, and the `#`, of its line. Raise KeyError for a hole without a word."""
    return "".join(_fill_line(line, words) for line in text.splitlines(keepends=True))


def _fill_line(line: str, words: Mapping[str, str]) -> str:
    line, emptied = _GROUP.subn(lambda group: _without_empty_items(group, words), line)
    if (emptied and re.search(r"\{\}|\[\]", line)) or any(
        not words[hole] for hole in _HOLE.findall(line.replace("$$", ""))
    ):
        return ""
    margin = (_MARGIN.match(line) or [""])[0]
    return Template(line).substitute(
        {name: word.replace("\n", f"\n{margin}") for name, word in words.items()}
    )


def _without_empty_items(group: re.Match[str], words: Mapping[str, str]) -> str:
    """Return a one-line mapping or list without the items that have an empty word."""
    items = [
        item for item in group[2].split(", ") if all(words[hole] for hole in _HOLE.findall(item))
    ]
    return f"{group[1]}{', '.join(items)}{group[3]}"
