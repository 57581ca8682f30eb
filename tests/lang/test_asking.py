"""What conditions may ask of a visit and of a career: counts, causes, facts, `once`."""

import pytest

from pmsim.analysis.examine import examine
from pmsim.core import offered, start, step
from pmsim.lang import compile_pack
from pmsim.lang.rules.example import (
    EXAMPLE_FILES,
    overlay,
    scenario_of_asking,
    scenario_of_choice,
)
from pmsim.play.state_decoding import IdLookup, decode
from pmsim.play.state_encoding import encode

DOOR = "  door:\n    text: A door.\n"
TWICE = "label: Ask her.\nonce: true\nlocked: Never again.\neffects: {standing: 1}\ngoto: pause\n"


def errors(text: str, file: str = "scene.yaml") -> list[str]:
    """The codes of the errors that `check` reports."""
    return [one.code for one in examine(overlay(file, text)).diagnostics if one.severity == "error"]


@pytest.mark.parametrize(
    ("needs", "codes"),
    [
        ("times_seen(this) >= 2", []),
        ("times_seen(scene.pause) >= 2", []),
        ("times_took(this.wait) < 3 and took(this.wait)", []),
        ("took_now(this.wait) or because", []),
        ("because(scene.pause.wait) and seen(this)", []),
        ("times_seen(this.wait) >= 2", ["PM301"]),
        ("times_seen(scene.nowhere) >= 2", ["PM301"]),
        ("times_took(this) >= 2", ["PM301"]),
        ("took_now(this.nothing)", ["PM301"]),
        ("times_seen(standing + 1) >= 2", ["PM401"]),
        ("took_now()", ["PM401"]),
        ("took_now(this.wait) >= 1", ["PM402"]),
        ("times_seen(this)", ["PM402"]),
    ],
)
def test_what_a_scene_may_ask(needs: str, codes: list[str]) -> None:
    assert errors(scenario_of_asking(f"needs: {needs}")) == codes


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("when: seen(this)", "`this` is the scene that the words stand in, and here is none."),
        (
            "when: because",
            "`because` speaks of the visit to a scenario, and here nobody is visiting.",
        ),
        (
            "weight: 1 if took_now(scene.pause.wait) else 2",
            "`took_now` speaks of the visit to a scenario, and here nobody is visiting.",
        ),
        (
            "while: took_now(scene.pause.wait)",
            "`took_now` speaks of the visit to a scenario, and here nobody is visiting.",
        ),
        ("while: because(scene.pause.wait)", ""),
    ],
)
def test_what_only_a_visit_may_be_asked(line: str, said: str) -> None:
    text = scenario_of_asking("later: {in: 1, scene: door}") + DOOR
    found = examine(overlay("scene.yaml", text.replace("scenes:", f"{line}\nscenes:", 1)))
    assert [one.message for one in found.diagnostics if one.severity == "error"] == (
        [said] if said else []
    )


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ("{calm: standing > 3, busy: not calm and workload > 2}", []),
        ("{calm: busy, busy: calm}", ["PM405"]),
        ("{calm: standing}", ["PM402"]),
        ("{standing: workload > 3}", ["PM303"]),
        ("{pm: workload > 3}", ["PM303"]),
        ("{quarter: workload > 3}", ["PM304"]),
        ("{calm: because}", ["PM507"]),
        ("{calm: seen(this)}", ["PM507"]),
        ("{calm: [standing > 3]}", ["PM202"]),
        ("[calm]", ["PM202"]),
        ("{calm: took_now(scene.pause.wait)}", ["PM507"]),
    ],
)
def test_what_a_fact_may_be(facts: str, codes: list[str]) -> None:
    assert errors(EXAMPLE_FILES["pack.yaml"] + f"facts: {facts}\n", "pack.yaml") == codes


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ("needs: calm", []),
        ("effects: {standing: 2 if calm else 0}", []),
        ("effects: {standing: calm}", ["PM402"]),
        ("effects: {set: [calm]}", ["PM303"]),
        ("effects: {clear: [calm]}", ["PM303"]),
        ("needs: quarters_since(calm) > 2", ["PM402"]),
        ("text: So {calm}.", ["PM701"]),
    ],
)
def test_where_a_fact_may_stand(more: str, codes: list[str]) -> None:
    files = overlay("scene.yaml", scenario_of_asking(more))
    files["pack.yaml"] += b"facts: {calm: standing > 3}\n"
    found = [one.code for one in examine(files).diagnostics if one.severity == "error"]
    assert found == codes


def test_a_fact_is_its_condition_in_brackets() -> None:
    files = overlay("scene.yaml", scenario_of_asking("needs: not calm and workload >= 10"))
    files["pack.yaml"] += b"facts: {calm: standing > 90 or workload > 90}\n"
    pack = compile_pack(files).pack
    assert pack is not None
    files["scene.yaml"] = scenario_of_asking(
        "needs: not (standing > 90 or workload > 90) and workload >= 10"
    ).encode()
    written = compile_pack(files).pack
    assert written is not None
    assert [one.needs for one in pack.program.choices] == [
        one.needs for one in written.program.choices
    ]


@pytest.mark.parametrize("beside", ["again: true", "otherwise: true", "each: moments"])
def test_what_may_not_stand_beside_once(beside: str) -> None:
    text = scenario_of_choice(f"label: Ask her.\nmoment: the question\nonce: true\n{beside}")
    assert errors(text) == ["PM210"]


def test_a_choice_taken_once_is_gone_and_no_way_out() -> None:
    pack = compile_pack(overlay("scene.yaml", scenario_of_choice(TWICE))).pack
    assert pack is not None
    program = pack.program
    first = start(program).state
    second = step(program, first, "ask").state
    assert encode(program, second)["visit"]["taken"] == ["scene.pause.ask"]
    assert [offer.id for offer in offered(program, second)] == ["wait"]
    assert errors(
        "language: 1\ntitle: A\nscenes:\n  a:\n    choices:\n      - {label: B, once: true}\n"
    ) == ["PM501"]


def test_a_save_from_before_a_counter_begins_it_at_one() -> None:
    before = compile_pack(overlay("scene.yaml", scenario_of_asking("goto: pause"))).pack
    after = compile_pack(
        overlay(
            "scene.yaml",
            scenario_of_asking(
                "goto: pause\nneeds: times_seen(this) + times_took(this.ask) < 9 or"
                " took_now(this.ask) or times_took(this.wait) > 3"
            ),
        )
    ).pack
    assert before is not None
    assert after is not None
    asked = step(before.program, start(before.program).state, "ask").state
    state = decode(after.program, encode(before.program, asked), IdLookup(after.program, {})).state
    plain = encode(after.program, state)
    assert plain["times_seen"] == {"scene.pause": 1}
    assert plain["times_took"] == {"scene.pause.ask": 1}
    assert plain["visit"]["took_now"] == ["scene.pause.ask"]
    assert decode(after.program, plain, IdLookup(after.program, {})).state == state


def test_only_what_is_asked_is_counted() -> None:
    pack = compile_pack(overlay("scene.yaml", scenario_of_asking())).pack
    assert pack is not None
    plain = encode(pack.program, start(pack.program).state)
    assert not plain.keys() & {"times_seen", "times_took"}
    assert "took_now" not in plain["visit"]
