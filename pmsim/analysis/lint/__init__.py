"""Lint checks: code that compiles but is probably a mistake. Each check is a small pure function in
the module of its subject and is listed in `CHECKS`.

A check gets the `Draft` of a pack, which may contain errors. It yields diagnostics and never
raises. It makes them with `lang.rules.make_diagnostic`. Some rules report that
something is missing from the whole pack (`reports_absence`). `filter_diagnostics` drops their
findings while a file cannot be read completely, so a check need not test for this.

An editor checks again after every key. Work that costs more than a walk over the pack therefore
goes through `draft.memo`:

    memo(answer, scenario)             # by identity: symbols, nodes, scenes, choices, expressions
    memo(answer, written.expr, slots)  # and `names.slots` stay the same objects while unchanged

`answer` is a module-level function that reads only its arguments and makes no spelling guesses
(`scope.guess_budget` limits these for the whole pack). For numbers and texts that are computed anew
each time, `memo.reuse_equal(name, value)` returns the previous equal value. Modules store no
results."""

from collections.abc import Callable, Iterable

from pmsim.analysis.lint.absence import absent_people
from pmsim.analysis.lint.choices import dominated_choices, unnamed_causes
from pmsim.analysis.lint.conditions import constant_conditions
from pmsim.analysis.lint.declarations import (
    contradictory_thresholds,
    idle_fields,
    missing_ids,
    redundant_marks,
    repeated_list_items,
    undeclared_tags,
    unknown_playthrough_names,
    unused_draw_fields,
)
from pmsim.analysis.lint.numbers import clipped_odds, zero_effects, zero_weights
from pmsim.analysis.lint.possibility import impossible_events
from pmsim.analysis.lint.reachability import (
    impossible_role_changes,
    late_consequences,
    topics_without_scenarios,
    unreachable_parts,
)
from pmsim.analysis.lint.shadowing import shadowed_lines, shadowed_outcomes
from pmsim.analysis.lint.unused import unread_flags, unused_definitions, unused_stats
from pmsim.lang import Diagnostic, Draft

CHECKS: tuple[Callable[[Draft], Iterable[Diagnostic]], ...] = (
    undeclared_tags,
    missing_ids,
    unread_flags,
    impossible_role_changes,
    unreachable_parts,
    topics_without_scenarios,
    unknown_playthrough_names,
    constant_conditions,
    impossible_events,
    shadowed_outcomes,
    shadowed_lines,
    clipped_odds,
    zero_weights,
    zero_effects,
    contradictory_thresholds,
    unused_stats,
    unused_definitions,
    dominated_choices,
    late_consequences,
    absent_people,
    redundant_marks,
    unused_draw_fields,
    idle_fields,
    repeated_list_items,
    unnamed_causes,
)
"""All checks. The order decides which check may first use the budget for spelling guesses."""
