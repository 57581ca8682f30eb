"""Examining with a memo gives the same answers as without one, whatever is edited between."""

import re
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmsim.analysis.examine import Examination, examine, quick_errors
from pmsim.lang.memo import Memo
from pmsim.store.packs import read_folder
from tests.sizes import size
from tests.strategies.packs import packs

Files = dict[str, bytes]
ROOT = Path(__file__).resolve().parents[2] / "scenarios"
SHIPPED = {name: dict(read_folder(ROOT / name)) for name in ("first_day", "the_long_game")}
STRAY = (
    b"language: 1\ntitle: A stray\nscenes:\n  one:\n    text: |\n      A line, because of"
    b" {becos}.\n    goto: two\n"
)


KINDS = (
    "number",
    "break",
    "rename",
    "delete",
    "line out",
    "line twice",
    "word",
    "add",
    "comment",
    "stray",
    "swap",
    "id",
    "choice",
)
WORDS = ("standing", "{ines}", "{nobody}", "told", "goto: out", "role: pm")
LINES = (
    "        set: [a_new_flag]",
    "      later: {in: 2, scene: one}",
    "    when: a_new_flag",
    "    goto: out",
)


def whole(found: Examination) -> list[str]:
    """Everything in an answer, types included (`==` takes one tuple for another)."""
    said = [repr(found.diagnostics)]
    if found.draft is not None:
        draft, desk = found.draft, found.draft.context
        noted = (
            desk.texts,
            desk.phrases,
            sorted(desk.flags_read),
            desk.cause_placeholders,
            desk.schedule_numbers,
            desk.expressions,
            desk.names.first_set,
        )
        said += [
            repr(each)
            for each in (
                *noted,
                draft.program,
                draft.files.playthroughs,
            )
        ]
    if found.pack is not None:
        shown = (
            found.pack.stats,
            found.pack.outcomes,
            found.pack.statements,
            found.pack.promises,
            found.pack.scenarios,
            found.pack.renamed,
            found.pack.company,
        )
        said += [repr(each) for each in shown]
    return said


def difference(one: Examination, other: Examination) -> str:
    """Where two answers part, in a few words; '' if they are the same."""
    for mine, yours in zip_longest(whole(one), whole(other), fillvalue=""):
        if mine != yours:
            at = next(
                (n for n, (a, b) in enumerate(zip(mine, yours, strict=False)) if a != b),
                min(len(mine), len(yours)),
            )
            return (
                f"{mine[max(0, at - 200) : at + 100]}\n--- or"
                f" ---\n{yours[max(0, at - 200) : at + 100]}"
            )
    return ""


def lines_of(files: Files, path: str) -> list[str]:
    return files[path].decode().split("\n")


@st.composite
def edits(draw: st.DrawFn, files: Files) -> Files:
    """The files after one edit, such as an author makes or has half made."""
    if not files:
        return {"aa_stray.yaml": STRAY}
    path = draw(st.sampled_from(sorted(files)))
    lines = lines_of(files, path)
    at = draw(st.integers(0, len(lines) - 1))
    kind = draw(st.sampled_from(KINDS))
    match kind:
        case "number":
            numbers = list(re.finditer(r"\d+", files[path].decode()))
            if numbers:
                one = draw(st.sampled_from(numbers))
                text = files[path].decode()
                return {
                    **files,
                    path: (
                        f"{text[: one.start()]}{draw(st.integers(0, 120))}{text[one.end() :]}".encode()
                    ),
                }
        case "break":
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))] + draw(
                st.sampled_from(["[", '"', ": :", "\t", "{"])
            )
        case "rename":
            names = re.findall(r"(?m)^  ([a-z_0-9]+):$", files[path].decode())
            if names:
                return {
                    **files,
                    path: (
                        files[path].replace(
                            f"  {draw(st.sampled_from(names))}:\n".encode(), b"  renamed:\n"
                        )
                    ),
                }
        case "delete":
            return {name: data for name, data in files.items() if name != path}
        case "line out":
            del lines[at]
        case "line twice":
            lines.insert(at, lines[at])
        case "word":
            words = lines[at].split(" ")
            words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(WORDS))
            lines[at] = " ".join(words)
        case "add":
            lines.insert(at, draw(st.sampled_from(LINES)))
        case "comment":
            lines.insert(at, "# only a remark")
        case "id":
            ids = re.findall(r"\bid: ([a-z_0-9]+)", files[path].decode())
            if ids:
                old = draw(st.sampled_from(ids))
                return {
                    **files,
                    path: (
                        re.sub(
                            rf"\bid: {old}\b",
                            f"id: {draw(st.sampled_from([*ids, 'other']))}",
                            files[path].decode(),
                        ).encode()
                    ),
                }
        case "choice":
            places = [
                number for number, line in enumerate(lines) if line.rstrip().endswith("choices:")
            ]
            if places:
                number = draw(st.sampled_from(places))
                indent = len(lines[number]) - len(lines[number].lstrip()) + 2
                lines.insert(number + 1, f"{' ' * indent}- {{id: one_more, label: One more.}}")
        case "stray":
            return {**files, "aa_stray.yaml": STRAY}
        case "swap":
            other = draw(st.sampled_from(sorted(files)))
            return {**files, path: files[other], other: files[path]}
    return {**files, path: "\n".join(lines).encode()}


