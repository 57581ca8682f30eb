"""Names at a place: where they are given, where else they stand, what they are, and what another
name takes. The mark ▮ is the cursor."""

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmsim.analysis.examine import Examination, examine
from pmsim.authoring.fixes.edits import apply_edits
from pmsim.authoring.lsp.analysis import WorkspaceFiles
from pmsim.authoring.lsp.changes import (
    Renaming,
    plan_renaming,
    why_name_refused,
    why_not_renamable,
)
from pmsim.authoring.lsp.hover import hover_text
from pmsim.authoring.symbols import Reference, SymbolIndex, index_references
from pmsim.authoring.symbols.docs import SymbolDocs
from pmsim.authoring.symbols.references import find_references
from pmsim.lang import Draft
from pmsim.lang.decoding import lines_of
from pmsim.lang.nodes import Place
from pmsim.store.packs import PackFiles
from tests.authoring.lsp.desk import FILES, MARK, cursor, packed
from tests.sizes import size
from tests.strategies.packs import packs


class Known(NamedTuple):
    """A pack that was read."""

    files: WorkspaceFiles
    draft: Draft
    names: SymbolIndex
    examined: Examination


def read(files: dict[str, bytes], spoken: frozenset[str] | None = None) -> Known:
    examined = examine(files)
    assert examined.draft is not None
    return Known(
        WorkspaceFiles(
            PackFiles(files, {}, Path(), {}), frozenset(files) if spoken is None else spoken
        ),
        examined.draft,
        index_references(find_references(examined.draft)),
        examined,
    )


def found(file: str, before: str, after: str = "") -> tuple[Known, Place]:
    """The pack, and the place in a file between two pieces of text."""
    text = FILES[file]
    at = cursor(text.replace(before + after, before + MARK + after, 1))
    return read(packed()), Place(file, at.line, at.column)


def places(ones: list[Reference]) -> list[str]:
    return [f"{one.place.file}:{one.place.line}:{one.place.column} {one.usage}" for one in ones]


@pytest.mark.parametrize(
    ("file", "before", "after", "name", "given_at", "others"),
    [
        ("pause.yaml", "goto: af", "ter", "scene pause.after", ["pause.yaml:20:3 defined"], 2),
        ("pause.yaml", "goto: after", "\n", "scene pause.after", ["pause.yaml:20:3 defined"], 2),
        ("pause.yaml", "needs: not ", "told_sam", "flag told_sam", ["pause.yaml:13:37 set"], 3),
        ("pause.yaml", "end: pa", "id", "outcome paid", ["pack.yaml:26:3 defined"], 2),
        ("pause.yaml", "and {in", "es}", "person ines", ["pack.yaml:14:3 defined"], 2),
        ("pause.yaml", "effects: {", "burnout", "stat burnout", ["pack.yaml:6:3 defined"], 5),
        (
            "pack.yaml",
            "burnout >= fr",
            "ayed",
            "band burnout.frayed",
            ["pack.yaml:6:72 defined"],
            2,
        ),
        ("other.yaml", "scenario: pa", "use", "scenario pause", ["pause.yaml:1:1 defined"], 3),
        (
            "walk.playthrough.yaml",
            "choices: [wa",
            "it",
            "choice pause.pause.wait",
            ["pause.yaml:10:13 defined"],
            2,
        ),
        ("walk.playthrough.yaml", "start: ", "fumes", "start fumes", ["pack.yaml:23:3 defined"], 2),
        ("pause.yaml", "tags: [pl", "ain]", "tag plain", ["pack.yaml:19:8 defined"], 2),
        ("pause.yaml", "topics: [pa", "ce]", "topic pace", ["pause.yaml:3:10 tagged"], 1),
    ],
)
def test_a_name_is_found_given_and_followed(
    file: str, before: str, after: str, name: str, given_at: list[str], others: int
) -> None:
    known, place = found(file, before, after)
    one = known.names.reference_at(place)
    assert one is not None
    assert f"{one.kind} {one.id}" == name
    assert places(known.names.definitions(one.kind, one.id)) == given_at
    assert len(known.names.references_of(one.kind, one.id)) == others


def test_between_names_there_is_none() -> None:
    known, place = found("pause.yaml", "text: ", "|")
    assert known.names.reference_at(place) is None


