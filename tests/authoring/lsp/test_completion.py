"""What is offered at the mark ▮, in a file of a little pack that is known."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsim.analysis.examine import examine
from pmsim.authoring.lsp.completion import Suggestion, suggestions
from pmsim.authoring.lsp.cursor_context import context_at
from pmsim.authoring.symbols.docs import SymbolDocs
from pmsim.lang.decoding import lines_of
from tests.authoring.lsp.desk import FILES, cursor, known, packed

BEGUN = "scenes:\n  pause:\n    choices:\n      - id: wait\n        "


@cache
def office() -> SymbolDocs:
    return known()


def offered(text: str, file: str = "pause.yaml") -> dict[str, Suggestion]:
    """What is offered at the mark, by label, of what begins as the typed word does."""
    at = cursor(text)
    lines = lines_of(at.text)
    context = context_at(lines, at.line, at.column, file)
    found = suggestions(context, office(), lines, file.partition(".")[0])
    return {
        item.label: item for item in found if item.label.lower().startswith(context.typed.lower())
    }


@pytest.mark.parametrize(
    ("text", "these", "not_those"),
    [
        ("▮", "title scenes when topics", "goto choices text"),
        ("title: x\n▮", "scenes when", "title"),
        (BEGUN + "▮", "label goto needs effects later odds", "id scenes"),
        (BEGUN + "la▮", "label later", "goto"),
        ("scenes:\n  pause:\n    ▮", "text choices goto pick", "label"),
        ("scenes:\n  pause: {text: x, ▮}", "choices goto", "text label"),
        (BEGUN + "goto: ▮", "pause out", "after"),
        (BEGUN + "goto: ▮\n  here:\n    text: x\n", "pause here out", "door"),
        ("start: ▮\nscenes:\n  a: {}\n  b: {}\n", "a b", "out"),
        (BEGUN + "later: {in: 1, scene: ▮", "pause", "out"),
        (BEGUN + "later: {in: 1, scenario: ▮", "pause other", "door"),
        (BEGUN + "end: ▮", "paid kept", "pause"),
        (BEGUN + "tags: [▮", "plain help", "pace"),
        (BEGUN + "tags: [plain, ▮]", "help", "plain"),
        (BEGUN + "again: ▮", "true false", ""),
        (BEGUN + "each: ▮", "moments", ""),
        (
            BEGUN + "effects: {▮",
            "burnout scope ines discovery discovery.interest do set role",
            "strain told_sam goto discovery.done",
        ),
        (BEGUN + "effects: {burnout: 3, ▮}", "scope", "burnout"),
        (BEGUN + "effects:\n          ▮", "burnout set", "label"),
        (BEGUN + "effects: {set: [▮", "told_sam ines_left", "burnout"),
        (BEGUN + "effects: {clear: [▮", "told_sam", "burnout"),
        (BEGUN + "effects: {do: ▮", "discovery story", "ines"),
        (BEGUN + "effects: {role: ▮", "pm tpm", "ship"),
        (BEGUN + "effects: {burnout: ▮", "scope burnout strain discovery min( abs(", "never"),
        (BEGUN + "effects: {discovery.▮", "discovery.interest", "discovery.done"),
        (BEGUN + "why: {▮", "burnout strain ines", "plain"),
        (
            BEGUN + "needs: ▮",
            "burnout told_sam ines discovery quarter seen took never times.plain",
            "frayed wait",
        ),
        (BEGUN + "needs: burn▮", "burnout", "scope"),
        (BEGUN + "needs: burnout ▮", ">= < and or", "burnout"),
        (BEGUN + "needs: burnout >= ▮", "frayed steady scope", "ship"),
        (BEGUN + "needs: burnout >= f▮", "frayed", "steady"),
        (BEGUN + "needs: burnout >= frayed ▮", "and or", "burnout told_sam"),
        (BEGUN + "needs: burnout >= frayed and ▮", "told_sam not scope", "frayed never"),
        (BEGUN + "needs: role ▮", "== != in\N{NO-BREAK SPACE}(…)", ">="),
        (BEGUN + "needs: role == ▮", "pm tpm", "burnout ship"),
        (BEGUN + "needs: role in (pm, ▮", "pm tpm", "burnout"),
        (BEGUN + "needs: role not in (▮", "pm tpm", "burnout"),
        (BEGUN + "needs: stage == ▮", "ship lead none", "pm"),
        (BEGUN + "needs: top(▮", "causes", "burnout"),
        (BEGUN + "needs: top(causes) == ▮", "burnout scope", "strain"),
        (BEGUN + "needs: seen(▮", "pause.pause other.door", "pause.pause.wait"),
        (BEGUN + "needs: seen(other.▮", "other.door", "pause.pause"),
        (BEGUN + "needs: took(▮", "pause.pause.wait other.door.knock", "other.door"),
        (BEGUN + "needs: quarters_since(▮", "told_sam", "burnout"),
        (BEGUN + "needs: times.▮", "times.plain times.help", "passed.plain"),
        (
            BEGUN + "needs: discovery.▮",
            "discovery.done discovery.interest discovery.level",
            "story.done",
        ),
        (BEGUN + "odds: 35 + ▮", "scope discovery", "never"),
        (
            BEGUN + "label: |\n          Ask {▮",
            "ines ines.full sam burnout clock boss role because",
            "told_sam",
        ),
        (
            BEGUN + "label: |\n          Ask {ines.▮",
            "ines.full ines.is ines.they",
            "ines.short sam.full",
        ),
        (BEGUN + "label: |\n          Ask {role.▮", "role.short", "role.full"),
        (BEGUN + "label: |\n          Ask {▮", "quarter year season", "years"),
        (BEGUN + "label: |\n          Ask {year.▮", "year.words", "year.number"),
        (BEGUN + "label: |\n          Ask {season.▮", "season.words season.number", "year.words"),
        (BEGUN + "label: |\n          Ask {burnout.▮}", "burnout.number", "burnout.full"),
        (BEGUN + "label: |\n          {I▮", "Ines Ines.full", "Sam ines"),
        (BEGUN + "label: |\n          Ask ▮", "", "ines goto"),
        (BEGUN + "nonsense: ▮", "", "ines goto"),
        ("with: [▮", "ines sam", "burnout"),
        ("topics: [▮", "pace people", "plain"),
        ("repeat: ▮", "never", ""),
        ("language: ▮", "1", ""),
    ],
)
def test_in_a_scenario(text: str, these: str, not_those: str) -> None:
    found = {label.replace(" ", "\N{NO-BREAK SPACE}").removesuffix("(") for label in offered(text)}
    assert {each.removesuffix("(") for each in these.split(" ") if each} <= found
    assert not found & set(not_those.split(" "))


@pytest.mark.parametrize(
    ("file", "text", "these", "not_those"),
    [
        ("pack.yaml", "▮", "stats people calendar", "scenes"),
        ("pack.yaml", "stats:\n  mood: {good: ▮", "high low", ""),
        ("pack.yaml", "stats:\n  mood: {feeds: ▮", "burnout scope", "ines"),
        ("pack.yaml", "groups: {causes: [burnout, ▮", "scope", "burnout told_sam"),
        ("pack.yaml", "locks: {▮", "plain help", "burnout"),
        ("pack.yaml", "calendar: {quarter: [{scenario: ▮", "pause other", "door"),
        ("pack.yaml", "calendar: {quarter: [{draw: {topics: [▮", "pace people", "plain"),
        ("pack.yaml", "starts: {a: {role: ▮", "pm tpm", ""),
        ("pack.yaml", "personas: {a: {likes: {▮", "help burnout ines", "kept"),
        ("pack.yaml", "promises: [{outcome: ▮", "paid kept", ""),
        ("pack.yaml", "promises: [{outcome: paid, policy: ▮", "asker random first", "stop"),
        ("pack.yaml", "people: {a: {they: ▮", "she he they it", ""),
        ("pack.yaml", "people: {a: {away: ▮", "ines_left told_sam", "ines"),
        ("pack.yaml", "skills: {a: {stage: ▮", "ship lead", "pm"),
        ("outcomes.yaml", "kept:\n  when: ▮", "burnout told_sam role", "paid"),
        ("outcomes.yaml", "kept:\n  text: |\n    You and {▮", "ines boss", "clock"),
        ("walk.playthrough.yaml", "play: ▮", "office", ""),
        ("walk.playthrough.yaml", "start: ▮", "fumes", "pm"),
        ("walk.playthrough.yaml", "choices: [wait, ▮", "ask knock go", "pause.pause.wait"),
        ("walk.playthrough.yaml", "choices: [wait, other.▮", "other.door.knock", "knock"),
        ("walk.playthrough.yaml", "then: ▮", "stop first random asker", ""),
        ("walk.playthrough.yaml", "expect: {▮", "outcome seen burnout", "play"),
        ("walk.playthrough.yaml", "expect: {seen: [▮", "pause.pause other.door", "pause"),
        ("walk.playthrough.yaml", "expect: {outcome: ▮", "paid kept", ""),
    ],
)
def test_in_the_other_files(file: str, text: str, these: str, not_those: str) -> None:
    found = set(offered(text, file))
    assert {each for each in these.split(" ") if each} <= found
    assert not found & set(not_those.split(" "))


@pytest.mark.parametrize(
    ("text", "label", "written"),
    [
        (BEGUN + "▮", "label", "label: $0"),
        (BEGUN + "▮", "text", "text: |\n  $0"),
        (BEGUN + "▮", "effects", "effects: {$0}"),
        (BEGUN + "▮", "tags", "tags: [$0]"),
        (BEGUN + "▮", "goto", "goto: $0"),
        (BEGUN + "▮", "later", "later: {$0}"),
        (BEGUN + "▮", "success", "success:\n  $0"),
        (BEGUN + "go▮: x", "goto", ""),
        ("scenes:\n  pause:\n    ▮", "choices", "choices:\n  - $0"),
        ("scenes:\n  pause:\n    choices:\n      ▮", "label", "- label: $0"),
        ("scenes:\n  pause: {▮", "text", "text: $0"),
        (BEGUN + "needs: ▮", "seen", "seen($0)"),
        (BEGUN + "effects: {▮", "burnout", ""),
    ],
)
def test_what_is_written(text: str, label: str, written: str) -> None:
    assert offered(text)[label].snippet == written


def test_the_brace_is_closed_once() -> None:
    assert offered("scenes:\n  a:\n    text: |\n      {in▮")["ines"].text == "ines}"
    assert offered("scenes:\n  a:\n    text: |\n      {in▮}")["ines"].text == "ines"


def test_a_name_comes_with_its_meaning() -> None:
    assert offered(BEGUN + "needs: ▮")["burnout"].detail == "Burnout"
    assert (
        "0 to 100, starts at 20; less of it is better."
        in offered(BEGUN + "needs: ▮")["burnout"].documentation
    )
    assert offered(BEGUN + "needs: burnout >= ▮")["frayed"].detail == "burnout from 55 on."
    assert offered(BEGUN + "needs: took(▮")["pause.pause.wait"].detail == "Wait."
    assert "struck through, on purpose" in offered(BEGUN + "▮")["needs"].documentation


def test_whatever_is_offered_for_a_field_is_understood_there() -> None:
    """Each name that is offered, put where it is offered, is known to the compiler."""
    for field, end in (
        ("goto", ""),
        ("end", ""),
        ("tags: [", "]"),
        ("needs", ""),
        ("odds", "\n        success: {goto: after}"),
    ):
        text = FILES["pause.yaml"].replace(
            "        goto: after\n      - id: ask\n",
            f"        {field}{'' if '[' in field else ': '}▮{end}\n      - id: ask\n",
        )
        at = cursor(text)
        lines = lines_of(at.text)
        context = context_at(lines, at.line, at.column, "pause.yaml")
        for item in suggestions(context, office(), lines, "pause"):
            if item.kind not in ("function", "word") and not (
                field == "odds" and item.kind == "flag"
            ):
                words = (
                    f"{item.text} >= 1"
                    if field == "needs" and item.kind not in ("flag",)
                    else item.text
                )
                found = examine(packed(pause=text.replace("▮", words))).diagnostics
                assert [one for one in found if one.code in ("PM301", "PM401", "PM402")] == [], (
                    field,
                    item.label,
                )


PIECES = [
    *"{}[]:,.-|>\"'# \n\t",
    "  ",
    "😀",
    "é",
    "- ",
    "needs: ",
    "goto: ",
    "text: |\n",
    "effects: {",
    "seen(",
    "burnout",
    ">= ",
    "role in (",
    "{in",
]


@settings(deadline=None)
@given(
    st.sampled_from(list(FILES)),
    st.integers(0, 2000),
    st.lists(st.sampled_from(PIECES), max_size=8),
    st.integers(0, 60),
)
def test_nothing_that_is_typed_anywhere_breaks_it(
    file: str, where: int, typed: list[str], cut: int
) -> None:
    text = FILES[file]
    where = min(where, len(text))
    found = offered(f"{text[:where]}{''.join(typed)}▮{text[where + cut :]}", file)
    assert all(item.label and item.text for item in found.values())


def test_before_anything_is_understood_fields_are_offered() -> None:
    at = cursor(BEGUN + "▮")
    lines = lines_of(at.text)
    found = suggestions(
        context_at(lines, at.line, at.column, "pause.yaml"), SymbolDocs(None), lines, "pause"
    )
    assert "goto" in [item.label for item in found]
