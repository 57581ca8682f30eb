"""Random small packs as an author would write them: every feature of the language, in YAML, always
without errors.

@given(packs())
def test_a_law(files: dict[str, bytes]) -> None:
    pack = compile_pack(files).pack
"""

import re
from collections.abc import Sequence

from hypothesis import strategies as st

from pmsim.lang import compile_pack
from pmsim.lang.pack import Pack
from pmsim.play.session import Session

WORLD = """\
language: 1
pack: random
title: A random pack
version: 0.1.0
stats:
  standing: {min: 0, max: 100, start: 50, bands: {low: 0, fair: 40, high: {from: 70, label: on-top}}, each_quarter: (50 - standing) // 8}
  energy: {min: 0, max: 40, start: 20, each_quarter: 1, good: neither, hidden: true}
  load: {min: -5, max: 30, start: 3, good: low, feeds: worry}
  unfair: {min: 0, max: 30, start: 1, good: low, feeds: worry}
  worry: {min: 0, max: 60, start: 5, good: low, feeds: energy, each_quarter: -2}
  mood:
    value: max(0, energy - worry // 2)
    bands: {grey: 0, bright: 15}
groups: {causes: [load, unfair]}
facts: {weary: energy < 20, dragging: weary and quarter >= 2}
skills:
  craft: {stage: ship}
  story: {stage: ship}
  vision: {stage: strategy}
practice: {on_disliked: {energy: -1}, on_loved: {energy: 1}}
people:
  ana: {name: Ana, full: Ana Reis, is: your manager, they: she, trust: 1, away: ana_gone}
  bo: {name: Bo, they: they}
parts:
  chief:
    - if: ana_gone
      person: bo
    - if: told and tired
      person: bo
    - person: ana
roles:
  pm: {title: Product Manager, stage: ship, pay: 70, next: [lead, founder]}
  lead: {title: Lead, stage: strategy, pay: 100, next: [pm, founder], enter: {standing: 2, energy: = 15}}
  founder: {title: Founder, pay: 0, next: [pm, lead], enter: {do: craft}}
tags: {plain: said straight, help: asking, costly: takes energy}
phrases:
  boss:
    - if: ana_gone
      text: Bo
    - text: Ana
  cup:
    - if: tired
      once: tea | mate
    - if: mood < bright
      text: water
    - cycle: coffee | {boss}'s coffee
locks:
  costly:
    when: mood < bright
    locked: No energy.
  help:
    when: told and tired
    locked:
      - one_of:
          - Not today.
          - Nobody is there.
personas:
  helper:
    likes: {help: 4, costly: -2, worry: -1, energy: 1 + mood // 10}
    noise: 3
  climber:
    likes: {standing: 2, craft: 3, mood: 1, plain: 0 - 1, ana: 2, chief: 3}
debrief:
  watch: [mood, standing, energy]
  wants: {told: to be told, tired: to sleep}
  statements:
    helps: {say: You help., cites: [help], against: [costly], when: times.help > passed.help}
    says:
      say: You say it to {boss}.
      cites: [plain, craft]
      passed: [vision]
      strong: 4
      do: Say it.
      ask: Ask {ana}.
    spends: {say: It costs., passed: [costly, help], against: [plain, story], when: standing >= low}
  activities:
    walk: {when: energy < 20, do: Walk.}
    sit:
      do: Sit.
      ask: Ask {bo}.
  help:
    - if: tired
      text: Tell somebody.
"""
VARYING = (
    ("  - in_order: One. | Two. | Three.", "  - cycle: Odd. | Even."),
    ("  - once: First. | Second.", "    else: Later.", "  - shuffle: [A, B, C]"),
    ("  - shuffle: [A, B, C]", "    else: Later.", "  - if: told", "    once: Told."),
    (
        "  - first_of:",
        "      - if: told",
        "        shuffle: Heads. | Tails.",
        "      - if: tired",
        "        one_of: [A, B]",
        "      - cycle:",
        "          - - one_of: [C, D]",
        "          - Nothing.",
    ),
)
"""Blocks that depend on how often a text was told."""
FLAGS = ("ana_gone", "told", "tired")
TAGS = ("plain", "help", "costly")
TOPICS = ("pace", "people")
CONDITIONS = (
    "standing >= fair",
    "energy < 20",
    "mood >= bright",
    "told",
    "not tired",
    "role == pm",
    "role in (lead, founder)",
    "stage != none",
    "quarter >= 2",
    "quarters_left > 0",
    "season in (1, 3)",
    "season == season_2 or year > 1",
    "season in (season_1, season_3) and quarter < 6",
    "top(causes) == load",
    "ana > 0",
    "craft >= 1 or story.told > 0",
    "quarters_since(told) <= 2",
    "times.help > passed.plain",
    "seen(tale_0.s0)",
    "pay >= 100 and not told",
    "low <= standing < high",
    "dragging or not weary",
    "chief >= 1",
    "vision.interest >= 0",
)
HERE = (
    "times_seen(this) >= 2",
    "times_seen(this) % 2 == 0",
    "because",
    "not because",
    "seen(this) and times_seen(tale_0.s0) > 1",
    "took_now(this.out)",
    "times_took(this.out) < 2",
    "because(this.out)",
)
"""Conditions of a scene; the last three of one with the choice `out`."""
OF_MOMENT = ("1", "-2", "3", "= 2", "energy // 8 - 1", "= craft - 3", "-1 if told else 2")
"""How `moment.interest` moves."""
AMOUNTS = (
    "1",
    "-1",
    "3",
    "-4",
    "12",
    "= 7",
    "energy // 4",
    "2 if told else -2",
    "= standing - 3",
    "min(3, quarters_in_role) - load % 3",
)
TARGETS = (
    "standing",
    "energy",
    "load",
    "unfair",
    "worry",
    "ana",
    "bo",
    "chief",
    "craft.interest",
    "vision.interest",
    "story",
)
BEGUN = (
    "craft: 2, set: [told]",
    "craft: 4, craft.interest: -2, story.interest: 2",
    "tell: [craft, story], teach: craft, vision.interest: = -5",
    "craft: 6, tell: craft, craft.interest: 3, set: [tired]",
)
"""Effects of a start."""
ACTS = {
    "do": ("craft", "[craft, vision]"),
    "tell": ("craft", "story"),
    "teach": ("[story]",),
    "role": ("pm", "lead", "founder"),
}