def holds(data: st.DataObject, files: Files, count: int) -> None:
    """The law, over some edits in turn; some are taken back."""
    bench, before = Memo(), files
    assert difference(examine(files, memo=bench), examine(files)) == ""
    for _ in range(count):
        before, files = files, data.draw(st.one_of(edits(files), st.just(before)))
        assert difference(examine(files, memo=bench), examine(files)) == ""


@settings(max_examples=size(12), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), packs())
def test_random_packs(data: st.DataObject, files: Files) -> None:
    holds(data, files, 4)


@settings(max_examples=size(6), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_shipped_pack(data: st.DataObject) -> None:
    holds(data, SHIPPED["first_day"], 4)


@settings(max_examples=size(2), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_the_career(data: st.DataObject) -> None:
    holds(data, SHIPPED["the_long_game"], 2)


def test_two_kinds_of_value_that_compare_equal_are_told_apart() -> None:
    """`Get(8)` and `Num(8)` are equal as tuples; a stat that becomes a number is not taken for
    the stat it was."""
    files = SHIPPED["first_day"]
    bench = Memo()
    for number in range(12):
        edited = {
            **files,
            "pack.yaml": (
                files["pack.yaml"].replace(
                    b"\nstats:\n", f"\nstats:\n  odd: {{value: {number}}}\n".encode()
                )
            ),
        }
        assert edited["pack.yaml"] != files["pack.yaml"]
        assert difference(examine(edited, memo=bench), examine(edited)) == ""


def test_what_did_not_change_is_the_same_object() -> None:
    files = SHIPPED["the_long_game"]
    bench = Memo()
    one = examine(files, memo=bench).draft
    path = "pace/the_date.yaml"
    two = examine({**files, path: files[path] + b"# only a remark\n"}, memo=bench).draft
    assert one is not None
    assert two is not None
    same = [
        outline.id
        for outline, other in zip(
            one.context.names.scenarios, two.context.names.scenarios, strict=True
        )
        if outline is other
    ]
    assert sorted({outline.id for outline in one.context.names.scenarios} - set(same)) == [
        "the_date"
    ]
    assert one.context.names.slots is two.context.names.slots
    assert sum(a is b for a, b in zip(one.program.choices, two.program.choices, strict=True)) > 500
    assert all(
        a.expr is b.expr
        for a, b in zip(one.context.expressions, two.context.expressions, strict=True)
    )


def test_a_memo_works_a_thing_out_once_and_forgets_what_is_not_asked_for() -> None:
    worked: list[str] = []

    def work(text: str, of: tuple[int, ...]) -> str:
        worked.append(text)
        return f"{text} {sum(of)}"

    memo, of = Memo(), (1, 2)
    assert [memo(work, "a", of), memo(work, "a", of), memo(work, "b", of)] == ["a 3", "a 3", "b 3"]
    memo.start_round()
    assert memo(work, "a", of) == "a 3"
    assert memo(work, "a", (1, 3)[:]) == "a 4"
    assert worked == ["a", "b", "a"]
    memo.start_round()
    memo.start_round()
    assert memo(work, "a", of) == "a 3"
    assert worked == ["a", "b", "a", "a"]


def test_a_phrase_that_went_is_gone() -> None:
    """Scenarios lowered beside it remember nothing of it."""
    files, path = SHIPPED["first_day"], "day_ninety.yaml"
    bench = Memo()
    examine(files, memo=bench)
    edited = {**files, path: files[path].replace(b"phrases:\n", b"phrases:\n  line_three:\n")}
    assert edited != files
    assert difference(examine(edited, memo=bench), examine(edited)) == ""


@pytest.mark.parametrize("name", SHIPPED)
def test_an_answer_does_not_depend_on_the_order_of_files(name: str) -> None:
    files = SHIPPED[name]
    bench = Memo()
    assert (
        difference(examine(dict(reversed(files.items())), memo=bench), examine(files, memo=bench))
        == ""
    )


@given(st.data())
@settings(
    max_examples=size(10),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_a_glance_at_what_was_edited_is_a_part_of_the_answer(data: st.DataObject) -> None:
    bench, files = Memo(), SHIPPED["first_day"]
    examine(files, memo=bench)
    for _ in range(3):
        edited = data.draw(edits(files))
        changed = {path: content for path, content in edited.items() if files.get(path) != content}
        seen, found = set(quick_errors(changed)), examine(edited, memo=bench)
        assert seen <= set(found.diagnostics)
        own = {
            one
            for one in found.diagnostics
            if one.place.file in changed and one.severity == "error" and one.code < "PM2"
        }
        assert own <= seen
        assert difference(found, examine(edited)) == ""
        files = edited
