"""A career without a screen: choices in, a result out. The same session as every front end's; what it prints is for programs.

The names and fields of `result` are fixed: they are the interface of `pmsim run --json`.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pmsim.core.compiled import MutableState
from pmsim.core.policy import policy_named
from pmsim.core.scene import action_id, open_choices
from pmsim.lang.pack import Pack
from pmsim.play.playthrough import FailedExpectation, Playthrough, failed_expectations, start_session
from pmsim.play.session import ActionError, Session
from pmsim.play.state_encoding import digest


class Refusal(NamedTuple):
    """A choice that was not open. `decision`: the number of the decision at which it was tried; `at`: the scene's key, '' at the end."""

    choice: str
    decision: int
    at: str
    open: tuple[str, ...]


def play(session: Session, choices: Iterable[str], then: str = "stop") -> Refusal | None:
    """Take the choices in order, then let `then` go on: `stop`, `first`, `random` or a persona of the pack.

    The first choice that is not open ends it, and is returned. Raises KeyError for an unknown `then`."""
    policy = None if then == "stop" else policy_named(session.program, then)
    for choice in choices:
        try:
            session.act(choice)
        except ActionError as error:
            return Refusal(choice, session.decision, error.at, error.open)
    while policy is not None and session.position.scene >= 0:
        machine = MutableState(session.program, session.position)
        among = open_choices(machine)
        session.act(action_id(machine, among[policy(machine, among)]))
    return None


def result(session: Session, refused: Refusal | None = None) -> dict[str, Any]:
    """Where a career stands, as `pmsim run --json` prints it."""
    scene = session.position.scene
    found: dict[str, Any] = {
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
        found["error"] = {
            "code": "not_open",
            "choice": refused.choice,
            "decision": refused.decision,
            "at": refused.at or None,
            "open": list(refused.open),
        }
    return found


def summary(session: Session, refused: Refusal | None = None) -> Iterator[str]:
    """The same in a few lines, for people."""
    reading = session.state
    ended = session.outcome
    yield f"outcome   {ended or 'none yet'}"
    yield f"turns     {session.position.decisions}"
    yield f"quarter   {reading.quarter}"
    yield f"role      {reading.role}"
    if session.position.scene >= 0:
        yield f"scene     {session.program.scenes[session.position.scene].key}"
        yield f"open      {', '.join(offer.id for offer in session.offered if not offer.closed)}"
    yield f"stats     {', '.join(f'{name} {value}' for name, value in reading.items())}"
    yield f"flags     {', '.join(reading.flags) or 'none'}"
    yield f"choices   {','.join(session.choices) or 'none'}"
    yield f"digest    {digest(session.program, session.position)}"
    if refused is not None:
        yield f"error     {sentence(refused)}"


def sentence(refused: Refusal) -> str:
    """What was not open, and what was."""
    if not refused.at:
        return f"Decision {refused.decision}: {refused.choice} comes after the career has ended."
    return f"Decision {refused.decision}, at {refused.at}: {refused.choice} is not open. Open are: {', '.join(refused.open)}."


def transcript(session: Session) -> Iterator[str]:
    """What a player would have read on the way here, in lines: every page with its choices, in order."""
    from pmsim.ui.lines import of_page
    from pmsim.ui.present.careers import log

    for number, page in enumerate(log(session)):
        if number:
            yield ""
        if page.kind != "result":
            yield f"== {page.title} · {page.status.when} · Decision {page.status.decision}"
            yield ""
        yield from of_page(page)


class Played(NamedTuple):
    """A playthrough that was played: where it ended, the choice that was not open, and what did not hold (unless a choice was refused)."""

    session: Session
    refused: Refusal | None
    misses: tuple[FailedExpectation, ...]


def play_through(pack: Pack, playthrough: Playthrough) -> Played:
    """Play a playthrough and hold it to what it expects. Raises KeyError for an unknown start or an unknown `then`."""
    session = start_session(pack, playthrough)
    refused = play(session, (choice.text for choice in playthrough.choices), playthrough.then)
    if refused is not None:
        place = playthrough.choices[session.position.decisions].place
        return Played(session, refused, (FailedExpectation(f"{refused.choice} is open", sentence(refused), place),))
    return Played(session, None, failed_expectations(session, playthrough, lambda: "\n".join(transcript(session))))


def last_page(session: Session) -> Iterator[str]:
    """The page where a career stands, in lines."""
    from pmsim.ui.lines import of_page
    from pmsim.ui.present.careers import current

    page = current(session)
    yield f"== {page.title} · {page.status.when} · Decision {page.status.decision}"
    yield from of_page(page)