condition = st.sampled_from(CONDITIONS)
rarely = st.integers(0, 3).map(lambda number: number == 0)


def packs() -> st.SearchStrategy[dict[str, bytes]]:
    """The files of a pack: path -> bytes."""
    return _files()


def compiled_packs() -> st.SearchStrategy[Pack]:
    """The packs themselves."""
    return packs().map(_compiled)


def lived(pack: Pack, seed: int, most: int) -> Session:
    """A career of `most` decisions at most, in which the bits of the seed choose, too."""
    session = Session(pack, seed=seed)
    for number in range(most):
        still_open = [offer.id for offer in session.offered if not offer.closed]
        if not still_open:
            break
        session.act(still_open[(seed >> number) % len(still_open)])
    return session


def _compiled(files: dict[str, bytes]) -> Pack:
    pack = compile_pack(files).pack
    assert pack is not None
    return pack


@st.composite
def _files(draw: st.DrawFn) -> dict[str, bytes]:
    scenarios = [f"tale_{number}" for number in range(draw(st.integers(1, 4)))]
    named = draw(st.lists(st.sampled_from(scenarios), max_size=2, unique=True))
    quarters = draw(st.integers(2, 6))
    lines = [WORLD.rstrip()]
    if draw(st.booleans()):
        lines.append("crossing: {quarters: 2, skills: -2, effects: {standing: -8}}")
    lines += ["starts:"]
    for door in ("front", "back")[: draw(st.integers(1, 2))]:
        lines.append(
            f"  {door}: {{title: A door, role: {draw(st.sampled_from(['pm', 'lead']))}, effects:"
            f" {{{draw(st.sampled_from(BEGUN))}}}}}"
        )
        if named and draw(rarely):
            lines[-1] = lines[-1][:-1] + f", scenario: {named[0]}}}"
    lines += ["calendar:", f"  quarters: {quarters}", "  short: 2"]
    per_year = draw(st.sampled_from([0, 0, 3, 4, 12]))
    if per_year:
        lines += ["  unit: term", f"  per_year: {per_year}"]
    names = [f"season_{number}: Season {number}" for number in range(1, (per_year or 4) + 1)]
    lines += [f"  names: {{{', '.join(names)}}}", "  quarter:", "    - draw: {}"]
    for name in named[1:]:
        lines.append(f"    - scenario: {name}")
    for _ in range(draw(st.integers(0, 2))):
        lines.append(
            f"    - draw: {{topics: [{draw(st.sampled_from(TOPICS))}]}}"
            if draw(st.booleans())
            else "    - draw: {}"
        )
        lines += [f"      when: {draw(condition)}"] if draw(rarely) else []
    if named and draw(rarely):
        lines += [
            "    - id: again",
            f"      scenario: {named[0]}",
            f"      when: {draw(condition)}",
        ]
    lines += ["outcomes:"]
    for number in range(draw(st.integers(0, 2))):
        lines += [f"  end_{number}:", "    title: An end", f"    when: {draw(condition)}"]
    lines += [
        "  by_choice: {title: Chosen, by: choice}",
        "  rest:",
        "    title: The rest",
        "    dot: It ended.",
    ]
    for field in ("text", "epilogue"):
        lines += (
            [f"    {line}" for line in draw(_text(field, varies=False))]
            if draw(st.booleans())
            else []
        )
    if draw(st.booleans()):
        lines += [
            "    variants:",
            "      - id: bright",
            f"        when: {draw(condition)}",
            *(f"        {line}" for line in draw(_text(varies=False))),
        ]
        lines += ["      - id: plain", "        text: Plainly."]
    files = {"pack.yaml": "\n".join(lines) + "\n"}
    talks = [f"talk_{number}" for number in range(draw(st.sampled_from([0, 0, 1, 2])))]
    for number, name in enumerate(talks):
        files[f"tales/{name}.yaml"] = draw(_shared(name, scenarios, talks[:number]))
    for name in scenarios:
        files[f"tales/{name}.yaml"] = _with_calls(draw, draw(_scenario(name, scenarios)), talks)
    return {path: text.encode() for path, text in files.items()}


