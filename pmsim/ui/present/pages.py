"""Events to pages: what a front end shows, in order, as frozen values. A step may show several
scenes; each visit is a page."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from pmsim.core.compile_expr import evaluate
from pmsim.core.events import (
    Changed,
    ChoiceTaken,
    Crossed,
    Ended,
    Entered,
    Event,
    Offer,
    Practised,
    QuarterBegan,
    RoleChanged,
    Rolled,
    TextShown,
)
from pmsim.core.program import QUARTER, ROLE, Check
from pmsim.core.state import State
from pmsim.lang.pack import Pack
from pmsim.ui.present.changes import change_rows, scheduled_rows
from pmsim.ui.present.choices import choice_rows
from pmsim.ui.present.pack_texts import PackTexts
from pmsim.ui.present.parts import (
    ChangesPart,
    CheckPart,
    ChosenPart,
    NotePart,
    Page,
    Part,
    ProsePart,
)
from pmsim.ui.present.reasons import check_basis
from pmsim.ui.present.status import status
from pmsim.ui.present.text import Line, Paragraph, to_plain
from pmsim.ui.present.typography import display_text
from pmsim.ui.present.words import capitalise, number_word

GO_ON = "Go on."
BEGIN_QUARTER = "Begin the quarter."
CHANGES_HEADING = "What changed"
QUARTER_HEADING = "As the quarter ends"


class _PageDraft:
    """A page being built from events. `before`: the state in which it began."""

    def __init__(
        self, kind: Literal["scene", "told", "result"], key: str, title: str, before: State
    ) -> None:
        self.kind: Literal["scene", "told", "result"] = kind
        self.key, self.title, self.subtitle = key, title, ""
        self.parts: list[Part] = []
        self.events: list[Event] = []
        self.quarter_events: list[Event] = []
        self.before = self.before_quarter = before
        self.people: list[str] = []
        self.first_of_quarter = False
        self.scenario = -1


class _PageBuilder:
    """A builder that walks over events, keeps the state at each, and collects pages. `has_ended`:
    the career ends here, so nothing scheduled is shown."""

    def __init__(
        self, pack: Pack, before: State, quarter_start: State | None, has_ended: bool
    ) -> None:
        self.pack = pack
        self.state = before
        self.quarter_start = quarter_start
        self.has_ended = has_ended
        self.pages: list[Page] = []
        self.draft: _PageDraft | None = None
        self.quarter_began = False
        self.has_result = False

    def add(self, event: Event) -> None:
        self._apply(event)
        match event:
            case ChoiceTaken():
                self._add_choice(event)
            case Entered():
                self._add_scene(event)
            case TextShown():
                self._add_text(event)
            case Rolled() if self.draft is not None:
                check = check_part(self.pack, event, self.state)
                # a scene's own roll with nothing tested is luck: the player tried nothing
                if event.choice >= 0 or check.tested:
                    self.draft.parts.append(check)
            case QuarterBegan():
                self.quarter_began = True
            case Changed(source="quarter") if self.draft is not None:
                if not self.draft.quarter_events:
                    self.draft.before_quarter = self._before(event)
                self.draft.quarter_events.append(event)
            case _ if self.draft is not None:
                self.draft.events.append(event)
            case _:
                pass

    def _before(self, event: Changed) -> State:
        slots = list(self.state.slots)
        slots[event.slot] = event.before
        return self.state._replace(slots=tuple(slots))

    def _apply(self, event: Event) -> None:
        """Update the state by an event."""
        slots = list(self.state.slots)
        match event:
            case TextShown():
                self.state = event.state
                return
            case ChoiceTaken():
                decisions = event.state.decisions + 1
                self.state = event.state._replace(
                    decisions=decisions, last_choice=(event.choice, event.moment)
                )
                return
            case Changed():
                slots[event.slot] = event.after
            case Practised():
                slots[self.pack.program.skills[event.skill].level] = event.after
            case RoleChanged():
                slots[ROLE] = event.after
            case Crossed():
                slots[self.pack.program.stages[event.stage].ends] = event.until
            case QuarterBegan():
                slots[QUARTER] = event.quarter
            case _:
                return
        self.state = self.state._replace(slots=tuple(slots))

    def _add_choice(self, event: ChoiceTaken) -> None:
        choice = self.pack.program.choices[event.choice]
        scene = self.pack.program.scenes[choice.scene]
        words = PackTexts(self.pack, event.state, event.moment)
        label = words.line(f"{choice.key}/label")
        self.draft = _PageDraft("result", choice.key, self._title(scene.scenario), event.state)
        self.draft.scenario = scene.scenario
        self.draft.people += people_present(
            self.pack, event.state, choice.scene, [(choice.key, event.moment)]
        )
        self.draft.parts.append(ChosenPart(choice_verb(label), label))

    def _add_scene(self, event: Entered) -> None:
        scene = self.pack.program.scenes[event.scene]
        if event.arrival == "goto" and self.draft is not None and self.draft.kind == "told":
            self.draft.key = scene.key
            return
        self.finish()
        self.draft = _PageDraft("told", scene.key, self._title(scene.scenario), self.state)
        self.draft.scenario = scene.scenario
        self.draft.first_of_quarter, self.quarter_began = self.quarter_began, False
        if event.arrival == "due":
            self.draft.subtitle = "come due"

    def _add_text(self, event: TextShown) -> None:
        if self.draft is None:
            return
        words = PackTexts(
            self.pack,
            event.state,
            event.state.last_choice[1] if event.state.last_choice is not None else -1,
        )
        text_paragraphs = words.paragraphs(f"{event.key}/text")
        if text_paragraphs:
            self.draft.parts.append(ProsePart(text_paragraphs))
        self.draft.people += words.people(f"{event.key}/text")

    def _title(self, scenario: int) -> str:
        return display_text(self.pack.scenarios[self.pack.program.scenarios[scenario].id].title)

    def finish(self) -> None:
        """Turn the draft into a page, unless it is empty."""
        draft, self.draft = self.draft, None
        if draft is None:
            return
        end = draft.before_quarter if draft.quarter_events else self.state
        rows_changed = change_rows(self.pack, draft.before, end, draft.events)
        if not self.has_ended:
            rows_changed += scheduled_rows(
                self.pack, draft.events, draft.scenario, draft.before.slots[QUARTER]
            )
        if rows_changed:
            draft.parts.append(ChangesPart(CHANGES_HEADING, rows_changed))
        closing = (
            change_rows(self.pack, draft.before_quarter, self.state, draft.quarter_events)
            if draft.quarter_events
            else ()
        )
        if closing:
            draft.parts.append(ChangesPart(QUARTER_HEADING, closing))
        result = draft.kind == "result"
        if not draft.parts or (result and len(draft.parts) == 1):
            return
        decision = draft.before.decisions + 1
        # people that the text only mentions are not present
        people = draft.people if result else ()
        shown_now = status(
            self.pack, self._dated_state(draft), decision, self.quarter_start, draft.before, people
        )
        rolled = any(isinstance(part, CheckPart) for part in draft.parts)
        earlier = (
            status(self.pack, draft.before, decision, self.quarter_start, None, people)
            if rolled
            else None
        )
        onward = BEGIN_QUARTER if draft.first_of_quarter and not result else GO_ON
        self.pages.append(
            Page(
                draft.kind,
                draft.key,
                draft.title,
                draft.subtitle,
                tuple(draft.parts),
                (),
                onward,
                shown_now,
                earlier,
            )
        )

    def _dated_state(self, draft: _PageDraft) -> State:
        """Return the state with the quarter that the page shows, not the one that begins after
        it."""
        slots = list(self.state.slots)
        slots[QUARTER] = draft.before.slots[QUARTER]
        return self.state._replace(slots=tuple(slots))


def people_present(
    pack: Pack, state: State, number: int, choices: Iterable[tuple[str, int]]
) -> list[str]:
    """Return the people present: those that the scene needs, those whom its text and these
    `choices` (key, moment) name, then the scenario's company."""
    scene = pack.program.scenes[number]
    people = [*pack.company.get(scene.key, ()), *PackTexts(pack, state).people(f"{scene.key}/text")]
    for key, moment in choices:
        people += PackTexts(pack, state, moment).people(f"{key}/label")
    return [*people, *pack.company.get(pack.program.scenarios[scene.scenario].id, ())]


