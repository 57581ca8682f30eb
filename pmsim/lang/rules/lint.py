"""Rules of `analysis.lint` and of reviews: conditions that never change, unused names, unreachable
parts, prose, suppressions."""

from pmsim.lang.diagnostics import Rule
from pmsim.lang.rules.example import (
    EXAMPLE_FILES,
    scenario_of_asking,
    scenario_of_scene,
)

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

NO_EFFECT_RULES: tuple[Rule, ...] = (
    Rule(
        "PM406",
        "never-holds",
        "warning",
        "This is never true: {why}.",
        "Whatever happened before, the state cannot be so where this is read, after the effects and"
        " conditions on the way there. The player never sees what depends on it.",
        scenario_of_asking("needs: standing > 100"),
        scenario_of_asking("needs: standing > 90"),
    ),
    Rule(
        "PM409",
        "always-holds",
        "warning",
        "This is always true: {why}.",
        "A condition that is never false where it is read, after the effects and conditions on the"
        " way there, is a mistake, or can be left out.",
        scenario_of_asking("needs: quarter >= 1"),
        scenario_of_asking("needs: quarter >= 2"),
    ),
    Rule(
        "PM410",
        "idle-part",
        "warning",
        "{sentence}",
        "A part of a condition that is the same in every state makes no difference to the whole: a"
        " number in it may be a slip.",
        scenario_of_asking("needs: standing >= 120 or ines >= 2"),
        scenario_of_asking("needs: standing >= 70 or ines >= 2"),
    ),
    Rule(
        "PM411",
        "odds-clip",
        "warning",
        "These odds are always kept at {limit}: {why}.",
        "Odds are kept between 5 and 95, so that nothing is certain. These always end at the "
        "same limit.",
        scenario_of_asking("odds: 120 + ines\nsuccess: {effects: {standing: 1}}"),
        scenario_of_asking("odds: 50 + ines\nsuccess: {effects: {standing: 1}}"),
    ),
    Rule(
        "PM412",
        "moves-nothing",
        "note",
        "This never changes anything: it adds 0 in every state.",
        "An effect that adds 0 can be left out; perhaps a number or a sign in it is a slip.",
        scenario_of_asking("effects: {standing: 0 * workload}"),
        scenario_of_asking("effects: {standing: 2 * workload}"),
    ),
    Rule(
        "PM413",
        "never-drawn",
        "warning",
        "With this weight the scenario is never drawn: {why}.",
        "A scenario of weight 0 or less is left out of every draw. One that only `later` or another"
        " file names says `draw: false`.",
        "weight: 0\n" + scenario_of_asking(),
        "weight: 5\n" + scenario_of_asking(),
    ),
    Rule(
        "PM520",
        "outcome-shadowed",
        "warning",
        "The outcome `{outcome}` is never reached: {why}.",
        "Outcomes are tried in order, and the first whose condition is true is taken. Put the"
        " narrower one before the wider one.",
        "fine: {title: Fine, when: standing > 60}\n" + _SECOND + EXAMPLE_FILES["outcomes.yaml"],
        _SECOND + "fine: {title: Fine, when: standing > 60}\n" + EXAMPLE_FILES["outcomes.yaml"],
        "outcomes.yaml",
    ),
    Rule(
        "PM521",
        "line-shadowed",
        "warning",
        "This is never reached: {why}.",
        "In such a list, and in `if` and `else`, the first condition that is true decides. "
        "Put the narrower one before the wider one.",
        scenario_of_scene(_LINES % "standing > 80"),
        scenario_of_scene(_LINES % "standing > 40"),
    ),
)


_DOOR = "  door:\n    text: |\n      A door.\n"
_STATS = EXAMPLE_FILES["stats.yaml"]
_PAIR = EXAMPLE_FILES["scene.yaml"].partition("      - label: Ask her.")[0]
_LATE = "when: quarter >= 3\n" + scenario_of_asking("later: {in: 2, scene: door}") + _DOOR
_CAUSED_LATER = scenario_of_asking("later: {in: 1, scene: door}") + _DOOR.replace(
    "A door.", "A door, because of {because}."
)
_LOOP = "  door:\n    text: |\n      A door.\n    goto: pause\n"
_LEAVING = """\
language: 1
title: The Farewell
scenes:
  cake:
    text: |
      {Ines} is leaving.
    effects: {set: [ines_left]}
"""
_MAY_GO = (
    ("people.yaml", "ines: {name: Ines, they: she, away: ines_left}\n"),
    ("farewell.yaml", _LEAVING),
)
_NODS = scenario_of_asking("text: |\n  {Ines} nods.")

