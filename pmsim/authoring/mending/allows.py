"""Comments that allow something: a name in one that is of no use is taken out; with the last of them goes the comment."""

from collections.abc import Iterator

from pmsim.authoring.mending.fix import Edit, Fix
from pmsim.authoring.mending.spot import Spot
from pmsim.lang.allow import SIGN, allow


def useless(spot: Spot) -> Iterator[Fix]:
    """Without the name; surely, if the same comment names it twice."""
    file, line, column = spot.found.place
    sign = next((sign for sign in SIGN.finditer(spot.line) if sign.end() < column), None)
    allowed = allow(spot.line[sign.start() :]) if sign else None
    if not sign or not allowed:
        return
    others = [named for named in allowed.named if sign.start() + named.at != column - 1]
    if others:
        names = ", ".join(named.written for named in others)
        end = spot.line.find(":", sign.end())
        edit = Edit(line, sign.end() + 1, (end if end >= 0 else len(spot.line)) - sign.end(), names)
        twice = any(named.written == spot.given for named in others)
        yield Fix(f"Leave `{spot.given}` out", file, (edit,), twice)
    elif spot.line[: sign.start()].strip():
        start = len(spot.line[: sign.start()].rstrip())
        yield Fix("Delete the comment", file, (Edit(line, start + 1, len(spot.line) - start, ""),), False)
    else:
        last = line == len(spot.lines)
        yield Fix("Delete the comment", file, (Edit(line, 1, len(spot.line) + (not last), ""),), False)
