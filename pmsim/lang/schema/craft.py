"""The thresholds of a review: one line each, with the value for packs that do not set it."""

from pmsim.lang.schema.types import LABEL, NOTE, F, Kind, ListShape, NumberShape


def _threshold(name: str, usual: int, meaning: str) -> F:
    return F(name, NumberShape(0, 100_000), meaning, str(usual))


THRESHOLDS: tuple[F, ...] = (
    _threshold("scene_words_least", 35, "Words of a scene before its choices: this many at least."),
    _threshold("scene_words_most", 130, "Words of a scene before its choices: no more than this."),
    _threshold("told_words_most", 70, "Words of a scene that has no choices: no more than this."),
    _threshold("result_words_least", 8, "Words of what comes of a choice: this many at least."),
    _threshold("result_words_most", 80, "Words of what comes of a choice: no more than this."),
    _threshold("label_words_least", 2, "Words of a choice's label: this many at least."),
    _threshold("label_words_most", 14, "Words of a choice's label: no more than this."),
    _threshold(
        "first_choices_least",
        3,
        "Choices of the first scene of a scenario that is drawn: this many at least.",
    ),
    _threshold("choices_least", 2, "Choices of any other scene that asks: this many at least."),
    _threshold("choices_most", 5, "Choices of a scene: no more than this."),
    _threshold(
        "moves_least",
        2,
        "Numbers that a choice moves: this many at least. Practice, a role and what comes later"
        " count too.",
    ),
    _threshold("costs_least", 1, "Numbers that a choice moves for the worse: this many at least."),
    _threshold(
        "delay_most",
        4,
        "A consequence counts as one if it comes within this many quarters, and its text says"
        " `{because}`.",
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
    _threshold(
        "odds_least",
        35,
        "The odds of a check, as they are on average when it is offered: this at least.",
    ),
    _threshold(
        "odds_most",
        85,
        "The odds of a check, as they are on average when it is offered: no more than this.",
    ),
    _threshold(
        "conditional_words",
        12,
        "A scene reads differently if `if`, `one_of` and phrases change this many of its words.",
    ),
    _threshold("conditional_share", 70, "Per cent of the scenes that read differently, at least."),
    _threshold(
        "speech_share",
        70,
        "Per cent of the scenes in which somebody speaks (in quotation marks), at least.",
    ),
    _threshold(
        "number_share",
        100,
        "Per cent of the scenes in which there is a number, an amount or a time of day, at least.",
    ),
    _threshold(
        "person_scenes_least", 5, "Scenes in which each person of the cast is named, at least."
    ),
    _threshold("sentence_words_least", 8, "Words of a sentence on average: this many at least."),
    _threshold("sentence_words_most", 16, "Words of a sentence on average: no more than this."),
    _threshold("grade_least", 4, "Reading grade (years of school): this at least."),
    _threshold("grade_most", 8, "Reading grade (years of school): no more than this."),
    _threshold("exclamations_most", 1, "Exclamation marks in a thousand words, at most."),
)
"""The thresholds, in the order of the report."""
MEASURES = frozenset([*(field.name for field in THRESHOLDS), "banned", "speech_only"])
CRAFT = Kind(
    "craft",
    "What `pmsim review` asks of the writing. What is left out is as the table says.",
    (
        *THRESHOLDS,
        F(
            "banned",
            ListShape(LABEL),
            "Words that nobody may use here, besides those that are banned anyway.",
            example="[leverage, synergy]",
        ),
        F(
            "speech_only",
            ListShape(LABEL),
            "Words that may only be spoken, besides those that are so anyway.",
            example="[should, lesson]",
        ),
        F(
            "allowed",
            ListShape(LABEL),
            "Words that are banned or only for speech, and yet allowed here.",
            example="[journey]",
        ),
        NOTE,
    ),
)
