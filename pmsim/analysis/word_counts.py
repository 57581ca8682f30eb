"""Word counts of texts: all written words, and the words a player reads in a given state. Pure.

A word is a run of characters between spaces on the page. Markdown marks do not count. A placeholder
counts as the words it inserts.

    counter = WordCounter(pack)
    written_words(counter.count_key("the_date.slide_eleven/text"))
    counter.words_of_key("the_date.slide_eleven/text", state)
"""

from collections.abc import Iterable
from itertools import pairwise

from pmsim.core.events import TextShown
from pmsim.core.expr import All, Arith, Compare, Expr, Get, Num
from pmsim.core.program import QUARTER, ROLE
from pmsim.core.state import Cause, State
from pmsim.lang import Pack, shown_variant
from pmsim.lang.text import (
    Block,
    Run,
    Slotted,
    Text,
    When,
    WordCount,
    Words,
    all_runs,
    markdown_lines,
    replace_runs,
    visible_runs,
)

_PLACEHOLDER_CHARACTER = "\ufffc"
_MAX_DEPTH = 4
"""Maximum depth of phrases in phrases and causes in causes, as on the page."""


def sum_counts(runs: Iterable[Run]) -> WordCount:
    """Return the sum of several runs that were counted."""
    counts = (run for run in runs if isinstance(run, WordCount))
    return WordCount(*map(sum, zip(WordCount(), *counts, strict=True)))


def written_words(counted: Text) -> int:
    """Return all words of a counted text, in every alternative. `{because}` and `{moment}` count as
    one word."""
    return sum(sum_counts(all_runs(counted)))


def has_causes(counted: Text) -> bool:
    """Return True if a counted text contains `{because}` or `{moment}`."""
    return any(sum_counts(all_runs(counted))[1:])


def count_words(words: str) -> int:
    """Return the number of words in a text without its Markdown marks."""
    lines = words.split("\n")
    return sum(
        len(line[row.mark :].split())
        for line, row in zip(lines, markdown_lines(lines), strict=True)
        if row.kind != "rule"
    )


