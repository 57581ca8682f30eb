"""Packs that tests play, and tests of whole packs."""
