"""Everything that can surely be mended: fixes made round by round, each kept only if its complaint is gone, no error came, and the law of
`keeping` holds."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from pmsim.analysis.examine import Examination, examine
from pmsim.authoring.fixes import find_fixes, known_words
from pmsim.authoring.fixes.edits import Fix, apply_edits
from pmsim.authoring.fixes.names import write_ids
from pmsim.authoring.fixes.preservation import FixStep, preserves_content
from pmsim.lang.diagnostics import Diagnostic

MAX_ROUNDS = 20
"""So often the files are looked at again: mending one thing may show another."""
MAX_TRIALS = 60
"""So often the fixes of a round are tried, in ever smaller groups, if together they do harm; in files that are not small, less often."""
SMALL_SIZE = 1 << 16
"""Bytes of the files that are tried so often. In a file with more nothing is promised."""
FIRST_FIELD_CODE = "PM2"
"""Below it are the codes of what keeps a file from being read wholly."""
FIRST_NAME_CODE = "PM3"
"""Below it are the codes of what does not fit where it stands."""
Files = Mapping[str, bytes]


class FixResult(NamedTuple):
    """`files`: all of them, as they are now. `fixes`: what was done, in order; a fix's line is that of its time."""

    files: Files
    fixes: tuple[Fix, ...]


def apply_safe_fixes(files: Files, own_files: Collection[str], base: Files | None = None) -> FixResult:
    """Return the files with whatever has exactly one right answer put right in those of `own_files`. Doing it twice changes no more.
    Pure."""
    fixes_done: list[Fix] = []
    refused: set[tuple[str, str, str]] = set()
    for _ in range(MAX_ROUNDS):
        fix_round = _FixRound(files, own_files, base, refused)
        if not fix_round.steps:
            break
        accepted = fix_round.harmless_steps()
        refused |= {_key(step.diagnostic) for step in fix_round.steps if step not in accepted}
        files = _apply_steps(files, accepted)
        fixes_done += [step.fix for step in accepted]
    for file in sorted(own_files):
        id_steps = _preserving(list(write_ids(files[file], file)), files[file])
        files = _apply_steps(files, id_steps)
        fixes_done += [step.fix for step in id_steps]
    return FixResult(files, tuple(fixes_done))


def count_safe_fixes(files: Files, own_files: Collection[str], examination: Examination, base: Files | None = None) -> int:
    """Return how many complaints of small files the first round of `mended` would end. `examination`: what `examine` says of the files."""
    return len(_FixRound(files, [file for file in own_files if len(files[file]) <= SMALL_SIZE], base, set(), examination).harmless_steps())


class _FixRound:
    """The sure fixes of one round. `refused`: complaints whose fixes have done harm."""

    def __init__(
        self,
        files: Files,
        own_files: Collection[str],
        base: Files | None,
        refused: set[tuple[str, str, str]],
        examination: Examination | None = None,
    ) -> None:
        self.files, self.base = files, base
        _, self.diagnostics, draft = examination or examine(files, base=base)
        fixable = [one for one in self.diagnostics if one.place.file in own_files and _key(one) not in refused]
        self.known_words = known_words(draft) if fixable else frozenset()
        self.steps = _without_overlaps(step for one in fixable for step in self.safe_fix(one, files))
        self.trials_left = max(2, min(MAX_TRIALS, MAX_TRIALS * SMALL_SIZE // (1 + sum(len(files[file]) for file in _by_file(self.steps)))))

    def safe_fix(self, diagnostic: Diagnostic, files: Files) -> list[FixStep]:
        """Return the one fix of a complaint about some files that may be made unasked, if there is one."""
        return [FixStep(diagnostic, fix) for fix in find_fixes(diagnostic, files, self.known_words) if fix.sure][:1]

    def harmless_steps(self) -> list[FixStep]:
        """Return the steps that do no harm, each beside those before it."""
        return self._accept_more([], self.steps)

    def _accept_more(self, accepted: list[FixStep], more: list[FixStep]) -> list[FixStep]:
        """Return the steps that are kept, and those of some more that do no harm beside them."""
        if not more or not self.trials_left:
            return accepted
        self.trials_left -= 1
        if self._is_improvement([*accepted, *more]):
            return [*accepted, *more]
        if len(more) == 1:
            return accepted
        half = len(more) // 2
        return self._accept_more(self._accept_more(accepted, more[:half]), more[half:])

    def _is_improvement(self, steps: list[FixStep]) -> bool:
        """Return whether the law is kept, every complaint is gone, and no error has come that an unreadable line had not hidden."""
        if not all(preserves_content(file_steps, self.files[file]) for file, file_steps in _by_file(steps).items()):
            return False
        files = _apply_steps(self.files, steps)
        diagnostics_now = examine(files, base=self.base).diagnostics
        before, after = Counter(map(_key, self.diagnostics)), Counter(map(_key, diagnostics_now))
        wanted = Counter(_key(step.diagnostic) for step in steps)
        if any(after[key] > before[key] - count for key, count in wanted.items()):
            return False
        unreadable_files = {step.fix.file for step in steps if step.diagnostic.code < FIRST_FIELD_CODE}
        written = _lines_written(steps)
        for one in diagnostics_now:
            if one.severity == "error" and after[_key(one)] > before[_key(one)]:
                wrong = one.place[:2] in written and one.code < FIRST_NAME_CODE
                if one.place.file not in unreadable_files or (wrong and (one.code < FIRST_FIELD_CODE or not self.safe_fix(one, files))):
                    return False
        return True


def _without_overlaps(steps: Iterable[FixStep]) -> list[FixStep]:
    """Those that do not touch the same lines; of two that do, the first. What is about a whole file comes alone in it."""
    lines_taken: set[tuple[str, int]] = set()
    chosen = []
    for step in steps:
        lines = {(step.fix.file, edit.line + below) for edit in step.fix.edits for below in range(1 + edit.text.count("\n"))}
        if not lines & lines_taken:
            lines_taken |= lines
            chosen.append(step)
    return chosen


def _by_file(steps: Iterable[FixStep]) -> dict[str, list[FixStep]]:
    files: dict[str, list[FixStep]] = {}
    for step in steps:
        files.setdefault(step.fix.file, []).append(step)
    return files


def _lines_written(steps: Iterable[FixStep]) -> set[tuple[str, int]]:
    """Return the lines that the fixes write, each with its file, as they are numbered afterwards."""
    lines = set()
    for file, file_steps in _by_file(steps).items():
        more = 0
        for edit in sorted(edit for step in file_steps for edit in step.fix.edits):
            lines |= {(file, edit.line + more + below) for below in range(1 + edit.text.count("\n"))}
            more += edit.text.count("\n")
    return lines


def _apply_steps(files: Files, steps: Iterable[FixStep]) -> Files:
    edits = {file: [edit for step in file_items for edit in step.fix.edits] for file, file_items in _by_file(steps).items()}
    return {**files, **{file: apply_edits(files[file], file_items) for file, file_items in edits.items()}}


def _preserving(steps: list[FixStep], content: bytes) -> list[FixStep]:
    """Return the steps of a file that keep the law, all or one by one."""
    return steps if preserves_content(steps, content) else [step for step in steps[:MAX_TRIALS] if preserves_content([step], content)]


def _key(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """A complaint wherever in its file it stands now."""
    return diagnostic.place.file, diagnostic.code, diagnostic.message
