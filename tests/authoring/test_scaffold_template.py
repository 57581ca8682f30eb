"""Templates: a hole without a word takes away what cannot stand without it, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.authoring.scaffold import fill_template

WORDS = {"person": "ines", "none": "", "two": "one\ntwo"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("with: [$person]\n", "with: [ines]\n"),
        ("with: [$none]\n", ""),
        ("with: [$none, $person]\n", "with: [ines]\n"),
        ("effects: {$none: -1, do: $person}\n", "effects: {do: ines}\n"),
        ("effects: {$none: 1}\nlater: {in: 1}\n", "later: {in: 1}\n"),
        ("needs: $none >= 3\n", ""),
        ("draw: {}\n", "draw: {}\n"),
        ("text: {because} $person\n", "text: {because} ines\n"),
        ("  # $two.\n", "  # one\n  # two.\n"),
        ("  $two\n", "  one\n  two\n"),
        ("# $$schema: x\n", "# $schema: x\n"),
    ],
)
def test_what_is_left(text: str, filled: str) -> None:
    assert fill_template(text, WORDS) == filled


def test_a_hole_without_a_word_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        fill_template("$unheard_of\n", WORDS)


@given(st.text(st.characters(blacklist_characters="$", blacklist_categories=["Cs"])))
def test_what_has_no_hole_stays_as_it_is(text: str) -> None:
    assert fill_template(text, WORDS) == text


@given(st.text(st.characters(blacklist_categories=["Cs"]), min_size=1))
def test_a_word_is_never_filled_itself(word: str) -> None:
    """Whatever somebody calls their scenario, it is no template."""
    assert fill_template("title: $title", {"title": word}) == "title: " + word
