"""Texts that vary by how often they were told: what is read, what moves a count, and where they
may stand."""

import itertools
from textwrap import indent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.analysis.examine import examine
from pmsim.core.chance import shuffled
from pmsim.core.events import TextShown
from pmsim.core.policy import policy_named
from pmsim.core.step import play_career, step
from pmsim.lang import Pack, compile_pack
from pmsim.lang.rules.example import EXAMPLE_FILES, overlay, scenario_of_scene
from pmsim.play.session import Session
from pmsim.play.state_decoding import IdLookup, decode
from pmsim.play.state_encoding import encode, save_format
from pmsim.ui.present.pack_texts import PackTexts
from pmsim.ui.present.text import to_plain

CALENDAR = "quarters: 8\nquarter:\n  - scenario: scene\n"
CHOICES = """\
choices:
  - id: rest
    label: Rest, {cup}.
    effects: {standing: = 0}
    text: Rested, {cup}.
  - id: work
    label: Work.
    effects: {standing: = 1}
"""


def pack_of(body: str, more: str = "") -> Pack:
    """The small pack with one scene, which is played each quarter."""
    scene = f"language: 1\ntitle: The Pause\n{more}scenes:\n  pause:\n{indent(body, '    ')}"
    files = overlay("scene.yaml", scene, [("calendar.yaml", CALENDAR)])
    compiled = compile_pack(files)
    assert compiled.pack is not None, compiled.diagnostics
    return compiled.pack


def read(pack: Pack, choices: str = "", seed: int = 4) -> list[str]:
    """What is read of each text in a career, in order. `choices`: `r` or `w` for each quarter."""
    session = Session(pack, seed=seed)
    lines: list[str] = []
    for at in range(8):
        shown = (event for event in session.events if isinstance(event, TextShown))
        lines += [to_plain(PackTexts(pack, one.state).line(f"{one.key}/text")) for one in shown]
        if session.outcome is None:
            session.act({"r": "rest", "w": "work"}[choices[at : at + 1] or "r"])
    return lines


def told(block: str, choices: str = "") -> list[str]:
    body = f"text:\n{indent(block, '  ')}\n{CHOICES}".replace(", {cup}", "")
    return [line for line in read(pack_of(body), choices) if line != "Rested."]


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        ("- in_order: a | b | c", "a b c c c c c c"),
        ("- cycle: a | b | c", "a b c a b c a b"),
        ("- once: a | b\n- x", "a x|b x|x|x|x|x|x|x"),
        ("- once: [a, b]\n  else: z", "a b z z z z z z"),
        ('- once: a\n  else: ""\n- x', "a x|x|x|x|x|x|x|x"),
        ("- once: |\n    a | b\n- x", "a | b x|x|x|x|x|x|x|x".replace("a | b", "a ¦ b")),
        ("- shuffle: [a, b, c]\n  else: z", None),
        ("- cycle:\n    - - a\n      - b\n    - - one_of: [c, c]", "a b|c|a b|c|a b|c|a b|c"),
    ],
)
def test_each_telling_reads_another_text(block: str, lines: str | None) -> None:
    found = told(block)
    if lines is None:
        assert sorted(found[:3]) == ["a", "b", "c"]
        assert found[3:] == ["z"] * 5
    else:
        wanted = lines.split("|") if "|" in lines else lines.split()
        assert found == [line.replace("¦", "|") for line in wanted]


@given(st.integers(2, 9), st.integers(0, 2**64 - 1), st.integers(1, 20))
def test_a_shuffle_tells_each_before_any_twice_and_none_twice_running(
    count: int, seed: int, rounds: int
) -> None:
    orders = [shuffled(count, seed, "x.y.0", round_) for round_ in range(rounds)]
    assert all(sorted(order) == list(range(count)) for order in orders)
    heard = [text for order in orders for text in order]
    assert all(one != other for one, other in itertools.pairwise(heard))


