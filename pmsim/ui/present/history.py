"""A session as a front end shows it: the pages of the last step, the log of a life, the list of
lives, the starts, and the notes from loading an old career, never in an author's ids."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pmsim.core.state import State
from pmsim.core.step import offered, start
from pmsim.lang import Pack
from pmsim.lang.pack import FRAME, FrameWords
from pmsim.play.migrate import Note
from pmsim.play.session import DecisionNode, Life, Session, UnplayableError
from pmsim.ui.present.pack_texts import PackTexts, scenario_title
from pmsim.ui.present.pages import render_pages
from pmsim.ui.present.parts import Page
from pmsim.ui.present.status import Gauge, figure_groups, gauge_ids, gauge_of, skill_lines
from pmsim.ui.present.text import Line, Paragraph, to_plain, without_full_stop
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
            choice_label = next(filter(None, (_label(session, node) for node in lost)), "")
            why = (
                f"{choice_label} is no longer as it was."
                if choice_label
                else "it was a choice that is gone."
            )
            return f"Decision {note.number} and what followed it {_READ_ONLY} {why}"
        case "scene_gone":
            scenario = session.pack.scenarios.get(note.name.partition(".")[0])
            return (
                f"A scene of {display_text(scenario.title)} {_SAFE}"
                if scenario is not None
                else f"The scene where it stood {_SAFE}"
            )
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
    choice_label = _label(session, error.first_unplayable)
    where = (
        f"{choice_label}, at Decision {number},"
        if choice_label
        else f"what was chosen at Decision {number}"
    )
    return f"{opening} {where} is no longer as it was. You can go back to Decision {number}."


def _label(session: Session, lost: DecisionNode) -> str:
    """Return the label of the choice that led to a node, in quotation marks; '' if the story does
    not have it any more."""
    if lost.parent < 0 or (state_before := session.before(lost)).scene < 0:
        return ""
    key = f"{session.program.scenes[state_before.scene].key}.{lost.action.partition('.')[0]}/label"
    words = to_plain(without_full_stop(PackTexts(session.pack, state_before).line(key)))
    return words if not words or words.startswith("“") else f"“{words}”"


def life_names(session: Session) -> tuple[str, ...]:
    """Return the name of every life, by number. All names differ. A name does not change when other
    lives begin or grow."""
    taken_names: list[str] = []
    for life, name in zip(session.lives, _default_names(session), strict=True):
        life_name = display_text(life.name) if _is_named_by_player(session, life) else name
        taken_names.append(
            life_name if life_name not in taken_names else f"{life_name} ({life.number + 1})"
        )
    return tuple(taken_names)


def _is_named_by_player(session: Session, life: Life) -> bool:
    """Return True if the player named a life: its name is neither its number nor the start's
    title."""
    return life.name not in (
        "",
        f"Life {life.number + 1}",
        *([session.pack.starts[session.start].title] if life.number == 0 else []),
    )


def _default_names(session: Session) -> tuple[str, ...]:
    """Return the default name of every life: "Fumes", "from White Squares", "from White Squares,
    Q3"."""
    taken_names = [display_text(session.pack.starts[session.start].title)]
    for life in session.lives[1:]:
        first = session.nodes[life.first]
        place = scenario_title_at(session, first)
        name = f"from {place}"
        mark = quarter_mark(session.before(first).quarter, session.pack.frame)
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
    state = session.before(node)
    if state.scene < 0:
        return ""
    scenario = session.program.scenes[state.scene].scenario
    return scenario_title(session.pack, scenario, state.calls)


def choice_label_at(session: Session, node: DecisionNode) -> Line:
    """Return the label of the choice that led to a node, as it read then; () if the story does not
    have it any more."""
    state_before: State = session.before(node)
    for offer in offered(session.program, state_before):
        if offer.id == node.action:
            return PackTexts(session.pack, state_before, offer.moment).line(
                f"{session.program.choices[offer.choice].key}/label"
            )
    return ()


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
    now = node.state.quarter
    at = node.parent
    while at >= 0:
        earlier = session.nodes[at]
        if earlier.state.quarter < now:
            return earlier.state
        at = earlier.parent
    return None


