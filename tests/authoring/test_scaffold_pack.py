"""The packs that `new --pack` writes: they check clean, play to an ending, and their own tests
hold, on whatever base they stand."""

import pytest
from hypothesis import HealthCheck, given, settings

from pmsim.analysis.examine import examine
from pmsim.authoring.scaffold import PackRequest, extending_pack_files, pack_files
from pmsim.authoring.scaffold.world import read_world
from pmsim.lang.pack import Pack
from pmsim.lang.pack_extension import base_files
from pmsim.lang.pack_files import sort_files
from pmsim.play.playthrough import parse_playthrough
from pmsim.store.folders import scenarios_folder
from pmsim.store.packs import read_folder
from pmsim.ui.headless import play_playthrough
from tests.sizes import size
from tests.strategies.packs import packs

BEGUN = PackRequest("quay", "The Quay: a story", "stories/quay")


def yaml(files: dict[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in files.items() if name.endswith(".yaml")}


def own_tests_hold(files: dict[str, str], made: Pack) -> None:
    """The playthrough that comes with a pack is played, and all that it expects is so."""
    ((name, text),) = [
        (name, text) for name, text in files.items() if name.endswith(".playthrough.yaml")
    ]
    playthrough, said = parse_playthrough(text.encode(), name)
    assert playthrough is not None, said
    assert playthrough.play == made.id
    assert play_playthrough(made, playthrough).misses == ()


def test_a_pack_of_its_own_checks_clean_and_its_test_holds() -> None:
    files = pack_files(BEGUN)
    examined = examine(yaml(files))
    assert examined.diagnostics == ()
    assert examined.pack is not None
    assert (examined.pack.id, examined.pack.title) == ("quay", "The Quay: a story")
    own_tests_hold(files, examined.pack)
    assert {
        "README.md",
        ".gitignore",
        ".vscode/settings.json",
        ".vscode/extensions.json",
    } < files.keys()
    assert "# The Quay: a story\n" in files["README.md"]
    assert not any(
        "$" in text.replace("# $schema", "").replace("$schema=", "") for text in files.values()
    )


@pytest.mark.parametrize("base", ["the_long_game", "first_day"])
def test_a_pack_that_adds_to_a_shipped_one_checks_clean_and_its_test_holds(base: str) -> None:
    shipped = read_folder(scenarios_folder() / base)
    files = extending_pack_files(BEGUN, base, read_world(sort_files(shipped)))
    examined = examine(yaml(files), base=base_files(base, shipped))
    assert examined.diagnostics == ()
    assert examined.pack is not None
    own_tests_hold(files, examined.pack)
    assert next(iter(examined.pack.starts)) == "after_hours"


@settings(max_examples=size(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs())
def test_a_pack_that_adds_to_any_pack_checks_clean_and_its_test_holds(
    others: dict[str, bytes],
) -> None:
    files = extending_pack_files(BEGUN, "random", read_world(sort_files(others)))
    examined = examine(yaml(files), base=base_files("random", others))
    assert examined.diagnostics == ()
    assert examined.pack is not None
    own_tests_hold(files, examined.pack)


def test_adding_to_a_pack_that_was_made_the_same_way_takes_no_name_of_its() -> None:
    shipped = read_folder(scenarios_folder() / "first_day")
    first = yaml(
        extending_pack_files(
            PackRequest("one", "One", "one"), "first_day", read_world(sort_files(shipped))
        )
    )
    base = base_files("first_day", shipped) | base_files("one", first)
    world = read_world(
        sort_files(
            {**shipped, **{name: data for name, data in first.items() if name != "pack.yaml"}}
        )
    )
    files = extending_pack_files(
        PackRequest("two", "Two", "two"),
        "one",
        world._replace(taken=world.taken | {"wilma", "late", "after_hours"}),
    )
    assert "the_night_porter_2.yaml" in files
    examined = examine(yaml(files), base=base)
    assert examined.diagnostics == ()
    assert examined.pack is not None
    assert {"wilma", "wilma_2"} <= examined.pack.people.keys()
    own_tests_hold(files, examined.pack)
