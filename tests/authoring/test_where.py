"""Where a name is: what it is, every place of it, and the ways to and from it."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmsim.authoring.symbols.docs import UNDEFINED, SymbolDocs, constant_amount
from pmsim.authoring.symbols.references import find_references
from pmsim.authoring.where import as_json, as_text, find_symbols, nearest_names
from pmsim.lang import Draft, compile_pack
from tests.sizes import size
from tests.strategies.packs import packs

FIRST_DAY = Path(__file__).parents[2] / "scenarios" / "first_day"
FILES = {path.name: path.read_bytes() for path in FIRST_DAY.rglob("*.yaml")}
LINES = {file: data.decode().split("\n") for file, data in FILES.items()}
TOLD_EMIL = """\
told_emil: a flag
  True or false.

Set (1)
  nine_oh_five.yaml:90:44  nine_oh_five.stand_up.say_march  effects: {emil: 1, rosa: -1, set: [told_emil]}
"""


def draft_of(files: dict[str, bytes]) -> Draft:
    """What is understood of a pack."""
    draft = compile_pack(files).draft
    assert draft is not None
    return draft


DRAFT = draft_of(FILES)


def told(name: str, width: int = 0, *, every: bool = True) -> str:
    """What is said of a name of the first day."""
    return as_text(find_symbols(DRAFT, name), LINES, lambda file: file, width=width, show_all=every)


@pytest.mark.parametrize(
    ("name", "about"),
    [
        ("energy", "Energy: 0 to 10, starts at 7; more of it is better."),
        ("owed", "Bands: none_owed from 0, a_few from 2, too_many from 4."),
        ("bea", "Bea Okoro, on the telephones; trust from -3 to 5, starts at 0."),
        ("listening", "Listening; levels 0 to 9, of the stage product."),
        ("pm", "Product Manager; stage product, pay 75."),
        ("product", "Roles: pm."),
        ("asking", "you asked first"),
        ("elsewhere", "Another Stair; only by a choice that says so."),
        ("day_ninety", "Day Ninety; 2 scenes, 7 choices."),
        ("the_form", "“It is May, and {rosa} has a form."),
        ("ask_bea", "“Write *Ask Bea.*”"),
        ("line_three", "“*umbrellas!!* / *colour* / *which March?* / nothing at all”"),
        ("monday", "Monday. Oddment has eleven people"),
        ("owed.too_many", "owed from 4 on."),
        ("the_railway.which_train", "Comes from"),
        ("the_trolley", "ten_past_two: "),
    ],
)
def test_what_it_is(name: str, about: str) -> None:
    assert about in told(name)


def test_a_flag_whole() -> None:
    assert told("told_emil").startswith(TOLD_EMIL)


def test_by_how_much_a_stat_is_moved() -> None:
    found = [constant_amount(move) for move in SymbolDocs(DRAFT).amounts["owed"].values()]
    assert (min(found), max(found)) == (-2, 2)  # type: ignore[type-var]
    assert f"{len(found)} effects move it by -2 to +2" in told("owed")
    assert [constant_amount(move) for move in ("4", "-3", "+2", "= 4", "scope // 2", "")] == [
        4,
        -3,
        2,
        None,
        None,
        None,
    ]
    lines = [
        line
        for line in told("energy", 80, every=False).split("\n")
        if line.startswith("  the_railway.yaml ")
    ]
    assert re.search(r"  -2 to \+2  lines \d+, ", lines[0])


def test_many_places_are_told_by_file() -> None:
    short, whole = told("rosa", 80, every=False), told("rosa", 80)
    assert "--all shows each place" in short
    assert "--all" not in whole
    assert len(short) < len(whole)
    assert max(map(len, short.split("\n"))) <= 80


def test_a_long_line_is_shown_around_the_name() -> None:
    lines = told("told_emil", 60).split("\n")
    assert max(map(len, lines)) <= 60
    quoted = [line for line in lines if line.startswith("      ")]
    assert len(quoted) == len(find_symbols(DRAFT, "told_emil")[0].references)
    assert all("told_emil" in line for line in quoted)


def test_nearest_names() -> None:
    assert nearest_names(DRAFT, "enrgy")[0] == "energy"
    assert nearest_names(DRAFT, "which_tran")[0] == "the_railway.which_train"
    assert nearest_names(DRAFT, "zzzzzzzz") == []
    assert find_symbols(DRAFT, "enrgy") == ()


def test_names_that_are_only_mentioned() -> None:
    """Every kind of thing has words for what the pack does not define."""
    draft = draft_of(
        FILES
        | {
            "nine_oh_five.yaml": (
                FILES["nine_oh_five.yaml"].replace(b"goto: beas_room", b"goto: nowhere")
            )
        }
    )
    (found,) = find_symbols(draft, "nowhere")
    assert (found.kind, found.description) == ("scene", (UNDEFINED,))


@given(packs(), st.sampled_from([40, 80, 120, 0]), st.booleans())
@settings(max_examples=size(10), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_everything_mentioned_is_found(files: dict[str, bytes], width: int, every: bool) -> None:
    """Every name that is mentioned is found with just its mentions, and told, in text and in
    JSON."""
    draft = draft_of(files)
    lines = {file: data.decode().split("\n") for file, data in files.items()}
    everything = find_references(draft)
    for name in {mention.id for mention in everything}:
        found = find_symbols(draft, name)
        assert sorted(one for thing in found for one in thing.references) == sorted(
            one for one in everything if one.id == name
        )
        text = as_text(found, lines, lambda file: file, width=width, show_all=every)
        assert text.startswith(name) or width == 40
        read = json.loads(as_json(found, lines, lambda file: file))
        assert [(thing["kind"], sum(thing["counts"].values())) for thing in read] == [
            (thing.kind, len(thing.references)) for thing in found
        ]
        for thing in read:
            for one in thing["mentions"]:
                if one["length"]:
                    spelt = lines[one["file"]][one["line"] - 1][one["column"] - 1 :][
                        : one["length"]
                    ]
                    assert spelt.lower() == name.rpartition(".")[2]
                    assert spelt in one["text"]
