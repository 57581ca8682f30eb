"""Saves of careers that met a fault of the engine which has since been mended: they load, stand
where they stood, and play on."""

from pathlib import Path

import pytest

from pmsim import load_pack
from pmsim.play.migrate import restore
from pmsim.play.savefile import read_save

HERE = Path(__file__).parent / "mended"
"""A pack, and saves of it from before: a draw fell on a scenario that is not drawn, `pick`
counted anew, the interest of a moment moved after the act, and a moment was not offered again."""


@pytest.mark.parametrize(("name", "asks"), [("whole", ["leave"]), ("shelf", ["blue"])])
def test_a_career_that_met_a_fault_plays_on(name: str, asks: list[str]) -> None:
    found = restore(
        load_pack(HERE / "pack"), read_save((HERE / f"{name}.json").read_text(encoding="utf-8"))
    )
    session = found.session
    assert [offer.id for offer in session.offered if not offer.closed] == asks
    assert [node.unplayable for node in session.nodes].count(True) == {"whole": 7, "shelf": 0}[name]
    assert session.nodes[0].turn.state.scene == next(
        scene.index for scene in session.program.scenes if scene.key == "fire.smoke"
    )
    while session.outcome is None:
        session.act(next(offer.id for offer in session.offered if not offer.closed))
