"""Every state that a career reaches lies in what is claimed of its place: random careers of random
packs, and of the shipped ones."""

from collections.abc import Iterator, Mapping
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pmsim.analysis.paths import Paths, paths_for
from pmsim.analysis.paths.knowledge import Knowledge
from pmsim.core.compile_expr import evaluate
from pmsim.core.events import ChoiceTaken, Ended, Entered, TextShown, Turn
from pmsim.core.program import Program, Start
from pmsim.core.state import State
from pmsim.core.step import offered, start, step
from pmsim.lang import compile_pack
from pmsim.store.folders import scenarios_folder
from pmsim.store.packs import read_folder, shipped_packs
from tests.sizes import size
from tests.strategies.packs import packs

MAX_DECISIONS = 120


def outside(known: Knowledge | None, state: State) -> list[str]:
    """What is claimed of a state and is not so."""
    if known is None:
        return ["this place cannot be reached"]
    slots = state.slots
    wrong = []
    for var in known.world.keys() | known.keys():
        value = slots[var.slot] if var.bit < 0 else slots[var.slot] >> var.bit & 1
        if not any(low <= value <= high for low, high in known[var]):
            wrong.append(f"{var} is {value}, not in {known[var]}")
    return wrong + [
        f"{expr} is not {wanted}"
        for expr, wanted in known.goals.values()
        if bool(evaluate(expr, slots)) != wanted
    ]


class Claims:
    """What is claimed of each place of a pack, compared with careers. `wrong`: what was not so."""

    def __init__(self, program: Program, paths: Paths) -> None:
        self.program, self.wrong, self.compared = program, dict[str, str](), 0
        places = [paths.places_of(one.index) for one in program.scenarios]
        self.asked = {key: one for each in places for key, one in each.asked.items()}
        self.entered = {index for each in places for index in each.entered}
        self.taken = {index for each in places for index in each.taken}
        self.ends = {index for each in places for index in each.ends}
        self.told = {key: one for each in places for key, one in each.told.items()}

    def compare(self, where: str, known: Knowledge | None, state: State) -> None:
        """Compare one state with what is claimed of its place."""
        self.compared += 1
        for wrong in outside(known, state):
            self.wrong.setdefault(where, wrong)

    def career(self, door: Start, seed: int, quarters: int) -> None:
        """Play one career and compare every state in it."""
        luck = Random(seed)
        turn = start(self.program, door.id, seed, quarters=quarters)
        self.turn(turn)
        for _ in range(MAX_DECISIONS):
            open_ = [offer.id for offer in offered(self.program, turn.state) if not offer.closed]
            if not open_:
                break
            key = self.program.scenes[turn.state.scene].key
            self.compare(f"asked {key}", self.asked.get(turn.state.scene), turn.state)
            turn = step(self.program, turn.state, luck.choice(open_))
            self.turn(turn)

    def turn(self, turn: Turn) -> None:
        """Compare the events of one turn."""
        for event in turn.events:
            match event:
                case TextShown(key, state):
                    self.compare(f"told {key}", self.told.get(key), state)
                case Entered(scene) if scene not in self.entered:
                    self.wrong.setdefault(f"entered {self.program.scenes[scene].key}", "never")
                case ChoiceTaken(choice) if choice not in self.taken:
                    self.wrong.setdefault(f"taken {self.program.choices[choice].key}", "never")
                case Ended(outcome):
                    by_choice = self.program.outcomes[outcome].by_choice
                    if by_choice and outcome not in self.ends:
                        self.wrong.setdefault(f"ended {outcome}", "never")


def claims_of(files: Mapping[str, bytes]) -> Claims:
    """What is claimed of a pack."""
    draft = compile_pack(files).draft
    assert draft is not None
    paths = paths_for(draft)
    assert paths is not None
    return Claims(draft.program, paths)


def doors(program: Program) -> Iterator[tuple[Start, int]]:
    """Every start, with the usual number of quarters and with the short one."""
    for door in program.starts:
        yield door, 0
        if program.short:
            yield door, program.short


@settings(
    max_examples=size(15, ci=60, long=2000),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(packs(), st.integers(0, 99))
def test_every_state_of_a_random_pack_is_in_what_is_known_of_its_place(
    files: dict[str, bytes], seed: int
) -> None:
    if seed % 2:  # of a finished pack more is known
        files["pack.yaml"] = files["pack.yaml"].replace(b"version: 0.", b"version: 1.")
    claims = claims_of(files)
    for number in range(8):
        for door, quarters in doors(claims.program):
            claims.career(door, seed + number, quarters)
    assert claims.wrong == {}


@pytest.mark.parametrize("name", shipped_packs())
def test_every_state_of_a_shipped_pack_is_in_what_is_known_of_its_place(name: str) -> None:
    claims = claims_of(read_folder(scenarios_folder() / name))
    for number in range(size(2, ci=8, long=400)):
        for door, quarters in doors(claims.program):
            claims.career(door, number, quarters)
    assert claims.wrong == {}
    assert claims.compared > 30
