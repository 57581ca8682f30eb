"""A world of four quarters, built by hand: a digest, a draw with everything that a screen can
meet, a close. No file is read."""

import re

from pmsim.core.effect_kinds import (
    Act,
    Change,
    ChangeInterest,
    Effect,
    Effects,
    Practice,
    SetFlag,
    TakeRole,
)
from pmsim.core.expr import Arith, Compare, Expr, Get, IsSet, Level, Not, Num
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
    Lock,
    Outcome,
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
    FRAME,
    Band,
    OutcomeWords,
    Pack,
    PersonWords,
    RoleWords,
    ScenarioWords,
    SkillWords,
    StartWords,
    StatWords,
)
from pmsim.lang.text import Paragraphs, Slotted, Text, When, Words

_SLOTS: tuple[tuple[str, SlotKind, int, int, int], ...] = (
    ("quarter", "fixed", 0, 99, 0),
    ("quarters", "fixed", 0, 99, 0),
    ("role", "fixed", 0, 9, 0),
    ("since", "fixed", 0, 99, 0),
    ("seen", "fixed", 0, 2**31 - 1, 0),
    ("taken", "fixed", 0, 2**31 - 1, 0),
    ("standing", "stat", 0, 100, 50),
    ("scope", "stat", 0, 10, 2),
    ("capital", "stat", 0, 10, 1),
    ("exhaustion", "stat", 0, 100, 50),
    ("cynicism", "stat", 0, 100, 60),
    ("workload", "stat", 0, 100, 4),
    ("fairness", "stat", 0, 100, 9),
    ("ines", "person", -3, 5, 0),
    ("tobias", "person", -3, 5, 2),
    ("influence", "skill", 0, 9, 2),
    ("influence.done", "skill", 0, 99, 3),
    ("influence.told", "skill", 0, 99, 0),
    ("influence.taught", "skill", 0, 99, 0),
    ("influence.interest", "skill", -5, 5, 0),
    ("told_sam", "flag", 0, 99, 0),
    ("times.plain", "times", 0, 99, 0),
    ("passed.plain", "passed", 0, 99, 0),
    ("times.costly", "times", 0, 99, 0),
    ("passed.costly", "passed", 0, 99, 0),
    ("held.ship", "held", 0, 1, 0),
    ("ends.ship", "ends", 0, 99, 0),
    ("held.program", "held", 0, 1, 0),
    ("ends.program", "ends", 0, 99, 0),
    ("played.emoji", "played", 0, 99, 0),
    ("played.digest", "played", 0, 99, 0),
    ("played.close", "played", 0, 99, 0),
)
SLOT = {name: at for at, (name, *_) in enumerate(_SLOTS)}
BURNOUT = Arith(
    "//",
    Arith(
        "+", Arith("*", Num(6), Get(SLOT["exhaustion"])), Arith("*", Num(4), Get(SLOT["cynicism"]))
    ),
    Num(10),
)
FRAYED = Compare(">=", BURNOUT, Num(55))
INFLUENCE = Level(SLOT["influence"], SLOT["ends.ship"], -2, QUARTER)


_OUT = Exit()


def text(written: str) -> Text:
    """A text with `{name}` placeholders, as the language would read it."""
    parts: list[Words | Slotted] = []
    for piece in re.split(r"(\{[^}]*\})", written):
        if not piece.startswith("{"):
            if piece:
                parts.append(Words(piece))
            continue
        name, _, form = piece[1:-1].partition(".")
        capital, name = name[0].isupper(), name.lower()
        kind = {
            "because": "because",
            "moment": "moment",
            "role": "role",
            "quarter": "quarter",
            "manager": "phrase",
        }.get(name)
        parts.append(
            Slotted(
                kind or ("person" if name in ("ines", "tobias") else "stat"), name, form, capital
            )
        )
    return (Paragraphs(tuple(parts)),)


def add(*more: Effect, **changes: int) -> Effects:
    """Effects: amounts to add, by slot, and `more`."""
    return Effects(
        [
            *(
                Change(SLOT[name.replace("__", ".")], Num(amount))
                for name, amount in changes.items()
            ),
            *more,
        ]
    )