UNUSED_RULES: tuple[Rule, ...] = (
    Rule(
        "PM630",
        "stat-never-moves",
        "warning",
        "Nothing ever changes the stat `{stat}`.",
        "No effect names it, no quarter moves it, and no other stat feeds it; it keeps the "
        "value it has at the start. A warning once the pack's `version` is 1 or more.",
        _STATS + "pride: {min: 0, max: 9, bands: {none: 0, some: 3}}\n",
        _STATS + "pride: {min: 0, max: 9, bands: {none: 0, some: 3}, each_quarter: 1}\n",
        "stats.yaml",
        reports_absence=True,
        note_until_version_1=True,
    ),
    Rule(
        "PM631",
        "stat-never-read",
        "warning",
        "Nothing ever reads the stat `{stat}`.",
        "No condition, sum, text or persona reads it, it feeds no other, and it has no bands that"
        " would put it into words: its changes change nothing. A warning once the pack's `version`"
        " is 1 or more.",
        _STATS + "pride: {min: 0, max: 9, each_quarter: 1}\n",
        _STATS + "pride: {min: 0, max: 9, each_quarter: 1, bands: {none: 0, some: 3}}\n",
        "stats.yaml",
        reports_absence=True,
        note_until_version_1=True,
    ),
    Rule(
        "PM632",
        "never-used",
        "note",
        "Nothing uses the {what} `{name}`.",
        "It is defined here and nowhere else. Perhaps what uses it is still to be written, or is"
        " spelt otherwise.",
        EXAMPLE_FILES["tags.yaml"] + "kind: said kindly\n",
        EXAMPLE_FILES["tags.yaml"],
        "tags.yaml",
        reports_absence=True,
    ),
    Rule(
        "PM633",
        "dominated",
        "warning",
        "`{choice}` is never the better choice: `{sibling}` is open whenever it is, does all "
        "that it does, and does it better.",
        "In a real choice each side has something in its favour. Give this one something that"
        " the other lacks: an effect, a tag, a consequence, a scene of its own.",
        _PAIR + "      - id: sigh\n        label: Sigh.\n        tags: [plain]\n        effects:"
        " {standing: -1}\n",
        _PAIR + "      - id: sigh\n        label: Sigh.\n        tags: [plain]\n        effects:"
        " {standing: -1, workload: -1}\n",
        reports_absence=True,
    ),
    Rule(
        "PM634",
        "too-late",
        "warning",
        "This comes {quarters} quarters later, but it is quarter {first} here at the earliest, and"
        " a career has {most}.",
        "What is due after the last quarter never happens. The earliest quarter follows from "
        "the conditions of scenario and calendar.",
        _LATE,
        _LATE.replace("in: 2", "in: 1"),
    ),
    Rule(
        "PM635",
        "may-be-away",
        "warning",
        "`{person}` may be away here: the flag `{flag}` may be set, and no condition excludes"
        " that.",
        "A person who has left would act as if nothing had happened. `with` on a scenario or "
        "a scene makes sure that they are there; so does a condition around the words, such "
        "as `if: not ines_left`. A person who is only spoken of may be anywhere.",
        _NODS,
        "with: [ines]\n" + _NODS,
        more=_MAY_GO,
    ),
    Rule(
        "PM636",
        "otherwise-not-needed",
        "warning",
        "This is never open: `{sibling}` always is.",
        "`otherwise` marks the choice that is open exactly when no other is. Leave the mark out, or"
        " give the others their `needs`.",
        scenario_of_asking("otherwise: true"),
        scenario_of_asking(),
        reports_absence=True,
    ),
    Rule(
        "PM637",
        "again-not-needed",
        "note",
        "After `{choice}` this scene is never visited again, so `again` changes nothing.",
        "A choice can be taken once in a visit; `again: true` lets it be taken more often, if"
        " the scenario returns to its scene.",
        scenario_of_asking("again: true"),
        scenario_of_asking("again: true\ngoto: door") + _LOOP,
        reports_absence=True,
    ),
    Rule(
        "PM638",
        "twice-in-list",
        "warning",
        "`{name}` stands twice in this list.",
        "Once is enough; a tag that stands twice counts twice.",
        scenario_of_asking("tags: [plain, help, plain]"),
        scenario_of_asking("tags: [plain, help]"),
    ),
    Rule(
        "PM639",
        "cause-without-name",
        "warning",
        "`{{because}}` in `{scene}` would read this label, since the choice has no `moment`.",
        "A label is a deed or something said aloud, and seldom fits into a sentence. `moment` is a"
        " name for what was done: *the question over the soup*.",
        _CAUSED_LATER,
        _CAUSED_LATER.replace("later:", "moment: the question\n        later:"),
    ),
    Rule(
        "PM640",
        "only-for-draws",
        "warning",
        "`{field}` does nothing here: {why}.",
        "`when`, `weight`, `repeat` and `urgent` are for draws. A scenario with `draw: false`, or"
        " one that the calendar or a start names, is never drawn. A beat has a `when` of its own,"
        " and `while` is asked when a scene comes by `later`.",
        "draw: false\nurgent: true\n" + scenario_of_asking(),
        "urgent: true\n" + scenario_of_asking(),
    ),
)