def check_part(pack: Pack, event: Rolled, state: State) -> CheckPart:
    """Return a roll as shown."""
    check = _rolled_check(pack, event)
    words = PackTexts(pack, state)
    yes, no = (
        to_plain(words.line(f"{branch.key}/short")) for branch in (check.success, check.failure)
    )
    return CheckPart(
        check_basis(pack, check.odds),
        event.odds,
        event.roll,
        event.passed,
        yes or "it goes your way",
        no or "it does not",
    )


def _rolled_check(pack: Pack, event: Rolled) -> Check:
    if event.choice >= 0:
        check = pack.program.choices[event.choice].check
    else:
        check = next(scene.check for scene in pack.program.scenes if scene.key == event.key)
    assert check is not None
    return check


def choice_verb(label: Line) -> str:
    """Return the verb that introduces a choice's label when it is repeated."""
    text = to_plain(label)
    if not text.startswith("“"):
        return "You chose"
    return "You asked" if text.endswith("?”") else "You said"


def render_pages(
    pack: Pack,
    before: State,
    events: Sequence[Event],
    state: State,
    offers: Sequence[Offer],
    quarter_start: State | None = None,
    *,
    alone: bool = False,
) -> tuple[Page, ...]:
    """Return the pages of one step: the result of the choice, the scenes after it, and last the
    decision being asked, or the end.

    `before`: the state in which the step was taken (of a first step: its own); `quarter_start`: the
    state when the quarter began; `alone`: the last page will be read without those before it."""
    builder = _PageBuilder(pack, before, quarter_start, state.outcome >= 0)
    for event in events:
        if not isinstance(event, Ended):
            builder.add(event)
    if state.outcome >= 0:
        builder.finish()
        return (*builder.pages, end_page(pack, state, quarter_start))
    decision_page = _decision_page(builder, state, offers, alone)
    return (*builder.pages, decision_page)


