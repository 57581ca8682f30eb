"""The law of `check --fix`: it brings back what an author meant, or leaves it; comments, their
order and the ends of lines stay."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from pmsim.analysis.examine import examine
from pmsim.authoring.fixes import Edit, Fix, apply_edits, engine, known_words
from pmsim.authoring.fixes.engine import apply_safe_fixes
from pmsim.authoring.fixes.preservation import find_comments
from pmsim.authoring.lsp.changes import find_actions
from pmsim.lang.comments import comments
from pmsim.lang.decoding import LINE_END, decode
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.rules import RULES
from pmsim.lang.rules.example import overlay, scenario_of_choice, scenario_of_scene
from pmsim.lang.text import OneOf, Paragraphs, Slotted, Text, When, Words
from tests.lang.mistakes import make
from tests.sizes import size
from tests.strategies.slips import NOTE, Slipped, slipped_packs

ROOT = Path(__file__).parents[3]


def texts(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The pieces that a player may read of a pack, as far as it can be understood, by the key of
    their text."""
    draft = examine(files).draft
    return (
        {
            key: [" ".join(piece.split()) for piece in _pieces(text)]
            for key, text in draft.context.texts.items()
        }
        if draft
        else {}
    )


def _pieces(text: Text) -> list[str]:
    said: list[str] = []
    for block in text:
        match block:
            case Paragraphs(parts):
                said.append(
                    "".join(
                        part.text if isinstance(part, Words) else _placeholder(part)
                        for part in parts
                    )
                )
            case When(_, then, other):
                said += [*_pieces(then), *_pieces(other)]
            case OneOf(_, options):
                said += [piece for option in options for piece in _pieces(option)]
    return said


def _placeholder(part: Slotted) -> str:
    return f"{{{part.name}.{part.form}}}" if part.form else f"{{{part.name}}}"


