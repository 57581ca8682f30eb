"""`# allow never-holds, PM605: reason`: how a comment says that a rule does not count where it stands. `analysis` silences."""

import re
from typing import NamedTuple

from pmsim.lang.rules import BY_NAME, RULES
from pmsim.lang.schema.craft import MEASURES
from pmsim.lang.spelling import NearestName, find_nearest

COMMENT_START = re.compile(r"#\s*allow\s", re.IGNORECASE)
"""How such a comment begins."""
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9 _-]*[A-Za-z0-9]")
_MOST_WORDS = 3
_MOST_NAMED = 20
"""A comment with more names is an ordinary one."""
_BY_CODE = {rule.code: rule.name for rule in RULES}


class AllowedRule(NamedTuple):
    """A rule, or a review's measure, as an `allow` names it. `rule`: its name, '' if there is none; `at`: where it begins, from the #."""

    written: str
    rule: str
    at: int


class Suppression(NamedTuple):
    """What one comment allows, and why; `reason` '' if it does not say."""

    rules: tuple[AllowedRule, ...]
    reason: str


def parse_suppression(comment: str) -> Suppression | None:
    """What a comment allows, given from its # on; None if it is an ordinary one, such as `# allow yourself a pause`."""
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
    """The name of a rule, by its name or its code, or of a measure of a review; '' for none."""
    name = written.lower()
    return name if name in BY_NAME else _BY_CODE.get(written.upper(), "") or next(iter({name.replace("-", "_")} & MEASURES), "")


def nearest_rule(written: str) -> NearestName:
    """The rule that was most likely meant by what is no rule's name or code."""
    return find_nearest("-".join(written.lower().replace("_", "-").split()), BY_NAME, 0.75)
