"""What can be done about a complaint: doing it does away with it."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lsprotocol import types as lsp

from pmsim.analysis.examine import examine
from pmsim.authoring.fixes import Edit, Fix, apply_edits
from pmsim.authoring.lsp.changes import find_actions
from pmsim.authoring.lsp.protocol.conversions import Encoding, count_characters, to_text_edit
from pmsim.lang.decoding import lines_of
from pmsim.lang.diagnostics import Diagnostic
from tests.authoring.lsp.desk import FILES, packed
from tests.sizes import size


def found(files: dict[str, bytes], code: str) -> Diagnostic:
    return next(one for one in examine(files).diagnostics if one.code == code)


def offered(files: dict[str, bytes], code: str) -> dict[str, Fix]:
    return {fix.title: fix for fix in find_actions(found(files, code), files)}


def done(files: dict[str, bytes], fix: Fix) -> dict[str, bytes]:
    return {**files, fix.file: apply_edits(files[fix.file], fix.edits)}


def codes(files: dict[str, bytes]) -> list[str]:
    """What is said of the files that is not said of the little pack as it is."""
    return sorted(
        (
            Counter(one.code for one in examine(files).diagnostics)
            - Counter(one.code for one in examine(packed()).diagnostics)
        ).elements()
    )


@pytest.mark.parametrize(
    "change",
    [
        ("goto: after", "goto: the_bill"),
        ("goto: after", "later: {in: 1, scene: the_bill}\n        goto: after"),
        ("label: Go.", "label: Go.\n        goto: the_bill"),
    ],
)
def test_a_scene_that_is_missing_can_be_written(change: tuple[str, str]) -> None:
    files = packed(pause=FILES["pause.yaml"].replace(*change))
    fix = offered(files, "PM301")["Write a scene `the_bill` at the end of pause.yaml"]
    after = done(files, fix)
    assert (
        after["pause.yaml"]
        .decode()
        .endswith("  the_bill:\n    text: |\n      Write here what the player reads.\n")
    )
    assert codes(after) == (["PM601"] if change[1] == "goto: the_bill" else [])


def test_it_is_written_before_what_follows_the_scenes() -> None:
    text = (
        FILES["pause.yaml"].replace("goto: after", "goto: the_bill") + "\n\n# the end\nrepeat: 4\n"
    )
    files = packed(pause=text)
    after = done(
        files, offered(files, "PM301")["Write a scene `the_bill` at the end of pause.yaml"]
    )
    assert "PM301" not in codes(after)
    assert after["pause.yaml"].decode().endswith("the player reads.\n\n\n# the end\nrepeat: 4\n")


def test_scenes_in_braces_are_left_to_their_author() -> None:
    files = packed(
        other="language: 1\ntitle: The Other\nscenes: {door: {text: A door., goto: hall}}\n"
    )
    assert [title for title in offered(files, "PM301") if title.startswith("Write a scene")] == []


def test_what_was_meant_can_be_written() -> None:
    files = packed(pause=FILES["pause.yaml"].replace("goto: after", "goto: aftr"))
    fix = offered(files, "PM301")["Write `after`"]
    assert codes(done(files, fix)) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("not told_sam", "not told_nobody"), "PM407"),
        (("        tags: [plain]", "        tags: [plein]"), "PM306"),
        (("      It ticks, and {ines}", "      It <b>ticks</b>, and {ines}"), "PM703"),
        (
            ("|\n      It ticks, and {ines}", "It ticks,\n      and <b>ticks</b>, and {ines}"),
            "PM703",
        ),
        (
            (
                "  after:\n    text: |\n      It stops.\n",
                "  after:\n    text: |\n      It stops.\n    when: quarter > 99\n",
            ),
            "PM406",
        ),
    ],
)
def test_what_is_meant_so_can_be_allowed(change: tuple[str, str], code: str) -> None:
    files = packed(pause=FILES["pause.yaml"].replace(*change))
    fix = next(fix for title, fix in offered(files, code).items() if title.startswith("Allow"))
    asked = done(files, fix)
    assert code not in codes(asked)
    assert "PM690" in codes(asked), "the reason is still to be written"
    comment = next(line for line in asked["pause.yaml"].decode().split("\n") if "# allow" in line)
    assert set(codes(asked)) - {"PM690"} <= set(codes(files))
    told = {
        **asked,
        "pause.yaml": asked["pause.yaml"].replace(comment.encode(), f"{comment} it is so".encode()),
    }
    assert not {code, "PM690", "PM692"} & set(codes(told))


def test_what_is_amiss_with_a_comment_that_allows_cannot_be_allowed() -> None:
    files = packed(
        pause=FILES["pause.yaml"].replace("goto: after", "goto: after  # allow markup: no reason")
    )
    assert [title for title in offered(files, "PM692") if title.startswith("Allow")] == []


def test_errors_cannot_be_allowed() -> None:
    files = packed(pause=FILES["pause.yaml"].replace("goto: after", "goto: aftr"))
    assert [title for title in offered(files, "PM301") if title.startswith("Allow")] == []


texts = st.text(st.sampled_from("ab é😀\n"), max_size=40)


@given(texts, st.data(), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_an_edit_is_the_same_for_an_editor(
    text: str, data: st.DataObject, encoding: Encoding
) -> None:
    lines = lines_of(text)
    line = data.draw(st.integers(1, len(lines)))
    column = data.draw(st.integers(1, len(lines[line - 1]) + 1))
    start = sum(len(each) + 1 for each in lines[: line - 1]) + column - 1
    edit = Edit(line, column, data.draw(st.integers(0, len(text) - start)), "X\n")
    assert (
        edited(text, to_text_edit(edit, lines, encoding), encoding)
        == apply_edits(text.encode(), [edit]).decode()
    )


def edited(text: str, edit: lsp.TextEdit, encoding: Encoding) -> str:
    """The text as an editor would have it."""
    lines = lines_of(text)

    def offset(at: lsp.Position) -> int:
        return sum(len(line) + 1 for line in lines[: at.line]) + count_characters(
            lines[at.line], at.character, encoding
        )

    return text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]


TYPED = st.sampled_from(["", "x", ": ", "{", "\t", "😀", "\n", "- "])


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=size(60), deadline=None)
@given(
    st.sampled_from(["pack.yaml", "pause.yaml"]), st.integers(0, 1500), st.integers(0, 40), TYPED
)
@example("pack.yaml", 684, 10, "x")
@example("pause.yaml", 274, 1, "x")
@example("pause.yaml", 274, 1, "😀")
def test_whatever_is_offered_can_be_done(file: str, where: int, cut: int, typed: str) -> None:
    text = FILES[file]
    where = min(where, len(text))
    files = packed(**{file.partition(".")[0]: text[:where] + typed + text[where + cut :]})
    for one in examine(files).diagnostics:
        for fix in find_actions(one, files):
            assert done(files, fix) != files
