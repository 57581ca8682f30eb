"""Mistakes planted in the small pack of the rules: the least of a bad example that makes its rule
complain, and two of them together.

A file is a tree of chunks by indentation: `("scenes", "pause", "choices", "-1", "needs")` is one
line of the second choice. What a rule's bad example has and the small pack has not is reverted
chunk by chunk while the rule still complains; what is left is its plant.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from pmsim.analysis.examine import examine
from pmsim.lang.rules import BY_NAME, Rule
from pmsim.lang.rules.example import EXAMPLE_FILES

Path = tuple[str, ...]


class Tree(dict[str, "Tree | str"]):
    """By name, what stands below it, or the text of all its lines."""


class Flow(Tree):
    """The same in one-line braces."""


_ITEM = re.compile(r"-[0-9]+")


class Plant(NamedTuple):
    """What one rule needs to complain. `changes`: by path (the file's name first), a chunk of
    text, or None where one is taken away."""

    rule: Rule
    changes: Mapping[Path, str | None]

    @property
    def mappings(self) -> set[Path]:
        """The mappings in which its mistake stands."""
        return {path[:-1] for path in self.changes}


class ClashError(Exception):
    """Two plants need different things at one place."""


@cache
def plant(name: str) -> Plant:
    """The least that makes a rule complain of the small pack, and no other that its bad example
    leaves in peace."""
    rule = BY_NAME[name]
    bad = {**EXAMPLE_FILES, **dict(rule.more), rule.file: rule.bad}
    changes = dict(
        _differences(
            Tree((file, tree(text)) for file, text in bad.items() if text), _small_pack(), ()
        )
    )
    allowed = said(changes)
    removed = {path: chunk for path, chunk in changes.items() if chunk is None}
    for less in [removed, *({path: chunk} for path, chunk in changes.items())]:
        fewer = {path: chunk for path, chunk in changes.items() if path not in less}
        if fewer != changes and rule.code in (codes := said(fewer)) and codes <= allowed:
            changes = fewer
    return Plant(rule, changes)


def together(one: Plant, other: Plant) -> set[str]:
    """The codes of all that is said of both plants in one pack. ClashError: they cannot be
    planted together."""
    both = dict(one.changes)
    for path, chunk in other.changes.items():
        for mine, kept in one.changes.items():
            shorter = min(len(path), len(mine))
            if path[:shorter] == mine[:shorter] and (path != mine or chunk != kept):
                raise ClashError("/".join(path[:shorter]))
        both[path] = chunk
    return said(both)


def said(changes: Mapping[Path, str | None]) -> set[str]:
    """The codes of all that is said of the small pack with these changes."""
    pack = _small_pack()
    for path, chunk in sorted(changes.items(), key=lambda change: "---" in change[0]):
        _put(pack, path, chunk)
    files = {
        file: text_of(written) + "\n"
        for file, written in pack.items()
        if isinstance(written, dict) and written
    }
    return {
        found.code
        for found in examine(
            {file: text.encode("utf-8", "surrogateescape") for file, text in files.items()}
        ).diagnostics
    }


def _small_pack() -> Tree:
    return Tree((file, tree(text)) for file, text in EXAMPLE_FILES.items())


def _put(node: Tree, path: Path, chunk: str | None) -> None:
    """Write a chunk at its place; what is written without indentation stands in braces."""
    for depth, name in enumerate(path[:-1], 2):
        below = node.get(name)
        if not isinstance(below, Tree):
            below = node[name] = (
                Flow()
                if depth == len(path) > 2 and chunk is not None and not chunk.startswith(" ")
                else Tree()
            )
        node = below
    if chunk is None:
        node.pop(path[-1], None)
    else:
        node[path[-1]] = chunk


def _differences(bad: Tree, base: Tree, path: Path) -> Iterator[tuple[Path, str | None]]:
    """What must be written into `base`, and what taken away, so that it becomes `bad`."""
    for name in dict.fromkeys((*bad, *base)):
        written, kept, here = bad.get(name, ""), base.get(name, ""), (*path, name)
        if written == "" or (type(written) is type(kept) is str and written != kept):
            yield here, str(written) or None
        elif isinstance(written, Tree) and (kept == "" or type(written) is type(kept)):
            yield from _differences(written, kept or type(written)(), here)  # type: ignore[arg-type]
        elif written != kept:
            yield here, text_of(Tree({name: written}), 2 * (len(path) - 1))


def tree(text: str) -> Tree:
    """A text as a tree."""
    lines = text.split("\n")
    return _tree(lines[:-1] if lines[-1] == "" else lines, 0)


def _tree(lines: list[str], depth: int) -> Tree:
    chunks: dict[str, list[str]] = {}
    name, item = "", 0
    for line in lines:
        if line.strip() and len(line) - len(line.lstrip(" ")) == depth and name != "---":
            name, item = (
                (f"-{item}", item + 1)
                if line[depth:].startswith("- ")
                else (line[depth:].partition(":")[0], item)
            )
        chunks.setdefault(name, []).append(line)
    return Tree((name, _below(name, own, depth)) for name, own in chunks.items())


def _below(name: str, lines: list[str], depth: int) -> "Tree | str":
    """What stands below a chunk's first line, if it can be taken apart and put together again;
    else the chunk itself."""
    found = _apart(name, lines, depth)
    return (
        found
        if found and "" not in found and text_of(Tree({name: found}), depth) == "\n".join(lines)
        else "\n".join(lines)
    )


def _apart(name: str, lines: list[str], depth: int) -> Tree:
    if _ITEM.fullmatch(name):
        return _tree([" " * (depth + 2) + lines[0][depth + 2 :], *lines[1:]], depth + 2)
    flow = re.match(r"\s*[^\s:#][^:#]*: \{(.*)\}$", lines[0])
    if flow and len(lines) == 1:
        parts = re.findall(r"(?:[^,{}\[\]]|\{[^{}]*\}|\[[^\[\]]*\])+", flow[1])
        return Flow((part.strip().partition(":")[0], part.strip()) for part in parts)
    return _tree(lines[1:], depth + 2) if lines[0].endswith(":") and len(lines) > 1 else Tree()


def text_of(node: Tree, depth: int = 0) -> str:
    """A tree as a text again; parts that came from one-line braces stay in them."""
    lines: list[str] = []
    for name, below in node.items():
        if isinstance(below, str):
            lines.append(below)
        elif not below:
            continue
        elif _ITEM.fullmatch(name):
            lines += (
                [f"{' ' * depth}- {inner[depth + 2 :]}"]
                if (inner := text_of(below, depth + 2))
                else []
            )
        elif isinstance(below, Flow):
            lines.append(f"{' ' * depth}{name}: {{{', '.join(map(str, below.values()))}}}")
        elif inner := text_of(below, depth + 2):
            lines.append(f"{' ' * depth}{name}:\n{inner}")
    return "\n".join(lines)
