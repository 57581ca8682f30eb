"""Simulation of many careers: plans, counts and reports. Pure: callers pass in executors."""