@st.composite
def _scenario(draw: st.DrawFn, name: str, others: Sequence[str]) -> str:
    count = draw(st.integers(1, 4))
    sure = [True, *(draw(st.booleans()) for _ in range(count - 1))]
    lines = ["language: 1", f"title: The {name.replace('_', ' ')}"]
    lines += [f"topics: [{draw(st.sampled_from(TOPICS))}]"] if draw(st.booleans()) else []
    lines += [f"when: {draw(condition)}"] if draw(rarely) else []
    lines += draw(st.sampled_from([["with: [ana]"], ["with: [chief]"]])) if draw(rarely) else []
    lines += (
        [f"weight: {draw(st.sampled_from(['3', '20', '0', 'energy - 10']))}"]
        if draw(rarely)
        else []
    )
    lines += [f"repeat: {draw(st.integers(1, 3))}"] if draw(st.booleans()) else []
    lines += [f"while: {draw(condition)}"] if draw(rarely) else []
    lines += ["urgent: true"] if draw(rarely) else []
    lines += ["draw: false"] if draw(st.integers(0, 7)) == 0 else []
    if count > 1 and draw(st.integers(0, 7)) == 0:
        lines += [f"start: [s{draw(st.integers(1, count - 1))}, s0]"]
    lines += ["scenes:"]
    for number in range(count):
        lines += [f"  s{number}:", *(f"    {line}" for line in draw(_scene(number, sure, others)))]
    return "\n".join(lines) + "\n"


