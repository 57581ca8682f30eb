"""The application of all sure fixes, in rounds. A fix stays only if its diagnostic disappears, no
error appears, and `preservation` allows it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from pmsim.analysis.examine import Examination, examine
from pmsim.authoring.fixes import find_fixes, known_words
from pmsim.authoring.fixes.edits import Fix, apply_edits
from pmsim.authoring.fixes.names import write_ids
from pmsim.authoring.fixes.preservation import FixStep, preserves_content
from pmsim.lang import Diagnostic

MAX_ROUNDS = 20
"""Maximum number of rounds; one fix may reveal another problem."""
MAX_TRIALS = 60
"""Maximum number of trials per round. If all fixes together fail, smaller groups are tried. Large
files get fewer trials."""
SMALL_SIZE = 1 << 16
"""Maximum size in bytes of files with all trials. `count_safe_fixes` skips larger files."""
FIRST_FIELD_CODE = "PM2"
"""The start of codes about fields. Lower codes mean that a file cannot be read completely."""
FIRST_NAME_CODE = "PM3"
"""The start of codes about names. Lower codes are about syntax, fields and shapes."""
Files = Mapping[str, bytes]


class FixResult(NamedTuple):
    """The result of fixing. `files`: all files, with the fixes. `fixes`: the applied fixes in
    order, with line numbers as of their time."""

    files: Files
    fixes: tuple[Fix, ...]


def apply_safe_fixes(
    files: Files, own_files: Collection[str], base: Files | None = None
) -> FixResult:
    """Return the files with all sure fixes applied to `own_files`. A second call changes nothing
    more. Pure."""
    fixes_done: list[Fix] = []
    refused: set[tuple[str, str, str]] = set()
    for _ in range(MAX_ROUNDS):
        fix_round = _FixRound(files, own_files, base, refused)
        if not fix_round.steps:
            break
        accepted = fix_round.harmless_steps()
        failed = {_key(step.diagnostic) for step in fix_round.steps if step not in accepted}
        # After a change what failed is tried anew: the change may have been all that it lacked.
        refused = failed if accepted else refused | failed
        files = _apply_steps(files, accepted)
        fixes_done += [step.fix for step in accepted]
    for file in sorted(own_files):
        id_steps = _preserving(list(write_ids(files[file], file)), files[file])
        files = _apply_steps(files, id_steps)
        fixes_done += [step.fix for step in id_steps]
    return FixResult(files, tuple(fixes_done))


def count_safe_fixes(
    files: Files, own_files: Collection[str], examination: Examination, base: Files | None = None
) -> int:
    """Return how many diagnostics of small files the first round of `apply_safe_fixes` would
    remove. `examination`: the result of `examine` for these files."""
    small = [file for file in own_files if len(files[file]) <= SMALL_SIZE]
    return len(_FixRound(files, small, base, set(), examination).harmless_steps())


class _FixRound:
    """One round of sure fixes. `refused`: diagnostics whose fixes failed before."""

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
        fixable = [
            one
            for one in self.diagnostics
            if one.place.file in own_files and _key(one) not in refused
        ]
        self.known_words = known_words(draft) if fixable else frozenset()
        self.steps = _without_overlaps(
            step for one in fixable for step in self.safe_fix(one, files)
        )
        size = sum(len(files[file]) for file in _by_file(self.steps))
        self.trials_left = max(2, min(MAX_TRIALS, MAX_TRIALS * SMALL_SIZE // (1 + size)))

    def safe_fix(self, diagnostic: Diagnostic, files: Files) -> list[FixStep]:
        """Return the first sure fix of a diagnostic, as a list of at most one step."""
        return [
            FixStep(diagnostic, fix)
            for fix in find_fixes(diagnostic, files, self.known_words)
            if fix.sure
        ][:1]

    def harmless_steps(self) -> list[FixStep]:
        """Return the steps that do no harm together."""
        return self._accept_more([], self.steps)

    def _accept_more(self, accepted: list[FixStep], more: list[FixStep]) -> list[FixStep]:
        """Return the accepted steps, with those of `more` that do no harm beside them. Split `more`
        in halves until each half passes."""
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
        """Return True if the steps preserve the content, remove their diagnostics, and cause no
        error, except errors that an unreadable line had hidden."""
        if not all(
            preserves_content(file_steps, self.files[file])
            for file, file_steps in _by_file(steps).items()
        ):
            return False
        files = _apply_steps(self.files, steps)
        diagnostics_now = examine(files, base=self.base).diagnostics
        before, after = Counter(map(_key, self.diagnostics)), Counter(map(_key, diagnostics_now))
        wanted = Counter(_key(step.diagnostic) for step in steps)
        if any(after[key] > before[key] - count for key, count in wanted.items()):
            return False
        unreadable_files = {
            step.fix.file for step in steps if step.diagnostic.code < FIRST_FIELD_CODE
        }
        written = _lines_written(steps)
        for one in diagnostics_now:
            if one.severity == "error" and after[_key(one)] > before[_key(one)]:
                wrong = one.place[:2] in written and one.code < FIRST_NAME_CODE
                if one.place.file not in unreadable_files or (
                    wrong and (one.code < FIRST_FIELD_CODE or not self.safe_fix(one, files))
                ):
                    return False
        return True


def _without_overlaps(steps: Iterable[FixStep]) -> list[FixStep]:
    """Return the steps that change different lines. Of two steps on one line, keep the first."""
    lines_taken: set[tuple[str, int]] = set()
    chosen = []
    for step in steps:
        lines = {
            (step.fix.file, edit.line + below)
            for edit in step.fix.edits
            for below in range(1 + edit.text.count("\n"))
        }
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
    """Return the lines that the fixes write, as (file, line number after the fixes)."""
    lines = set()
    for file, file_steps in _by_file(steps).items():
        more = 0
        for edit in sorted(edit for step in file_steps for edit in step.fix.edits):
            lines |= {
                (file, edit.line + more + below) for below in range(1 + edit.text.count("\n"))
            }
            more += edit.text.count("\n")
    return lines


def _apply_steps(files: Files, steps: Iterable[FixStep]) -> Files:
    edited = {
        file: apply_edits(files[file], [edit for step in own for edit in step.fix.edits])
        for file, own in _by_file(steps).items()
    }
    return {**files, **edited}


def _preserving(steps: list[FixStep], content: bytes) -> list[FixStep]:
    """Return the steps of a file that preserve its content: all together, or those that do so one
    by one."""
    return (
        steps
        if preserves_content(steps, content)
        else [step for step in steps[:MAX_TRIALS] if preserves_content([step], content)]
    )


def _key(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """Return an identity of a diagnostic that does not depend on its line."""
    return diagnostic.place.file, diagnostic.code, diagnostic.message