def _scenario(
    index: int, name: str, scenes: tuple[int, ...], first_choice: int, *, drawable: bool = False
) -> Scenario:
    return Scenario(
        index,
        name,
        (),
        None,
        (),
        Num(10),
        1,
        False,
        drawable,
        None,
        scenes[:1],
        scenes,
        first_choice,
        SLOT[f"played.{name}"],
    )


def _scene(
    index: int,
    key: str,
    scenario: int,
    choices: tuple[int, ...],
    exit_: Exit = _OUT,
    effects: Effects | None = None,
) -> Scene:
    return Scene(
        index,
        key.rpartition(".")[2],
        key,
        scenario,
        None,
        (),
        effects,
        choices,
        0,
        None,
        exit_,
        (),
        True,
    )


def _choice(
    index: int,
    key: str,
    scene: int,
    *,
    needs: Expr | None = None,
    scenery: bool = False,
    locks: tuple[int, ...] = (),
    tags: tuple[int, ...] = (),
    moment: bool = False,
    each: int = -1,
    effects: Effects | None = None,
    check: Check | None = None,
    exit_: Exit = _OUT,
    later: tuple[Later, ...] = (),
    told: bool = True,
) -> Choice:
    struck = needs is not None or scenery
    way_out = needs is None and not scenery and not locks and each < 0
    id_ = key.rpartition(".")[2]
    return Choice(
        index,
        id_,
        key,
        scene,
        needs,
        scenery,
        struck,
        locks,
        tags,
        moment,
        False,
        False,
        way_out,
        each,
        effects,
        check,
        exit_,
        later,
        told,
    )


def program() -> Program:
    """The tables."""
    e, d, c = "emoji.announcement", "digest.slide", "close.keep"
    room = Check(
        f"{e}.who_spoke",
        Arith("+", Num(35), Arith("*", INFLUENCE, Num(6))),
        Branch(f"{e}.who_spoke.success", add(ines=1), Exit((1,)), (), True),
        Branch(f"{e}.who_spoke.failure", add(standing=-4), Exit(), (), True),
    )
    choices = (
        _choice(
            0,
            f"{e}.who_spoke",
            0,
            tags=(0,),
            moment=True,
            check=room,
            effects=add(Practice(Act.DO, 0)),
        ),
        _choice(
            1,
            f"{e}.stopped_doing",
            0,
            moment=True,
            effects=add(fairness=3, influence__interest=1),
            later=(Later(1, 0, (2,), 0),),
        ),
        _choice(2, f"{e}.nod", 0, tags=(1,), locks=(0,), effects=add(workload=2)),
        _choice(
            3,
            f"{e}.favour",
            0,
            needs=Compare(">=", Get(SLOT["capital"]), Num(3)),
            effects=add(capital=-2),
        ),
        _choice(4, f"{e}.walk", 0, scenery=True),
        _choice(5, "emoji.the_pause.leave_it", 1, effects=add(SetFlag(SLOT["told_sam"]), ines=1)),
        _choice(6, "emoji.the_pause.run_two", 1, effects=add(TakeRole(1))),
        _choice(7, "emoji.due.let_it_stand", 2, effects=add(Practice(Act.TELL, 0))),
        _choice(8, "emoji.due.stop", 2, exit_=Exit((), 1), told=False),
        _choice(9, f"{c}.keep", 4, each=3, effects=add(ChangeInterest(Num(1)), cynicism=-2)),
        _choice(10, f"{c}.none", 4, effects=add(exhaustion=-1)),
    )
    scenes = (
        _scene(0, e, 0, (0, 1, 2, 3, 4)),
        _scene(1, "emoji.the_pause", 0, (5, 6)),
        _scene(2, "emoji.due", 0, (7, 8), effects=add(standing=5)),
        _scene(3, d, 1, ()),
        _scene(4, c, 2, (9, 10)),
    )
    scenarios = (
        _scenario(0, "emoji", (0, 1, 2), 0, drawable=True),
        _scenario(1, "digest", (3,), 9),
        _scenario(2, "close", (4,), 9),
    )
    return Program(
        id="tiny",
        slots=tuple(Slot(*row) for row in _SLOTS),
        stats={name: Get(at) for name, at in SLOT.items() if _SLOTS[at][1] in ("stat", "person")}
        | {"influence": INFLUENCE, "burnout": BURNOUT},
        scenarios=scenarios,
        scenes=scenes,
        choices=choices,
        quarters=4,
        short=2,
        beats=(Beat("digest", None, 1, ()), Beat("draw", None, -1, ()), Beat("close", None, 2, ())),
        starts=(
            Start("fumes", 0, None, -1, 4),
            Start("passed_over", 0, add(standing=10), -1, 4),
        ),
        outcomes=(
            Outcome("tpm", Compare("==", Get(2), Num(1)), False),
            Outcome("left", None, True),
            Outcome("long_game", None, False),
        ),
        roles=(Role("senior_pm", 1, 100, (1,), None), Role("tpm", 2, 95, (), None)),
        stages=(
            Stage("none", -1, -1),
            Stage("ship", SLOT["held.ship"], SLOT["ends.ship"]),
            Stage("program", SLOT["held.program"], SLOT["ends.program"]),
        ),
        skills=(
            Skill(
                "influence",
                1,
                *(
                    SLOT[f"influence{form}"]
                    for form in ("", ".done", ".told", ".taught", ".interest")
                ),
            ),
        ),
        tags=(
            Tag("plain", SLOT["times.plain"], SLOT["passed.plain"]),
            Tag("costly", SLOT["times.costly"], SLOT["passed.costly"]),
        ),
        locks=(Lock(1, FRAYED),),
        topics=(),
        feeds=(
            Feed(SLOT["workload"], SLOT["exhaustion"]),
            Feed(SLOT["fairness"], SLOT["cynicism"]),
        ),
        each_quarter=((SLOT["exhaustion"], Num(-3)), (SLOT["capital"], Num(1))),
        on_disliked=None,
        on_loved=None,
        crossing=Crossing(2, -2, add(standing=-8)),
        slot_index=SLOT,
    )


