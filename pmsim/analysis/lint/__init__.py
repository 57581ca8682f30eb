"""What is sound and still makes no sense. A check is a small pure function in a module of its own subject, and stands in `CHECKS`.

A check is given what was understood of a pack (its `Draft`), sound or not, and yields what it finds; it never raises. It says what a rule
says by `lang.rules.found`. What is nowhere in a pack (`absence` in the table of rules) is held back by `examine` while a file cannot be
read wholly; a check need not think of that.

An editor asks again after every key, so what costs more than a walk over the pack is worked out through `draft.desk.memo`:

    memo(answer, outline)              # by identity: outlines, nodes, scenes, choices, expressions, `desk.names.slots` are the same
    memo(answer, written.expr, slots)  # objects as long as nothing that they depend on has changed

`answer` is a function of a module that reads nothing but its arguments and makes no guesses (`scope.guesses` is what is left for the pack).
For numbers and texts worked out anew each time, `memo.same(name, value)` gives back the last equal one. Nothing is kept in modules.
"""

from collections.abc import Callable, Iterable

from pmsim.analysis.lint.absence import absent_people
from pmsim.analysis.lint.choices import dominated_choices, unnamed_causes
from pmsim.analysis.lint.conditions import constant_conditions
from pmsim.analysis.lint.declarations import (
    contradictory_thresholds,
    missing_ids,
    redundant_marks,
    repeated_list_items,
    undeclared_tags,
    unknown_playthrough_names,
    unused_draw_fields,
)
from pmsim.analysis.lint.numbers import clipped_odds, zero_effects, zero_weights
from pmsim.analysis.lint.reachability import impossible_role_changes, late_consequences, topics_without_scenarios, unreachable_parts
from pmsim.analysis.lint.shadowing import shadowed_lines, shadowed_outcomes
from pmsim.analysis.lint.unused import unread_flags, unused_definitions, unused_stats
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic

CHECKS: tuple[Callable[[Draft], Iterable[Diagnostic]], ...] = (
    undeclared_tags,
    missing_ids,
    unread_flags,
    impossible_role_changes,
    unreachable_parts,
    topics_without_scenarios,
    unknown_playthrough_names,
    constant_conditions,
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
    repeated_list_items,
    unnamed_causes,
)
"""Every check, in the order in which they may guess at misspelt names."""
