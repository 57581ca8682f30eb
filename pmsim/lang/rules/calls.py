"""Rules of shared scenes and calls (PM514 to PM516). `compiler.calls` reports them."""

from pmsim.lang.diagnostics import Rule
from pmsim.lang.rules.example import EXAMPLE_FILES, scenario_of_asking

_TALK = "language: 1\nshared: true\nscenes:\n  opening:\n    text: |\n      She nods.\n"
_CALLING = scenario_of_asking("call: talk.opening")

CALL_RULES: tuple[Rule, ...] = (
    Rule(
        "PM514",
        "call",
        "error",
        "{sentence}",
        "`call` stands at a choice, at a side of a roll or at a scene without choices. It names a"
        " scene of a file with `shared: true` (`talk.opening`), or such a file (`talk`).",
        scenario_of_asking("call: scene.pause"),
        _CALLING,
        more=(("talk.yaml", _TALK),),
    ),
    Rule(
        "PM515",
        "shared-file",
        "error",
        "`{file}` is shared: it is there to be called. {sentence}",
        "A file with `shared: true` is a part of the visits that call it. Only its own `later`"
        " makes a visit of it.",
        "quarters: 4\nquarter:\n  - draw: {}\n  - scenario: talk\n",
        EXAMPLE_FILES["calendar.yaml"],
        "calendar.yaml",
        more=(("scene.yaml", _CALLING), ("talk.yaml", _TALK)),
    ),
    Rule(
        "PM516",
        "call-circle",
        "error",
        "{sentence}",
        "A scene that calls waits until the call comes back, so no call may lead to it again; and"
        " at most four calls are under way at once.",
        _TALK + "    call: talk.opening\n",
        _TALK,
        "talk.yaml",
        more=(("scene.yaml", _CALLING),),
    ),
)
