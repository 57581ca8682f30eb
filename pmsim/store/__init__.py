"""Packs, saves, settings and locks: everything that pmsim reads from the disk and writes to it."""
