"""A pack that extends another: the files of both merged into one pack before compiling.

`base` holds the files of all base packs, each path prefixed with the id of its pack:
`the_long_game/pace/the_date.yaml`. Diagnostics and drafts use these paths. The table `_MERGE_MODES`
says how each section is merged.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Table
from typing import Literal, NamedTuple

from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.memo import Memo
from pmsim.lang.nodes import Entry, Mapping, Node, Scalar, Sequence, mapping_of
from pmsim.lang.pack_files import PACK_FILE, PLAYTHROUGH, ValidatedFiles, sort_files
from pmsim.lang.rules import make_diagnostic
from pmsim.lang.schema import PACK_ONLY_FIELDS, SECTIONS
from pmsim.lang.schema.types import ID
from pmsim.lang.yaml_reader import read_yaml

MAX_PACKS = 4
"""The longest chain of packs that extend each other."""
MAX_BASE_ERRORS = 10
"""The most errors reported for the base's own lines."""

MergeMode = Literal["packs", "by_name", "before", "joined", "instead", "inside"]
_MERGE_MODES: Table[str, MergeMode] = {
    "outcomes": "before",
    "starts": "before",
    "promises": "joined",
    "open": "joined",
    "practice": "instead",
    "crossing": "instead",
    "calendar": "instead",
    "debrief": "inside",
}
"""How each section is merged. By default, an own entry replaces the base's entry of that name, and
new entries follow the base's. `before`: new entries precede the base's. `joined`: the base's list,
then the own one. `instead`: the own section alone. `inside`: the default, for each field of the
section.
"""


class ExtendedPack(NamedTuple):
    """A pack merged with its bases.

    `at`: the name after `extends`, None without one. `replacements`: for every name of the base
    that an own entry or scenario replaces, that own name. `is_valid` False: the base does not
    exist, or the chain is circular or too long.
    """

    files: ValidatedFiles
    at: Scalar | None = None
    replacements: Table[str, Scalar] = {}
    is_valid: bool = True


def base_id(files: Table[str, bytes]) -> str:
    """Return the id of the pack that the pack in `files` extends; '' for none."""
    homes = sorted(
        (file for file in files if file.rpartition("/")[2] == PACK_FILE),
        key=lambda file: (file.count("/"), file),
    )
    node = read_yaml(files[homes[0]], homes[0])[0] if homes else None
    given = node.text("extends") if node else ""
    return given if ID.matches(given) else ""


def base_files(name: str, files: Table[str, bytes]) -> dict[str, bytes]:
    """Return a pack's files with the paths that they have in a base, without playthroughs."""
    return {
        f"{name}/{file}": data for file, data in files.items() if not file.endswith(PLAYTHROUGH)
    }


def extend_pack(
    files: Table[str, bytes], base: Table[str, bytes] | None, memo: Memo | None = None
) -> ExtendedPack:
    """Return the pack in `files` merged with all its bases. Never raises. `memo`: as for
    `compile_pack`."""
    memo = memo or Memo()
    own = sort_files(files, memo)
    at = own.fields.scalar("extends")
    chain, layers, wanted = [own.fields.text("pack")], [own], own.fields.text("extends")
    while wanted:
        wrong = _extension_error(wanted, chain, base or {}, at)
        if wrong:
            return ExtendedPack(
                own._replace(diagnostics=(*own.diagnostics, wrong)), at, is_valid=False
            )
        chain.append(wanted)
        layers.append(
            sort_files(
                {
                    file: data
                    for file, data in (base or {}).items()
                    if file.startswith(f"{wanted}/")
                },
                memo,
            )
        )
        wanted = layers[-1].fields.text("extends")
    whole = layers.pop()
    while len(layers) > 1:
        whole = merge_packs(layers.pop(), whole, memo)
    return (
        ExtendedPack(merge_packs(own, whole, memo), at, dict(_replaced_names(own, whole)))
        if layers
        else ExtendedPack(whole, at)
    )


def _extension_error(
    wanted: str, chain: list[str], base: Table[str, bytes], at: Scalar | None
) -> Diagnostic | None:
    """Return the diagnostic if the last pack of the chain cannot extend `wanted`, else None."""
    if at is None:
        return None
    if wanted in chain:
        first, *rest = (*chain[chain.index(wanted) :], wanted)
        sentence = (
            f"`{first}` extends {', which extends '.join(f'`{one}`' for one in rest)}: there is no"
            " end to that."
        )
        return make_diagnostic("extends-circle", at, sentence=sentence)
    if len(chain) == MAX_PACKS:
        sentence = (
            f"More than {MAX_PACKS} packs would stand on one another: {', '.join(chain)} and"
            f" {wanted}."
        )
        return make_diagnostic("extends-circle", at, sentence=sentence)
    if not any(file.startswith(f"{wanted}/") for file in base):
        return make_diagnostic(
            "unknown-base",
            at,
            base=wanted,
            hint="`pmsim packs list` says which there are.",
        )
    return None


