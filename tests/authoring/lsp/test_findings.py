"""Diagnostics as an editor shows them."""

from pathlib import Path

from lsprotocol import types as lsp

from pmsim.analysis.examine import examine
from pmsim.authoring.lsp.analysis import WorkspaceFiles
from pmsim.authoring.lsp.protocol.conversions import diagnostics_by_file
from pmsim.store.packs import PackFiles
from tests.authoring.lsp.desk import FILES, packed


def found(spoken: frozenset[str] | None = None, **changed: str) -> dict[str, list[lsp.Diagnostic]]:
    files = packed(**changed)
    return diagnostics_by_file(
        examine(files).diagnostics,
        WorkspaceFiles(PackFiles(files, {}, Path(), {}), spoken or frozenset(files)),
        "utf-16",
    )


def test_a_slip_is_underlined_with_its_hint() -> None:
    one = next(
        one
        for one in found(pause=FILES["pause.yaml"].replace("goto: after", "goto: aftr"))[
            "pause.yaml"
        ]
        if one.code == "PM301"
    )
    assert one == lsp.Diagnostic(
        lsp.Range(lsp.Position(13, 14), lsp.Position(13, 18)),
        "There is no scene called `aftr`.\nDid you mean `after`?",
        lsp.DiagnosticSeverity.Error,
        "PM301",
        source="pmsim",
    )


def test_what_nothing_leads_to_is_greyed_out() -> None:
    said = found(pause=FILES["pause.yaml"].replace("        goto: after\n", ""))["pause.yaml"]
    tags = {one.code: one.tags for one in said if one.range.start.line == 18}
    assert tags == {"PM601": [lsp.DiagnosticTag.Unnecessary]}


def test_of_every_file_something_is_told_and_of_others_nothing() -> None:
    assert set(found()) == set(FILES)
    broken = FILES["pack.yaml"].replace("stats:", "statz:")
    assert set(found(frozenset({"pause.yaml"}), pack=broken)) == {"pause.yaml"}
