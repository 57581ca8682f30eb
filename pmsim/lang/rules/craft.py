"""Rules about what a pack asks of its own writing (PM66x). `analysis.sense.craft` finds them."""

from pmsim.lang.rules.rule import Rule

CRAFT: tuple[Rule, ...] = (
    Rule(
        "PM660", "craft-bounds", "warning",
        "`{least}` is {low} and `{most}` is {high}, so nothing can keep to both.",
        "What `pmsim review` asks for must be possible. A threshold that is left out is as the table of `craft` says.",
        "label_words_least: 20\n", "label_words_least: 3\nlabel_words_most: 9\n", "craft.yaml",
    ),
)  # fmt: skip
