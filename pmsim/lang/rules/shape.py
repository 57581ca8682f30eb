"""Rules of shape (PM2xx: fields, values) and of names (PM3xx). `validate`, `pack_files` and the
compiler report them."""

from pmsim.lang.diagnostics import Rule
from pmsim.lang.rules.example import (
    EXAMPLE_FILES,
    scenario_of_asking,
    scenario_of_choice,
    scenario_of_scene,
)

_OK = scenario_of_scene("text: It ticks.")

SHAPE_RULES: tuple[Rule, ...] = (
    Rule(
        "PM201",
        "unknown-field",
        "error",
        "A {kind} has no field `{key}`.",
        "A field with a wrong name would silently do nothing. The reference lists the fields of"
        " each kind.",
        scenario_of_choice("labl: Ask her."),
        scenario_of_asking(),
    ),
    Rule(
        "PM202",
        "wrong-shape",
        "error",
        "`{field}` must be {wanted}, and here is {given}.",
        "Each field has one shape: words, a number, a list such as [a, b], or fields of its own on"
        " the lines below.",
        scenario_of_asking("tags: plain"),
        scenario_of_asking("tags: [plain]"),
    ),
    Rule(
        "PM203",
        "unknown-word",
        "error",
        "`{field}` may be {words}, and not `{given}`.",
        "Some fields take one of a few words.",
        scenario_of_asking("again: maybe"),
        scenario_of_asking("again: true"),
    ),
    Rule(
        "PM204",
        "missing-field",
        "error",
        "This {kind} has no `{field}`.",
        "Without this field pmsim cannot tell what is meant.",
        "title: The Pause\nscenes:\n  pause: {text: It ticks.}\n",
        _OK,
    ),
    Rule(
        "PM205",
        "not-a-number",
        "error",
        "`{field}` must be {wanted}, and not `{given}`.",
        "Numbers are whole and have bounds, so that every career can be proved to end.",
        scenario_of_asking("later: {in: soon, scene: pause}"),
        scenario_of_asking("later: {in: 2, scene: pause}"),
    ),
    Rule(
        "PM206",
        "not-a-name",
        "error",
        "`{given}` is not a name: {wanted}.",
        "Names are used in conditions, in file names and in saves, so they keep to small letters,"
        " digits and _.",
        _OK.replace("pause:", "The-Pause:"),
        _OK,
    ),
    Rule(
        "PM207",
        "unknown-file",
        "error",
        "This file is none of the three kinds that a pack has.",
        "A pack has scenarios (files with `scenes:`), playthroughs (`*.playthrough.yaml`) and"
        " sections of pack.yaml (such as roles.yaml).",
        "hats: 41\n",
        "",
        "hats.yaml",
    ),
    Rule(
        "PM208",
        "section-twice",
        "error",
        "The section `{section}` is already in {first}.",
        "A section is in pack.yaml or in a file of its own, not in both.",
        EXAMPLE_FILES["pack.yaml"] + "tags: {plain: said straight}\n",
        EXAMPLE_FILES["pack.yaml"],
        "pack.yaml",
    ),
    Rule(
        "PM209",
        "scenario-twice",
        "error",
        "A scenario `{id}` is in {first} already.",
        "A scenario's id is its file's name, whatever the folder, and one pack has it once. Rename"
        " one of the files.",
        _OK,
        "",
        "more/scene.yaml",
    ),
    Rule(
        "PM210",
        "unlike-fields",
        "error",
        "{sentence}",
        "Some fields exclude each other, and some need another.",
        scenario_of_asking("goto: pause\nend: long_game"),
        scenario_of_asking("end: long_game"),
    ),
    Rule(
        "PM211",
        "empty-field",
        "error",
        "`{field}` has nothing behind its colon.",
        "Either the value is missing, or it is not indented under its field. Leave the field out if"
        " there is nothing to say.",
        scenario_of_asking("goto:"),
        scenario_of_asking(),
    ),
    Rule(
        "PM212",
        "language-version",
        "error",
        "This file is written in language {given}; this pmsim reads language {known}.",
        "A newer pmsim may read it.",
        "language: 2\ntitle: The Pause\nscenes:\n  pause: {text: It ticks.}\n",
        _OK,
    ),
    Rule(
        "PM213",
        "no-pack",
        "error",
        "No pack.yaml can be read here, and without one none of the scenarios can be.",
        "A pack is a folder with a pack.yaml, which says what numbers, people and roles there are.",
        "",
        EXAMPLE_FILES["pack.yaml"],
        "pack.yaml",
    ),
    Rule(
        "PM214",
        "second-pack",
        "error",
        "There is a pack already: {first}.",
        "A folder is one pack. Check the other folder by itself.",
        EXAMPLE_FILES["pack.yaml"],
        "",
        "more/pack.yaml",
    ),
    Rule(
        "PM215",
        "unknown-base",
        "error",
        "There is no pack called `{base}` that could be extended.",
        "`extends` names a pack that comes with pmsim, one in the folder beside this one, or one"
        " that was added with `pmsim packs add`.",
        EXAMPLE_FILES["pack.yaml"] + "extends: the_longest_game\n",
        EXAMPLE_FILES["pack.yaml"],
        "pack.yaml",
    ),
    Rule(
        "PM216",
        "extends-circle",
        "error",
        "{sentence}",
        "A pack that extends another has everything that the other has. Such a chain must "
        "end, and be short enough for a person to follow.",
        EXAMPLE_FILES["pack.yaml"] + "extends: example\n",
        EXAMPLE_FILES["pack.yaml"],
        "pack.yaml",
    ),
)
NAME_RULES: tuple[Rule, ...] = (
    Rule(
        "PM301",
        "unknown-name",
        "error",
        "{sentence}",
        "Every name must be that of something in the pack: a misspelt one would silently mean"
        " nothing.",
        scenario_of_asking("needs: standng >= 3"),
        scenario_of_asking("needs: standing >= 3"),
    ),
    Rule(
        "PM302",
        "duplicate-id",
        "error",
        "Two {what} are called `{id}`.",
        "Saves, tests and conditions find a thing by its id. A choice without an `id` takes the"
        " words of its label.",
        scenario_of_asking().replace("id: ask", "id: wait"),
        scenario_of_asking(),
    ),
    Rule(
        "PM303",
        "two-kinds",
        "error",
        "`{word}` is {one} and also {other}.",
        "In a condition a name stands alone, so it can be only one thing.",
        "plain: said straight\nstanding: what they think of you\n",
        EXAMPLE_FILES["tags.yaml"],
        "tags.yaml",
    ),
    Rule(
        "PM304",
        "reserved-name",
        "error",
        "`{word}` is a word of the language, so {what} cannot be called that.",
        "Conditions give some words a meaning of their own: and, or, not, in, if, else, the"
        " functions, and quarter, role, pay and such.",
        EXAMPLE_FILES["stats.yaml"] + "year: {min: 0, max: 9}\n",
        EXAMPLE_FILES["stats.yaml"] + "years: {min: 0, max: 9}\n",
        "stats.yaml",
    ),
    Rule(
        "PM305",
        "missing-part",
        "error",
        "There is no {section} here.",
        "A career needs a start, a calendar and an outcome, and a scenario needs a scene, so "
        "that they begin and end.",
        "{}\n",
        EXAMPLE_FILES["starts.yaml"],
        "starts.yaml",
        reports_absence=True,
    ),
    Rule(
        "PM306",
        "undeclared-tag",
        "warning",
        "The tag `{tag}` is not among the pack's tags.",
        "The tag still counts. But two spellings of one tag are counted separately, and the "
        "debrief has no words for it.",
        scenario_of_asking("tags: [plein]"),
        scenario_of_asking("tags: [plain]"),
    ),
    Rule(
        "PM307",
        "no-id",
        "error",
        "No id can be made of this label.",
        "A choice without an `id` takes the letters and digits of its label, and here there are"
        " none.",
        scenario_of_choice("label: …").replace("id: ask\n        ", ""),
        scenario_of_asking(),
    ),
    Rule(
        "PM308",
        "id-left-out",
        "warning",
        "This choice has no `id` of its own; it is called `{id}` after its label.",
        "When the label is mended, saves and tests no longer find it. `pmsim check --fix` writes"
        " the ids in.",
        EXAMPLE_FILES["pack.yaml"].replace("0.1.0", "1.0.0"),
        EXAMPLE_FILES["pack.yaml"],
        "pack.yaml",
    ),
    Rule(
        "PM309",
        "hides-word",
        "warning",
        "`{word}` is {what} of this pack, which hides the word `{word}` of the language.",
        "In conditions `because` asks whether the visit has a choice to name; in texts `{year}`"
        " and `{season}` are the calendar's. A pack that has the name already keeps its meaning.",
        EXAMPLE_FILES["stats.yaml"] + "because: {min: 0, max: 9, each_quarter: 1}\n",
        EXAMPLE_FILES["stats.yaml"] + "reasons: {min: 0, max: 9, each_quarter: 1}\n",
        "stats.yaml",
    ),
)

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