class WordCounter:
    """A counter for the texts of one pack, with a cache."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._by_key: dict[str, Text] = {}
        self._fixed: dict[str, int | None] = {}

    def count_key(self, key: str) -> Text:
        """Return the counted text under a key of `Pack.texts`, without words for an unknown key."""
        if key not in self._by_key:
            self._by_key[key] = self.count_text(self.pack.texts.get(key, ()))
        return self._by_key[key]

    def count_text(self, text: Text, depth: int = 0) -> Text:
        """Return a text with the number of words in place of each run. The runs that are always
        read are added up in one count, which comes first."""
        counted = replace_runs(text, lambda run: self._count_run(run, depth))
        always = sum_counts(block for block in counted if isinstance(block, Run))
        return (always, *(block for block in counted if not isinstance(block, Run)))

    def fixed_words(self, key: str) -> int | None:
        """Return the words of a text that always has the same number of words, else None."""
        if key not in self._fixed:
            counted = self.count_key(key)
            varies = len(counted) > 1 or has_causes(counted)
            self._fixed[key] = None if varies else written_words(counted)
        return self._fixed[key]

    def words_of_key(self, key: str, state: State, moment: int = -1, depth: int = 0) -> int:
        """Return the number of words of a text in a state. `moment`: the choice for `{moment}`, -1
        for none."""
        fixed = self.fixed_words(key)
        if fixed is not None:
            return fixed
        read = sum_counts(visible_runs(self.count_key(key), self.pack.program, state))
        cause = self.words_of_cause(state.cause, state, depth + 1) if read.causes else 0
        named = (moment, -1) if moment >= 0 and read.moments else None
        return (
            read.fixed
            + read.causes * cause
            + read.moments * self.words_of_cause(named, state, depth + 1)
        )

    def words_of_cause(self, cause: Cause | None, state: State, depth: int = 0) -> int:
        """Return the number of words of `{because}`: those of the choice's moment or label, which
        may contain a cause itself."""
        if cause is None or depth > _MAX_DEPTH:
            return 0
        key = self.pack.program.choices[cause[0]].key
        text_key = f"{key}/moment" if self.pack.texts.get(f"{key}/moment") else f"{key}/label"
        return self.words_of_key(text_key, state, cause[1], depth)

    def words_of_text(self, event: TextShown) -> int:
        """Return the words of a shown text."""
        last = event.state.last_choice
        return self.words_of_key(f"{event.key}/text", event.state, last[1] if last else -1)

    def words_of_ending(self, state: State) -> int:
        """Return the words at the end of a career."""
        return sum(self.words_of_key(key, state) for key in self.ending_keys(state))

    def ending_keys(self, state: State) -> tuple[str, ...]:
        """Return the keys of the texts at the end of a career."""
        key = f"outcomes.{self.pack.program.outcomes[state.outcome].id}"
        variant = shown_variant(self.pack, state)[2]
        return f"{key}/text", f"{key}/dot", f"{key}/epilogue", variant

    def _count_run(self, run: Run, depth: int) -> Text:
        """Return the counts of a run. Count each placeholder as one letter first, so that
        `{ines}'s` is one word. Then add the other words that it inserts."""
        if isinstance(run, WordCount):
            return (run,)
        words = "".join(
            part.text if isinstance(part, Words) else _PLACEHOLDER_CHARACTER for part in run.parts
        )
        counted: list[Block] = [WordCount(count_words(words))]
        for part in run.parts:
            if isinstance(part, Slotted):
                counted += self._count_placeholder(part, depth)
        return tuple(counted)

    def _count_placeholder(self, part: Slotted, depth: int) -> Text:
        """Return the words of a placeholder, minus one."""
        pack = self.pack
        match part.kind:
            case "because":
                return (WordCount(-1, causes=1),)
            case "moment":
                return (WordCount(-1, moments=1),)
            case "person" if part.form in ("", "full", "is"):
                person = pack.people[part.name]
                words = {"": person.name, "full": person.full, "is": person.is_}[part.form]
                return (WordCount(count_words(words) - 1),)
            case "part":
                return tuple(
                    When(one.when, self._count_placeholder(played, depth), ())
                    for one in pack.parts[part.name]
                    for played in [part._replace(kind="person", name=one.person)]
                )
            case "stat" if part.form == "" and part.name in pack.stats:
                stat = pack.stats[part.name]
                bands = [
                    (Compare(">=", stat.reading, Num(band.edge)), count_words(band.word))
                    for band in stat.bands
                ]
                first = [WordCount(words - 1) for _, words in bands[:1]]
                steps = ((at, words - before) for (_, before), (at, words) in pairwise(bands))
                return (*first, *_more_words(steps))
            case "season" if part.form == "":
                season = Arith("%", Get(QUARTER), Num(pack.frame.per_year))
                return _more_words(
                    (
                        Compare("==", season, Num(number % pack.frame.per_year)),
                        count_words(name) - 1,
                    )
                    for number, name in enumerate(pack.frame.seasons, 1)
                )
            case "stat" if part.form == "words":
                reading = pack.program.stats[part.name]
                below_zero = All((Compare("<", reading, Num(0)), Compare(">", reading, Num(-100))))
                return _more_words([(below_zero, 1)])  # "minus" is a word
            case "role":
                titles = [pack.roles[role.id] for role in pack.program.roles]
                return _more_words(
                    (
                        Compare("==", Get(ROLE), Num(number)),
                        count_words(words.short if part.form else words.title) - 1,
                    )
                    for number, words in enumerate(titles)
                )
            case "phrase" if depth < _MAX_DEPTH:
                phrase = self.count_text(pack.phrases.get(part.name, ()), depth + 1)
                return (WordCount(-1), *phrase)
            case _:
                return ()


def _more_words(cases: Iterable[tuple[Expr, int]]) -> Text:
    """Return a text that adds, for each condition that holds, its number of words."""
    return tuple(When(test, (WordCount(more),), ()) for test, more in cases if more)
