"""What `pmsim new` writes: text made from templates and from the names of the pack it is for. Pure; `cli` asks, `store` writes.

A template is a YAML file that somebody wrote to be read; what of it depends on the pack is marked as `fill` says.
"""

import re
from collections.abc import Mapping
from importlib.resources import files
from string import Template

_GROUP = re.compile(r"([\[{])([^\[\]{}]*\$[^\[\]{}]*)([\]}])")
_HOLE = re.compile(r"\$([A-Za-z_]+)")
_MARGIN = re.compile(r" *(# *)?")


def read_template(name: str) -> str:
    """A template by its name, such as `scenario.yaml`."""
    return files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


def fill_template(text: str, words: Mapping[str, str]) -> str:
    """The text with `words` in its `$holes` (`$$` is a dollar).

    In one-line braces and brackets (none inside of another) an item with an empty word is left out, and the line if no item stays;
    anywhere else the line with an empty word is. A word of several lines keeps the margin, and the `#`, of the
    line it stands in. Raises KeyError for a hole without a word."""
    return "".join(_fill_line(line, words) for line in text.splitlines(keepends=True))


def _fill_line(line: str, words: Mapping[str, str]) -> str:
    line, emptied = _GROUP.subn(lambda group: _without_empty_items(group, words), line)
    if (emptied and re.search(r"\{\}|\[\]", line)) or any(not words[hole] for hole in _HOLE.findall(line.replace("$$", ""))):
        return ""
    margin = (_MARGIN.match(line) or [""])[0]
    return Template(line).substitute({name: word.replace("\n", f"\n{margin}") for name, word in words.items()})


def _without_empty_items(group: re.Match[str], words: Mapping[str, str]) -> str:
    """A one-line mapping or list without the items that have an empty word."""
    items = [item for item in group[2].split(", ") if all(words[hole] for hole in _HOLE.findall(item))]
    return f"{group[1]}{', '.join(items)}{group[3]}"