@st.composite
def _shared(draw: st.DrawFn, name: str, others: Sequence[str], talks: Sequence[str]) -> str:
    """A shared file of two scenes, which may call others."""
    sure = [True, draw(st.booleans())]
    lines = ["language: 1", f"title: The {name.replace('_', ' ')}", "shared: true"]
    lines += draw(st.sampled_from([["with: [ana]"], ["with: [chief]"]])) if draw(rarely) else []
    lines += [f"while: {draw(condition)}"] if draw(rarely) else []
    lines += ["start: [s1, s0]"] if draw(rarely) else []
    lines += ["scenes:"]
    for number in range(2):
        lines += [f"  s{number}:", *(f"    {line}" for line in draw(_scene(number, sure, others)))]
    return _with_calls(draw, "\n".join(lines) + "\n", talks)


def _with_calls(draw: st.DrawFn, scenario: str, talks: Sequence[str]) -> str:
    """The scenario, some of its choices and sides calling one of `talks`."""
    lines: list[str] = []
    for line in scenario.splitlines():
        lines.append(line)
        calls = re.fullmatch(r"( +)(?:- )?(?:(id): (?:deed|out|keep).*|(?:success|failure):)", line)
        if calls and talks and draw(rarely):
            inside = len(calls[0]) - len(calls[0].lstrip(" -")) if calls[2] else len(calls[1]) + 2
            talk = draw(st.sampled_from(talks))
            written = draw(st.sampled_from([talk, f"{talk}.s1", f"[{talk}.s1, {talk}]"]))
            lines.append(f"{' ' * inside}call: {written}")
    return "\n".join(lines) + "\n"


@st.composite
def _scene(draw: st.DrawFn, number: int, sure: Sequence[bool], others: Sequence[str]) -> list[str]:
    """A scene as of `_plain_scene`, some of its conditions and sums about itself."""
    lines = draw(_plain_scene(number, sure, others))
    here = HERE if any("id: out" in line for line in lines) else HERE[:-3]
    return [_about_itself(draw, line, here) for line in lines]


def _about_itself(draw: st.DrawFn, line: str, conditions: Sequence[str]) -> str:
    """A line of a scene, perhaps with a condition or a sum about the scene."""
    asks = re.fullmatch(r"( *(?:- )?(?:if|needs|when): ).*", line)
    if asks and not line.endswith("never") and draw(st.booleans()):
        return asks[1] + draw(st.sampled_from(conditions))
    return line.replace(
        "2 if told else -2", draw(st.sampled_from(["times_seen(this)", "1 if because else 0"]))
    )


@st.composite
def _plain_scene(
    draw: st.DrawFn, number: int, sure: Sequence[bool], others: Sequence[str]
) -> list[str]:
    """A scene. Scenes behind it are its way out, so that every one has a rank; some of its
    choices lead anywhere."""
    lines = [] if sure[number] else [f"when: {draw(condition)}"]
    lines += (
        []
        if sure[number] or not draw(rarely)
        else [draw(st.sampled_from(["with: [ana, bo]", "with: [bo, chief]", "with: []"]))]
    )
    lines += draw(_text())
    lines += draw(_effects()) if draw(rarely) else []
    onward = _onward(draw, number, sure)
    kind = draw(st.sampled_from(["asks", "asks", "asks", "asks", "pick", "pick", "tells", "rolls"]))
    if kind == "tells":
        return [*lines, *onward, *draw(_later(sure, others))]
    if kind == "rolls":
        return [
            *lines,
            f"odds: {draw(st.sampled_from(['50', '20 + craft * 9', '-3']))}",
            *_branch(draw, "success", sure, others),
            *onward,
        ]
    if kind == "pick":
        lines += [f"pick: {draw(st.integers(1, 3))}", *onward, "choices:"]
        for each in range(draw(st.integers(1, 4))):
            lines += _item(draw(_deed(each, sure, others, plain=True)))
        if draw(rarely):
            lines += _item(draw(_keeping("keep", sure, others, plain=True)))
        return lines
    lines += onward if draw(st.booleans()) else []
    lines += draw(_later(sure, others)) if draw(rarely) else []
    sure_way = ["goto: out", "otherwise: true"] if draw(rarely) else ["goto: out"]
    lines += ["choices:", *_item(["id: out", "label: Leave it.", *draw(_effects()), *sure_way])]
    for each in range(draw(st.integers(0, 3))):
        lines += _item(draw(_deed(each, sure, others)))
    for name in ("keep", "sell"):
        if draw(rarely):
            lines += _item(draw(_keeping(name, sure, others)))
    return lines


