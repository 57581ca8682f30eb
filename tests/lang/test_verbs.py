"""Verbs behind a person's dot, parts in texts, and own pronouns."""

import pytest

from pmsim.analysis.examine import examine
from pmsim.core import start
from pmsim.core.state import StartOverride
from pmsim.lang import Diagnostic, compile_pack
from pmsim.lang.placeholders import agree, plain_form
from pmsim.lang.rules.example import EXAMPLE_FILES, overlay, scenario_of_scene
from pmsim.ui.present.pack_texts import PackTexts
from pmsim.ui.present.text import to_plain

PEOPLE = """\
ines: {name: Ines, they: she}
bo: {name: Bo, they: they}
cy: {name: Cy, they: {they: xe, them: xem, their: xyr, theirs: xyrs, themself: xemself, verbs: one}}
"""


def files(words: str, people: str = PEOPLE, parts: str = "") -> dict[str, bytes]:
    """A pack whose only scene has a text."""
    found = overlay(
        "scene.yaml", scenario_of_scene(f"text: |\n  {words}"), [("people.yaml", people)]
    )
    found["pack.yaml"] += parts.encode()
    return found


def reads(words: str, parts: str = "") -> str:
    """The text as a player reads it at the beginning."""
    pack = compile_pack(files(words, parts=parts)).pack
    assert pack is not None
    state = start(pack.program).state
    return to_plain(PackTexts(pack, state).line("scene.pause/text"))


def complaints(words: str, people: str = PEOPLE, parts: str = "") -> list[Diagnostic]:
    """What `check` says of the text."""
    found = examine(files(words, people, parts)).diagnostics
    return [one for one in found if one.severity != "note"]


@pytest.mark.parametrize(
    ("plain", "of_one"),
    [
        ("say", "says"),
        ("are", "is"),
        ("were", "was"),
        ("have", "has"),
        ("do", "does"),
        ("don't", "doesn't"),
        ("aren’t", "isn’t"),
        ("weren't", "wasn't"),
        ("carry", "carries"),
        ("play", "plays"),
        ("watch", "watches"),
        ("go", "goes"),
        ("fix", "fixes"),
        ("pass", "passes"),
        ("push", "pushes"),
        ("buzz", "buzzes"),
        ("focus", "focuses"),
    ],
)
def test_a_verb_agrees(plain: str, of_one: str) -> None:
    assert agree(plain, singular=True) == of_one
    assert agree(plain, singular=False) == plain
    assert plain_form(of_one) == plain


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("{Ines.they} {ines.say} so; {bo.they} {bo.say} so.", "She says so; they say so."),
        ("{Ines} {ines.look} up, and {bo.don't} wait.", "Ines looks up, and don’t wait."),
        ("{Ines.are} it {bo.They}?", "Is it They?"),
        ("{Cy.they} {cy.carry} {cy.their} own: {cy.themself}.", "Xe carries xyr own: xemself."),
        ("{cy.them}, {cy.theirs}; {cy.are}n't", "xem, xyrs; isn’t"),
    ],
)
def test_how_a_verb_reads(words: str, read: str) -> None:
    assert reads(words) == read


PARTS = "parts:\n  chief:\n    - {if: standing > 90, person: bo}\n    - {person: ines}\n"


def test_a_part_reads_as_who_plays_it() -> None:
    words = "{Chief} ({chief.full}) {chief.sit}; {chief.they} {chief.are} {chief.themself}."
    assert reads(words, PARTS) == "Ines (Ines) sits; she is herself."
    assert reads(words, PARTS.replace("> 90", ">= 0")) == "Bo (Bo) sit; they are themself."


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("says", "Write `{bo.say}`: it reads right behind every pronoun."),
        ("is_", ""),
        ("has", "Write `{bo.have}`: it reads right behind every pronoun."),
        ("tries", "Write `{bo.try}`: it reads right behind every pronoun."),
        ("can", "Write `can` without braces."),
        ("ful", "Did you mean `{bo.full}`?"),
        ("doesn't", "Write `{bo.don't}`: it reads right behind every pronoun."),
        ("his", "Write `{bo.their}`: it fits everybody."),
        ("hers", "Write `{bo.theirs}`: it fits everybody."),
        ("her", "Write `{bo.their}` or `{bo.them}`."),
        ("she", "Write `{bo.they}`: it fits everybody."),
        ("name", "Write `{bo}`."),
        ("had", "Write `had` without braces."),
    ],
)
def test_what_is_no_verb(word: str, hint: str) -> None:
    found = complaints(f"See {{bo.{word}}} there.")
    assert [one.code for one in found] == ["PM701"] if hint else ["PM702", "PM702"]
    assert not hint or found[0].hint == hint


