"""Stats: computed ones written out, bands, feeds, groups, and how each is shown."""

from itertools import pairwise

from pmsim.core.expr import Expr, Num
from pmsim.core.program import Feed
from pmsim.lang.expressions import NUMBER, Value, range_of
from pmsim.lang.expressions.syntax import SpellingError
from pmsim.lang.expressions.tokens import tokens
from pmsim.lang.lower import ask
from pmsim.lang.lower.desk import Desk
from pmsim.lang.nodes import Mapping, Scalar
from pmsim.lang.pack import Band, StatWords

DEEPEST_VALUES = 50
"""Through so many others a stat may be computed."""


def define_computed(desk: Desk, values: dict[str, Value]) -> None:
    """Puts every computed stat into `values`, those it needs first. One that needs itself reads as 0, after a complaint."""
    done: set[str] = set()
    for name in desk.names.computed:
        _define(desk, values, done, name, ())


def _define(desk: Desk, values: dict[str, Value], done: set[str], name: str, path: tuple[str, ...]) -> None:
    """One of them, behind the `path` of those that need it."""
    if name in done:
        return
    written = ask.word(desk.names.computed[name], "value")
    assert written is not None
    for other in _names(written):
        if other in (*path, name):
            around = (*path, name)[(*path, name).index(other) :]
            desk.say("circular-value", written, stat=name, path=" → ".join((*around, other)))
            values[other] = Value(Num(0), NUMBER)
            done.add(other)
        elif other in desk.names.computed and len(path) < DEEPEST_VALUES:
            _define(desk, values, done, other, (*path, name))
        elif other in desk.names.computed and other not in done:
            desk.say("expression", written, problem=f"This is computed through more than {DEEPEST_VALUES} other stats.")
            values[other] = Value(Num(0), NUMBER)
            done.add(other)
    if name not in done:
        done.add(name)
        values[name] = Value(Num(0), NUMBER)
        values[name] = Value(desk.number(written), NUMBER)


def _names(written: Scalar) -> list[str]:
    try:
        return [token.text for token in tokens(written.text) if token.kind == "name"]
    except SpellingError:
        return []


def stat_words(desk: Desk) -> dict[str, StatWords]:
    """How every stat and computed stat is shown."""
    shown: dict[str, StatWords] = {}
    for key, fields in ask.named(desk.names.pack, "stats"):
        name = key.text
        reading = desk.scope.values[name].expr
        low, high = range_of(reading, desk.scope.slots, desk.scope.known)
        label = ask.text(fields, "label", name.replace("_", " ").capitalize())
        good_low = ask.text(fields, "good") == "low"
        shown[name] = StatWords(name, label, good_low, _bands(desk, key, fields, low), reading, low, high, name in desk.names.computed)
    return shown


def _bands(desk: Desk, stat: Scalar, fields: Mapping, low: int) -> tuple[Band, ...]:
    edges = ask.numbers(ask.record(fields, "bands"))
    keys = [entry.key for entry in ask.entries(fields, "bands") if entry.key.text in edges]
    written = sorted(((edges[key.text], key) for key in keys), key=lambda band: band[0])
    if written and written[0][0] > low:
        sentence = f"The lowest band of `{stat.text}` begins at {written[0][0]}, but the stat at {low}."
        desk.say("bands", written[0][1], sentence=sentence, hint=f"Begin it at {low}.")
    for (edge, word), (other, twin) in pairwise(written):
        if edge == other:
            desk.say("bands", twin, sentence=f"`{word.text}` and `{twin.text}` begin at the same number.")
    return tuple(Band(word.text.replace("_", " "), edge) for edge, word in written)


def feeds(desk: Desk) -> tuple[Feed, ...]:
    """Which stat feeds which."""
    found: list[Feed] = []
    for key, fields in ask.named(desk.names.pack, "stats"):
        target = ask.word(fields, "feeds")
        if target is None or key.text not in desk.names.stats:
            continue
        if target.text in desk.names.computed:
            desk.say("feeds", target, sentence=f"`{target.text}` is computed from others and cannot be fed.")
        elif target.text == key.text:
            desk.say("feeds", target, sentence=f"`{key.text}` cannot feed itself.")
        elif (slot := desk.find("stat", target, desk.names.stats)) >= 0:
            found.append(Feed(desk.names.stats[key.text], slot))
    return tuple(found)


def each_quarter(desk: Desk) -> tuple[tuple[int, Expr], ...]:
    """What is added at a quarter's end."""
    written = [(key.text, ask.word(fields, "each_quarter")) for key, fields in ask.named(desk.names.pack, "stats")]
    exprs = [(name, desk.expr(amount, "number")) for name, amount in written if name in desk.names.stats]
    return tuple((desk.names.stats[name], amount) for name, amount in exprs if amount is not None)


def groups(desk: Desk) -> dict[str, tuple[str, ...]]:
    """Stats that `top` compares."""
    found: dict[str, tuple[str, ...]] = {}
    able = {**desk.names.stats, **desk.names.people}
    for key, members in ask.lists(desk.names.pack, "groups"):
        if not members:
            desk.say("unknown-name", key, sentence=f"The group `{key.text}` has nobody in it.")
        desk.find_all("stat with a `min` and a `max`", members, able)
        found[key.text] = tuple(member.text for member in members)
    return found