def test_a_condition_that_is_false_uses_nothing_up() -> None:
    block = "- if: standing == 1\n  once: a | b\n- x"
    assert told(block, "rwrwww") == ["x", "x", "a x", "x", "b x", "x", "x", "x"]


def test_blocks_without_a_condition_share_one_count() -> None:
    body = (
        "text:\n  - cycle: a | b\n  - if: standing == 1\n    once: c\n  - first_of:\n"
        "      - shuffle: d | e\n  - in_order: f | g\n"
    )
    pack = pack_of(body)
    assert [slot.id for slot in pack.program.slots if slot.kind == "told"] == [
        "told.scene.pause",
        "told.scene.pause#1",
        "told.scene.pause#2",
    ]
    assert "shuffle', slot='told.scene.pause#2', draw='scene.pause.2'" in repr(pack.texts)


def test_counts_are_the_same_whether_anybody_reads() -> None:
    pack = pack_of("text:\n  - cycle: a | b\n" + CHOICES, "phrases: {cup: {cycle: tea | mate}}\n")
    session = Session(pack, seed=4)
    while session.outcome is None:
        texts = PackTexts(pack, session.position)
        assert texts.line("scene.pause/text") == texts.line("scene.pause/text")
        session.act("rest")
    quiet = play_career(pack.program, "passed_over", 4, policy_named(pack.program, "first"))
    assert session.position == quiet
    assert encode(pack.program, quiet)["told"] == {"scene.pause": 8, "scene.phrases.cup": 8}
    session.rewind(6)
    assert encode(pack.program, session.position)["told"]["scene.pause"] == 6


def test_a_count_stops_at_9999() -> None:
    pack = pack_of("text:\n  - in_order: a | b\nchoices:\n  - {id: rest, label: Rest.}\n")
    session = Session(pack)
    slots = [
        max(value, 9999 * (slot.kind == "told"))
        for slot, value in zip(pack.program.slots, session.position.slots, strict=True)
    ]
    after = step(pack.program, session.position._replace(slots=tuple(slots)), "rest").state
    assert encode(pack.program, after)["told"] == {"scene.pause": 9999}


def test_counts_are_kept_and_a_save_without_them_begins_at_one() -> None:
    body = "text:\n  - if: standing == 1\n    once: a\n  - cycle: a | b\n" + CHOICES
    pack = pack_of(body.replace(", {cup}", "").replace("Rested.", "\n      - once: Rested."))
    session = Session(pack, seed=4)
    for _ in range(3):
        session.act("work")
    session.act("rest")
    plain = encode(pack.program, session.position)
    assert plain["told"] == {"scene.pause": 5, "scene.pause#0": 3, "scene.pause.rest": 1}
    assert save_format([plain]) == 3
    ids = IdLookup(pack.program, {})
    assert decode(pack.program, plain, ids).state == session.position
    del plain["told"]
    assert save_format([plain]) == 1
    older = encode(pack.program, decode(pack.program, plain, ids, same_texts=False).state)
    assert older["told"] == {"scene.pause": 1, "scene.pause#0": 1, "scene.pause.rest": 1}


def test_a_count_follows_its_scene_to_a_new_name() -> None:
    pack = pack_of("text:\n  - if: standing == 1\n    once: a\n  - cycle: a | b\n")
    session = Session(pack, seed=4)
    plain = encode(pack.program, session.position)
    plain["told"] = {"scene.old#0": 2, "scene.old": 7, "scene.gone": 3}
    renamed = IdLookup(pack.program, {"scene.old": "scene.pause"})
    kept = encode(pack.program, decode(pack.program, plain, renamed).state)
    assert kept["told"] == {"scene.pause": 7, "scene.pause#0": 2}


