"""Laws of the engine over random packs: whatever an author writes and a player does. In the long
size some 360,000 decisions each."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim.core import offered, start, step
from pmsim.core.chance import below
from pmsim.core.policy import policy_named
from pmsim.core.program import FIXED_SLOTS, Program
from pmsim.core.state import State
from pmsim.core.step import play_career
from pmsim.lang.pack import Pack
from tests.strategies.packs import compiled_packs

SEEDS = st.integers(0, 2**64 - 1)
PICKS = st.lists(st.integers(0, 50), min_size=1, max_size=12)
MOST = 20_000
"""More decisions than any of the random packs can ask: visits end at 500, and there are few of
them."""


def lived(program: Program, seed: int, picks: Sequence[int]) -> list[tuple[State, str]]:
    """A career whose player repeats `picks`: each state asked in, and the choice made there; the
    last with ''."""
    state = start(program, "", seed).state
    found: list[tuple[State, str]] = []
    while state.outcome < 0:
        ids = [offer.id for offer in offered(program, state) if not offer.closed]
        assert ids, f"nothing is open in {program.scenes[state.scene].key}"
        action = ids[picks[len(found) % len(picks)] % len(ids)]
        found.append((state, action))
        assert len(found) < MOST
        state = step(program, state, action).state
    return [*found, (state, "")]


@given(compiled_packs(), SEEDS, PICKS)
@settings(deadline=None)
def test_every_career_ends_and_every_number_keeps_its_range(
    pack: Pack, seed: int, picks: list[int]
) -> None:
    for state, _ in lived(pack.program, seed, picks):
        for slot, value in zip(
            pack.program.slots[FIXED_SLOTS:], state.slots[FIXED_SLOTS:], strict=True
        ):
            assert type(value) is int
            assert slot.min <= value <= slot.max, slot.id


@given(compiled_packs(), SEEDS, PICKS)
@settings(deadline=None)
def test_the_same_step_twice_is_equal(pack: Pack, seed: int, picks: list[int]) -> None:
    for state, action in lived(pack.program, seed, picks)[:-1]:
        assert step(pack.program, state, action) == step(pack.program, state, action)
        assert hash(state) == hash(State(*state))


@given(compiled_packs(), SEEDS, PICKS)
@settings(deadline=None)
def test_living_again_from_the_start_is_equal(pack: Pack, seed: int, picks: list[int]) -> None:
    once = lived(pack.program, seed, picks)
    state = start(pack.program, "", seed).state
    for expected, action in once:
        assert state == expected
        if action:
            state = step(pack.program, state, action).state


@given(compiled_packs(), SEEDS)
@settings(deadline=None)
def test_bulk_play_is_bit_equal_to_stepping(pack: Pack, seed: int) -> None:
    program = pack.program
    state = start(program, "", seed).state
    while state.outcome < 0:
        ids = [offer.id for offer in offered(program, state) if not offer.closed]
        state = step(
            program,
            state,
            ids[below(len(ids), state.seed, "policy", "random", state.decisions + 1)],
        ).state
    assert play_career(program, "", seed, policy_named(program, "random")) == state


@given(compiled_packs(), SEEDS)
@settings(deadline=None)
def test_a_persona_disturbs_nothing_it_does_not_choose(pack: Pack, seed: int) -> None:
    persona = pack.program.personas[0].id
    end = play_career(pack.program, "", seed, policy_named(pack.program, persona))
    assert end == play_career(pack.program, "", seed, policy_named(pack.program, persona))
    assert end.outcome >= 0
