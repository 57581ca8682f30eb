"""A saved career as the text of a playthrough: its choices, its luck, its end. PURE; needs no pack."""

from pmsim.core.state import AT_THE_DOOR
from pmsim.play.record import Saved


def path_to(saved: Saved, node: int) -> list[int]:
    """The nodes from the root to a node."""
    found: list[int] = []
    while node >= 0:
        found.append(node)
        node = saved.steps[node].parent
    return found[::-1]


def as_playthrough(saved: Saved, node: int) -> str:
    """The playthrough that leads to a node. Raises ValueError for a career that began in the middle: no playthrough can say that."""
    origin = saved.origin
    if origin.midway != AT_THE_DOOR:
        raise ValueError("This career began in the middle (--at, --set and such); a playthrough begins at a door.")
    _, _, scenario = saved.pack.partition(".")
    alone = [f"# One scenario, played alone. Keep this file beside {scenario}.yaml."] if scenario else []
    lines = [*alone, f"play: {saved.pack}", f"start: {origin.start}", f"seed: {origin.seed}"]
    if origin.quarters:
        lines.append(f"quarters: {origin.quarters}")
    lines += ["choices:", *(f"  - {saved.steps[number].action}" for number in path_to(saved, node)[1:])]
    if lines[-1] == "choices:":
        lines[-1] = "choices: []"
    if origin.reseed:
        lines.append(f"reseed: {{{', '.join(f'{decision}: {seed}' for decision, seed in origin.reseed)}}}")
    outcome = saved.states.get(node, {}).get("outcome")
    if isinstance(outcome, str):
        lines.append(f"expect: {{outcome: {outcome}}}")
    return "\n".join(lines) + "\n"
