"""The smallest pack with something of everything that a save must keep: built by hand, so that
these tests need no language.

Four quarters. `monday` (drawn again and again) has a check, a moment, a consequence that comes
back two quarters later, a choice that needs a flag; `letter` is drawn once; `close` ends each
quarter and keeps a moment; `fire` is urgent; one choice ends the career.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from pmsim.core.effect_kinds import (
    Act,
    Change,
    ChangeInterest,
    ClearFlag,
    Effect,
    Effects,
    Practice,
    SetFlag,
    TakeRole,
)
from pmsim.core.expr import Compare, Expr, Get, IsSet, Num
from pmsim.core.program import (
    QUARTER,
    Beat,
    Branch,
    Check,
    Choice,
    Crossing,
    Exit,
    Feed,
    Later,
    Outcome,
    Persona,
    Program,
    Role,
    Scenario,
    Scene,
    Skill,
    Slot,
    SlotKind,
    Stage,
    Start,
    Tag,
)
from pmsim.lang.pack import (
    OutcomeWords,
    Pack,
    RoleWords,
    ScenarioWords,
    SkillWords,
    StartWords,
    StatWords,
)
from pmsim.lang.text import Paragraphs, Text, Words

FIXED: tuple[tuple[str, int, int, int], ...] = (
    ("quarter", 1, 4, 1),
    ("quarters", 1, 4, 4),
    ("role", 0, 1, 0),
    ("role_since", 1, 4, 1),
    ("seen", 0, 0, 0),
    ("taken", 0, 0, 0),
)
STATS = (("standing", 0, 100, 50), ("workload", 0, 100, 10), ("exhaustion", 0, 100, 30))
SKILLS = ("delivery", "story")
SCENARIOS = ("monday", "letter", "close", "fire")


def slots() -> tuple[Slot, ...]:
    """Every slot, in the order of the kinds."""
    rows: list[tuple[str, SlotKind, int, int, int]] = [
        (name, "fixed", low, high, start) for name, low, high, start in FIXED
    ]
    rows += [(name, "stat", low, high, start) for name, low, high, start in STATS]
    rows += [("ines", "person", -3, 5, 1)]
    for skill in SKILLS:
        rows += [
            (skill, "skill", 0, 9, 0),
            *((f"{skill}.{part}", "skill", 0, 99, 0) for part in ("done", "told", "taught")),
        ]
        rows += [(f"{skill}.interest", "skill", -5, 5, 0)]
    rows += [("promised", "flag", 0, 4, 0), ("told_sam", "flag", 0, 4, 0)]
    rows += [
        (f"{kind}.{tag}", kind, 0, 99, 0)
        for tag in ("plain", "help")
        for kind in ("times", "passed")
    ]
    rows += [("held.ship", "held", 0, 1, 0), ("held.strategy", "held", 0, 1, 0)]
    rows += [("ends.ship", "ends", 0, 8, 0), ("ends.strategy", "ends", 0, 8, 0)]
    rows += [(f"played.{scenario}", "played", 0, 4, 0) for scenario in SCENARIOS]
    return tuple(Slot(*row) for row in rows)


SLOT = {slot.id: index for index, slot in enumerate(slots())}
NOWHERE = Exit()


class _Story:
    """Collects scenes and choices in order and numbers them."""

    def __init__(self) -> None:
        self.scenes: list[Scene] = []
        self.choices: list[Choice] = []
        self.names: dict[str, int] = {}

    def scene(
        self,
        scenario: int,
        key: str,
        *choices: Choice,
        effects: Effects | None = None,
        **more: object,
    ) -> int:
        index = len(self.scenes)
        self.names[key] = index
        numbered = []
        for choice in choices:
            number = len(self.choices)
            self.choices.append(
                replace(choice, index=number, scene=index, key=f"{key}.{choice.id}")
            )
            numbered.append(number)
        fields: dict[str, object] = {
            "pick": 0,
            "check": None,
            "exit": NOWHERE,
            "later": (),
            "told": True,
            "when": None,
            "away": (),
        }
        self.scenes.append(
            Scene(
                index,
                key.partition(".")[2],
                key,
                scenario,
                effects=effects,
                choices=tuple(numbered),
                **{**fields, **more},
            )  # type: ignore[arg-type]
        )
        return index


def choice(
    name: str, effects: Effects | None = None, onward: Exit = NOWHERE, **more: object
) -> Choice:
    """A choice with its usual fields; index, scene and key are given later."""
    fields: dict[str, object] = {
        "needs": None,
        "scenery": False,
        "struck": True,
        "locks": (),
        "tags": (),
        "moment": False,
        "again": False,
        "otherwise": False,
        "way_out": False,
        "each": -1,
        "check": None,
        "later": (),
        "told": True,
    }
    return Choice(0, name, name, 0, effects=effects, exit=onward, **{**fields, **more})  # type: ignore[arg-type]


def moved(*effects: tuple[str, int] | Effect) -> Effects:
    """Effects; a pair adds an amount to a stat."""
    return Effects(
        Change(SLOT[effect[0]], Num(effect[1])) if isinstance(effect, tuple) else effect
        for effect in effects
    )


def above(name: str, amount: int) -> Expr:
    """A stat greater than a number."""
    return Compare(">", Get(SLOT[name]), Num(amount))


@cache
def program() -> Program:
    """The tiny program."""
    story = _Story()
    bill = Later(2, 0, (2,), 0)
    check = Check(
        "monday.door.ask",
        Num(50),
        Branch(
            "monday.door.ask.success", moved(("ines", 1), ("standing", 5)), Exit((1,)), (), True
        ),
        Branch("monday.door.ask.failure", moved(("workload", 6)), NOWHERE, (bill,), True),
    )
    story.scene(
        0,
        "monday.door",
        choice(
            "ship",
            moved(("workload", 8), SetFlag(SLOT["promised"])),
            later=(bill,),
            moment=True,
            tags=(0,),
            way_out=True,
        ),
        choice("ask", tags=(0, 1), check=check),
        choice(
            "remind",
            moved(("standing", -4), ClearFlag(SLOT["promised"])),
            needs=IsSet(SLOT["promised"]),
        ),
        choice(
            "teach",
            moved(("standing", 1), Practice(Act.TEACH, 1), Practice(Act.DO, 0)),
            moment=True,
            tags=(1,),
        ),
    )
    story.scene(
        0,
        "monday.after",
        choice("stay", moved(("workload", 3)), again=True, onward=Exit((1,))),
        choice("go", moved(("exhaustion", -2)), way_out=True),
    )
    story.scene(
        0,
        "monday.bill",
        choice("pay", moved(("standing", -3)), way_out=True),
        choice("argue", moved(("ines", -1))),
    )
    story.scene(
        1,
        "letter.open",
        choice("answer", moved(TakeRole(1)), way_out=True),
        choice("burn", way_out=True),
    )
    story.scene(
        2,
        "close.page",
        choice("keep", moved(("standing", 2), ChangeInterest(Num(1))), each=3, again=False),
        choice("sleep", moved(("exhaustion", -6)), way_out=True),
        choice("leave", onward=Exit((), 1), needs=above("exhaustion", 70), struck=False),
    )
    story.scene(
        3,
        "fire.hall",
        choice("run", moved(("exhaustion", 9)), way_out=True),
        choice("wait", moved(("standing", -9))),
        pick=2,
    )
    scenarios = tuple(
        Scenario(
            index,
            name,
            (index,),
            when,
            (),
            Num(10),
            repeat,
            urgent,
            drawable,
            None,
            (first,),
            scenes,
            story_first,
            SLOT[f"played.{name}"],
        )
        for index, name, when, repeat, urgent, drawable, first, scenes, story_first in (
            (0, "monday", None, 1, False, True, 0, (0, 1, 2), 0),
            (1, "letter", Compare(">=", Get(QUARTER), Num(2)), 0, False, True, 3, (3,), 8),
            (2, "close", None, 0, False, False, 4, (4,), 10),
            (3, "fire", above("workload", 25), 0, True, True, 5, (5,), 13),
        )
    )
    parts = [
        Skill(
            name,
            index + 1,
            SLOT[name],
            SLOT[f"{name}.done"],
            SLOT[f"{name}.told"],
            SLOT[f"{name}.taught"],
            SLOT[f"{name}.interest"],
        )
        for index, name in enumerate(SKILLS)
    ]
    readable = [*(stat[0] for stat in STATS), "ines", *SKILLS]
    return Program(
        id="tiny",
        slots=slots(),
        stats={name: Get(SLOT[name]) for name in readable},
        scenarios=scenarios,
        scenes=tuple(story.scenes),
        choices=tuple(story.choices),
        quarters=4,
        short=2,
        beats=(
            Beat("draw", None, -1, ()),
            Beat("draw_2", None, -1, ()),
            Beat("close", None, 2, ()),
        ),
        starts=(Start("fumes", 0, moved(("exhaustion", 5)), -1, 0), Start("late", 0, None, 1, 3)),
        outcomes=(
            Outcome("worn", above("exhaustion", 60), False),
            Outcome("left", None, True),
            Outcome("long_game", None, False),
        ),
        roles=(
            Role("pm", 1, 80, (1,), None),
            Role("senior_pm", 2, 100, (), moved(("standing", 10))),
        ),
        stages=(
            Stage("none", -1, -1),
            Stage("ship", SLOT["held.ship"], SLOT["ends.ship"]),
            Stage("strategy", SLOT["held.strategy"], SLOT["ends.strategy"]),
        ),
        skills=tuple(parts),
        tags=(
            Tag("plain", SLOT["times.plain"], SLOT["passed.plain"]),
            Tag("help", SLOT["times.help"], SLOT["passed.help"]),
        ),
        locks=(),
        topics=SCENARIOS,
        feeds=(Feed(SLOT["workload"], SLOT["exhaustion"]),),
        each_quarter=((SLOT["exhaustion"], Num(-3)),),
        on_disliked=None,
        on_loved=moved(("exhaustion", -1)),
        crossing=Crossing(2, -2, moved(("standing", -8))),
        personas=(Persona("idler", (), 5),),
        slot_index=SLOT,
    )


def text(words: str) -> Text:
    """A text of plain words."""
    return (Paragraphs((Words(words),)),)


def pack(
    of: Program | None = None,
    *,
    version: str = "1.0.0",
    digest: str = "d1",
    renamed: Mapping[str, str] | None = None,
) -> Pack:
    """A pack around a program, the tiny one if none is given."""
    made = of or program()
    texts = {f"{scene.key}/text": text(f"You are at {scene.key}.") for scene in made.scenes}
    texts |= {f"{choice.key}/label": text(f"Label of {choice.id}.") for choice in made.choices}
    texts |= {f"{choice.key}/text": text(f"You did {choice.id}.") for choice in made.choices}
    texts |= {
        f"{key}/text": text(f"{key}.")
        for key in ("monday.door.ask.success", "monday.door.ask.failure")
    }
    texts |= {f"outcomes.{outcome.id}/text": text("It ended.") for outcome in made.outcomes}
    return Pack(
        id=made.id,
        title="Tiny",
        version=version,
        folder="tiny",
        program=made,
        texts=texts,
        phrases={},
        stats={
            name: StatWords(name, name.capitalize(), False, (), made.stats[name], low, high, False)
            for name, low, high, _ in STATS
        },
        people={},
        skills={name: SkillWords(name, name.capitalize(), "ship") for name in SKILLS},
        roles={role.id: RoleWords(role.id, role.id, role.id) for role in made.roles},
        starts={
            start.id: StartWords(start.id, start.id.capitalize(), "pm", made.quarters)
            for start in made.starts
        },
        outcomes={
            outcome.id: OutcomeWords(outcome.id, outcome.id, ()) for outcome in made.outcomes
        },
        scenarios={
            scenario.id: ScenarioWords(scenario.id, scenario.id, f"{scenario.id}.yaml")
            for scenario in made.scenarios
        },
        tags={tag.id: tag.id for tag in made.tags},
        groups={},
        statements=(),
        promises=(),
        renamed=renamed or {},
        warnings=(),
        digests=lambda: (digest, "t1"),
    )
