"""The thresholds of a review: one line each, with the value for packs that do not set it."""

from pmsim.lang.schema.types import LABEL, NOTE, F, Kind, ListShape, NumberShape


def _threshold(name: str, usual: int, meaning: str) -> F:
    return F(name, NumberShape(0, 100_000), meaning, str(usual))


THRESHOLDS: tuple[F, ...] = (
    _threshold("scene_words_least", 35, "Words of a scene before its choices: this many at least."),
    _threshold("scene_words_most", 130, "Words of a scene before its choices: no more than this."),
    _threshold("told_words_most", 70, "Words of a scene that has no choices: no more than this."),
    _threshold("result_words_least", 8, "Words of the text after a choice: this many at least."),
    _threshold("result_words_most", 80, "Words of the text after a choice: no more than this."),
    _threshold("label_words_least", 2, "Words of a choice's label: this many at least."),
    _threshold("label_words_most", 14, "Words of a choice's label: no more than this."),
    _threshold(
        "first_choices_least",
        3,
        "Choices of the first scene of a scenario that may be drawn: this many at least.",
    ),
    _threshold("choices_least", 2, "Choices of any other scene with choices: this many at least."),
    _threshold("choices_most", 5, "Choices of a scene: no more than this."),
    _threshold(
        "moves_least",
        2,
        "Numbers that a choice changes: at least this many. Practice, roles, `later` count too.",
    ),
    _threshold("costs_least", 1, "Numbers that a choice makes worse: this many at least."),
    _threshold(
        "delay_most",
        4,
        "A consequence counts if it comes within this many quarters and says `{because}`.",
    ),
    _threshold(
        "delayed_choices_share",
        35,
        "Per cent of the choices that have such a consequence, at least.",
    ),
    _threshold(
        "delayed_scenarios_share",
        60,
        "Per cent of the scenarios that have such a consequence, at least.",
    ),
    _threshold("checks_least", 8, "Per cent of the choices that have `odds`, at least."),
    _threshold("checks_most", 15, "Per cent of the choices that have `odds`, at most."),
    _threshold("odds_least", 35, "The average odds of a check when offered: this at least."),
    _threshold("odds_most", 85, "The average odds of a check when offered: no more than this."),
    _threshold(
        "conditional_words",
        12,
        "A scene counts as varying if `if`, `one_of` and phrases change this many of its words.",
    ),
    _threshold("conditional_share", 70, "Per cent of the scenes that vary, at least."),
    _threshold(
        "speech_share",
        70,
        "Per cent of the scenes in which somebody speaks (in quotation marks), at least.",
    ),
    _threshold(
        "number_share",
        100,
        "Per cent of the scenes that contain a number, an amount or a time of day, at least.",
    ),
    _threshold(
        "person_scenes_least",
        5,
        "Scenes that name a person, for each person of the cast: this many at least.",
    ),
    _threshold("sentence_words_least", 8, "Words of a sentence on average: this many at least."),
    _threshold("sentence_words_most", 16, "Words of a sentence on average: no more than this."),
    _threshold("grade_least", 4, "Reading grade (years of school): this at least."),
    _threshold("grade_most", 8, "Reading grade (years of school): no more than this."),
    _threshold("exclamations_most", 1, "Exclamation marks in a thousand words, at most."),
)
"""The thresholds, in the order of the report."""
UNREAD_TEXTS = "unread_texts"
"""The name of what `pmsim simulate` says of texts, for `# allow`."""
MEASURES = frozenset([*(field.name for field in THRESHOLDS), "banned", "speech_only", UNREAD_TEXTS])
CRAFT = Kind(
    "craft",
    "What `pmsim review` checks in the writing. Each field has the default in the table.",
    (
        *THRESHOLDS,
        F(
            "banned",
            ListShape(LABEL),
            "Words that must not be used, in addition to those that are always banned.",
            example="[leverage, synergy]",
        ),
        F(
            "speech_only",
            ListShape(LABEL),
            "Words that only speech may use, in addition to those always restricted to it.",
            example="[should, lesson]",
        ),
        F(
            "allowed",
            ListShape(LABEL),
            "Words that are banned or restricted to speech by default, and allowed in this pack.",
            example="[journey]",
        ),
        NOTE,
    ),
)
