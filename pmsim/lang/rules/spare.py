"""Rules of what is there and does nothing, or cannot be (PM63x). `analysis.sense` finds them."""

from pmsim.lang.rules.example import ASK, FILES, choice
from pmsim.lang.rules.rule import Rule

_DOOR = "  door:\n    text: |\n      A door.\n"
_STATS = FILES["stats.yaml"]
_PAIR = FILES["scene.yaml"].partition("      - label: Ask her.")[0]
_LATE = "when: quarter >= 3\n" + choice(ASK + "later: {in: 2, scene: door}") + _DOOR
_OWED = choice(ASK + "later: {in: 1, scene: door}") + _DOOR.replace("A door.", "A door, because of {because}.")
_LOOP = "  door:\n    text: |\n      A door.\n    goto: pause\n"
_GOES = """\
language: 1
title: The Farewell
scenes:
  cake:
    text: |
      {Ines} is leaving.
    effects: {set: [ines_left]}
"""
_MAY_GO = (("people.yaml", "ines: {name: Ines, they: she, away: ines_left}\n"), ("farewell.yaml", _GOES))
_NODS = choice(ASK + "text: |\n  {Ines} nods.")

SPARE: tuple[Rule, ...] = (
    Rule(
        "PM630", "stat-never-moves", "warning",
        "Nothing ever changes the stat `{stat}`.",
        "No effect names it, no quarter moves it, and no other stat feeds it; it stays what it is at the start. A warning once the pack's "
        "`version` is 1 or more.",
        _STATS + "pride: {min: 0, max: 9, bands: {none: 0, some: 3}}\n",
        _STATS + "pride: {min: 0, max: 9, bands: {none: 0, some: 3}, each_quarter: 1}\n", "stats.yaml", absence=True, ripens=True,
    ),
    Rule(
        "PM631", "stat-never-read", "warning",
        "Nothing ever asks for the stat `{stat}`.",
        "No condition, sum, text or persona reads it, it feeds no other, and it has no bands that would put it into words: its changes "
        "change nothing. A warning once the pack's `version` is 1 or more.",
        _STATS + "pride: {min: 0, max: 9, each_quarter: 1}\n",
        _STATS + "pride: {min: 0, max: 9, each_quarter: 1, bands: {none: 0, some: 3}}\n", "stats.yaml", absence=True, ripens=True,
    ),
    Rule(
        "PM632", "never-used", "note",
        "Nothing uses the {what} `{name}`.",
        "It is defined here and nowhere else. Perhaps what uses it is still to be written, or is spelt otherwise.",
        FILES["tags.yaml"] + "kind: said kindly\n", FILES["tags.yaml"], "tags.yaml", absence=True,
    ),
    Rule(
        "PM633", "dominated", "warning",
        "Nobody need choose `{choice}`: `{sibling}` is open whenever it is, does all it does, and does it better.",
        "A choice is one if something speaks for each side. Give this one something that the other lacks: an effect, a tag, a consequence, "
        "a scene to go on to.",
        _PAIR + "      - id: sigh\n        label: Sigh.\n        tags: [plain]\n        effects: {standing: -1}\n",
        _PAIR + "      - id: sigh\n        label: Sigh.\n        tags: [plain]\n        effects: {standing: -1, workload: -1}\n",
        absence=True,
    ),
    Rule(
        "PM634", "too-late", "warning",
        "This comes {quarters} quarters later, but it is quarter {first} here at the earliest, and a career has {most}.",
        "What would come after the last quarter never comes. The earliest quarter follows from the conditions of scenario and calendar.",
        _LATE, _LATE.replace("in: 2", "in: 1"),
    ),
    Rule(
        "PM635", "may-be-away", "warning",
        "`{person}` may be away here: the flag `{flag}` may be set, and nothing asks for it.",
        "Somebody who has left would go on as if nothing had happened. `with` at a scenario or a scene sees to it that they are there; so "
        "does a condition, such as `if: not ines_left`, around the words. Who is only spoken of may be anywhere.",
        _NODS, "with: [ines]\n" + _NODS, more=_MAY_GO,
    ),
    Rule(
        "PM636", "otherwise-not-needed", "warning",
        "This is never open: `{sibling}` always is.",
        "`otherwise` marks the choice that is open exactly when no other is. Leave the mark out, or give the others their `needs`.",
        choice(ASK + "otherwise: true"), choice(ASK), absence=True,
    ),
    Rule(
        "PM637", "again-not-needed", "note",
        "After `{choice}` nobody comes back here, so `again` changes nothing.",
        "A choice can be taken once in a visit; `again: true` lets it be taken more often, where the scenario comes round to its scene.",
        choice(ASK + "again: true"), choice(ASK + "again: true\ngoto: door") + _LOOP, absence=True,
    ),
    Rule(
        "PM638", "twice-in-list", "warning",
        "`{name}` stands twice in this list.",
        "Once is enough; a tag that stands twice counts twice.",
        choice(ASK + "tags: [plain, help, plain]"), choice(ASK + "tags: [plain, help]"),
    ),
    Rule(
        "PM639", "cause-without-name", "warning",
        "`{{because}}` in `{scene}` would read this label, since the choice has no `moment`.",
        "A label is a deed or something said aloud, and seldom fits into a sentence. `moment` is a name for what was done: *the question "
        "over the soup*.",
        _OWED, _OWED.replace("later:", "moment: the question\n        later:"),
    ),
    Rule(
        "PM640", "only-for-draws", "warning",
        "`{field}` does nothing here: {why}.",
        "`when`, `weight`, `repeat` and `urgent` are for draws. A scenario with `draw: false`, or one that the calendar or a start names, "
        "is never drawn. A beat has a `when` of its own, and `while` is asked when a scene comes by `later`.",
        "draw: false\nurgent: true\n" + choice(ASK), "urgent: true\n" + choice(ASK),
    ),
)  # fmt: skip
