"""Cases: whether a condition can be true, whether it can be false, and a state that shows it.

What is known of a state is nothing but the range of each slot, and a few facts that every career keeps to: the quarter is one of the
career's, no flag was set and no role was taken after it, and who took a choice has seen its scene. "Never" is proved; "sometimes" has
an example in which the condition was really asked; else the answer is that it is not known.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pmsim.analysis.cases.atoms import Atoms
from pmsim.analysis.cases.bounds import Box, Var
from pmsim.analysis.cases.narrow import Goal
from pmsim.analysis.cases.search import Budget, Example, Found, quick, search
from pmsim.core.expr import All, Bit, Compare, Expr, Get, Not, Since, Some, compile_expr
from pmsim.core.program import QUARTER, QUARTERS, ROLE_SINCE, SEEN, TAKEN, Slot
from pmsim.lang.expressions.size import parts

BOXES = 60
"""How many boxes one question may look into; a condition that anybody writes needs one or two."""
MOST_MET = 100_000
"""Expressions that are remembered at the most; the shipped career has five thousand."""
State = tuple[int, ...]
"""The number of every slot."""


class Cases:
    """Questions about the conditions of one pack, each answered once. `slots`: its program's. `scene_of`: a choice's scene, by index.
    `plain`: the same for what asks for no scene and no choice, which outlives a pack in which there are others of those."""

    def __init__(
        self, slots: Sequence[Slot], scene_of: Mapping[int, int] | None = None, boxes: int = BOXES, plain: "Cases | None" = None
    ) -> None:
        self._slots = slots
        self._plain = plain
        self._scene_of = scene_of or {}
        self._boxes = boxes
        self._atoms: Atoms = Atoms(slots) if plain is None else plain._atoms
        self._answers: dict[tuple[int, bool], bool | None] = {}
        self._found: dict[tuple[int, bool], Found] = {}
        self._blank = [slot.start for slot in slots]
        if len(slots) > ROLE_SINCE:
            self._blank[QUARTER], self._blank[QUARTERS], self._blank[ROLE_SINCE] = (
                slots[QUARTER].max,
                slots[QUARTERS].max,
                slots[ROLE_SINCE].min,
            )
        self._flags = frozenset(number for number, slot in enumerate(slots) if slot.kind == "flag")

    @property
    def crowded(self) -> bool:
        """Whether so many expressions were asked about that it is time to begin anew."""
        return self._atoms.met > MOST_MET

    def may(self, expr: Expr, wanted: bool = True) -> bool | None:
        """Whether some state makes the condition true (or, with `wanted` False, false). None: not known."""
        expr = self._atoms.same(expr)
        if self._plain is not None and not self._atoms.asks_of_places(expr):
            return self._plain.may(expr, wanted)
        key = (id(expr), wanted)
        if key not in self._answers:
            self._answers[key] = self._answer(expr, wanted)
        return self._answers[key]

    def together(self, exprs: Sequence[Expr]) -> bool | None:
        """Whether some state makes all of them true."""
        return self.may(exprs[0] if len(exprs) == 1 else All(tuple(exprs)))

    def example(self, expr: Expr, wanted: bool = True) -> State | None:
        """A state in which the condition is as wanted; None if there is none, or none was found."""
        found = self._search(expr, wanted)
        return None if found.example is None else tuple(self._state(found.example))

    def reads(self, expr: Expr) -> frozenset[Var]:
        """Everything that a condition reads."""
        return self._atoms.reads(expr)

    def _answer(self, expr: Expr, wanted: bool) -> bool | None:
        """Of parts that have nothing to do with each other from theirs, of what reads one thing from all its numbers; else by a search."""
        match expr:
            case Not(item):
                return self.may(item, not wanted)
            case All(items) | Some(items) if self._apart(items):
                each = (self.may(item, wanted) for item in items)
                return _every(each) if isinstance(expr, All) == wanted else _any(each)
        var = self._atoms.single(expr)
        held = None if var is None else self._atoms.holding(expr, var)
        if var is not None and held is not None:
            return bool(held) if wanted else held != self._atoms.range(var)
        return self._search(expr, wanted).possible

    def _apart(self, items: Sequence[Expr]) -> bool:
        """Whether none of them reads what another does, or what another's depends on."""
        read = [self._depends(each) for each in items]
        return sum(map(len, read)) == len(frozenset().union(*read))

    def _depends(self, expr: Expr) -> frozenset[Var]:
        found = self._atoms.reads(expr)
        clocks = {Var(QUARTER)} if {Var(QUARTERS), Var(ROLE_SINCE)} & found else set()
        return found | clocks | {Var(SEEN, self._scene_of[var.bit]) for var in found if var.slot == TAKEN and var.bit in self._scene_of}

    def _search(self, expr: Expr, wanted: bool) -> Found:
        expr = self._atoms.same(expr)
        key = (id(expr), wanted)
        if key not in self._found:
            self._found[key] = self._look(expr, wanted)
        return self._found[key]

    def _look(self, expr: Expr, wanted: bool) -> Found:
        whole = {var: self._atoms.range(var) for var in self._depends(expr)}
        goals: list[Goal] = [(expr, wanted), *((fact, True) for fact in self._facts(expr, whole))]
        asked = [(compile_expr(goal), want) for goal, want in goals]

        def verify(example: Example) -> bool:
            state = self._state(example)
            return all(bool(ask(state)) == want for ask, want in asked)

        return quick(goals, whole, verify) or search(goals, whole, self._atoms, verify, Budget(self._boxes))

    def _facts(self, expr: Expr, whole: Box) -> Iterator[Expr]:
        """What holds in every career, of the things that are asked about."""
        quarter = Get(QUARTER)
        if Var(QUARTER) in whole:
            if Var(QUARTERS) in whole:
                yield Compare("<=", quarter, Get(QUARTERS))
            if Var(ROLE_SINCE) in whole:
                yield Compare("<=", Get(ROLE_SINCE), quarter)
            for flag in sorted({node.slot for node in _walk(expr) if isinstance(node, Since)}):
                yield Compare("<=", Get(flag), quarter)
        for var in sorted(whole):
            scene = self._scene_of.get(var.bit, -1) if var.slot == TAKEN else -1
            if scene >= 0:
                yield Some((Not(Bit(TAKEN, var.bit)), Bit(SEEN, scene)))

    def _state(self, example: Example) -> list[int]:
        """The whole state: what the example leaves open is as late, and as little, as can be."""
        state = self._blank.copy()
        for var, value in example.items():
            if var.bit < 0:
                state[var.slot] = value
            elif value:
                state[var.slot] |= 1 << var.bit
        for flag in self._flags & {var.slot for var in example}:
            state[flag] = min(state[flag], state[QUARTER])
        return state


def _walk(expr: Expr) -> Iterator[Expr]:
    yield expr
    for part in parts(expr):
        yield from _walk(part)


def _any(answers: Iterable[bool | None]) -> bool | None:
    """Whether one is true, where some may not be known."""
    given = set(answers)
    return True if True in given else None if None in given else False


def _every(answers: Iterable[bool | None]) -> bool | None:
    """Whether all are true, where some may not be known."""
    given = set(answers)
    return False if False in given else None if None in given else True
