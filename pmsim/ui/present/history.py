"""A session as a front end shows it: the pages of the last step, the log of a life, the list of
lives, the starts, and the notes from loading an old career, never in an author's ids."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pmsim.core.state import State
from pmsim.core.step import offered, start
from pmsim.lang import Pack
from pmsim.lang.pack import FRAME, FrameWords
from pmsim.play.migrate import Note
from pmsim.play.session import (
    DecisionNode,
    Life,
    Session,
    UnplayableError,
    choice_before,
    state_before,
)
from pmsim.ui.present.pack_texts import PackTexts, outcome_title, scenario_title
from pmsim.ui.present.pages import render_pages
from pmsim.ui.present.parts import Page
from pmsim.ui.present.status import Gauge, figure_groups, gauge_ids, gauge_of, skill_lines
from pmsim.ui.present.text import Line, Paragraph, quoted
from pmsim.ui.present.words import (
    MAY_STOP,
    capitalise,
    count_units,
    count_words,
    display_text,
    minutes_words,
    quarter_mark,
)

_LEFT_BEHIND = "What is no longer in the story was left behind."
_SAFE = "is no longer in the story. Your career goes on at the nearest safe place."
_ASKED_AGAIN = (
    "The end that it came to is no longer in the story. How it all ended was asked again."
)
_READ_ONLY = "can be read, and not played again:"
_BEGINS_OTHERWISE = "the story begins otherwise now."


def note_sentences(session: Session, notes: Iterable[Note]) -> tuple[str, ...]:
    """Return a sentence for each note, without repetitions."""
    return tuple(dict.fromkeys(_sentence(session, note) for note in notes))


def _sentence(session: Session, note: Note) -> str:
    match note.kind:
        case "unplayable" if note.number == 0:
            return f"What came before {_READ_ONLY} {_BEGINS_OTHERWISE}"
        case "unplayable":
            lost = (
                node
                for node in session.nodes
                if node.unplayable
                and (node.action, node.state.decisions) == (note.name, note.number)
            )
            labels = (quoted(choice_label_at(session, node)) for node in lost)
            label = next(filter(None, labels), "")
            why = f"{label} is no longer as it was." if label else "it was a choice that is gone."
            return f"Decision {note.number} and what followed it {_READ_ONLY} {why}"
        case "scene_gone":
            scenario = session.pack.scenarios.get(note.name.partition(".")[0])
            where = "The scene where it stood"
            if scenario is not None:
                where = f"A scene of {display_text(scenario.title)}"
            return f"{where} {_SAFE}"
        case "end_gone":
            return _ASKED_AGAIN
        case "gone":
            return _LEFT_BEHIND
        case _:
            return note.sentence


def cannot_go_back(session: Session, error: UnplayableError) -> str:
    """Return the sentence for a decision that can only be read, with the reason."""
    opening = f"Decision {error.decision} {_READ_ONLY}"
    number = error.first_unplayable.state.decisions
    if number == 0:
        return f"{opening} {_BEGINS_OTHERWISE}"
    label = quoted(choice_label_at(session, error.first_unplayable))
    where = f"{label}, at Decision {number}," if label else f"what was chosen at Decision {number}"
    return f"{opening} {where} is no longer as it was. You can go back to Decision {number}."


def life_names(session: Session) -> tuple[str, ...]:
    """Return the name of every life, by number. All names differ. A name does not change when other
    lives begin or grow."""
    start_title, names = session.pack.starts[session.start].title, list[str]()
    for life, default in zip(session.lives, _default_names(session), strict=True):
        usual = ("", f"Life {life.number + 1}", start_title if life.number == 0 else "")
        name = default if life.name in usual else display_text(life.name)
        names.append(f"{name} ({life.number + 1})" if name in names else name)
    return tuple(names)


def _default_names(session: Session) -> tuple[str, ...]:
    """Return the default name of every life: "Fumes", "from White Squares", "from White Squares,
    Q3"."""
    taken_names = [display_text(session.pack.starts[session.start].title)]
    for life in session.lives[1:]:
        first = session.nodes[life.first]
        place = scenario_title_at(session, first)
        name = f"from {place}"
        mark = quarter_mark(state_before(session, first).quarter, session.pack.frame)
        numbered = f"Life {life.number + 1}"
        candidates = (
            (name, f"{name}, {mark}", f"{name} ({life.number + 1})") if place else (numbered,)
        )
        taken_names.append(
            next(way for way in candidates if way not in taken_names or way == candidates[-1])
        )
    return tuple(taken_names)


