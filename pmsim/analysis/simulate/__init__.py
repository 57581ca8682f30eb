"""Many careers, counted: who plays which, what is tallied of each, and what the tallies say. PURE: executors and streams come in."""

from pmsim.analysis.simulate.plan import Plan
from pmsim.analysis.simulate.play import Part, parts, whole
from pmsim.analysis.simulate.tally import Career, Tally, blank, merged

__all__ = ["Career", "Part", "Plan", "Tally", "blank", "merged", "parts", "whole"]
