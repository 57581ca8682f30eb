"""The JSON Schema that editors check with, and the reference pages: both from the table of
fields."""

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from pmsim.authoring import reference
from pmsim.authoring.schema import FILES, schema
from pmsim.lang.nodes import Mapping, Node, Scalar, Sequence
from pmsim.lang.rules import BY_NAME
from pmsim.lang.schema import KINDS, SECTIONS, Field, Kind
from pmsim.lang.schema.types import MAX_NUMBER, NumberShape, ScalarShape, WordShape
from pmsim.lang.validate import validate
from pmsim.lang.yaml_reader import read_yaml

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "scenarios").rglob("*.yaml"))


def typed(node: Node) -> Any:
    """The node as an editor sees it, which reads plain scalars by YAML 1.2's core schema."""
    match node:
        case Scalar(text, _, style):
            if not style and re.fullmatch(r"[-+]?[0-9]+", text):
                return int(text)
            if not style and re.fullmatch(
                r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text
            ):
                return float(text)
            if not style and text.lower() in ("true", "false"):
                return text.lower() == "true"
            return None if not style and text in ("", "~", "null", "Null", "NULL") else text
        case Sequence(items):
            return [typed(item) for item in items]
        case Mapping(entries):
            return {entry.key.text: typed(entry.value) for entry in entries}


def problems(text: str, kind: str = "") -> list[str]:
    node, _ = read_yaml(text.encode(), "a.yaml")
    assert node is not None
    return [error.message for error in Draft7Validator(schema(kind)).iter_errors(typed(node))]


@pytest.mark.parametrize("kind", ["", *FILES, *SECTIONS])
def test_it_is_a_schema(kind: str) -> None:
    made = schema(kind)
    Draft7Validator.check_schema(made)
    assert made["$schema"].startswith("http://json-schema.org/draft-07/")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_files_are_valid(path: Path) -> None:
    assert (
        problems(path.read_text(encoding="utf-8"), path.stem if path.stem in SECTIONS else "") == []
    )


@pytest.mark.parametrize(
    "text",
    [
        "title: A\nscenes: {a: {text: x}}",
        "language: 1\ntitle: A\nscenes: {a: {txt: x}}",
        "language: 1\ntitle: A\ntopics: pace\nscenes: {a: {text: x}}",
        "language: 1\ntitle: A\nscenes: {A-b: {text: x}}",
        "language: 1\ntitle: A\nscenes: {a: {choices: [{label: x, goto: b, end: c}]}}",
        "language: 1\ntitle: A\nscenes: {a: {choices: [{label: x, success: {text: y}}]}}",
        "language: 1\ntitle: A\nscenes: {a: {later: {in: soon, scene: a}}}",
        "language: 1\ntitle: A\nscenes: {a: {later: {in: 2}}}",
        "language: 1\npack: p\ntitle: P\nstats: {a: {min: 0}}",
        "language: 1\npack: p\ntitle: P\npeople: {a: {name: A, they: we}}",
        "play: p\nseed: -1",
        "play: p\nchoice: [a]",
    ],
)
def test_it_finds_what_the_reader_finds(text: str) -> None:
    assert problems(text)


def test_an_editor_has_something_to_show() -> None:
    made = schema()["definitions"]
    for name, kind in KINDS.items():
        fields = made[name.replace(" ", "_")]["properties"]
        assert all(
            fields[field.name]["markdownDescription"].startswith(field.meaning)
            for field in kind.fields
        )
    assert "Left out: 10." in made["scenario"]["properties"]["weight"]["markdownDescription"]
    assert (
        made["choice"]["properties"]["id"]["patternErrorMessage"]
        == "This must be a name in small letters, digits and _."
    )
    for name in ("scenario", "scene", "choice", "later", "outcome"):
        assert made[name]["defaultSnippets"][0]["body"]


def test_the_pages_are_current() -> None:
    page = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    assert reference.language_page(page) == page, "run python docs/make.py"
    assert reference.diagnostics_page() == (ROOT / "docs" / "diagnostics.md").read_text(
        encoding="utf-8"
    ), "run python docs/make.py"


def test_every_kind_has_its_table() -> None:
    page = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    assert set(re.findall(r"<!-- fields: ([a-z ]+) -->", page)) == set(KINDS)


def test_every_link_of_the_reference_leads_somewhere() -> None:
    page = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    headings = {
        heading.strip().lower().replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([a-z-]+)\)", page)) - headings - {"scenario", "effects"} == set()


