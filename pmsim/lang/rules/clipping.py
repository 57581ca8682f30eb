"""How much of what a file holds is quoted of it: a name of a megabyte does not stand whole in the message about it."""

import re

MOST_QUOTED = 80
"""Characters of one name, value or line that are quoted."""
MOST_WRITTEN = 1000
"""Characters of a whole sentence. The longest that pmsim writes has half as many."""
_NAMED = re.compile(r"`([^`]*)`")
_WORD = re.compile(rf"(\S{{{MOST_QUOTED}}})\S{{20,}}")


def clipped(sentence: str) -> str:
    """Return a sentence in which each long name (between two `) or word ends in `…`; and a sentence that is longer than any likewise."""
    if len(sentence) <= MOST_QUOTED:
        return sentence
    short = _WORD.sub(r"\1…", _NAMED.sub(lambda name: f"`{_cut(name[1], MOST_QUOTED)}`", sentence))
    return _cut(short, MOST_WRITTEN)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
