"""Everything mended that can be mended surely: fixes applied round by round, each kept only if its complaint is gone and no other came."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from pmsim.analysis.examine import examine
from pmsim.authoring.mending import fixes, taken
from pmsim.authoring.mending.fix import Fix, apply
from pmsim.authoring.mending.ids import ids
from pmsim.lang.diagnostics import Diagnostic

ROUNDS = 20
"""So often the files are looked at again: mending one thing may show another."""
TRIALS = 60
"""So many fixes of a round are tried one by one, if together they do harm."""
SHAPE = "PM2"
"""Below it are the codes of what keeps a file from being read wholly."""
Files = Mapping[str, bytes]


class Mended(NamedTuple):
    """`files`: all of them, as they are now. `done`: what was done, in order; a fix's line is that of its time."""

    files: Files
    done: tuple[Fix, ...]


class _Step(NamedTuple):
    """A fix, and what it is for."""

    found: Diagnostic
    fix: Fix


def mended(files: Files, own: Collection[str], base: Files | None = None) -> Mended:
    """The files with whatever has exactly one right answer put right in those of `own`. Doing it twice changes no more. Pure."""
    done: list[Fix] = []
    refused: set[tuple[str, str, str]] = set()
    for _ in range(ROUNDS):
        _, said, draft = examine(files, base=base)
        steps = _apart(_steps(said, files, own, taken(draft), refused))
        if not steps:
            break
        kept = steps if _better(steps, files, said, base) else _one_by_one(steps, files, said, base)
        refused |= {_key(step.found) for step in steps if step not in kept}
        files = _with(files, kept)
        done += [step.fix for step in kept]
    for file in sorted(own):
        written = tuple(ids(files[file], file))
        if written:
            files = {**files, file: apply(files[file], [edit for fix in written for edit in fix.edits])}
            done += written
    return Mended(files, tuple(done))


def _steps(
    said: Iterable[Diagnostic], files: Files, own: Collection[str], words: frozenset[str], refused: set[tuple[str, str, str]]
) -> list[_Step]:
    """What is sure to be done, by place."""
    steps = []
    for found in said:
        if found.place.file in own and _key(found) not in refused:
            sure = [fix for fix in fixes(found, files, words) if fix.sure]
            steps += [_Step(found, fix) for fix in sure[:1]]
    return steps


def _apart(steps: Iterable[_Step]) -> list[_Step]:
    """Those that do not touch the same lines; of two that do, the first. What is about a whole file comes alone in it."""
    taken: dict[str, set[int]] = {}
    chosen = []
    for step in steps:
        lines = _lines(step.fix)
        if not lines & taken.setdefault(step.fix.file, set()):
            taken[step.fix.file] |= lines
            chosen.append(step)
    return chosen


def _lines(fix: Fix) -> set[int]:
    """The lines that a fix writes."""
    return {edit.line + below for edit in fix.edits for below in range(1 + edit.text.count("\n"))}


def _with(files: Files, steps: Iterable[_Step]) -> Files:
    by_file: dict[str, list[Fix]] = {}
    for step in steps:
        by_file.setdefault(step.fix.file, []).append(step.fix)
    return {**files, **{file: apply(files[file], [edit for fix in own for edit in fix.edits]) for file, own in by_file.items()}}


def _better(steps: list[_Step], files: Files, said: Iterable[Diagnostic], base: Files | None) -> bool:
    """Whether every complaint is gone, and no error has come that was not hidden behind a file that could not be read."""
    before = Counter(map(_key, said))
    now = examine(_with(files, steps), base=base).diagnostics
    after = Counter(map(_key, now))
    wanted = Counter(_key(step.found) for step in steps)
    unread = {step.fix.file for step in steps if step.found.code < SHAPE}
    new = [one for one in now if one.severity == "error" and after[_key(one)] > before[_key(one)]]
    gone = all(after[key] <= before[key] - count for key, count in wanted.items())
    here = {(step.fix.file, line) for step in steps for line in _lines(step.fix)}
    return gone and all(one.place.file in unread and (one.code >= SHAPE or one.place[:2] not in here) for one in new)


def _key(found: Diagnostic) -> tuple[str, str, str]:
    """A complaint wherever in its file it stands now."""
    return found.place.file, found.code, found.message


def _one_by_one(steps: list[_Step], files: Files, said: tuple[Diagnostic, ...], base: Files | None) -> list[_Step]:
    """Those that do no harm beside those before them."""
    kept: list[_Step] = []
    for step in steps[:TRIALS]:
        if _better([*kept, step], files, said, base):
            kept.append(step)
    return kept
