"""The random packs are what they promise to be: they load, they play to their end, and they use
the language."""

from hypothesis import HealthCheck, given, settings

from pmsim.core import offered, start, step
from pmsim.lang import compile_pack
from pmsim.lang.pack import Pack
from tests.sizes import size
from tests.strategies.packs import compiled_packs, packs


@settings(max_examples=size(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs())
def test_they_load(files: dict[str, bytes]) -> None:
    found = compile_pack(files)
    assert [one for one in found.diagnostics if one.severity == "error"] == []
    assert found.pack is not None


@settings(max_examples=size(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(compiled_packs())
def test_they_play_to_their_end(pack: Pack) -> None:
    state = start(pack.program, "", 5).state
    while state.scene >= 0:
        opened = [offer for offer in offered(pack.program, state) if not offer.closed]
        assert opened
        state = step(pack.program, state, opened[state.decisions % len(opened)].id).state
    assert state.outcome >= 0
