"""Ids that choices take from their labels, written in, so that saves still find them when a label is reworded."""

from collections.abc import Iterator

from pmsim.authoring.mending.fix import Edit, Fix
from pmsim.authoring.mending.keeping import Step
from pmsim.authoring.mending.spot import Spot
from pmsim.lang.lower.outline import slug
from pmsim.lang.nodes import Mapping, Scalar, Sequence
from pmsim.lang.rules import found
from pmsim.lang.source import read


def ids(data: bytes, file: str) -> Iterator[Step]:
    """For every choice of the scenario that has none, an `id` before its label; nothing for what is no scenario or cannot be read wholly.

    A label whose id another choice of the scene has gets a number behind it."""
    node, said = read(data, file)
    if node is None or said:
        return
    for choice, name in _nameless(node):
        _, line, column = choice.place
        edit = Edit(line, column + 1, 0, f"id: {name}, ") if choice.flow else Edit(line, column, 0, f"id: {name}\n{' ' * (column - 1)}")
        yield Step(found("id-left-out", choice.place, id=name), Fix(f"Write `id: {name}`", file, (edit,)))


def left_out(spot: Spot) -> Iterator[Fix]:
    """The id of one choice."""
    _, line, column = spot.found.place
    for _, fix in ids("\n".join(spot.lines).encode(), spot.found.place.file):
        if (fix.edits[0].line, fix.edits[0].column - spot.rest.startswith("{")) == (line, column):
            yield fix


def _nameless(scenario: Mapping) -> Iterator[tuple[Mapping, str]]:
    """Every choice without an id, and the one it gets."""
    scenes = scenario.get("scenes")
    for scene in (entry.value for entry in (scenes.entries if isinstance(scenes, Mapping) else ())):
        choices = scene.get("choices") if isinstance(scene, Mapping) else None
        written = [choice for choice in (choices.items if isinstance(choices, Sequence) else ()) if isinstance(choice, Mapping)]
        taken = {given.text for choice in written if isinstance(given := choice.get("id"), Scalar)}
        for choice in written:
            label = choice.get("label")
            name = slug(label.text) if isinstance(label, Scalar) and choice.get("id") is None else ""
            if name:
                number = next(number for number in range(1, len(written) + 2) if _numbered(name, number) not in taken)
                taken.add(_numbered(name, number))
                yield choice, _numbered(name, number)


def _numbered(name: str, number: int) -> str:
    return name[:64] if number == 1 else f"{name[:61]}_{number}"
