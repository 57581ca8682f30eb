"""Fixtures here are mistakes on purpose: pytest collects nothing from them but by
`test_mistakes.py`."""

collect_ignore_glob = ["PM*", "_office/*"]
