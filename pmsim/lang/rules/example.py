"""The small pack under every rule's example: one file a section, so that an example replaces only
one file."""

from collections.abc import Iterable
from textwrap import indent

EXAMPLE_FILES: dict[str, str] = {
    "pack.yaml": "language: 1\npack: example\ntitle: An example\nversion: 0.1.0\n",
    "stats.yaml": (
        """\
standing: {min: 0, max: 100, start: 50, bands: {low: 0, fair: 40}}
exhaustion: {min: 0, max: 100, start: 40, good: low}
workload: {min: 0, max: 100, start: 10, good: low, feeds: exhaustion,
  each_quarter: 0 - workload // 4}
burnout: {value: exhaustion + 0, good: low, bands: {steady: 0, frayed: 55}}
"""
    ),
    "skills.yaml": "delivery: {label: Delivery, stage: ship}\n",
    "people.yaml": "ines: {name: Ines, full: Ines Valderrama, is: your manager, they: she}\n",
    "roles.yaml": "pm: {title: Product Manager, stage: ship, pay: 75}\n",
    "tags.yaml": "plain: said straight\nhelp: asking for help\n",
    "starts.yaml": "passed_over: {title: Passed Over, role: pm, effects: {delivery: 1}}\n",
    "calendar.yaml": "quarters: 4\nquarter:\n  - draw: {}\n",
    "outcomes.yaml": (
        """\
long_game:
  title: The Long Game
  text: |
    The chair is the same chair.
"""
    ),
    "scene.yaml": (
        """\
language: 1
title: The Pause
scenes:
  pause:
    text: |
      The radiator ticks.
    choices:
      - id: wait
        label: Wait.
        tags: [plain]
        effects: {standing: 1}
      - label: Ask her.
        tags: [help]
        effects: {ines: 1}
"""
    ),
}


def overlay(file: str, text: str, more: Iterable[tuple[str, str]] = ()) -> dict[str, bytes]:
    """Return the small pack with `file` replaced by `text` (left out for ''), and with the files of
    `more`.

    Lone surrogates become the bytes that they stand for.
    """
    files = (
        {**EXAMPLE_FILES, **dict(more), file: text}
        if text
        else {name: content for name, content in EXAMPLE_FILES.items() if name != file}
    )
    return {name: written.encode("utf-8", "surrogateescape") for name, written in files.items()}


def scenario_of_scene(body: str) -> str:
    """Return a scenario of one scene with this body."""
    return "language: 1\ntitle: The Pause\nscenes:\n  pause:\n" + indent(
        body.strip("\n") + "\n", "    "
    )


def scenario_of_choice(body: str) -> str:
    """Return a scenario whose scene has two choices: a plain one, and one with this body."""
    before = (
        "text: |\n  The radiator ticks.\nchoices:\n  - id: wait\n    label: Wait.\n  - id: ask\n"
    )
    return scenario_of_scene(before + indent(body.strip("\n"), "    "))


def scenario_of_asking(more: str = "") -> str:
    """Return a scenario with a plain choice and a labelled one that has `more` fields."""
    return scenario_of_choice(LABEL_LINE + more)


LABEL_LINE = "label: Ask her.\n"
"""The usual beginning of the second choice."""