def notes(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The comments that were put into the files, in their order."""
    return {file: NOTE.findall(data.decode("utf-8", "replace")) for file, data in files.items()}


def ends(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    return {file: LINE_END.findall(data.decode()) for file, data in files.items()}


def harm(pack: Slipped, after: Mapping[str, bytes]) -> list[object]:
    """Return whatever the law forbids in the files of a pack that was fixed.

    A scenario whose file was left alone may become readable by a fix in another file: its texts
    are not looked at.
    """
    meant, stood = texts(pack.whole), texts(pack.files)
    anywhere = [piece for text in meant.values() for piece in text]
    unchanged = {Path(file).stem for file, data in after.items() if data == pack.files[file]}
    pieces = [
        (key, piece)
        for key, text in texts(after).items()
        if key.partition(".")[0] not in unchanged
        for piece in text
    ]
    lines = [
        (file, old, new)
        for file, old in ends(pack.files).items()
        if set(new := ends(after)[file]) - set(old) or len(new) < len(old)
    ]
    return [
        *(
            (key, piece)
            for key, piece in pieces
            if piece not in (*meant.get(key, anywhere), *stood.get(key, ()), *pack.meant)
        ),
        *((key, piece) for key, piece in pieces if NOTE.search(piece)),
        *(
            (file, found)
            for file, found in notes(after).items()
            if found != notes(pack.files)[file]
        ),
        *lines,
    ]


@settings(max_examples=size(10), suppress_health_check=[HealthCheck.too_slow])
@given(slipped_packs())
def test_what_is_mended_reads_as_it_was_meant_or_as_it_stood(pack: Slipped) -> None:
    after = apply_safe_fixes(pack.files, pack.files).files
    assert harm(pack, after) == []
    assert apply_safe_fixes(after, pack.files).files == after


@settings(max_examples=size(3), suppress_health_check=[HealthCheck.too_slow])
@given(slipped_packs(most=2))
def test_quick_fixes_keep_the_law(pack: Slipped) -> None:
    """What an editor offers may change the text at which it is offered, and no other."""
    examined = examine(pack.files)
    for found in examined.diagnostics:
        for fix in find_actions(found, pack.files, known_words(examined.draft)):
            after = {**pack.files, fix.file: apply_edits(pack.files[fix.file], fix.edits)}
            texts_harmed = [
                one
                for one in harm(pack, after)
                if found.code not in ABOUT_A_COMMENT or not NOTE.search(str(one))
            ]
            assert len(texts_harmed) <= (not fix.sure), (found, fix, texts_harmed)


ABOUT_A_COMMENT = [
    rule.code
    for rule in RULES
    if rule.name in ("comment-behind-prose", "line-beginning") or rule.name.startswith("allow-")
]
"""What may stand behind ` #` is what these complaints name."""
MISTAKES = [name for name in make.names() if name not in make.MADE]


MOVED = ["PM708_nested_else"]
"""A `first_of` takes in whole blocks; `test_a_nested_else_becomes_a_first_of` holds their lines."""


@pytest.mark.parametrize("name", [name for name in MISTAKES if name not in MOVED])
def test_a_line_of_which_nothing_was_said_stays(name: str) -> None:
    files = make.all_files(name)
    said = {one.place[:2] for one in examine(files).diagnostics}
    after = apply_safe_fixes(files, make.own_files(name)).files
    for file, data in files.items():
        left = iter(after[file].splitlines(keepends=True))
        for number, line in enumerate(data.splitlines(keepends=True), 1):
            assert (file, number) in said or b"\t" in line or line in left


@pytest.mark.parametrize("name", MISTAKES)
def test_a_comment_behind_a_mistake_stays_a_comment(name: str) -> None:
    files = make.all_files(name)
    for one in examine(files).diagnostics:
        if one.code in ABOUT_A_COMMENT and not one.message.startswith("A line"):
            continue
        lines = files[one.place.file].decode("utf-8", "replace").split("\n")
        lines[one.place.line - 1] += "  # c1 note"
        noted = {**files, one.place.file: "\n".join(lines).encode()}
        after = apply_safe_fixes(noted, make.own_files(name)).files
        assert notes(after) == notes(noted)
        before = {key for key, text in texts(noted).items() if NOTE.search(" ".join(text))}
        assert {key for key, text in texts(after).items() if NOTE.search(" ".join(text))} <= before


BEFORE = scenario_of_choice("label: Go: now  # why\neffects: {standing: 1}  # that")
ABOVE = scenario_of_choice("# why\nlabel: |\n  Go: now\neffects: {standing: 1}  # that")


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        (ABOVE, True),
        (ABOVE.replace("# why", "# how"), False),
        (ABOVE.replace("# why\n", ""), False),
        (scenario_of_choice("label: |\n  Go: now  # why\neffects: {standing: 1}  # that"), False),
        (scenario_of_choice("# why\nlabel: |\n  Go: now\n  effects: {standing: 1}  # that"), False),
        (ABOVE.replace("  # that", ""), False),
        (ABOVE.replace("Go: now", "Go: nowhere"), False),
        (ABOVE.replace("Wait.", "Stay."), False),
        (ABOVE.replace("standing: 1", "standing: 2"), False),
        (ABOVE.replace("- id: wait\n        label: Wait.\n      ", ""), False),
    ],
)
def test_what_does_harm_is_not_written(
    monkeypatch: pytest.MonkeyPatch, after: str, kept: bool
) -> None:
    def fixes(found: Diagnostic, *_: object) -> tuple[Fix, ...]:
        return (
            (Fix("Write it below", found.place.file, (Edit(1, 1, len(BEFORE), after),)),)
            if found.code == "PM126"
            else ()
        )

    files = overlay("scene.yaml", BEFORE)
    monkeypatch.setattr(engine, "find_fixes", fixes)
    assert apply_safe_fixes(files, ["scene.yaml"]).files["scene.yaml"].decode() == (
        after if kept else BEFORE
    )
    monkeypatch.setattr("pmsim.authoring.lsp.changes.find_fixes", fixes)
    found = next(one for one in examine(files).diagnostics if one.code == "PM126")
    assert bool(list(find_actions(found, files))) == kept


ALLOWED = [
    (
        scenario_of_choice("label: Go: <b>now</b>  # allow markup: it is so"),
        scenario_of_choice("# allow markup: it is so\nlabel: |\n  Go: <b>now</b>"),
    ),
    (scenario_of_scene("choices:\n  # allow markup: it is so\n  - label: Go <b>now</b>."),) * 2,
    (
        (
            "# mine\n\n# allow never-holds: so\n# it is\nwhen: quarter > 90\ntitle: X\nscenes:\n "
            " a: {text: It.}\n"
        ),
        (
            "# mine\n\nlanguage: 1\n# allow never-holds: so\n# it is\nwhen: quarter > 90\ntitle:"
            " X\nscenes:\n  a: {text: It.}\n"
        ),
    ),
]


@pytest.mark.parametrize(("bad", "good"), ALLOWED)
def test_what_allows_something_keeps_its_effect(bad: str, good: str) -> None:
    after = apply_safe_fixes(overlay("scene.yaml", bad), ["scene.yaml"]).files
    assert after["scene.yaml"].decode() == good
    assert not {"PM703", "PM406", "PM692"} & {one.code for one in examine(after).diagnostics}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "scenarios").rglob("*.yaml")), ids=lambda path: path.name
)
def test_comments_are_found_by_the_look_of_lines(path: Path) -> None:
    same_comments(path.read_bytes())


@settings(max_examples=size(15), suppress_health_check=[HealthCheck.too_slow])
@given(slipped_packs(most=0))
def test_comments_are_found_where_yaml_finds_them(pack: Slipped) -> None:
    for data in pack.whole.values():
        same_comments(data)


def same_comments(data: bytes) -> None:
    text = decode(data, "a.yaml", [])
    assert text is not None
    known = [
        (one.place.line, one.place.column, one.text)
        for one in comments(data, "a.yaml", re.compile("#"), b"#")
    ]
    assert list(find_comments(text.split("\n"))) == known
