"""Hypothesis strategies that several suites share."""
