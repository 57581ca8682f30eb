"""The engine against the second reading of the language, decision by decision: `step`, the bulk
run, personas, and what is told."""

from collections.abc import Iterable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmsim.core import offered, step
from pmsim.core import start as begun
from pmsim.core.compile_expr import evaluate
from pmsim.core.events import Offer as EngineOffer
from pmsim.core.events import TextShown
from pmsim.core.policy import policy_named
from pmsim.core.state import State
from pmsim.core.step import play_career as bulk
from pmsim.lang import compile_pack
from pmsim.lang.pack import Pack
from pmsim.lang.text import Paragraphs, Words, visible_runs
from pmsim.play.state_encoding import encode
from tests.reference import calendar, policies
from tests.reference.career import Career
from tests.reference.text import pieces
from tests.reference.visit import Offer, made, offers
from tests.reference.world import World
from tests.sizes import size
from tests.strategies.packs import packs

MOST = 1_500
"""Decisions after which a career is left."""
ENDS = ("text", "dot", "epilogue")
SEEDS = st.integers(0, 2**64 - 1)


def of_engine(pack: Pack, state: State) -> dict[str, Any]:
    """A state of the engine by ids, its sets as sets."""
    plain = {"told": {}} | encode(pack.program, state)
    plain["urgents"] = set(plain["urgents"])
    plain["moments"] = [(key, set(skills)) for key, *skills in plain["moments"]]
    for name in ("seen", "taken"):
        plain[name] = {
            f"{scenario}.{rest}" for scenario, rests in plain[name].items() for rest in rests
        }
    if plain["visit"]:
        for part in (plain["visit"], *plain["visit"].setdefault("calls", [])):
            part["taken"] = set(part["taken"])
            part.pop("kept_by", None)
        plain["visit"].pop("took_now", None)
    return {name: value for name, value in plain.items() if not name.startswith("times_")}


def counts_of_engine(pack: Pack, state: State) -> dict[str, int]:
    """The counters that the pack asks for, by the ids of their slots."""
    return {
        slot.id: value
        for slot, value in zip(pack.program.slots, state.slots, strict=True)
        if slot.kind in ("times_seen", "times_took", "took_now")
    }


def counts_of_reading(career: Career, ids: Iterable[str]) -> dict[str, int]:
    """The same counters of the second reading."""
    now = career.visit.took_now if career.visit else ()
    return {
        name: int(key in now)
        if kind == "took_now"
        else (career.times_seen if kind == "times_seen" else career.times_took).get(key, 0)
        for name in ids
        for kind, _, key in [name.partition(".")]
    }


def of_reading(career: Career) -> dict[str, Any]:
    """A career of the second reading, in the same shape."""
    world, visit = career.world, career.visit

    def cause(of: tuple[str, str] | None) -> list[str] | None:
        return None if of is None else [key for key in of if key]

    chosen = [moment for _, moment in visit.chosen] if visit else []
    return {
        "seed": career.seed,
        "reseed": [list(pair) for pair in career.reseed.items()],
        "decisions": career.decisions,
        "quarter": career.quarter,
        "quarters": career.quarters,
        "role": career.role,
        "since": career.since,
        "beat": world.beat_ids[career.beat] if career.beat < len(world.beats) else None,
        "drawn": career.drawn or None,
        "urgents": career.urgents,
        "outcome": career.outcome or None,
        "pending": [
            {
                "quarter": each["quarter"],
                "scenario": each["place"][0],
                "scenes": list(each["place"][1]),
                "cause": cause(each["cause"]),
            }
            for each in career.pending
        ],
        "moments": list(career.moments.items()),
        "visit": (
            visit
            and {
                "scene": visit.scene.key,
                "taken": set(visit.taken),
                "kept": list(dict.fromkeys(chosen)),
                "picks": made(visit, visit.scene) if visit.scene.pick else 0,
                "decisions": visit.decisions,
                "last": cause(visit.last),
                "cause": cause(visit.cause),
                "calls": [
                    {
                        "scene": call.scene.key,
                        "choice": call.choice and call.choice.key,
                        "side": call.side or None,
                        "taken": set(call.taken),
                        "kept": list(dict.fromkeys(moment for _, moment in call.chosen)),
                        "picks": made(call, call.scene) if call.scene.pick else 0,
                    }
                    for call in visit.calls
                ],
            }
        ),
        "seen": career.seen,
        "taken": career.took,
        "stats": {name: career.numbers[name] for name in world.stats},
        "people": {name: career.numbers[name] for name in world.people},
        "skills": {
            name: number
            for name, number in career.numbers.items()
            if name.partition(".")[0] in world.skills
        },
        "flags": career.flags,
        "times": career.times,
        "passed": career.passed,
        "held": dict.fromkeys(career.held - {"none"}, 1),
        "crossing_until": career.learning,
        "played": career.played,
        "told": career.tellings,
    }


def read_aloud(pack: Pack, key: str, state: State) -> list[str]:
    """The pieces of a text that the engine's state reads, with placeholders as
    `tests.reference.text` leaves them."""
    return [
        "".join(part.text if isinstance(part, Words) else slotted(part) for part in run.parts)
        for run in visible_runs(pack.texts[key], pack.program, state)
        if isinstance(run, Paragraphs)
    ]


