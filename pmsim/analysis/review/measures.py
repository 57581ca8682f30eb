"""Measures that report single scenes, choices and people: text lengths, numbers of choices, stakes,
odds, words and readability."""

import re
from collections.abc import Iterable, Iterator

from pmsim.analysis.review.choice_effects import least_moved_stats
from pmsim.analysis.review.readability import Readability, measure_readability
from pmsim.analysis.review.review_input import ReviewFinding, ReviewInput
from pmsim.analysis.review.texts import NARRATED_ROLES, StoryText, fill_placeholders, narration_only
from pmsim.core.program import Choice, Scenario, Scene
from pmsim.lang import nodes
from pmsim.lang.text import OneOf, Paragraphs, Slotted, Text, When

LENGTH_THRESHOLDS: dict[str, tuple[str, str]] = {
    "scene": ("scene_words_least", "scene_words_most"),
    "told": ("", "told_words_most"),
    "result": ("result_words_least", "result_words_most"),
    "label": ("label_words_least", "label_words_most"),
}
"""The lower and upper thresholds of a text's length, by its role; '' for none."""


def text_lengths(source: ReviewInput) -> Iterator[ReviewFinding]:
    """Report texts that are too short or too long in any of their variants."""
    recurring = {scenario.id for scenario in source.scenarios if source.is_recurring(scenario)}
    for passage in source.texts:
        least, most = LENGTH_THRESHOLDS.get(passage.role, ("", ""))
        counted = source.counter.count_key(passage.key)
        if not most or (counted.has_causes and passage.role == "label"):
            continue
        words = source.word_range(passage)
        changes = words.least != words.most
        if words.most > source.threshold(most):
            length_text = (
                f"may have {_word_count_text(words.most)}"
                if changes
                else f"has {_word_count_text(words.most)}"
            )
            yield _length_finding(
                passage,
                most,
                f"{_text_name(passage)} {length_text}{_position_text(passage)};"
                f" {source.threshold(most)} is the most here.",
            )
        elif (
            least
            and words.least < source.threshold(least)
            and not (passage.role == "scene" and passage.scenario in recurring)
        ):
            length_text = (
                f"may have only {_word_count_text(words.least)}"
                if changes
                else f"has {_word_count_text(words.least)}"
            )
            yield _length_finding(
                passage,
                least,
                f"{_text_name(passage)} {length_text}{_position_text(passage)};"
                f" {source.threshold(least)} is the least here.",
            )


def _length_finding(passage: StoryText, measure: str, message: str) -> ReviewFinding:
    return ReviewFinding(measure, passage.place, message, "", 1, passage.scenario)


def _word_count_text(count: int) -> str:
    return f"{count} word{'' if count == 1 else 's'}"


def _text_name(passage: StoryText) -> str:
    """Return the name of a text for a message."""
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


def _position_text(passage: StoryText) -> str:
    return (
        " before its choices"
        if passage.role == "scene"
        else " and no choices"
        if passage.role == "told"
        else ""
    )


def choice_counts(source: ReviewInput) -> Iterator[ReviewFinding]:
    """Report scenes with too few or too many choices."""
    for scenario in source.scenarios:
        for scene in source.scenes(scenario):
            if scene.choices and not scene.pick:
                yield from _choice_count(source, scenario, scene)


def _choice_count(source: ReviewInput, scenario: Scenario, scene: Scene) -> Iterator[ReviewFinding]:
    choices = [source.program.choices[index] for index in scene.choices]
    if any(choice.each >= 0 for choice in choices):
        return
    shown = [
        choice
        for choice in choices
        if not choice.otherwise and (choice.needs is None or choice.struck or choice.scenery)
    ]
    first = scenario.drawable and scene.index in scenario.starts
    least = "first_choices_least" if first else "choices_least"
    kind = "The first scene" if first else "Scene"
    place = source.places[scene.key]
    if len(choices) < source.threshold(least):
        requirement = (
            f"{source.threshold(least)} is the least"
            f" {'for a scenario that is drawn' if first else 'for a scene that asks'}."
        )
        count = f"{len(choices)} choice{'' if len(choices) == 1 else 's'}"
        yield ReviewFinding(
            least,
            place,
            f"{kind} `{scene.id}` has {count}; {requirement}",
            "",
            len(scene.id),
            scenario.id,
        )
    elif len(shown) > source.threshold("choices_most"):
        message = (
            f"{kind} `{scene.id}` shows {len(shown)} choices; {source.threshold('choices_most')} is"
            " the most here."
        )
        yield ReviewFinding("choices_most", place, message, "", len(scene.id), scenario.id)


