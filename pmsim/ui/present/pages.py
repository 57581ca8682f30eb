"""Events to pages: what a front end shows, in order, as frozen values. A step may tell several scenes; each visit is a page."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

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
)  # fmt: skip
from pmsim.core.expr import evaluate
from pmsim.core.program import QUARTER, ROLE, Check
from pmsim.core.state import State
from pmsim.lang.pack import Pack
from pmsim.ui.present.choices import rows_of
from pmsim.ui.present.ledger import ahead, rows
from pmsim.ui.present.parts import Aside, Checked, Ledger, Page, Part, Prose, Said
from pmsim.ui.present.reasons import leans_on
from pmsim.ui.present.status import status
from pmsim.ui.present.text import Line, Paragraph, plain
from pmsim.ui.present.typography import shown
from pmsim.ui.present.wording import Wording
from pmsim.ui.present.words import capital, number_word

GO_ON = "Go on."
BEGIN_QUARTER = "Begin the quarter."
CHANGED = "What changed"
QUARTER_ENDS = "As the quarter ends"


class _Draft:
    """A page being gathered from events. `before`: the state in which it began."""

    def __init__(self, kind: Literal["scene", "told", "result"], key: str, title: str, before: State) -> None:
        self.kind: Literal["scene", "told", "result"] = kind
        self.key, self.title, self.subtitle = key, title, ""
        self.parts: list[Part] = []
        self.events: list[Event] = []
        self.closing: list[Event] = []
        self.before = self.closed = before
        self.people: list[str] = []
        self.first_of_quarter = False
        self.scenario = -1


class _Teller:
    """Walks over events, keeping the state as it was at each, and gathers pages. `over`: the career ends here, so nothing is ahead."""

    def __init__(self, pack: Pack, before: State, since: State | None, over: bool) -> None:
        self.pack = pack
        self.state = before
        self.since = since
        self.over = over
        self.pages: list[Page] = []
        self.draft: _Draft | None = None
        self.quarter_began = False
        self.resulted = False

    def tell(self, event: Event) -> None:
        self._follow(event)
        match event:
            case ChoiceTaken():
                self._took(event)
            case Entered():
                self._entered(event)
            case TextShown():
                self._told(event)
            case Rolled() if self.draft is not None:
                check = checked(self.pack, event, self.state)
                # a scene's own roll is the world's luck: nobody tried anything, so there is no way for it to go
                if event.choice >= 0 or check.asks:
                    self.draft.parts.append(check)
            case QuarterBegan():
                self.quarter_began = True
            case Changed(source="quarter") if self.draft is not None:
                if not self.draft.closing:
                    self.draft.closed = self._before(event)
                self.draft.closing.append(event)
            case _ if self.draft is not None:
                self.draft.events.append(event)
            case _:
                pass

    def _before(self, event: Changed) -> State:
        slots = list(self.state.slots)
        slots[event.slot] = event.before
        return self.state._replace(slots=tuple(slots))

    def _follow(self, event: Event) -> None:
        """The state after an event."""
        slots = list(self.state.slots)
        match event:
            case TextShown():
                self.state = event.state
                return
            case ChoiceTaken():
                made = event.state.decisions + 1
                self.state = event.state._replace(decisions=made, last_choice=(event.choice, event.moment))
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

    def _took(self, event: ChoiceTaken) -> None:
        choice = self.pack.program.choices[event.choice]
        scene = self.pack.program.scenes[choice.scene]
        words = Wording(self.pack, event.state, event.moment)
        label = words.line(f"{choice.key}/label")
        self.draft = _Draft("result", choice.key, self._title(scene.scenario), event.state)
        self.draft.scenario = scene.scenario
        self.draft.people += in_scene(self.pack, event.state, choice.scene, [(choice.key, event.moment)])
        self.draft.parts.append(Said(verb(label), label))

    def _entered(self, event: Entered) -> None:
        scene = self.pack.program.scenes[event.scene]
        if event.arrival == "goto" and self.draft is not None and self.draft.kind == "told":
            self.draft.key = scene.key
            return
        self.finish()
        self.draft = _Draft("told", scene.key, self._title(scene.scenario), self.state)
        self.draft.scenario = scene.scenario
        self.draft.first_of_quarter, self.quarter_began = self.quarter_began, False
        if event.arrival == "due":
            self.draft.subtitle = "come due"

    def _told(self, event: TextShown) -> None:
        if self.draft is None:
            return
        words = Wording(self.pack, event.state, event.state.last_choice[1] if event.state.last_choice is not None else -1)
        found = words.paragraphs(f"{event.key}/text")
        if found:
            self.draft.parts.append(Prose(found))
        self.draft.people += words.people(f"{event.key}/text")

    def _title(self, scenario: int) -> str:
        return shown(self.pack.scenarios[self.pack.program.scenarios[scenario].id].title)

    def finish(self) -> None:
        """The draft becomes a page, if there is anything on it."""
        draft, self.draft = self.draft, None
        if draft is None:
            return
        end = draft.closed if draft.closing else self.state
        found = rows(self.pack, draft.before, end, draft.events)
        if not self.over:
            found += ahead(self.pack, draft.events, draft.scenario, draft.before.slots[QUARTER])
        if found:
            draft.parts.append(Ledger(CHANGED, found))
        closing = rows(self.pack, draft.closed, self.state, draft.closing) if draft.closing else ()
        if closing:
            draft.parts.append(Ledger(QUARTER_ENDS, closing))
        result = draft.kind == "result"
        if not draft.parts or (result and len(draft.parts) == 1):
            return
        decision = draft.before.decisions + 1
        # who is only told of is not in the room
        people = draft.people if result else ()
        shown_now = status(self.pack, self._as_shown(draft), decision, self.since, draft.before, people)
        rolled = any(isinstance(part, Checked) for part in draft.parts)
        earlier = status(self.pack, draft.before, decision, self.since, None, people) if rolled else None
        onward = BEGIN_QUARTER if draft.first_of_quarter and not result else GO_ON
        self.pages.append(Page(draft.kind, draft.key, draft.title, draft.subtitle, tuple(draft.parts), (), onward, shown_now, earlier))

    def _as_shown(self, draft: _Draft) -> State:
        """A page is dated by the quarter it tells of, not by the one that begins after it."""
        slots = list(self.state.slots)
        slots[QUARTER] = draft.before.slots[QUARTER]
        return self.state._replace(slots=tuple(slots))


def in_scene(pack: Pack, state: State, number: int, choices: Iterable[tuple[str, int]]) -> list[str]:
    """Who is there: whom the scene cannot do without, whom its text and these `choices` (key, moment) name, then the scenario's company."""
    scene = pack.program.scenes[number]
    found = [*pack.company.get(scene.key, ()), *Wording(pack, state).people(f"{scene.key}/text")]
    for key, moment in choices:
        found += Wording(pack, state, moment).people(f"{key}/label")
    return [*found, *pack.company.get(pack.program.scenarios[scene.scenario].id, ())]


