"""The front ends. `present` turns events into words once for all of them; only `tui` may import
Textual."""
