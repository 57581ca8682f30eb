"""A program as somebody else writes it: it uses the public names alone, and is type-checked in
the tests."""

from pmsim import ActionError, Pack, PackError, Session, load_pack


def play(pack: Pack, seed: int) -> str | None:
    """Return the outcome of a career that always takes the first open choice."""
    session = Session(pack, seed=seed)
    while session.outcome is None:
        open_ids: list[str] = [offer.id for offer in session.offered if not offer.closed]
        turn = session.act(open_ids[0])
        print(
            len(turn.events),
            session.decision,
            session.state["energy"],
            session.state.quarter,
            session.choices[-1],
        )
    return session.outcome


def refused(pack: Pack) -> tuple[str, ...]:
    """Return what is open where something else was chosen."""
    session = Session(pack)
    try:
        session.act("no_such_choice")
    except ActionError as error:
        return error.open
    raise AssertionError("a choice that is not there was taken")


def back_and_forth(pack: Pack) -> bool:
    """Return whether a decision that was taken back is kept as a life of its own."""
    session = Session(pack)
    first, second = [offer.id for offer in session.offered if not offer.closed][:2]
    session.act(first)
    session.back()
    session.act(second)
    return len(session.lives) == 2


if __name__ == "__main__":
    try:
        load_pack("no_such_pack")
    except PackError as problem:
        print(problem.diagnostics)
    first_day = load_pack("first_day")
    print(first_day.title, refused(first_day), back_and_forth(first_day))
    print(play(first_day, seed=1))
