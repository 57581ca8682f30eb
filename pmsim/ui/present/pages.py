"""Events to pages: what a front end shows, in order, as frozen values. A step may show several
scenes; each visit is a page."""

from collections.abc import Sequence
from typing import Literal, assert_never

from pmsim.core.events import (
    Changed,
    ChoiceTaken,
    ConsequenceLost,
    Crossed,
    Drawn,
    Ended,
    Entered,
    Event,
    FlagCleared,
    FlagSet,
    NotCalled,
    Offer,
    Practised,
    QuarterBegan,
    RoleChanged,
    Rolled,
    Scheduled,
    Skipped,
    TextShown,
)
from pmsim.core.state import Pending, State
from pmsim.lang import Pack, shown_variant
from pmsim.ui.present.changes import ChangeRow, change_rows, scheduled_rows
from pmsim.ui.present.horizon import on_their_way, way_sentence
from pmsim.ui.present.pack_texts import (
    PackTexts,
    outcome_title,
    people_present,
    role_title,
    scenario_title,
)
from pmsim.ui.present.parts import (
    GO_ON,
    ChangesPart,
    CheckPart,
    ChosenPart,
    NotePart,
    Page,
    Part,
    ProsePart,
    check_part,
    choice_rows,
    choice_verb,
    is_check_shown,
)
from pmsim.ui.present.status import Status, status
from pmsim.ui.present.text import Paragraph, inverted_emphasis, line_of
from pmsim.ui.present.words import (
    capitalise,
    count_units,
    number_word,
    unit_word,
)

CHANGES_HEADING = "What changed"
MOST_NAMED = 2
"""How much of what is on its way is named when a quarter ends."""


class _PageDraft:
    """A page being built from events. `before`: the state in which it began; `quarter_events`: the
    changes at the end of a quarter."""

    def __init__(
        self, pack: Pack, kind: Literal["told", "result"], before: State, scenario: int
    ) -> None:
        self.kind: Literal["told", "result"] = kind
        self.title, self.subtitle = scenario_title(pack, scenario, before.calls), ""
        self.parts: list[Part] = []
        self.events: list[Event] = []
        self.quarter_events: list[Changed] = []
        self.before = before
        self.people: list[str] = []
        self.first_of_quarter = False
        self.opens_quarter = False
        self.scenario = scenario


