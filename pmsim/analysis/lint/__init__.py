"""Lint checks: code that compiles but is probably a mistake. Each check is a small pure function in
the module of its subject and is listed in a table below.

A check gets the `Draft` of a pack, which may contain errors. It yields diagnostics and never
raises. It makes them with `lang.rules.make_diagnostic`. Some rules report that
something is missing from the whole pack (`reports_absence`). `filter_diagnostics` drops their
findings while a file cannot be read completely, so a check need not test for this.

An editor checks again after every key. Checks that cost more than a walk over the pack therefore
look at one scenario at a time (or at the pack's own fields, as a scenario without scenes), and
their findings are kept in `draft.memo` while nothing changes that they depend on: the scenario's
file and, by name and not by number, the variables that its conditions read. They read nothing
else, and make no spelling guesses (`scope.guess_budget` limits these for the whole pack)."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from pmsim.analysis.lint import (
    absence,
    choices,
    conditions,
    declarations,
    possibility,
    reachability,
    shadowing,
    unused,
)
from pmsim.analysis.paths import described, paths_for, read_variables
from pmsim.lang import Diagnostic, Draft, ScenarioSymbol

PACK_CHECKS: tuple[Callable[[Draft], Iterable[Diagnostic]], ...] = (
    declarations.undeclared_tags,
    declarations.missing_ids,
    unused.unread_flags,
    reachability.unreachable_parts,
    reachability.topics_without_scenarios,
    declarations.unknown_playthrough_names,
    possibility.impossible_events,
    shadowing.shadowed_outcomes,
    possibility.zero_weights,
    declarations.contradictory_thresholds,
    unused.unused_stats,
    unused.unused_definitions,
    choices.dominated_choices,
    declarations.redundant_marks,
    declarations.unused_draw_fields,
    choices.unnamed_causes,
    unused.hidden_phrases,
    declarations.stats_without_about,
    reachability.draws_that_run_out,
    reachability.urgent_scenarios_only,
    reachability.endless_pairs,
)
"""Checks of a whole pack. The order decides which check may first use the budget for spelling
guesses."""
ScenarioChecks = tuple[Callable[[Draft, ScenarioSymbol], Iterable[Diagnostic]], ...]
SCENARIO_CHECKS: ScenarioChecks = (
    conditions.constant_conditions,
    shadowing.shadowed_lines,
    possibility.clipped_odds,
    possibility.zero_effects,
    declarations.idle_fields,
    declarations.repeated_list_items,
)
"""Checks of a scenario, or of the pack's own fields, in any state."""
PATH_CHECKS: ScenarioChecks = (
    reachability.impossible_role_changes,
    reachability.late_consequences,
    conditions.constant_there,
    absence.absent_people,
)
"""Checks of a scenario in the states that careers reach. Those states are unknown in a
pack with errors."""
MAX_PER_CHECK = 2000
"""Maximum number of findings of one check in a pack, or in one scenario."""


def lint(draft: Draft) -> Iterator[Diagnostic]:
    """Yield the findings of all checks."""
    for check in PACK_CHECKS:
        yield from islice(check(draft), MAX_PER_CHECK)
    paths, memo = paths_for(draft), draft.memo
    for owner in draft.names.owners:
        facts: list[object] = []
        if memo.is_kept:
            variables = sorted(read_variables(draft)[owner.id])
            facts.append(memo.reuse_equal(f"read {owner.id}", described(draft.program, variables)))
        yield from _findings(draft, SCENARIO_CHECKS, owner, *facts)
        if memo.is_kept and paths is not None and owner.id:
            facts.append(memo.reuse_equal(f"paths {owner.id}", paths.facts_of(owner)))
            facts += paths.files_of(owner)
        yield from _findings(draft, PATH_CHECKS, owner, *facts)


def _findings(
    draft: Draft, checks: ScenarioChecks, owner: ScenarioSymbol, *of: object
) -> tuple[Diagnostic, ...]:
    """Return the findings of the checks of a scenario, from the memo if nothing that they depend on
    has changed. `of`: the facts and files that they depend on."""
    return draft.memo.keep(
        lambda: tuple(
            each for check in checks for each in islice(check(draft, owner), MAX_PER_CHECK)
        ),
        *map(id, checks),
        owner.id,
        owner.node,
        draft.names.pack,
        *of,
    )
