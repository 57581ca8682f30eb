"""Rules of the file itself (PM10x) and of YAML's pitfalls for prose (PM12x). `yaml_reader` and
`yaml_pitfalls` report them."""

from pmsim.lang.diagnostics import Rule
from pmsim.lang.rules.example import (
    scenario_of_asking,
    scenario_of_choice,
    scenario_of_scene,
)

_BAR = 'label: |\n  "What would the weekend buy?" you ask.'

SYNTAX_RULES: tuple[Rule, ...] = (
    Rule(
        "PM101",
        "not-utf-8",
        "error",
        "This file is not in UTF-8: {what}.",
        "Texts are read as UTF-8 and nothing else, so that they look the same on every machine. In"
        " your editor: save with encoding, UTF-8.",
        "title: S\udce3o\n",
        scenario_of_scene("text: São."),
    ),
    Rule(
        "PM102",
        "too-large",
        "error",
        "This file has more than {most} bytes.",
        "A scenario of a thousand words has about ten thousand bytes. Split the file: each scenario"
        " may have one of its own.",
        "# " + "long " * 300_000,
        scenario_of_scene("text: Short."),
    ),
    Rule(
        "PM103",
        "too-deep",
        "error",
        "This is nested more than {most} levels deep.",
        "No scene needs more than a dozen levels. An opening bracket without its closing one does"
        " this.",
        "scenes: " + "[" * 60 + "]" * 60 + "\n",
        scenario_of_scene("text: Flat."),
    ),
    Rule(
        "PM104",
        "hidden-character",
        "error",
        "A hidden character stands here: {name}.",
        "Characters that cannot be seen can turn the text around or command the terminal. They come"
        " in by copying. Delete it.",
        scenario_of_scene("text: The radiator\u200b ticks."),
        scenario_of_scene("text: The radiator ticks."),
    ),
    Rule(
        "PM105",
        "tab",
        "error",
        "A tab stands here; YAML is indented with spaces.",
        "Each editor shows a tab at a width of its own, and YAML's structure is its "
        "indentation. Use two spaces for each level.",
        "language: 1\ntitle: The Pause\nscenes:\n\tpause:\n",
        scenario_of_scene("text: Indented with spaces."),
    ),
    Rule(
        "PM106",
        "syntax",
        "error",
        "This cannot be read as YAML: {problem}.",
        "Most often a line is indented one space too far or too little, or a quotation mark or a"
        " bracket is not closed.",
        scenario_of_scene("text: |\n  The radiator ticks.\n choices:\n  - label: Wait."),
        scenario_of_scene("text: |\n  The radiator ticks."),
    ),
    Rule(
        "PM107",
        "duplicate-key",
        "error",
        "`{key}` stands here a second time; the first is in line {line}.",
        "YAML would silently keep one of the two. Say it once.",
        scenario_of_scene("text: It ticks.\ntext: It stops."),
        scenario_of_scene("text: It ticks, and stops."),
    ),
    Rule(
        "PM108",
        "anchor",
        "error",
        "`{text}` is a YAML {what}, which pmsim does not read.",
        "With anchors a small file can unfold into a huge one, and a reader must jump. Write the"
        " thing out where it is needed. A text that begins with & or * goes on the line below,"
        " after |.",
        scenario_of_asking("effects: &cost {standing: -2}"),
        scenario_of_asking("effects: {standing: -2}"),
    ),
    Rule(
        "PM109",
        "merge-key",
        "error",
        "`<<` would merge another mapping in, which pmsim does not do.",
        "Merging hides what a choice really does. Write the fields out.",
        scenario_of_asking("effects: {<<: cost, standing: 1}"),
        scenario_of_asking("effects: {standing: 1}"),
    ),
    Rule(
        "PM110",
        "yaml-tag",
        "error",
        "`{text}` is a YAML tag, which pmsim does not read.",
        "Every value is read as text, and its field decides what it means. A text that begins with"
        " ! goes on the line below, after |.",
        scenario_of_scene("text: !important Mind the step."),
        scenario_of_scene("text: |\n  !important Mind the step."),
    ),
    Rule(
        "PM111",
        "one-document",
        "error",
        "{what} is a part of YAML that pmsim does not read.",
        "A file is one document. Put each scenario into a file of its own.",
        scenario_of_scene("text: It ticks.") + "---\ntitle: Another\n",
        scenario_of_scene("text: It ticks."),
    ),
    Rule(
        "PM112",
        "key-not-text",
        "error",
        "The name of a field must be a word, and here it is a {what}.",
        "A line that begins with { or [ is read as a mapping or a list. Words that begin so go on"
        " the line below, after |.",
        scenario_of_choice("label: {{ines}: now}"),
        scenario_of_choice("label: |\n  {ines}, now."),
    ),
    Rule(
        "PM113",
        "empty-file",
        "error",
        "There is {what} in this file where a scenario or a pack would begin.",
        "A scenario begins with `language: 1`, a `title:` and its `scenes:`. `pmsim new` writes one"
        " to start from.",
        "just words\n",
        scenario_of_scene("text: It ticks."),
    ),
    Rule(
        "PM114",
        "too-many",
        "error",
        "{sentence}",
        "Only so many problems are shown for one file. They usually have one cause: mend the "
        "first, and check again.",
        "a: 1\n" * 120,
        scenario_of_scene("text: It ticks."),
    ),
    Rule(
        "PM116",
        "undecided-merge",
        "error",
        "{sentence}",
        "Where two people have changed the same lines, git writes both versions between "
        "marks. Keep one and delete the marks. Until then these lines are not checked "
        "further.",
        "<<<<<<< HEAD\n"
        + scenario_of_scene("text: It ticks.")
        + "=======\n"
        + scenario_of_scene("text: It stops.")
        + ">>>>>>> theirs\n",
        scenario_of_scene("text: It ticks."),
    ),
    Rule(
        "PM117",
        "look-alike",
        "error",
        "The character {where} is {code} ({name}) and no {wanted}; YAML wants {meant}.",
        "Text from a web page, a word processor or some keyboards has spaces, colons and commas"
        " that only look like the plain ones. In what a player reads they are fine. `pmsim check"
        " --fix` writes plain ones.",
        scenario_of_scene("text:\u00a0It ticks."),
        scenario_of_scene("text: It\u00a0ticks."),
    ),
    Rule(
        "PM121",
        "comma-in-braces",
        "error",
        "`{key}` has no value: inside braces, each part between commas must be `name: value`.",
        "In one-line braces a comma divides the fields. Put the words on a line of their own.",
        scenario_of_asking("why: {standing: you asked, and waited}"),
        scenario_of_asking("effects: {standing: 1}\nwhy:\n  standing: you asked, and waited"),
    ),
    Rule(
        "PM122",
        "prose-in-braces",
        "error",
        "`{field}` has a sentence in one-line braces.",
        "The first comma or colon in it would cut it off. Give the sentence a line of its own.",
        scenario_of_scene(
            "text:\n  - {if: burnout >= frayed, text: You read the same line four times.}"
        ),
        scenario_of_scene(
            "text:\n  - if: burnout >= frayed\n    text: |\n      You read the same line four"
            " times."
        ),
    ),
    Rule(
        "PM123",
        "comment-behind-prose",
        "error",
        "` #` begins a YAML comment here: the player would not see `{text}`.",
        "A # in a line of prose cuts the rest off. Words that hold one go on the line below, after"
        " |; a comment goes on a line of its own.",
        scenario_of_choice("label: Take item #4 first."),
        scenario_of_choice("label: |\n  Take item #4 first."),
    ),
    Rule(
        "PM124",
        "colon-without-space",
        "error",
        "`{text}` needs a space behind its colon.",
        "Without the space YAML reads one long word.",
        scenario_of_asking("later: {in:3, scene: pause}"),
        scenario_of_asking("later: {in: 3, scene: pause}"),
    ),
    Rule(
        "PM125",
        "line-beginning",
        "error",
        "A line of prose may not begin with `{what}`: {because}.",
        "YAML gives the characters \" ' { [ * & ! @ % ` - ? | > # at the beginning of a value a"
        " meaning of their own. On the line below, after |, they are what they look like.",
        scenario_of_choice('label: "What would the weekend buy?" you ask.'),
        scenario_of_choice(_BAR),
    ),
    Rule(
        "PM126",
        "colon-in-line",
        "error",
        "A colon and a space inside this line begin a new field, as YAML reads it.",
        "Words with a colon go on the line below, after |.",
        scenario_of_choice("label: Ask one thing: why."),
        scenario_of_choice("label: |\n  Ask one thing: why."),
    ),
    Rule(
        "PM127",
        "words-beside-bar",
        "error",
        "After {mark} the text begins on the next line.",
        "The | says that the lines below, indented, are the text.",
        scenario_of_scene("text: | It ticks."),
        scenario_of_scene("text: |\n  It ticks."),
    ),
    Rule(
        "PM128",
        "uneven-character",
        "warning",
        "Terminals disagree how wide `{sign}` is: {why}.",
        "The rest of the row may shift, or its parts may be shown one by one. A sign of a "
        "single character is equally wide everywhere.",
        scenario_of_scene("text: |\n  Sam sends a \U0001f469\u200d\U0001f4bb."),
        scenario_of_scene("text: |\n  Sam sends a \U0001f4bb."),
    ),
)


UNREADABLE_RULES: tuple[Rule, ...] = (
    Rule(
        "PM115",
        "unread",
        "error",
        "{sentence}",
        "A path must be a pack's folder or a YAML file that exists and can be read. The other"
        " paths are checked all the same. A file whose name only nearly ends in .yaml is not "
        "read; that is a warning.",
        "",
        "",
        file="",
    ),
)
