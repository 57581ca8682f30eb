"""Simulation of many careers: plans, counts and reports. Pure: callers pass in executors."""

from pmsim.analysis.simulate.play import BatchResult, Plan, play_batches, play_plan
from pmsim.analysis.simulate.tally import CareerRow, Tally, empty_tally, merge_tallies

__all__ = [
    "BatchResult",
    "CareerRow",
    "Plan",
    "Tally",
    "empty_tally",
    "merge_tallies",
    "play_batches",
    "play_plan",
]