@st.composite
def _keeping(
    draw: st.DrawFn, name: str, sure: Sequence[bool], others: Sequence[str], plain: bool = False
) -> list[str]:
    """A choice for every moment. `plain`: one of a scene with `pick`."""
    lines = [
        "each: moments",
        f"id: {name}",
        "label: Think of {moment}.",
        f"tags: [{draw(st.sampled_from(TAGS))}]",
    ]
    lines += [f"at_most: {draw(st.integers(1, 3))}"] if draw(st.booleans()) else []
    lines += [f"needs: {draw(condition)}"] if draw(rarely) else []
    lines += ["locked: Not now, {moment}."] if draw(rarely) else []
    lines += ["moment: the thought"] if draw(rarely) else []
    lines += draw(_effects(moment=True))
    if draw(rarely):
        lines += [
            "odds: 60",
            *_branch(draw, "success", sure, others, plain, True),
            *_branch(draw, "failure", sure, others, plain, True),
        ]
    lines += draw(_later(sure, others)) if draw(rarely) else []
    if not plain:
        lines += draw(st.sampled_from([["again: true"], []]))
        lines += draw(st.sampled_from([_anywhere(draw, sure), ["goto: out"], []]))
    return lines


@st.composite
def _deed(
    draw: st.DrawFn, each: int, sure: Sequence[bool], others: Sequence[str], plain: bool = False
) -> list[str]:
    """A choice. `plain`: one of a scene with `pick`."""
    lines = [f"id: deed_{each}", f"label: Do it, {each}."]
    tags = draw(st.lists(st.sampled_from(TAGS), max_size=2, unique=True))
    lines += [f"tags: [{', '.join(tags)}]"] if tags else []
    lines += [f"moment: the deed {each}"] if draw(st.booleans()) else []
    lines += [f"needs: {draw(st.one_of(condition, st.just('never')))}"] if draw(rarely) else []
    lines += draw(_text("locked", varies=False)) if draw(rarely) else []
    lines += draw(_effects())
    lines += draw(_text()) if draw(rarely) else []
    if draw(rarely):
        lines += [f"odds: {draw(st.sampled_from(['50', '30 + story * 5', '120']))}"]
        lines += [
            *_branch(draw, "success", sure, others, plain),
            *_branch(draw, "failure", sure, others, plain),
        ]
    lines += draw(_later(sure, others)) if draw(st.booleans()) else []
    lines += ["once: true"] if plain and draw(rarely) else []
    if not plain:
        lines += draw(st.sampled_from([["again: true"], ["once: true"], [], []]))
        lines += draw(
            st.sampled_from(
                [
                    _anywhere(draw, sure),
                    _anywhere(draw, sure),
                    ["end: by_choice"],
                    ["goto: out"],
                    [],
                ]
            )
        )
    return lines


def _branch(
    draw: st.DrawFn,
    side: str,
    sure: Sequence[bool],
    others: Sequence[str],
    plain: bool = True,
    moment: bool = False,
) -> list[str]:
    inside = [
        *draw(_effects(moment)),
        *(draw(_text()) if draw(rarely) else []),
        *(draw(_later(sure, others)) if draw(rarely) else []),
    ]
    inside += [] if plain or not draw(rarely) else _anywhere(draw, sure)
    return [f"{side}:", *(f"  {line}" for line in inside)] if inside else []