TEXTS = {
    "starts.fumes/text": "Year seven. You love engineers, users, and the hour before a launch.",
    "starts.passed_over/text": "Year four. A note from last June that says *close*.",
    "emoji.announcement/text": (
        "Tobias gets it. You learn this from a row of party hats, forty-one of them, and add the"
        " forty-second. At four, {ines} has moved your one-to-one to a room with a"
        " door.\n\n\"You're close,\" she says. You have kept last year's note. It also says"
        " *close*."
    ),
    "emoji.announcement.who_spoke/label": '"Who spoke, when my name came up?"',
    "emoji.announcement.who_spoke/moment": "the question about the room",
    "emoji.announcement.who_spoke/text": "A pause, which is an answer.",
    "emoji.announcement.who_spoke.success/text": 'She writes it down. "Odalys," she says.',
    "emoji.announcement.who_spoke.success/short": "she names a name",
    "emoji.announcement.who_spoke.failure/text": '"After planning," she says, kindly.',
    "emoji.announcement.who_spoke.failure/short": '"After planning," she says',
    "emoji.announcement.who_spoke.failure/why.standing": "you asked what is not asked",
    "emoji.announcement.stopped_doing/label": '"What has the next level stopped doing?"',
    "emoji.announcement.stopped_doing/moment": "the question about stopping",
    "emoji.announcement.stopped_doing/text": (
        'She thinks about it properly. "Tickets," she says at last.'
    ),
    "emoji.announcement.stopped_doing/why.fairness": "the room went without you",
    "emoji.announcement.nod/label": "Nod. Rewrite your CV in the bath.",
    "emoji.announcement.nod/text": "By the second page the water is cold and you are a visionary.",
    "emoji.announcement.favour/label": "Call in two favours.",
    "emoji.announcement.favour/text": "They come.",
    "emoji.announcement.favour/locked": "You have no favours left to spend.",
    "emoji.announcement.walk/label": "Go for the walk.",
    "emoji.announcement.walk/locked": "You would have to find the other shoe.",
    "locks.costly/locked": "You look for the energy where you left it.",
    "emoji.the_pause/text": (
        '"Nobody spoke against you," {ines} says. The radiator ticks. {manager} looks at it.'
    ),
    "emoji.the_pause.leave_it/label": "Leave the pause where it is.",
    "emoji.the_pause.leave_it/text": "She walks you to the door and holds it, as if it were heavy.",
    "emoji.the_pause.run_two/label": "Let me run the next two.",
    "emoji.the_pause.run_two/text": "By Friday you are a {role}.",
    "emoji.due/text": (
        "9.12, and the clinics channel asks a thing you could answer asleep. Since {because} you"
        " have kept a tally of these."
    ),
    "emoji.due.let_it_stand/label": "Let it stand.",
    "emoji.due.let_it_stand/text": "Nobody notices you not answering.",
    "emoji.due.stop/label": "Put the badge on the desk.",
    "digest.slide/text": "**All-hands, slide 6.** Twelve boxes. *Focus.* Quarter {quarter}.",
    "close.keep/text": "Which hour would you keep?",
    "close.keep.keep/label": "Keep {moment}.",
    "close.keep.keep/text": "You write it on the left. It looks smaller than {moment} was.",
    "close.keep.none/label": "None. Leave the left side white.",
    "close.keep.none/text": "You draw a small square there.",
    "outcomes.tpm/text": "Two reviews, nineteen minutes each.",
    "outcomes.tpm/dot": "Somebody thanked a spreadsheet.",
    "outcomes.tpm/bright": "You sleep.",
    "outcomes.tpm/plain": "You sleep, mostly.",
    "outcomes.tpm/epilogue": "Eighteen months on, {tobias} asks how it is done.",
    "outcomes.left/text": "The badge is still warm.",
    "outcomes.long_game/text": "Four quarters on, the chair is the same chair.",
}