def step_pages(session: Session, number: int = -1) -> tuple[Page, ...]:
    """Return the pages of the step that led to a node (by default the current one). The last one
    asks a decision or is the end."""
    return _pages(session, session.nodes[number] if number >= 0 else session.node)


def _pages(session: Session, node: DecisionNode, *, read_alone: bool = False) -> tuple[Page, ...]:
    state = node.state
    offers = offered(session.program, state)
    return render_pages(
        session.pack,
        node.turn.events,
        state,
        offers,
        state_at_quarter_start(session, node),
        alone=read_alone,
    )


def current_page(session: Session) -> Page:
    """Return the session's current page, to be read by itself."""
    return _pages(session, session.node, read_alone=True)[-1]


def life_pages(session: Session) -> tuple[Page, ...]:
    """Return every page of the current life, oldest first."""
    return tuple(page for node in session.path() for page in step_pages(session, node.number))


def all_lives(session: Session) -> tuple[LifeLine, ...]:
    """Return every life of the session, oldest first."""
    life_name_list = life_names(session)
    return tuple(_life_line(session, life, life_name_list[life.number]) for life in session.lives)


def _life_line(session: Session, life: Life, name: str) -> LifeLine:
    first, tip = session.nodes[life.first], session.nodes[life.tip]
    own_nodes = [
        node for node in session.path(life.tip) if node.life == life.number and node.parent >= 0
    ]
    parent = session.nodes[first.parent] if first.parent >= 0 else None
    left = (-1, 0) if parent is None else (parent.life, first.state.decisions)
    outcome = tip.state.outcome
    ended = (
        display_text(session.pack.outcomes[session.program.outcomes[outcome].id].title)
        if outcome >= 0
        else ""
    )
    here = session.node.life == life.number
    dots = tuple(_dot(session, node) for node in own_nodes)
    quarter, frame = tip.state.quarter, session.pack.frame
    return LifeLine(life.number, name, left, dots, quarter, ended, here, frame)


def _dot(session: Session, node: DecisionNode) -> DecisionDot:
    state_before = session.before(node)
    title = scenario_title_at(session, node) or "A scene that is no longer in the story"
    lost_node = session.lost_before(node.parent)
    decision = node.state.decisions
    why_lost = (
        cannot_go_back(session, UnplayableError(decision, lost_node))
        if lost_node is not None
        else ""
    )
    return DecisionDot(
        decision,
        node.number,
        state_before.quarter,
        title,
        why_lost,
    )


def decision_options(session: Session, node: int) -> tuple[DecisionOption, ...]:
    """Return the choices at the decision before `node`, and the lives that took them. Of a decision
    that can only be read, return only the choices taken."""
    parent = session.nodes[node].parent
    state_before = session.nodes[parent].state
    life_name_list = life_names(session)
    taken: dict[str, list[str]] = {}
    for other in session.nodes:
        if other.parent == parent:
            taken.setdefault(other.action, []).append(life_name_list[other.life])
    options = []
    for offer in offered(session.program, state_before):
        if session.nodes[parent].unplayable and offer.id not in taken:
            continue
        label = PackTexts(session.pack, state_before, offer.moment).line(
            f"{session.program.choices[offer.choice].key}/label"
        )
        options.append(DecisionOption(label, tuple(taken.get(offer.id, ())), bool(offer.closed)))
    return tuple(options)


def start_summaries(pack: Pack) -> tuple[StartSummary, ...]:
    """Return the pack's starts, in its order."""
    return tuple(_start_summary(pack, name) for name in pack.starts)


def opening_note(pack: Pack) -> str:
    """Return what is said before a career begins: the pack's own warning first."""
    return f"{display_text(pack.frame.warning)} {MAY_STOP}".lstrip()


def starts_sentence(starts: Sequence[StartSummary], frame: FrameWords) -> str:
    """Return a sentence on the starts: "Two people. You will be one of them for three years." """
    quarters = max((door.quarters for door in starts), default=0)
    years = (
        count_words(quarters // frame.per_year, "year", "years")
        if quarters % frame.per_year == 0
        else count_units(quarters, frame)
    )
    people = count_words(len(starts), "person", "people")
    return (
        f"{capitalise(people)}. You will be {'one of them' if len(starts) > 1 else 'this one'} for"
        f" {years}."
    )


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
