"""`# allow never-holds, PM605: reason`: how a comment says that a rule does not count where it stands. `analysis` silences."""

import re
from typing import NamedTuple

from pmsim.lang.fields.craft import MEASURES
from pmsim.lang.rules import BY_NAME, RULES
from pmsim.lang.spelling import Near, near

SIGN = re.compile(r"#\s*allow\s", re.IGNORECASE)
"""How such a comment begins."""
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9 _-]*[A-Za-z0-9]")
_MOST_WORDS = 3
_MOST_NAMED = 20
"""A comment with more names is an ordinary one."""
_BY_CODE = {rule.code: rule.name for rule in RULES}


class Named(NamedTuple):
    """A rule, or a review's measure, as an `allow` names it. `rule`: its name, '' if there is none; `at`: where it begins, from the #."""

    written: str
    rule: str
    at: int


class Allow(NamedTuple):
    """What one comment allows, and why; `reason` '' if it does not say."""

    named: tuple[Named, ...]
    reason: str


def allow(comment: str) -> Allow | None:
    """What a comment allows, given from its # on; None if it is an ordinary one, such as `# allow yourself a pause`."""
    sign = SIGN.match(comment)
    if not sign:
        return None
    names, colon, reason = comment[sign.end() :].partition(":")
    named, at = [], sign.end()
    parts = names.split(",", _MOST_NAMED)
    for part in parts:
        written = part.strip()
        if not _WORD.fullmatch(written) or len(written.split()) > (_MOST_WORDS if colon else 1):
            return None
        named.append(Named(written, rule_called(written), at + len(part) - len(part.lstrip())))
        at += len(part) + 1
    if len(parts) > _MOST_NAMED:
        return None
    if not colon and not any(one.rule or meant(one.written).name for one in named):
        return None
    return Allow(tuple(named), reason.strip())


def rule_called(written: str) -> str:
    """The name of a rule, by its name or its code, or of a measure of a review; '' for none."""
    name = written.lower()
    return name if name in BY_NAME else _BY_CODE.get(written.upper(), "") or next(iter({name.replace("-", "_")} & MEASURES), "")


def meant(written: str) -> Near:
    """The rule that was most likely meant by what is no rule's name or code."""
    return near("-".join(written.lower().replace("_", "-").split()), BY_NAME, 0.75)
