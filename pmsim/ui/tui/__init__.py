"""The Textual front end, the only room that may import Textual. `app.run_tui` plays a career or
opens the menu."""
