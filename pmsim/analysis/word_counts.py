"""Word counts of texts: all written words, and the words a player reads in a given state. Pure.

A word is a run of characters between spaces on the page. Markdown marks do not count. A placeholder
counts as the words it inserts.

    counter = WordCounter(pack)
    counted = counter.count_key("the_date.slide_eleven/text")
    counted.written, counter.words_of_key("the_date.slide_eleven/text", state)
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from pmsim.core.chance import below
from pmsim.core.compile_expr import compile_expr
from pmsim.core.compiled import MutableState
from pmsim.core.events import Offer, TextShown, Turn
from pmsim.core.expr import Compare, Expr, Get, Num
from pmsim.core.policy import policy_named
from pmsim.core.program import QUARTER, ROLE
from pmsim.core.scene import action_id, open_choices
from pmsim.core.state import Cause, State
from pmsim.core.step import Policy, offered, start, step
from pmsim.lang import Pack, shown_variant
from pmsim.lang.text import OneOf, Paragraphs, Slotted, Text, When, Words, markdown_lines

_PLACEHOLDER_CHARACTER = "\ufffc"
_MAX_DEPTH = 4
"""Maximum depth of phrases in phrases and causes in causes, as on the page."""


class WordCount(NamedTuple):
    """The word counts of a text. `fixed`: words that are always read. `tests`: (condition, words if
    it holds, words if not). `draws`: (id, words of each option of a `one_of`). `causes`, `moments`:
    the number of `{because}` and `{moment}`, whose words depend on the career."""

    fixed: int = 0
    tests: tuple[tuple[Expr, "WordCount", "WordCount"], ...] = ()
    draws: tuple[tuple[str, tuple["WordCount", ...]], ...] = ()
    causes: int = 0
    moments: int = 0

    @property
    def written(self) -> int:
        """Return all words that the author wrote, in every alternative. `{because}` and `{moment}`
        count as one word."""
        return (
            self.fixed
            + self.causes
            + self.moments
            + sum(each.written for each in self.alternatives)
        )

    @property
    def alternatives(self) -> list["WordCount"]:
        """Return all alternatives of the text's tests and draws."""
        sides = [side for _, then, other in self.tests for side in (then, other)]
        return sides + [option for _, options in self.draws for option in options]

    @property
    def has_causes(self) -> bool:
        """Return True if the text contains `{because}` or `{moment}`."""
        return bool(self.causes or self.moments) or any(
            each.has_causes for each in self.alternatives
        )

    @property
    def varies(self) -> bool:
        """Return True if the text has alternatives."""
        return bool(self.tests or self.draws)


def count_words(words: str) -> int:
    """Return the number of words in a text without its Markdown marks."""
    lines = words.split("\n")
    return sum(
        len(line[row.mark :].split())
        for line, row in zip(lines, markdown_lines(lines), strict=True)
        if row.kind != "rule"
    )


Measure = int | Callable[[State, int, int], int]
"""Words of a text: a constant, or a function of the state and of the words of `{because}` and
`{moment}`. Calling functions for constants too would cost a tenth of a simulation."""


def compile_measure(counted: WordCount) -> Measure:
    """Return the words of a text in a state, as a constant or as a function."""
    fixed, _, _, causes, moments = counted
    if not counted.varies and not counted.has_causes:
        return fixed
    tests = [
        (compile_expr(test), compile_measure(then), compile_measure(other))
        for test, then, other in counted.tests
    ]
    draws = [
        (draw, [compile_measure(option) for option in options]) for draw, options in counted.draws
    ]

    def measure(state: State, cause: int, moment: int) -> int:
        total = fixed + causes * cause + moments * moment
        slots = state.slots
        for test, then, other in tests:
            side = then if test(slots) else other
            total += side if isinstance(side, int) else side(state, cause, moment)
        for draw, options in draws:
            option = options[below(len(options), state.seed, "one_of", draw, slots[QUARTER])]
            total += option if isinstance(option, int) else option(state, cause, moment)
        return total

    return measure