@pytest.mark.parametrize(
    ("file", "before", "after", "says"),
    [
        (
            "pause.yaml",
            "effects: {bur",
            "nout",
            [
                "**`burnout`**, a stat: Burnout",
                "0 to 100, starts at 20",
                "- Set or moved: `pause.yaml:13`",
            ],
        ),
        (
            "pause.yaml",
            "goto: af",
            "ter",
            ["**`pause.after`**, a scene: It stops.", "- Led to: `pause.yaml:14`"],
        ),
        (
            "pause.yaml",
            "not told",
            "_sam",
            ["**`told_sam`**, a flag", "- Set: `pause.yaml:13`", "- Cleared: `other.yaml:11`"],
        ),
        (
            "pause.yaml",
            "end: pa",
            "id",
            ["**`paid`**, an outcome: Paid", "only by a choice that says so."],
        ),
        ("pause.yaml", "        ne", "eds: not", ["**`needs`** of a choice", "When it is open"]),
        ("pause.yaml", "sce", "nes:", ["**`scenes`** of a scenario, needed"]),
        ("pack.yaml", "scope: {m", "in: 0", ["**`min`** of a stat", "The least it can be."]),
    ],
)
def test_what_is_said_of_a_word(file: str, before: str, after: str, says: list[str]) -> None:
    known, place = found(file, before, after)
    said = hover_text(place, lines_of(FILES[file]), SymbolDocs(known.draft), known.names)
    assert said is not None
    assert [words for words in says if words not in said.text] == []
    assert said.place.column <= place.column <= said.place.column + said.length


def test_of_prose_and_numbers_nothing_is_said() -> None:
    for file, before, after in (
        ("pause.yaml", "It tic", "ks"),
        ("pause.yaml", "burnout: ", "2"),
        ("pause.yaml", "title: The ", "Pause"),
    ):
        known, place = found(file, before, after)
        assert (
            hover_text(place, lines_of(FILES[file]), SymbolDocs(known.draft), known.names) is None
        )


def written(files: dict[str, bytes], done: Renaming) -> dict[str, bytes]:
    """The files once they are renamed."""
    changed = dict(files)
    for file, edits in done.edits.items():
        changed[file] = apply_edits(files[file], edits)
    if done.new_file:
        changed[done.new_file] = changed.pop(done.file)
    return changed


def renamed(known: Known, one: Reference, new: str) -> dict[str, bytes]:
    assert why_not_renamable(one, known.names, known.files) == ""
    assert why_name_refused(one, new, known.draft) == ""
    return written(
        dict(known.files.pack.own_files),
        plan_renaming(one, new, known.draft, known.names, known.files),
    )


@pytest.mark.parametrize(
    ("file", "before", "after", "new", "lines"),
    [
        (
            "pause.yaml",
            "goto: ",
            "after",
            "later_on",
            {"pause.yaml": ["        goto: later_on", "  later_on:"]},
        ),
        (
            "pause.yaml",
            "and {in",
            "es}",
            "maria",
            {
                "pack.yaml": [
                    "  maria: {name: Ines, full: Ines Valderrama, is: your manager, they: she,"
                    " away: ines_left}"
                ],
                "pause.yaml": ["      It ticks, and {maria} looks at it."],
            },
        ),
        (
            "pack.yaml",
            ">= fr",
            "ayed",
            "torn",
            {"pack.yaml": ["locks: {help: {when: burnout >= torn, locked: Too tired.}}"]},
        ),
        (
            "pause.yaml",
            "- id: wa",
            "it",
            "stay",
            {"walk.playthrough.yaml": ["choices: [stay, go]"], "pause.yaml": ["      - id: stay"]},
        ),
        (
            "pause.yaml",
            "not told_",
            "sam",
            "said_it",
            {"pause.yaml": ["        needs: not said_it"], "other.yaml": []},
        ),
        (
            "other.yaml",
            "scenario: pa",
            "use",
            "rest",
            {"other.yaml": ["        later: {in: 1, scenario: rest}"], "rest.yaml": []},
        ),
    ],
)
def test_another_name_is_written_everywhere(
    file: str, before: str, after: str, new: str, lines: dict[str, list[str]]
) -> None:
    known, place = found(file, before, after)
    one = known.names.reference_at(place)
    assert one is not None
    changed = renamed(known, one, new)
    for name, expected in lines.items():
        assert [line for line in expected if line not in changed[name].decode().split("\n")] == []
    assert not any(
        b"was:" in text for text in changed.values()
    )  # of a pack before version 1 nobody has a career
    again = read(changed)
    assert [(one.code, one.severity) for one in again.examined.diagnostics] == [
        (one.code, one.severity) for one in known.examined.diagnostics
    ]


