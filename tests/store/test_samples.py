"""Real saves of every format there has been, kept for ever: each loads in the packs as they are
today, and plays to an end."""

from pathlib import Path

import pytest

from pmsim import load_pack
from pmsim.play.migrate import restore
from pmsim.store.saves import parse_save
from pmsim.ui.headless import play_choices, transcript

SAMPLES = sorted((Path(__file__).parents[2] / "saves" / "samples").glob("*.json"))


def test_there_are_samples_of_both_shipped_packs() -> None:
    assert {parse_save(path.read_bytes()).pack for path in SAMPLES} == {
        "first_day",
        "the_long_game",
    }


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_loads_and_plays_to_an_end(path: Path) -> None:
    saved = parse_save(path.read_bytes())
    session = restore(load_pack(saved.pack), saved).session
    assert [life.name for life in session.lives] == [life.name for life in saved.lives]
    for life in session.lives:
        session.go(life.number)
        assert list(transcript(session))
        play_choices(session, (), "first")
        assert session.outcome
