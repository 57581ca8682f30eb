"""The scenario that `new` writes checks clean and plays in any pack, whatever it is called and
however poor the pack is."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim import Session
from pmsim.authoring.scaffold import (
    DEFAULT_BEGINNING,
    ScenarioRequest,
    id_of,
    is_valid_stem,
    scenario_text,
)
from pmsim.authoring.scaffold.world import PackWorld, read_world
from pmsim.lang import compile_pack, compile_solo
from pmsim.lang.characters import UNEVEN_WIDTH
from pmsim.lang.pack_files import sort_files
from pmsim.lang.rules import BY_NAME
from pmsim.play.playthrough import parse_playthrough
from pmsim.store.packs import default_pack_folder, read_folder
from pmsim.ui.headless import play_playthrough
from tests.sizes import size
from tests.strategies.packs import packs

STEM = "made_by_new"
HEAD = (
    "language: 1\npack: poor\ntitle: Poor\nroles: {pm: {title: PM}}\nstarts: {one: {title: One,"
    " role: pm}}\n"
)
TAIL = "calendar: {quarters: 4, quarter: [{draw: {}}]}\noutcomes: {end: {title: The end}}\n"
SECTIONS = {
    "people": ("ana: {name: Ana, is: 'a: peer'}", "bo: {name: Bo}", "margin_note: {name: Cy}"),
    "tags": (
        "plain: said straight",
        "costly: it takes energy",
        "help: asking",
        "odd: something else",
    ),
    "stats": (
        "worry: {min: 0, max: 9, good: low}",
        "standing: {min: -5, max: 100}",
        "one: {min: 0, max: 1}",
        "sum: {value: quarter + 1}",
    ),
    "skills": ("craft: {stage: ship}", "listening: {stage: ship}"),
    "locks": ("costly: {when: quarter >= 2, locked: Too tired.}",),
}


@st.composite
def poor_packs(draw: st.DrawFn) -> dict[str, bytes]:
    """A pack with some of what a pack may have."""
    text = HEAD + TAIL
    for section, there in SECTIONS.items():
        lines = (
            draw(st.lists(st.sampled_from(there), unique=True))
            if section != "locks" or "costly: it" in text
            else []
        )
        text += f"{section}:\n" + "".join(f"  {line}\n" for line in lines) if lines else ""
    return {"pack.yaml": text.encode()}


def words() -> st.SearchStrategy[str]:
    """What somebody may type, or paste, at a question."""
    return st.text(st.characters(blacklist_categories=["Cs"]), max_size=60) | st.sampled_from(
        [
            "Mine: a story # 2",
            '"Quoted"',
            "- item",
            "{ines} is late",
            "{ana} is late",
            "{{",
            "}",
            "*",
            "a\u202eb",
            "'",
            "x" * 300,
            "\U0001f1e6\U0001f1e6",
            "|",
            "- - -",
            "> b",
            "---",
            "## b",
            "x" * 108 + " - a dash",
        ]
    )


def made(files: dict[str, bytes], wish: ScenarioRequest) -> tuple[PackWorld, str]:
    world = read_world(sort_files(files))
    return world, scenario_text(wish, world, f"{STEM}.yaml", STEM, ".pmsim/schema.json")


@settings(max_examples=size(75), deadline=None)
@given(poor_packs(), words(), words(), st.data())
def test_it_checks_clean_and_plays_in_any_pack(
    files: dict[str, bytes], title: str, begins: str, data: Any
) -> None:
    cast = read_world(sort_files(files)).people
    people = (
        tuple(data.draw(st.lists(st.sampled_from([one.id for one in cast]), unique=True)))
        if cast
        else ()
    )
    _, text = made(files, ScenarioRequest(title or "T", begins, people))
    compiled = compile_pack(files | {f"{STEM}.yaml": text.encode()})
    own = [found for found in compiled.diagnostics if found.place.file == f"{STEM}.yaml"]
    # a sign whose width is uneven, and a bar, are the author's own, and are told of
    told = {"uneven-character": UNEVEN_WIDTH.search(title + begins), "texts-divided": "|" in begins}
    assert {found.code for found in own} <= {
        BY_NAME[name].code for name, cause in told.items() if cause
    }
    assert compiled.pack is not None
    assert {f"{STEM}.the_minutes", f"{STEM}.item_three", f"{STEM}.item_four"} == {
        scene.key for scene in compiled.pack.program.scenes
    }


@settings(max_examples=size(10), deadline=None)
@given(packs())
def test_it_checks_clean_in_a_rich_pack(files: dict[str, bytes]) -> None:
    world, text = made(files, ScenarioRequest("Friday"))
    compiled = compile_pack(files | {f"{STEM}.yaml": text.encode()})
    assert compiled.pack is not None
    assert [found for found in compiled.diagnostics if found.place.file == f"{STEM}.yaml"] == []
    assert set(world.scenarios) < set(compiled.pack.scenarios)


@pytest.fixture(scope="module")
def shipped() -> dict[str, bytes]:
    return {
        name: content
        for name, content in read_folder(default_pack_folder()).items()
        if not name.endswith(".playthrough.yaml")
    }


def test_what_is_done_in_it_comes_back(shipped: dict[str, bytes]) -> None:
    _, text = made(
        shipped, ScenarioRequest("The Friday Deadline", "It is Friday.", ("ines", "dov"), ("pace",))
    )
    pack = compile_solo(shipped | {f"{STEM}.yaml": text.encode()}, STEM).pack
    assert pack is not None
    session = Session(pack)
    assert {offer.id: offer.closed for offer in session.offered}["cross_it_out"]
    session.act("read_it")
    session.act("write_the_price")
    assert [offer.id for offer in session.offered] == ["do_it", "what_was_it_for"]
    session.act("what_was_it_for")
    assert session.outcome == "summary"


@pytest.mark.parametrize(
    ("choices", "read"),
    [
        ("[sign]", "['Ines is {late}.', 'the minutes you signed', 'very good about it']"),
        ("[read_it, write_the_price]", "['what you wrote in the margin', 'for the catering']"),
    ],
)
def test_the_moment_comes_first_and_is_named_later(
    choices: str, read: str, shipped: dict[str, bytes]
) -> None:
    _, text = made(shipped, ScenarioRequest("Friday", "{Ines} is {late}.", ("ines",)))
    pack = compile_solo(shipped | {f"{STEM}.yaml": text.encode()}, STEM).pack
    playthrough, _ = parse_playthrough(
        f"play: x\nchoices: {choices}\nexpect: {{text: {read}}}\n".encode(), "x.playthrough.yaml"
    )
    assert pack is not None
    assert playthrough is not None
    assert play_playthrough(pack, playthrough).misses == ()


def test_nothing_named_is_somebody_and_something(shipped: dict[str, bytes]) -> None:
    _, text = made(shipped, ScenarioRequest("Friday"))
    assert DEFAULT_BEGINNING in text
    assert "your neighbour" in text


@given(words(), st.sets(st.sampled_from(["friday", "friday_2", "scenario"])))
def test_an_id_is_one_that_every_system_gives_to_a_file(title: str, taken: set[str]) -> None:
    name = id_of(title, taken)
    assert is_valid_stem(name)
    assert name not in taken


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Friday Deadline", "the_friday_deadline"),
        ("Con", "con_scenario"),
        ("Пятница", "scenario"),
    ],
)
def test_an_id_is_the_title_in_small_letters(title: str, name: str) -> None:
    assert id_of(title) == name
