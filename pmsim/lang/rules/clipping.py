"""Limits on the text quoted in a message, so that a name of a megabyte does not stand in it
whole."""

import re

MOST_QUOTED = 80
"""The most characters quoted of one name, value or line."""
MOST_WRITTEN = 1000
"""The most characters of a sentence. The longest of pmsim's own has half as many."""
_NAMED = re.compile(r"`([^`]*)`")
_WORD = re.compile(rf"(\S{{{MOST_QUOTED}}})\S{{20,}}")


def clipped(sentence: str) -> str:
    """Return a sentence with long names (between backticks), long words and a long end cut and
    marked with `…`."""
    if len(sentence) <= MOST_QUOTED:
        return sentence
    short = _WORD.sub(r"\1…", _NAMED.sub(lambda name: f"`{_cut(name[1], MOST_QUOTED)}`", sentence))
    return _cut(short, MOST_WRITTEN)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
