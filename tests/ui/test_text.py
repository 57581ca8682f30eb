"""Prose to paragraphs: whatever is written is what is read, and nothing in it acts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.lang.characters import HIDDEN
from pmsim.ui.present.text import Paragraph, Span, capitalised, in_one_line, paragraphs, plain, without_stop
from pmsim.ui.present.typography import guard, shown

ANY = st.text(st.characters(codec=None), max_size=60)
UNMARKED = st.characters(codec="utf-8", exclude_characters="*\"'.-> \n", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Zs"))
NO_MARKS = st.text(UNMARKED, min_size=1)
TAGS = ("[blocked]", "[/b]", "[@click=app.quit]go[/]", "$ink", "{ines}", "<b>", "[link](http://x)", "\\[red]")


def written(found: tuple[Paragraph, ...]) -> str:
    """The characters of all paragraphs."""
    return "\n".join(plain(paragraph.line) for paragraph in found)


@given(NO_MARKS)
def test_what_has_no_mark_is_shown_as_written(text: str) -> None:
    assert written(paragraphs([text])) == guard(text)


@given(ANY)
def test_nothing_hidden_reaches_a_screen(text: str) -> None:
    told = written(paragraphs([text, (Span(text, True),)]))
    assert not HIDDEN.search(told)
    assert not re.search("[\ud800-\udfff]", told)


@given(ANY)
def test_no_character_is_lost_but_marks_and_spaces(text: str) -> None:
    kept = re.sub(r"[\s*\"'.\->“”‘’…–—]", "", guard(text))
    assert re.sub(r"[\s*\"'.\->“”‘’…–—]", "", written(paragraphs([text]))) == kept


@given(ANY)
def test_asking_twice_changes_nothing(text: str) -> None:
    assert shown(shown(text)) == shown(text)


@given(st.lists(st.sampled_from((*TAGS, "word", "*", "**", " ")), max_size=12))
def test_foreign_markup_is_text(pieces: list[str]) -> None:
    told = written(paragraphs(pieces))
    for tag in ("[blocked]", "[/b]", "[@click=app.quit]go[/]", "{ines}"):
        assert told.count(tag) == "".join(pieces).count(tag)


@pytest.mark.parametrize(
    ("source", "spans"),
    [
        ("It says *close*.", (Span("It says "), Span("close", True), Span("."))),
        ("**All-hands.** Twelve.", (Span("All-hands.", False, True), Span(" Twelve."))),
        ("***both***", (Span("both", True, True),)),
        ("*a **b** c*", (Span("a ", True), Span("b", True, True), Span(" c", True))),
        ("2 * 3 * 4", (Span("2 * 3 * 4"),)),
        ("*open", (Span("*open"),)),
        ("_not_ `code` [no](link)", (Span("_not_ `code` [no](link)"),)),
        ('*"Bolder"*', (Span("“Bolder”", True),)),
    ],
)
def test_the_small_markdown(source: str, spans: tuple[Span, ...]) -> None:
    assert paragraphs([source]) == (Paragraph(spans),)


def test_a_value_inside_an_emphasis_may_have_its_own() -> None:
    found = paragraphs(["*since ", (Span("the file called "), Span("Bolder", True)), "*"])
    assert found == (Paragraph((Span("since the file called ", True), Span("Bolder"))),)


def test_stars_in_a_value_are_letters() -> None:
    assert written(paragraphs(["*a* ", (Span("*b*"),)])) == "a *b*"


def test_paragraphs_quotations_and_items() -> None:
    found = paragraphs(["One\nline.\n\n> Said\n> twice.\n\n- first\n- second\n  half\n\nEnd - it\n- is"])
    assert [(paragraph.kind, plain(paragraph.line)) for paragraph in found] == [
        ("prose", "One line."),
        ("quote", "Said twice."),
        ("item", "first"),
        ("item", "second half"),
        ("prose", "End – it – is"),
    ]


@pytest.mark.parametrize(
    ("source", "letters"),
    [
        ('"You\'re close," she says.', "“You’re close,” she says."),
        ("'Tis the '90s, 'em too.", "’Tis the ’90s, ’em too."),
        ("He said: 'no'.", "He said: ‘no’."),
        ('("so")', "(“so”)"),
        ("wait...", "wait…"),
        ("wait....", "wait...."),
        ("one -- two - three", "one – two – three"),
        ("well-known", "well-known"),
        ("one --- two", "one — two"),
    ],
)
def test_letters(source: str, letters: str) -> None:
    assert shown(source) == letters


def test_small_turns_of_a_line() -> None:
    assert plain(capitalised((Span("“"), Span("ines")))) == "“Ines"
    assert plain(without_stop((Span("Ship it tonight."),))) == "Ship it tonight"
    assert plain(without_stop((Span("And then..."),))) == "And then..."
    assert plain(in_one_line(paragraphs(["a\n\nb"]))) == "a b"
