"""Rules of what is proved to make no difference: conditions and numbers that are the same in every state, lines that are never come to."""

from pmsim.lang.rules.example import ASK, FILES, choice, scene
from pmsim.lang.rules.rule import Rule

_SECOND = "proud: {title: Proud, when: standing > 80}\n"
_LINES = """\
text:
  - if: standing > 60
    text: |
      They nod.
    else:
      - if: %s
        text: |
          They look away.
"""

IDLE: tuple[Rule, ...] = (
    Rule(
        "PM406", "never-holds", "warning",
        "This can never hold: {why}.",
        "Whatever has happened, the numbers in it cannot be so; what hangs on it is never seen.",
        choice(ASK + "needs: standing > 100"), choice(ASK + "needs: standing > 90"),
    ),
    Rule(
        "PM409", "always-holds", "warning",
        "This always holds, so it asks nothing: {why}.",
        "A condition that is never false is a slip, or can be left out.",
        choice(ASK + "needs: quarter >= 1"), choice(ASK + "needs: quarter >= 2"),
    ),
    Rule(
        "PM410", "idle-part", "warning",
        "{sentence}",
        "A part of a condition that is the same in every state makes no difference to the whole: a number in it may be a slip.",
        choice(ASK + "needs: standing >= 120 or ines >= 2"), choice(ASK + "needs: standing >= 70 or ines >= 2"),
    ),
    Rule(
        "PM411", "odds-clip", "warning",
        "These odds are always kept at {limit}: {why}.",
        "Odds are kept within 5 and 95, so that nothing is ever certain; here nothing else is left of them.",
        choice(ASK + "odds: 120 + ines\nsuccess: {effects: {standing: 1}}"),
        choice(ASK + "odds: 50 + ines\nsuccess: {effects: {standing: 1}}"),
    ),
    Rule(
        "PM412", "moves-nothing", "note",
        "This never changes anything: it adds 0 in every state.",
        "An effect that adds 0 can be left out; perhaps a number or a sign in it is a slip.",
        choice(ASK + "effects: {standing: 0 * workload}"), choice(ASK + "effects: {standing: 2 * workload}"),
    ),
    Rule(
        "PM413", "never-drawn", "warning",
        "With this weight the scenario is never drawn: {why}.",
        "A scenario of weight 0 or less is left out of every draw. One that only `later` or another file names says `draw: false`.",
        "weight: 0\n" + choice(ASK), "weight: 5\n" + choice(ASK),
    ),
    Rule(
        "PM520", "outcome-shadowed", "warning",
        "The outcome `{outcome}` is never reached: {why}.",
        "Outcomes are asked in order, and the first that holds is taken. Put the narrower one before the wider one.",
        "fine: {title: Fine, when: standing > 60}\n" + _SECOND + FILES["outcomes.yaml"],
        _SECOND + "fine: {title: Fine, when: standing > 60}\n" + FILES["outcomes.yaml"], "outcomes.yaml",
    ),
    Rule(
        "PM521", "line-shadowed", "warning",
        "This is never come to: {why}.",
        "Of such a list, and of `if` and `else`, the first that holds is taken. Put the narrower one before the wider one.",
        scene(_LINES % "standing > 80"), scene(_LINES % "standing > 40"),
    ),
)  # fmt: skip