@pytest.mark.parametrize("word", ["focus", "discuss", "pull", "fill", "them", "full", "is"])
def test_what_may_stand_behind_the_dot(word: str) -> None:
    assert complaints(f"See {{bo.{word}}} there.") == []


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("{Bo.they} sits down.", ["PM709"]),
        ("{Chief.they} has left.", ["PM709"]),
        ("{Ines.they} sits down.", []),
        ("{Cy.they} sits down.", []),
        ("{Bo.they} always {bo.sit}, and {bo.they} focus.", []),
        ("{Bo.they} never looks, and {bo.they} isn't in.", ["PM709", "PM709"]),
        ("{Ines.they}'re in, {cy.they} are in, {ines.they} don't mind.", ["PM709"] * 3),
        ("{Bo.they}'re in, {bo.they} have time, {ines.they}'s in.", []),
        ("{Chief.they}'ve time.", ["PM709"]),
        ("{Bo} {bo.sit} down. {Chief} {chief.sit}.", ["PM709", "PM709"]),
        ("{Ines} {ines.sit} down; {bo.they} {bo.sit}.", []),
    ],
)
def test_a_verb_of_one_behind_they(words: str, codes: list[str]) -> None:
    assert [one.code for one in complaints(words, parts=PARTS)] == codes


@pytest.mark.parametrize(
    ("they", "code"),
    [
        ("sh", "PM203"),
        ("{they: xe}", "PM210"),
        ("{they: xe, them: xem, their: xyr, theirs: xyrs, themself: xemself}", "PM210"),
        ("{they: xe, them: xem, their: xyr, theirs: xyrs, themself: xemself, verbs: two}", "PM203"),
        ("[she]", "PM202"),
        ("{word: she, they: xe}", "PM210"),
    ],
)
def test_bad_pronouns(they: str, code: str) -> None:
    people = f"ines: {{name: Ines}}\nbo: {{name: Bo, they: {they}}}\ncy: {{name: Cy}}\n"
    assert code in [one.code for one in complaints("So.", people)]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ("{chief: [{person: ines}, {person: bo}]}", "PM504"),
        ("{chief: [{if: standing > 3, person: ines}]}", "PM504"),
        ("{chief: [{person: nobody}]}", "PM301"),
        ("{chief: [{if: chief > 1, person: ines}, {person: bo}]}", "PM405"),
        ("{ines: [{person: bo}]}", "PM303"),
        ("{standing: [{person: bo}]}", "PM303"),
        ("{quarter: [{person: bo}]}", "PM304"),
        ("{chief: ines}", "PM202"),
        ("{chief: [{if: because, person: ines}, {person: bo}]}", "PM507"),
        ("{chief: [{if: standing > 3}, {person: bo}]}", "PM204"),
    ],
)
def test_bad_parts(parts: str, code: str) -> None:
    assert code in [one.code for one in complaints("So.", parts=f"parts: {parts}\n")]


@pytest.mark.parametrize(("standing", "trust"), [(10, 3), (40, 1), (70, 3)])
def test_a_part_that_one_person_plays_on_two_lines_is_set_on_both(
    standing: int, trust: int
) -> None:
    lines = "[{if: standing < 20, person: bo}, {if: standing > 60, person: bo}, {person: ines}]"
    text = scenario_of_scene("effects: {chief: = 2, bo: 1}\ntext: |\n  So.")
    found = overlay("scene.yaml", text, [("people.yaml", PEOPLE)])
    found["pack.yaml"] += f"parts: {{chief: {lines}}}\n".encode()
    pack = compile_pack(found).pack
    assert pack is not None
    state = start(pack.program, override=StartOverride(changes={"standing": standing})).state
    assert state.slots[pack.program.slot_index["bo"]] == trust


def test_a_part_and_its_person_may_not_both_be_set() -> None:
    text = scenario_of_scene("effects: {chief: = 2, ines: = 0}\ntext: |\n  So.")
    found = overlay("scene.yaml", text, [("people.yaml", PEOPLE)])
    found["pack.yaml"] += PARTS.encode()
    said = [one.message for one in examine(found).diagnostics if one.code == "PM507"]
    assert said == ["Both `chief` and `ines` may set `ines`."]
    assert EXAMPLE_FILES["pack.yaml"].encode() in found["pack.yaml"]
