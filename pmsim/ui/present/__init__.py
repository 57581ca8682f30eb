"""What every front end shows, as frozen values. PURE: events, pack and state in; pages out. Knows no terminal, no width, no key."""