def merge_packs(own: ValidatedFiles, base: ValidatedFiles, memo: Memo) -> ValidatedFiles:
    """Return two packs as one: the first one's id, title, version and playthroughs, and the
    contents of both."""
    if own.pack is None or base.pack is None:
        return own._replace(diagnostics=(*own.diagnostics, *base.diagnostics))
    return ValidatedFiles(
        memo(_merge_packs, own.pack, base.pack),
        dict(sorted({**base.scenarios, **own.scenarios}.items())),
        own.playthroughs,
        (*own.diagnostics, *base.diagnostics),
        own.broken or base.broken,
    )


def _merge_packs(own: Mapping, base: Mapping) -> Mapping:
    """Return the fields that only a pack has, from `own`, and every section of both."""
    head, mine = _split(own)
    return mapping_of((*head, *_merge_entries(mine, _split(base)[1], "packs")), own.place)


def _split(pack: Mapping) -> tuple[list[Entry], list[Entry]]:
    """Return the entries that only a pack has, and its sections."""
    head = [entry for entry in pack.entries if entry.name in PACK_ONLY_FIELDS]
    return head, [entry for entry in pack.entries if entry.name not in PACK_ONLY_FIELDS]


def _merge_entries(
    own: Iterable[Entry], base: Iterable[Entry], mode: MergeMode
) -> tuple[Entry, ...]:
    """Return the entries of both. Common ones stand where the base has them; their values are
    merged, or replaced, in the way that `mode` gives them."""
    mine, theirs = ({entry.name: entry for entry in entries} for entries in (own, base))
    new = [name for name in mine if name not in theirs]
    return tuple(
        Entry(mine[name].key, _merge(mine[name].value, theirs[name].value, _inner(mode, name)))
        if name in mine and name in theirs
        else mine.get(name) or theirs[name]
        for name in ([*new, *theirs] if mode == "before" else [*theirs, *new])
    )


def _merge(own: Node, base: Node, mode: MergeMode) -> Node:
    """Return two values merged in the way `mode`, or the own one if they cannot be merged so."""
    match own, base:
        case Sequence(), Sequence() if mode == "joined":
            return Sequence((*base.items, *own.items), own.place)
        case Mapping(), Mapping() if mode != "instead":
            return mapping_of(_merge_entries(own.entries, base.entries, mode), own.place)
        case _:
            return own


def _inner(mode: MergeMode, name: str) -> MergeMode:
    """Return the way to merge a common entry of two mappings that are merged in the way `mode`."""
    if mode == "packs":
        return _MERGE_MODES.get(name, "by_name")
    return "by_name" if mode == "inside" else "instead"


def translate_base_errors(
    diagnostics: Iterable[Diagnostic], one: ExtendedPack, files: Table[str, bytes]
) -> tuple[Diagnostic, ...]:
    """Return the diagnostics for the author of the extending pack.

    These are all diagnostics of the own files, and the errors of the base, each moved to the own
    line that most likely caused it.
    """
    if one.at is None:
        return tuple(diagnostics)
    if not one.is_valid:
        return tuple(each for each in diagnostics if each.place.file in files and each.code < "PM3")
    mine: list[Diagnostic] = []
    theirs: list[Diagnostic] = []
    for each in diagnostics:
        (mine if each.place.file in files else theirs).append(each)
    blamed = [_translate_error(each, one, one.at) for each in theirs if each.severity == "error"]
    return tuple(sorted([*mine, *blamed[:MAX_BASE_ERRORS]], key=lambda each: each.place))


def _translate_error(error: Diagnostic, one: ExtendedPack, at: Scalar) -> Diagnostic:
    """Return an error in a base's file, moved to the place in the own pack that may have caused
    it."""
    name, _, file = error.place.file.partition("/")
    words = (
        word
        for quoted in error.message.split("`")[1::2]
        for word in (quoted, quoted.partition(".")[0])
    )
    cause = next((one.replacements[word] for word in words if word in one.replacements), at)
    hint = f"`{cause.text}` here stands in for the one of `{name}`." if cause is not at else ""
    message = (
        f"In `{name}`, which this pack extends, line {error.place.line} of {file} does not hold"
        f" here: {error.message}"
    )
    return error._replace(
        place=cause.place,
        message=message,
        hint=hint,
        length=max(1, len(cause.text)),
        replacement="",
    )


def _replaced_names(own: ValidatedFiles, base: ValidatedFiles) -> Iterator[tuple[str, Scalar]]:
    """Yield the names that both packs have, and the keys below them in the base, each with the own
    entry's key."""
    yield from (
        (name, Scalar(name, node.place))
        for name, (_, node) in own.scenarios.items()
        if name in base.scenarios
    )
    for section in SECTIONS:
        mine, theirs = own.pack and own.pack.get(section), base.pack and base.pack.get(section)
        if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
            for name, entry in mine.by_key.items():
                yield from ((word, entry.key) for word in _keys(theirs.get(name), name))


def _keys(node: Node | None, name: str) -> Iterator[str]:
    """Yield the name of a replaced entry, and every key inside it."""
    if node is not None:
        yield name
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield from _keys(entry.value, entry.name)