Length = int | Callable[[State, int, int], int]
"""Words of a text: a constant, or a function of the state, of the choice for `{moment}` (-1 for
none) and of the number of causes around it."""


class WordCounter:
    """A counter for the texts of one pack, with a cache."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._by_key: dict[str, WordCount] = {}
        self._lengths: dict[str, Length] = {}

    def count_key(self, key: str) -> WordCount:
        """Return the count of the text under a key of `Pack.texts`; an empty count for an unknown
        key."""
        if key not in self._by_key:
            self._by_key[key] = self.count_text(self.pack.texts.get(key, ()))
        return self._by_key[key]

    def count_text(self, text: Text, depth: int = 0) -> WordCount:
        """Return the count of a text."""
        total = WordCount()
        for block in text:
            match block:
                case Paragraphs(parts):
                    total = _add_counts(total, self._count_parts(parts, depth))
                case When(test, then, other):
                    total = total._replace(
                        tests=(
                            *total.tests,
                            (test, self.count_text(then, depth), self.count_text(other, depth)),
                        )
                    )
                case OneOf(draw, options):
                    total = total._replace(
                        draws=(
                            *total.draws,
                            (draw, tuple(self.count_text(option, depth) for option in options)),
                        )
                    )
        return total

    def words_of_key(self, key: str, state: State, moment: int = -1, depth: int = 0) -> int:
        """Return the number of words of a text in a state. `moment`: the choice for `{moment}`, -1
        for none."""
        length = self.length(key)
        return length if isinstance(length, int) else length(state, moment, depth)

    def length(self, key: str) -> Length:
        """Return the words of a text, as a constant or as a function."""
        length = self._lengths.get(key)
        if length is None:
            counted = self.count_key(key)
            measure = compile_measure(counted)
            length = self._lengths[key] = (
                measure
                if isinstance(measure, int)
                else partial(self._words_with_causes, measure)
                if counted.has_causes
                else lambda state, *_: measure(state, 0, 0)
            )
        return length

    def _words_with_causes(
        self, measure: Callable[[State, int, int], int], state: State, moment: int, depth: int
    ) -> int:
        cause_words = self.words_of_cause(state.cause, state, depth + 1)
        moment_words = self.words_of_cause((moment, -1), state, depth + 1) if moment >= 0 else 0
        return measure(state, cause_words, moment_words)

    def words_of_cause(self, cause: Cause | None, state: State, depth: int = 0) -> int:
        """Return the number of words of `{because}`: those of the choice's moment or label, which
        may contain a cause itself."""
        if cause is None or depth > _MAX_DEPTH:
            return 0
        key = self.pack.program.choices[cause[0]].key
        text_key = f"{key}/moment" if self.pack.texts.get(f"{key}/moment") else f"{key}/label"
        return self.words_of_key(text_key, state, cause[1], depth)

    def words_of_turn(self, turn: Turn, offers: Sequence[Offer]) -> int:
        """Return the number of words that a player reads from one decision to the next: texts,
        labels of the `offers`, and the ending if the career is over."""
        total = sum(
            self.words_of_text(event) for event in turn.events if isinstance(event, TextShown)
        )
        state = turn.state
        if state.outcome >= 0:
            return total + self.words_of_ending(state)
        choices = self.pack.program.choices
        return total + sum(
            self.words_of_key(f"{choices[offer.choice].key}/label", state, offer.moment)
            for offer in offers
        )

    def words_of_text(self, event: TextShown) -> int:
        """Return the words of a shown text. Do not ask for its state, which takes time, if the
        words are always the same."""
        length = self.length(f"{event.key}/text")
        if isinstance(length, int):
            return length
        state = event.state
        return length(state, state.last_choice[1] if state.last_choice else -1, 0)

    def words_of_ending(self, state: State) -> int:
        """Return the words at the end of a career."""
        outcome = self.pack.program.outcomes[state.outcome].id
        keys = [f"outcomes.{outcome}/{field}" for field in ("text", "dot", "epilogue")]
        keys.append(shown_variant(self.pack, state)[2])
        return sum(self.words_of_key(key, state) for key in keys)

    def _count_parts(self, parts: Sequence[Words | Slotted], depth: int) -> WordCount:
        """Return the count of a paragraph. Count each placeholder as one letter first, so that
        `{ines}'s` is one word. Then add the other words that it inserts."""
        total = WordCount(
            count_words(
                "".join(
                    part.text if isinstance(part, Words) else _PLACEHOLDER_CHARACTER
                    for part in parts
                )
            )
        )
        for part in parts:
            if isinstance(part, Slotted):
                total = _add_counts(total, self._count_placeholder(part, depth))
        return total

    def _count_placeholder(self, part: Slotted, depth: int) -> WordCount:
        """Return the words of a placeholder, minus one."""
        pack = self.pack
        match part.kind:
            case "because":
                return WordCount(-1, causes=1)
            case "moment":
                return WordCount(-1, moments=1)
            case "person" if part.form in ("", "full", "is"):
                person = pack.people[part.name]
                return WordCount(
                    count_words({"": person.name, "full": person.full, "is": person.is_}[part.form])
                    - 1
                )
            case "stat" if part.form == "" and part.name in pack.stats:
                stat = pack.stats[part.name]
                return _band_count(
                    [
                        (count_words(band.word), Compare(">=", stat.reading, Num(band.edge)))
                        for band in stat.bands
                    ]
                )
            case "role":
                titles = [pack.roles[role.id] for role in pack.program.roles]
                lengths = [
                    count_words(words.short if part.form == "short" else words.title) - 1
                    for words in titles
                ]
                role_tests = [
                    (Compare("==", Get(ROLE), Num(number)), WordCount(more), WordCount())
                    for number, more in enumerate(lengths)
                    if more
                ]
                return WordCount(0, tuple(role_tests))
            case "phrase" if depth < _MAX_DEPTH:
                phrase = self.count_text(pack.phrases.get(part.name, ()), depth + 1)
                return phrase._replace(fixed=phrase.fixed - 1)
            case _:
                return WordCount()


def _band_count(bands: Sequence[tuple[int, Expr]]) -> WordCount:
    """Return the words of a stat's bands, minus one for the placeholder. Each edge adds the
    difference to the band before."""
    if not bands:
        return WordCount()
    steps = [
        (at, words - before) for (before, _), (words, at) in pairwise(bands) if words != before
    ]
    return WordCount(
        bands[0][0] - 1, tuple((at, WordCount(more), WordCount()) for at, more in steps)
    )


def _add_counts(one: WordCount, other: WordCount) -> WordCount:
    return WordCount(
        one.fixed + other.fixed,
        one.tests + other.tests,
        one.draws + other.draws,
        one.causes + other.causes,
        one.moments + other.moments,
    )


class ReadWords(NamedTuple):
    """Numbers of words read in careers from one start: the fewest, the mean (rounded), the most,
    and the number of careers."""

    start: str
    least: int
    mean: int
    most: int
    careers: int


def measure_reading(
    pack: Pack, start_id: str, seeds: Iterable[int], player: str = "random"
) -> ReadWords:
    """Return the words that a player reads in careers from a start, one per seed. Raise KeyError
    for an unknown start or player, ValueError without seeds."""
    counter, policy = WordCounter(pack), policy_named(pack.program, player)
    counts = [
        sum(
            counter.words_of_turn(turn, offered(pack.program, turn.state))
            for turn in career_turns(pack, start_id, seed, policy)
        )
        for seed in seeds
    ]
    if not counts:
        raise ValueError("no careers were asked for")
    return ReadWords(
        start_id, min(counts), round(sum(counts) / len(counts)), max(counts), len(counts)
    )


def career_turns(pack: Pack, start_id: str, seed: int, policy: Policy) -> Iterator[Turn]:
    """Yield the turns of a whole career, from its start to its end."""
    turn = start(pack.program, start_id, seed)
    yield turn
    while turn.state.outcome < 0:
        machine = MutableState(pack.program, turn.state)
        open_now = open_choices(machine)
        turn = step(
            pack.program, turn.state, action_id(machine, open_now[policy(machine, open_now)])
        )
        yield turn
