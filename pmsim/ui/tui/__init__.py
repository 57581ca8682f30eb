"""The Textual front end: the only room that knows Textual. `app.run` plays a career, `app.run_menu` opens the menu."""
