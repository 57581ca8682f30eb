"""Measures that report single scenes, choices and people: text lengths, numbers of choices, stakes,
odds, words and readability."""

import re
from collections.abc import Iterable, Iterator

from pmsim.analysis.review.review_input import ReviewFinding, ReviewInput, least_moved_stats
from pmsim.analysis.review.texts import (
    NARRATED_ROLES,
    Readability,
    StoryText,
    fill_placeholders,
    measure_readability,
    narration_only,
    sum_readability,
)
from pmsim.analysis.word_counts import has_causes
from pmsim.lang import Scalar, count_text

LENGTH_THRESHOLDS: dict[str, tuple[str, str]] = {
    "scene": ("scene_words_least", "scene_words_most"),
    "told": ("", "told_words_most"),
    "result": ("result_words_least", "result_words_most"),
    "label": ("label_words_least", "label_words_most"),
}
"""The lower and upper thresholds of a text's length, by its role; '' for none."""
_POSITIONS = {"scene": " before its choices", "told": " and no choices"}


def text_lengths(source: ReviewInput) -> Iterator[ReviewFinding]:
    """Report texts that are too short or too long in any of their variants."""
    on_calendar = {beat.scenario for beat in source.program.beats}
    recurring = {one.id for one in source.scenarios if one.index in on_calendar}
    for passage in source.texts:
        least, most = LENGTH_THRESHOLDS.get(passage.role, ("", ""))
        if not most or (
            passage.role == "label" and has_causes(source.counter.count_key(passage.key))
        ):
            continue
        if passage.role == "scene" and passage.scenario in recurring:
            least = ""
        words = source.word_range(passage)
        too_long = source.missed_threshold(words.most, most=most)
        measure = too_long or source.missed_threshold(words.least, least)
        if measure:
            has = "may have" if too_long else "may have only"
            has = has if words.least != words.most else "has"
            count = count_text(words.most if too_long else words.least, "word")
            message = (
                f"{_text_name(passage)} {has} {count}{_POSITIONS.get(passage.role, '')};"
                f" {source.threshold_text(measure)} here."
            )
            yield ReviewFinding(measure, passage.place, message, "", 1, passage.scenario)


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


def choice_counts(source: ReviewInput) -> Iterator[ReviewFinding]:
    """Report scenes with too few or too many choices."""
    for scene in source.all_scenes:
        choices = [source.program.choices[index] for index in scene.choices]
        if not choices or scene.pick or any(choice.each >= 0 for choice in choices):
            continue
        shown = [
            choice
            for choice in choices
            if not choice.otherwise and (choice.needs is None or choice.struck or choice.scenery)
        ]
        scenario = source.program.scenarios[scene.scenario]
        first = scenario.drawable and scene.index in scenario.starts
        least = "first_choices_least" if first else "choices_least"
        name = f"The first scene `{scene.id}`" if first else f"Scene `{scene.id}`"
        if measure := source.missed_threshold(len(choices), least):
            whose = "a scenario that is drawn" if first else "a scene that asks"
            message = (
                f"{name} has {count_text(len(choices), 'choice')};"
                f" {source.threshold_text(measure)} for {whose}."
            )
            yield source.finding(measure, scene.key, message)
        elif measure := source.missed_threshold(len(shown), most="choices_most"):
            message = f"{name} shows {len(shown)} choices; {source.threshold_text(measure)} here."
            yield source.finding(measure, scene.key, message)


def low_stakes(source: ReviewInput) -> Iterator[ReviewFinding]:
    """Report choices that change too few numbers, or too few for the worse."""
    for choice in (each for scene in source.all_scenes for each in source.weighed_choices(scene)):
        stats = least_moved_stats(source.pack, choice, source.cost_signs)
        moved, worse = len(stats.moved), len(stats.worse)
        if measure := source.missed_threshold(moved, "moves_least"):
            amount = {0: "nothing", 1: "one number"}.get(moved, f"{moved} numbers")
            message = f"Choice `{choice.id}` moves {amount}; {source.threshold_text(measure)}."
            yield source.finding(measure, choice.key, message, "Who gains by it, and who pays?")
        elif measure := source.missed_threshold(worse, "costs_least"):
            amount = {0: "costs nothing", 1: "moves one number for the worse"}.get(
                worse, f"moves {worse} for the worse"
            )
            message = (
                f"Choice `{choice.id}` {amount}; {source.threshold_text(measure)} that should be"
                " for the worse."
            )
            hint = "Whatever is free is what everybody takes."
            yield source.finding(measure, choice.key, message, hint)


