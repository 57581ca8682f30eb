"""Lowering: what an author wrote is what the program holds, defaults resolved, names become
numbers, texts under their keys."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmsim.core import start, step
from pmsim.core.compile_expr import evaluate
from pmsim.core.effect_kinds import Act, Change, ChangeInterest, Practice
from pmsim.core.expr import All, Among, Arith, Compare, Expr, Get, IsSet, Level, Num
from pmsim.core.program import QUARTER, ROLE, Choice, Exit, Later, Scene
from pmsim.lang import compile_pack, compile_solo
from pmsim.lang.compiler.symbols import slug
from pmsim.lang.pack import Pack
from pmsim.lang.rules.example import EXAMPLE_FILES, overlay, scenario_of_choice, scenario_of_scene
from pmsim.lang.text import OneOf, Paragraphs, Slotted, When, Words
from tests.sizes import size
from tests.strategies.packs import WORLD, packs

EXAMPLE = {
    path.name: path.read_bytes()
    for path in sorted((Path(__file__).parent.parent / "packs" / "example").iterdir())
}


def loaded(files: dict[str, bytes]) -> Pack:
    found = compile_pack(files)
    assert found.pack is not None, found.diagnostics
    return found.pack


def small(text: str, **more: str) -> Pack:
    """The small pack with this scenario, and other files by their stem."""
    files = overlay("scene.yaml", text) | {
        f"{name}.yaml": written.encode() for name, written in more.items()
    }
    return loaded(files)


def choice_of(pack: Pack, key: str) -> Choice:
    return next(each for each in pack.program.choices if each.key == key)


def scene_of(pack: Pack, key: str) -> Scene:
    return next(each for each in pack.program.scenes if each.key == key)


def test_the_example_checks_clean_and_plays() -> None:
    found = compile_pack(EXAMPLE, "somewhere")
    assert found.diagnostics == ()
    pack = found.pack
    assert pack is not None
    assert (pack.id, pack.title, pack.version, pack.folder) == (
        "example",
        "An example pack",
        "0.1.0",
        "somewhere",
    )
    assert pack.scenarios["the_forty_second_emoji"].title == "The Forty-Second Emoji"
    state = start(pack.program, "passed_over", 3).state
    for action in ("who_spoke", "leave_it"):
        state = step(pack.program, state, action).state
    assert pack.program.outcomes[state.outcome].id == "long_game"


def test_slots_stand_in_their_order() -> None:
    program = loaded(EXAMPLE).program
    kinds = [slot.kind for slot in program.slots]
    assert kinds == sorted(
        kinds,
        key=[
            "fixed",
            "stat",
            "person",
            "skill",
            "flag",
            "times",
            "passed",
            "held",
            "ends",
            "played",
            "because",
        ].index,
    )
    assert [program.slot_index[name] for name in ("quarter", "role")] == [QUARTER, ROLE]
    delivery = program.slot_index["delivery"]
    parts = [slot.id for slot in program.slots[delivery : delivery + 5]]
    assert parts == [
        "delivery",
        "delivery.done",
        "delivery.told",
        "delivery.taught",
        "delivery.interest",
    ]
    ines = program.slots[program.slot_index["ines"]]
    assert (ines.min, ines.max, ines.start) == (-3, 5, 1)
    assert program.slots[program.slot_index["passed_over"]].max == 4


def test_conditions_become_numbers() -> None:
    pack = loaded(EXAMPLE)
    program = pack.program
    expected = All((Among(Get(ROLE), (0, 1)), Compare(">=", Get(QUARTER), Num(2))))
    assert program.scenarios[0].when == expected
    nod = choice_of(pack, "the_forty_second_emoji.announcement.nod")
    assert isinstance(nod.needs, Compare)
    assert nod.needs.right == Num(75)
    assert nod.struck
    assert not nod.way_out
    assert choice_of(pack, "the_forty_second_emoji.announcement.stopped_doing").way_out
    assert not choice_of(pack, "the_forty_second_emoji.announcement.who_spoke").way_out


def test_effects_add_set_and_practise() -> None:
    written = (
        "standing: 2 + workload // 2\n  exhaustion: = 7\n  ines: -1\n  delivery.interest: 1\n  do:"
        " delivery\n  teach: [delivery]"
    )
    pack = small(scenario_of_choice("label: Ask her.\neffects:\n  " + written))
    index = pack.program.slot_index
    amount = Arith("+", Num(2), Arith("//", Get(index["workload"]), Num(2)))
    own = choice_of(pack, "scene.pause.ask").effects
    assert own is not None
    assert own == (
        Change(index["standing"], amount),
        Change(index["exhaustion"], Num(7), True),
        Change(index["ines"], Num(-1)),
        Change(index["delivery.interest"], Num(1)),
        Practice(Act.DO, 0),
        Practice(Act.TEACH, 0),
    )


DEFAULTS = """\
text: Here.
goto: [maybe, end]
later: {in: 1, scene: end}
choices:
  - {id: by_default, label: A}
  - {id: out, label: B, goto: out}
  - {id: ends, label: C, end: long_game, later: [{in: 2, scene: [maybe, end]}]}
  - id: rolls
    label: D
    goto: end
    odds: 50
    success: {goto: out}
    failure: {later: {in: 3, scene: maybe}}
