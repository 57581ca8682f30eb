"""How much there is to read: what is written adds up, and what is read is what the pages show."""

import pytest

from pmsim.analysis.review.texts import TEXT_ROLES, count_written_words
from pmsim.analysis.simulate.play import measure_reading
from pmsim.analysis.word_counts import WordCounter, written_words
from pmsim.core.policy import policy_named
from pmsim.core.step import play_career
from tests.analysis.review.looked_at import compiled, files, scenario
from tests.scenarios.test_shipped import pack, read


def test_each_text_has_one_role() -> None:
    own = (
        "id: success\nlabel: One two.\nneeds: never\nlocked: One two three.\ntext: One.\nwhy:"
        " {standing: one}\neffects: {standing: 1}\n"
    )
    risky = (
        "id: risky\nlabel: Try.\nodds: 50\nsuccess: {text: One two three four.}\nfailure: {text:"
        " One., short: one}\n"
    )
    more = "luck:\n  odds: 50\n  text: One.\n  success:\n    text: One two.\n"
    story = scenario("One two three four five.", own, risky + "goto: luck\n", more=more)
    found = count_written_words(compiled(files(story))[0])
    assert found.scenarios == {
        "scene": dict(zip(TEXT_ROLES, (5 + 1 + 2, 1 + 4 + 1, 2 + 1, 3, 1 + 1), strict=True))
    }
    assert found.parts == {"doors": 0, "ends": 6, "debrief": 0, "locks": 0, "phrases": 0, "rest": 0}


@pytest.mark.parametrize("name", ["first_day", "the_long_game"])
def test_nothing_is_left_out(name: str) -> None:
    own = pack(name)
    counter = WordCounter(own)
    found = count_written_words(own)
    total = sum(written_words(counter.count_key(key)) for key in own.texts) + sum(
        written_words(counter.count_text(text)) for text in own.phrases.values()
    )
    assert (
        sum(sum(words.values()) for words in found.scenarios.values()) + sum(found.parts.values())
        == total
    )


def test_what_is_read_is_what_the_pages_show() -> None:
    counts = [read("fumes", seed) for seed in (1, 2, 3)]
    found = measure_reading(pack("the_long_game"), "fumes", 1, 3)
    assert found == ("fumes", min(counts), round(sum(counts) / 3), max(counts), 3)


def test_a_persona_reads_too() -> None:
    own = pack("the_long_game")
    assert (
        measure_reading(own, "fumes", 7, 1, "enabler").most
        != measure_reading(own, "fumes", 7, 1).most
    )
    assert play_career(own.program, "fumes", 7, policy_named(own.program, "enabler")).outcome >= 0


def test_an_unknown_start_is_no_start() -> None:
    with pytest.raises(KeyError):
        measure_reading(pack("first_day"), "nowhere", 1, 1)
