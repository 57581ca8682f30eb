"""The files of a pack, sorted into the pack with its sections, scenarios and playthroughs; each
read and validated.

    sorted_files = sort_files({"pack.yaml": b"…", "pace/the_date.yaml": b"…"})
"""

from collections.abc import Mapping as Table
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.memo import Memo
from pmsim.lang.messages import fields_of, nearest_name
from pmsim.lang.nodes import EMPTY_MAPPING, Entry, Mapping, Place, Scalar, mapping_of
from pmsim.lang.rules import BY_NAME, make_diagnostic
from pmsim.lang.schema import SECTIONS
from pmsim.lang.schema.types import ID
from pmsim.lang.validate import validate
from pmsim.lang.yaml_reader import read_yaml

PACK_FILE = "pack.yaml"
PLAYTHROUGH = ".playthrough.yaml"
_UNREADABLE = frozenset(
    BY_NAME[name].code for name in ("not-utf-8", "too-large", "too-deep", "too-many", "syntax")
)


class ValidatedFiles(NamedTuple):
    """The validated contents of a folder.

    `pack`: None without a readable pack.yaml. `scenarios`: file and fields by id, in the order of
    ids. A scenario with a duplicate or invalid id has an id with an apostrophe, which no author can
    refer to. `playthroughs`: by file. `broken`: a file could not be read wholly, so names that seem
    absent may exist.
    """

    pack: Mapping | None
    scenarios: Table[str, tuple[str, Mapping]]
    playthroughs: Table[str, Mapping]
    diagnostics: tuple[Diagnostic, ...]
    broken: bool

    @property
    def fields(self) -> Mapping:
        """Return the fields of the pack; none without a pack."""
        return self.pack or EMPTY_MAPPING


def sort_files(files: Table[str, bytes], memo: Memo | None = None) -> ValidatedFiles:
    """Sort, read and validate the files of a pack. Never raises.

    `files`: bytes by path as the author names it, with `/`. `memo`: as for `compile_pack`.
    """
    sorter = _Sorter(memo or Memo())
    for file in sorted(files, key=lambda path: (PurePosixPath(path).stem, path)):
        sorter.add(file, files[file])
    pack = sorter.pack(min(files, default=PACK_FILE))
    diagnostics = tuple(sorter.diagnostics)
    broken = any(one.code in _UNREADABLE for one in diagnostics)
    scenarios = dict(sorted(sorter.scenarios.items()))
    return ValidatedFiles(pack, scenarios, sorter.playthroughs, diagnostics, broken)


class _Sorter:
    """The files of a folder, as far as they were read."""

    def __init__(self, memo: Memo) -> None:
        self.memo = memo
        self.diagnostics: list[Diagnostic] = []
        self.packs: list[tuple[str, Mapping]] = []
        self.sections: list[tuple[str, Entry]] = []
        self.scenarios: dict[str, tuple[str, Mapping]] = {}
        self.playthroughs: dict[str, Mapping] = {}

    def report(self, rule: str, at: Place, hint: str, **words: Any) -> None:
        self.diagnostics.append(make_diagnostic(rule, at, hint=hint, **words))

    def validated(self, node: Mapping, kind: str) -> Mapping:
        valid, shape = self.memo(validate, node, kind)
        self.diagnostics += shape
        return valid

    def add(self, file: str, data: bytes) -> None:
        node, syntax = self.memo(read_yaml, data, file)
        self.diagnostics += syntax
        stem, start = PurePosixPath(file).stem, Place(file, 1, 1)
        if node is None:
            return
        if PurePosixPath(file).name == PACK_FILE:
            self.packs.append((file, node))
        elif file.endswith(PLAYTHROUGH):
            self.playthroughs[file] = self.validated(node, "playthrough")
        elif node.has("scenes"):
            self.add_scenario(stem, start, node)
        elif stem in SECTIONS:
            self.sections.append((file, self.memo(_section_entry, stem, node)))
        else:
            self.report("unknown-file", start, _file_hint(stem, node))

    def add_scenario(self, stem: str, start: Place, node: Mapping) -> None:
        valid, taken = self.validated(node, "scenario"), self.scenarios.get(stem)
        if not ID.matches(stem):
            hint = "A scenario's id is its file's name; rename the file."
            self.report("not-a-name", start, hint, given=stem, wanted=ID.description)
        elif taken:
            hint = "Rename one of the two files."
            self.report("scenario-twice", start, hint, id=stem, first=taken[0])
        free = f"{stem}'{len(self.scenarios)}" if taken else stem
        self.scenarios[free.replace(".", "'")] = (start.file, valid)

    def pack(self, file: str) -> Mapping | None:
        """Return the pack with the sections from files of their own, validated. `file`: where its
        absence is reported."""
        if not self.packs:
            if self.scenarios or self.sections:
                hint = "`pmsim new --pack DIR` writes a whole pack, with a pack.yaml."
                self.report("no-pack", Place(file, 1, 1), hint)
            return None
        (first, node), *others = sorted(self.packs, key=lambda one: (one[0].count("/"), one[0]))
        for other, _ in others:
            hint = "Check that folder by itself."
            self.report("second-pack", Place(other, 1, 1), hint, first=first)
        homes = dict.fromkeys(node.by_key, first)
        for home, entry in self.sections:
            if (other := homes.setdefault(entry.name, home)) != home:
                words = {"section": entry.name, "first": other}
                self.report("section-twice", entry.key.place, "Keep one of the two.", **words)
        added = (entry for _, entry in self.sections)
        return self.validated(self.memo(_with_sections, node, *added), "pack")


def _section_entry(stem: str, node: Mapping) -> Entry:
    """Return the entry for a section's file: the section itself, or a mapping with that one key."""
    only = node.get(stem) if len(node.entries) == 1 else None
    return Entry(Scalar(stem, node.place), node if only is None else only)


def _with_sections(node: Mapping, *added: Entry) -> Mapping:
    first = {entry.name: entry for entry in reversed(added)} | node.by_key
    duplicates = tuple(entry for entry in added if first[entry.name] is not entry)
    return mapping_of(
        (first[name] for name in {**node.by_key, **first}),
        node.place,
        duplicates=(*node.duplicates, *duplicates),
    )


def _file_hint(stem: str, node: Mapping) -> str:
    section = nearest_name(stem, SECTIONS).name
    if section:
        return f"Did you mean {section}.yaml?"
    if len(node.by_key.keys() & fields_of("scenario").keys()) > 1:
        return "A scenario has `scenes:`."
    return "A section's file is called after the section, such as people.yaml or outcomes.yaml."
