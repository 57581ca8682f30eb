"""Changes that an editor offers: quick fixes for a diagnostic (those of `fixes`, a new scene for an
unknown name, an `allow` comment), and the renaming of a symbol everywhere."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as FileContents
from pathlib import PurePosixPath
from typing import NamedTuple

from pmsim.authoring.fixes import Edit, Fix, find_fixes, known_words
from pmsim.authoring.fixes.preservation import FixStep, preserves_content
from pmsim.authoring.lsp.analysis import WorkspaceFiles
from pmsim.authoring.symbols import Reference, SymbolIndex, SymbolKind
from pmsim.authoring.symbols.names import known_names
from pmsim.lang import BY_NAME, OUT, Diagnostic, Draft, Mapping
from pmsim.lang.compiler.names import RESERVED
from pmsim.lang.decoding import lines_of, source_lines
from pmsim.lang.rules import NAME_OF_CODE
from pmsim.lang.schema.types import ID, NAME
from pmsim.lang.yaml_reader import read_yaml, scalar_spans

_NO_SCENE = re.compile(r"There is no scene called `([^`.]+)`")
_UNKNOWN_NAME_CODE = BY_NAME["unknown-name"].code
_SCENE_TEXT = "Write here what the player reads."


def find_actions(
    diagnostic: Diagnostic,
    files: FileContents[str, bytes],
    words: frozenset[str] = known_words(None),
) -> Iterator[Fix]:
    """Yield the possible fixes for a diagnostic of these files, the best first. `words`: words with
    a meaning in the pack."""
    yield from (
        fix
        for fix in find_fixes(diagnostic, files, words)
        if preserves_content([FixStep(diagnostic, fix)], files[fix.file])
    )
    content = files.get(diagnostic.place.file, b"")
    lines = source_lines(content)
    missing = _NO_SCENE.match(diagnostic.message) if diagnostic.code == _UNKNOWN_NAME_CODE else None
    if missing and ID.matches(missing[1]):
        yield from _new_scene(missing[1], diagnostic.place.file, content, lines)
    if diagnostic.severity != "error" and not NAME_OF_CODE[diagnostic.code].startswith("allow-"):
        yield _allow_comment(diagnostic, lines)


def _new_scene(name: str, file: str, content: bytes, lines: list[str]) -> Iterator[Fix]:
    """Yield a fix that adds a scene of that name after the scenario's other scenes."""
    root, _ = read_yaml(content, file)
    scenes = root.mapping("scenes") if root else None
    if root is None or scenes is None or scenes.flow or not scenes.entries:
        return
    first = scenes.entries[0].key.place
    sections_below = [key.place.line for key, _ in root.entries if key.place.line > first.line]
    last = max(
        number
        for number in range(first.line, min(sections_below, default=len(lines) + 1))
        if lines[number - 1].startswith(" ") and lines[number - 1].strip()
    )
    indent = " " * (first.column - 1)
    scene = f"\n{indent}{name}:\n{indent}  text: |\n{indent}    {_SCENE_TEXT}"
    edit = Edit(last, len(lines[last - 1]) + 1, 0, scene)
    where = PurePosixPath(file).name
    yield Fix(f"Write a scene `{name}` at the end of {where}", file, (edit,), sure=False)


def _allow_comment(diagnostic: Diagnostic, lines: list[str]) -> Fix:
    """Return a fix that adds an `allow` comment above the line or its text. The author writes the
    reason."""
    file, line, _ = diagnostic.place
    texts = (
        (span.start[0], span.end[0] - (span.end[1] == 1)) for span in scalar_spans("\n".join(lines))
    )
    line = next((first for first, last in texts if first < line <= last), line)
    written = lines[line - 1] if line <= len(lines) else ""
    indent = written[: len(written) - len(written.lstrip())]
    name = NAME_OF_CODE[diagnostic.code]
    return Fix(
        f"Allow `{name}` here, and say why",
        file,
        (Edit(line, 1, 0, f"{indent}# allow {name}:\n"),),
        sure=False,
    )


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
