"""A save's text, held to what a save is: whole, unchanged, hanging together. PURE; believes nothing, and names what is wrong."""

import json
from typing import Any

from pmsim.core.state import Midway
from pmsim.play import shape
from pmsim.play.codec import NEWEST_FORMAT, Plain, canonical, sha256
from pmsim.play.record import Saved, SavedLife, Step, lives_of
from pmsim.play.session import Origin
from pmsim.play.shape import DamagedError

LARGEST = 8 * 1024 * 1024
"""No save is larger, in bytes: a hundred times a long career with many lives."""


def read(text: str) -> Saved:
    """A save, if its text is whole and holds together. Raises DamagedError with the reason."""
    plain = _parse(text)
    version = shape.number(plain.get("format"), "format", 1)
    if version > NEWEST_FORMAT:
        raise DamagedError("format", str(version))
    checksum = plain.pop("checksum", None)
    if checksum != sha256(canonical(plain)):
        raise DamagedError("checksum")
    pack = shape.mapping(plain.get("pack"), "pack")
    steps = tuple(_step(row, index) for index, row in enumerate(shape.items(plain.get("nodes"), "nodes")))
    lives = tuple(_life(row) for row in shape.items(plain.get("lives"), "lives"))
    states = shape.mapping(plain.get("states"), "states").items()
    saved = Saved(
        pack=shape.text(pack.get("id"), "pack.id"),
        version=shape.text(pack.get("version"), "pack.version"),
        pack_digest=shape.text(pack.get("digest"), "pack.digest"),
        text_digest=shape.text(pack.get("text"), "pack.text"),
        generation=shape.number(plain.get("generation"), "generation"),
        origin=_origin(shape.mapping(plain.get("origin"), "origin")),
        at=shape.number(plain.get("at"), "at"),
        steps=steps,
        lives=lives,
        end_read=bool(shape.number(plain.get("end_read", 0), "end_read", 0, 1)),
        states={shape.index(key, "states"): shape.mapping(value, "states") for key, value in states},
    )
    _hangs_together(saved)
    return saved


def _parse(text: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise DamagedError("size")
    try:
        return shape.mapping(json.loads(text, parse_constant=_refuse, parse_float=_refuse), "save")
    except (ValueError, RecursionError) as error:
        raise DamagedError("json", type(error).__name__) from error


def _refuse(word: str) -> object:
    raise ValueError(word)


def _origin(plain: dict[str, Any]) -> Origin:
    return Origin(
        start=shape.text(plain.get("start"), "origin.start"),
        seed=shape.seed(plain.get("seed"), "origin.seed"),
        quarters=shape.number(plain.get("quarters"), "origin.quarters", 0, 99),
        midway=Midway(
            at=shape.text(plain.get("at"), "origin.at"),
            quarter=shape.number(plain.get("quarter", 0), "origin.quarter", 0, 99),
            role=shape.text(plain.get("role", ""), "origin.role"),
            because=shape.text(plain.get("because", ""), "origin.because"),
            changes=shape.numbers(plain.get("changes"), "origin.changes"),
        ),
        reseed=shape.pairs(plain.get("reseed"), "origin.reseed"),
    )


def _step(value: object, index: int) -> Step:
    row = shape.mapping(value, "nodes")
    parent = shape.number(row.get("parent", index - 1), "nodes.parent", -1)
    if (parent < 0) != (index == 0) or parent >= index:
        raise DamagedError("tree", f"node {index}")
    return Step(
        parent=parent,
        action=shape.text(row.get("action", ""), "nodes.action"),
        scene=shape.text(row.get("scene"), "nodes.scene"),
        quarter=shape.number(row.get("quarter"), "nodes.quarter", 1, 99),
        rolls=tuple(_roll(roll) for roll in shape.items(row.get("rolls", []), "nodes.rolls")),
        draws=tuple(_draw(draw) for draw in shape.items(row.get("draws", []), "nodes.draws")),
    )


def _roll(value: object) -> tuple[str, int, int]:
    key, odds, roll = shape.three(value, "nodes.rolls")
    return shape.text(key, "nodes.rolls"), shape.number(odds, "nodes.rolls", 0, 100), shape.number(roll, "nodes.rolls", 1, 100)


def _draw(value: object) -> tuple[int, str, str]:
    quarter, beat, scenario = shape.three(value, "nodes.draws")
    return shape.number(quarter, "nodes.draws", 1, 99), shape.text(beat, "nodes.draws"), shape.text(scenario, "nodes.draws")


def _life(value: object) -> SavedLife:
    row = shape.mapping(value, "lives")
    return SavedLife(
        shape.text(row.get("name"), "lives.name"), shape.number(row.get("first"), "lives.first"), shape.number(row.get("tip"), "lives.tip")
    )


def _hangs_together(saved: Saved) -> None:
    """Raises DamagedError unless every number points into the tree and every life's tip is its own."""
    count = len(saved.steps)
    if not count or not saved.lives or saved.lives[0].first or len({life.first for life in saved.lives}) != len(saved.lives):
        raise DamagedError("tree", "lives")
    if saved.at >= count or any(life.first >= count or life.tip >= count for life in saved.lives):
        raise DamagedError("tree", "out of range")
    owners = lives_of(saved.steps, saved.lives)
    if any(owners[life.tip] != number or owners[life.first] != number for number, life in enumerate(saved.lives)):
        raise DamagedError("tree", "tips")
    if not {saved.at, *(life.tip for life in saved.lives)} <= saved.states.keys():
        raise DamagedError("states")
    depths = [0] * count
    for number, step in enumerate(saved.steps[1:], 1):
        depths[number] = depths[step.parent] + 1
    for number, state in saved.states.items():
        if number >= count or state.get("decisions") != depths[number]:
            raise DamagedError("states", f"node {number}")
        _fit_to_show(state)


def _fit_to_show(state: Plain) -> None:
    """What a list of saves shows of a state, without a pack to look it up in. Raises DamagedError."""
    shape.number(state.get("decisions"), "states.decisions")
    shape.number(state.get("quarter"), "states.quarter", 1, 99)
    shape.text(state.get("role"), "states.role")
    shape.text(state.get("outcome") or "", "states.outcome")
    for section in ("stats", "people", "flags"):
        shape.numbers(state.get(section), section)
