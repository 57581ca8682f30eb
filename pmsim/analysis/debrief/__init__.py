"""Facts of a career for its debrief, without words: decisions, evidence, the grid. Pure."""

from pmsim.analysis.debrief.decisions import Decision, career_decisions, telling_decisions
from pmsim.analysis.debrief.evidence import Citation, Claim, claims_of
from pmsim.analysis.debrief.grid import (
    EXPERIENCE_WORDS,
    INTEREST_WORDS,
    GridRow,
    Interest,
    skill_grid,
)

__all__ = [
    "EXPERIENCE_WORDS",
    "INTEREST_WORDS",
    "Citation",
    "Claim",
    "Decision",
    "GridRow",
    "Interest",
    "career_decisions",
    "claims_of",
    "skill_grid",
    "telling_decisions",
]
