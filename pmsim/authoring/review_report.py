"""The report of a review: a table of scenarios, findings, and totals with their thresholds. 80
columns of text, or JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from pmsim.analysis.review import Review
from pmsim.analysis.review.review_input import ReviewFinding
from pmsim.analysis.review.tally import ScenarioTally, Total
from pmsim.lang import visible

WIDTH = 80
MAX_LISTED = 8
"""Maximum number of listed keys that miss a total's threshold; longer lists are left out, because
the table shows them."""


COLUMNS: dict[str, int] = {
    "words": 6,
    "scenes": 7,
    "choices": 8,
    "later": 6,
    "odds": 5,
    "vary": 5,
    "says": 5,
    "sent": 5,
    "grade": 6,
    "mend": 5,
}
"""The columns of the table: their headings and widths, with the space before them."""
FIRST_WIDTH = WIDTH - sum(COLUMNS.values())
LEGEND = (
    "later: choices of which something comes back that names them. odds: choices with a check."
    " vary: scenes that read differently. says: scenes in which somebody speaks. sent: words a"
    " sentence. grade: years of school. mend: what is said below."
)
ADVICE: dict[str, str] = {
    "delayed_choices_share": "Give more choices a `later`, to a scene whose text says {because}.",
    "delayed_scenarios_share": (
        "Let something of each scenario come back: a `later`, to a scene whose text says {because}."
    ),
    "checks_least": (
        "Let more choices be a try: `odds`, with a `success` and a `failure` that are both worth"
        " reading."
    ),
    "checks_most": "Fewer choices by luck: too many, and nothing is a decision.",
    "conditional_share": (
        "Let more scenes know what has happened: `if` with what the player did, `one_of` where the"
        " same page comes again."
    ),
    "speech_share": "Let somebody say something that somebody would truly say.",
    "number_share": "Something to count in each scene: how many, how much, at what time.",
    "sentence_words_least": "Sentences so short read like telegrams; join a few.",
    "sentence_words_most": "Cut the long sentences in two.",
    "grade_least": "It is plain reading; that is a fault only if it reads like a primer.",
    "grade_most": "Shorter sentences, shorter words.",
    "exclamations_most": "Take the exclamation marks out of all mouths but one.",
}
"""Advice for totals that miss a threshold."""


@dataclass(frozen=True)
class NamedReview:
    """A review with names. `name`: that of the pack or its scenarios. `files`: path in the pack ->
    path as the author typed it."""

    name: str
    review: Review
    files: Mapping[str, str]


def as_text(named_review: NamedReview) -> str:
    """Return the report as text: table, findings, totals."""
    review = named_review.review
    parts = [_table(named_review)]
    if review.findings:
        parts.append(
            "\n".join(
                line
                for finding in review.findings
                for line in _finding_lines(finding, named_review.files)
            )
        )
    parts.append(_totals(named_review))
    return "\n\n".join(parts)


def as_json(named_reviews: Sequence[NamedReview]) -> str:
    """Return a JSON list of {name, scenarios, findings, totals}."""
    return json.dumps([_fields(each) for each in named_reviews], ensure_ascii=False, indent=2)


def _table(reviewed: NamedReview) -> str:
    review = reviewed.review
    mends = Counter(finding.scenario for finding in review.findings)
    rows = [
        _table_line("scenario", COLUMNS),
        *(_row(row.scenario, row.tally, mends[row.scenario]) for row in review.rows),
    ]
    if len(review.rows) > 1:
        rows.append(_row("together", review.whole, len(review.findings)))
    return "\n".join([*rows, "", *wrap(LEGEND, WIDTH)])


def _row(name: str, tally: ScenarioTally, mends: int) -> str:
    scenes, choices, reading = len(tally.scenes), len(tally.choices), tally.reading
    cells = (
        str(tally.words),
        str(scenes),
        str(choices),
        _share(len(tally.delayed), choices),
        _share(len(tally.checks), choices),
        _share(len(tally.changing), scenes),
        _share(len(tally.speaking), scenes),
        f"{reading.sentence_words:.1f}" if reading.sentences else "-",
        f"{reading.grade:.1f}" if reading.sentences else "-",
        str(mends or "-"),
    )
    shown = visible(name)
    return _table_line(
        shown if len(shown) <= FIRST_WIDTH else f"{shown[: FIRST_WIDTH - 1]}…", cells
    )


def _table_line(first: str, cells: Iterable[str]) -> str:
    widths = COLUMNS.values()
    rest = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return first.ljust(FIRST_WIDTH) + "".join(rest)


def _share(count: int, of: int) -> str:
    return f"{count * 100 // of}%" if of else "-"


def _finding_lines(finding: ReviewFinding, files: Mapping[str, str]) -> list[str]:
    """Return `path:line:column` and the wrapped sentence."""
    file, line, column = finding.place
    sentence = f"{visible(finding.message)} {visible(finding.hint)}".strip()
    below = wrap(
        f"{sentence} [{finding.measure}]", WIDTH - 2, break_long_words=False, break_on_hyphens=False
    )
    return [f"{visible(files.get(file, file))}:{line}:{column}", *(f"  {each}" for each in below)]


def _totals(reviewed: NamedReview) -> str:
    name = visible(reviewed.name)
    lines = [f"{name if len(name) < 40 else name[:39] + '…':<44}{'is':>9}   asked"]
    for total in reviewed.review.totals:
        lines.append(
            f"{'!' if total.measure else ' '} {total.name:<42}{_value(total, total.value):>9}  "
            f" {_requirement(total)}".rstrip()
        )
        if total.measure:
            named = (
                f" Not so: {', '.join(total.lacking)}."
                if 0 < len(total.lacking) <= MAX_LISTED
                else ""
            )
            advice = f"{ADVICE[total.measure]}{named} [{total.measure}]"
            lines += [
                f"    {line}"
                for line in wrap(advice, WIDTH - 4, break_long_words=False, break_on_hyphens=False)
            ]
    return "\n".join(lines)


def _value(total: Total, value: float) -> str:
    return f"{value:.0f} %" if total.unit == "%" else f"{value:.1f}"


def _requirement(total: Total) -> str:
    unit = " %" if total.unit else ""
    match total.least, total.most:
        case None, None:
            return ""
        case None, most:
            return f"{most}{unit} or less"
        case least, None:
            return f"{least}{unit} or more"
        case least, most:
            return f"{least} to {most}{unit}"


def _fields(reviewed: NamedReview) -> dict[str, Any]:
    review, files = reviewed.review, reviewed.files
    return {
        "name": visible(reviewed.name),
        "scenarios": [
            {
                "id": row.scenario,
                "file": visible(files.get(row.file, row.file)),
                "words": row.tally.words,
                "scenes": len(row.tally.scenes),
                "choices": len(row.tally.choices),
                "delayed": len(row.tally.delayed),
                "checks": len(row.tally.checks),
                "conditional": len(row.tally.changing),
                "speech": len(row.tally.speaking),
                "numbers": len(row.tally.counting),
                "sentence_words": round(row.tally.reading.sentence_words, 2),
                "grade": round(row.tally.reading.grade, 2),
                "exclamations": row.tally.exclamations,
            }
            for row in review.rows
        ],
        "findings": [
            {
                "measure": finding.measure,
                "file": visible(files.get(finding.place.file, finding.place.file)),
                "line": finding.place.line,
                "column": finding.place.column,
                "length": finding.length,
                "message": visible(finding.message),
                "hint": visible(finding.hint),
                "scenario": finding.scenario,
            }
            for finding in review.findings
        ],
        "totals": [total._asdict() | {"value": round(total.value, 2)} for total in review.totals],
    }
