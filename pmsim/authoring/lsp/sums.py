"""What may come next in a condition or a sum, told by what stands before the word that is being typed. Knows no names of a pack."""

import re
from typing import Literal, NamedTuple

from pmsim.lang.expressions import WORDS

Wanted = Literal["operand", "operator", "scene", "choice", "flag", "group", "listed"]
_CALL = re.compile(r"\b(seen|took|quarters_since|top)\s*\(\s*\Z")
_CALLS: dict[str, Wanted] = {"seen": "scene", "took": "choice", "quarters_since": "flag", "top": "group"}
_BESIDE = re.compile(r"(\btop\(\s*\w+\s*\)|[A-Za-z_]\w*)\s*(?:(?:<=|>=|==|!=|<|>)|\b(?:not\s+)?in\s*\((?:[^()]*,)?)\s*\Z")
_LAST = re.compile(r"([\w.]+|\))\s*\Z")


class Next(NamedTuple):
    """What is wanted. `beside`: the name, or `top(group)`, with which it is compared, '' for nothing."""

    wanted: Wanted
    beside: str = ""


def following(before: str) -> Next:
    """What may stand behind `before`, which ends where a word begins."""
    call = _CALL.search(before)
    if call:
        return Next(_CALLS[call[1]])
    beside = _BESIDE.search(before)
    if beside:
        return Next("operand", re.sub(r"\s", "", beside[1]))
    if re.search(r"\bin\s*\Z", before):
        return Next("listed")
    last = _LAST.search(before)
    return Next("operator" if last and last[1] not in WORDS else "operand")


def left_of(before: str) -> str:
    """The operand at the end of `before`: a name, `top(group)` or ''."""
    found = re.search(r"(\btop\(\s*\w+\s*\)|[A-Za-z_][\w.]*)\s*\Z", before)
    return re.sub(r"\s", "", found[1]) if found else ""
