"""The table of fields, and files held to it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.messages import fields_of, nearest_field, nearest_name
from pmsim.lang.nodes import Entry, Mapping, Node, Place, Scalar, Sequence
from pmsim.lang.pack_files import sort_files
from pmsim.lang.schema import KINDS, SECTIONS
from pmsim.lang.schema.types import ListShape, MapShape, RecordShape, Shape
from pmsim.lang.validate import MAX_DIAGNOSTICS, validate
from pmsim.lang.yaml_reader import read_yaml
from tests.lang.test_source import plain

SCENARIOS = Path(__file__).parents[2] / "scenarios"
PACKS = sorted(path.parent for path in SCENARIOS.rglob("pack.yaml"))


def held(text: str, kind: str) -> tuple[Mapping, tuple[Diagnostic, ...]]:
    node, said = read_yaml(text.encode(), "a.yaml")
    assert node is not None
    assert said == ()
    return validate(node, kind)


def said(text: str, kind: str) -> list[tuple[str, int, int]]:
    return [(found.code, found.place.line, found.place.column) for found in held(text, kind)[1]]


def hints(text: str, kind: str) -> list[str]:
    return [found.hint for found in held(text, kind)[1]]


def inner(shape: Shape) -> list[str]:
    """The kinds that a shape leads to."""
    match shape:
        case RecordShape(kind):
            return [kind]
        case ListShape(item):
            return inner(item)
        case MapShape(_, value):
            return inner(value)
    return []


def test_the_table_hangs_together() -> None:
    led_to = {
        kind for each in KINDS.values() for field in each.fields for kind in inner(field.shape)
    }
    assert led_to <= set(KINDS)
    assert set(KINDS) == led_to | {"scenario", "pack", "playthrough", "block", "phrase line"}
    for kind in KINDS.values():
        names = [field.name for field in kind.fields]
        assert len(names) == len(set(names))
        assert {
            name for group in (*kind.one_of, *kind.needs, *kind.apart) for name in group
        } <= set(names)
        assert all(field.meaning.endswith((".", "…")) for field in kind.fields), kind.name
        assert kind.meaning.endswith(".")


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_example_of_a_field_is_sound(kind: object) -> None:
    assert isinstance(kind, type(KINDS["scene"]))
    for field in kind.fields:
        if field.example:
            wrong = [
                found
                for found in held(f"{field.name}: {field.example}\n", kind.name)[1]
                if found.code not in ("PM204", "PM210")
            ]
            assert wrong == [], field.name


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_shipped_packs_conform(folder: Path) -> None:
    gathered = sort_files(
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")}
    )
    assert gathered.diagnostics == ()
    assert gathered.pack is not None
    assert gathered.scenarios


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_what_conforms_conforms_again(folder: Path) -> None:
    gathered = sort_files(
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")}
    )
    for _, node in gathered.scenarios.values():
        assert validate(node, "scenario") == (node, ())


CHOICE = "label: Wait.\n"


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (CHOICE + "efffcts: {standing: 1}", "choice", ("PM201", 2, 1)),
        (CHOICE + "hat: red", "choice", ("PM201", 2, 1)),
        (CHOICE + "topics: [pace]", "choice", ("PM201", 2, 1)),
        (CHOICE + "tags: plain", "choice", ("PM202", 2, 7)),
        (CHOICE + "tags: {plain: yes}", "choice", ("PM202", 2, 7)),
        (CHOICE + "effects: more", "choice", ("PM202", 2, 10)),
        (CHOICE + "effects:\n  standing:\n    by: 3", "choice", ("PM202", 4, 5)),
        (CHOICE + "text:\n  if: standing >= 3\n  text: Hm.", "choice", ("PM202", 3, 3)),
        (CHOICE + "later: soon", "choice", ("PM202", 2, 8)),
        (CHOICE + "later: [{in: 0, scene: a}]", "choice", ("PM205", 2, 14)),
        (CHOICE + "later: [{in: 2.5, scene: a}]", "choice", ("PM205", 2, 14)),
        (CHOICE + "later: {scene: a}", "choice", ("PM204", 2, 8)),
        (CHOICE + "later: {in: 1}", "choice", ("PM204", 2, 8)),
        (CHOICE + "later: {in: 1, scene: a, scenario: b}", "choice", ("PM210", 2, 26)),
        (CHOICE + "success: {effects: {standing: 1}}", "choice", ("PM210", 2, 1)),
        (CHOICE + "goto: a\nend: b", "choice", ("PM210", 3, 1)),
        (CHOICE + "again: perhaps", "choice", ("PM203", 2, 8)),
        (CHOICE + "id: Ask Her", "choice", ("PM206", 2, 5)),
        (CHOICE + "goto:", "choice", ("PM211", 2, 6)),
        (CHOICE + "goto: []\ntext: |\n  Hm.\nlocked:", "choice", ("PM211", 5, 8)),
        ("id: wait", "choice", ("PM204", 1, 1)),
        ("label: [wait]", "choice", ("PM125", 1, 8)),
        ("label: {wait}", "choice", ("PM125", 1, 8)),
        ("label: 'Wait.'", "choice", ("PM125", 1, 8)),
        ("label: -- wait", "choice", ("PM125", 1, 8)),
        ("label: # wait", "choice", ("PM125", 1, 7)),
        ("label: Item #4", "choice", ("PM123", 1, 12)),
        ("label: Wait. # or not", "choice", ("PM123", 1, 13)),
        ("{label: You wait for a long while}", "choice", ("PM122", 1, 9)),
        ("text:\n  - if: a > b\n    text: x\n    one_of: [x]", "scene", ("PM210", 4, 5)),
        ("text:\n  - else: x", "scene", ("PM204", 2, 5)),
        ("title: Rank #2", "role", ("PM123", 1, 12)),
        ("scenes: [a]\nlanguage: 1\ntitle: A", "scenario", ("PM202", 1, 9)),
        ("language: 2\ntitle: A\nscenes: {a: {text: x}}", "scenario", ("PM212", 1, 11)),
        ("language: one\ntitle: A\nscenes: {a: {text: x}}", "scenario", ("PM205", 1, 11)),
        ("value: a + b\nstart: 3", "stat", ("PM210", 2, 1)),
        ("label: Standing", "stat", ("PM204", 1, 1)),
        ("min: 0", "stat", ("PM210", 1, 1)),
        ("outcome: tpm\nshare: 1-15%", "promise", ("PM202", 2, 8)),
    ],
)
def test_what_is_said_and_where(text: str, kind: str, expected: tuple[str, int, int]) -> None:
    assert expected in said(text, kind)


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        (CHOICE + "efffcts: {standing: 1}", "choice", "`effects`"),
        (CHOICE + "next: monday", "choice", "`goto`"),
        (CHOICE + "topics: [pace]", "choice", "a field of a scenario or draw"),
        (CHOICE + "tags: plain", "choice", "`tags: [plain]`"),
        (CHOICE + "id: Ask Her", "choice", "`ask_her`"),
        (CHOICE + "again: True", "choice", "`true`"),
        ("label: {wait}", "choice", "|"),
    ],
)
def test_the_nearest_fix_is_named(text: str, kind: str, part: str) -> None:
    assert any(part in hint for hint in hints(text, kind))


def test_a_misspelt_field_is_used_as_it_was_meant() -> None:
    sound, _ = held("labl: Wait.\nefffcts: {standing: 1}\n", "choice")
    assert list(sound.by_key) == ["label", "effects"]
    sound, _ = held("label: Wait.\nlabl: Go.\n", "choice")
    assert plain(sound) == {"label": "Wait."}


def test_wrong_parts_are_dropped_and_the_rest_is_kept() -> None:
    sound, _ = held(
        "label: Wait.\ntags: plain\ngoto: a\nlater: [{in: x, scene: a}, {in: 2, scene:"
        " b}]\neffects: {standing: 1}\n",
        "choice",
    )
    assert plain(sound) == {
        "label": "Wait.",
        "goto": ["a"],
        "later": [{"scene": ["a"]}, {"in": "2", "scene": ["b"]}],
        "effects": {"standing": "1"},
    }


def test_prose_and_phrases_are_lists_always() -> None:
    sound, _ = held(
        "text: Hm.\nchoices:\n  - label: Wait.\n    locked:\n      - No.\n      - if: a > b\n      "
        "  text: Never.\n",
        "scene",
    )
    assert plain(sound.get("text") or sound) == ["Hm."]
    choice = sound.get("choices").items[0]  # type: ignore[union-attr]
    assert plain(choice.get("locked")) == ["No.", {"if": "a > b", "text": ["Never."]}]  # type: ignore[arg-type, union-attr]
    sound, _ = held(
        "language: 1\npack: p\ntitle: P\nphrases:\n  manager: Ines\n  cause: [{if: a > b, text: x},"
        " {text: y}]\n",
        "pack",
    )
    cause = [{"if": "a > b", "text": "x"}, {"text": "y"}]
    assert plain(sound.get("phrases") or sound) == {"manager": [{"text": "Ines"}], "cause": cause}


def test_comments_may_stand_where_no_prose_does() -> None:
    text = (
        "label: |\n  Wait.\nmoment: the wait       # a name for what was done\nodds: 35 + influence"
        " * 6     # a percentage\n"
    )
    assert (
        said(text + "goto: [a, b]  # the first\nsuccess: {goto: a}\nfailure: {goto: b}\n", "choice")
        == []
    )


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_may_live_in_a_file_of_its_own(section: str) -> None:
    gathered = sort_files(
        {"pack.yaml": b"language: 1\npack: p\ntitle: P\n", f"{section}.yaml": b"x: 1\n"}
    )
    alone = sort_files(
        {
            "pack.yaml": b"language: 1\npack: p\ntitle: P\n",
            f"parts/{section}.yaml": f"{section}:\n  x: 1\n".encode(),
        }
    )
    assert [(found.code, found.message) for found in gathered.diagnostics] == [
        (found.code, found.message) for found in alone.diagnostics
    ]
    assert all(found.place.file == f"{section}.yaml" for found in gathered.diagnostics)


def test_a_file_that_is_too_wrong_is_answered_soon() -> None:
    text = "".join(f"fild{number}: x\n" for number in range(60_000))
    assert len(said(text, "scene")) <= MAX_DIAGNOSTICS + 10
    scenes = "".join(f"  s{number}: {{txt: x, chioces: y}}\n" for number in range(20_000))
    assert len(said(f"scenes:\n{scenes}", "scenario")) <= MAX_DIAGNOSTICS + 10


def test_nearest_is_near() -> None:
    assert nearest_name("labl", ["label", "text"]).replacement == "label"
    assert nearest_name("hat", ["label", "text"]).name == ""
    assert nearest_field("requires", "choice") == ("needs", False)
    assert set(fields_of("later")) == {"in", "scene", "scenario", "note"}


names = st.sampled_from(
    sorted(
        {field.name for kind in KINDS.values() for field in kind.fields}
        | {"hat", "Ines", "moment.interest"}
    )
)
scalars = st.builds(
    Scalar,
    st.sampled_from(["", "a", "3", "-1", "true", "a b c d e f", "- x", "{x", "= 3"]),
    st.just(Place("a.yaml", 1, 1)),
    st.sampled_from(["", "|", '"']),
    st.just(0),
    st.sampled_from(["", "4", " x"]),
)


def mappings(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Mapping]:
    entries = st.dictionaries(names, nodes, max_size=6).map(
        lambda pairs: tuple(
            Entry(Scalar(name, Place("a.yaml", 1, 1)), value) for name, value in pairs.items()
        )
    )
    return st.builds(Mapping, entries, st.just(Place("a.yaml", 1, 1)), st.booleans())


nodes: st.SearchStrategy[Node] = st.recursive(
    scalars,
    lambda inside: st.one_of(
        st.builds(
            Sequence,
            st.lists(inside, max_size=3).map(tuple),
            st.just(Place("a.yaml", 1, 1)),
            st.booleans(),
        ),
        mappings(inside),
    ),
    max_leaves=12,
)


@settings(
    suppress_health_check=[HealthCheck.filter_too_much]
)  # `st.recursive` discards what has too many leaves
@given(mappings(nodes), st.sampled_from(sorted(KINDS)))
def test_whatever_is_left_is_sound(node: Mapping, kind: str) -> None:
    sound, said = validate(node, kind)
    again, still = validate(sound, kind)
    assert {found.code for found in still} <= {
        "PM204",
        "PM206",
        "PM210",
        *(found.code for found in said if found.code.startswith("PM12")),
    }
    assert plain(again) == plain(sound)
