"""Pages that are run: what a reader would type is typed, and what the page says is answered."""
