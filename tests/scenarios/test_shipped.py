"""The shipped packs: they check clean, every career ends, and the shape of a career is the one
we promise."""

import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from pmsim.analysis.examine import examine
from pmsim.core.chance import below
from pmsim.core.policy import policy_named
from pmsim.core.state import State
from pmsim.core.step import play_career
from pmsim.lang import compile_pack
from pmsim.lang.pack import Pack
from pmsim.play.session import Session
from pmsim.store.packs import read_folder
from pmsim.ui.present.pages import render_pages
from pmsim.ui.present.parts import ProsePart
from pmsim.ui.present.text import to_plain
from tests.sizes import size

ROOT = Path(__file__).resolve().parents[2]
PACKS = ("first_day", "the_long_game")
DOORS = ("fumes", "passed_over", "new_manager", "new_badge", "looking_out")
RUNS = size(1_000, long=100_000)
WORDS = 10_000
"""Read in a career at most: texts and labels."""


@cache
def pack(name: str) -> Pack:
    """A shipped pack, compiled."""
    compiled = compile_pack(read_folder(ROOT / "scenarios" / name))
    assert compiled.pack is not None, compiled.diagnostics
    return compiled.pack


@cache
def careers(door: str) -> tuple[State, ...]:
    """The ends of careers played by chance, seeds 1 to RUNS."""
    program = pack("the_long_game").program
    chance = policy_named(program, "random")
    return tuple(play_career(program, door, seed, chance) for seed in range(1, RUNS + 1))


@pytest.mark.parametrize("name", PACKS)
def test_a_shipped_pack_checks_clean(name: str) -> None:
    assert examine(read_folder(ROOT / "scenarios" / name)).diagnostics == ()


@pytest.mark.parametrize("door", DOORS)
def test_outcomes_spread(door: str) -> None:
    ends = Counter(
        pack("the_long_game").program.outcomes[state.outcome].id for state in careers(door)
    )
    assert len(ends) >= 10
    assert max(ends.values()) <= RUNS * 25 // 100


@pytest.mark.parametrize("door", DOORS)
def test_a_career_is_sixty_to_seventy_five_decisions(door: str) -> None:
    made = sorted(state.decisions for state in careers(door) if state.slots[0] == 12)
    assert 60 <= sum(made) / len(made) <= 75
    assert made[len(made) // 10] >= 55
    assert made[len(made) * 9 // 10] <= 78


def read(door: str, seed: int) -> int:
    """Words that a player who chooses by chance reads in a career: texts and the labels of
    choices."""
    session = Session(pack("the_long_game"), door, seed)
    words = 0
    while True:
        for page in render_pages(session.pack, session.events, session.position, session.offered):
            told = [
                paragraph.line
                for part in page.parts
                if page.form != "role"  # it says what the glossary does
                if isinstance(part, ProsePart)
                for paragraph in part.paragraphs
            ]
            words += sum(
                len(to_plain(line).split())
                for line in (*told, *(choice.label for choice in page.choices))
            )
        if session.outcome is not None:
            return words
        ids = [offer.id for offer in session.offered if not offer.closed]
        session.act(ids[below(len(ids), seed, "policy", "random", session.decision)])


@pytest.mark.parametrize("door", DOORS)
def test_a_career_is_not_a_novel(door: str) -> None:
    careers_read = [read(door, seed) for seed in range(1, 1 + size(4, long=400))]
    assert max(careers_read) <= WORDS
    assert sum(careers_read) / len(careers_read) >= WORDS // 2


def test_another_process_with_another_hash_seed_lives_the_same_career() -> None:
    arguments = [
        "run",
        "the_long_game",
        "--start",
        "fumes",
        "--seed",
        "7",
        "--then",
        "random",
        "--json",
    ]
    told = [
        subprocess.run(
            [sys.executable, "-m", "pmsim", *arguments],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "12345")
    ]
    assert told[0] == told[1]
    assert '"outcome": "' in told[0]
