"""A review: every measure of the craft, applied. A measure is a small pure function, and stands in `MEASURES`."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from pmsim.analysis.craft.people import people
from pmsim.analysis.craft.scenes import choice_counts, lengths, odds, stakes
from pmsim.analysis.craft.subject import Finding, Subject
from pmsim.analysis.craft.tally import Tally, Total, tally, together, totals
from pmsim.analysis.craft.wording import readability, words_to_avoid
from pmsim.analysis.silence import allows
from pmsim.lang import Draft
from pmsim.lang.pack import Pack

MEASURES: tuple[Callable[[Subject], Iterable[Finding]], ...] = (
    lengths,
    choice_counts,
    stakes,
    odds,
    words_to_avoid,
    readability,
    people,
)


class Row(NamedTuple):
    """A scenario's line of the table."""

    scenario: str
    file: str
    tally: Tally


class Review(NamedTuple):
    """`rows`: by scenario id; `findings`: by place; `totals`: of everything looked at."""

    rows: tuple[Row, ...]
    whole: Tally
    findings: tuple[Finding, ...]
    totals: tuple[Total, ...]

    @property
    def said(self) -> int:
        """How much there is to say: findings, and totals that miss what is asked."""
        return len(self.findings) + sum(bool(total.measure) for total in self.totals)


def allowing(found: Review, files: Mapping[str, bytes]) -> Review:
    """The review without what comments of these files allow where it stands: `# allow label_words_most: she would say it like that`."""
    comments = [(comment, {named.rule for named in allow.named}) for file, data in files.items() for comment, allow in allows(data, file)]
    left = tuple(
        finding
        for finding in found.findings
        if not any(
            finding.measure in named and finding.place.file == comment.place.file and comment.first <= finding.place.line <= comment.last
            for comment, named in comments
        )
    )
    return found._replace(findings=left)


def review(pack: Pack, draft: Draft, only: Iterable[str] | None = None) -> Review:
    """The craft of a sound pack, or of some of its scenarios (by id). `draft`: of the same files as `pack`. Plays careers by chance to
    learn the odds of checks; the same pack has the same review."""
    subject = Subject(pack, draft, only)
    looked_at = zip(subject.outlines, subject.scenarios, strict=True)
    rows = tuple(Row(outline.id, outline.file, tally(subject, scenario)) for outline, scenario in looked_at)
    whole = together(row.tally for row in rows)
    found = sorted({finding for measure in MEASURES for finding in measure(subject)}, key=lambda one: (one.place, one.measure, one.message))
    return Review(rows, whole, tuple(found), totals(subject, whole))
