"""Everything that a front end shows, as frozen values: events, pack and state in, pages out.

Pure: nothing here may know a terminal, a width or a key."""
