"""Quick fixes for a diagnostic in an editor: the fixes of `fixes`, a new scene for an unknown name,
and an `allow` comment."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from pmsim.authoring.fixes import Edit, Fix, find_fixes, known_words
from pmsim.authoring.fixes.preservation import FixStep, preserves_content
from pmsim.lang import BY_NAME, RULES, Diagnostic, Place
from pmsim.lang.decoding import source_lines
from pmsim.lang.schema.types import ID
from pmsim.lang.yaml_reader import read_yaml, scalar_spans

_NO_SCENE = re.compile(r"There is no scene called `([^`.]+)`")
_UNKNOWN_NAME_CODE = BY_NAME["unknown-name"].code
_NAME_OF_CODE = {rule.code: rule.name for rule in RULES}
_SCENE_TEXT = "Write here what the player reads."


def find_actions(
    diagnostic: Diagnostic, files: Mapping[str, bytes], words: frozenset[str] = known_words(None)
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
    if diagnostic.severity != "error" and not _NAME_OF_CODE[diagnostic.code].startswith("allow-"):
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
    name = _NAME_OF_CODE[diagnostic.code]
    return Fix(
        f"Allow `{name}` here, and say why",
        file,
        (Edit(line, 1, 0, f"{indent}# allow {name}:\n"),),
        sure=False,
    )


def concerns_lines(diagnostic: Diagnostic, place: Place, last: int) -> bool:
    """Return True if the diagnostic is in the lines from `place` to `last`."""
    return diagnostic.place.file == place.file and place.line <= diagnostic.place.line <= last