def test_what_is_spelt_with_escapes_is_left_alone() -> None:
    line = '        needs: "not told\\x5fsam"'
    files = packed(pause=FILES["pause.yaml"].replace("        needs: not told_sam", line))
    known = read(files)
    assert known.examined.pack is not None
    changed = renamed(known, known.names.references_of("flag", "told_sam")[0], "said_it")
    assert line in changed["pause.yaml"].decode().split("\n")


def test_a_capital_stays_in_a_placeholder() -> None:
    files = packed(pause=FILES["pause.yaml"].replace("and {ines}", "and {Ines}"))
    known = read(files)
    one = known.names.definitions("person", "ines")[0]
    assert b"and {Maria} looks" in renamed(known, one, "maria")["pause.yaml"]


@pytest.mark.parametrize(
    ("name", "old", "line"),
    [
        (("scene", "pause.after"), "after", "    was: after"),
        (("choice", "pause.pause.wait"), "wait", "        was: wait"),
        (("scenario", "pause"), "pause", "was: pause"),
    ],
)
def test_a_published_pack_remembers_the_old_name(
    name: tuple[str, str], old: str, line: str
) -> None:
    files = packed(pack=FILES["pack.yaml"].replace("version: 0.1.0", "version: 1.0.0"))
    known = read(files)
    one = known.names.definitions(*name)[0]  # type: ignore[arg-type]
    changed = renamed(known, one, "renamed")
    assert line in "".join(text.decode() + "\n" for text in changed.values()).split("\n")
    again = read(changed).examined.pack
    assert again is not None
    assert name[1] in again.renamed
    kept = written(changed, Renaming({}))
    second = read(kept)
    assert b"was: renamed" not in b"".join(
        renamed(
            second, second.names.definitions(one.kind, again.renamed[name[1]])[0], "again"
        ).values()
    )


@pytest.mark.parametrize(
    ("kind", "name", "new", "why"),
    [
        ("scene", "pause.after", "The After", "`The After` is not a name"),
        ("scene", "pause.after", "pause", "There is a scene called `pause` already."),
        ("scene", "pause.after", "out", "`out` is a word of the language."),
        ("scenario", "pause", "other", "There is a scenario called `other` already."),
        ("choice", "pause.pause.wait", "ask", "There is a choice called `ask` already."),
        ("stat", "burnout", "ines", "There is a person called `ines` already."),
        ("stat", "burnout", "quarter", "`quarter` is a word of the language."),
        ("flag", "told_sam", "ines_left", "There is a flag called `ines_left` already."),
        ("band", "burnout.frayed", "steady", "There is a band called `steady` already."),
    ],
)
def test_some_names_are_refused(kind: str, name: str, new: str, why: str) -> None:
    known = read(packed())
    one = known.names.definitions(kind, name)[0]  # type: ignore[arg-type]
    assert why_name_refused(one, new, known.draft).startswith(why)


def test_what_belongs_to_another_pack_keeps_its_name() -> None:
    known = read(packed(), frozenset({"pause.yaml"}))
    assert (
        why_not_renamable(known.names.definitions("stat", "burnout")[0], known.names, known.files)
        == "The stat `burnout` belongs to another pack."
    )
    assert (
        why_not_renamable(
            known.names.definitions("scene", "pause.after")[0], known.names, known.files
        )
        == ""
    )


def test_a_choice_without_an_id_cannot_be_renamed() -> None:
    text = FILES["pause.yaml"].replace("      - id: wait\n        label", "      - label")
    known = read(packed(pause=text.replace("not told_sam", "took(pause.pause.wait)")))
    one = next(
        one
        for one in known.names.references_of("choice", "pause.pause.wait")
        if one.usage == "read"
    )
    assert why_not_renamable(one, known.names, known.files).endswith("Write its `id` first.")


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=size(20), deadline=None)
@given(packs(), st.data())
def test_a_pack_with_another_name_is_the_same_pack(
    files: dict[str, bytes], data: st.DataObject
) -> None:
    """Whatever is renamed, as much is said of the pack as before, and the new name stands where
    the old one stood."""
    known = read(files)
    able = [
        key
        for key, ones in known.names.by_name.items()
        if not why_not_renamable(ones[0], known.names, known.files)
    ]
    kind, name = data.draw(st.sampled_from(able))
    before = known.names.references_of(kind, name)
    again = read(renamed(known, before[0], "quite_new"))
    assert sorted(one.code for one in again.examined.diagnostics) == sorted(
        one.code for one in known.examined.diagnostics
    )
    fresh = name.rpartition(".")[0] + "." * ("." in name) + "quite_new"
    assert len(again.names.references_of(kind, fresh)) == len(before)
    assert again.names.references_of(kind, name) == []
