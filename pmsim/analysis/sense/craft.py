"""What a pack asks of its own writing: thresholds that contradict each other."""

from collections.abc import Iterable

from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.fields.craft import THRESHOLDS
from pmsim.lang.lower import ask
from pmsim.lang.rules import found


def craft_bounds(draft: Draft) -> Iterable[Diagnostic]:
    """A least that is above its most, where the pack says one of the two."""
    node = ask.record(draft.desk.names.pack, "craft")
    if node is None:
        return
    usual = {field.name: int(field.default) for field in THRESHOLDS}
    asked = usual | {name: number for name, number in ask.numbers(node).items() if name in usual}
    written = {entry.key.text: entry.key for entry in node.entries}
    for least in usual:
        most = f"{least.removesuffix('_least')}_most"
        key = written.get(least) or written.get(most)
        if least.endswith("_least") and most in usual and key is not None and asked[least] > asked[most]:
            yield found("craft-bounds", key.place, length=len(key.text), least=least, low=asked[least], most=most, high=asked[most])
