"""Everything that can surely be mended: fixes made round by round, each kept only if its complaint is gone, no error came, and the law of
`keeping` holds."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from pmsim.analysis.examine import Examined, examine
from pmsim.authoring.mending import fixes, taken
from pmsim.authoring.mending.fix import Fix, apply
from pmsim.authoring.mending.ids import ids
from pmsim.authoring.mending.keeping import Step, keeps
from pmsim.lang.diagnostics import Diagnostic

ROUNDS = 20
"""So often the files are looked at again: mending one thing may show another."""
TRIALS = 60
"""So often the fixes of a round are tried, in ever smaller groups, if together they do harm; in files that are not small, less often."""
SMALL = 1 << 16
"""Bytes of the files that are tried so often. In a file with more nothing is promised."""
SHAPE = "PM2"
"""Below it are the codes of what keeps a file from being read wholly."""
NAMES = "PM3"
"""Below it are the codes of what does not fit where it stands."""
Files = Mapping[str, bytes]


class Mended(NamedTuple):
    """`files`: all of them, as they are now. `done`: what was done, in order; a fix's line is that of its time."""

    files: Files
    done: tuple[Fix, ...]


def mended(files: Files, own: Collection[str], base: Files | None = None) -> Mended:
    """Return the files with whatever has exactly one right answer put right in those of `own`. Doing it twice changes no more. Pure."""
    done: list[Fix] = []
    refused: set[tuple[str, str, str]] = set()
    for _ in range(ROUNDS):
        trial = _Trial(files, own, base, refused)
        if not trial.steps:
            break
        kept = trial.harmless()
        refused |= {_key(step.found) for step in trial.steps if step not in kept}
        files = _with(files, kept)
        done += [step.fix for step in kept]
    for file in sorted(own):
        written = _keeping(list(ids(files[file], file)), files[file])
        files = _with(files, written)
        done += [step.fix for step in written]
    return Mended(files, tuple(done))


def mendable(files: Files, own: Collection[str], examined: Examined, base: Files | None = None) -> int:
    """Return how many complaints of small files the first round of `mended` would end. `examined`: what `examine` says of the files."""
    return len(_Trial(files, [file for file in own if len(files[file]) <= SMALL], base, set(), examined).harmless())


class _Trial:
    """The sure fixes of one round. `refused`: complaints whose fixes have done harm."""

    def __init__(
        self, files: Files, own: Collection[str], base: Files | None, refused: set[tuple[str, str, str]], known: Examined | None = None
    ) -> None:
        self.files, self.base = files, base
        _, self.said, draft = known or examine(files, base=base)
        found = [one for one in self.said if one.place.file in own and _key(one) not in refused]
        self.words = taken(draft) if found else frozenset()
        self.steps = _apart(step for one in found for step in self.sure(one, files))
        self.trials = max(2, min(TRIALS, TRIALS * SMALL // (1 + sum(len(files[file]) for file in _by_file(self.steps)))))

    def sure(self, found: Diagnostic, files: Files) -> list[Step]:
        """Return the one fix of a complaint about some files that may be made unasked, if there is one."""
        return [Step(found, fix) for fix in fixes(found, files, self.words) if fix.sure][:1]

    def harmless(self) -> list[Step]:
        """Return the steps that do no harm, each beside those before it."""
        return self._beside([], self.steps)

    def _beside(self, kept: list[Step], more: list[Step]) -> list[Step]:
        """Return the steps that are kept, and those of some more that do no harm beside them."""
        if not more or not self.trials:
            return kept
        self.trials -= 1
        if self._better([*kept, *more]):
            return [*kept, *more]
        if len(more) == 1:
            return kept
        half = len(more) // 2
        return self._beside(self._beside(kept, more[:half]), more[half:])

    def _better(self, steps: list[Step]) -> bool:
        """Return whether the law is kept, every complaint is gone, and no error has come that an unreadable line had not hidden."""
        if not all(keeps(own, self.files[file]) for file, own in _by_file(steps).items()):
            return False
        files = _with(self.files, steps)
        now = examine(files, base=self.base).diagnostics
        before, after = Counter(map(_key, self.said)), Counter(map(_key, now))
        wanted = Counter(_key(step.found) for step in steps)
        if any(after[key] > before[key] - count for key, count in wanted.items()):
            return False
        unread = {step.fix.file for step in steps if step.found.code < SHAPE}
        written = _written(steps)
        for one in now:
            if one.severity == "error" and after[_key(one)] > before[_key(one)]:
                wrong = one.place[:2] in written and one.code < NAMES
                if one.place.file not in unread or (wrong and (one.code < SHAPE or not self.sure(one, files))):
                    return False
        return True


def _apart(steps: Iterable[Step]) -> list[Step]:
    """Those that do not touch the same lines; of two that do, the first. What is about a whole file comes alone in it."""
    taken: set[tuple[str, int]] = set()
    chosen = []
    for step in steps:
        lines = {(step.fix.file, edit.line + below) for edit in step.fix.edits for below in range(1 + edit.text.count("\n"))}
        if not lines & taken:
            taken |= lines
            chosen.append(step)
    return chosen


def _by_file(steps: Iterable[Step]) -> dict[str, list[Step]]:
    files: dict[str, list[Step]] = {}
    for step in steps:
        files.setdefault(step.fix.file, []).append(step)
    return files


def _written(steps: Iterable[Step]) -> set[tuple[str, int]]:
    """Return the lines that the fixes write, each with its file, as they are numbered afterwards."""
    lines = set()
    for file, own in _by_file(steps).items():
        more = 0
        for edit in sorted(edit for step in own for edit in step.fix.edits):
            lines |= {(file, edit.line + more + below) for below in range(1 + edit.text.count("\n"))}
            more += edit.text.count("\n")
    return lines


def _with(files: Files, steps: Iterable[Step]) -> Files:
    edits = {file: [edit for step in own for edit in step.fix.edits] for file, own in _by_file(steps).items()}
    return {**files, **{file: apply(files[file], own) for file, own in edits.items()}}


def _keeping(steps: list[Step], content: bytes) -> list[Step]:
    """Return the steps of a file that keep the law, all or one by one."""
    return steps if keeps(steps, content) else [step for step in steps[:TRIALS] if keeps([step], content)]


def _key(found: Diagnostic) -> tuple[str, str, str]:
    """A complaint wherever in its file it stands now."""
    return found.place.file, found.code, found.message
