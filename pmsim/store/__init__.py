"""Packs, saves, settings, locks: what is read from the disk and kept there."""
