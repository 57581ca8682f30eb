"""Prose to paragraphs: whatever is written is what is read, and nothing in it acts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.analysis.word_counts import count_words
from pmsim.lang.characters import HIDDEN
from pmsim.lang.text import unread_markdown
from pmsim.ui.lines import of_paragraphs
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
        ("5*3*2 chairs, 2**4 = 8*2, and 2**3 = 8", (Span("5*3*2 chairs, 2**4 = 8*2, and 2**3 = 8"),)),
        ("a*b*c and f***, f**k", (Span("a*b*c and f***, f**k"),)),
        ("dial *69…*23", (Span("dial *69…*23"),)),
        ("*so*metimes", (Span("*so*metimes"),)),
        ("*5*3*", (Span("5*3", True),)),
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


LINES = st.lists(
    st.sampled_from(("They wait.", "- a pen", "* a cup", "  - a lid", "> said", "", "1. one", "2. two", "---", "* * *", "# One"))
)


@given(LINES)
def test_screen_lines_count_and_check_agree_about_lists(lines: list[str]) -> None:
    text = "\n".join(lines)
    found, complaints = paragraphs([text]), list(unread_markdown(text))
    marked = [line for line in lines if re.match(r" *(?:[-*] +\S|>)", line) and line != "* * *"]
    shown_as_marked = [paragraph for paragraph in found if paragraph.kind != "prose"]
    run_together = any(one.rule == "run-together" for one in complaints)
    assert run_together == any(re.search(r".[-*–>] (?:a pen|a cup|a lid|said)", plain(one.line)) for one in found if one.kind == "prose")
    if not run_together:
        assert len([one for one in found if one.kind == "item"]) == len([line for line in marked if ">" not in line])
        assert bool(shown_as_marked) == bool(marked)
        assert [line for line in of_paragraphs(found) if line.startswith("- ")] == [
            f"- {plain(one.line)}" for one in found if one.kind == "item"
        ]
    assert count_words(text) == sum(len(plain(one.line).split()) for one in found if plain(one.line) not in ("---", "* * *"))
    for one in complaints:
        assert text.startswith(one.text, one.start)
        assert one.rule == "run-together" or any(one.text in plain(paragraph.line) for paragraph in found), "shown as it stands"


@pytest.mark.parametrize(
    ("source", "complaints"),
    [
        ("Three things:\n- a pen\n- a cup", [("run-together", 14, "-", "list")]),
        ("Two:\n* a pen\n* a cup\n> He said", [("run-together", 5, "*", "list"), ("run-together", 21, ">", "quotation")]),
        ("He said:\n\n1. First.\n2. Second.", [("markup", 10, "1.", "numbered lists")]),
        ("He said:\n1. First.", [("markup", 9, "1.", "numbered lists")]),
        ("In week\n12. Then it rained.", []),
        ("1. First.\n\n2. Second.", []),
        ("One.\n\n---\n\nTwo.", [("markup", 6, "---", "horizontal lines")]),
        ("## The plan\nIt waits.", [("markup", 0, "##", "headings")]),
        ("- one\n- two\n\n> said", []),
        ("-5 and *so* and > 3", []),
    ],
)
def test_what_check_says_of_markdown_that_is_not_read(source: str, complaints: list[tuple[str, int, str, str]]) -> None:
    assert [tuple(one)[:4] for one in unread_markdown(source)] == complaints


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
        ("he said--and left; 1--2", "he said–and left; 1–2"),
        ("Run it with --force, (--all) or `deploy --all`.", "Run it with --force, (--all) or `deploy --all`."),
        ("--no-verify", "--no-verify"),
        ("Type ---force.", "Type ---force."),
        ("-- Ship it", "– Ship it"),
        ("---", "---"),
        ('`say "hi"...` and "so"', '`say "hi"...` and “so”'),
        ('one ` "two"', "one ` “two”"),
        ('"I thought—", he said. ("Never mind--") "Stop-"!', "“I thought—”, he said. (“Never mind–”) “Stop-”!"),
        ("'I thought—' he said, and didn't.", "‘I thought—’ he said, and didn’t."),
        ('It was late—"Never," she said—"and never again"', "It was late—“Never,” she said—“and never again”"),
        ("'bout time, 'twould do", "’bout time, ’twould do"),
        ("the 'gator, the 'phone", "the ’gator, the ’phone"),
        ("'gators' and 'phones'", "‘gators’ and ‘phones’"),
        ('«"Oui"» and "¿"', "«“Oui”» and “¿”"),
    ],
)
def test_letters(source: str, letters: str) -> None:
    assert shown(source) == letters


def test_small_turns_of_a_line() -> None:
    assert plain(capitalised((Span("“"), Span("ines")))) == "“Ines"
    assert plain(without_stop((Span("Ship it tonight."),))) == "Ship it tonight"
    assert plain(without_stop((Span("And then..."),))) == "And then..."
    assert plain(in_one_line(paragraphs(["a\n\nb"]))) == "a b"
