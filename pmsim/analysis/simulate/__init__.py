"""Many careers, counted: who plays which, what is tallied of each, and what the tallies say. PURE: executors and streams come in."""

from pmsim.analysis.simulate.play import BatchResult, Plan, play_batches, play_plan
from pmsim.analysis.simulate.tally import CareerRow, Tally, empty_tally, merge_tallies

__all__ = ["BatchResult", "CareerRow", "Plan", "Tally", "empty_tally", "merge_tallies", "play_batches", "play_plan"]
