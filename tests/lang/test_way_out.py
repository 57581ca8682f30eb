"""Ways out, said twice: the quick pass gives the ranks of the definition, and following ways out
always ends a visit."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pmsim.core.compile_expr import evaluate
from pmsim.core.expr import IsSet, Not, Num, Some
from pmsim.core.program import Branch, Check, Choice, Exit, Scene, Slot
from pmsim.lang import compile_pack
from pmsim.lang.compiler.termination import rank_scenes
from pmsim.lang.rules.example import overlay, scenario_of_choice, scenario_of_scene

NEVER = 10**6
"""The rank of a scene without one."""
SLOTS = [Slot(f"fixed_{number}", "fixed", 0, 1, 0) for number in range(6)]
SLOTS += [Slot("one", "flag", 0, 9, 0), Slot("other", "flag", 0, 9, 0)]
NEEDS = [IsSet(6), Not(IsSet(6)), IsSet(7), Not(Some((IsSet(6), IsSet(7)))), Num(1)]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[tuple[Scene, ...], tuple[Choice, ...]]:
    """Scenes that lead anywhere, by choices of every kind."""
    count = draw(st.integers(1, 6))
    some_scenes = st.lists(st.integers(0, count - 1), max_size=2).map(tuple)
    no_calls = st.just(())
    exits = st.builds(Exit, some_scenes, calls=no_calls | no_calls | some_scenes)
    scenes: list[Scene] = []
    choices: list[Choice] = []
    for number in range(count):
        own = range(len(choices), len(choices) + draw(st.integers(0, 3)))
        for index in own:
            shut = draw(st.sampled_from(["", "", "needs", "needs", "scenery", "lock", "each"]))
            key = f"a.s{number}.c{index}"
            check = None
            if draw(st.booleans()):
                check = Check(
                    key,
                    Num(50),
                    *(
                        Branch(f"{key}.{side}", None, draw(exits), (), False)
                        for side in ("success", "failure")
                    ),
                )
            needs, locks, each = (
                draw(st.sampled_from(NEEDS)) if shut == "needs" else None,
                (0,) if shut == "lock" else (),
                0 if shut == "each" else -1,
            )
            choices.append(
                Choice(
                    index,
                    f"c{index}",
                    key,
                    number,
                    needs,
                    shut == "scenery",
                    False,
                    locks,
                    (),
                    False,
                    False,
                    False,
                    False,
                    each,
                    None,
                    check,
                    draw(exits),
                    (),
                    False,
                )
            )
        pick = draw(st.sampled_from([0, 0, 0, 2]))
        scenes.append(
            Scene(
                number,
                f"s{number}",
                f"a.s{number}",
                0,
                None,
                (),
                None,
                tuple(own),
                pick,
                None,
                draw(exits),
                (),
                False,
            )
        )
    return tuple(scenes), tuple(choices)


def exits_of(part: Scene | Choice) -> list[Exit]:
    return [part.check.success.exit, part.check.failure.exit] if part.check else [part.exit]


def cost(part: Scene | Choice, rank: dict[int, int]) -> int:
    """The highest rank that a way on may have, and the highest that a call may have."""
    picks = isinstance(part, Scene) and part.pick
    leads = [rank[to] for exit_ in exits_of(part) for to in exit_.scenes]
    calls = [] if picks else [rank[to] for exit_ in exits_of(part) for to in exit_.calls]
    return max(leads, default=0) + max(calls, default=0)


def cover(guards: list[Choice]) -> bool:
    """True if one of the guards holds, whichever of the two flags is set."""
    cases = [[0] * 6 + [first, other] for first in (0, 1) for other in (0, 1)]
    return all(
        any(guard.needs is not None and evaluate(guard.needs, case) for guard in guards)
        for case in cases
    )


def by_definition(
    scenes: tuple[Scene, ...], choices: tuple[Choice, ...]
) -> tuple[dict[int, int], set[int]]:
    """The ranks: 1 and the least cost of a candidate, as often as it takes; then the same for the
    scenes that are left, where guards that cover are one candidate. And the ways out."""
    rank = dict.fromkeys(range(len(scenes)), NEVER)
    by_guards: set[int] = set()

    def own(scene: Scene) -> list[Choice]:
        one = [choices[index] for index in scene.choices if not scene.pick]
        return [each for each in one if not (each.scenery or each.locks or each.each >= 0)]

    def certain(scene: Scene) -> list[Scene | Choice]:
        asks = scene.choices and not scene.pick
        return [each for each in own(scene) if each.needs is None] if asks else [scene]

    def covering(scene: Scene) -> int:
        guards = [each for each in own(scene) if each.needs is not None]
        costs = sorted({cost(each, rank) for each in guards})
        wide = (most for most in costs if cover([g for g in guards if cost(g, rank) <= most]))
        return next(wide, NEVER)

    for guarded in (False, True):
        left = [scene for scene in scenes if rank[scene.index] == NEVER]
        for _ in range(len(scenes) + 1):
            for scene in left:
                plain = min((cost(part, rank) for part in certain(scene)), default=NEVER)
                wide = covering(scene) if guarded else NEVER
                rank[scene.index] = min(NEVER, 1 + min(plain, wide))
                by_guards = by_guards - {scene.index} | ({scene.index} if wide < plain else set())
    ways_out = {
        each.index
        for scene in scenes
        for each in own(scene)
        if (each.needs is None or scene.index in by_guards)
        and cost(each, rank) < rank[scene.index] < NEVER
    }
    return {number: found for number, found in rank.items() if found < NEVER}, ways_out


@given(graphs())
def test_one_pass_finds_the_ranks_of_the_definition(
    graph: tuple[tuple[Scene, ...], tuple[Choice, ...]],
) -> None:
    found = rank_scenes(*graph, SLOTS)
    assert (dict(found.ranks), set(found.ways_out)) == by_definition(*graph)


@given(graphs(), st.randoms())
def test_by_ways_out_every_visit_ends(
    graph: tuple[tuple[Scene, ...], tuple[Choice, ...]], luck: Random
) -> None:
    scenes, choices = graph
    found = rank_scenes(scenes, choices, SLOTS)

    def decisions(at: int) -> int:
        """How many there are from a scene until it is left, by ways out alone."""
        own = [choices[index] for index in scenes[at].choices if index in found.ways_out]
        picks = scenes[at].pick > 0
        parts: list[Scene | Choice] = [scenes[at]] if picks or not scenes[at].choices else [*own]
        exit_ = luck.choice(exits_of(luck.choice(parts)))
        called = decisions(luck.choice(exit_.calls)) if exit_.calls and not picks else 0
        return 1 + called + (decisions(luck.choice(exit_.scenes)) if exit_.scenes else 0)

    for start, rank in found.ranks.items():
        assert decisions(start) <= rank


def complaints(text: str) -> list[tuple[str, int, str]]:
    found = compile_pack(overlay("scene.yaml", text)).diagnostics
    return [(one.code, one.place.line, one.message) for one in found if one.code == "PM501"]


def test_otherwise_is_a_candidate_and_a_locked_tag_is_none() -> None:
    needs = scenario_of_scene(
        "choices:\n  - {id: a, label: A, needs: standing > 3}\n  - {id: b, label: B, needs:"
        " standing < 3}\n"
    )
    assert [code for code, _, _ in complaints(needs)] == ["PM501"]
    assert complaints(needs.replace("needs: standing < 3", "otherwise: true")) == []


def test_a_circle_is_told_from_a_shut_door() -> None:
    circle = scenario_of_choice("label: Ask her.\ngoto: door").replace(
        "label: Wait.", "label: Wait.\n        goto: door"
    )
    circle += "  door:\n    choices:\n      - {id: back, label: Back, again: true, goto: pause}\n"
    messages = [message for _, _, message in complaints(circle)]
    assert len(messages) == 2
    assert all("circle" in message for message in messages)


def test_guards_that_cover_lead_out() -> None:
    asked = scenario_of_scene(
        "choices:\n  - {id: a, label: A, needs: standing > 3}\n  - {id: b, label: B, needs:"
        " standing < 4}\n"
    )
    assert complaints(asked) == []
    assert [code for code, _, _ in complaints(asked.replace("< 4", "< 3"))] == ["PM501"]


def test_with_too_many_cases_guards_do_not_cover() -> None:
    names = "standing + exhaustion + workload"
    wide = scenario_of_scene(
        f"choices:\n  - {{id: a, label: A, needs: {names} > 3}}\n  - {{id: b, label: B, needs:"
        f" {names} < 4}}\n"
    )
    assert [code for code, _, _ in complaints(wide)] == ["PM501"]