def test_a_first_of_is_what_the_nested_else_was() -> None:
    nested = (
        "text:\n  - if: standing > 5\n    text: a\n    else:\n      - if: standing > 2\n"
        "        one_of: [b, c]\n        else: d\n"
    )
    flat = (
        "text:\n  - first_of:\n      - if: standing > 5\n        text: a\n"
        "      - if: standing > 2\n        one_of: [b, c]\n      - text: d\n"
    )
    assert pack_of(nested).texts == pack_of(flat).texts
    assert pack_of(nested).text_digest == pack_of(flat).text_digest


def test_what_varies_is_prose_and_no_part_of_the_pack_digest() -> None:
    plain = pack_of("text: a\n")
    varied = pack_of("text:\n  - cycle: a | b\n")
    assert plain.pack_digest == varied.pack_digest
    assert plain.text_digest != varied.text_digest
    assert "told" not in encode(plain.program, Session(plain).position)


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("text:\n  - once: a\n    cycle: b", ["PM210"]),
        ("text:\n  - cycle: a\n    else: b", ["PM210"]),
        ("text:\n  - if: standing > 3\n    once: a\n    else: b", ["PM210"]),
        ("text:\n  - if: standing > 3\n    cycle: a | b\n    else: c", []),
        ("text:\n  - if: standing > 3\n    first_of: [{text: a}]", ["PM210"]),
        (
            "text:\n  - first_of:\n      - text: a\n      - if: standing > 3\n        text: b",
            ["PM210"],
        ),
        ("text:\n  - first_of:\n      - if: standing > 3\n        once: b\n        else: c", []),
        ("text:\n  - if: standing > 3", ["PM204"]),
        ("text:\n  - cycle: {a: b}", ["PM202"]),
        ("text:\n  - first_of: a", ["PM202"]),
        ("text:\n  - first_of:\n      - a", ["PM202"]),
        ("text:\n  - cycle:", ["PM211"]),
        ("text:\n  - one_of:\n      - - once: a", ["PM707"]),
        ("text:\n  - cycle:\n      - - if: standing > 3\n          once: a", ["PM707"]),
        ("text:\n  - once: a\n    else:\n      - cycle: b", ["PM707"]),
        ("text:\n  - cycle:\n      - - one_of: [a, b]\n      - - first_of: [{text: c}]", []),
        ("text:\n  - in_order: a | b\nodds: 50\nsuccess: {short: a}\nfailure: {text: a}", []),
        ("text: |\n  {a|b} and {standing.words}, {quarter.words}.", ["PM706"]),
        ("text: |\n  {ines.words}.", ["PM701"]),
        ("text:\n  - cycle:\n" + "      - a\n" * 100, []),
        ("text:\n  - first_of:\n" + "      - {if: standing > 3, text: a}\n" * 101, ["PM210"]),
    ],
)
def test_where_texts_that_vary_may_stand(body: str, codes: list[str]) -> None:
    found = examine(overlay("scene.yaml", scenario_of_scene(body))).diagnostics
    assert [one.code for one in found if one.severity == "error"] == codes


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("outcomes.yaml", "long_game:\n  title: A\n  text:\n    - once: a\n"),
        ("outcomes.yaml", "long_game:\n  title: A\n  epilogue:\n    - cycle: a\n"),
        ("starts.yaml", "passed_over:\n  title: A\n  role: pm\n  text:\n    - in_order: a\n"),
        ("locks.yaml", "plain:\n  when: standing > 3\n  locked:\n    - shuffle: a | b\n"),
    ],
)
def test_a_text_without_a_moment_does_not_vary(file: str, text: str) -> None:
    found = examine(overlay(file, text)).diagnostics
    assert [one.code for one in found if one.severity == "error"] == ["PM707"]


def test_commas_in_brackets_and_bars_in_phrases_are_warned_of() -> None:
    body = (
        "phrases: {pen: a pen | a pencil}\ntext:\n  - once: [Yes, he says, No.]\n  - |\n    {pen}\n"
    )
    found = examine(overlay("scene.yaml", scenario_of_scene(body))).diagnostics
    assert [one.message for one in found if one.code == "PM705"] == [
        "This is one text, and its `|` is read as it stands.",
        "Commas divide here: these are 3 texts: `Yes`, `he says`, `No.`.",
    ]


