"""What an author has allowed, with a reason, is not said. Errors cannot be silenced; an `allow` that is itself amiss is."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping

from pmsim.lang.allow import SIGN, Allow, Named, allow, meant
from pmsim.lang.comments import comments
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.fields.craft import MEASURES
from pmsim.lang.memo import Memo
from pmsim.lang.nodes import Comment, Place
from pmsim.lang.rules import BY_NAME, RULES, found

_SIGN = re.compile(rb"#\s*allow", re.IGNORECASE)
"""Without one, a file need not be read again."""
_NAME_OF = {rule.code: rule.name for rule in RULES}


def silenced(files: Mapping[str, bytes], diagnostics: Iterable[Diagnostic], memo: Memo | None = None) -> tuple[Diagnostic, ...]:
    """What remains of the diagnostics of these files once their `allow` comments are read, and what is amiss with those; by place.

    Pure; never raises. While there is an error, no `allow` is said to silence nothing: what it is for may be held back."""
    memo = memo or Memo()
    left = list(diagnostics)
    whole = not any(one.severity == "error" for one in left)
    said: list[Diagnostic] = []
    by_rule = _by_rule(left)
    allowed_ones: set[Diagnostic] = set()
    for file, data in files.items():
        for comment, allowed in memo(_allows, data, file):
            if not allowed.reason:
                said.append(_at(comment, "allow-without-reason", hint=_spelt(allowed)))
            for named in allowed.named:
                here = by_rule.get((file, named.rule), [])
                begin = bisect_left(here, comment.first, key=_line)
                end = bisect_right(here, comment.last, key=_line)
                if begin >= end:
                    said += _amiss(comment, named, whole)
                allowed_ones.update(here[begin:end])
                del here[begin:end]
    kept = [one for one in left if one not in allowed_ones] if allowed_ones else left
    return tuple(sorted([*kept, *said], key=lambda one: (one.place, one.code, one.message))) if said else tuple(kept)


def allows(data: bytes, file: str) -> Iterator[tuple[Comment, Allow]]:
    """The comments of a file that allow something."""
    for comment in comments(data, file, SIGN, b"allow"):
        allowed = allow(comment.text)
        if allowed:
            yield comment, allowed


def _allows(data: bytes, file: str) -> tuple[tuple[Comment, Allow], ...]:
    return tuple(allows(data, file)) if _SIGN.search(data) else ()


def _by_rule(diagnostics: Iterable[Diagnostic]) -> dict[tuple[str, str], list[Diagnostic]]:
    """Return what can be allowed, by file and rule, each in the order of lines."""
    found_there: dict[tuple[str, str], list[Diagnostic]] = {}
    for one in sorted((one for one in diagnostics if one.severity != "error"), key=lambda one: one.place):
        found_there.setdefault((one.place.file, _NAME_OF[one.code]), []).append(one)
    return found_there


def _line(one: Diagnostic) -> int:
    return one.place.line


def _amiss(comment: Comment, named: Named, whole: bool) -> Iterator[Diagnostic]:
    """Why a name of an `allow` silences nothing. Those of a review's measures are for the review."""
    if named.rule in MEASURES:
        return
    if not named.rule:
        near = meant(named.written)
        hint = f"Did you mean `{near.name}`?" if near.name else "`pmsim explain` lists them."
        yield _at(comment, "allow-unknown", named, hint)._replace(instead=near.instead)
    elif BY_NAME[named.rule].severity == "error":
        yield _at(comment, "allow-error", named, "Mend what is wrong, and leave this comment out.")
    elif whole:
        yield _at(comment, "allow-nothing", named, "Delete it, or put it on the line it is for, or alone on the line above that.")


def _at(comment: Comment, rule: str, named: Named | None = None, hint: str = "") -> Diagnostic:
    """The complaint at a comment, or at one name of it."""
    file, line, column = comment.place
    at, length = (named.at, len(named.written)) if named else (0, len(comment.text))
    words = {"name": named.written} if named else {}
    return found(rule, Place(file, line, column + at), hint=hint, length=length, **words)


def _spelt(allowed: Allow) -> str:
    return f"Write `# allow {', '.join(named.written for named in allowed.named)}: because …`."
