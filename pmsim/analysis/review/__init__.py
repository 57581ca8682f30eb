"""The craft of a pack, measured as far as a machine can: facts about words, scenes and choices, held to thresholds. PURE."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from pmsim.analysis.review.measures import (
    choice_counts,
    extreme_odds,
    hard_scenarios,
    low_stakes,
    rare_people,
    text_lengths,
    words_to_avoid,
)
from pmsim.analysis.review.review_input import ReviewFinding, ReviewInput
from pmsim.analysis.review.tally import ScenarioTally, Total, review_totals, sum_tallies, tally_scenario
from pmsim.analysis.suppressions import suppressions
from pmsim.lang import Draft
from pmsim.lang.pack import Pack

MEASURES: tuple[Callable[[ReviewInput], Iterable[ReviewFinding]], ...] = (
    text_lengths,
    choice_counts,
    low_stakes,
    extreme_odds,
    words_to_avoid,
    hard_scenarios,
    rare_people,
)


class ReviewRow(NamedTuple):
    """A scenario's line of the table."""

    scenario: str
    file: str
    tally: ScenarioTally


class Review(NamedTuple):
    """`rows`: by scenario id; `findings`: by place; `totals`: of everything looked at."""

    rows: tuple[ReviewRow, ...]
    whole: ScenarioTally
    findings: tuple[ReviewFinding, ...]
    totals: tuple[Total, ...]

    @property
    def finding_count(self) -> int:
        """How much there is to say: findings, and totals that miss what is asked."""
        return len(self.findings) + sum(bool(total.measure) for total in self.totals)


def without_suppressed(reviewed: Review, files: Mapping[str, bytes]) -> Review:
    """The review without what comments of these files allow where it stands: `# allow label_words_most: she would say it like that`."""
    comments = [
        (comment, {named.rule for named in allow.rules}) for file, data in files.items() for comment, allow in suppressions(data, file)
    ]
    remaining = tuple(
        finding
        for finding in reviewed.findings
        if not any(
            finding.measure in named
            and finding.place.file == comment.place.file
            and comment.first_line <= finding.place.line <= comment.last_line
            for comment, named in comments
        )
    )
    return reviewed._replace(findings=remaining)


def review_pack(pack: Pack, draft: Draft, only: Iterable[str] | None = None) -> Review:
    """The craft of a sound pack, or of some of its scenarios (by id). `draft`: of the same files as `pack`. Plays careers by chance to
    learn the odds of checks; the same pack has the same review."""
    source = ReviewInput(pack, draft, only)
    pairs = zip(source.outlines, source.scenarios, strict=True)
    rows = tuple(ReviewRow(outline.id, outline.file, tally_scenario(source, scenario)) for outline, scenario in pairs)
    whole = sum_tallies(row.tally for row in rows)
    findings = sorted(
        {finding for measure in MEASURES for finding in measure(source)}, key=lambda one: (one.place, one.measure, one.message)
    )
    return Review(rows, whole, tuple(findings), review_totals(source, whole))
