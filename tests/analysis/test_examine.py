"""Examining: the compiler's word, and the checks' beside it."""

import gc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from pmsim.analysis.examine import examine
from pmsim.analysis.lint import PACK_CHECKS, PATH_CHECKS, SCENARIO_CHECKS
from pmsim.lang import compile_pack
from pmsim.lang.rules.example import (
    EXAMPLE_FILES,
    overlay,
    scenario_of_asking,
    scenario_of_choice,
)
from pmsim.store.packs import read_folder
from tests.sizes import size
from tests.strategies.packs import packs

UNREAD = overlay("scene.yaml", scenario_of_asking("effects: {set: [asked]}"))


def test_the_compiler_alone_gives_no_advice() -> None:
    assert compile_pack(UNREAD).diagnostics == ()
    assert "PM408" in [found.code for found in examine(UNREAD).diagnostics]


def test_without_a_pack_there_is_no_draft() -> None:
    found = examine({"scene.yaml": EXAMPLE_FILES["scene.yaml"].encode()})
    assert (found.pack, found.draft) == (None, None)
    assert [one.code for one in found.diagnostics] == ["PM213"]


def test_nothing_is_said_to_be_nowhere_while_a_file_cannot_be_read() -> None:
    broken = {**UNREAD, "roles.yaml": b"pm: [\n"}
    said = {found.code for found in examine(broken).diagnostics}
    assert "PM408" not in said
    assert said >= {found.code for found in compile_pack(broken).diagnostics}


LEFT = scenario_of_choice("label: |\n  {ines} asks.\neffects: {set: [gone]}")


@pytest.mark.parametrize("name", ['""', '"a(b"', '"["', '"\\u202e"'])
def test_somebody_without_a_proper_name_may_be_away(name: str) -> None:
    people = (
        EXAMPLE_FILES["people.yaml"]
        + f"{name}: {{name: A, full: A B, is: a friend, they: she, away: gone}}\n"
    )
    found = examine(overlay("scene.yaml", LEFT) | {"people.yaml": people.encode()})
    assert found.pack is None
    assert "people.yaml" in {one.place.file for one in found.diagnostics}


@pytest.mark.parametrize(
    ("version", "ripe"),
    [
        ("0.9", False),
        ("00.1", False),
        ("1.0.0", True),
        ("10", True),
        ("9" * 5000, True),
        ("x", False),
    ],
)
def test_a_pack_is_ripe_from_version_1_on(version: str, ripe: bool) -> None:
    files = overlay(
        "pack.yaml", EXAMPLE_FILES["pack.yaml"].replace("version: 0.1.0", f"version: {version}")
    )
    draft = examine(files).draft
    assert draft is not None
    assert draft.is_released == ripe


def test_a_pack_with_errors_has_a_draft_of_what_was_understood() -> None:
    found = compile_pack(
        overlay(
            "scene.yaml",
            scenario_of_asking(
                "needs: standng > 3\neffects: {standing: 2 + 3 * ines, set: [asked]}"
            ),
        )
    )
    assert found.pack is None
    assert found.draft is not None
    assert [
        (one.kind, one.at.text)
        for one in found.draft.context.expressions
        if one.at.place.file == "scene.yaml"
    ] == [("number", "2 + 3 * ines")]
    assert [scene.id for scene in found.draft.program.scenes] == ["pause"]
    assert found.draft.program.choices == found.draft.program.choices


@settings(max_examples=size(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs())
def test_what_the_compiler_says_is_said_too_and_the_pack_is_its_own(
    files: dict[str, bytes],
) -> None:
    compiled, found = compile_pack(files), examine(files)
    assert {one._replace(severity="note") for one in compiled.diagnostics} <= {
        one._replace(severity="note") for one in found.diagnostics
    }
    assert found.pack is not None
    assert compiled.pack is not None
    assert found.pack.pack_digest == compiled.pack.pack_digest
    assert found.pack.text_digest == compiled.pack.text_digest


def test_checks_are_listed_once() -> None:
    checks = (*PACK_CHECKS, *SCENARIO_CHECKS, *PATH_CHECKS)
    assert len(set(checks)) == len(checks)


def test_an_answer_that_nobody_holds_leaves_nothing_to_collect() -> None:
    """The collector rests meanwhile, so nothing may hang in a circle."""
    files = read_folder(Path(__file__).resolve().parents[2] / "scenarios" / "first_day")
    examine(files)
    gc.collect()
    gc.disable()
    try:
        examine(files)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_the_collector_is_left_as_it_was() -> None:
    enabled = gc.isenabled()
    examine(UNREAD)
    assert gc.isenabled() == enabled
    gc.disable()
    try:
        examine(UNREAD)
        assert not gc.isenabled()
    finally:
        gc.enable()
