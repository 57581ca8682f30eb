"""Questions about a pack, answered with the language and the core only. No file access, no clock,
no screen texts."""