class _PageBuilder:
    """A builder that walks over events with states and collects pages. `has_ended`: the career ends
    here, so nothing scheduled is shown. `quiet`: the quarters in which nothing is told and nothing
    asked."""

    def __init__(
        self, pack: Pack, quarter_start: State | None, has_ended: bool, quiet: frozenset[int]
    ) -> None:
        self.pack = pack
        self.quiet = quiet
        self.quiet_run = 0
        self.quiet_events: list[Event] = []
        self.is_quiet = False
        self.quarter_start = quarter_start
        self.has_ended = has_ended
        self.pages: list[Page] = []
        self.draft: _PageDraft | None = None
        self.quarter_began = False

    def add(self, event: Event) -> None:
        draft = self.draft
        match event:
            case QuarterBegan(quarter):
                self.quarter_began = True
                self.is_quiet = quarter in self.quiet
                self.quiet_run += self.is_quiet
            case _ if self.is_quiet:
                self.quiet_events.append(event)
            case ChoiceTaken():
                self._add_choice(event)
            case Entered():
                self._add_scene(event)
            case _ if draft is None:
                pass
            case TextShown():
                self._add_text(event, draft)
            case Rolled():
                check = check_part(self.pack, event)
                if is_check_shown(check, event):
                    draft.parts.append(check)
            case Changed(source="quarter"):
                draft.quarter_events.append(event)
            case Changed() | Practised() | RoleChanged() | Crossed() | Scheduled():
                draft.events.append(event)
            case (
                FlagSet()
                | FlagCleared()
                | NotCalled()
                | ConsequenceLost()
                | Drawn()
                | Skipped()
                | Ended()
            ):
                pass
            case _:
                assert_never(event)

    def _add_choice(self, event: ChoiceTaken) -> None:
        choice = self.pack.program.choices[event.choice]
        scene = self.pack.program.scenes[choice.scene]
        label = PackTexts(self.pack, event.state, event.moment).label(event.choice)
        self.draft = _PageDraft(self.pack, "result", event.state, scene.scenario)
        self.draft.people = people_present(
            self.pack, event.state, choice.scene, [(choice.key, event.moment)]
        )
        self.draft.parts.append(ChosenPart(choice_verb(label), label))

    def _add_scene(self, event: Entered) -> None:
        """Begin a page for a scene. A scene that a `goto` enters stays on the current page if that
        page only narrates, or if the scene is called and has no choices: its text then stands below
        the choice that led to it."""
        scene = self.pack.program.scenes[event.scene]
        assert event.state is not None
        is_reply = event.state.calls and not scene.choices
        if event.arrival == "goto" and self.draft and (self.draft.kind == "told" or is_reply):
            return
        passed = self.finish(event.state)
        self.draft = _PageDraft(self.pack, "told", event.state, scene.scenario)
        self.draft.parts += passed
        self.draft.first_of_quarter, self.quarter_began = self.quarter_began, False
        self.draft.opens_quarter = event.arrival == "beat" and event.state.beat == 1
        if event.arrival == "due":
            self.draft.subtitle = "come due"

    def _add_text(self, event: TextShown, draft: _PageDraft) -> None:
        last = event.state.last_choice
        words = PackTexts(self.pack, event.state, -1 if last is None else last[1])
        draft.parts += _prose(words.paragraphs(f"{event.key}/text"))
        draft.people += words.people(f"{event.key}/text")

    def finish(self, state: State) -> tuple[Part, ...]:
        """Turn the draft into a page, unless it is empty. `state`: the one after the last event.

        Return what is told of quiet quarters between the draft's last event and `state`."""
        before = _undone(state, self.quiet_events)
        self._finish_draft(before)
        if not self.quiet_run:
            return ()
        they, pass_ = ("it", "passes") if self.quiet_run == 1 else ("they", "pass")
        time = capitalise(count_units(self.quiet_run, self.pack.frame))
        rows = change_rows(self.pack, before, state, self.quiet_events)
        self.quiet_run, self.quiet_events = 0, []
        return NotePart(f"{time} {pass_}."), *_changes(f"As {they} {pass_}", rows)

    def _finish_draft(self, state: State) -> None:
        draft, self.draft = self.draft, None
        if draft is None:
            return
        pack, before, unit = self.pack, draft.before, unit_word(self.pack.frame)
        now = state._replace(slots=(before.quarter, *state.slots[1:]))
        quarter_end = _undone(now, draft.quarter_events)
        rows = change_rows(pack, before, quarter_end, draft.events)
        if not self.has_ended:
            rows += scheduled_rows(pack, draft.events, draft.scenario, before.quarter)
        draft.parts += _changes(CHANGES_HEADING, rows)
        closing = change_rows(pack, quarter_end, state, draft.quarter_events)
        draft.parts += _changes(f"As the {unit} ends", closing)
        if draft.quarter_events and not self.has_ended:
            scheduled = (
                Pending(event.quarter, event.scenario, event.scenes, -1, event.cause)
                for event in draft.events
                if isinstance(event, Scheduled)
            )
            due = on_their_way(pack, before, (*before.pending, *scheduled))
            way = way_sentence(due, MOST_NAMED)
            draft.parts += [NotePart(way)] if way else []
        is_told = draft.kind == "told"
        if not draft.parts or (len(draft.parts) == 1 and not is_told):
            return
        decision = before.decisions + 1
        # people that the text only mentions are not present
        people = () if is_told else draft.people
        shown_now = status(pack, now, decision, self.quarter_start, before, people)
        earlier = None
        if any(isinstance(part, CheckPart) for part in draft.parts):
            earlier = status(pack, before, decision, self.quarter_start, None, people)
        self.pages.append(
            Page(
                draft.kind,
                draft.title,
                draft.subtitle,
                tuple(draft.parts),
                (),
                f"Begin the {unit}." if draft.first_of_quarter and is_told else GO_ON,
                shown_now,
                earlier,
                "chapter" if draft.opens_quarter and is_told else "",
            )
        )
        if not self.has_ended:
            self.pages += _role_pages(pack, now, draft.events, shown_now)


def _undone(state: State, events: Sequence[Event]) -> State:
    """Return a state as it was before the changes of some events."""
    slots = list(state.slots)
    for event in reversed(events):
        if isinstance(event, Changed):
            slots[event.slot] = event.before
    return state._replace(slots=tuple(slots))


def _changes(heading: str, rows: tuple[ChangeRow, ...]) -> tuple[Part, ...]:
    return (ChangesPart(heading, rows),) if rows else ()


def _prose(paragraphs: tuple[Paragraph, ...]) -> tuple[Part, ...]:
    return (ProsePart(paragraphs),) if paragraphs else ()


