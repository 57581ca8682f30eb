"""Templates and their holes. A hole whose word is '' takes with it whatever cannot stand without it, and no more.

fill("effects: {$person: 1, $good: -2}\nneeds: $flag\n", {"person": "ines", "good": "", "flag": ""}) == "effects: {ines: 1}\n"
"""

import re
from collections.abc import Mapping
from importlib.resources import files
from string import Template

_GROUP = re.compile(r"([\[{])([^\[\]{}]*\$[^\[\]{}]*)([\]}])")
_HOLE = re.compile(r"\$([A-Za-z_]+)")
_MARGIN = re.compile(r" *(# *)?")


def template(name: str) -> str:
    """A template by its name, such as `scenario.yaml`."""
    return files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


def fill(text: str, words: Mapping[str, str]) -> str:
    """The text with `words` in its `$holes` (`$$` is a dollar).

    In one-line braces and brackets (none inside of another) an item with an empty word is left out, and the line if no item stays;
    anywhere else the line with an empty word is. A word of several lines keeps the margin, and the `#`, of the
    line it stands in. Raises KeyError for a hole without a word."""
    return "".join(_filled(line, words) for line in text.splitlines(keepends=True))


def _filled(line: str, words: Mapping[str, str]) -> str:
    line, emptied = _GROUP.subn(lambda group: _less(group, words), line)
    if (emptied and re.search(r"\{\}|\[\]", line)) or any(not words[hole] for hole in _HOLE.findall(line.replace("$$", ""))):
        return ""
    margin = (_MARGIN.match(line) or [""])[0]
    return Template(line).substitute({name: word.replace("\n", f"\n{margin}") for name, word in words.items()})


def _less(group: re.Match[str], words: Mapping[str, str]) -> str:
    """A one-line mapping or list without the items that have an empty word."""
    kept = [item for item in group[2].split(", ") if all(words[hole] for hole in _HOLE.findall(item))]
    return f"{group[1]}{', '.join(kept)}{group[3]}"
