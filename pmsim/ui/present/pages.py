"""Events to pages: what a front end shows, in order, as frozen values. A step may show several
scenes; each visit is a page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
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
from pmsim.core.program import QUARTER
from pmsim.core.state import Pending, State
from pmsim.lang import Pack, shown_variant
from pmsim.ui.present.changes import change_rows, scheduled_rows
from pmsim.ui.present.great_turns import role_pages
from pmsim.ui.present.horizon import on_their_way, way_sentence
from pmsim.ui.present.pack_texts import PackTexts, people_present, scenario_title
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
from pmsim.ui.present.status import status
from pmsim.ui.present.text import Paragraph, inverted_emphasis
from pmsim.ui.present.words import (
    capitalise,
    count_units,
    display_text,
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
        words = PackTexts(self.pack, event.state, event.moment)
        label = words.line(f"{choice.key}/label")
        self.draft = _PageDraft(self.pack, "result", event.state, scene.scenario)
        self.draft.people += people_present(
            self.pack, event.state, choice.scene, [(choice.key, event.moment)]
        )
        self.draft.parts.append(ChosenPart(choice_verb(label), label))

    def _add_scene(self, event: Entered) -> None:
        """Begin a page, unless the scene goes on with what the last one told, or is told in a call:
        that is said below the choice which led to it."""
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
        text_paragraphs = words.paragraphs(f"{event.key}/text")
        if text_paragraphs:
            draft.parts.append(ProsePart(text_paragraphs))
        draft.people += words.people(f"{event.key}/text")

    def finish(self, state: State) -> tuple[Part, ...]:
        """Turn the draft into a page, unless it is empty. `state`: the one after the last event.

        Return what is told of quiet quarters between the draft's last event and `state`."""
        moved = [event for event in self.quiet_events if isinstance(event, Changed)]
        before = _with_slots(state, {event.slot: event.before for event in reversed(moved)})
        self._finish_draft(before)
        if not self.quiet_run:
            return ()
        frame, run = self.pack.frame, self.quiet_run
        verb = "passes" if run == 1 else "pass"
        line = NotePart(f"{capitalise(count_units(run, frame))} {verb}.")
        rows = change_rows(self.pack, before, state, self.quiet_events)
        self.quiet_run, self.quiet_events = 0, []
        heading = f"As {'it' if run == 1 else 'they'} {verb}"
        return (line, ChangesPart(heading, rows)) if rows else (line,)

    def _finish_draft(self, state: State) -> None:
        draft, self.draft = self.draft, None
        if draft is None:
            return
        quarter = draft.before.quarter
        now = _with_slots(state, {QUARTER: quarter})
        quarter_end = _with_slots(
            now, {event.slot: event.before for event in reversed(draft.quarter_events)}
        )
        rows_changed = change_rows(self.pack, draft.before, quarter_end, draft.events)
        if not self.has_ended:
            rows_changed += scheduled_rows(self.pack, draft.events, draft.scenario, quarter)
        closing = change_rows(self.pack, quarter_end, state, draft.quarter_events)
        draft.parts += [
            ChangesPart(heading, rows)
            for heading, rows in (
                (CHANGES_HEADING, rows_changed),
                (f"As the {unit_word(self.pack.frame)} ends", closing),
            )
            if rows
        ]
        if draft.quarter_events and not self.has_ended:
            pending = (
                *draft.before.pending,
                *(
                    Pending(event.quarter, event.scenario, event.scenes, -1, event.cause)
                    for event in draft.events
                    if isinstance(event, Scheduled)
                ),
            )
            way = way_sentence(on_their_way(self.pack, draft.before, pending), MOST_NAMED)
            draft.parts += [NotePart(way)] if way else []
        result = draft.kind == "result"
        if not draft.parts or (result and len(draft.parts) == 1):
            return
        decision = draft.before.decisions + 1
        # people that the text only mentions are not present
        people = draft.people if result else ()
        shown_now = status(self.pack, now, decision, self.quarter_start, draft.before, people)
        rolled = any(isinstance(part, CheckPart) for part in draft.parts)
        earlier = (
            status(self.pack, draft.before, decision, self.quarter_start, None, people)
            if rolled
            else None
        )
        begin = f"Begin the {unit_word(self.pack.frame)}."
        onward = begin if draft.first_of_quarter and not result else GO_ON
        self.pages.append(
            Page(
                draft.kind,
                draft.title,
                draft.subtitle,
                tuple(draft.parts),
                (),
                onward,
                shown_now,
                earlier,
                "chapter" if draft.opens_quarter and not result else "",
            )
        )
        if not self.has_ended:
            self.pages += role_pages(self.pack, now, draft.events, shown_now)


