"""Words: counted by the pack's data alone, and the same as on the pages that a player reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.analysis.word_counts import WordCounter, count_words, written_words
from pmsim.core.chance import below
from pmsim.lang import compile_pack
from pmsim.lang.rules.example import EXAMPLE_FILES, scenario_of_scene
from pmsim.play.session import Session
from pmsim.ui.present.pages import render_pages
from pmsim.ui.present.parts import ProsePart
from pmsim.ui.present.text import to_paragraphs, to_plain
from tests.analysis.turn_words import words_of_turn
from tests.scenarios.test_shipped import pack


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Two words", 2),
        ("*One*, **two** and ***three***.", 4),
        ("- an item\n- another\n\n> said once\n> said twice", 7),
        ("At 6.40 it is 20-25 minutes", 6),
        ("", 0),
        ("  \n\n ", 0),
    ],
)
def test_words_are_what_stands_between_spaces(text: str, count: int) -> None:
    assert count_words(text) == count


@given(
    st.lists(
        st.lists(st.sampled_from(["a", "be", "*see*", "**dee**", "'ee'", "6.40"]), min_size=1),
        min_size=1,
    )
)
def test_words_are_those_of_the_page(rows: list[list[str]]) -> None:
    written = "\n\n".join(" ".join(row) for row in rows)
    assert count_words(written) == sum(
        len(to_plain(paragraph.line).split()) for paragraph in to_paragraphs([written])
    )


def counted(text: str) -> list[int]:
    """Words written, and read with exhaustion at 40 and at 90."""
    found = compile_pack(FILES_BYTES | {"scene.yaml": scenario_of_scene(text).encode()})
    assert found.pack is not None, found.diagnostics
    counter = WordCounter(found.pack)
    key = "scene.door/text" if "scene.door/text" in found.pack.texts else "scene.pause/text"
    start = Session(found.pack).position._replace(seed=1)
    slot = found.pack.program.slot_index["exhaustion"]
    tired = tuple(90 if number == slot else value for number, value in enumerate(start.slots))
    states = (start, start._replace(slots=tired))
    return [
        written_words(counter.count_key(key)),
        *(counter.words_of_key(key, state) for state in states),
    ]


FILES_BYTES = {name: text.encode() for name, text in EXAMPLE_FILES.items()}


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("text: |\n  {ines} waits, {{so}} do you.", [5, 5, 5]),
        ("text: |\n  {Ines.full}'s chair.", [3, 3, 3]),
        ("text: |\n  {ines.is} has {standing}.", [4, 4, 4]),
        (
            (
                "text:\n  - if: burnout >= frayed\n    text: |\n      One two three.\n    else: |\n"
                "      One.\n"
            ),
            [4, 1, 3],
        ),
        ("text:\n  - One.\n  - one_of: [Two three., Four five.]\n", [5, 3, 3]),
    ],
)
def test_a_text_is_counted_in_all_and_in_a_state(text: str, counts: list[int]) -> None:
    assert counted(text) == counts


@pytest.mark.parametrize("door", ["fumes", "passed_over", "new_manager", "looking_out"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_career_has_the_words_that_its_pages_show(door: str, seed: int) -> None:
    session = Session(pack("the_long_game"), door, seed)
    counter = WordCounter(session.pack)
    while True:
        shown = 0
        for page in render_pages(session.pack, session.events, session.position, session.offered):
            told = [
                paragraph.line
                for part in page.parts
                # what a role is stands in no scene
                if isinstance(part, ProsePart) and page.form != "role"
                for paragraph in part.paragraphs
            ]
            shown += sum(
                len(to_plain(line).split())
                for line in (*told, *(choice.label for choice in page.choices))
            )
        assert words_of_turn(counter, session.turn, session.offered) == shown
        if session.outcome is not None:
            break
        ids = [offer.id for offer in session.offered if not offer.closed]
        session.act(ids[below(len(ids), seed, "policy", "random", session.decision)])