def pack() -> Pack:
    """The whole of it."""
    made = program()
    bands = (Band("steady", 0), Band("stretched", 35), Band("frayed", 55), Band("scorched", 75))
    plain: dict[str, StatWords] = {
        name: StatWords(
            name,
            name.capitalize(),
            name not in ("standing", "scope", "capital"),
            words,
            made.stats[name],
            low,
            high,
            False,
        )
        for name, low, high, words in (
            ("standing", 0, 100, (Band("in doubt", 0), Band("solid", 35), Band("rising", 65))),
            ("scope", 0, 10, (Band("feature", 0), Band("product", 2), Band("area", 5))),
            ("capital", 0, 10, ()),
            ("exhaustion", 0, 100, ()),
            ("cynicism", 0, 100, ()),
            ("workload", 0, 100, ()),
            ("fairness", 0, 100, ()),
        )
    }
    manager = (When(IsSet(SLOT["told_sam"]), text("{tobias}"), text("{ines}")),)
    return Pack(
        id="tiny",
        title="The Tiny Game",
        version="1.0.0",
        folder="",
        frame=FRAME._replace(warning="These stories touch on burnout, layoffs and low mood."),
        program=made,
        texts={key: text(written) for key, written in TEXTS.items()},
        phrases={"manager": manager},
        stats=plain
        | {"burnout": StatWords("burnout", "Burnout", True, bands, BURNOUT, 0, 100, True)},
        people={
            "ines": PersonWords("ines", "Ines", "Ines Valderrama", "your manager", "she"),
            "tobias": PersonWords("tobias", "Tobias", "Tobias Achter", "a peer", "he"),
        },
        skills={"influence": SkillWords("influence", "Influence", "ship")},
        roles={
            "senior_pm": RoleWords("senior_pm", "Senior Product Manager", "Senior PM"),
            "tpm": RoleWords("tpm", "Technical Program Manager", "TPM"),
        },
        starts={
            "fumes": StartWords("fumes", "Fumes", "senior_pm", 4),
            "passed_over": StartWords("passed_over", "Passed Over", "senior_pm", 4),
        },
        outcomes={
            "tpm": OutcomeWords(
                "tpm",
                "TPM",
                (
                    ("bright", Not(FRAYED), "outcomes.tpm/bright"),
                    ("plain", None, "outcomes.tpm/plain"),
                ),
            ),
            "left": OutcomeWords("left", "A Door", ()),
            "long_game": OutcomeWords("long_game", "The Long Game", ()),
        },
        scenarios={
            "emoji": ScenarioWords("emoji", "The Forty-Second Emoji", "emoji.yaml"),
            "digest": ScenarioWords("digest", "Digest", "digest.yaml"),
            "close": ScenarioWords("close", "Close", "close.yaml"),
        },
        tags={"plain": "said straight", "costly": "takes energy"},
        groups={"causes": ("workload", "fairness")},
        statements=(),
        promises=(),
        renamed={},
        warnings=(),
        digests=lambda: ("0" * 64, "0" * 64),
    )
