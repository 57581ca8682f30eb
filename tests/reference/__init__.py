"""A second reading of the language, slow and simple, from docs/language.md and docs/chance.md: the
oracle for the engine.

It reads the YAML of a sound pack by itself, keeps everything by its id, and imports nothing of
pmsim. `test_reference.py` compares it with the engine decision by decision. Where the two
differ, the page decides.
"""
