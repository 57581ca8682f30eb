"""What may be written at a cursor, told from the text alone. In each little file the cursor is
the mark ▮."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim.authoring.lsp.cursor_context import CursorContext, context_at
from pmsim.lang.decoding import lines_of

STORY = """\
language: 1
title: The Pause
scenes:
  pause:
    text: |
      It ticks.
    choices:
      - id: wait
        label: Wait.
"""
MARK = "▮"


def at(text: str, file: str = "pause.yaml") -> CursorContext:
    """The context of the mark."""
    before, _, after = text.partition(MARK)
    lines = lines_of(before + after)
    row = before.count("\n")
    return context_at(lines, row + 1, len(before) - (before.rfind("\n") + 1) + 1, file)


def told(found: CursorContext) -> str:
    """In a line: slot, kind.field, what is typed, a dash where one must come first."""
    where = (
        f"{found.kind}.{found.field}"
        if found.slot != "key"
        else found.kind or f"names of {found.field}"
    )
    return (
        f"{found.slot} {where} {'- ' if found.dashed else ''}{found.typed}".rstrip()
        if found.slot != "nothing"
        else "nothing"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("▮", "key scenario"),
        ("ti▮", "key scenario ti"),
        ("ti▮tle: x", "key scenario ti"),
        ("title: x\n▮", "key scenario"),
        ("title: ▮", "value scenario.title"),
        ("topics: [pa▮", "value scenario.topics pa"),
        ("topics: [pace, ▮]", "value scenario.topics"),
        ("topics:\n  - ▮", "value scenario.topics"),
        ("topics:\n- pa▮", "value scenario.topics pa"),
        ("topics:\n  ▮", "value scenario.topics -"),
        ("when: burn▮", "expression scenario.when burn"),
        ("when: role in (pm, ▮", "expression scenario.when"),
        ("when: >\n  burnout >= ▮", "expression scenario.when"),
        ("start: ▮", "value scenario.start"),
        ("start: [▮", "value scenario.start"),
        ("with: [▮", "value scenario.with"),
        ("repeat: ▮", "value scenario.repeat"),
        ("draw: f▮", "value scenario.draw f"),
        ("phrases:\n  m▮", "key names of phrases m"),
        ("phrases:\n  boss: {in▮", "placeholder .boss in"),
        ("phrases:\n  boss:\n    - i▮", "key phrase line i"),
        ("phrases:\n  boss:\n    - if: fu▮", "expression phrase line.if fu"),
        ("phrases:\n  boss:\n    - {if: fu▮", "expression phrase line.if fu"),
        ("phrases:\n  boss:\n    - text: Hello, {sa▮", "placeholder phrase line.text sa"),
        ("scenes:\n  ▮", "key names of scenes"),
        ("scenes:\n  pause:\n    ▮", "key scene"),
        ("scenes:\n  pause:\n    go▮", "key scene go"),
        ("scenes:\n  pause: {te▮", "key scene te"),
        ("scenes:\n  pause: {text: It ticks., go▮}", "key scene go"),
        ("scenes:\n  pause: {text: It ticks., goto: a▮}", "value scene.goto a"),
        ("scenes:\n  pause: {text: Hello {in▮}", "placeholder scene.text in"),
        ("scenes:\n  pause:\n    text: It ▮", "prose scene.text"),
        ("scenes:\n  pause:\n    text: |\n      It {▮", "placeholder scene.text"),
        (
            "scenes:\n  pause:\n    text: |\n      It {burnout.▮} ticks",
            "placeholder scene.text burnout.",
        ),
        ("scenes:\n  pause:\n    text: |\n      It {{▮", "prose scene.text"),
        ("scenes:\n  pause:\n    text: |\n      It {{{i▮", "placeholder scene.text i"),
        (
            "scenes:\n  pause:\n    text: |\n      It ticks.\n\n      And {a▮",
            "placeholder scene.text a",
        ),
        ("scenes:\n  pause:\n    text: |\n      goto: {a▮", "placeholder scene.text a"),
        ("scenes:\n  pause:\n    text: |\n      It ticks.\n    ▮", "key scene"),
        ("scenes:\n  pause:\n    text: |\n      It ticks.\n      ▮", "prose scene.text"),
        ("scenes:\n  pause:\n    text:\n      - ▮", "key block"),
        ("scenes:\n  pause:\n    text:\n      - i▮", "key block i"),
        ("scenes:\n  pause:\n    text:\n      ▮", "key block -"),
        ("scenes:\n  pause:\n    text:\n      - if: fu▮", "expression block.if fu"),
        ("scenes:\n  pause:\n    text:\n      - if: fumes\n        ▮", "key block"),
        (
            "scenes:\n  pause:\n    text:\n      - if: fumes\n        text: |\n          Hello {▮",
            "placeholder block.text",
        ),
        (
            "scenes:\n  pause:\n    text:\n      - one_of:\n          - Hello {▮",
            "placeholder block.one_of",
        ),
        ("scenes:\n  pause:\n    text:\n      - |\n        Hello {▮", "placeholder scene.text"),
        ("scenes:\n  pause:\n    text: {▮", "placeholder scene.text"),
        ("scenes:\n  pause:\n    choices:\n      ▮", "key choice -"),
        ("scenes:\n  pause:\n    choices:\n      - ▮", "key choice"),
        ("scenes:\n  pause:\n    choices:\n    - la▮", "key choice la"),
        ("scenes:\n  pause:\n    choices:\n      - id: wait\n        la▮", "key choice la"),
        ("scenes:\n  pause:\n    choices:\n    - id: wait\n      la▮", "key choice la"),
        ("scenes:\n  pause:\n    choices:\n      - id: wait\n        goto: ▮", "value choice.goto"),
        (
            "scenes:\n  pause:\n    choices:\n      - id: wait\n        goto: [pause, ▮",
            "value choice.goto",
        ),
        (
            "scenes:\n  pause:\n    choices:\n      - id: wait\n        goto:\n          - ▮",
            "value choice.goto",
        ),
        ("scenes:\n  pause:\n    choices:\n      - id: wait\n        later: {▮", "key later"),
        (
            "scenes:\n  pause:\n    choices:\n      - id: wait\n        later: {in: 3, scene: ▮",
            "value later.scene",
        ),
        (
            (
                "scenes:\n  pause:\n    choices:\n      - id: wait\n        later: {in: 3,\n       "
                "         scene: ▮"
            ),
            "value later.scene",
        ),
        (
            "scenes:\n  pause:\n    choices:\n      - id: wait\n        later: [{in: 3, sce▮",
            "key later sce",
        ),
        (
            (
                "scenes:\n  pause:\n    choices:\n      - id: wait\n        later:\n          - in:"
                " 3\n            sce▮"
            ),
            "key later sce",
        ),
        (
            "scenes:\n  pause:\n    choices:\n      - id: wait\n        later:\n          ▮",
            "key later",
        ),
        ("scenes:\n  pause:\n    choices:\n      - id: wait\n        effects: {▮", "key effects"),
        (
            (
                "scenes:\n  pause:\n    choices:\n      - id: wait\n        effects: {standing: 3,"
                " wo▮}"
            ),
            "key effects wo",
        ),
        (
            (
                "scenes:\n  pause:\n    choices:\n      - id: wait\n        effects: {standing: 3 +"
                " sco▮}"
            ),
            "expression effects.standing sco",
        ),
        (
            (
                "scenes:\n  pause:\n    choices:\n      - id: wait\n        effects: {standing: ="
                " sco▮}"
            ),
            "expression effects.standing sco",
        ),
        (
            "scenes:\n  pause:\n    choices:\n      - id: wait\n        effects: {set: [a, b▮]}",
            "value effects.set b",
        ),
        (
            (
                "scenes:\n  pause:\n    choices:\n      - id: wait\n        effects:\n         "
                " set: [▮"
            ),
            "value effects.set",
        ),
        (
            "scenes:\n  pause:\n    choices:\n      - id: wait\n        effects:\n          do: ▮",
            "value effects.do",
        ),
        (
            (
                "scenes:\n  pause:\n    choices:\n      - id: wait\n        effects:\n         "
                " discovery.▮"
            ),
            "key effects discovery.",
        ),
        (
            "scenes:\n  pause:\n    choices:\n      - id: wait\n        odds: 35 + inf▮",
            "expression choice.odds inf",
        ),
        (
            (
                "scenes:\n  pause:\n    choices:\n      - id: wait\n        odds: 35\n       "
                " success:\n          ▮"
            ),
            "key branch",
        ),
        ("scenes:\n  pause:\n    choices:\n      - id: wait\n        end: ▮", "value choice.end"),
        (
            "scenes:\n  pause:\n    choices:\n      - id: wait\n        moment: the {▮",
            "placeholder choice.moment",
        ),
        ("scenes:\n  pause:\n    choices:\n      - id: wait\n        why: {▮", "key names of why"),
        (
            "scenes:\n  pause:\n    choices:\n      - id: wait\n        why:\n          ▮",
            "key names of why",
        ),
        (
            "scenes:\n  pause:\n    choices:\n      - id: wait\n        label: {▮",
            "placeholder choice.label",
        ),
        ("scenes:\n  pause:\n    choicez:\n      - id: wait\n        goto: ▮", "value choice.goto"),
        ("scenes:\n  pause:\n    nonsense:\n      - id: wait\n        goto: ▮", "nothing"),
        ("scenes:\n  pause:\n    choices: [\n  after:\n    goto: ▮", "value scene.goto"),
        ('scenes:\n  pause:\n    text: "It\n  after:\n    goto: ▮', "value scene.goto"),
        ("scenes:\n  pause:\n    text: It ticks.\n\n  # the other\n  after:\n    ▮", "key scene"),
        ("title: x  # note▮", "nothing"),
        ("# note▮", "nothing"),
        ("note: anything {▮", "nothing"),
    ],
)
def test_in_a_scenario(text: str, expected: str) -> None:
    assert told(at(text)) == expected


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("pack.yaml", "▮", "key pack"),
        ("pack.yaml", "stats:\n  mood: {▮", "key stat"),
        ("pack.yaml", "stats:\n  mood: {good: ▮", "value stat.good"),
        ("pack.yaml", "stats:\n  mood: {bands: {▮", "key names of bands"),
        ("pack.yaml", "stats:\n  mood: {min: 0, value: ti▮", "expression stat.value ti"),
        ("pack.yaml", "stats:\n  ▮", "key names of stats"),
        ("pack.yaml", "groups: {causes: [▮", "value .causes"),
        ("pack.yaml", "locks: {▮", "key names of locks"),
        ("pack.yaml", "locks: {costly: {when: ▮", "expression lock.when"),
        ("pack.yaml", "calendar:\n  quarter:\n    - scenario: ▮", "value beat.scenario"),
        ("pack.yaml", "calendar:\n  quarter:\n    - draw: {topics: [▮", "value draw.topics"),
        ("pack.yaml", "calendar:\n  quarter:\n    ▮", "key beat -"),
        ("pack.yaml", "starts:\n  fumes:\n    role: ▮", "value start.role"),
        ("pack.yaml", "promises:\n  - {outcome: ▮", "value promise.outcome"),
        ("pack.yaml", "personas: {a: {likes: {▮", "key names of likes"),
        ("pack.yaml", "personas: {a: {likes: {plain: 2, ri▮", "key names of likes ri"),
        ("pack.yaml", "practice: {on_loved: {▮", "key effects"),
        ("outcomes.yaml", "tpm:\n  ▮", "key outcome"),
        ("outcomes.yaml", "outcomes:\n  tpm:\n    when: ▮", "expression outcome.when"),
        (
            "outcomes.yaml",
            "tpm:\n  variants:\n    - id: bright\n      when: ▮",
            "expression variant.when",
        ),
        ("roles.yaml", "pm: {next: [▮", "value role.next"),
        ("debrief.yaml", "statements:\n  a:\n    cites: [▮", "value statement.cites"),
        ("debrief.yaml", "statements:\n  a:\n    passed: [▮", "value statement.passed"),
        ("debrief.yaml", "watch: [▮", "value debrief.watch"),
        ("debrief.yaml", "activities:\n  a:\n    when: ▮", "expression activity.when"),
        ("a.playthrough.yaml", "▮", "key playthrough"),
        ("a.playthrough.yaml", "choices: [a, b.▮", "value playthrough.choices b."),
        ("a.playthrough.yaml", "expect: {▮", "key expect"),
        ("a.playthrough.yaml", "expect: {burnout: < ▮", "expression expect.burnout"),
        ("a.playthrough.yaml", "expect: {seen: [▮", "value expect.seen"),
        ("a.playthrough.yaml", "then: ▮", "value playthrough.then"),
    ],
)
def test_in_the_other_files(file: str, text: str, expected: str) -> None:
    assert told(at(text, file)) == expected


def test_what_stands_beside_it_is_known() -> None:
    assert set(at(STORY + "        ▮\n        goto: pause\n").taken) == {"id", "label", "goto"}
    assert set(at(STORY.replace("- id", "- ▮\n        id")).taken) == {"id", "label"}
    assert set(at("scenes: {a: {text: x, goto: b, ▮}}").taken) == {"text", "goto"}
    assert set(at("topics: [pace, ▮]").taken) == {"pace"}
    assert set(at("a: 1\n▮\nscenes:\n  b: {}\n").taken) == {"a", "scenes"}


def test_the_word_is_replaced_whole() -> None:
    found = at("scenes:\n  pause:\n    go▮to: after\n")
    assert (found.typed, found.start, found.end, found.colon) == ("go", 5, 9, True)
    found = at("when: burn▮out >= 3\n")
    assert (found.before, found.typed, found.start, found.end) == ("", "burn", 7, 14)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *STORY.splitlines(keepends=True),
                "        later: {in: 3, scene: [\n",
                "- ",
                "{",
                "}",
                "]",
                '"',
                "|\n",
                "\t",
                "😀",
                ":",
                " ",
            ]
        ),
        max_size=30,
    ),
    st.integers(0, 30),
    st.integers(0, 60),
    st.sampled_from(["pause.yaml", "pack.yaml", "outcomes.yaml", "a.playthrough.yaml"]),
)
def test_any_place_of_any_text_has_a_context(
    pieces: list[str], line: int, column: int, file: str
) -> None:
    lines = lines_of("".join(pieces))
    row = min(line, len(lines) - 1)
    column = min(column, len(lines[row]))
    found = context_at(lines, row + 1, column + 1, file)
    if found.slot != "nothing":
        assert 1 <= found.start <= column + 1 <= found.end <= len(lines[row]) + 1
        assert lines[row][found.start - 1 : column] == found.typed
