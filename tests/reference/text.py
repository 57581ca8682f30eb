"""Which pieces of a text are read: conditions asked, `one_of` drawn. Placeholders stay as they
are written."""

import re
from typing import TYPE_CHECKING, Any

from tests.reference import chance
from tests.reference.world import Node

if TYPE_CHECKING:
    from tests.reference.career import Career


def tell(career: "Career", key: str, node: Node) -> None:
    """A text is read, if there is one."""
    if "text" in node:
        career.told.append((key, pieces(career, key, node["text"])))


def pieces(career: "Career", draw: str, text: Any) -> list[str]:
    """Return the strings of a text that are read now. `draw`: the id to which the numbers of its
    `one_of` are added."""
    return read(career, draw, text, iter(range(10_000)))


def read(career: "Career", draw: str, text: Any, numbers: Any, aloud: bool = True) -> list[str]:
    """As `pieces`. `numbers`: those left for `one_of`; each takes one in the order as written,
    also where it is not read `aloud`."""
    if isinstance(text, str):
        return [plain(text)] if aloud else []
    found: list[str] = []
    for block in text if isinstance(text, list) else [text]:
        match block:
            case str():
                found += read(career, draw, block, numbers, aloud)
            case {"one_of": options}:
                number = chance.below(
                    len(options), career.seed, "one_of", f"{draw}.{next(numbers)}", career.quarter
                )
                for index, option in enumerate(options):
                    found += read(career, draw, option, numbers, aloud and index == number)
            case {"if": test}:
                holds = bool(career.value(test)) if aloud else False
                found += read(career, draw, block.get("text", []), numbers, aloud and holds)
                found += read(career, draw, block.get("else", []), numbers, aloud and not holds)
    return found


def plain(text: str) -> str:
    """Return a text with its braces as they are read, and names in them in small letters."""
    names = re.sub(
        r"(?<!\{)\{([A-Za-z][^{}]*)\}",
        lambda found: f"<{found[1][0].lower()}{found[1][1:]}>",
        text.rstrip("\n"),
    )
    return names.replace("{{", "{").replace("}}", "}")
