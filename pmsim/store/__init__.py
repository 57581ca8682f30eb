"""Packs, saves, settings, locks: the only room that touches the disk."""
