"""Ways out, said twice: the quick pass gives the ranks of the definition, and following ways out
always ends a visit."""

from hypothesis import given
from hypothesis import strategies as st

from pmsim.core.expr import Num
from pmsim.core.program import Branch, Check, Choice, Exit, Scene
from pmsim.lang import compile_pack
from pmsim.lang.compiler.termination import rank_scenes
from pmsim.lang.rules.example import overlay, scenario_of_choice, scenario_of_scene

NEVER = 10**6
"""The rank of a scene without one."""


@st.composite
def graphs(draw: st.DrawFn) -> tuple[tuple[Scene, ...], tuple[Choice, ...]]:
    """Scenes that lead anywhere, by choices of every kind."""
    count = draw(st.integers(1, 6))
    exits = st.lists(st.integers(0, count - 1), max_size=2).map(lambda scenes: Exit(tuple(scenes)))
    scenes: list[Scene] = []
    choices: list[Choice] = []
    for number in range(count):
        own = range(len(choices), len(choices) + draw(st.integers(0, 3)))
        for index in own:
            shut = draw(st.sampled_from(["", "", "", "needs", "scenery", "lock", "each"]))
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
                Num(1) if shut == "needs" else None,
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


def by_definition(scenes: tuple[Scene, ...], choices: tuple[Choice, ...]) -> dict[int, int]:
    """1 + the least, over the candidates, of the highest rank of what each may lead to; as often
    as it takes."""
    rank = dict.fromkeys(range(len(scenes)), NEVER)

    def highest(part: Scene | Choice) -> int:
        return max((rank[to] for exit_ in exits_of(part) for to in exit_.scenes), default=0)

    for _ in range(len(scenes) + 1):
        for number, each in enumerate(scenes):
            open_always = [
                choices[index]
                for index in each.choices
                if not choices[index].scenery
                and choices[index].needs is None
                and not choices[index].locks
                and choices[index].each < 0
            ]
            parts: list[Scene | Choice] = (
                [each] if each.pick or not each.choices else list(open_always)
            )
            rank[number] = min(NEVER, 1 + min((highest(part) for part in parts), default=NEVER))
    return {number: found for number, found in rank.items() if found < NEVER}


@given(graphs())
def test_one_pass_finds_the_ranks_of_the_definition(
    graph: tuple[tuple[Scene, ...], tuple[Choice, ...]],
) -> None:
    scenes, choices = graph
    found = rank_scenes(scenes, choices)
    expected = by_definition(scenes, choices)
    assert dict(found.ranks) == expected
    for each in choices:
        own = expected.get(each.scene, NEVER)
        leads = max(
            (expected.get(to, NEVER) for exit_ in exits_of(each) for to in exit_.scenes), default=0
        )
        candidate = (
            each.needs is None
            and not each.scenery
            and not each.locks
            and each.each < 0
            and not scenes[each.scene].pick
        )
        assert (each.index in found.ways_out) == (candidate and leads < own < NEVER)


@given(graphs(), st.randoms())
def test_by_ways_out_every_visit_ends(
    graph: tuple[tuple[Scene, ...], tuple[Choice, ...]], luck: object
) -> None:
    scenes, choices = graph
    found = rank_scenes(scenes, choices)
    for start, rank in found.ranks.items():
        at, steps = start, 0
        while True:
            own = [choices[index] for index in scenes[at].choices if index in found.ways_out]
            parts: list[Scene | Choice] = (
                [scenes[at]] if scenes[at].pick or not scenes[at].choices else list(own)
            )
            assert parts
            taken = parts[luck.randrange(len(parts))]  # type: ignore[attr-defined]
            steps += 1
            onward = [to for exit_ in exits_of(taken) for to in exit_.scenes]
            if not onward:
                break
            at = onward[luck.randrange(len(onward))]  # type: ignore[attr-defined]
        assert steps <= rank


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
