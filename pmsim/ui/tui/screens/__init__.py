"""The screens. Each draws present's values as leaves and turns a key into one move; no screen knows what the story means."""