def _with_slots(state: State, values: Mapping[int, int]) -> State:
    """Return the state with other numbers in some slots."""
    slots = list(state.slots)
    for slot, value in values.items():
        slots[slot] = value
    return state._replace(slots=tuple(slots))


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
    quiet: dict[int, bool] = {}
    for event in events:
        match event:
            case QuarterBegan(quarter):
                quiet[quarter] = True
            case _ if not quiet:
                pass
            case ChoiceTaken():
                quiet[max(quiet)] = False
            case Rolled() if is_check_shown(check_part(pack, event), event):
                quiet[max(quiet)] = False
            case TextShown(key, state_then) if quiet[max(quiet)]:
                told = PackTexts(pack, state_then).paragraphs(f"{key}/text")
                quiet[max(quiet)] = not told
            case _:
                pass
    if quiet and state.outcome < 0:
        quiet[max(quiet)] = False
    return frozenset(quarter for quarter in quiet if quiet[quarter])


def _decision_page(
    builder: _PageBuilder, state: State, offers: Sequence[Offer], alone: bool
) -> Page:
    """Return the last page: the decision being asked."""
    pack = builder.pack
    scene = pack.program.scenes[state.scene]
    if builder.draft is None or builder.draft.kind == "result":
        # a scene with `pick` asks again: its result is a page, and its text has just been read
        picked = builder.draft is not None and scene.pick > 0
        builder.finish(state)
        text_paragraphs = (
            () if picked and not alone else PackTexts(pack, state).paragraphs(f"{scene.key}/text")
        )
        parts: tuple[Part, ...] = (ProsePart(text_paragraphs),) if text_paragraphs else ()
        if picked:
            parts = (*parts, NotePart(f"{capitalise(number_word(scene.pick - state.picks))} more."))
        subtitle, people_told_of, before = "", [], None
    else:
        draft = builder.draft
        subtitle, people_told_of, before = draft.subtitle, draft.people, draft.before
        rows_changed = change_rows(pack, draft.before, state, draft.events)
        parts = (
            *draft.parts,
            *((ChangesPart(CHANGES_HEADING, rows_changed),) if rows_changed else ()),
        )
    choices = choice_rows(pack, state, offers)
    people = (
        people_present(
            pack,
            state,
            state.scene,
            [(pack.program.choices[offer.choice].key, offer.moment) for offer in offers],
        )
        + people_told_of
    )
    title = scenario_title(pack, scene.scenario, state.calls)
    now = status(pack, state, state.decisions + 1, builder.quarter_start, before, people)
    return Page("scene", title, subtitle, parts, choices, "", now)


def end_page(
    pack: Pack, state: State, quarter_start: State | None, passed: tuple[Part, ...]
) -> Page:
    """Return the page of the end: what `passed` before it, the outcome's text, its variant, its one
    line, and its epilogue."""
    outcome = pack.outcomes[pack.program.outcomes[state.outcome].id]
    words = PackTexts(pack, state)
    key = f"outcomes.{outcome.id}"
    parts: list[Part] = [*passed]
    for text in (f"{key}/text", shown_variant(pack, state)[2]):
        text_paragraphs = words.paragraphs(text) if text else ()
        if text_paragraphs:
            parts.append(ProsePart(text_paragraphs))
    dot = words.line(f"{key}/dot")
    if dot:
        parts.append(ProsePart((Paragraph(inverted_emphasis(dot), "quote"),)))
    after = words.paragraphs(f"{key}/epilogue")
    if after:
        parts.append(ProsePart(after))
    now = status(pack, state, state.decisions, quarter_start)
    return Page(
        "end",
        display_text(outcome.title),
        "",
        tuple(parts),
        (),
        "",
        replace(now, ended=True),
    )