def scenario_title_at(session: Session, node: DecisionNode) -> str:
    """Return the title of the scenario that asked the decision before a node, '' if the story does
    not have it any more."""
    state = state_before(session, node)
    if state.scene < 0:
        return ""
    scenario = session.program.scenes[state.scene].scenario
    return scenario_title(session.pack, scenario, state.calls)


def choice_label_at(session: Session, node: DecisionNode) -> Line:
    """Return the label of the choice that led to a node, as it read then; () if the story does not
    have it any more."""
    taken = choice_before(session, node)
    if taken is None:
        return ()
    return PackTexts(session.pack, state_before(session, node), taken[1]).label(taken[0])


class DecisionDot(NamedTuple):
    """One decision of a life: its number from 1, the node after it, its quarter, its page's title.

    `why_lost`: why it can only be read, '' if it can be played again."""

    decision: int
    node: int
    quarter: int
    title: str
    why_lost: str


class LifeLine(NamedTuple):
    """One life. `branched_from`: the life it left and the decision, (-1, 0) for the first; `dots`:
    its own decisions, after the branch; `quarter`: the last quarter it reached; `end_title`: the
    end's title, '' while it goes on; `is_current`: it is being played."""

    number: int
    name: str
    branched_from: tuple[int, int]
    dots: tuple[DecisionDot, ...]
    quarter: int
    end_title: str
    is_current: bool
    frame: FrameWords = FRAME

    @property
    def mark(self) -> str:
        """Quarter as a short mark: "Q7"."""
        return quarter_mark(self.quarter, self.frame)


class DecisionOption(NamedTuple):
    """A choice at one decision. `chosen_by`: the names of the lives that took it; `closed`: it was
    closed then."""

    label: Line
    chosen_by: tuple[str, ...]
    closed: bool


class StartSummary(NamedTuple):
    """A start as shown. `quarters`: its length; `gauge`: the first stat beside the story, None for
    a pack without one; `good_at`: the best skills, `weighs`: the heaviest parts of the gauge, a few
    of each; `loves`, `dreads`: the pack's own words; `length`: how long it takes."""

    id: str
    title: str
    role: str
    text: tuple[Paragraph, ...]
    quarters: int
    gauge: Gauge | None
    good_at: tuple[str, ...] = ()
    weighs: tuple[str, ...] = ()
    length: str = ""
    loves: str = ""
    dreads: str = ""


def state_at_quarter_start(session: Session, node: DecisionNode) -> State | None:
    """Return the state at the start of the quarter of `node`: the newest one before it in an
    earlier quarter; None in the first quarter."""
    earlier = node
    while earlier.parent >= 0:
        earlier = session.nodes[earlier.parent]
        if earlier.state.quarter < node.state.quarter:
            return earlier.state
    return None


def step_pages(session: Session, number: int = -1, *, alone: bool = False) -> tuple[Page, ...]:
    """Return the pages of the step that led to a node (by default the current one). The last one
    asks a decision or is the end. `alone`: it will be read without those before it."""
    node = session.nodes[number] if number >= 0 else session.node
    return render_pages(
        session.pack,
        node.turn.events,
        node.state,
        offered(session.program, node.state),
        state_at_quarter_start(session, node),
        alone=alone,
    )


def current_page(session: Session) -> Page:
    """Return the session's current page, to be read by itself."""
    return step_pages(session, alone=True)[-1]


def life_pages(session: Session) -> tuple[Page, ...]:
    """Return every page of the current life, oldest first."""
    return tuple(page for node in session.path() for page in step_pages(session, node.number))


