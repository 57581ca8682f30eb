"""The game in a browser: a page with a terminal in it, and a process of pmsim for each visitor."""
