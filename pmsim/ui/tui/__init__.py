"""The Textual front end, the only package that may import Textual. `app.run_tui` plays a career
or opens the menu."""
