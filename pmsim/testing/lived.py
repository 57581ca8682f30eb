"""A career lived in a test: a session, begun wherever the test wants it, with what a player would have read."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from pmsim.core.events import Turn
from pmsim.core.state import DEFAULT_START, StartOverride
from pmsim.lang.pack import Pack
from pmsim.play.session import Session
from pmsim.testing.draws import Draws


class UnplayableError(Exception):
    """What a test wants to play is not there; the text says what is."""


class Lived(Session):
    """A session that holds to the fixed luck of a test."""

    def __init__(self, pack: Pack, draws: Draws, start: str, seed: int, quarters: int = 0, midway: StartOverride = DEFAULT_START) -> None:
        self.luck = draws
        super().__init__(pack, start, seed, quarters=quarters, midway=midway, recorded=draws.of_a_career())
        draws.kept(self.events)

    def act(self, action: str) -> Turn:
        """As a session acts. Raises FixedError if a draw that was fixed cannot fall so."""
        turn = super().act(action)
        self.luck.kept(turn.events)
        return turn

    @property
    def text(self) -> str:
        """Everything that a player would have read on the way here."""
        from pmsim.ui.headless import transcript

        return "\n".join(transcript(self))


def lived(
    pack: Pack,
    draws: Draws,
    start: str = "",
    seed: int = 1,
    *,
    at: str = "",
    quarter: int = 0,
    role: str = "",
    because: str = "",
    stats: Mapping[str, int] | None = None,
    flags: Iterable[str] = (),
    quarters: int = 0,
    choices: Iterable[str] = (),
    then: str = "stop",
) -> Lived:
    """A career from a start (the first), or from the scene `at`, through `choices`, and on as `then` says: `stop`, `first`, `random` or a
    persona. `because`: the choice that brought `at` about; of either the last part will do if only one is called so. Raises
    UnplayableError, which names what there is; FixedError."""
    from pmsim.ui.headless import play, sentence

    program = pack.program
    _known("start", start, pack.starts)
    _known("role", role, pack.roles)
    at = _keyed("scene", at, [scene.key for scene in program.scenes])
    because = _keyed("choice", because, [choice.key for choice in program.choices])
    _known("player", then, ("stop", "first", "random", *(persona.id for persona in program.personas)))
    settable = {slot.id: slot.kind for slot in program.slots if slot.kind != "fixed"}
    for name in stats or {}:
        _known("stat that can be set", name, (name for name, kind in settable.items() if kind != "flag"))
    set_flags = list(flags)
    for name in set_flags:
        _known("flag", name, (name for name, kind in settable.items() if kind == "flag"))
    changes = {**dict.fromkeys(set_flags, max(1, quarter)), **(stats or {})}
    begun = Lived(pack, draws, start, seed, quarters, StartOverride(at, quarter, role, because, changes))
    refused = play(begun, choices, then)
    if refused is not None:
        raise UnplayableError(sentence(refused))
    return begun


def _keyed(what: str, name: str, keys: list[str]) -> str:
    """The key, from its last parts if only one ends with them. Raises UnplayableError."""
    ending = [key for key in keys if key.endswith(f".{name}")]
    if name and name not in keys and len(ending) == 1:
        return ending[0]
    _known(what, name, keys)
    return name


def _known(what: str, name: str, known: Iterable[str]) -> None:
    names = list(known)
    if name and name not in names:
        near = [each for each in names if each.endswith(f".{name}")] or get_close_matches(name, names, 3)
        raise UnplayableError(f"There is no {what} called {name}." + (f" The nearest: {', '.join(near[:3])}." if near else ""))