"""
MORE = "  maybe: {text: Perhaps., when: standing > 3}\n  end: {text: The end.}\n"


def test_the_nearest_says_where_one_goes_on() -> None:
    pack = small(scenario_of_scene(DEFAULTS) + MORE)
    first, maybe, end = (each.index for each in pack.program.scenes)
    assert first == 0
    by_default, out, ends, rolls = pack.program.choices
    assert (by_default.exit, by_default.later) == (
        Exit((maybe, end)),
        (Later(1, 0, (end,), by_default.later[0].place),),
    )
    assert (out.exit, out.later) == (Exit(), by_default.later)
    assert ends.exit == Exit((), 0)
    assert [(each.after, each.scenes) for each in ends.later] == [(2, (maybe, end))]
    assert rolls.check is not None
    assert (rolls.check.success.exit, rolls.check.success.later) == (Exit(), by_default.later)
    assert (rolls.check.failure.exit, rolls.check.failure.later[0].after) == (Exit((end,)), 3)
    assert (
        len({by_default.later[0].place, ends.later[0].place, rolls.check.failure.later[0].place})
        == 3
    )


def test_a_place_is_the_scenario_and_the_list_as_written() -> None:
    both = "later: [{in: 1, scene: end}, {in: 2, scene: [end]}, {in: 3, scenario: scene}]"
    pack = small(scenario_of_choice("label: Ask her.\n" + both) + "  end: {text: The end.}\n")
    places = [later.place for later in choice_of(pack, "scene.pause.ask").later]
    assert places[0] == places[1] != places[2]


def test_out_may_end_a_list() -> None:
    pack = small(
        scenario_of_choice("label: Ask her.\ngoto: [maybe, out]")
        + "  maybe: {text: Perhaps., when: standing > 3}\n"
    )
    assert choice_of(pack, "scene.pause.ask").exit == Exit((1,))


def test_texts_stand_under_their_keys() -> None:
    body = """\
label: |
  "{Ines}, {{so}}?"
moment: the question
locked: Not now.
needs: standing > 3
odds: 50
success: {short: she nods, why: {standing: she saw}}
text:
  - if: burnout >= frayed
    text: Tired.
    else: {if_not}
  - one_of: [One., Two.]
  - one_of: [Three., Four.]
