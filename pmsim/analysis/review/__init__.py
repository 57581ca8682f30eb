"""The review of a pack's writing: facts about words, scenes and choices, compared with thresholds.
Pure."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from pmsim.analysis.review import measures
from pmsim.analysis.review.review_input import ReviewFinding, ReviewInput
from pmsim.analysis.review.tally import (
    ScenarioTally,
    Total,
    review_totals,
    sum_tallies,
    tally_scenario,
)
from pmsim.analysis.suppressions import allowed_lines
from pmsim.lang import Draft, Pack

MEASURES: tuple[Callable[[ReviewInput], Iterable[ReviewFinding]], ...] = (
    measures.text_lengths,
    measures.choice_counts,
    measures.low_stakes,
    measures.extreme_odds,
    measures.words_to_avoid,
    measures.hard_scenarios,
    measures.rare_people,
)


class ReviewRow(NamedTuple):
    """One scenario's row of the table."""

    scenario: str
    file: str
    tally: ScenarioTally


class Review(NamedTuple):
    """The result of a review. `rows`: one per scenario; `findings`: sorted by place; `totals`: for
    all scenarios under review together."""

    rows: tuple[ReviewRow, ...]
    whole: ScenarioTally
    findings: tuple[ReviewFinding, ...]
    totals: tuple[Total, ...]

    @property
    def finding_count(self) -> int:
        """Return the number of findings, plus the totals that miss a threshold."""
        return len(self.findings) + sum(bool(total.measure) for total in self.totals)


def without_suppressed(reviewed: Review, files: Mapping[str, bytes]) -> Review:
    """Return the review without the findings that comments in these files allow at their lines, as
    `# allow label_words_most: she would say it like that` does."""
    allowed = allowed_lines(files)
    remaining = (one for one in reviewed.findings if (one.measure, *one.place[:2]) not in allowed)
    return reviewed._replace(findings=tuple(remaining))


def review_pack(pack: Pack, draft: Draft, only: Iterable[str] | None = None) -> Review:
    """Return the review of a pack without errors, or of some of its scenarios (ids). `draft` must
    come from the same files as `pack`. The review plays random careers with fixed seeds to measure
    the odds of checks, so the same pack always gives the same review."""
    source = ReviewInput(pack, draft, only)
    pairs = zip(source.outlines, source.scenarios, strict=True)
    rows = tuple(
        ReviewRow(outline.id, outline.file, tally_scenario(source, scenario))
        for outline, scenario in pairs
    )
    whole = sum_tallies(row.tally for row in rows)
    findings = sorted(
        {finding for measure in MEASURES for finding in measure(source)},
        key=lambda one: (one.place, one.measure, one.message),
    )
    return Review(rows, whole, tuple(findings), review_totals(source, whole))
