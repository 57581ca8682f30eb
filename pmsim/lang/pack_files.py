"""The files of a pack, sorted into the pack with its sections, scenarios and playthroughs; each
read and validated.

    sorted_files = sort_files({"pack.yaml": b"…", "pace/the_date.yaml": b"…"})
"""

from collections.abc import Mapping as Table
from pathlib import PurePosixPath
from typing import NamedTuple

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
    memo = memo or Memo()
    diagnostics: list[Diagnostic] = []
    packs: list[tuple[str, Mapping]] = []
    sections: list[tuple[str, Entry]] = []
    scenarios: dict[str, tuple[str, Mapping]] = {}
    playthroughs: dict[str, Mapping] = {}
    for file in sorted(files, key=lambda path: (PurePosixPath(path).stem, path)):
        node, syntax = memo(read_yaml, files[file], file)
        diagnostics += syntax
        stem = PurePosixPath(file).stem
        if node is None:
            continue
        if PurePosixPath(file).name == PACK_FILE:
            packs.append((file, node))
        elif file.endswith(PLAYTHROUGH):
            playthroughs[file] = _validated(node, "playthrough", diagnostics, memo)
        elif node.has("scenes"):
            _add_scenario(file, node, scenarios, diagnostics, memo)
        elif stem in SECTIONS:
            sections.append((file, memo(_section_entry, stem, node)))
        else:
            diagnostics.append(
                make_diagnostic("unknown-file", Place(file, 1, 1), hint=_file_hint(stem, node))
            )
    pack = _pack_mapping(
        packs, sections, bool(scenarios), min(files, default=PACK_FILE), diagnostics, memo
    )
    broken = any(one.code in _UNREADABLE for one in diagnostics)
    return ValidatedFiles(
        pack, dict(sorted(scenarios.items())), playthroughs, tuple(diagnostics), broken
    )


def _section_entry(stem: str, node: Mapping) -> Entry:
    """Return the entry for a section's file: the section itself, or a mapping with that one key."""
    only = node.get(stem) if len(node.entries) == 1 else None
    return Entry(Scalar(stem, node.place), node if only is None else only)


def _validated(node: Mapping, kind: str, diagnostics: list[Diagnostic], memo: Memo) -> Mapping:
    valid, shape = memo(validate, node, kind)
    diagnostics += shape
    return valid


def _add_scenario(
    file: str,
    node: Mapping,
    scenarios: dict[str, tuple[str, Mapping]],
    diagnostics: list[Diagnostic],
    memo: Memo,
) -> None:
    valid = _validated(node, "scenario", diagnostics, memo)
    stem, start = PurePosixPath(file).stem, Place(file, 1, 1)
    if not ID.matches(stem):
        diagnostics.append(
            make_diagnostic(
                "not-a-name",
                start,
                given=stem,
                wanted=ID.description,
                hint="A scenario's id is its file's name; rename the file.",
            )
        )
    elif stem in scenarios:
        diagnostics.append(
            make_diagnostic(
                "scenario-twice",
                start,
                id=stem,
                first=scenarios[stem][0],
                hint="Rename one of the two files.",
            )
        )
    free = f"{stem}'{len(scenarios)}" if stem in scenarios else stem
    scenarios[free.replace(".", "'")] = (file, valid)


def _pack_mapping(
    packs: list[tuple[str, Mapping]],
    sections: list[tuple[str, Entry]],
    needed: bool,
    file: str,
    diagnostics: list[Diagnostic],
    memo: Memo,
) -> Mapping | None:
    """Return the pack with the sections from files of their own, validated."""
    if not packs:
        if needed or sections:
            diagnostics.append(
                make_diagnostic(
                    "no-pack",
                    Place(file, 1, 1),
                    hint="`pmsim new --pack DIR` writes a whole pack, with a pack.yaml.",
                )
            )
        return None
    packs.sort(key=lambda one: (one[0].count("/"), one[0]))
    for other, _ in packs[1:]:
        diagnostics.append(
            make_diagnostic(
                "second-pack",
                Place(other, 1, 1),
                first=packs[0][0],
                hint="Check that folder by itself.",
            )
        )
    first, node = packs[0]
    added: list[Entry] = []
    homes = dict.fromkeys(node.by_key, first)
    for home, entry in sections:
        section = entry.name
        if section in homes:
            diagnostics.append(
                make_diagnostic(
                    "section-twice",
                    entry.key.place,
                    section=section,
                    first=homes[section],
                    hint="Keep one of the two.",
                )
            )
        homes.setdefault(section, home)
        added.append(entry)
    return _validated(memo(_with_sections, node, *added), "pack", diagnostics, memo)


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
