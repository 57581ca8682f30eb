"""The laws of saving over random packs, and over two versions of one: every save loads, and is
played on."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim.lang.pack import Pack
from pmsim.play.migrate import restore
from pmsim.play.playthrough import parse_playthrough
from pmsim.play.savefile import as_playthrough, read_save, write_save
from pmsim.play.session import Session
from pmsim.play.state_decoding import IdLookup, decode
from pmsim.play.state_encoding import canonical, digest, encode
from pmsim.ui.headless import play_choices, play_playthrough, transcript
from pmsim.ui.present.history import all_lives
from tests.play.ended import without_visit
from tests.sizes import size
from tests.strategies.packs import compiled_packs

SEEDS = st.integers(0, 2**64 - 1)
PICKS = st.lists(st.integers(0, 50), min_size=1, max_size=25)


def lived(pack: Pack, seed: int, picks: Sequence[int], twice: bool = True) -> Session:
    """A session of two lives, at most 25 decisions each."""
    session = Session(pack, seed=seed)
    for turn in range(2 if twice else 1):
        for pick in picks:
            opened = [offer.id for offer in session.offered if not offer.closed]
            if opened:
                session.act(opened[(pick + turn) % len(opened)])
        if turn == 0 and twice:
            session.rewind(1 + session.position.decisions // 2)
    return session


@given(compiled_packs(), SEEDS, PICKS)
@settings(deadline=None, max_examples=size(12))
def test_every_state_survives_json(pack: Pack, seed: int, picks: list[int]) -> None:
    names = IdLookup(pack.program, {})
    for node in lived(pack, seed, picks).nodes:
        state = node.turn.state
        found = decode(pack.program, encode(pack.program, state), names)
        assert found == (without_visit(state), "", ())
        assert digest(pack.program, found.state) == digest(pack.program, state)


@given(compiled_packs(), SEEDS, PICKS)
@settings(deadline=None, max_examples=size(12))
def test_a_session_written_and_read_is_the_same(pack: Pack, seed: int, picks: list[int]) -> None:
    session = lived(pack, seed, picks)
    found = restore(pack, read_save(write_save(session, 1)))
    assert found.notes == ()
    assert [node.turn.events for node in found.session.nodes] == [
        node.turn.events for node in session.nodes
    ]
    assert write_save(found.session, 1) == write_save(session, 1)


@given(compiled_packs(), compiled_packs(), SEEDS, PICKS)
@settings(deadline=None, max_examples=size(12))
def test_a_save_of_one_version_is_played_on_in_any_other(
    old: Pack, new: Pack, seed: int, picks: list[int]
) -> None:
    """The two versions have nothing in common but what the strategy gives every pack: the worst
    edit there can be."""
    saved = read_save(write_save(lived(old, seed, picks), 1))
    found = restore(new, saved)
    session = found.session
    assert found.playable
    assert len(session.nodes) == len(saved.nodes)
    for life in range(len(session.lives)):
        session.go(life)
        assert session.outcome or [offer for offer in session.offered if not offer.closed]
        assert list(transcript(session)) or session.outcome
        play_choices(session, (), "first")
        assert session.outcome
    assert all_lives(session)
    assert canonical(encode(new.program, session.position))
    again = restore(new, read_save(write_save(session, 2)))
    assert "changed" not in [note.kind for note in again.notes]
    assert without_visit(again.session.position) == without_visit(session.position)


@given(compiled_packs(), SEEDS, PICKS)
@settings(deadline=None, max_examples=size(12))
def test_recorded_draws_replay_a_life_whatever_weights_have_become(
    pack: Pack, seed: int, picks: list[int]
) -> None:
    """As if only luck had changed: under another seed's weights and odds every decision still
    leads where it led."""
    session = lived(pack, seed, picks)
    saved = read_save(write_save(session, 1))
    elsewhere = saved._replace(
        pack_digest="another", origin=saved.origin._replace(seed=saved.origin.seed ^ 0xABCDEF)
    )
    found = restore(pack, elsewhere)
    assert [note.kind for note in found.notes] == ["changed"]
    for old, new in zip(session.nodes, found.session.nodes, strict=True):
        assert without_visit(new.turn.state)._replace(seed=0) == without_visit(
            old.turn.state
        )._replace(seed=0)


@given(compiled_packs(), SEEDS, PICKS)
@settings(deadline=None, max_examples=size(12))
def test_an_export_is_a_playthrough_of_the_same_career(
    pack: Pack, seed: int, picks: list[int]
) -> None:
    session = lived(pack, seed, picks, twice=False)
    found = parse_playthrough(
        as_playthrough(read_save(write_save(session, 1)), session.at).encode(), "x.playthrough.yaml"
    )
    assert found.diagnostics == ()
    assert found.playthrough is not None
    played = play_playthrough(pack, found.playthrough)
    assert played.misses == ()
    assert played.session.position == session.position


@given(compiled_packs(), SEEDS, PICKS)
@settings(deadline=None, max_examples=size(15))
def test_mending_a_typo_does_not_touch_a_save(pack: Pack, seed: int, picks: list[int]) -> None:
    session = lived(pack, seed, picks)
    assert (
        restore(
            replace(pack, digests=lambda: (pack.pack_digest, "mended")),
            read_save(write_save(session, 1)),
        ).notes
        == ()
    )