def checked(pack: Pack, event: Rolled, state: State) -> Checked:
    """A roll, as shown."""
    check = _check(pack, event)
    words = Wording(pack, state)
    yes, no = (plain(words.line(f"{branch.key}/short")) for branch in (check.success, check.failure))
    return Checked(leans_on(pack, check.odds), event.odds, event.roll, event.passed, yes or "it goes your way", no or "it does not")


def _check(pack: Pack, event: Rolled) -> Check:
    if event.choice >= 0:
        check = pack.program.choices[event.choice].check
    else:
        check = next(scene.check for scene in pack.program.scenes if scene.key == event.key)
    assert check is not None
    return check


def verb(label: Line) -> str:
    """How a choice's words are introduced when they are repeated."""
    text = plain(label)
    if not text.startswith("“"):
        return "You chose"
    return "You asked" if text.endswith("?”") else "You said"


def pages(
    pack: Pack,
    before: State,
    events: Sequence[Event],
    state: State,
    offers: Sequence[Offer],
    since: State | None = None,
    *,
    alone: bool = False,
) -> tuple[Page, ...]:
    """The pages of one step: what came of the choice, what was told on the way, and at last the decision being asked, or the end.

    `before`: the state in which the step was taken (of a first step: its own); `since`: the state when the quarter began;
    `alone`: the last page will be read without those before it.
    """
    teller = _Teller(pack, before, since, state.outcome >= 0)
    for event in events:
        if not isinstance(event, Ended):
            teller.tell(event)
    if state.outcome >= 0:
        teller.finish()
        return (*teller.pages, end_page(pack, state, since))
    asking = _asking(teller, state, offers, alone)
    return (*teller.pages, asking)


def _asking(teller: _Teller, state: State, offers: Sequence[Offer], alone: bool) -> Page:
    """The last page: the decision being asked."""
    pack = teller.pack
    scene = pack.program.scenes[state.scene]
    if teller.draft is None or teller.draft.kind == "result":
        # a scene that goes on asking (`pick`): the result is its own page, and the question has just been read
        picked = teller.draft is not None and scene.pick > 0
        teller.finish()
        found = () if picked and not alone else Wording(pack, state).paragraphs(f"{scene.key}/text")
        parts: tuple[Part, ...] = (Prose(found),) if found else ()
        if picked:
            parts = (*parts, Aside(f"{capital(number_word(scene.pick - state.picks))} more."))
        subtitle, told_of, before = "", [], None
    else:
        draft = teller.draft
        subtitle, told_of, before = draft.subtitle, draft.people, draft.before
        found_rows = rows(pack, draft.before, teller.state, draft.events)
        parts = (*draft.parts, *((Ledger(CHANGED, found_rows),) if found_rows else ()))
    choices = rows_of(pack, state, offers)
    people = in_scene(pack, state, state.scene, [(pack.program.choices[offer.choice].key, offer.moment) for offer in offers]) + told_of
    title = shown(pack.scenarios[pack.program.scenarios[scene.scenario].id].title)
    now = status(pack, state, state.decisions + 1, teller.since, before, people)
    return Page("scene", scene.key, title, subtitle, parts, choices, "", now)


def end_page(pack: Pack, state: State, since: State | None = None) -> Page:
    """The end: what it says of it, how it turned out, its one line, and what became of you."""
    outcome = pack.outcomes[pack.program.outcomes[state.outcome].id]
    words = Wording(pack, state)
    key = f"outcomes.{outcome.id}"
    parts: list[Part] = []
    for text in (f"{key}/text", variant(pack, state)):
        found = words.paragraphs(text) if text else ()
        if found:
            parts.append(Prose(found))
    dot = words.line(f"{key}/dot")
    if dot:
        parts.append(Prose((Paragraph(_motto(dot), "quote"),)))
    after = words.paragraphs(f"{key}/epilogue")
    if after:
        parts.append(Prose(after))
    now = status(pack, state, state.decisions, since)
    return Page("end", outcome.id, shown(outcome.title), "", tuple(parts), (), "", replace(now, ended=True))


def _motto(line: Line) -> Line:
    return tuple(span._replace(emphasis=not span.emphasis) for span in line)


def variant(pack: Pack, state: State) -> str:
    """The key of the outcome's variant that holds, '' without one."""
    outcome = pack.outcomes[pack.program.outcomes[state.outcome].id]
    return next((key for _, when, key in outcome.variants if when is None or evaluate(when, state.slots)), "")
