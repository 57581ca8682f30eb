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

from pmsim.analysis.sense.away import named_though_away
from pmsim.analysis.sense.causes import causes_without_a_name
from pmsim.analysis.sense.conditions import idle_conditions
from pmsim.analysis.sense.craft import craft_bounds
from pmsim.analysis.sense.dominated import dominated
from pmsim.analysis.sense.flags import flags_never_read
from pmsim.analysis.sense.ids import ids_left_out
from pmsim.analysis.sense.late import too_late
from pmsim.analysis.sense.lists import twice_in_list
from pmsim.analysis.sense.marks import fields_of_no_draw, idle_marks
from pmsim.analysis.sense.numbers import effects_of_nothing, odds_that_clip, weights_of_nothing
from pmsim.analysis.sense.order import lines_shadowed, outcomes_shadowed
from pmsim.analysis.sense.playthroughs import names_not_in_pack
from pmsim.analysis.sense.reached import never_reached, nothing_to_draw
from pmsim.analysis.sense.roles import roles_not_next
from pmsim.analysis.sense.stats import idle_stats
from pmsim.analysis.sense.tags import undeclared_tags
from pmsim.analysis.sense.unused import never_used
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic

CHECKS: tuple[Callable[[Draft], Iterable[Diagnostic]], ...] = (
    undeclared_tags,
    ids_left_out,
    flags_never_read,
    roles_not_next,
    never_reached,
    nothing_to_draw,
    names_not_in_pack,
    idle_conditions,
    outcomes_shadowed,
    lines_shadowed,
    odds_that_clip,
    weights_of_nothing,
    effects_of_nothing,
    craft_bounds,
    idle_stats,
    never_used,
    dominated,
    too_late,
    named_though_away,
    idle_marks,
    fields_of_no_draw,
    twice_in_list,
    causes_without_a_name,
)
"""Every check, in the order in which they may guess at misspelt names."""
