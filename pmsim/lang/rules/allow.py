"""Rules of silencing (PM69x): of comments `# allow <rule>: reason`. `analysis.silence` finds them."""

from pmsim.lang.rules.example import ASK, choice
from pmsim.lang.rules.rule import Rule

_PLEIN = "tags: [plein]  # allow"
_GOOD = choice(ASK + _PLEIN + " undeclared-tag: it shall not be in the debrief")

ALLOW: tuple[Rule, ...] = (
    Rule(
        "PM690", "allow-without-reason", "warning",
        "This `allow` does not say why.",
        "Whoever reads the file next year must know whether the reason still holds. Write it behind a colon.",
        choice(ASK + _PLEIN + " undeclared-tag"), _GOOD,
    ),
    Rule(
        "PM691", "allow-unknown", "warning",
        "There is no rule called `{name}`.",
        "An `allow` names rules as `pmsim check` does, by code or by name: `# allow PM306: reason`. `pmsim explain` lists them.",
        choice(ASK + _PLEIN + " undeclared-tags: it shall not be in the debrief"), _GOOD,
    ),
    Rule(
        "PM692", "allow-nothing", "note",
        "There is no `{name}` here that this `allow` could silence.",
        "What it was for has been mended, or stands on another line. An `allow` is about its own line or, alone on a line, the next.",
        choice(ASK + "tags: [plain]  # allow undeclared-tag: it shall not be in the debrief"), _GOOD, absence=True,
    ),
    Rule(
        "PM693", "allow-error", "warning",
        "`{name}` is an error, and errors cannot be silenced.",
        "A pack with an error cannot be played. Warnings and notes can be silenced, with a reason.",
        choice(ASK + "later: {in: 1, scene: pause}  # allow unknown-name: the scene is still to be written"),
        choice(ASK + "later: {in: 1, scene: pause}"),
    ),
)  # fmt: skip