@pytest.mark.parametrize(
    "text",
    ["  A|B|C", "|\n  Tea | coffee, {standing}.", "\n  - cycle: A|B", "\n  - once: |\n      A | B"],
)
def test_a_bar_that_players_would_read_is_warned_of(text: str) -> None:
    found = examine(overlay("scene.yaml", scenario_of_scene(f"text: {text}"))).diagnostics
    assert "PM705" in [one.code for one in found]


def test_bars_between_texts_and_in_braces_are_no_bars_that_players_read() -> None:
    body = "text:\n  - cycle: A | B\n  - |\n    {A|B} here.\n"
    found = examine(overlay("scene.yaml", scenario_of_scene(body))).diagnostics
    assert "PM705" not in {one.code for one in found}


PHRASES = (
    "phrases:\n  cup:\n    - if: standing == 1\n      once: tea | mate\n    - cycle: a | b | c\n"
)


def test_each_wording_of_a_phrase_has_a_count_that_moves_on_entering() -> None:
    lines = read(pack_of(f"text: On the desk {{cup}}.\n{CHOICES}", PHRASES), "rwwwrrrr")
    assert lines == [
        *("On the desk a.", "Rested, a."),
        "On the desk b.",
        "On the desk tea.",
        "On the desk mate.",
        *("On the desk.", "Rested, b."),
        *("On the desk c.", "Rested, c."),
        *("On the desk a.", "Rested, a."),
        "On the desk b.",
    ]


def test_the_nearest_phrase_is_read_where_it_is_written() -> None:
    pack = {"pack.yaml": EXAMPLE_FILES["pack.yaml"] + "phrases: {a: pack, b: {in_order: '{a}'}}\n"}
    scene = (
        "language: 1\ntitle: A\nphrases: {a: scenario}\nscenes:\n  one:\n    phrases: {a: scene}\n"
        "    text: |\n      {a} {b}\n    goto: two\n  two:\n    text: |\n      {a}\n"
    )
    compiled = compile_pack(overlay("scene.yaml", scene, pack.items())).pack
    assert compiled is not None
    texts = PackTexts(compiled, Session(compiled).position)
    assert to_plain(texts.line("scene.one/text")) == "scene pack"
    assert to_plain(texts.line("scene.two/text")) == "scenario"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("On it {no}.", "On it."),
        ("On it {no} lies.", "On it lies."),
        ("{No} look up.", "Look up."),
        ("{no} look up.", "look up."),
        ('"{No} look," she says.', "“Look,” she says."),
        ("So ({no} far) it goes.", "So (far) it goes."),
        ("One {no} {no} two.", "One two."),
        ("{No} {ines} waits.", "Ines waits."),
        ("One\n{no}\ntwo.", "One two."),
        ("One.\n\n{no}\n\nTwo.", "One. Two."),
        ("It is {savings.words}, {Savings.words}.", "It is minus four, Minus four."),
    ],
)
def test_a_phrase_without_words_takes_a_space_along(text: str, line: str) -> None:
    stats = EXAMPLE_FILES["stats.yaml"] + "savings: {min: -9, max: 9, start: -4}\n"
    phrase = 'phrases:\n  no: {once: a, else: ""}\n'
    scene = (
        f"language: 1\ntitle: A\n{phrase}scenes:\n  pause:\n    text: |\n{indent(text, ' ' * 6)}\n"
    )
    pack = compile_pack(overlay("scene.yaml", scene, [("stats.yaml", stats)])).pack
    assert pack is not None
    state = Session(pack).position
    slots = list(state.slots)
    slots[pack.program.slot_index["told.scene.phrases.no"]] = 2
    texts = PackTexts(pack, state._replace(slots=tuple(slots)))
    assert to_plain(texts.line("scene.pause/text")) == line