def _onward(draw: st.DrawFn, number: int, sure: Sequence[bool]) -> list[str]:
    """Where a scene goes on by itself: to a scene behind it, or out."""
    behind = [scene for scene in range(number + 1, len(sure)) if sure[scene]]
    if not behind or draw(st.booleans()):
        return draw(st.sampled_from([["goto: out"], ["end: by_choice"], []]))
    first = [f"s{scene}" for scene in range(number + 1, len(sure)) if not sure[scene]]
    last = f"s{draw(st.sampled_from(behind))}"
    return [
        f"goto: [{', '.join([*first, last])}]" if first and draw(st.booleans()) else f"goto: {last}"
    ]


def _anywhere(draw: st.DrawFn, sure: Sequence[bool]) -> list[str]:
    scenes = [f"s{scene}" for scene in draw(st.permutations(range(len(sure)))) if not sure[scene]]
    last = draw(
        st.sampled_from([f"s{scene}" for scene in range(len(sure)) if sure[scene]] + ["out"])
    )
    return [f"goto: [{', '.join([*scenes, last])}]"]


@st.composite
def _later(draw: st.DrawFn, sure: Sequence[bool], others: Sequence[str]) -> list[str]:
    def one() -> str:
        place = f"scenario: {draw(st.sampled_from(others))}"
        if draw(st.integers(0, 3)):
            scenes = draw(
                st.lists(st.integers(0, len(sure) - 1), min_size=1, max_size=2, unique=True)
            )
            place = f"scene: [{', '.join(f's{scene}' for scene in scenes)}]"
        return f"{{in: {draw(st.integers(1, 3))}, {place}}}"

    return ["later:", *(f"  - {one()}" for _ in range(draw(st.integers(1, 2))))]


@st.composite
def _effects(draw: st.DrawFn, moment: bool = False) -> list[str]:
    """Effects; of a choice for every `moment`, perhaps with `moment.interest`."""
    targets = draw(st.lists(st.sampled_from(TARGETS), max_size=3, unique=True))
    both = "chief" in targets and not {"ana", "bo"}.isdisjoint(targets)
    added = [amount for amount in AMOUNTS if not (both and amount.startswith("="))]
    lines = [f"  {target}: {draw(st.sampled_from(added))}" for target in targets]
    lines += (
        [f"  moment.interest: {draw(st.sampled_from(OF_MOMENT))}"]
        if moment and draw(st.booleans())
        else []
    )
    for field, values in ACTS.items():
        lines += (
            [f"  {field}: {draw(st.sampled_from(values))}"] if draw(st.integers(0, 5)) == 0 else []
        )
    for field in ("set", "clear"):
        lines += [f"  {field}: [{draw(st.sampled_from(FLAGS))}]"] if draw(rarely) else []
    return ["effects:", *lines] if lines else []


@st.composite
def _text(draw: st.DrawFn, field: str = "text", varies: bool = True) -> list[str]:
    words = "  A line for {ana}, {role}, with {boss}, {cup} and {mood}."
    if draw(st.booleans()):
        return [f"{field}: |", words]
    lines = [
        f"{field}:",
        "  - |",
        f"  {words}",
        f"  - if: {draw(condition)}",
        "    text: It holds.",
        "    else:",
        "      - It does not.",
    ]
    if varies and draw(rarely):
        return [*lines, *draw(st.sampled_from(VARYING))]
    if draw(rarely):
        lines += ["      - one_of:", "          - Not a bit.", "          - Not at all."]
    return (
        [*lines, "  - one_of:", "      - One thing.", "      - Another thing, {{so}}."]
        if draw(st.booleans())
        else lines
    )


def _item(lines: Sequence[str]) -> list[str]:
    return [f"  - {lines[0]}", *(f"    {line}" for line in lines[1:])]