def all_lives(session: Session) -> tuple[LifeLine, ...]:
    """Return every life of the session, oldest first."""
    lives = zip(session.lives, life_names(session), strict=True)
    return tuple(_life_line(session, life, name) for life, name in lives)


def _life_line(session: Session, life: Life, name: str) -> LifeLine:
    first, state = session.nodes[life.first], session.nodes[life.tip].state
    left = (-1, 0)
    if first.parent >= 0:
        left = (session.nodes[first.parent].life, first.state.decisions)
    return LifeLine(
        life.number,
        name,
        left,
        tuple(
            _dot(session, node)
            for node in session.path(life.tip)
            if node.life == life.number and node.parent >= 0
        ),
        state.quarter,
        outcome_title(session.pack, state.outcome),
        session.node.life == life.number,
        session.pack.frame,
    )


def _dot(session: Session, node: DecisionNode) -> DecisionDot:
    lost_node, decision = session.lost_before(node.parent), node.state.decisions
    return DecisionDot(
        decision,
        node.number,
        state_before(session, node).quarter,
        scenario_title_at(session, node) or "A scene that is no longer in the story",
        cannot_go_back(session, UnplayableError(decision, lost_node)) if lost_node else "",
    )


def decision_options(session: Session, node: int) -> tuple[DecisionOption, ...]:
    """Return the choices at the decision before `node`, and the lives that took them. Of a decision
    that can only be read, return only the choices taken."""
    parent = session.nodes[session.nodes[node].parent]
    names = life_names(session)
    taken: dict[str, tuple[str, ...]] = {}
    for other in session.nodes:
        if other.parent == parent.number:
            taken[other.action] = (*taken.get(other.action, ()), names[other.life])
    return tuple(
        DecisionOption(
            PackTexts(session.pack, parent.state, offer.moment).label(offer.choice),
            taken.get(offer.id, ()),
            bool(offer.closed),
        )
        for offer in offered(session.program, parent.state)
        if offer.id in taken or not parent.unplayable
    )


def start_summaries(pack: Pack) -> tuple[StartSummary, ...]:
    """Return the pack's starts, in its order."""
    return tuple(_start_summary(pack, name) for name in pack.starts)


def opening_note(pack: Pack) -> str:
    """Return what is said before a career begins: the pack's own warning first."""
    return f"{display_text(pack.frame.warning)} {MAY_STOP}".lstrip()


def starts_sentence(starts: Sequence[StartSummary], frame: FrameWords) -> str:
    """Return a sentence on the starts: "Two people. You will be one of them for three years." """
    quarters = max((door.quarters for door in starts), default=0)
    years, rest = divmod(quarters, frame.per_year)
    time = count_units(quarters, frame) if rest else count_words(years, "year", "years")
    people = capitalise(count_words(len(starts), "person", "people"))
    one = "one of them" if len(starts) > 1 else "this one"
    return f"{people}. You will be {one} for {time}."


def _start_summary(pack: Pack, name: str) -> StartSummary:
    pack_start = pack.starts[name]
    state = start(pack.program, name).state
    words = PackTexts(pack, state)
    first = gauge_ids(pack)[:1]
    role = pack.roles.get(pack_start.role)
    return StartSummary(
        name,
        display_text(pack_start.title),
        display_text(role.title) if role else "",
        words.paragraphs(f"starts.{name}/text"),
        pack_start.quarters,
        gauge_of(pack, first[0], state, None) if first else None,
        _strongest((skill.label, skill.level) for skill in skill_lines(pack, state)),
        _strongest(
            (gauge.label, gauge.value) for gauge in figure_groups(pack, state, None).components
        ),
        capitalise(minutes_words(pack_start.quarters)),
        *(words.plain(f"starts.{name}/{field}") for field in ("loves", "dreads")),
    )


MAX_STRONGEST = 3


def _strongest(values: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """Return the labels with the highest values, in lower case; no label with the value 0."""
    ranked = sorted((pair for pair in values if pair[1] > 0), key=lambda pair: -pair[1])
    return tuple(display_text(label).lower() for label, _ in ranked[:MAX_STRONGEST])
