"""Rules of prose (PM7xx), which the compiler and `validate` report."""

from pmsim.lang.diagnostics import Rule
from pmsim.lang.rules.example import EXAMPLE_FILES, scenario_of_asking, scenario_of_scene

_STATS = EXAMPLE_FILES["stats.yaml"]
_CASES = "text:\n- if: standing > 9\n  text: It is.\n{}"
PROSE_RULES: tuple[Rule, ...] = (
    Rule(
        "PM701",
        "unknown-placeholder",
        "error",
        "{sentence}",
        "Braces may hold a person, a stat, a phrase, `role`, `quarter`, `because`, or "
        "`moment` in a choice made by `each`.",
        scenario_of_scene("text: |\n  {inse} looks up."),
        scenario_of_scene("text: |\n  {ines} looks up."),
    ),
    Rule(
        "PM702",
        "lonely-brace",
        "error",
        "A brace stands alone here.",
        ("Braces put something into a text: `{ines}`. To show a brace, write two: `{{` or `}}`."),
        scenario_of_scene("text: |\n  {ines looks up."),
        scenario_of_scene("text: |\n  {ines} looks {{up}}."),
    ),
    Rule(
        "PM703",
        "markup",
        "warning",
        "`{markup}` is shown as it stands: there are no {what} in a text.",
        "A text may have paragraphs, *emphasis*, **strong**, quotes and lists. A terminal, a "
        "page and a screen reader all show those.",
        scenario_of_scene("text: |\n  The [date](https://example.org) is <b>fixed</b>."),
        scenario_of_scene("text: |\n  The *date* is **fixed**."),
    ),
    Rule(
        "PM704",
        "run-together",
        "warning",
        "`{markup}` does not begin a {what} here: the line continues the one above it.",
        "The lines of a paragraph are read as one, so a list or a quotation begins after an "
        "empty line. After a line of words a hyphen is a dash.",
        scenario_of_scene("text: |\n  Three things are here:\n  - a pen\n  - a cup"),
        scenario_of_scene("text: |\n  Three things are here:\n\n  - a pen\n  - a cup"),
    ),
    Rule(
        "PM705",
        "texts-divided",
        "warning",
        "{sentence}",
        "In brackets a comma begins the next text. On one line ` | ` stands between the texts of a"
        " block that varies, and nowhere else.",
        scenario_of_scene("text:\n  - one_of: [Yes, he says, No.]"),
        scenario_of_scene("text:\n  - one_of: Yes, he says. | No."),
    ),
    Rule(
        "PM706",
        "wordings-in-braces",
        "error",
        "`{markup}`: words that vary have a name, and the braces hold the name.",
        "Below `phrases:` a name gets its wordings: in order, round and round, once each, or by"
        " luck.",
        scenario_of_scene("text: |\n  {A pen|Your pen} lies here."),
        scenario_of_scene(
            "phrases: {pen: {in_order: a pen | your pen}}\ntext: |\n  {Pen} lies here."
        ),
    ),
    Rule(
        "PM707",
        "no-telling",
        "error",
        "`{field}` cannot stand here: {why}.",
        "`in_order`, `cycle`, `once` and `shuffle` count how often the text of a scene, a choice or"
        " a side of a roll was told. They stand there and in phrases, not inside one another.",
        scenario_of_asking("needs: never\nlocked:\n  - once: Not today."),
        scenario_of_asking("text:\n  - once: Not today."),
    ),
    Rule(
        "PM708",
        "nested-else",
        "note",
        "This `else` holds only another `if`.",
        "A `first_of` lists such cases one below the other, however many there are.",
        scenario_of_scene(_CASES.format("  else:\n    - if: standing > 5\n      text: So.")),
        scenario_of_scene(_CASES.format("  else: So.")),
    ),
    Rule(
        "PM709",
        "verb-of-one",
        "warning",
        "{sentence}",
        "Behind *they* a verb stands in its plain form. Behind a person's dot it reads right"
        " whatever the pronoun is: `{bo.they} {bo.sit}`.",
        scenario_of_scene("text: |\n  {Bo.they} sits down."),
        scenario_of_scene("text: |\n  {Bo.they} {bo.sit} down."),
        more=(("people.yaml", "bo: {name: Bo, they: they}\n"),),
    ),
    Rule(
        "PM710",
        "todo",
        "note",
        "`{markup}`: a note to yourself.",
        "In a text such a line is read out; as a comment above the field it is not. `pmsim check"
        " --todo` lists these lines and the comments that begin with `TODO`.",
        scenario_of_scene("text: |\n  TODO: the radiator.\n\n  It ticks."),
        scenario_of_scene("#  TODO: the radiator\ntext: |\n  It ticks."),
    ),
    Rule(
        "PM711",
        "no-about",
        "note",
        "The stat `{stat}` has no `about`, and others have.",
        "A player who asks about a word reads its `about`: one or two sentences on what it is."
        " A pack without any is not asked for them.",
        _STATS
        + "nerve:\n  min: 0\n  max: 9\n  each_quarter: 1\n  bands: {none: 0, some: 3}\n"
        + "  about: |\n    How you come in.\n",
        _STATS,
        "stats.yaml",
        reports_absence=True,
    ),
)
