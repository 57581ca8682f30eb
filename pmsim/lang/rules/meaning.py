"""Rules of meaning: conditions (PM4xx), flow (PM5xx), sense (PM6xx).
`expressions` and `compiler` report them."""

from pmsim.lang.diagnostics import Rule
from pmsim.lang.rules.example import (
    EXAMPLE_FILES,
    scenario_of_asking,
    scenario_of_scene,
)

_TWO = """\
text: |
  The radiator ticks.
choices:
  - id: wait
    label: Wait.
  - id: ask
    label: Ask her.
"""
_AND = "  door:\n    text: |\n      A door.\n"
"""A second scene, to append to `scenario_of_scene(…)`."""
_BACK = scenario_of_asking("moment: the question\nlater: {in: 1, scene: door}") + _AND
_RING = """\
language: 1
title: The Clock
scenes:
  tick:
    text: |
      Tick.
    later: {in: 1, scene: tock}
  tock:
    text: |
      Tock.
"""

_PROMISE = EXAMPLE_FILES["pack.yaml"] + "promises:\n  - {tag: plain, always_open: true}\n"

CONDITIONS: tuple[Rule, ...] = (
    Rule(
        "PM401",
        "expression",
        "error",
        "{problem}",
        "Conditions have Python's spelling: whole numbers, names, + - * // %, comparisons, and, or,"
        " not, in (a, b), a if c else b.",
        scenario_of_asking("needs: standing = 3"),
        scenario_of_asking("needs: standing == 3"),
    ),
    Rule(
        "PM402",
        "mixed-kinds",
        "error",
        "{sentence}",
        "Numbers, flags, roles and stages are different kinds of things; comparing or adding across"
        " them has no meaning.",
        scenario_of_asking("needs: standing"),
        scenario_of_asking("needs: standing >= 1"),
    ),
    Rule(
        "PM403",
        "divides-by-zero",
        "error",
        "This divisor may be 0: it lies between {low} and {high}.",
        "A division by 0 would stop a career in the middle of play, so every divisor is "
        "checked beforehand.",
        scenario_of_asking("effects: {standing: 10 // workload}"),
        scenario_of_asking("effects:\n  standing: 10 // max(1, workload)"),
    ),
    Rule(
        "PM404",
        "too-far",
        "error",
        "This can reach from {low} to {high}, and ±2147483648 is the most.",
        ("Every number has bounds, so that nothing overflows and every engine computes the same."),
        scenario_of_asking("effects: {standing: workload * 99999999}"),
        scenario_of_asking("effects: {standing: workload * 9}"),
    ),
    Rule(
        "PM405",
        "circular-value",
        "error",
        "`{stat}` is computed from itself: {path}.",
        "A computed stat is worked out from others whenever it is read, so it cannot need itself.",
        EXAMPLE_FILES["stats.yaml"] + "pride: {value: pride + 1}\n",
        EXAMPLE_FILES["stats.yaml"] + "pride: {value: standing + 1}\n",
        "stats.yaml",
    ),
    Rule(
        "PM407",
        "flag-never-set",
        "warning",
        "Nothing ever sets the flag `{flag}`, so this is never true.",
        "A flag exists by being `set` in some effects. Perhaps the scene that sets it is still to"
        " be written. A warning once the pack's `version` is 1 or more.",
        scenario_of_asking("needs: met_odalys"),
        scenario_of_asking("needs: standing >= 3"),
        reports_absence=True,
        note_until_version_1=True,
    ),
    Rule(
        "PM408",
        "flag-never-read",
        "warning",
        "Nothing ever reads the flag `{flag}`.",
        "A flag that is set and never read changes nothing. Use it in a condition, or leave it out."
        " A warning once the pack's `version` is 1 or more.",
        scenario_of_asking("effects: {set: [asked]}"),
        scenario_of_asking("effects: {set: [asked]}").replace(
            "label: Wait.", "label: Wait.\n        needs: asked"
        ),
        reports_absence=True,
        note_until_version_1=True,
    ),
)
FLOW: tuple[Rule, ...] = (
    Rule(
        "PM501",
        "no-way-out",
        "error",
        "In `{scene}` {why}.",
        "Whatever the player did before, some choice must be open here, and by such choices the"
        " scenario must come to its end. Leave one choice without `needs` and without a tag that"
        " may be locked, or mark one `otherwise: true`; and let the ways lead out in the end.",
        scenario_of_asking("needs: standing > 3").replace(
            "label: Wait.", "label: Wait.\n        needs: standing < 3"
        ),
        scenario_of_asking("needs: standing > 3"),
    ),
    Rule(
        "PM502",
        "last-target",
        "error",
        "`{scene}` is the last target here, but it has `{field}`, which may be false.",
        "The first target whose conditions are true is taken, so the last must have none. Put"
        " another after it, or `out`.",
        scenario_of_asking("goto: door") + _AND + "    when: standing > 3\n",
        scenario_of_asking("goto: door") + _AND,
    ),
    Rule(
        "PM503",
        "first-scene",
        "error",
        "The scenario begins at `{scene}`, but that has `{field}`.",
        "Put the condition on the scenario itself, or name several beginnings: `start: [one,"
        " other]`.",
        scenario_of_scene("when: standing > 3\n" + _TWO),
        scenario_of_scene(_TWO).replace("scenes:", "when: standing > 3\nscenes:"),
    ),
    Rule(
        "PM504",
        "last-holds",
        "error",
        "{sentence}",
        "They are tried in order, and the last is taken when no other applies.",
        "long_game: {title: The Long Game, when: standing > 3}\n",
        "long_game: {title: The Long Game}\n",
        "outcomes.yaml",
    ),
    Rule(
        "PM505",
        "choice-of-pick",
        "error",
        "A choice of a scene with `pick` has no `{field}`.",
        "In such a scene several choices are made one after another; then the scene itself"
        " goes on.",
        scenario_of_scene("pick: 2\n" + _TWO + "    end: long_game\n"),
        scenario_of_scene("pick: 2\nend: long_game\n" + _TWO),
    ),
    Rule(
        "PM506",
        "otherwise-twice",
        "error",
        "A second choice here is marked `otherwise`.",
        "The choice marked `otherwise` is open when no other is, so a scene has at most one.",
        scenario_of_scene(
            _TWO.replace("label: Wait.", "label: Wait.\n    otherwise: true").replace(
                "her.", "her.\n    otherwise: true"
            )
        ),
        scenario_of_scene(
            _TWO.replace("label: Wait.", "label: Wait.\n    otherwise: true").replace(
                "her.", "her.\n    needs: standing > 3"
            )
        ),
    ),
    Rule(
        "PM507",
        "not-here",
        "error",
        "{sentence}",
        "Some effects may stand only in certain places.",
        "pm: {title: Product Manager, stage: ship, enter: {role: pm}}\n",
        EXAMPLE_FILES["roles.yaml"],
        "roles.yaml",
    ),
    Rule(
        "PM508",
        "computed-set",
        "error",
        "`{stat}` is computed from others and cannot be changed.",
        "Change what it is computed from.",
        scenario_of_asking("effects: {burnout: 3}"),
        scenario_of_asking("effects: {exhaustion: 3, standing: 1}"),
    ),
    Rule(
        "PM509",
        "feeds",
        "error",
        "{sentence}",
        "What a stat really moves is added to the stat it feeds, once.",
        EXAMPLE_FILES["stats.yaml"].replace("feeds: exhaustion", "feeds: workload"),
        EXAMPLE_FILES["stats.yaml"],
        "stats.yaml",
    ),
    Rule(
        "PM510",
        "no-cause",
        "error",
        "{sentence}",
        "`{because}` names the choice that brought a scene about with `later`, else the last choice"
        " taken in this visit; elsewhere there is no such choice.",
        scenario_of_scene("text: |\n  Because of {because}, the radiator ticks."),
        _BACK.replace("A door", "A door, because of {because}"),
        reports_absence=True,
    ),
    Rule(
        "PM511",
        "promised-open",
        "error",
        "Choices tagged `{tag}` are promised to be always open, and this one has {what}.",
        "The pack's `promises` say so. Leave the condition out, or the tag.",
        _PROMISE + "locks:\n  plain: {when: standing < 9, locked: No.}\n",
        _PROMISE,
        "pack.yaml",
    ),
    Rule(
        "PM512",
        "bands",
        "error",
        "{sentence}",
        "The word for a number is that of the highest edge it reaches, so the lowest band begins"
        " where the stat begins.",
        EXAMPLE_FILES["stats.yaml"].replace("steady: 0", "steady: 10"),
        EXAMPLE_FILES["stats.yaml"],
        "stats.yaml",
    ),
    Rule(
        "PM513",
        "stat-range",
        "error",
        "{sentence}",
        "A stat is kept between its `min` and its `max`, from the beginning on.",
        EXAMPLE_FILES["stats.yaml"].replace("start: 50", "start: 500"),
        EXAMPLE_FILES["stats.yaml"],
        "stats.yaml",
    ),
)
SENSE: tuple[Rule, ...] = (
    Rule(
        "PM601",
        "scene-never-reached",
        "warning",
        "Nothing leads to the scene `{scene}`.",
        "No `goto`, `later` or `start` names it, or only from scenes that are never reached"
        " themselves.",
        scenario_of_asking() + _AND,
        scenario_of_asking("goto: door") + _AND,
        reports_absence=True,
    ),
    Rule(
        "PM602",
        "scenario-never-reached",
        "warning",
        "The scenario `{scenario}` never begins: {why}.",
        "A scenario begins when it is drawn, when the calendar or a start names it, or by "
        "another's `later`.",
        "draw: false\n" + scenario_of_asking(),
        scenario_of_asking(),
        reports_absence=True,
    ),
    Rule(
        "PM603",
        "outcome-never-reached",
        "warning",
        "No `end` leads to the outcome `{outcome}`.",
        "It is marked `by: choice`, so only a choice can lead to it.",
        "away: {title: Away, by: choice}\n" + EXAMPLE_FILES["outcomes.yaml"],
        EXAMPLE_FILES["outcomes.yaml"],
        "outcomes.yaml",
        reports_absence=True,
    ),
    Rule(
        "PM604",
        "role-not-next",
        "warning",
        "{sentence}",
        "`next` says which roles may follow a role, so that a promotion into the wrong role "
        "is noticed.",
        scenario_of_asking("effects: {role: pm}"),
        scenario_of_asking(),
        reports_absence=True,
    ),
    Rule(
        "PM605",
        "never-due",
        "warning",
        "This comes in {quarters} quarters, and a career has {most} at the most.",
        "What is due after the last quarter never happens.",
        scenario_of_asking("later: {in: 40, scene: door}") + _AND,
        _BACK,
    ),
    Rule(
        "PM606",
        "nothing-to-draw",
        "warning",
        "No scenario that may be drawn has the topic `{topic}`.",
        "A draw that asks for topics takes a scenario with one of them.",
        "quarters: 4\nquarter:\n  - draw: {topics: [pace]}\n  - draw: {}\n",
        EXAMPLE_FILES["calendar.yaml"],
        "calendar.yaml",
        reports_absence=True,
    ),
    Rule(
        "PM607",
        "not-in-pack",
        "warning",
        "This playthrough names the {what} `{word}`, and the pack has none.",
        "The playthrough will fail.",
        "play: example\nstart: the_other_door\n",
        "play: example\nstart: passed_over\n",
        "one.playthrough.yaml",
        reports_absence=True,
    ),
    Rule(
        "PM608",
        "draws-run-out",
        "note",
        "{draws} draws ask for `{topics}`, and what has it can be drawn {times}.",
        "After that the draw finds nothing, and the quarter is shorter. A scenario is drawn once,"
        " or again after `repeat` quarters.",
        "quarters: 4\nquarter:\n  - draw: {topics: [pace]}\n",
        "quarters: 4\nquarter:\n  - {draw: {topics: [pace]}, when: quarter == 2}\n  - draw: {}\n",
        "calendar.yaml",
        reports_absence=True,
        more=(("scene.yaml", "topics: [pace]\n" + scenario_of_asking()),),
    ),
    Rule(
        "PM609",
        "only-urgent",
        "note",
        "The draws of every quarter go to {names}, so nothing else is ever drawn.",
        "An urgent scenario takes the place of a draw, and `repeat: 1` lets it come in each"
        " quarter.",
        "urgent: true\nrepeat: 1\n" + scenario_of_asking(),
        "urgent: true\nrepeat: 4\n" + scenario_of_asking(),
    ),
    Rule(
        "PM610",
        "send-for-each-other",
        "note",
        "`{scene}` and `{other}` send for each other until the career ends.",
        "Every way out of one has a `later` to the other. A `when` on one of them, a `while`, or a"
        " way out without `later` stops it.",
        _RING + "    later: {in: 1, scene: tick}\n",
        _RING,
    ),
)

MEANING_RULES: tuple[Rule, ...] = (*CONDITIONS, *FLOW, *SENSE)
