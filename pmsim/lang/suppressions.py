"""Parsing of `# allow never-holds, PM605: reason`, a comment that suppresses rules. `analysis`
applies it."""

import re
from typing import NamedTuple

from pmsim.lang.rules import BY_NAME, NAME_OF_CODE
from pmsim.lang.schema.craft import MEASURES
from pmsim.lang.spelling import NearestName, find_nearest

COMMENT_START = re.compile(r"#\s*allow\s", re.IGNORECASE)
"""The beginning of such a comment."""
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9 _-]*[A-Za-z0-9]")
_MOST_WORDS = 3
_MOST_NAMED = 20
"""The most names in such a comment; a comment with more is an ordinary one."""


class AllowedRule(NamedTuple):
    """A rule or a review's measure in such a comment. `rule`: its name, '' if unknown. `at`: its
    offset, counted from the #."""

    written: str
    rule: str
    at: int


class Suppression(NamedTuple):
    """The rules of one comment, and its reason, '' without one."""

    rules: tuple[AllowedRule, ...]
    reason: str


def parse_suppression(comment: str) -> Suppression | None:
    """Return the suppression in a comment that begins with #, None for an ordinary one (`# allow
    yourself a pause`)."""
    match = COMMENT_START.match(comment)
    if not match:
        return None
    names, colon, reason = comment[match.end() :].partition(":")
    rules, at = [], match.end()
    parts = names.split(",", _MOST_NAMED)
    for part in parts:
        written = part.strip()
        if not _WORD.fullmatch(written) or len(written.split()) > (_MOST_WORDS if colon else 1):
            return None
        rules.append(AllowedRule(written, rule_name(written), at + len(part) - len(part.lstrip())))
        at += len(part) + 1
    if len(parts) > _MOST_NAMED:
        return None
    if not colon and not any(one.rule or nearest_rule(one.written).name for one in rules):
        return None
    return Suppression(tuple(rules), reason.strip())


def rule_name(written: str) -> str:
    """Return the name of a rule given by name or code, or of a review's measure; '' for none."""
    name = written.lower()
    return (
        name
        if name in BY_NAME
        else NAME_OF_CODE.get(written.upper(), "")
        or next(iter({name.replace("-", "_")} & MEASURES), "")
    )


def nearest_rule(written: str) -> NearestName:
    """Return the rule most like an unknown name."""
    return find_nearest("-".join(written.lower().replace("_", "-").split()), BY_NAME, 0.75)