def extreme_odds(source: ReviewInput) -> Iterator[ReviewFinding]:
    """Report checks whose mean offered odds are too low or too high."""
    for index in (index for scene in source.all_scenes for index in scene.choices):
        choice = source.program.choices[index]
        offered = source.odds.get(choice.check.key) if choice.check is not None else None
        if offered is None:
            continue
        if measure := source.missed_threshold(offered.mean, "odds_least", "odds_most"):
            message = (
                f"The odds of `{choice.id}` are {offered.mean} in 100 on average;"
                f" {source.threshold_text(measure)} here."
            )
            hint = (
                f"In careers played by chance it is offered at {offered.least} to {offered.most}."
            )
            yield source.finding(measure, choice.key, message, hint)


def rare_people(source: ReviewInput) -> Iterator[ReviewFinding]:
    """Report people who appear in too few scenes. Report none if only a part of the pack is under
    review."""
    if source.only is not None:
        return
    scenes_met = scenes_by_person(source)
    for key, _ in source.draft.names.pack.named_mappings("people"):
        count = len(scenes_met.get(key.text, ()))
        if measure := source.missed_threshold(count, "person_scenes_least"):
            scenes = count_text(count, "scene") if count else "no scene"
            message = (
                f"{source.pack.people[key.text].name} (`{key.text}`) is met in {scenes};"
                f" {source.threshold_text(measure)}."
            )
            hint = "Whoever is named must matter."
            yield ReviewFinding(measure, key.place, message, hint, len(key.text))


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
        met = {person for person, name in names.items() if name.search(written)}
        for part in source.placeholders(passage):
            met |= {part.name} if part.kind == "person" else set()
            met |= {one.person for one in source.pack.parts.get(part.name, ())}
        for person in met.union(source.pack.company.get(passage.scene, ())):
            scenes.setdefault(person, set()).add(passage.scene)
    return scenes


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
    spoken = (*BANNED_WORDS, *SPEECH_ONLY_WORDS, *source.word_list("speech_only"))
    banned, speech_only = (
        _pattern(words, source.word_list("allowed"))
        for words in (source.word_list("banned"), spoken)
    )
    for passage in (*source.texts, *source.outcome_texts):
        for piece in passage.pieces:
            for match in banned.finditer(fill_placeholders(piece.text)):
                says = "is on the list of words that nobody uses here"
                hint = "Find the plain word."
                yield _word_finding("banned", passage, piece, match, says, hint)
            if passage.role in NARRATED_ROLES:
                for match in speech_only.finditer(narration_only(piece.text)):
                    says = "stands in the narration; it is for speech only"
                    hint = "Show what is seen, heard or counted."
                    yield _word_finding("speech_only", passage, piece, match, says, hint)


def _pattern(words: Iterable[str], allowed: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for the words that are not allowed. Without any, it matches nothing."""
    listed = {word for word in words if word.strip()}
    listed = {word for word in listed if word.casefold() not in set(map(str.casefold, allowed))}
    escaped = (
        r"\s+".join(re.escape(part) for part in word.split())
        for word in sorted(listed, key=len, reverse=True)
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(escaped) or '(?!)'})(?![\w-])", re.IGNORECASE)


def _word_finding(
    measure: str, passage: StoryText, piece: Scalar, match: re.Match[str], says: str, hint: str
) -> ReviewFinding:
    message = f"`{' '.join(match[0].split())}` {says}."
    length = len(match[0].partition("\n")[0])
    place = piece.at(match.start())
    return ReviewFinding(measure, place, message, hint, length, passage.scenario)


def readability_of(passages: Iterable[StoryText]) -> Readability:
    """Return the summed readability of the narrated texts, each piece measured by itself."""
    return sum_readability(
        measure_readability(fill_placeholders(piece.text))
        for passage in passages
        if passage.role in NARRATED_ROLES
        for piece in passage.pieces
    )


def hard_scenarios(source: ReviewInput) -> Iterator[ReviewFinding]:
    """Report scenarios that are harder to read than the upper thresholds. Report none for being
    easy."""
    for scenario in (scenario.id for scenario in source.scenarios):
        measured = readability_of(each for each in source.texts if each.scenario == scenario)
        sentence_words, grade = measured.sentence_words, measured.grade
        for most, value, says in (
            (
                "sentence_words_most",
                sentence_words,
                f"has {sentence_words:.1f} words a sentence on average",
            ),
            ("grade_most", grade, f"asks for {grade:.1f} years of school of its readers"),
        ):
            if measured.sentences >= MIN_SENTENCES and source.missed_threshold(value, most=most):
                message = f"`{scenario}` {says}; {source.threshold_text(most)} here."
                yield source.finding(most, scenario, message, "Shorter sentences, shorter words.")