def low_stakes(source: ReviewInput) -> Iterator[ReviewFinding]:
    """Report choices that change too few numbers, or too few for the worse."""
    for scenario in source.scenarios:
        for scene in source.scenes(scenario):
            for choice in source.weighed_choices(scene):
                yield from _stake_findings(source, scenario, choice)


def _stake_findings(
    source: ReviewInput, scenario: Scenario, choice: Choice
) -> Iterator[ReviewFinding]:
    moved_stats = least_moved_stats(source.pack, choice, source.lower_is_better)
    place, least, costs = (
        source.places[choice.key],
        source.threshold("moves_least"),
        source.threshold("costs_least"),
    )
    if len(moved_stats.moved) < least:
        amount_text = {0: "nothing", 1: "one number"}.get(
            len(moved_stats.moved), f"{len(moved_stats.moved)} numbers"
        )
        hint = "Who gains by it, and who pays?"
        yield ReviewFinding(
            "moves_least",
            place,
            f"Choice `{choice.id}` moves {amount_text}; {least} is the least.",
            hint,
            len(choice.id),
            scenario.id,
        )
    elif len(moved_stats.worse) < costs:
        amount_text = {0: "costs nothing", 1: "moves one number for the worse"}.get(
            len(moved_stats.worse), f"moves {len(moved_stats.worse)} for the worse"
        )
        hint = "Whatever is free is what everybody takes."
        message = (
            f"Choice `{choice.id}` {amount_text}; {costs} is the least that should be for the"
            " worse."
        )
        yield ReviewFinding("costs_least", place, message, hint, len(choice.id), scenario.id)


def extreme_odds(source: ReviewInput) -> Iterator[ReviewFinding]:
    """Report checks whose mean offered odds are too low or too high."""
    for scenario in source.scenarios:
        for scene in source.scenes(scenario):
            for choice in (source.program.choices[index] for index in scene.choices):
                if (
                    choice.check is not None
                    and (offered := source.odds.get(choice.check.key)) is not None
                ):
                    least, most = source.threshold("odds_least"), source.threshold("odds_most")
                    if not least <= offered.mean <= most:
                        measure, edge = (
                            ("odds_least", f"{least} is the least")
                            if offered.mean < least
                            else ("odds_most", f"{most} is the most")
                        )
                        message = (
                            f"The odds of `{choice.id}` are {offered.mean} in 100 on average;"
                            f" {edge} here."
                        )
                        hint = (
                            f"In careers played by chance it is offered at {offered.least} to"
                            f" {offered.most}."
                        )
                        yield ReviewFinding(
                            measure,
                            source.places[choice.key],
                            message,
                            hint,
                            len(choice.id),
                            scenario.id,
                        )


_MAX_DEPTH = 4


def rare_people(source: ReviewInput) -> Iterator[ReviewFinding]:
    """Report people who appear in too few scenes. Report none if only a part of the pack is under
    review."""
    if source.only is not None:
        return
    least = source.threshold("person_scenes_least")
    scenes_met = scenes_by_person(source)
    for key, _ in nodes.named_mappings(source.draft.context.names.pack, "people"):
        count = len(scenes_met.get(key.text, ()))
        if count < least:
            name = source.pack.people[key.text].name
            scenes = "no scene" if not count else f"{count} scene{'' if count == 1 else 's'}"
            message = f"{name} (`{key.text}`) is met in {scenes}; {least} is the least."
            yield ReviewFinding(
                "person_scenes_least",
                key.place,
                message,
                "Whoever is named must matter.",
                len(key.text),
            )


def scenes_by_person(source: ReviewInput) -> dict[str, set[str]]:
    """Return the keys of the scenes in which each person appears: through a placeholder, a phrase,
    the name as written, or `with`."""
    names = {
        person.id: re.compile(rf"\b{re.escape(person.name)}\b")
        for person in source.pack.people.values()
        if person.name
    }
    scenes: dict[str, set[str]] = {}
    for passage in source.texts:
        written = " ".join(piece.text for piece in passage.pieces)
        named = {person for person, name in names.items() if name.search(written)}
        for person in named | set(
            _people_in_text(source, source.pack.texts.get(passage.key, ()), 0)
        ):
            scenes.setdefault(person, set()).add(passage.scene)
    for passage in source.texts:
        for person in _people_present(source, passage):
            scenes.setdefault(person, set()).add(passage.scene)
    return scenes


def _people_present(source: ReviewInput, passage: StoryText) -> Iterable[str]:
    return source.pack.company.get(passage.scene, ())