def _decision_page(
    builder: _PageBuilder, state: State, offers: Sequence[Offer], alone: bool
) -> Page:
    """Return the last page: the decision being asked."""
    pack = builder.pack
    scene = pack.program.scenes[state.scene]
    if builder.draft is None or builder.draft.kind == "result":
        # a scene with `pick` asks again: its result is a page, and its text has just been read
        picked = builder.draft is not None and scene.pick > 0
        builder.finish()
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
        rows_changed = change_rows(pack, draft.before, builder.state, draft.events)
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
    title = display_text(pack.scenarios[pack.program.scenarios[scene.scenario].id].title)
    now = status(pack, state, state.decisions + 1, builder.quarter_start, before, people)
    return Page("scene", scene.key, title, subtitle, parts, choices, "", now)


def end_page(pack: Pack, state: State, quarter_start: State | None = None) -> Page:
    """Return the page of the end: the outcome's text, its variant, its one line, and its
    epilogue."""
    outcome = pack.outcomes[pack.program.outcomes[state.outcome].id]
    words = PackTexts(pack, state)
    key = f"outcomes.{outcome.id}"
    parts: list[Part] = []
    for text in (f"{key}/text", outcome_variant_key(pack, state)):
        text_paragraphs = words.paragraphs(text) if text else ()
        if text_paragraphs:
            parts.append(ProsePart(text_paragraphs))
    dot = words.line(f"{key}/dot")
    if dot:
        parts.append(ProsePart((Paragraph(_inverted_emphasis(dot), "quote"),)))
    after = words.paragraphs(f"{key}/epilogue")
    if after:
        parts.append(ProsePart(after))
    now = status(pack, state, state.decisions, quarter_start)
    return Page(
        "end",
        outcome.id,
        display_text(outcome.title),
        "",
        tuple(parts),
        (),
        "",
        replace(now, ended=True),
    )


def _inverted_emphasis(line: Line) -> Line:
    return tuple(span._replace(emphasis=not span.emphasis) for span in line)


def outcome_variant_key(pack: Pack, state: State) -> str:
    """Return the key of the outcome's variant that holds, '' without one."""
    outcome = pack.outcomes[pack.program.outcomes[state.outcome].id]
    return next(
        (key for _, when, key in outcome.variants if when is None or evaluate(when, state.slots)),
        "",
    )
