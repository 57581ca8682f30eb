"""Renaming of a symbol everywhere: the necessary changes, or the reason for a refusal."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from pmsim.authoring.fixes import Edit
from pmsim.authoring.lsp.analysis import WorkspaceFiles
from pmsim.authoring.symbols import Reference, SymbolKind, known_names
from pmsim.authoring.symbols.index import SymbolIndex
from pmsim.lang import OUT, Draft, Mapping
from pmsim.lang.compiler.names import RESERVED
from pmsim.lang.decoding import lines_of
from pmsim.lang.schema.types import ID, NAME

_SHARED_NAMESPACE: tuple[SymbolKind, ...] = ("stat", "person", "skill", "tag", "flag")
"""Kinds whose names conditions use without a prefix, so that all of them must differ."""
_KINDS_IN_SAVES: tuple[SymbolKind, ...] = ("scenario", "scene", "choice")
"""Kinds that saves refer to by ids."""


class Renaming(NamedTuple):
    """The edits for a new name, by file. `file`: the file to rename, and `new_file` its new path;
    '' for none."""

    edits: dict[str, list[Edit]]
    file: str = ""
    new_file: str = ""


def last_part(name: str) -> str:
    """Return the part of an id that its definition spells."""
    return name.rpartition(".")[2]


def why_not_renamable(reference: Reference, symbols: SymbolIndex, files: WorkspaceFiles) -> str:
    """Return the reason why a symbol cannot be renamed, or ''."""
    definitions = [
        each
        for each in symbols.references_of(reference.kind, reference.id)
        if each.usage == "defined" and (each.length or each.kind == "scenario")
    ]
    if reference.kind in ("stage", "topic", "flag"):
        definitions = symbols.references_of(reference.kind, reference.id)
        if reference.kind == "stage" and reference.id == "none":
            return "`none` is a word of the language."
    if not definitions:
        wants = " Write its `id` first." if reference.kind == "choice" else ""
        return (
            f"Nothing here gives the {reference.kind} `{last_part(reference.id)}` its name.{wants}"
        )
    if not all(each.place.file in files.reported for each in definitions):
        return f"The {reference.kind} `{last_part(reference.id)}` belongs to another pack."
    return ""


def why_name_refused(reference: Reference, new: str, draft: Draft) -> str:
    """Return the reason why the new name is not possible, or ''."""
    shape = ID if reference.kind in ("scenario", "scene", "choice") else NAME
    if not shape.matches(new):
        return f"`{new}` is not a name: {shape.description}."
    if (new in RESERVED and reference.kind in (*_SHARED_NAMESPACE, "role", "group")) or (
        new == OUT and reference.kind == "scene"
    ):
        return f"`{new}` is a word of the language."
    known = known_names(draft)
    owner = reference.id[: -len(last_part(reference.id))]
    kinds = _SHARED_NAMESPACE if reference.kind in _SHARED_NAMESPACE else (reference.kind,)
    for kind in kinds:
        if known.has(kind, f"{owner}{new}"):
            return f"There is a {kind} called `{new}` already."
    return ""


def plan_renaming(
    reference: Reference, new: str, draft: Draft, symbols: SymbolIndex, files: WorkspaceFiles
) -> Renaming:
    """Return all changes for the new name. The caller has checked it with `why_name_refused`."""
    lines: dict[str, list[str]] = {}
    edits: dict[str, list[Edit]] = {}
    for each in symbols.references_of(reference.kind, reference.id):
        file, line, column = each.place
        if not each.length or file not in files.reported:
            continue
        file_lines = lines.setdefault(file, lines_of(files.text(file)))
        written = "".join(file_lines[line - 1 : line])[column - 1 : column - 1 + each.length]
        if written.lower() == last_part(reference.id):
            text = new.capitalize() if written[0].isupper() else new
            edits.setdefault(file, []).append(Edit(line, column, each.length, text))
    if reference.kind in _KINDS_IN_SAVES and draft.is_released:
        node = known_names(draft).nodes[reference.kind].get(reference.id)
        if isinstance(node, Mapping) and (reference.kind != "choice" or node.has("id")):
            for file, edit in _was_edits(node, reference):
                edits.setdefault(file, []).append(edit)
    if reference.kind != "scenario":
        return Renaming(edits)
    file = draft.files.scenarios[reference.id][0]
    return Renaming(edits, file, str(PurePosixPath(file).with_name(f"{new}.yaml")))


def _was_edits(node: Mapping, reference: Reference) -> Iterator[tuple[str, Edit]]:
    """Yield the edit that writes the old name as `was`: before the first field of a scene, else
    after the first field. Keep an existing `was`, because saves may still contain that name."""
    if node.entries and not node.has("was"):
        second = min(1, len(node.entries) - 1)
        at = node.entries[0 if reference.kind == "scene" else second].key.place
        end = ", " if node.flow else f"\n{' ' * (at.column - 1)}"
        yield at.file, Edit(at.line, at.column, 0, f"was: {last_part(reference.id)}{end}")
