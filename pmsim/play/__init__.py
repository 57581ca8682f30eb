"""A career being played: the session (a tree of decisions), its save format, migration and replay.

No file, no screen.
"""
