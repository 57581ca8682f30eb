"""Stats that change nothing, and stats that nothing changes."""

from collections.abc import Iterator

from pmsim.analysis.sense.words import mentioned
from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.lower import ask
from pmsim.lang.rules import found_in


def idle_stats(draft: Draft) -> Iterator[Diagnostic]:
    """Stats that no effect, quarter or other stat ever moves; stats that no condition, sum, text or persona reads and that have no bands.

    A stat that feeds another is read by it. One that only computes itself is not read."""
    said, stats = mentioned(draft), ask.named(draft.desk.names.pack, "stats")
    fed = {target.text for _, fields in stats if (target := ask.word(fields, "feeds"))}
    for key, fields in stats:
        name = key.text
        computed = fields.get("value") is not None
        if not (computed or name in said.moved or name in fed or fields.get("each_quarter") is not None):
            yield found_in("stat-never-moves", key, stat=name, hint="Name it in some `effects`, or leave it out.")
        used = name in said.read or ("stat", name) in said.shown or fields.get("feeds") is not None or fields.get("bands") is not None
        if not used:
            yield found_in("stat-never-read", key, stat=name, hint="Ask for it in a condition, give it `bands`, or leave it out.")
