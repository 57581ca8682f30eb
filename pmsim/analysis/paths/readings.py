"""Readings: the knowledge with which each condition of a scenario is read, by the place where it is
written."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pmsim.analysis.paths.explore import Places
from pmsim.analysis.paths.knowledge import Judge, Knowledge
from pmsim.core.expr import Expr
from pmsim.core.program import Choice, Program
from pmsim.lang import Mapping as Fields
from pmsim.lang import Node, Place, Scalar, ScenarioSymbol, SceneSymbol
from pmsim.lang import Sequence as Listed
from pmsim.lang.compiler.symbols import SIDES
from pmsim.lang.nodes import scalars_in

Given = tuple[str, Expr]
"""A condition that was asked on the way to a place, and what it is called there."""


class Reading(NamedTuple):
    """The knowledge with which something is read, and the conditions asked just before it. `known`
    None: it is never read."""

    known: Knowledge | None
    givens: tuple[Given, ...] = ()

    def behind(self, known: Knowledge | None, words: str, condition: Expr | None) -> "Reading":
        """Return the reading of what comes after a condition, which `words` name, with `known`."""
        givens = self.givens if condition is None else (*self.givens, (words, condition))
        return Reading(known, givens)


Readings = Iterator[tuple[Place, Reading]]


class Reader:
    """A reader of scenarios. `conditions`: every condition by its place."""

    def __init__(
        self, program: Program, judge: Judge, places: Places, conditions: Mapping[Place, Expr]
    ) -> None:
        self.program, self.judge, self.places = program, judge, places
        self.conditions = conditions

    def scenario(self, symbol: ScenarioSymbol) -> Readings:
        """Yield how each condition of a scenario is read."""
        row = self.program.scenarios[symbol.number]
        drawn = Reading(self.places.drawn.get(symbol.number))
        yield from _all_in(symbol.node.get("when"), drawn)
        begun = drawn.behind(
            self.assume(drawn.known, row.when, True), "the scenario's `when`", row.when
        )
        yield from _all_in(symbol.node.get("weight"), begun)
        for scene in symbol.scenes.values():
            yield from self.scene(scene, begun)

    def assume(
        self, known: Knowledge | None, condition: Expr | None, wanted: bool
    ) -> Knowledge | None:
        """Return what is known if a condition is as wanted too."""
        if known is None or condition is None:
            return known
        return self.judge.assume(known, (condition, wanted))

    def scene(self, symbol: SceneSymbol, begun: Reading) -> Readings:
        """Yield the same for a scene and its choices."""
        index, node, places = symbol.number, symbol.node, self.places
        before = Reading(places.way_in.get(index), begun.givens)
        yield from _all_in(node.get("when"), before)
        entered = before.behind(
            places.entered.get(index), "the scene's `when`", self.program.scenes[index].when
        )
        told = entered._replace(known=places.told.get(symbol.key))
        yield from _all_in(node.get("effects"), entered)
        yield from self.text(node.get("text"), told)
        for field in ("odds", "later"):
            yield from _all_in(node.get(field), told)
        yield from self.sides(symbol.key, node, told)
        asked = entered._replace(known=places.asked.get(index))
        for choice in symbol.choices:
            yield from self.choice(self.program.choices[choice.number], choice.node, asked)

    def choice(self, row: Choice, node: Fields, asked: Reading) -> Readings:
        """Yield the same for a choice."""
        yield from _all_in(node.get("needs"), asked)
        shown = locked = asked
        if not row.otherwise and not row.struck:
            shown = asked._replace(known=self.assume(asked.known, row.needs, True))
        if not row.locks:
            locked = asked._replace(known=self.assume(asked.known, row.needs, False))
        yield from self.text(node.get("label"), shown)
        yield from self.text(node.get("locked"), locked)
        yield from _all_in(node.get("odds"), asked)
        taken = asked.behind(self.places.taken.get(row.index), "the choice's `needs`", row.needs)
        told = taken._replace(known=self.places.told.get(row.key))
        yield from _all_in(node.get("effects"), taken)
        yield from _all_in(node.get("later"), told)
        yield from self.text(node.get("text"), told)
        yield from self.sides(row.key, node, told)

    def sides(self, key: str, node: Fields, rolled: Reading) -> Readings:
        """Yield the same for both sides of a roll."""
        for name in SIDES:
            side = node.mapping(name)
            if side is not None:
                yield from _all_in(side.get("effects"), rolled)
                fell = self.places.told.get(f"{key}.{name}")
                told = rolled._replace(known=fell)
                yield from _all_in(side.get("later"), told)
                yield from self.text(side.get("text"), told)

    def text(self, node: Node | None, reading: Reading) -> Readings:
        """Yield the same for a text. Inside an `else`, the words are read knowing that the `if` has
        failed, but conditions are read without knowing that: an author may write a condition in the
        last `else` that must be true there."""
        return self.words(node, reading, reading.known)

    def words(self, node: Node | None, reading: Reading, here: Knowledge | None) -> Readings:
        """Yield the same for a part of a text. `reading`: for its conditions; `here`: what is known
        where its words are read."""
        match node:
            case Scalar():
                yield node.place, Reading(here, reading.givens)
            case Fields(entries):
                test = self.test(node)
                for name, value in entries:
                    if name.text == "if":
                        yield value.place, reading
                    elif name.text == "else":
                        yield from self.words(value, reading, self.assume(here, test, False))
                    else:
                        inside = reading.behind(
                            self.assume(reading.known, test, True), "the `if` around it", test
                        )
                        within = (
                            inside.known if here is reading.known else self.assume(here, test, True)
                        )
                        yield from self.lines(value, inside, within, name.text == "first_of")
            case Listed():
                yield from self.lines(node, reading, here, False)

    def lines(self, node: Node, reading: Reading, here: Knowledge | None, first: bool) -> Readings:
        """Yield the same for the items of a list, of which all or only the `first` that holds is
        read."""
        for item in node.items if isinstance(node, Listed) else (node,):
            yield from self.words(item, reading, here)
            if first and isinstance(item, Fields):
                here = self.assume(here, self.test(item), False)

    def test(self, node: Fields) -> Expr | None:
        """Return the condition of a block."""
        condition = node.scalar("if")
        return None if condition is None else self.conditions.get(condition.place)


def _all_in(node: Node | None, reading: Reading) -> Readings:
    """Yield a reading for every scalar of a node."""
    return ((scalar.place, reading) for scalar in scalars_in(node))
