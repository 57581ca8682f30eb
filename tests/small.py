"""Small packs for tests of the engine, written as authors write them."""

from collections.abc import Iterable
from textwrap import dedent

from pmsim.lang import compile_pack
from pmsim.lang.pack import Pack
from pmsim.play.session import Session

WORLD = """\
language: 1
pack: small
title: A small pack
version: 0.1.0
stats:
  mood:    {min: 0, max: 20, start: 10}
  tired:   {min: 0, max: 100, start: 0, good: low}
  load:    {min: 0, max: 10, start: 0, good: low, feeds: tired}
  # more
  heavy:   {value: tired // 2, good: low, bands: {light: 0, weighty: 10}}
skills:
  craft: {label: Craft, stage: early}
  vision: {label: Vision, stage: late}
practice: {on_disliked: {tired: 2}, on_loved: {tired: -1}}
crossing: {quarters: 2, skills: -2, effects: {mood: -3}}
people:
  ann: {name: Ann, full: Ann Other, is: a friend, they: she, trust: 1, away: ann_left}
tags: {kind: kind, sharp: sharp, costly: costly}
locks: {costly: {when: heavy >= weighty, locked: Too tired.}}
roles:
  junior: {title: Junior, stage: early, pay: 50, next: [senior], enter: {mood: = 10}}
  senior: {title: Senior, stage: late, pay: 90}
starts:
  door: {title: The Door, text: In., role: junior}
"""
CALENDAR = "calendar: {quarters: 4, quarter: [{scenario: main}]}\n"
OUTCOMES = "outcomes:\n  done: {title: Done, text: Over.}\n"


def small(
    calendar: str = CALENDAR,
    outcomes: str = OUTCOMES,
    *,
    world: str = "",
    stats: tuple[str, ...] = (),
    **scenarios: str,
) -> Pack:
    """A pack of the small world, with more `stats` and sections. Scenarios by id, less
    `language`, `title`. Fails with the diagnostics."""
    base = WORLD.replace("  # more\n", "".join(f"  {line}\n" for line in stats))
    files = {"pack.yaml": (base + dedent(world) + dedent(calendar) + dedent(outcomes)).encode()}
    for name, text in scenarios.items():
        files[f"{name}.yaml"] = f"language: 1\ntitle: {name.title()}\n{dedent(text)}".encode()
    compiled = compile_pack(files)
    assert compiled.pack is not None, "\n".join(
        f"{d.place} {d.code} {d.message}" for d in compiled.diagnostics
    )
    return compiled.pack


def played(pack: Pack, choices: Iterable[str] = (), **how: object) -> Session:
    """A session of the pack after these choices."""
    session = Session(pack, **how)  # type: ignore[arg-type]
    session.replay(choices)
    return session


def open_ids(session: Session) -> list[str]:
    """The ids that can be acted on."""
    return [offer.id for offer in session.offered if not offer.closed]
