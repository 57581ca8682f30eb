"""Suppressions: `# allow` comments that hide warnings and notes, with a reason. Errors cannot be
hidden. Faulty comments give diagnostics of their own."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter

from pmsim.lang import BY_NAME, Comment, Diagnostic, Place, make_diagnostic
from pmsim.lang.comments import comments
from pmsim.lang.memo import Memo
from pmsim.lang.rules import NAME_OF_CODE
from pmsim.lang.schema.craft import MEASURES
from pmsim.lang.suppressions import (
    COMMENT_START,
    AllowedRule,
    Suppression,
    nearest_rule,
    parse_suppression,
)

_ALLOW = re.compile(rb"#\s*allow", re.IGNORECASE)
"""A quick test: files without a match need no parsing of comments."""
_LINE = attrgetter("place.line")


def apply_suppressions(
    files: Mapping[str, bytes], diagnostics: Iterable[Diagnostic], memo: Memo | None = None
) -> tuple[Diagnostic, ...]:
    """Return the diagnostics without the suppressed ones, plus diagnostics of faulty `allow`
    comments, sorted by place.

    Pure; never raises. While the files have errors, do not report unused comments: errors may hide
    the diagnostics that they are for."""
    memo = memo or Memo()
    remaining = list(diagnostics)
    no_errors = not any(one.severity == "error" for one in remaining)
    complaints: list[Diagnostic] = []
    by_rule = _by_file_and_rule(remaining)
    suppressed: set[Diagnostic] = set()
    for file, data in files.items():
        for comment, allowed in memo(_cached_suppressions, data, file):
            if not allowed.reason:
                complaints.append(
                    _diagnostic_at(comment, "allow-without-reason", hint=_corrected(allowed))
                )
            for named in allowed.rules:
                candidates = by_rule.get((file, named.rule), [])
                begin = bisect_left(candidates, comment.first_line, key=_LINE)
                end = bisect_right(candidates, comment.last_line, key=_LINE)
                if begin >= end:
                    complaints += _suppression_errors(comment, named, no_errors)
                suppressed.update(candidates[begin:end])
                del candidates[begin:end]
    complaints += [one for one in remaining if one not in suppressed]
    return tuple(sorted(complaints, key=lambda one: (one.place, one.code, one.message)))


def suppressions(data: bytes, file: str) -> Iterator[tuple[Comment, Suppression]]:
    """Yield each `allow` comment of a file with its parsed content."""
    for comment in comments(data, file, COMMENT_START, b"allow"):
        allowed = parse_suppression(comment.text)
        if allowed:
            yield comment, allowed


def allowed_lines(files: Mapping[str, bytes]) -> set[tuple[str, str, int]]:
    """Return what the `allow` comments of these files name, with the file and each line to which
    they apply."""
    return {
        (named.rule, file, line)
        for file, data in files.items()
        for comment, allowed in suppressions(data, file)
        for named in allowed.rules
        for line in range(comment.first_line, comment.last_line + 1)
    }


def _cached_suppressions(data: bytes, file: str) -> tuple[tuple[Comment, Suppression], ...]:
    return tuple(suppressions(data, file)) if _ALLOW.search(data) else ()


def _by_file_and_rule(diagnostics: Iterable[Diagnostic]) -> dict[tuple[str, str], list[Diagnostic]]:
    """Return the diagnostics that can be suppressed, by file and rule, sorted by line."""
    groups: dict[tuple[str, str], list[Diagnostic]] = {}
    for one in sorted(
        (one for one in diagnostics if one.severity != "error"), key=lambda one: one.place
    ):
        groups.setdefault((one.place.file, NAME_OF_CODE[one.code]), []).append(one)
    return groups


def _suppression_errors(
    comment: Comment, named: AllowedRule, no_errors: bool
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for a rule name that suppresses nothing. Skip the measures of a review."""
    if named.rule in MEASURES:
        return
    if not named.rule:
        suggestion = nearest_rule(named.written)
        hint = suggestion.hint or "`pmsim explain` lists them."
        yield _diagnostic_at(comment, "allow-unknown", named, hint)._replace(
            replacement=suggestion.replacement
        )
    elif BY_NAME[named.rule].severity == "error":
        yield _diagnostic_at(
            comment, "allow-error", named, "Mend what is wrong, and leave this comment out."
        )
    elif no_errors:
        yield _diagnostic_at(
            comment,
            "allow-nothing",
            named,
            "Delete it, or put it on the line it is for, or alone on the line above that.",
        )


def _diagnostic_at(
    comment: Comment, rule: str, named: AllowedRule | None = None, hint: str = ""
) -> Diagnostic:
    """Return a diagnostic at a comment, or at one rule name in it."""
    file, line, column = comment.place
    offset, length = (named.at, len(named.written)) if named else (0, len(comment.text))
    words = {"name": named.written} if named else {}
    return make_diagnostic(
        rule, Place(file, line, column + offset), hint=hint, length=length, **words
    )


def _corrected(allowed: Suppression) -> str:
    return f"Write `# allow {', '.join(named.written for named in allowed.rules)}: because …`."
