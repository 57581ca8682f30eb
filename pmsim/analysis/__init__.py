"""Questions about a pack, answered through the language and the core alone: no file, no clock, no words for a screen."""
