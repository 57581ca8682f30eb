"""Diagnostics as an editor shows them."""

from pmsim.analysis.examine import examine
from pmsim.authoring.lsp.analysis import WorkspaceFiles
from pmsim.authoring.lsp.editor_diagnostics import EditorDiagnostic, EditorSpan, diagnostics_by_file
from tests.authoring.lsp.desk import FILES, packed


def found(
    spoken: frozenset[str] | None = None, **changed: str
) -> dict[str, tuple[EditorDiagnostic, ...]]:
    files = packed(**changed)
    return diagnostics_by_file(
        examine(files).diagnostics, WorkspaceFiles(files, spoken or frozenset(files)), "utf-16"
    )


def test_a_slip_is_underlined_with_its_hint() -> None:
    one = next(
        one
        for one in found(pause=FILES["pause.yaml"].replace("goto: after", "goto: aftr"))[
            "pause.yaml"
        ]
        if one.code == "PM301"
    )
    assert one == EditorDiagnostic(
        EditorSpan(13, 14, 18),
        "error",
        "PM301",
        "There is no scene called `aftr`.\nDid you mean `after`?",
        unused=False,
    )


def test_what_nothing_leads_to_is_greyed_out() -> None:
    said = found(pause=FILES["pause.yaml"].replace("        goto: after\n", ""))["pause.yaml"]
    assert {one.code: one.unused for one in said if one.span.line == 18} == {"PM601": True}


def test_of_every_file_something_is_told_and_of_others_nothing() -> None:
    assert set(found()) == set(FILES)
    broken = FILES["pack.yaml"].replace("stats:", "statz:")
    assert set(found(frozenset({"pause.yaml"}), pack=broken)) == {"pause.yaml"}
