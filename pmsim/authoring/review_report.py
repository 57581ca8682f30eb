"""The reports of `pmsim review` and `pmsim words`: tables of scenarios, findings, totals with their
thresholds, and words by role of text. 80 columns of text, or JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap
from typing import Any, NamedTuple

from pmsim.analysis.review import Review
from pmsim.analysis.review.review_input import ReviewFinding
from pmsim.analysis.review.tally import ScenarioTally, Total
from pmsim.analysis.review.texts import TEXT_ROLES, WrittenWords
from pmsim.analysis.simulate.play import ReadWords
from pmsim.lang import count_text, visible
from pmsim.lang.characters import cut, wrap_words

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


class NamedReview(NamedTuple):
    """A review with names. `name`: that of the pack or its scenarios. `files`: path in the pack ->
    path as the author typed it."""

    name: str
    review: Review
    files: Mapping[str, str]


def review_text(reviewed: NamedReview) -> str:
    """Return the report as text: table, findings, totals."""
    findings = [
        line
        for finding in reviewed.review.findings
        for line in _finding_lines(finding, reviewed.files)
    ]
    parts = (_table_lines(reviewed.review), findings, _total_lines(reviewed))
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def _table_lines(review: Review) -> list[str]:
    mends = Counter(finding.scenario for finding in review.findings)
    rows = [(row.scenario, row.tally, mends[row.scenario]) for row in review.rows]
    if len(rows) > 1:
        rows.append(("together", review.whole, len(review.findings)))
    return [
        _table_line("scenario", COLUMNS),
        *(_table_line(visible(name), _cells(tally, count)) for name, tally, count in rows),
        "",
        *wrap(LEGEND, WIDTH),
    ]


def _cells(tally: ScenarioTally, mends: int) -> list[str]:
    scenes, choices, reading = len(tally.scenes), len(tally.choices), tally.reading
    shares = (
        (tally.delayed, choices),
        (tally.checks, choices),
        (tally.changing, scenes),
        (tally.speaking, scenes),
    )
    averages = (reading.sentence_words, reading.grade)
    return [
        *map(str, (tally.words, scenes, choices)),
        *(f"{len(having) * 100 // of}%" if of else "-" for having, of in shares),
        *(f"{average:.1f}" if reading.sentences else "-" for average in averages),
        str(mends or "-"),
    ]


def _table_line(first: str, cells: Iterable[str]) -> str:
    widths = zip(cells, COLUMNS.values(), strict=True)
    return cut(first, FIRST_WIDTH).ljust(FIRST_WIDTH) + "".join(
        cell.rjust(width) for cell, width in widths
    )


def _finding_lines(finding: ReviewFinding, files: Mapping[str, str]) -> list[str]:
    """Return `path:line:column` and the wrapped sentence."""
    file, line, column = finding.place
    sentence = f"{visible(finding.message)} {visible(finding.hint)}".strip()
    below = wrap_words(f"{sentence} [{finding.measure}]", WIDTH - 2)
    return [f"{visible(files.get(file, file))}:{line}:{column}", *(f"  {each}" for each in below)]


def _total_lines(reviewed: NamedReview) -> list[str]:
    lines = [f"{cut(visible(reviewed.name), 40):<44}{'is':>9}   asked"]
    for total in reviewed.review.totals:
        value = f"{total.value:.0f} %" if total.unit else f"{total.value:.1f}"
        lines.append(
            f"{'!' if total.measure else ' '} {total.name:<42}{value:>9}  "
            f" {_requirement(total)}".rstrip()
        )
        if total.measure:
            named = (
                f" Not so: {', '.join(total.lacking)}."
                if 0 < len(total.lacking) <= MAX_LISTED
                else ""
            )
            advice = f"{ADVICE[total.measure]}{named} [{total.measure}]"
            lines += [f"    {line}" for line in wrap_words(advice, WIDTH - 4)]
    return lines


def _requirement(total: Total) -> str:
    unit = f" {total.unit}".rstrip()
    match total.least, total.most:
        case None, None:
            return ""
        case None, most:
            return f"{most}{unit} or less"
        case least, None:
            return f"{least}{unit} or more"
        case least, most:
            return f"{least} to {most}{unit}"


def review_json(reviews: Sequence[NamedReview]) -> str:
    """Return a JSON list of {name, scenarios, findings, totals}."""
    return _json([_review_fields(each) for each in reviews])


def _json(value: list[dict[str, Any]]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _review_fields(reviewed: NamedReview) -> dict[str, Any]:
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


_CELL_WIDTH = 9
_WORDS_WIDTH = WIDTH - _CELL_WIDTH * (len(TEXT_ROLES) + 1)


class WordReport(NamedTuple):
    """The word counts of one pack. `only`: the requested scenarios, None for the whole pack;
    `read`: one entry per start."""

    name: str
    written: WrittenWords
    only: frozenset[str] | None
    read: tuple[ReadWords, ...]


def words_text(report: WordReport) -> str:
    """Return the tables as text."""
    rows = _word_rows(report)
    lines = [
        _words_line("scenario", ["words", *TEXT_ROLES]),
        *(_words_line(name, [sum(words), *words]) for name, words in rows),
    ]
    if len(rows) > 1:
        sums = [sum(column) for column in zip(*(words for _, words in rows), strict=True)]
        lines.append(_words_line("together", [sum(sums), *sums]))
    if report.only is None:
        lines += [
            "",
            *(_words_line(part, [words]) for part, words in report.written.parts.items() if words),
        ]
        everything = sum(report.written.parts.values()) + sum(sum(words) for _, words in rows)
        lines.append(_words_line(report.name, [everything]))
    if report.read:
        careers = count_text(report.read[0].careers, "career")
        lines += [
            "",
            f"Read in {careers} from each start, choices by chance:",
            _words_line("start", ["mean", "least", "most"]),
        ]
        lines += [
            _words_line(read.start, [read.mean, read.least, read.most]) for read in report.read
        ]
    return "\n".join(lines)


def words_json(reports: Sequence[WordReport]) -> str:
    """Return a JSON list of {name, scenarios: {id: {role: words}}, parts: {name: words}, read:
    [{start, least, mean, most, careers}]}."""
    return _json(
        [
            {
                "name": visible(report.name),
                "scenarios": {
                    name: dict(zip(TEXT_ROLES, words, strict=True))
                    for name, words in _word_rows(report)
                },
                "parts": {} if report.only is not None else report.written.parts,
                "read": [read._asdict() for read in report.read],
            }
            for report in reports
        ]
    )


def _word_rows(report: WordReport) -> list[tuple[str, list[int]]]:
    """Return the requested scenarios with their words, in the pack's order."""
    return [
        (name, [words[role] for role in TEXT_ROLES])
        for name, words in report.written.scenarios.items()
        if report.only is None or name in report.only
    ]


def _words_line(name: str, cells: Iterable[int | str]) -> str:
    written = (f"{cell:,}" if isinstance(cell, int) else cell for cell in cells)
    return cut(visible(name), _WORDS_WIDTH - 1).ljust(_WORDS_WIDTH) + "".join(
        cell.rjust(_CELL_WIDTH) for cell in written
    )
