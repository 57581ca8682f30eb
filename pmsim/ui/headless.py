"""A career without a screen: choices in, a result out, for programs. It plays the same session as
every front end.

The names and fields of `result` are fixed: they are the interface of `pmsim run --json`."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pmsim.core.mutable_state import MutableState
from pmsim.core.offers import action_id, open_choices
from pmsim.core.policy import policy_named
from pmsim.lang import Pack
from pmsim.play.playthrough import (
    FailedExpectation,
    Playthrough,
    failed_expectations,
    start_session,
)
from pmsim.play.session import ActionError, Session
from pmsim.play.state_encoding import digest


class RefusedChoice(NamedTuple):
    """A choice that was not open. `decision`: the number of the decision at which it was tried;
    `at`: the scene's key, '' after the end; `open`: the choices that were open."""

    choice: str
    decision: int
    at: str
    open: tuple[str, ...]


def play_choices(
    session: Session, choices: Iterable[str], then: str = "stop"
) -> RefusedChoice | None:
    """Take the choices in order, then let `then` play on: `stop`, `first`, `random` or a persona
    of the pack.

    Stop at the first choice that is not open, and return it. Raises KeyError for an unknown
    `then`."""
    policy = None if then == "stop" else policy_named(session.program, then)
    for choice in choices:
        try:
            session.act(choice)
        except ActionError as error:
            return RefusedChoice(choice, session.decision, error.at, error.open)
    while policy is not None and session.position.scene >= 0:
        machine = MutableState(session.program, session.position)
        among = open_choices(machine)
        session.act(action_id(machine, among[policy(machine, among)]))
    return None


def result(session: Session, refused: RefusedChoice | None = None) -> dict[str, Any]:
    """Return the state of a career, as `pmsim run --json` prints it."""
    scene = session.position.scene
    fields: dict[str, Any] = {
        "outcome": session.outcome,
        "turns": session.position.decisions,
        "quarter": session.state.quarter,
        "role": session.state.role,
        "stats": dict(session.state),
        "flags": list(session.state.flags),
        "choices": list(session.choices),
        "scene": session.program.scenes[scene].key if scene >= 0 else None,
        "digest": digest(session.program, session.position),
    }
    if refused is not None:
        fields["error"] = {
            "code": "not_open",
            "choice": refused.choice,
            "decision": refused.decision,
            "at": refused.at or None,
            "open": list(refused.open),
        }
    return fields


def summary(session: Session, refused: RefusedChoice | None = None) -> Iterator[str]:
    """Yield the state of a career in a few lines for people."""
    state = session.state
    outcome = session.outcome
    yield f"outcome   {outcome or 'none yet'}"
    yield f"turns     {session.position.decisions}"
    yield f"quarter   {state.quarter}"
    yield f"role      {state.role}"
    if session.position.scene >= 0:
        yield f"scene     {session.program.scenes[session.position.scene].key}"
        yield f"open      {', '.join(offer.id for offer in session.offered if not offer.closed)}"
    yield f"stats     {', '.join(f'{name} {value}' for name, value in state.items())}"
    yield f"flags     {', '.join(state.flags) or 'none'}"
    yield f"choices   {','.join(session.choices) or 'none'}"
    yield f"digest    {digest(session.program, session.position)}"
    if refused is not None:
        yield f"error     {refusal_sentence(refused)}"


def refusal_sentence(refused: RefusedChoice) -> str:
    """Return a sentence on the choice that was not open, with the choices that were."""
    if not refused.at:
        return f"Decision {refused.decision}: {refused.choice} comes after the career has ended."
    return (
        f"Decision {refused.decision}, at {refused.at}: {refused.choice} is not open. Open are:"
        f" {', '.join(refused.open)}."
    )


def transcript(session: Session) -> Iterator[str]:
    """Yield in lines what a player would have read up to here: every page with its choices, in
    order."""
    from pmsim.ui.plain_text import render_page
    from pmsim.ui.present.history import life_pages

    for number, page in enumerate(life_pages(session)):
        if number:
            yield ""
        if page.kind != "result":
            yield f"== {page.title} · {page.status.when} · Decision {page.status.decision}"
            yield ""
        yield from render_page(page)


class PlayedPlaythrough(NamedTuple):
    """A playthrough after playing: the session, the choice that was not open, and the failed
    expectations. If a choice was refused, that is the only one of them."""

    session: Session
    refused: RefusedChoice | None
    misses: tuple[FailedExpectation, ...]


def play_playthrough(pack: Pack, playthrough: Playthrough) -> PlayedPlaythrough:
    """Play a playthrough and check its expectations. Raises KeyError for an unknown start or an
    unknown `then`."""
    session = start_session(pack, playthrough)
    refused = play_choices(
        session, (choice.text for choice in playthrough.choices), playthrough.then
    )
    if refused is not None:
        place = playthrough.choices[session.position.decisions].place
        return PlayedPlaythrough(
            session,
            refused,
            (FailedExpectation(f"{refused.choice} is open", refusal_sentence(refused), place),),
        )
    return PlayedPlaythrough(
        session,
        None,
        failed_expectations(session, playthrough, lambda: "\n".join(transcript(session))),
    )


def last_page_lines(session: Session) -> Iterator[str]:
    """Yield the current page of a career in lines."""
    from pmsim.ui.plain_text import render_page
    from pmsim.ui.present.history import current_page

    page = current_page(session)
    yield f"== {page.title} · {page.status.when} · Decision {page.status.decision}"
    yield from render_page(page)
