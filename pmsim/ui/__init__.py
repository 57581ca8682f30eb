"""The front ends. `present` turns events into words once for all of them; `tui` is the only place that knows Textual."""
