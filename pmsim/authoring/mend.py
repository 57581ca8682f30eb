"""What `check --fix` writes: the ids that choices take from their labels, so that saves still find them when a label is reworded. Pure."""

from collections.abc import Iterator

from pmsim.lang.lower.outline import slug
from pmsim.lang.nodes import Mapping, Scalar, Sequence
from pmsim.lang.source import read


def with_ids(data: bytes, file: str) -> bytes:
    """The scenario with an `id` before the label of every choice that has none; as it is, if it is no scenario or cannot be read wholly.

    A label whose id another choice of the scene has gets a number behind it."""
    node, said = read(data, file)
    if node is None or said:
        return data
    lines = data.split(b"\n")
    for choice, name in sorted(_nameless(node), key=lambda one: one[0].place, reverse=True):
        _, line, column = choice.place
        at = len(lines[line - 1].decode("utf-8-sig" if line == 1 else "utf-8")[: column - 1].encode()) + len(choice.flow * b"{")
        before, after = lines[line - 1][:at], lines[line - 1][at:]
        if choice.flow:
            lines[line - 1] = before + f"id: {name}, ".encode() + after
        else:
            end = b"\r" if after.endswith(b"\r") else b""
            lines[line - 1 : line] = [before + f"id: {name}".encode() + end, b" " * (column - 1) + after]
    return b"\n".join(lines)


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
