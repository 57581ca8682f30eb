"""Prose to paragraphs: whatever is written is what is read, and nothing in it acts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsim.analysis.word_counts import count_words
from pmsim.lang.characters import HIDDEN
from pmsim.lang.text import unread_markdown
from pmsim.ui.plain_text import render_paragraphs
from pmsim.ui.present.text import (
    Paragraph,
    StyledSpan,
    capitalised,
    join_paragraphs,
    to_paragraphs,
    to_plain,
    without_full_stop,
)
from pmsim.ui.present.words import display_text, escape_unseen

ANY = st.text(st.characters(codec=None), max_size=60)
UNMARKED = st.characters(
    codec="utf-8",
    exclude_characters="*\"'.-> \n",
    exclude_categories=("Cc", "Cf", "Zl", "Zp", "Zs"),
)
NO_MARKS = st.text(UNMARKED, min_size=1)
TAGS = (
    "[blocked]",
    "[/b]",
    "[@click=app.quit]go[/]",
    "$ink",
    "{ines}",
    "<b>",
    "[link](http://x)",
    "\\[red]",
)


def written(found: tuple[Paragraph, ...]) -> str:
    """The characters of all paragraphs."""
    return "\n".join(to_plain(paragraph.line) for paragraph in found)


@given(NO_MARKS)
def test_what_has_no_mark_is_shown_as_written(text: str) -> None:
    assert written(to_paragraphs([text])) == escape_unseen(text)


@given(ANY)
def test_nothing_hidden_reaches_a_screen(text: str) -> None:
    told = written(to_paragraphs([text, (StyledSpan(text, True),)]))
    assert not HIDDEN.search(told)
    assert not re.search("[\ud800-\udfff]", told)


@given(ANY)
def test_no_character_is_lost_but_marks_and_spaces(text: str) -> None:
    kept = re.sub(r"[\s*\"'.\->“”‘’…–—]", "", escape_unseen(text))
    assert re.sub(r"[\s*\"'.\->“”‘’…–—]", "", written(to_paragraphs([text]))) == kept


@given(ANY)
def test_asking_twice_changes_nothing(text: str) -> None:
    assert display_text(display_text(text)) == display_text(text)


@given(st.lists(st.sampled_from((*TAGS, "word", "*", "**", " ")), max_size=12))
def test_foreign_markup_is_text(pieces: list[str]) -> None:
    told = written(to_paragraphs(pieces))
    for tag in ("[blocked]", "[/b]", "[@click=app.quit]go[/]", "{ines}"):
        assert told.count(tag) == "".join(pieces).count(tag)


@pytest.mark.parametrize(
    ("source", "spans"),
    [
        ("It says *close*.", (StyledSpan("It says "), StyledSpan("close", True), StyledSpan("."))),
        ("**All-hands.** Twelve.", (StyledSpan("All-hands.", False, True), StyledSpan(" Twelve."))),
        ("***both***", (StyledSpan("both", True, True),)),
        (
            "*a **b** c*",
            (StyledSpan("a ", True), StyledSpan("b", True, True), StyledSpan(" c", True)),
        ),
        ("2 * 3 * 4", (StyledSpan("2 * 3 * 4"),)),
        ("*open", (StyledSpan("*open"),)),
        ("_not_ `code` [no](link)", (StyledSpan("_not_ `code` [no](link)"),)),
        ('*"Bolder"*', (StyledSpan("“Bolder”", True),)),
        (
            "5*3*2 chairs, 2**4 = 8*2, and 2**3 = 8",
            (StyledSpan("5*3*2 chairs, 2**4 = 8*2, and 2**3 = 8"),),
        ),
        ("a*b*c and f***, f**k", (StyledSpan("a*b*c and f***, f**k"),)),
        ("dial *69…*23", (StyledSpan("dial *69…*23"),)),
        ("*so*metimes", (StyledSpan("*so*metimes"),)),
        ("*5*3*", (StyledSpan("5*3", True),)),
    ],
)
def test_the_small_markdown(source: str, spans: tuple[StyledSpan, ...]) -> None:
    assert to_paragraphs([source]) == (Paragraph(spans),)


def test_a_value_inside_an_emphasis_may_have_its_own() -> None:
    found = to_paragraphs(
        ["*since ", (StyledSpan("the file called "), StyledSpan("Bolder", True)), "*"]
    )
    assert found == (Paragraph((StyledSpan("since the file called ", True), StyledSpan("Bolder"))),)


def test_stars_in_a_value_are_letters() -> None:
    assert written(to_paragraphs(["*a* ", (StyledSpan("*b*"),)])) == "a *b*"


def test_paragraphs_quotations_and_items() -> None:
    found = to_paragraphs(
        ["One\nline.\n\n> Said\n> twice.\n\n- first\n- second\n  half\n\nEnd - it\n- is"]
    )
    assert [(paragraph.kind, to_plain(paragraph.line)) for paragraph in found] == [
        ("prose", "One line."),
        ("quote", "Said twice."),
        ("item", "first"),
        ("item", "second half"),
        ("prose", "End – it – is"),
    ]


LINES = st.lists(
    st.sampled_from(
        (
            "They wait.",
            "- a pen",
            "* a cup",
            "  - a lid",
            "> said",
            "",
            "1. one",
            "2. two",
            "---",
            "* * *",
            "# One",
        )
    )
)


@given(LINES)
def test_screen_lines_count_and_check_agree_about_lists(lines: list[str]) -> None:
    text = "\n".join(lines)
    found, complaints = to_paragraphs([text]), list(unread_markdown(text))
    marked = [line for line in lines if re.match(r" *(?:[-*] +\S|>)", line) and line != "* * *"]
    shown_as_marked = [paragraph for paragraph in found if paragraph.kind != "prose"]
    run_together = any(one.rule == "run-together" for one in complaints)
    assert run_together == any(
        re.search(r".[-*–>] (?:a pen|a cup|a lid|said)", to_plain(one.line))
        for one in found
        if one.kind == "prose"
    )
    if not run_together:
        assert len([one for one in found if one.kind == "item"]) == len(
            [line for line in marked if ">" not in line]
        )
        assert bool(shown_as_marked) == bool(marked)
        assert [line for line in render_paragraphs(found) if line.startswith("- ")] == [
            f"- {to_plain(one.line)}" for one in found if one.kind == "item"
        ]
    assert count_words(text) == sum(
        len(to_plain(one.line).split())
        for one in found
        if to_plain(one.line) not in ("---", "* * *")
    )
    for one in complaints:
        assert text.startswith(one.text, one.start)
        assert one.rule == "run-together" or any(
            one.text in to_plain(paragraph.line) for paragraph in found
        ), "shown as it stands"


@pytest.mark.parametrize(
    ("source", "complaints"),
    [
        ("Three things:\n- a pen\n- a cup", [("run-together", 14, "-", "list")]),
        (
            "Two:\n* a pen\n* a cup\n> He said",
            [("run-together", 5, "*", "list"), ("run-together", 21, ">", "quotation")],
        ),
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
def test_what_check_says_of_markdown_that_is_not_read(
    source: str, complaints: list[tuple[str, int, str, str]]
) -> None:
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
        (
            "Run it with --force, (--all) or `deploy --all`.",
            "Run it with --force, (--all) or `deploy --all`.",
        ),
        ("--no-verify", "--no-verify"),
        ("Type ---force.", "Type ---force."),
        ("-- Ship it", "– Ship it"),
        ("---", "---"),
        ('`say "hi"...` and "so"', '`say "hi"...` and “so”'),
        ('one ` "two"', "one ` “two”"),
        (
            '"I thought—", he said. ("Never mind--") "Stop-"!',
            "“I thought—”, he said. (“Never mind–”) “Stop-”!",
        ),
        ("'I thought—' he said, and didn't.", "‘I thought—’ he said, and didn’t."),
        (
            'It was late—"Never," she said—"and never again"',
            "It was late—“Never,” she said—“and never again”",
        ),
        ("'bout time, 'twould do", "’bout time, ’twould do"),
        ("the 'gator, the 'phone", "the ’gator, the ’phone"),
        ("'gators' and 'phones'", "‘gators’ and ‘phones’"),
        ('«"Oui"» and "¿"', "«“Oui”» and “¿”"),
    ],
)
def test_letters(source: str, letters: str) -> None:
    assert display_text(source) == letters


def test_small_turns_of_a_line() -> None:
    assert to_plain(capitalised((StyledSpan("“"), StyledSpan("ines")))) == "“Ines"
    assert to_plain(without_full_stop((StyledSpan("Ship it tonight."),))) == "Ship it tonight"
    assert to_plain(without_full_stop((StyledSpan("And then..."),))) == "And then..."
    assert to_plain(join_paragraphs(to_paragraphs(["a\n\nb"]))) == "a b"