_SAME = """\
text: |
  The radiator ticks.
choices:
  - {id: wait, label: Wait., effects: {standing: 1}}
  - id: sit
    label: Sit.
    effects: {standing: 1}
"""
_PEN = scenario_of_scene("phrases: {pen: your pen}\ntext: |\n  {Pen} lies here.")
_RING = """\
language: 1
title: The Ring
scenes:
  first:
    text: |
      Two letters.
    goto: [answer, out]
  answer:
    when: %s
    text: |
      An answer.
    effects: {set: [answered]}
    later: {in: 1, scene: question}
  question:
    when: answered
    text: |
      A question.
    effects: {set: [asked]}
"""
POSSIBILITY_RULES: tuple[Rule, ...] = (
    Rule(
        "PM641",
        "never-possible",
        "warning",
        "This can never come about: {why}.",
        "Every career begins at a start, and this asks for what none of them can reach, or for what"
        " only comes after itself. A pack that others extend lists in `open` the flags that they"
        " set. A warning once the pack's `version` is 1 or more.",
        _RING % "asked",
        _RING % "not asked",
        reports_absence=True,
        note_until_version_1=True,
    ),
    Rule(
        "PM642",
        "does-nothing",
        "warning",
        "`{field}` does nothing here: {why}.",
        "A roll changes something by its sides, `locked` is read while `needs` fails, a `pick` ends"
        " when all choices are made, and a `repeat` as long as a career never comes (a note).",
        scenario_of_asking("locked: |\n  She is busy."),
        scenario_of_asking("needs: standing > 60\nlocked: |\n  She is busy."),
    ),
    Rule(
        "PM643",
        "same-choice",
        "note",
        "`{choice}` does what `{sibling}` does, and neither has a text.",
        "Whichever the player takes, the same happens, and nothing asks which it was.",
        scenario_of_scene(_SAME),
        scenario_of_scene(_SAME + "    text: |\n      It ticks on.\n"),
    ),
    Rule(
        "PM644",
        "hides-phrase",
        "note",
        "This phrase hides another `{name}`.",
        "A name in braces reads the nearest phrase: of the scene, of the scenario, of the pack.",
        "phrases: {pen: a pen}\n" + _PEN,
        _PEN,
    ),
)


REVIEW_RULES: tuple[Rule, ...] = (
    Rule(
        "PM660",
        "craft-bounds",
        "warning",
        "`{least}` is {low} and `{most}` is {high}, so nothing can satisfy both.",
        "What `pmsim review` asks for must be possible. A threshold that is left out has the "
        "value in the table of `craft`.",
        "label_words_least: 20\n",
        "label_words_least: 3\nlabel_words_most: 9\n",
        "craft.yaml",
    ),
)


_MISSPELT_TAG = "tags: [plein]  # allow"
_SUPPRESSED = scenario_of_asking(_MISSPELT_TAG + " undeclared-tag: it shall not be in the debrief")

SUPPRESSION_RULES: tuple[Rule, ...] = (
    Rule(
        "PM690",
        "allow-without-reason",
        "warning",
        "This `allow` does not say why.",
        "A person who reads the file next year must be able to tell whether the reason still "
        "holds. Write it after a colon.",
        scenario_of_asking(_MISSPELT_TAG + " undeclared-tag"),
        _SUPPRESSED,
    ),
    Rule(
        "PM691",
        "allow-unknown",
        "warning",
        "There is no rule called `{name}`.",
        "An `allow` names rules as `pmsim check` does, by code or by name: `# allow PM306: reason`."
        " `pmsim explain` lists them.",
        scenario_of_asking(_MISSPELT_TAG + " undeclared-tags: it shall not be in the debrief"),
        _SUPPRESSED,
    ),
    Rule(
        "PM692",
        "allow-nothing",
        "note",
        "There is no `{name}` here that this `allow` could silence.",
        "The problem it silenced is gone, or is on another line. An `allow` applies to its "
        "own line or, alone on a line, to the next.",
        scenario_of_asking("tags: [plain]  # allow undeclared-tag: it shall not be in the debrief"),
        _SUPPRESSED,
        reports_absence=True,
    ),
    Rule(
        "PM693",
        "allow-error",
        "warning",
        "`{name}` is an error, and errors cannot be silenced.",
        "A pack with an error cannot be played. Warnings and notes can be silenced, with a reason.",
        scenario_of_asking(
            "later: {in: 1, scene: pause}  # allow unknown-name: the scene is still to be written"
        ),
        scenario_of_asking("later: {in: 1, scene: pause}"),
    ),
)