def _role_pages(
    pack: Pack, state: State, events: Sequence[Event], status: Status
) -> tuple[Page, ...]:
    """Return the page of the last change of role in `events`, with one line; () if the role is as
    before. `status`: at the end of the events."""
    changes = [event for event in events if isinstance(event, RoleChanged)]
    if not changes or changes[0].before == changes[-1].after:
        return ()
    before, after = changes[0].before, changes[-1].after
    about = PackTexts(pack, state).plain(f"roles.{pack.program.roles[after].id}/about")
    sentence, stop, _ = about.partition(". ")
    line = line_of(f"{sentence}." if stop else about or "That is what you are from now on.")
    title, former = role_title(pack, after), f"until now {role_title(pack, before)}"
    return (
        Page("told", title, former, _prose((Paragraph(line),)), (), GO_ON, status, form="role"),
    )


def render_pages(
    pack: Pack,
    events: Sequence[Event],
    state: State,
    offers: Sequence[Offer],
    quarter_start: State | None = None,
    *,
    alone: bool = False,
) -> tuple[Page, ...]:
    """Return the pages of one step: the result of the choice, the scenes after it, and last the
    decision being asked, or the end.

    `events`: those of a step with states; `state`: the one after it; `quarter_start`: the one when
    the quarter began; `alone`: the last page will be read without those before it."""
    quiet = _quiet_quarters(pack, events, state)
    builder = _PageBuilder(pack, quarter_start, state.outcome >= 0, quiet)
    for event in events:
        builder.add(event)
    if state.outcome >= 0:
        passed = builder.finish(state)
        return (*builder.pages, end_page(pack, state, quarter_start, passed))
    decision_page = _decision_page(builder, state, offers, alone)
    return (*builder.pages, decision_page)


def _quiet_quarters(pack: Pack, events: Sequence[Event], state: State) -> frozenset[int]:
    """Return the quarters that begin in `events` and in which nothing is told and nothing asked."""
    quiet: set[int] = set()
    now = 0
    for event in events:
        match event:
            case QuarterBegan(quarter):
                now = quarter
                quiet.add(now)
            case _ if now not in quiet:
                pass
            case ChoiceTaken():
                quiet.remove(now)
            case Rolled() if is_check_shown(check_part(pack, event), event):
                quiet.remove(now)
            case TextShown(key, then) if PackTexts(pack, then).paragraphs(f"{key}/text"):
                quiet.remove(now)
            case _:
                pass
    return frozenset(quiet if state.outcome >= 0 else quiet - {now})


def _decision_page(
    builder: _PageBuilder, state: State, offers: Sequence[Offer], alone: bool
) -> Page:
    """Return the last page: the decision being asked."""
    pack = builder.pack
    scene = pack.program.scenes[state.scene]
    draft = builder.draft
    if draft is None or draft.kind == "result":
        # a scene with `pick` asks again: its result is a page, and its text has just been read
        picked = draft is not None and scene.pick > 0
        builder.finish(state)
        parts: tuple[Part, ...] = ()
        if alone or not picked:
            parts = _prose(PackTexts(pack, state).paragraphs(f"{scene.key}/text"))
        if picked:
            parts += (NotePart(f"{capitalise(number_word(scene.pick - state.picks))} more."),)
        subtitle, people_told_of, before = "", [], None
    else:
        subtitle, people_told_of, before = draft.subtitle, draft.people, draft.before
        changes = change_rows(pack, before, state, draft.events)
        parts = (*draft.parts, *_changes(CHANGES_HEADING, changes))
    choices = choice_rows(pack, state, offers)
    offered = [(pack.program.choices[offer.choice].key, offer.moment) for offer in offers]
    people = people_present(pack, state, state.scene, offered) + people_told_of
    title = scenario_title(pack, scene.scenario, state.calls)
    now = status(pack, state, state.decisions + 1, builder.quarter_start, before, people)
    return Page("scene", title, subtitle, parts, choices, "", now)


def end_page(
    pack: Pack, state: State, quarter_start: State | None, passed: tuple[Part, ...]
) -> Page:
    """Return the page of the end: what `passed` before it, the outcome's text, its variant, its one
    line, and its epilogue."""
    words = PackTexts(pack, state)
    key = f"outcomes.{pack.program.outcomes[state.outcome].id}"
    dot = words.line(f"{key}/dot")
    parts = (
        *passed,
        *_prose(words.paragraphs(f"{key}/text")),
        *_prose(words.paragraphs(shown_variant(pack, state)[2])),
        *_prose((Paragraph(inverted_emphasis(dot), "quote"),) if dot else ()),
        *_prose(words.paragraphs(f"{key}/epilogue")),
    )
    now = status(pack, state, state.decisions, quarter_start)
    return Page("end", outcome_title(pack, state.outcome), "", parts, (), "", now)