def slotted(part: Any) -> str:
    return f"<{part.name.rpartition('.')[2]}{'.' if part.form else ''}{part.form}>"


def agree(pack: Pack, career: Career, state: State, told: list[tuple[str, list[str]]]) -> list[str]:
    """Hold the two against each other. Return the ids that are open."""
    assert of_reading(career) == of_engine(pack, state)
    counts = counts_of_engine(pack, state)
    assert counts_of_reading(career, counts) == counts
    assert career.told == told
    if state.outcome >= 0:
        assert last_words(career) == last_words_in_engine(pack, state)
        return []
    standing = offered(pack.program, state)
    expected = offers(career)
    assert [(each.id, each.closed, each.odds) for each in expected] == [
        (each.id, each.closed, each.odds) for each in standing
    ]
    assert [why_shut(career, each) for each in expected] == [
        shut_in_engine(pack, state, each) for each in standing
    ]
    return [each.id for each in standing if not each.closed]


def why_shut(career: Career, offer: Offer) -> list[str]:
    """The words beside a choice that is shut: its own, else its lock's."""
    node, locks = offer.choice.node, career.world.locks
    if not offer.closed or "locked" in node:
        return pieces(career, offer.choice.key, node["locked"]) if offer.closed else []
    if offer.closed != "lock":
        return []
    tag = next(
        tag
        for tag, lock in locks.items()
        if tag in offer.choice.tags and career.value(lock["when"])
    )
    return pieces(career, f"locks.{tag}.locked", locks[tag]["locked"])


def shut_in_engine(pack: Pack, state: State, offer: EngineOffer) -> list[str]:
    program = pack.program
    lock = (
        f"locks.{program.tags[program.locks[offer.lock].tag].id}/locked" if offer.lock >= 0 else ""
    )
    own = f"{program.choices[offer.choice].key}/locked"
    key = own if own in pack.texts else lock
    return read_aloud(pack, key, state) if offer.closed and key else []


def last_words(career: Career) -> dict[str, list[str]]:
    """The texts of an outcome: with the first of its variants that holds."""
    node, key = career.world.outcomes[career.outcome], f"outcomes.{career.outcome}"
    found = {
        field: pieces(career, key + ("" if field == "text" else f".{field}"), node[field])
        for field in ENDS
        if field in node
    }
    variant = next(
        (
            each
            for each in node.get("variants", [])
            if "when" not in each or career.value(each["when"])
        ),
        None,
    )
    return found | (
        {"variant": pieces(career, f"{key}.variants.{variant['id']}", variant["text"])}
        if variant
        else {}
    )


def last_words_in_engine(pack: Pack, state: State) -> dict[str, list[str]]:
    outcome = pack.outcomes[pack.program.outcomes[state.outcome].id]
    keys = {field: f"outcomes.{outcome.id}/{field}" for field in ENDS}
    keys |= {
        "variant": next(
            (
                key
                for _, when, key in outcome.variants
                if when is None or evaluate(when, state.slots)
            ),
            "",
        )
    }
    return {field: read_aloud(pack, key, state) for field, key in keys.items() if key in pack.texts}


def spoken(pack: Pack, events: Any) -> list[tuple[str, list[str]]]:
    return [
        (event.key, read_aloud(pack, f"{event.key}/text", event.state))
        for event in events
        if isinstance(event, TextShown)
    ]


def lived(
    pack: Pack, world: World, door: str, seed: int, picks: list[int], reseed: dict[int, int]
) -> int:
    """A career by the engine's `step` and by the second reading, whose player repeats `picks`.
    Return its decisions."""
    career = calendar.start(world, door, seed, reseed=reseed)
    turn = begun(pack.program, door, seed, reseed=tuple(sorted(reseed.items())))
    ids = agree(pack, career, turn.state, spoken(pack, turn.events))
    while ids and career.decisions < MOST:
        action = ids[picks[career.decisions % len(picks)] % len(ids)]
        career.told = []
        calendar.step(career, action)
        turn = step(pack.program, turn.state, action)
        ids = agree(pack, career, turn.state, spoken(pack, turn.events))
    return career.decisions


def test_the_engine_does_what_the_page_says() -> None:
    decisions = 0

    @settings(max_examples=size(12, 60, 5_000), suppress_health_check=list(HealthCheck))
    @given(
        packs(),
        SEEDS,
        st.lists(st.integers(0, 50), min_size=1, max_size=12),
        st.dictionaries(st.integers(1, 30), SEEDS, max_size=2),
    )
    def law(files: dict[str, bytes], seed: int, picks: list[int], reseed: dict[int, int]) -> None:
        nonlocal decisions
        pack, world = compile_pack(files).pack, World(files)
        assert pack is not None
        for door in world.starts:
            decisions += lived(pack, world, door, seed, picks, reseed)
            players = {
                name: policies.persona(name, node) for name, node in world.pack["personas"].items()
            }
            for name, policy in {"random": policies.random, **players}.items():
                career = policies.play(world, door, seed, policy)
                assert of_reading(career) == of_engine(
                    pack, bulk(pack.program, door, seed, policy_named(pack.program, name))
                )
                decisions += career.decisions

    law()
    assert decisions >= size(1, 1, 300_000)
