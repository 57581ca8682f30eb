"""Mentions: every name where it stands, to the character. That none is missed is shown by
renaming everything at once."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from pmsim.authoring.symbols import SYMBOL_KINDS, Reference
from pmsim.authoring.symbols.references import (
    _USAGE_OF_FIELD,
    _USAGE_OF_KIND_AND_FIELD,
    find_references,
    symbol_kinds_for,
)
from pmsim.lang import Draft, compile_pack
from pmsim.lang.schema import KINDS as TABLE
from pmsim.lang.schema.types import ListShape, MapShape, ScalarShape, Shape
from tests.sizes import size
from tests.strategies.packs import packs

SCENARIOS = Path(__file__).parents[2] / "scenarios"
PACKS = sorted(path.parent.name for path in SCENARIOS.glob("*/pack.yaml"))
NAMELESS = {
    ("pack", "extends"),
    ("pack", "pack"),
    ("pack", "craft"),
    ("pack", "coverage"),
    ("pack", "handbook"),
    ("pack", "advisers"),
    ("beat", "id"),
    ("variant", "id"),
    ("playthrough", "reseed"),
    *((kind, "was") for kind in TABLE),
}
"""Fields with names that are names of nothing in a pack: of packs, of what it was called before,
of rows, thresholds and decisions, or that nothing in a pack can refer to."""

few = settings(max_examples=size(15), deadline=None, suppress_health_check=[HealthCheck.too_slow])

WORLD = b"""\
language: 1
pack: p
title: P
stats: {energy: {min: 0, max: 9, bands: {low: 0, high: 5}, feeds: load}, load: {min: 0, max: 9}}
groups: {causes: [energy, load]}
skills: {craft: {stage: ship}, strategy: {stage: strategy}}
people: {ana: {name: Ana, away: ana_gone}}
roles: {pm: {title: PM, stage: ship, next: [lead]}, lead: {title: Lead, stage: strategy}}
tags: {plain: said straight}
phrases: {boss: Ana}
locks: {plain: {when: energy < high, locked: No.}}
starts: {front: {title: F, role: pm, scenario: tale}}
calendar: {quarters: 4, quarter: [{draw: {topics: [pace]}}]}
outcomes: {rest: {title: R, text: Bye.}}
personas: {helper: {likes: {plain: 2, ana: 1, craft: energy // 2}}}
promises: [{outcome: rest, share: 1%..99%, policy: helper}]
debrief: {watch: energy, wants: {ana_gone: peace}, statements: {helps: {say: You help., cites: [plain, craft], when: times.plain > 0}}, activities: {walk: {do: Walk.}}}
coverage: {D1: [rest, tale.door.ask]}
"""
TALE = b"""\
language: 1
title: T
topics: [pace]
phrases:
  place: the door
scenes:
  door:
    text: |
      {Ana} at {place}, {boss}: {energy.number}, {role}.
    choices:
      - id: ask
        label: Ask {ana.full}.
        tags: [plain]
        needs: "role in (pm, lead) and stage == ship and not told"
        moment: 'the day of {ana}'
        effects: {energy: = load - 1, craft.interest: 1, do: craft, set: [told], ana: 1}
        why:
          energy: for {ana}
        later: {in: 1, scene: [porch, door]}
        goto: [porch, out]
      - label: Leave it.
        goto: out
  porch:
    when: took(tale.door.ask) or seen(tale.door) and top(causes) == load
    text:
      - if: quarters_since(told) < 2 and energy >= high and craft.told > passed.plain
        text: |
          A porch.
"""
PLAY = b"""\
play: p
start: front
choices: [ask, keep.tale.door.ask]
then: helper
expect: {outcome: rest, flags: [told], seen: [tale.porch], energy: < high, times.plain: 2, craft.told: 1}
"""
SMALL = {"pack.yaml": WORLD, "tale.yaml": TALE, "a.playthrough.yaml": PLAY}
TALE_SAID = """\
1 scenario tale defined tale
3 topic pace tagged tale
5 phrase tale.place defined tale
7 scene tale.door defined tale
9 person ana shown tale.door
9 phrase tale.place shown tale.door
9 phrase boss shown tale.door
9 stat energy shown tale.door
11 choice tale.door.ask defined tale.door.ask
12 person ana shown tale.door.ask
13 tag plain tagged tale.door.ask
14 role pm read tale.door.ask
14 role lead read tale.door.ask
14 stage ship read tale.door.ask
14 flag told read tale.door.ask
15 person ana shown tale.door.ask
16 stat energy set tale.door.ask
16 stat load read tale.door.ask
16 skill craft set tale.door.ask
16 skill craft set tale.door.ask
16 flag told set tale.door.ask
16 person ana set tale.door.ask
18 stat energy named tale.door.ask
18 person ana shown tale.door.ask
19 scene tale.porch linked tale.door.ask
19 scene tale.door linked tale.door.ask
20 scene tale.porch linked tale.door.ask
21 choice tale.door.leave_it defined tale.door.leave_it
23 scene tale.porch defined tale
24 scenario tale read tale.porch
24 scene tale.door read tale.porch
24 choice tale.door.ask read tale.porch
24 scenario tale read tale.porch
24 scene tale.door read tale.porch
24 group causes read tale.porch
24 stat load read tale.porch
26 flag told read tale.porch
26 stat energy read tale.porch
26 band energy.high read tale.porch
26 skill craft read tale.porch
26 tag plain read tale.porch
"""
PLAY_SAID = """\
2 start front named a.playthrough.yaml
3 choice tale.door.ask named a.playthrough.yaml
3 scenario tale named a.playthrough.yaml
3 scene tale.door named a.playthrough.yaml
3 choice tale.door.ask named a.playthrough.yaml
4 persona helper named a.playthrough.yaml
5 outcome rest named a.playthrough.yaml
5 flag told read a.playthrough.yaml
5 scenario tale read a.playthrough.yaml
5 scene tale.porch read a.playthrough.yaml
5 stat energy read a.playthrough.yaml
5 band energy.high read a.playthrough.yaml
5 tag plain read a.playthrough.yaml
5 skill craft read a.playthrough.yaml
"""
WORLD_SAID = """\
4 stat energy defined stats
4 band energy.low defined stats.energy
4 band energy.high defined stats.energy
4 stat load set stats.energy
4 stat load defined stats
5 group causes defined groups
5 stat energy named groups.causes
5 stat load named groups.causes
6 skill craft defined skills
6 stage ship tagged skills.craft
6 skill strategy defined skills
6 stage strategy tagged skills.strategy
7 person ana defined people
7 flag ana_gone read people.ana
8 role pm defined roles
8 stage ship tagged roles.pm
8 role lead linked roles.pm
8 role lead defined roles
8 stage strategy tagged roles.lead
9 tag plain defined tags
10 phrase boss defined phrases
11 tag plain named locks
11 stat energy read locks.plain
11 band energy.high read locks.plain
12 start front defined starts
12 role pm set starts.front
12 scenario tale linked starts.front
13 topic pace linked calendar
14 outcome rest defined outcomes
15 persona helper defined personas
15 tag plain read personas.helper
15 person ana read personas.helper
15 skill craft read personas.helper
15 stat energy read personas.helper
16 outcome rest named promises
16 persona helper named promises
17 stat energy read debrief
17 flag ana_gone read debrief
17 statement helps defined debrief
17 tag plain read debrief.helps
17 skill craft read debrief.helps
17 tag plain read debrief.helps
17 activity walk defined debrief
18 outcome rest named coverage.D1
18 scenario tale named coverage.D1
18 scene tale.door named coverage.D1
18 choice tale.door.ask named coverage.D1
"""


def files_of(pack: str) -> dict[str, bytes]:
    """The files of a shipped pack."""
    return {
        path.relative_to(SCENARIOS / pack).as_posix(): path.read_bytes()
        for path in (SCENARIOS / pack).rglob("*.yaml")
    }


def draft_of(files: Mapping[str, bytes]) -> Draft:
    """What the compiler understands of it."""
    draft = compile_pack(files).draft
    assert draft is not None
    return draft


def spelt(files: Mapping[str, bytes], mention: Reference) -> str:
    """The characters at a mention's place."""
    line = files[mention.place.file].decode().split("\n")[mention.place.line - 1]
    return line[mention.place.column - 1 :][: mention.length]


def names_in(shape: Shape) -> list[ScalarShape]:
    """The atoms of a shape that are names."""
    match shape:
        case ScalarShape("id" | "name" | "dotted"):
            return [shape]
        case ListShape(item):
            return names_in(item)
        case MapShape(key, value):
            return [*names_in(key), *names_in(value)]
        case _:
            return []


def check_spelling(files: Mapping[str, bytes]) -> None:
    """At every mention stands the last part of its id; capitals only in a placeholder."""
    for mention in find_references(draft_of(files)):
        if mention.length:
            found = spelt(files, mention)
            assert (found.lower() if mention.usage == "shown" else found) == mention.id.rpartition(
                "."
            )[2], mention


def renamed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with `z_` before every name, at its mentions and nowhere else; scenarios are
    named by their files."""
    draft = draft_of(files)
    lines = {file: data.decode().split("\n") for file, data in files.items()}
    given_by_label = {
        choice.key
        for one in draft.context.names.scenarios
        for scene in one.scenes.values()
        for choice in scene.choices
        if not choice.has_own_id
    }
    for mention in sorted(find_references(draft), key=lambda one: one.place, reverse=True):
        if mention.length and mention.id not in given_by_label and mention.id != "none":
            text, at = lines[mention.place.file][mention.place.line - 1], mention.place.column - 1
            capital = text[at].isupper()
            changed = text[:at] + ("Z_" if capital else "z_") + text[at].lower() + text[at + 1 :]
            lines[mention.place.file][mention.place.line - 1] = changed
    homes = {one.file: one.id for one in draft.context.names.scenarios}
    return {_home(file, homes): "\n".join(text).encode() for file, text in lines.items()}


def _home(file: str, homes: Mapping[str, str]) -> str:
    return file.replace(f"{homes[file]}.yaml", f"z_{homes[file]}.yaml") if file in homes else file


def check_renaming(files: Mapping[str, bytes]) -> None:
    """A pack in which everything has another name is the same pack but for the names: so no
    mention is missed, and none is made up."""
    before, after = draft_of(files), compile_pack(renamed(files))
    assert [found.message for found in after.diagnostics if found.severity == "error"] == []
    assert after.draft is not None
    one, other = before.program, after.draft.program
    for table in (
        "slots",
        "stats",
        "scenarios",
        "scenes",
        "choices",
        "beats",
        "starts",
        "outcomes",
        "roles",
        "stages",
        "skills",
        "tags",
        "locks",
        "topics",
        "feeds",
        "personas",
    ):
        assert repr(getattr(one, table)) == repr(getattr(other, table)).replace("z_", ""), table
    assert {key: repr(text) for key, text in before.context.texts.items()} == {
        key.replace("z_", ""): repr(text).replace("z_", "")
        for key, text in after.draft.context.texts.items()
    }


HALF_SAID = """\
1 scenario tale defined tale
3 stat energy read tale
3 flag told read tale
5 scene tale.door defined tale
7 person ana shown tale.door
9 choice tale.door.a defined tale.door.a
10 flag toldd read tale.door.a
11 stat enrgy set tale.door.a
11 flag told set tale.door.a
12 scene tale.nowhere linked tale.door.a
13 choice tale.door.b defined tale.door.b
14 skill craft read tale.door.b
15 scene tale.porch defined tale
15 outcome nothing linked tale.porch
"""


def said(files: Mapping[str, bytes], file: str) -> list[str]:
    """`line kind id deed inside` of every mention in a file."""
    return [
        f"{one.place.line} {one.kind} {one.id} {one.usage} {one.inside}"
        for one in find_references(draft_of(files))
        if one.place.file == file
    ]


def test_a_scenario() -> None:
    """The whole of a small file, in order."""
    assert said(SMALL, "tale.yaml") == TALE_SAID.splitlines()
    check_spelling(SMALL)


def test_a_playthrough() -> None:
    assert said(SMALL, "a.playthrough.yaml") == PLAY_SAID.splitlines()


def test_a_pack() -> None:
    assert said(SMALL, "pack.yaml") == WORLD_SAID.splitlines()


def test_every_field_with_names_says_whose() -> None:
    silent = [
        (kind.name, field.name)
        for kind in TABLE.values()
        for field in kind.fields
        for atom in names_in(field.shape)
        if not atom.refers and not atom.defines
    ]
    assert set(silent) <= NAMELESS
    assert {
        (kind.name, "*") for kind in TABLE.values() if kind.others and not kind.others_refer
    } == set()


def test_kinds_and_deeds_are_those_of_the_table() -> None:
    atoms = [
        atom for kind in TABLE.values() for field in kind.fields for atom in names_in(field.shape)
    ]
    assert {name for atom in atoms for name in atom.refers} | {atom.defines for atom in atoms} - {
        ""
    } <= set(SYMBOL_KINDS)
    fields = {field.name for kind in TABLE.values() for field in kind.fields}
    assert set(_USAGE_OF_FIELD) <= fields
    assert all(not field or field in fields for _, field in _USAGE_OF_KIND_AND_FIELD)


def test_what_may_stand_where() -> None:
    """For whoever completes what an author types."""
    assert symbol_kinds_for("choice", "goto") == ("scene",)
    assert symbol_kinds_for("persona", "likes") == ("tag", "stat", "person", "skill", "part")
    assert symbol_kinds_for("effects", "standing") == ("stat", "person", "skill", "part")
    assert symbol_kinds_for("effects", "set") == ("flag",)
    assert symbol_kinds_for("pack", "groups") == ("stat", "person")
    assert (
        symbol_kinds_for("choice", "id")
        == symbol_kinds_for("choice", "label")
        == symbol_kinds_for("scene", "nothing")
        == ()
    )
    with pytest.raises(KeyError):
        symbol_kinds_for("nothing", "goto")


def test_half_written_files_are_followed_as_far_as_they_go() -> None:
    """A broken condition, a name that is nobody's, an unreadable line: what is sound stays."""
    tale = b"""\
language: 1
title: T
when: energy >= and told
scenes:
  door:
    text: |
      {Anna} {ana} {
    choices:
      - label: A
        needs: enrgy > 1 and toldd
        effects: {enrgy: 1, set: [told]}
        goto: nowhere
      - label: B
        odds: "craft * (2"
  porch: {text: B, end: nothing}
"""
    pack = WORLD.replace(b"coverage: {D1: [rest, tale.door.ask]}\n", b"")
    assert said({"pack.yaml": pack, "tale.yaml": tale}, "tale.yaml") == HALF_SAID.splitlines()


@pytest.mark.parametrize("pack", PACKS)
def test_shipped_mentions_are_spelt(pack: str) -> None:
    check_spelling(files_of(pack))


@pytest.mark.parametrize("pack", PACKS)
def test_a_shipped_pack_can_be_renamed(pack: str) -> None:
    check_renaming(files_of(pack))


@given(packs())
@few
def test_mentions_are_spelt(files: dict[str, bytes]) -> None:
    check_spelling(files)


@given(packs())
@few
def test_a_pack_can_be_renamed(files: dict[str, bytes]) -> None:
    check_renaming(files)