def test_examples_of_the_reference_are_sound() -> None:
    page = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    for example in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL):
        node, said = read_yaml(example.encode(), "a.yaml")
        assert node is not None
        assert said == ()


def test_the_maker_writes_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("make", ROOT / "docs" / "make.py")
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    (tmp_path / "language.md").write_bytes((ROOT / "docs" / "language.md").read_bytes())
    monkeypatch.setattr(make, "HERE", tmp_path)
    make.main()
    for name in ("language.md", "diagnostics.md"):
        assert (tmp_path / name).read_bytes() == (ROOT / "docs" / name).read_bytes()


_OF_MANY_FIELDS = {BY_NAME["missing-field"].code, BY_NAME["unlike-fields"].code}
SPELLINGS = (
    "",
    "~",
    "null",
    '"null"',
    "true",
    "false",
    '"true"',
    "'false'",
    "0",
    "1",
    "-1",
    "404",
    '"1"',
    "'-1'",
    '"404"',
    "1.5",
    '"1.5"',
    "-1.5",
    "1.0.0",
    "99999999999",
    "a_name",
    '"a_name"',
    "a.b",
    '"a.b"',
    "A Name",
    '"A Name"',
    "a few words",
    "1%..15%",
    '"1%..15%"',
    "[]",
    "[a_name]",
    '["a_name"]',
    "[null]",
    "[~]",
    "[1]",
    '["1"]',
    "[1.5]",
    "[true]",
    '["true"]',
    "{}",
    "{a_name: a_name}",
    "{a_name: 1}",
    '{a_name: "1"}',
    "{a_name: null}",
)
"""Ways to write the value of a field."""


def spellings(field: Field) -> set[str]:
    """Some values of a field: any, and those that are its own."""
    own = [field.example] if field.example and ": " not in field.example else []
    match field.shape:
        case NumberShape(low, high, words) if abs(low) < MAX_NUMBER:
            own += [str(low), str(high), str(low - 1), str(high + 1), *words]
        case NumberShape(_, _, words) | WordShape(words):
            own += words
    return {*SPELLINGS, *own, *(f'"{value}"' for value in own if '"' not in value)}


def refused(kind: Kind, field: Field, value: str) -> set[str]:
    """Return the codes of what `check` has against the value, as far as one field shows it. A
    number with a point is no part of a sum."""
    node, said = read_yaml(f"{field.name}: {value}\n".encode(), "a.yaml")
    assert node is not None
    codes = {one.code for one in (*said, *validate(node, kind.name)[1])} - _OF_MANY_FIELDS
    of_sums = isinstance(field.shape, ScalarShape) and field.shape.name in (
        "condition",
        "expression",
        "change",
        "comparison",
    )
    with_a_point = isinstance(typed(node.entries[0].value), float)
    return codes | ({BY_NAME["expression"].code} if of_sums and with_a_point else set())


def _beyond(field: Field, seen: str) -> bool:
    """Return whether a value is a number in quotation marks: a schema does not see how large it
    is."""
    return isinstance(field.shape, NumberShape) and bool(re.fullmatch(r'"-?[0-9]+"', seen))


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_it_takes_what_check_takes_and_nothing_else(kind: Kind) -> None:
    left_out = ("required", "dependencies", "allOf")
    definitions = {
        name: {key: value for key, value in made.items() if key not in left_out}
        for name, made in schema()["definitions"].items()
    }
    validator = Draft7Validator(
        {"allOf": [definitions[kind.name.replace(" ", "_")]], "definitions": definitions}
    )
    others = [Field("a_name", kind.others, "")] if kind.others else []
    for field in (*kind.fields, *others):
        by_value: dict[str, list[str]] = {}
        for value in spellings(field):
            node = read_yaml(f"{field.name}: {value}\n".encode(), "a.yaml")[0]
            assert node is not None
            by_value.setdefault(json.dumps(typed(node)[field.name]), []).append(value)
        for seen, written in by_value.items():
            errors = [
                error
                for error in validator.iter_errors({field.name: json.loads(seen)})
                if error.absolute_path
            ]
            against = [refused(kind, field, value) for value in written]
            if any(not codes for codes in against):
                assert not errors, f"{field.name}: {written[0]}"
            elif not (
                _beyond(field, seen) or all(code < "PM2" for codes in against for code in codes)
            ):
                assert errors, f"{field.name}: {written[0]} ({against[0]})"
