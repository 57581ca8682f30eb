"""Which pieces of a text are read: conditions asked, `one_of` drawn, tellings counted.
Placeholders stay as they are written."""

import re
from typing import TYPE_CHECKING, Any

from tests.reference import chance
from tests.reference.world import Node

if TYPE_CHECKING:
    from tests.reference.career import Career
    from tests.reference.world import Scene


VARYING = ("in_order", "cycle", "once", "shuffle")
MOST_TOLD = 9999


def tell(career: "Career", key: str, node: Node) -> None:
    """A text is told, if there is one: first what is among it is counted, then it is read."""
    if "text" in node:
        count(career, told_now(career, key, node["text"]))
        career.told.append((key, pieces(career, key, node["text"])))


def count(career: "Career", names: set[str]) -> None:
    for name in names:
        career.tellings[name] = min(MOST_TOLD, career.tellings.get(name, 0) + 1)


def told_now(career: "Career", place: str, text: Any) -> set[str]:
    """The names of the counts of the blocks that are among what is read of a text."""
    reading = Reading(career, place)
    reading.read(text)
    return reading.counted


def count_phrases(career: "Career", scene: "Scene") -> None:
    """Count the wording that holds of each phrase that stands in any words of a scene."""
    owners: dict[str, Node] = {
        "": career.world.pack,
        f"{scene.scenario.id}.": scene.scenario.node,
        f"{scene.key}.": scene.node,
    }
    found: dict[str, Any] = {}

    def look(words: Any, visible: list[str]) -> None:
        for name in re.findall(r"\{([A-Za-z]\w*)[^{}]*\}", str(words)):
            small = name[0].lower() + name[1:]
            owner = next((o for o in visible if small in owners[o].get("phrases", {})), None)
            if owner is not None and f"{owner}phrases.{small}" not in found:
                phrase = owners[owner]["phrases"][small]
                found[f"{owner}phrases.{small}"] = phrase
                look(phrase, visible[visible.index(owner) :])

    own = {field: value for field, value in scene.node.items() if field != "phrases"}
    look(own, [f"{scene.key}.", f"{scene.scenario.id}.", ""])
    for place, phrase in found.items():
        lines = phrase if isinstance(phrase, list) else [phrase]
        text = [{"first_of": lines}] if len(lines) > 1 else lines
        count(career, told_now(career, place, text))


def pieces(career: "Career", draw: str, text: Any) -> list[str]:
    """Return the strings of a text that are read now. `draw`: the id to which the numbers of its
    blocks are added."""
    return Reading(career, draw).read(text)


class Reading:
    """One reading of a text. Blocks take their numbers in the order as written, also where they are
    not read. `counted`: the names of the counts of those that are."""

    def __init__(self, career: "Career", draw: str) -> None:
        self.career, self.draw = career, draw
        self.ones, self.tellings = iter(range(10_000)), iter(range(10_000))
        self.counted: set[str] = set()

    def read(self, text: Any, aloud: bool = True, under: bool = False) -> list[str]:
        """`aloud`: what is around it is read. `under`: a condition is around it."""
        found: list[str] = []
        for block in text if isinstance(text, list) else [text]:
            match block:
                case str():
                    found += [plain(block)] if aloud else []
                case {"first_of": lines}:
                    found += self.first_of(lines, aloud)
                case {"if": test}:
                    holds = bool(self.career.value(test)) if aloud else False
                    found += self.contents(block, aloud and holds, True)
                    if not {"once", "shuffle"} & block.keys():
                        found += self.read(block.get("else", []), aloud and not holds, True)
                case dict():
                    found += self.contents(block, aloud, under)
        return found

    def first_of(self, lines: list[Any], aloud: bool) -> list[str]:
        found: list[str] = []
        for line in lines:
            holds = aloud and ("if" not in line or bool(self.career.value(line["if"])))
            found += self.contents(line, holds, True)
            aloud = aloud and not holds
        return found

    def contents(self, block: Any, aloud: bool, under: bool) -> list[str]:
        if "one_of" in block:
            options = block["one_of"]
            name = f"{self.draw}.{next(self.ones)}"
            career = self.career
            number = chance.below(len(options), career.seed, "one_of", name, career.quarter)
            return self.options(options, number, aloud, under)
        way = next((each for each in VARYING if each in block), "")
        if not way:
            return self.read(block.get("text", []), aloud, under)
        number = next(self.tellings)
        name = f"{self.draw}#{number}" if under else self.draw
        if aloud:
            self.counted.add(name)
        texts = block[way]
        texts = texts.split(" | ") if isinstance(texts, str) else texts
        before = max(0, self.career.tellings.get(name, 0) - 1)
        at = self.told_at(block, way, f"{self.draw}.{number}", len(texts), before)
        found = self.options(texts, at, aloud, under)
        return found + self.read(block.get("else", []), aloud and at < 0, under)

    def told_at(self, block: Any, way: str, name: str, count: int, before: int) -> int:
        """The number of the text that is told, -1 for what comes after all."""
        if before >= count and (way == "once" or (way == "shuffle" and "else" in block)):
            return -1
        if way in {"in_order", "once"}:
            return min(before, count - 1)
        if way == "cycle":
            return before % count
        order: list[int] = []
        for turn in range(before // count + 1):
            last = order[-1] if order else -1
            numbers = {
                text: chance.u32(self.career.seed, "shuffle", name, turn * count + text)
                for text in range(count)
            }
            order = sorted(range(count), key=lambda text: (numbers[text], text))
            if count > 1 and order[0] == last:
                order[0], order[1] = order[1], order[0]
        return order[before % count]

    def options(self, texts: list[Any], number: int, aloud: bool, under: bool) -> list[str]:
        return [
            piece
            for index, text in enumerate(texts)
            for piece in self.read(text, aloud and index == number, under)
        ]


def plain(text: str) -> str:
    """Return a text with its braces as they are read, and names in them in small letters."""
    names = re.sub(
        r"(?<!\{)\{([A-Za-z][^{}]*)\}",
        lambda found: f"<{found[1][0].lower()}{found[1][1:]}>",
        text.rstrip("\n"),
    )
    return names.replace("{{", "{").replace("}}", "}")
