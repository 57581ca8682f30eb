"""The words of a pack and what they mean: what the author says they are, what moved them lately in
this life, what moves them and what they open, worked out from effects and conditions."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple

from pmsim.core.compile_expr import evaluate
from pmsim.core.effect_kinds import Change, Effect
from pmsim.core.events import Changed, ChoiceTaken, Practised
from pmsim.core.expr import Num
from pmsim.core.program import SEEN, TAKEN, Branch, Choice, branches
from pmsim.core.state import State
from pmsim.lang import Pack
from pmsim.play.session import DecisionNode, Session, state_before
from pmsim.ui.present.history import choice_label_at, state_at_quarter_start
from pmsim.ui.present.horizon import Rung, ladder
from pmsim.ui.present.pack_texts import (
    PackTexts,
    label_of,
    role_title,
    slots_read,
    values_read,
)
from pmsim.ui.present.status import (
    component_slots,
    gauge_ids,
    gauge_of,
    person_line,
    skill_lines,
)
from pmsim.ui.present.text import quoted, to_plain
from pmsim.ui.present.words import (
    capitalise,
    count_words,
    display_text,
    join_words,
    quarter_mark,
    times_words,
)

WordKind = Literal["stats", "skills", "people", "roles", "tags", "terms", "handbook", "advisers"]
MAX_MOVES, MAX_NAMED = 3, 3
"""The most recent moves, and the most choices, that are named."""
_LEAST_MOVES, _MOSTLY = 4, 75
"""How many choices of a kind must move a number, and what percentage of them one way, for the kind
to be named."""


class Word(NamedTuple):
    """A word that can be asked about. `kind`: the section of the pack that has it; `id`: its name
    there, for a band with the stat before it; `label`: as shown."""

    kind: WordKind
    id: str
    label: str


class Meaning(NamedTuple):
    """The answer about a word. `now`: how it stands; `about`: what it is, in paragraphs; `lately`:
    what moved it in this life, newest first; `moves`: what moves it at all; `opens`: what depends
    on it; `rung`: of a role next to the player's; `more`: other parts, each with its heading."""

    word: Word
    now: str
    about: tuple[str, ...]
    lately: tuple[str, ...]
    moves: tuple[str, ...]
    opens: tuple[str, ...]
    rung: Rung | None = None
    more: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def groups(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The parts that are not empty, each under its heading."""
        parts = (
            *(("", (paragraph,)) for paragraph in self.about),
            ("There", self.rung.there if self.rung else ()),
            ("Missing", self.rung.missing if self.rung else ()),
            ("Lately", self.lately),
            ("What moves it", self.moves),
            ("What it opens", self.opens),
            *self.more,
        )
        return tuple((heading, lines) for heading, lines in parts if lines)


@lru_cache(maxsize=1)
def all_words(pack: Pack) -> tuple[Word, ...]:
    """Return every word of a pack that a player may ask about, by label; kinds of deeds last."""
    words = [
        *(
            Word("stats", stat.id, display_text(stat.label))
            for stat in pack.stats.values()
            if not stat.is_hidden and (stat.bands or not stat.computed)
        ),
        *(
            Word("stats", f"{stat.id}.{band.name}", display_text(band.word))
            for stat in pack.stats.values()
            for band in stat.bands
            if f"stats.{stat.id}.{band.name}/about" in pack.texts
        ),
        *(Word("skills", name, label_of(pack, name)) for name in pack.skills),
        *(Word("people", name, label_of(pack, name)) for name in pack.people),
        *(
            Word("roles", name, display_text(role.title))
            for name, role in pack.roles.items()
            if f"roles.{name}/about" in pack.texts
        ),
        *(
            Word("tags", name, display_text(pack.tags[name]))
            for name in pack.tags
            if f"tags.{name}/about" in pack.texts
        ),
        *(
            Word("terms", key[6:-6], display_text(key[6:-6]))
            for key in pack.texts
            if key.startswith("terms.")
        ),
    ]
    return tuple(sorted(words, key=lambda word: (word.kind == "tags", word.label.casefold())))


def find_word(words: Iterable[Word], typed: str) -> Word | None:
    """Return the word that a text names: by its label or its name in the pack, else the nearest
    label; None if none is near."""
    words, wanted = tuple(words), typed.strip().casefold()
    for word in words:
        if wanted in (word.label.casefold(), word.id.casefold()):
            return word
    by_label = {word.label.casefold(): word for word in reversed(words)}
    inside = [label for label in by_label if wanted and wanted in label.split()]
    nearest = inside or get_close_matches(wanted, by_label, 1, 0.7)
    return by_label[nearest[0]] if nearest else None


def meaning(session: Session, word: Word) -> Meaning:
    """Return what there is to say about a word where the career stands."""
    pack, state = session.pack, session.position
    slots = _own_slots(pack, word)
    rungs = ladder(pack, state) if word.kind == "roles" else ()
    return Meaning(
        word,
        _now(session, word),
        about_paragraphs(session, word),
        tuple(islice(_lately(session, slots), MAX_MOVES)) if slots else (),
        tuple(_moves(pack, word, slots)),
        tuple(_opens(pack, state, word)),
        next((rung for rung in rungs if rung.id == word.id), None),
    )


def about_paragraphs(session: Session, word: Word) -> tuple[str, ...]:
    """Return what the author says a word is, () for nothing."""
    texts = PackTexts(session.pack, session.position)
    paragraphs = texts.paragraphs(f"{word.kind}.{word.id}/about")
    return tuple(to_plain(paragraph.line) for paragraph in paragraphs)


def about_text(session: Session, word: Word) -> str:
    """Return the first paragraph on what a word is, '' for none."""
    return next(iter(about_paragraphs(session, word)), "")


def _own_slots(pack: Pack, word: Word) -> frozenset[int]:
    """Return the slots whose changes count as changes of the word: its own slot, or for a computed
    stat the slots that it reads."""
    name = word.id.partition(".")[0]
    if word.kind == "stats" and pack.stats[name].computed:
        return slots_read(pack.stats[name].reading)
    if word.kind in ("stats", "skills", "people"):
        return frozenset((pack.program.slot_index[name],))
    return frozenset()


def _now(session: Session, word: Word) -> str:
    pack, state = session.pack, session.position
    match word.kind:
        case "stats":
            name = word.id.partition(".")[0]
            gauge = gauge_of(pack, name, state, state_at_quarter_start(session, session.node))
            return gauge.words if name == word.id else f"{gauge.label}: {gauge.words}"
        case "skills":
            return next(line.words for line in skill_lines(pack, state) if line.id == word.id)
        case "people":
            line = person_line(pack, word.id, state)
            return ", ".join(filter(None, (line.description, line.word)))
        case "roles":
            role = pack.program.roles[state.role]
            if role.id == word.id:
                return "your role now"
            following = [pack.program.roles[at].id for at in role.next]
            return "next to yours" if word.id in following else ""
        case "tags":
            times = state.slots[pack.program.slot_index[f"times.{word.id}"]]
            return f"chosen {times_words(times)} so far" if times else "not chosen yet"
        case _:
            return ""


def _lately(session: Session, slots: frozenset[int]) -> Iterator[str]:
    """Yield the moves of some slots in this life, the last one first, each with its cause."""
    for node in reversed(session.path()):
        moved: Counter[str] = Counter()
        for event in node.turn.events:
            match event:
                case Changed(slot=slot, source=source) if source != "start":
                    pass
                case Practised(skill=skill):
                    slot, source = session.program.skills[skill].level, "practice"
                case _:
                    continue
            if slot in slots:
                moved[_cause_name(session, node, source)] += event.after - event.before
        mark = quarter_mark(state_before(session, node).quarter, session.pack.frame)
        for cause, by in reversed(moved.items()):
            if by and cause:
                yield f"{'Up' if by > 0 else 'Down'} with {cause}, {mark}."


def _cause_name(session: Session, node: DecisionNode, source: str) -> str:
    """Return what a source of a change is called: the choice in its own words, a scenario by its
    title, the end of the quarter; '' if there is nothing to call it."""
    pack = session.pack
    if source == "quarter":
        return "the end of the quarter"
    if source.startswith("roles.") or source == "crossing":
        return "the new role"
    taken = next((each for each in node.turn.events if isinstance(each, ChoiceTaken)), None)
    if taken and (
        source == "practice" or source.startswith(pack.program.choices[taken.choice].key)
    ):
        return quoted(choice_label_at(session, node))
    scenario = source.partition(".")[0]
    return display_text(pack.scenarios[scenario].title) if scenario in pack.scenarios else ""


def _moves(pack: Pack, word: Word, slots: frozenset[int]) -> Iterator[str]:
    """Yield what moves a number: kinds of deeds, practice, time; and what it is a part of."""
    if word.kind == "skills":
        done, told, taught = (pack.frame.steps[at] for at in (1, 2, 3))
        yield f"Practice: {done}, then {told}, then {taught}."
        return
    for up in (True, False):
        kinds = _kinds_that_move(pack, slots, up)
        if kinds:
            yield f"{'Raised' if up else 'Lowered'} most by: {'; '.join(kinds)}."
    if slots & {slot for slot, _ in pack.program.each_quarter}:
        yield "It also moves by itself when a quarter ends."
    for name in gauge_ids(pack) if word.kind == "stats" else ():
        own = name == word.id.partition(".")[0]
        if not own and slots & component_slots(pack, pack.stats[name]):
            yield f"It is a part of {label_of(pack, name)}."


def _kinds_that_move(pack: Pack, slots: frozenset[int], up: bool) -> list[str]:
    """Return the kinds of deeds that mostly move some slots one way, by their labels."""
    touched: Counter[int] = Counter()
    along: Counter[int] = Counter()
    sources = {feed.source for feed in pack.program.feeds if feed.target in slots} | slots
    for choice in pack.program.choices:
        parts: tuple[Choice | Branch, ...] = (choice, *branches(choice.check))
        by = sum(_constant(part.effects or (), sources) for part in parts)
        if by:
            touched.update(choice.tags)
            along.update(choice.tags if (by > 0) == up else ())
    kinds = [
        (count, tag)
        for tag, count in along.items()
        if count >= _LEAST_MOVES and count * 100 >= _MOSTLY * touched[tag]
    ]
    labels = [display_text(pack.tags[pack.program.tags[tag].id]) for _, tag in sorted(kinds)[::-1]]
    return [label for label in labels if label][:MAX_NAMED]


def _constant(effects: Iterable[Effect], slots: Iterable[int]) -> int:
    """Return the sum of the constant amounts that effects add to some slots."""
    return sum(
        effect.amount.value
        for effect in effects
        if isinstance(effect, Change)
        and effect.slot in slots
        and not effect.sets
        and isinstance(effect.amount, Num)
    )


class Readers(NamedTuple):
    """The choices that read each named value: in `needs`, and in the odds of their check."""

    needs: dict[str, list[int]]
    odds: dict[str, list[int]]


@lru_cache(maxsize=1)
def _readers(pack: Pack) -> Readers:
    readers = Readers({}, {})
    for choice in pack.program.choices:
        odds = choice.check.odds if choice.check else None
        for table, expr in ((readers.needs, choice.needs), (readers.odds, odds)):
            for name in set(values_read(pack, expr) if expr is not None else ()):
                table.setdefault(name, []).append(choice.index)
    return readers


def _opens(pack: Pack, state: State, word: Word) -> Iterator[str]:
    """Yield what depends on a value. Choices are named only if the player has seen their scene."""
    if word.kind not in ("stats", "skills", "people"):
        return
    name = word.id.partition(".")[0]
    program = pack.program
    asking = [
        role_title(pack, role)
        for role in program.roles[state.role].next
        if (when := pack.roles[program.roles[role].id].when) is not None
        and name in values_read(pack, when)
    ]
    if asking:
        yield f"Asked for by the next role: {join_words(asking, 'or')}."
    for lock in program.locks:
        kind = display_text(pack.tags[program.tags[lock.tag].id])
        if name in values_read(pack, lock.when) and kind:
            closed = evaluate(lock.when, state.slots)
            yield f"{'Closed by it now' if closed else 'It can close'}: what {kind}."
    readers = _readers(pack)
    gated = readers.needs.get(name, [])
    met = [at for at in gated if state.slots[SEEN] >> program.choices[at].scene & 1]
    labels = _labels(pack, state, [at for at in met if not state.slots[TAKEN] >> at & 1])
    if labels:
        yield f"It has a say in {join_words(labels)}."
    unmet = len(gated) - len(met)
    if unmet:
        more = "more " if labels else ""
        count = count_words(unmet, f"{more}choice", f"{more}choices")
        yield f"It has a say in {count} that you have not met."
    rolls = len(readers.odds.get(name, []))
    if rolls:
        yield f"{capitalise(count_words(rolls, 'roll weighs', 'rolls weigh'))} it."


def _labels(pack: Pack, state: State, choices: Sequence[int]) -> list[str]:
    """Return the labels of some choices, quoted, the last written first, each once."""
    words = PackTexts(pack, state)
    labels = (quoted(words.label(at)) for at in reversed(choices))
    return list(dict.fromkeys(filter(None, labels)))[:MAX_NAMED]
