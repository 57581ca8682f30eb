"""A little pack that an author is at work on, and a mark for the cursor."""

from typing import NamedTuple

from pmsim.analysis.examine import examine
from pmsim.authoring.symbols.docs import SymbolDocs

MARK = "▮"
FILES = {
    "pack.yaml": (
        """\
language: 1
pack: office
title: An office
version: 0.1.0
stats:
  burnout: {min: 0, max: 100, start: 20, good: low, bands: {steady: 0, frayed: 55}, label: Burnout}
  scope: {min: 0, max: 10, start: 1}
  strain: {value: burnout // 2}
groups: {causes: [burnout, scope]}
skills:
  discovery: {label: Discovery, stage: ship}
  story: {label: Story, stage: lead}
people:
  ines: {name: Ines, full: Ines Valderrama, is: your manager, they: she, away: ines_left}
  sam: {name: Sam}
roles:
  pm: {title: Product Manager, stage: ship, pay: 50, next: [tpm]}
  tpm: {title: Technical Program Manager, stage: lead, pay: 60}
tags: {plain: said straight, help: asking for help}
locks: {help: {when: burnout >= frayed, locked: Too tired.}}
phrases: {boss: Ines}
starts:
  fumes: {title: Fumes, role: pm}
calendar: {quarters: 4, quarter: [{draw: {topics: [people]}}, {scenario: pause}]}
outcomes:
  paid: {title: Paid, by: choice}
  kept: {title: Kept, dot: You stayed.}
personas:
  asker: {likes: {help: 2}}
"""
    ),
    "pause.yaml": (
        """\
language: 1
title: The Pause
topics: [pace]
phrases: {clock: the clock}
scenes:
  pause:
    text: |
      It ticks, and {ines} looks at it.
    choices:
      - id: wait
        label: Wait.
        tags: [plain]
        effects: {burnout: 2, set: [told_sam]}
        goto: after
      - id: ask
        label: Ask her.
        tags: [help]
        needs: not told_sam
        end: paid
  after:
    text: |
      It stops.
    choices:
      - id: go
        label: Go.
"""
    ),
    "other.yaml": (
        """\
language: 1
title: The Other
topics: [people]
scenes:
  door:
    text: |
      A door.
    choices:
      - id: knock
        label: Knock.
        effects: {set: [ines_left], clear: [told_sam], do: discovery}
        later: {in: 1, scenario: pause}
"""
    ),
    "walk.playthrough.yaml": "play: office\nstart: fumes\nchoices: [wait, go]\n",
}
"""A pack without an error."""


class Cursor(NamedTuple):
    """A text without its mark; line and column (from 1) where it stood."""

    text: str
    line: int
    column: int


def cursor(text: str) -> Cursor:
    """Where the mark stands."""
    before, mark, after = text.partition(MARK)
    assert mark
    return Cursor(before + after, before.count("\n") + 1, len(before) - before.rfind("\n"))


def packed(**changed: str) -> dict[str, bytes]:
    """The files, with the text of some (`pause`, `pack`: without `.yaml`) changed."""
    return {
        name: changed.get(name.partition(".")[0], text).encode() for name, text in FILES.items()
    }


def known(**changed: str) -> SymbolDocs:
    """What is known of the pack."""
    return SymbolDocs(examine(packed(**changed)).draft)