def _people_in_text(source: ReviewInput, text: Text, depth: int) -> Iterator[str]:
    for block in text:
        match block:
            case Paragraphs(parts):
                for part in parts:
                    if isinstance(part, Slotted) and part.kind == "person":
                        yield part.name
                    elif isinstance(part, Slotted) and part.kind == "phrase" and depth < _MAX_DEPTH:
                        yield from _people_in_text(
                            source, source.pack.phrases.get(part.name, ()), depth + 1
                        )
            case When(_, then, other):
                yield from _people_in_text(source, then, depth)
                yield from _people_in_text(source, other, depth)
            case OneOf(_, options):
                for option in options:
                    yield from _people_in_text(source, option, depth)


BANNED_WORDS: tuple[str, ...] = (
    "game changer",
    "game-changer",
    "low-hanging fruit",
    "move the needle",
    "synergy",
    "synergies",
    "thought leader",
    "win-win",
    "best in class",
    "best-in-class",
    "paradigm shift",
    "a testament to",
    "tapestry",
    "rollercoaster",
    "at the end of the day",
)
"""Words to avoid in narration; speech may use them."""
SPEECH_ONLY_WORDS: tuple[str, ...] = (
    "should",
    "lesson",
    "lessons",
    "journey",
    "mindset",
    "empower",
    "empowered",
    "empowering",
    "leverage",
    "leveraging",
    "framework",
    "you feel",
    "you realise",
    "you realize",
)
"""Words for speech only: advice, and announcements of the player's feelings."""
MIN_SENTENCES = 10
"""Minimum number of sentences for the readability measures."""


def words_to_avoid(source: ReviewInput) -> Iterator[ReviewFinding]:
    """Report the pack's banned words anywhere, and speech-only words in narration."""
    allowed = {word.casefold() for word in source.word_list("allowed")}
    banned_pattern = _pattern(
        word for word in source.word_list("banned") if word.casefold() not in allowed
    )
    narration_pattern = _pattern(
        word
        for word in (*BANNED_WORDS, *SPEECH_ONLY_WORDS, *source.word_list("speech_only"))
        if word.casefold() not in allowed
    )
    for passage in (*source.texts, *source.outcome_texts):
        yield from _word_findings(
            passage, banned_pattern, "banned", "is on the list of words that nobody uses here"
        )
        if passage.role in NARRATED_ROLES:
            yield from _word_findings(
                passage,
                narration_pattern,
                "speech_only",
                "stands in the narration; it is for speech only",
            )


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    escaped = [
        r"\s+".join(re.escape(part) for part in word.split())
        for word in sorted(set(words), key=len, reverse=True)
        if word.strip()
    ]
    return (
        re.compile(rf"(?<![\w-])(?:{'|'.join(escaped)})(?![\w-])", re.IGNORECASE)
        if escaped
        else None
    )


def _word_findings(
    passage: StoryText, pattern: re.Pattern[str] | None, measure: str, says: str
) -> Iterator[ReviewFinding]:
    if pattern is None:
        return
    readable = fill_placeholders if measure == "banned" else narration_only
    for piece in passage.pieces:
        for match in pattern.finditer(readable(piece.text)):
            written = " ".join(match[0].split())
            hint = (
                "Show what is seen, heard or counted."
                if measure == "speech_only"
                else "Find the plain word."
            )
            yield ReviewFinding(
                measure,
                piece.at(match.start()),
                f"`{written}` {says}.",
                hint,
                len(match[0].partition("\n")[0]),
                passage.scenario,
            )


def readability_of(passages: Iterable[StoryText]) -> Readability:
    """Return the summed readability of the narrated texts, each piece measured by itself."""
    readabilities = [
        measure_readability(fill_placeholders(piece.text))
        for passage in passages
        if passage.role in NARRATED_ROLES
        for piece in passage.pieces
    ]
    return (
        Readability(*(sum(each) for each in zip(*readabilities, strict=True)))
        if readabilities
        else Readability()
    )


def hard_scenarios(source: ReviewInput) -> Iterator[ReviewFinding]:
    """Report scenarios that are harder to read than the upper thresholds. Report none for being
    easy."""
    for scenario in source.scenarios:
        measured = readability_of(
            passage for passage in source.texts if passage.scenario == scenario.id
        )
        if measured.sentences >= MIN_SENTENCES:
            for measure, value, says in (
                (
                    "sentence_words_most",
                    measured.sentence_words,
                    "has {:.1f} words a sentence on average",
                ),
                ("grade_most", measured.grade, "asks for {:.1f} years of school of its readers"),
            ):
                if value > source.threshold(measure):
                    message = (
                        f"`{scenario.id}` {says.format(value)}; {source.threshold(measure)} is the"
                        " most here."
                    )
                    yield ReviewFinding(
                        measure,
                        source.places[scenario.id],
                        message,
                        "Shorter sentences, shorter words.",
                        1,
                        scenario.id,
                    )
