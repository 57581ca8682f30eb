"""The craft of a pack, measured as far as a machine can: facts about words, scenes and choices, held to thresholds. PURE."""
