"""A career being played: the session (a tree of decisions), its codec and its migrations. PURE: no file, no screen."""
