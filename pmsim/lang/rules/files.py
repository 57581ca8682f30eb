"""A rule about what cannot be opened (PM115): it has no text, so it has no example. The command line finds it."""

from pmsim.lang.rules.rule import Rule

FILES: tuple[Rule, ...] = (
    Rule(
        "PM115", "unread", "error",
        "{sentence}",
        "What is named must be a pack's folder or a YAML file, it must be there, and it must be readable. The rest is checked all "
        "the same. A file in a folder whose name only nearly ends in .yaml is not read; that is a warning.",
        "", "", file="",
    ),
)  # fmt: skip
