"""Packs as they were at each change of the language load and play as they did then.

`old/<edition>/careers.txt` has 1,000 lines, each with the first twelve digits of a career's digest:
number n is pack n % 2, seed 1 + n // 2, start and player by the seed. Written by
`python -m tests.packs.test_old_packs`, once, with the pmsim of that time.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pmsim.core.events import ConsequenceLost
from pmsim.lang import Pack, compile_pack
from pmsim.play.session import Session
from pmsim.ui import headless
from tests.sizes import size

OLD = Path(__file__).parent / "old"
EDITIONS = sorted(path.name for path in OLD.iterdir())
PACKS = ("first_day", "the_long_game")
CAREERS = 1_000


def pack_in(folder: Path) -> Pack:
    """The pack in a folder, which has no errors."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")
    }
    compiled = compile_pack(files)
    assert compiled.pack is not None, compiled.diagnostics
    return compiled.pack


def career(pack: Pack, seed: int) -> Session:
    """The career that belongs to a seed."""
    starts = [start.id for start in pack.program.starts]
    players = ["random", *(persona.id for persona in pack.program.personas)]
    session = Session(pack, starts[seed % len(starts)], seed)
    assert headless.play_choices(session, (), players[seed % len(players)]) is None
    return session


def careers(edition: str, numbers: range) -> Iterator[Session]:
    """The careers with these numbers."""
    packs = [pack_in(OLD / edition / name) for name in PACKS]
    for number in numbers:
        yield career(packs[number % 2], 1 + number // 2)


def digest(session: Session) -> str:
    """The first digits of a career's digest."""
    return str(headless.result(session)["digest"])[:12]


def came_back_to_somebody_away(session: Session) -> bool:
    """Whether a consequence was lost because somebody was away: the one change of meaning of the
    second edition (docs/versions.md)."""
    return any(
        isinstance(event, ConsequenceLost) and event.reason == "away"
        for node in session.path()
        for event in node.turn.events
    )


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_old_pack_plays_as_it_did(edition: str) -> None:
    written = (OLD / edition / "careers.txt").read_text().split()
    assert len(written) == CAREERS
    some = range(0, CAREERS, size(49, ci=5, long=1))
    played = list(careers(edition, some))
    differing = [
        session
        for session, number in zip(played, some, strict=True)
        if digest(session) != written[number]
    ]
    assert [
        session.choices for session in differing if not came_back_to_somebody_away(session)
    ] == []
    assert len(differing) < len(played) // 5


if __name__ == "__main__":
    for name in EDITIONS:
        lines = map(digest, careers(name, range(CAREERS)))
        (OLD / name / "careers.txt").write_text("".join(f"{line}\n" for line in lines))
