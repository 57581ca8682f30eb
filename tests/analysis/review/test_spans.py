"""How long and how different a text may be read."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmsim.analysis.review.word_ranges import WordRange, variable_words, word_range
from pmsim.analysis.word_counts import WordCounter, has_causes, written_words
from pmsim.core.events import TextShown
from pmsim.lang.pack import Pack
from tests.analysis.review.looked_at import subject
from tests.play.test_random_packs import lived
from tests.sizes import size
from tests.strategies.packs import compiled_packs

IF = "    - if: {}\n      text: {}\n"


def spanned(*blocks: str) -> WordRange:
    found = subject("language: 1\ntitle: A\nscenes:\n  door:\n    text:\n" + "".join(blocks))
    return word_range(found.counter.count_key("scene.door/text"), found.program.slots)


@pytest.mark.parametrize(
    ("blocks", "least", "most"),
    [
        (["    - One two.\n"], 2, 2),
        ([IF.format("burnout >= 50", "a b"), IF.format("burnout < 50", "c d e")], 2, 3),
        ([IF.format("burnout >= 50", "a b"), IF.format("not (burnout >= 50)", "c d e")], 2, 3),
        ([IF.format("burnout >= 50", "a b"), IF.format("standing < 50", "c d e")], 0, 5),
        ([IF.format("season == 1", "a b"), IF.format("season > 1", "c d e")], 2, 3),
        ([IF.format("burnout > 100", "a b")], 0, 0),
        (
            [IF.format("standing > 40 and standing < 50", "a b"), IF.format("standing == 45", "c")],
            0,
            3,
        ),
        ([IF.format("role == pm", "a b")], 2, 2),
        (["    - one_of: [a b c, d]\n"], 1, 3),
    ],
)
def test_a_span_holds_conditions_about_one_number_together(
    blocks: list[str], least: int, most: int
) -> None:
    assert spanned(*blocks) == WordRange(least, most)


@settings(max_examples=size(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    compiled_packs(), st.integers(0, 2**32), st.lists(st.integers(0, 50), min_size=1, max_size=12)
)
def test_no_reading_is_outside_its_span(pack: Pack, seed: int, picks: list[int]) -> None:
    counter = WordCounter(pack)
    for node in lived(pack, seed, picks, twice=False).nodes:
        for event in node.turn.events:
            counted = (
                counter.count_key(f"{event.key}/text") if isinstance(event, TextShown) else None
            )
            if counted is not None and isinstance(event, TextShown) and not has_causes(counted):
                least, most = word_range(counted, pack.program.slots)
                assert (
                    least
                    <= counter.words_of_key(f"{event.key}/text", event.state)
                    <= most
                    <= written_words(counted)
                )


@pytest.mark.parametrize(
    ("blocks", "count"),
    [
        (["    - One two three.\n"], 0),
        ([IF.format("burnout >= 50", "a b c")], 3),
        (["    - if: burnout >= 50\n      text: a b c d\n      else: a b x\n"], 2),
        (["    - one_of: [a b c, a b d, x y z w]\n"], 4),
        ([IF.format("burnout >= 50", "a b c"), IF.format("standing >= 50", "d")], 4),
    ],
)
def test_changeable_words_are_those_that_differ(blocks: list[str], count: int) -> None:
    pack = subject("language: 1\ntitle: A\nscenes:\n  door:\n    text:\n" + "".join(blocks)).pack
    assert variable_words(pack.texts["scene.door/text"], pack.phrases) == count


def test_a_phrase_changes_words_too() -> None:
    phrase = "phrases:\n  who:\n    - {if: burnout >= 50, text: somebody else}\n    - text: Ines\n"
    pack = subject(
        f"language: 1\ntitle: A\n{phrase}scenes:\n  door:\n    text: So {{who}} says.\n"
    ).pack
    assert variable_words(pack.texts["scene.door/text"], pack.phrases) == 2


def test_because_is_as_long_as_what_it_may_name() -> None:
    choices = "".join(
        f"      - id: {name}\n        label: Go.\n        moment: {deed}\n        later: {{in: 1,"
        " scene: back}\n"
        for name, deed in DEEDS
    )
    back = (
        "  back:\n    text:\n      - Since {because}.\n      - if: burnout >= 50\n        text: So"
        " {because} it was.\n"
    )
    found = subject(f"language: 1\ntitle: A\nscenes:\n  door:\n    choices:\n{choices}{back}")
    (passage,) = (each for each in found.texts if each.role == "told")
    assert found.word_range(passage) == WordRange(1 + 1, 1 + 4 + 3 + 4)


DEEDS = (("a", "it"), ("b", "the call from Leiden"))
