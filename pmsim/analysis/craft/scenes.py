"""Scenes and choices one by one: how long a text is, how many choices there are, what they move, and at what odds."""

from collections.abc import Iterator

from pmsim.analysis.craft.deeds import moves
from pmsim.analysis.craft.passages import Passage
from pmsim.analysis.craft.subject import Finding, Subject
from pmsim.core.program import Choice, Scenario, Scene

BOUNDS: dict[str, tuple[str, str]] = {
    "scene": ("scene_words_least", "scene_words_most"),
    "told": ("", "told_words_most"),
    "result": ("result_words_least", "result_words_most"),
    "label": ("label_words_least", "label_words_most"),
}
"""The thresholds of a text's length, by its role; '' for none."""


def lengths(subject: Subject) -> Iterator[Finding]:
    """Texts that are too short or too long, in any of the ways in which they may be read."""
    recurring = {scenario.id for scenario in subject.scenarios if subject.is_calendar(scenario)}
    for passage in subject.passages:
        least, most = BOUNDS.get(passage.role, ("", ""))
        counted = subject.counter.at(passage.key)
        if not most or (counted.names_deeds and passage.role == "label"):
            continue
        read = subject.span(passage)
        changes = read.least != read.most
        if read.most > subject.limit(most):
            has = f"may have {_words(read.most)}" if changes else f"has {_words(read.most)}"
            yield _length(passage, most, f"{_called(passage)} {has}{_where(passage)}; {subject.limit(most)} is the most here.")
        elif least and read.least < subject.limit(least) and not (passage.role == "scene" and passage.scenario in recurring):
            has = f"may have only {_words(read.least)}" if changes else f"has {_words(read.least)}"
            yield _length(passage, least, f"{_called(passage)} {has}{_where(passage)}; {subject.limit(least)} is the least here.")


def _length(passage: Passage, measure: str, message: str) -> Finding:
    return Finding(measure, passage.place, message, "", 1, passage.scenario)


def _words(count: int) -> str:
    return f"{count} word{'' if count == 1 else 's'}"


def _called(passage: Passage) -> str:
    """What a text is the text of."""
    path, _, _ = passage.key.partition("/")
    _, scene, *choice = path.split(".")
    match passage.role:
        case "label":
            return f"The label of `{choice[0]}`"
        case "result" if choice[1:]:
            return f"The {choice[1]} of `{choice[0]}`"
        case "result":
            return f"What comes of `{choice[0]}`"
        case _:
            return f"Scene `{scene}`"


def _where(passage: Passage) -> str:
    return " before its choices" if passage.role == "scene" else " and no choices" if passage.role == "told" else ""


def choice_counts(subject: Subject) -> Iterator[Finding]:
    """Scenes with too few choices or too many."""
    for scenario in subject.scenarios:
        for scene in subject.scenes(scenario):
            if scene.choices and not scene.pick:
                yield from _count(subject, scenario, scene)


def _count(subject: Subject, scenario: Scenario, scene: Scene) -> Iterator[Finding]:
    choices = [subject.program.choices[index] for index in scene.choices]
    if any(choice.each >= 0 for choice in choices):
        return
    shown = [choice for choice in choices if not choice.otherwise and (choice.needs is None or choice.struck or choice.scenery)]
    first = scenario.drawable and scene.index in scenario.starts
    least = "first_choices_least" if first else "choices_least"
    kind = "The first scene" if first else "Scene"
    place = subject.places[scene.key]
    if len(choices) < subject.limit(least):
        asked = f"{subject.limit(least)} is the least {'for a scenario that is drawn' if first else 'for a scene that asks'}."
        count = f"{len(choices)} choice{'' if len(choices) == 1 else 's'}"
        yield Finding(least, place, f"{kind} `{scene.id}` has {count}; {asked}", "", len(scene.id), scenario.id)
    elif len(shown) > subject.limit("choices_most"):
        message = f"{kind} `{scene.id}` shows {len(shown)} choices; {subject.limit('choices_most')} is the most here."
        yield Finding("choices_most", place, message, "", len(scene.id), scenario.id)


def stakes(subject: Subject) -> Iterator[Finding]:
    """Choices that move too little, or cost nothing."""
    for scenario in subject.scenarios:
        for scene in subject.scenes(scenario):
            for choice in subject.weighed(scene):
                yield from _stake(subject, scenario, choice)


def _stake(subject: Subject, scenario: Scenario, choice: Choice) -> Iterator[Finding]:
    found = moves(subject.pack, choice, subject.lower_is_better)
    place, least, costs = subject.places[choice.key], subject.limit("moves_least"), subject.limit("costs_least")
    if len(found.moved) < least:
        said = {0: "nothing", 1: "one number"}.get(len(found.moved), f"{len(found.moved)} numbers")
        hint = "Who gains by it, and who pays?"
        yield Finding("moves_least", place, f"Choice `{choice.id}` moves {said}; {least} is the least.", hint, len(choice.id), scenario.id)
    elif len(found.worse) < costs:
        said = {0: "costs nothing", 1: "moves one number for the worse"}.get(len(found.worse), f"moves {len(found.worse)} for the worse")
        hint = "Whatever is free is what everybody takes."
        message = f"Choice `{choice.id}` {said}; {costs} is the least that should be for the worse."
        yield Finding("costs_least", place, message, hint, len(choice.id), scenario.id)


def odds(subject: Subject) -> Iterator[Finding]:
    """Checks that are as good as decided, or hopeless, when they are offered."""
    for scenario in subject.scenarios:
        for scene in subject.scenes(scenario):
            for choice in (subject.program.choices[index] for index in scene.choices):
                if choice.check is not None and (met := subject.odds.get(choice.check.key)) is not None:
                    least, most = subject.limit("odds_least"), subject.limit("odds_most")
                    if not least <= met.mean <= most:
                        measure, edge = (
                            ("odds_least", f"{least} is the least") if met.mean < least else ("odds_most", f"{most} is the most")
                        )
                        message = f"The odds of `{choice.id}` are {met.mean} in 100 on average; {edge} here."
                        hint = f"In careers played by chance it is offered at {met.least} to {met.most}."
                        yield Finding(measure, subject.places[choice.key], message, hint, len(choice.id), scenario.id)