""".replace("{if_not}", "\n      - Awake, {ines.full}, {burnout.number}.")
    pack = small(scenario_of_choice(body))
    key = "scene.pause.ask"
    assert pack.texts[f"{key}/label"] == (
        Paragraphs((Words('"'), Slotted("person", "ines", "", True), Words(', {so}?"'))),
    )
    fields = {
        "ask/moment",
        "ask/locked",
        "ask/text",
        "ask.success/short",
        "ask.success/why.standing",
    }
    assert {f"scene.pause.{field}" for field in fields} <= set(pack.texts)
    when, first, second = pack.texts[f"{key}/text"]
    assert isinstance(when, When)
    (otherwise,) = when.other
    assert isinstance(otherwise, Paragraphs)
    assert Slotted("person", "ines", "full") in otherwise.parts
    assert Slotted("stat", "burnout", "number") in otherwise.parts
    assert isinstance(first, OneOf)
    assert isinstance(second, OneOf)
    assert (first.draw, second.draw) == (f"{key}.0", f"{key}.1")
    assert choice_of(pack, key).moment


def test_draws_within_a_pack_hang_on_the_path() -> None:
    outcomes = "long_game:\n  title: The Long Game\n  text:\n    - one_of: [A., B.]\n"
    outcomes += "  variants:\n    - id: only\n      text:\n        - one_of: [C., D.]\n"
    pack = small(EXAMPLE_FILES["scene.yaml"], outcomes=outcomes)
    draws = {
        block.draw for text in pack.texts.values() for block in text if isinstance(block, OneOf)
    }
    assert draws == {"outcomes.long_game.0", "outcomes.long_game.variants.only.0"}
    assert pack.outcomes["long_game"].variants == (
        ("only", None, "outcomes.long_game.variants.only/text"),
    )


def test_phrases_of_a_scenario_come_before_those_of_the_pack() -> None:
    own = "phrases: {boss: the one who knows}\n"
    text = (
        EXAMPLE_FILES["scene.yaml"]
        .replace("scenes:", own + "scenes:")
        .replace("The radiator ticks.", "{Boss} ticks at {guest}.")
    )
    pack = small(
        text,
        phrases=(
            "boss:\n  - {if: standing > 3, text: Ines}\n  - {text: nobody}\nguest: the guest of"
            " {boss}\n"
        ),
    )
    assert pack.texts["scene.pause/text"] == (
        Paragraphs(
            (
                Slotted("phrase", "scene.boss", "", True),
                Words(" ticks at "),
                Slotted("phrase", "guest"),
                Words("."),
            )
        ),
    )
    (when,) = pack.phrases["boss"]
    assert isinstance(when, When)
    assert when.other == (Paragraphs((Words("nobody"),)),)


def test_computed_stats_are_written_out_in_any_order() -> None:
    stats = (
        EXAMPLE_FILES["stats.yaml"] + "first: {value: second + 1}\nsecond: {value: burnout * 2}\n"
    )
    pack = small(EXAMPLE_FILES["scene.yaml"], stats=stats)
    slots = [slot.start for slot in pack.program.slots]
    assert evaluate(pack.program.stats["first"], slots) == 81
    assert (pack.stats["first"].min, pack.stats["first"].max, pack.stats["first"].computed) == (
        1,
        201,
        True,
    )


def test_a_large_value_is_refused_before_it_is_walked() -> None:
    doubled = "".join(
        f"n{number}:\n  value: min(n{number - 1}, n{number - 1})\n" for number in range(1, 40)
    )
    files = overlay(
        "stats.yaml", EXAMPLE_FILES["stats.yaml"] + "n0: {value: standing + 0}\n" + doubled
    )
    found = compile_pack(files)
    assert any("written out" in one.message for one in found.diagnostics)


def test_long_chains_are_walked_without_recursion() -> None:
    stats = (
        EXAMPLE_FILES["stats.yaml"]
        + "".join(f"c{n}: {{value: c{n + 1} + 1}}\n" for n in range(3000))
        + "c3000: {value: standing + 1}\n"
    )
    found = compile_pack(overlay("stats.yaml", stats))
    assert {one.code for one in found.diagnostics} == {"PM401"}
    chain = "".join(
        f"  s{n}: {{goto: s{n + 1}, later: {{in: 1, scene: s{n + 1}}}}}\n" for n in range(3000)
    )
    files = overlay(
        "scene.yaml", f"language: 1\ntitle: A chain\nscenes:\n{chain}  s3000:\n    text: The end.\n"
    )
    assert compile_pack(files).diagnostics == ()
    alone = compile_solo(files, "scene").pack
    assert alone is not None
    assert list(alone.starts) == [door.id for door in alone.program.starts]
    assert alone.program.quarters == 4


def test_a_skill_reads_lower_while_its_stage_is_new() -> None:
    crossing = "quarters: 2\nskills: -2\neffects: {standing: -8}\n"
    pack = small(
        scenario_of_choice("label: Ask her.\nneeds: delivery >= 3 and delivery.level >= 5"),
        crossing=crossing,
    )
    index = pack.program.slot_index
    needs = choice_of(pack, "scene.pause.ask").needs
    read = Level(index["delivery"], index["ends.ship"], -2, QUARTER)
    assert needs == All(
        (Compare(">=", read, Num(3)), Compare(">=", Get(index["delivery"]), Num(5)))
    )
    assert pack.program.crossing is not None
    assert pack.program.slots[index["ends.ship"]].max == 6


def test_locks_reach_the_choices_with_their_tag() -> None:
    pack = small(
        scenario_of_choice("label: Ask her.\ntags: [help]"),
        locks="help: {when: standing < 3, locked: Nobody to ask.}\n",
    )
    assert choice_of(pack, "scene.pause.ask").locks == (0,)
    assert choice_of(pack, "scene.pause.wait").locks == ()
    assert pack.program.locks[0].when == Compare(
        "<", Get(pack.program.slot_index["standing"]), Num(3)
    )
    assert "locks.help/locked" in pack.texts


def test_scenery_is_no_condition() -> None:
    asked = choice_of(
        small(scenario_of_choice("label: Ask her.\nneeds: never\nlocked: She left.")),
        "scene.pause.ask",
    )
    assert (asked.scenery, asked.needs, asked.struck, asked.way_out) == (True, None, True, False)


def test_pick_keeps_its_choices_from_leading_on() -> None:
    body = "pick: 2\ngoto: end\nlater: {in: 1, scene: end}\nchoices:\n  - {id: a, label: A}\n"
    pack = small(
        scenario_of_scene(body + "  - {id: b, label: B, later: {in: 2, scene: end}}\n")
        + "  end: {text: The end.}\n"
    )
    first = scene_of(pack, "scene.pause")
    assert (first.pick, first.exit, [later.after for later in first.later]) == (2, Exit((1,)), [1])
    assert [[later.after for later in each.later] for each in pack.program.choices] == [[], [2]]


def test_each_makes_a_choice_per_moment() -> None:
    body = (
        "each: moments\nat_most: 3\nid: keep\nlabel: Keep {moment}.\neffects: {moment.interest: 1}"
    )
    pack = small(scenario_of_choice(body).replace("id: ask\n        ", ""))
    keep = choice_of(pack, "scene.pause.keep")
    assert keep.each == 3
    assert keep.effects is not None
    assert ChangeInterest(Num(1)) in keep.effects
    assert Slotted("moment", "moment") in pack.texts["scene.pause.keep/label"][0].parts  # type: ignore[union-attr]


def test_beats_have_ids() -> None:
    calendar = (
        "quarters: 4\nquarter:\n  - draw: {}\n  - scenario: scene\n  - {id: second, draw: {}}\n  -"
        " draw: {}\n"
    )
    calendar += "  - {draw: {}, when: quarter > 1}\n"
    program = small(EXAMPLE_FILES["scene.yaml"], calendar=calendar).program
    assert [beat.id for beat in program.beats] == ["draw", "scene", "second", "draw_2", "draw_3"]
    assert [beat.scenario for beat in program.beats] == [-1, 0, -1, -1, -1]
    assert not program.scenarios[0].drawable
    assert program.beats[4].when == Compare(">", Get(QUARTER), Num(1))


def test_what_was_renamed_is_found_by_every_old_path() -> None:
    text = EXAMPLE_FILES["scene.yaml"].replace("title: The Pause", "title: The Pause\nwas: silence")
    text = text.replace("    text: |", "    was: stop\n    text: |").replace(
        "      - id: wait", "      - id: wait\n        was: stay"
    )
    moved = small(text).renamed
    assert moved["silence"] == "scene"
    assert moved["silence.stop"] == moved["scene.stop"] == moved["silence.pause"] == "scene.pause"
    assert (
        moved["silence.stop.stay"]
        == moved["scene.pause.stay"]
        == moved["scene.stop.wait"]
        == "scene.pause.wait"
    )
    assert "scene.pause.wait" not in moved


def test_a_choice_without_an_id_takes_its_label() -> None:
    assert slug('"What would the weekend buy?"\n') == "what_would_the_weekend_buy"
    assert [each.id for each in small(EXAMPLE_FILES["scene.yaml"]).program.choices] == [
        "wait",
        "ask_her",
    ]


def test_personas_like_tags_and_readings() -> None:
    personas = "one: {likes: {help: 3, standing: burnout // 10, burnout: -1, ines: 1}, noise: 2}\n"
    (persona,) = small(EXAMPLE_FILES["scene.yaml"], personas=personas).program.personas
    assert [
        (like.tag >= 0, like.slot >= 0, like.reading is not None) for like in persona.likes
    ] == [
        (True, False, False),
        (False, True, True),
        (False, False, True),
        (False, True, True),
    ]


def test_a_section_may_stand_anywhere() -> None:
    apart = loaded(overlay("notes.txt", "x"))
    sections = {
        name.removesuffix(".yaml"): text
        for name, text in EXAMPLE_FILES.items()
        if name not in ("pack.yaml", "scene.yaml")
    }
    body = "".join(
        f"{name}:\n" + "".join(f"  {line}\n" for line in text.splitlines())
        for name, text in sections.items()
    )
    together = loaded(
        {
            "pack.yaml": (EXAMPLE_FILES["pack.yaml"] + body).encode(),
            "deep/er/scene.yaml": EXAMPLE_FILES["scene.yaml"].encode(),
        }
    )
    assert apart.pack_digest == together.pack_digest


def test_digests_tell_what_it_does_from_what_it_says() -> None:
    before = loaded(EXAMPLE)
    name = "the_forty_second_emoji.yaml"
    typo = loaded({**EXAMPLE, name: EXAMPLE[name].replace(b"party hats", b"paper hats")})
    rule = loaded(
        {
            **EXAMPLE,
            name: (
                EXAMPLE[name].replace(b"{reward: 4, exhaustion: 2}", b"{reward: 4, exhaustion: 3}")
            ),
        }
    )
    assert (typo.pack_digest == before.pack_digest, typo.text_digest == before.text_digest) == (
        True,
        False,
    )
    assert (rule.pack_digest == before.pack_digest, rule.text_digest == before.text_digest) == (
        False,
        True,
    )


def test_a_scenario_alone() -> None:
    found = compile_solo(EXAMPLE, "the_forty_second_emoji")
    assert found.pack is not None
    program = found.pack.program
    assert program.quarters == 3
    assert [beat.scenario for beat in program.beats] == [0]
    state = start(program, "", 1).state
    assert program.scenes[state.scene].id == "announcement"
    state = step(program, state, "stopped_doing").state
    assert program.scenes[state.scene].id == "first_to_answer"
    state = step(program, state, "let_it_stand").state
    assert program.outcomes[state.outcome].id == "summary"
    assert found.pack.outcomes["summary"].title == "That is the scenario."


def test_a_promise_and_a_statement_keep_their_figures() -> None:
    pack = small(
        EXAMPLE_FILES["scene.yaml"],
        promises=(
            "- {outcome: long_game, share: 1%..15%, policy: random, runs: 50}\n- {tag: plain,"
            " always_open: true}\n"
        ),
        debrief=(
            "statements:\n  straight: {say: You say it., cites: [plain], when: times.plain > 3}\n"
            "  rest: {say: You passed it., passed: [plain], strong: 4}\n"
            "watch: standing\nactivities: {walk: {do: Walk., when: standing > 3}}\n"
        ),
        craft="scene_words_most: 130\n",
    )
    share, opened = pack.promises
    assert (share.outcome, share.low, share.high, share.policy, share.runs) == (
        "long_game",
        1,
        15,
        "random",
        50,
    )
    assert (opened.outcome, opened.tag) == ("", "plain")
    assert (pack.statements[0].cites, pack.statements[0].strong) == (("plain",), 6)
    assert (pack.statements[1].passed, pack.statements[1].strong) == (("plain",), 4)
    assert pack.debrief.watch == ("standing",)
    assert [name for name, _ in pack.debrief.activities] == ["walk"]
    assert pack.craft == {"scene_words_most": 130}


NOTHING = [
    ("notes.txt", b""),
    ("pack.yaml", b""),
    ("pack.yaml", b"language: 1\n"),
    ("a.yaml", b"scenes: {}\n"),
    ("pack.yaml", b"\xff"),
]


@pytest.mark.parametrize(("file", "text"), NOTHING)
def test_next_to_nothing_is_answered(file: str, text: bytes) -> None:
    found = compile_pack({file: text})
    assert found.pack is None
    assert found.diagnostics


@settings(max_examples=size(75), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs(), st.randoms(use_true_random=False))
def test_no_slip_of_the_hand_raises(files: dict[str, bytes], luck: object) -> None:
    """Lines left out, doubled, cut short: every pack is answered with a pack or with an error,
    and every place is in a file."""
    names = sorted(files)
    name = luck.choice(names)  # type: ignore[attr-defined]
    lines = files[name].split(b"\n")
    for _ in range(luck.randrange(1, 4)):  # type: ignore[attr-defined]
        at = luck.randrange(len(lines))  # type: ignore[attr-defined]
        slip = luck.choice(["cut", "drop", "twice", "swap"])  # type: ignore[attr-defined]
        if slip == "cut":
            lines[at] = lines[at][: luck.randrange(len(lines[at]) + 1)]  # type: ignore[attr-defined]
        elif slip == "drop" and len(lines) > 1:
            del lines[at]
        elif slip == "twice":
            lines.insert(at, lines[at])
        else:
            lines[at], lines[at - 1] = lines[at - 1], lines[at]
    found = compile_pack({**files, name: b"\n".join(lines)})
    assert (found.pack is None) == any(one.severity == "error" for one in found.diagnostics)
    assert {one.place.file for one in found.diagnostics} <= set(names)


def test_flags_are_slots_only_when_something_sets_them() -> None:
    text = (
        EXAMPLE_FILES["scene.yaml"].replace("{standing: 1}", "{set: [told]}").replace("ines", "ana")
    )
    world = loaded({"pack.yaml": (WORLD + SOME).encode(), "a.yaml": text.encode()})
    told: Expr = IsSet(world.program.slot_index["told"])
    assert "tired" not in world.program.slot_index
    assert world.program.outcomes[0].when == told


SOME = """\
starts: {door: {title: A door, role: pm}}
calendar: {quarters: 2, quarter: [{draw: {}}]}
outcomes:
  heard: {title: Heard, when: told}
  rest: {title: The rest}
"""
