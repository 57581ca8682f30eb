"""Each fix does what it says: the complaint is gone, nothing else of the file is touched, and
doing it again changes nothing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmsim.analysis.examine import examine
from pmsim.authoring.fixes import FIXERS, Edit, Fix, apply_edits, engine, find_fixes, known_words
from pmsim.authoring.fixes.engine import apply_safe_fixes
from pmsim.lang import compile_pack
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.rules import BY_NAME, RULES, Rule
from pmsim.lang.rules.example import (
    EXAMPLE_FILES,
    overlay,
    scenario_of_asking,
    scenario_of_choice,
    scenario_of_scene,
)
from tests.sizes import size
from tests.strategies.packs import packs

HEAD = "# a comment\nnote: kept   \n\n"
TAIL = "\n# the end   \n\n\n"


def first(text: str, rule: str, file: str = "scene.yaml") -> tuple[dict[str, bytes], Diagnostic]:
    files = overlay(file, text)
    return files, next(one for one in examine(files).diagnostics if one.code == BY_NAME[rule].code)


def sure(text: str, rule: str, file: str = "scene.yaml") -> str:
    """The file after the one sure fix."""
    files, found = first(text, rule, file)
    (fix,) = [fix for fix in find_fixes(found, files) if fix.sure]
    return apply_edits(files[file], fix.edits).decode()


def offered(text: str, rule: str, file: str = "scene.yaml") -> list[tuple[str, bool]]:
    files, found = first(text, rule, file)
    return [(fix.title, fix.sure) for fix in find_fixes(found, files)]


SURE = [
    ("unknown-field", scenario_of_choice("labl: Ask her."), scenario_of_asking()),
    (
        "unknown-name",
        scenario_of_asking("needs: standng >= 3 and ines >= 1  # why"),
        scenario_of_asking("needs: standing >= 3 and ines >= 1  # why"),
    ),
    (
        "unknown-name",
        scenario_of_asking("effects: {standng: 1}"),
        scenario_of_asking("effects: {standing: 1}"),
    ),
    (
        "unknown-word",
        scenario_of_asking("again: treu"),
        scenario_of_asking("again: true"),
    ),
    (
        "wrong-shape",
        scenario_of_asking("tags: plain"),
        scenario_of_asking("tags: [plain]"),
    ),
    (
        "wrong-shape",
        scenario_of_asking("tags: plain, help # both"),
        scenario_of_asking("tags: [plain, help] # both"),
    ),
    (
        "not-a-name",
        scenario_of_scene("text: It ticks.").replace("pause:", "The-Pause:"),
        scenario_of_scene("text: It ticks.").replace("pause:", "the_pause:"),
    ),
    (
        "missing-field",
        "# mine\ntitle: X\nscenes:\n  a: {text: It.}\n",
        "# mine\nlanguage: 1\ntitle: X\nscenes:\n  a: {text: It.}\n",
    ),
    (
        "undeclared-tag",
        scenario_of_asking("tags: [plein]"),
        scenario_of_asking("tags: [plain]"),
    ),
    (
        "unknown-placeholder",
        scenario_of_choice("label: |\n  {Inse.full}, now."),
        scenario_of_choice("label: |\n  {Ines.full}, now."),
    ),
    (
        "hidden-character",
        scenario_of_scene("text: It \u200bticks."),
        scenario_of_scene("text: It ticks."),
    ),
    (
        "tab",
        "language: 1\ntitle: X\nscenes:\n\ta:\n\t\ttext: It\tticks.\n",
        "language: 1\ntitle: X\nscenes:\n  a:\n    text: It  ticks.\n",
    ),
    (
        "tab",
        scenario_of_scene("text: |\n  It ticks.\n  @\n  And\tticks.").replace("@", "\t"),
        scenario_of_scene("text: |\n  It ticks.\n  @\n  And  ticks.").replace("@", ""),
    ),
    (
        "colon-without-space",
        scenario_of_asking("later: {in:3, scene: pause}"),
        scenario_of_asking("later: {in: 3, scene: pause}"),
    ),
    (
        "colon-without-space",
        scenario_of_choice("label:Ask her."),
        scenario_of_choice("label: Ask her."),
    ),
    ("syntax", scenario_of_choice("label Ask her."), scenario_of_choice("label: Ask her.")),
    (
        "words-beside-bar",
        scenario_of_scene("text: | It ticks."),
        scenario_of_scene("text: |\n  It ticks."),
    ),
    (
        "words-beside-bar",
        scenario_of_scene("text: |  It ticks.\n    And ticks."),
        scenario_of_scene("text: |\n    It ticks.\n    And ticks."),
    ),
    (
        "colon-in-line",
        scenario_of_choice("label: Ask one thing: why."),
        scenario_of_choice("label: |\n  Ask one thing: why."),
    ),
    (
        "line-beginning",
        scenario_of_choice('label: "What?" you ask.'),
        scenario_of_choice('label: |\n  "What?" you ask.'),
    ),
    (
        "line-beginning",
        scenario_of_choice("label: {ines}, now."),
        scenario_of_choice("label: |\n  {ines}, now."),
    ),
    (
        "line-beginning",
        scenario_of_choice("label: *Now*, then."),
        scenario_of_choice("label: |\n  *Now*, then."),
    ),
    (
        "line-beginning",
        scenario_of_choice("label: %s is what?"),
        scenario_of_choice("label: |\n  %s is what?"),
    ),
    (
        "line-beginning",
        scenario_of_scene("text:\n  - It ticks.\n  - 'Tis late."),
        scenario_of_scene("text:\n  - It ticks.\n  - |\n    'Tis late."),
    ),
    (
        "comment-behind-prose",
        scenario_of_choice("label: Take item #4 first."),
        scenario_of_choice("label: |\n  Take item #4 first."),
    ),
    (
        "colon-in-line",
        scenario_of_choice("label: Go: now   # ask Mia"),
        scenario_of_choice("# ask Mia\nlabel: |\n  Go: now"),
    ),
    (
        "colon-in-line",
        scenario_of_choice("label: Go: now #"),
        scenario_of_choice("#\nlabel: |\n  Go: now"),
    ),
    (
        "line-beginning",
        scenario_of_choice('label: "Go," she said. # quiet'),
        scenario_of_choice('# quiet\nlabel: |\n  "Go," she said.'),
    ),
    (
        "line-beginning",
        scenario_of_choice('label: "Press # now," she said.'),
        scenario_of_choice('label: |\n  "Press # now," she said.'),
    ),
    (
        "line-beginning",
        scenario_of_scene("text:\n  - *Now*. # so"),
        scenario_of_scene("text:\n  # so\n  - |\n    *Now*."),
    ),
    (
        "words-beside-bar",
        scenario_of_scene("text: | It ticks. # quiet"),
        scenario_of_scene("# quiet\ntext: |\n  It ticks."),
    ),
    (
        "prose-in-braces",
        scenario_of_scene(
            "text:\n  - {if: burnout >= frayed, text: You read the line four times.}\n  - It ticks."
        ),
        scenario_of_scene(
            "text:\n  - if: burnout >= frayed\n    text: |\n      You read the line four times.\n "
            " - It ticks."
        ),
    ),
    (
        "comma-in-braces",
        scenario_of_scene(
            "text:\n  - {if: burnout >= frayed, text: You read the line, four times.}\n  - It"
            " ticks."
        ),
        scenario_of_scene(
            "text:\n  - if: burnout >= frayed\n    text: |\n      You read the line, four times.\n "
            " - It ticks."
        ),
    ),
    (
        "comma-in-braces",
        scenario_of_asking("effects: {standing: 1}\nwhy: {standing: you asked, and waited}"),
        scenario_of_asking(
            "effects: {standing: 1}\nwhy:\n  standing: |\n    you asked, and waited"
        ),
    ),
    (
        "expression",
        scenario_of_asking("needs: standing = 3"),
        scenario_of_asking("needs: standing == 3"),
    ),
    (
        "expression",
        scenario_of_asking("needs: standing ≥ 3"),
        scenario_of_asking("needs: standing >= 3"),
    ),
    (
        "expression",
        scenario_of_asking("needs: standing => 3"),
        scenario_of_asking("needs: standing >= 3"),
    ),
    (
        "expression",
        scenario_of_asking("needs: role == “pm”"),
        scenario_of_asking("needs: role == pm"),
    ),
    (
        "expression",
        scenario_of_asking("needs: role == 'pm'"),
        scenario_of_asking("needs: role == pm"),
    ),
    (
        "expression",
        scenario_of_asking("needs: standing > 3&&ines > 1"),
        scenario_of_asking("needs: standing > 3 and ines > 1"),
    ),
    (
        "expression",
        scenario_of_asking("needs: standing > 03"),
        scenario_of_asking("needs: standing > 3"),
    ),
    (
        "twice-in-list",
        scenario_of_asking("tags: [plain, help, plain]  # x"),
        scenario_of_asking("tags: [plain, help]  # x"),
    ),
    (
        "allow-unknown",
        scenario_of_asking("tags: [plein]  # allow undeclared-tags: x"),
        scenario_of_asking("tags: [plein]  # allow undeclared-tag: x"),
    ),
    (
        "allow-nothing",
        scenario_of_asking("tags: [plein]  # allow PM306, PM306: x"),
        scenario_of_asking("tags: [plein]  # allow PM306: x"),
    ),
]


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    SURE,
    ids=[f"{rule}-{number}" for number, (rule, _, _) in enumerate(SURE)],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_what_has_one_right_answer(rule: str, bad: str, good: str, ends: str) -> None:
    assert sure(bad.replace("\n", ends), rule) == good.replace("\n", ends)
    if rule not in ("tab", "missing-field"):
        before, after = (
            text.replace("language: 1\n", f"language: 1\n{HEAD}", 1) + TAIL for text in (bad, good)
        )
        assert sure(before, rule) == after
    files = overlay("scene.yaml", bad)
    whole = apply_safe_fixes(files, ["scene.yaml"])
    code = BY_NAME[rule].code
    assert sum(one.code == code for one in examine(whole.files).diagnostics) < sum(
        one.code == code for one in examine(files).diagnostics
    )
    assert apply_safe_fixes(whole.files, ["scene.yaml"]).files == whole.files


@pytest.mark.parametrize("character", "\u2028\u2029\x85\x0b\x0c\r")
@pytest.mark.parametrize(
    "text",
    [
        scenario_of_scene("text: |\n  He left.@She stayed."),
        scenario_of_scene("text: He left.@She stayed."),
    ],
)
def test_a_separator_leaves_a_space(character: str, text: str) -> None:
    files = overlay("scene.yaml", text.replace("@", character))
    assert apply_safe_fixes(files, ["scene.yaml"]).files["scene.yaml"].decode() == text.replace(
        "@", " "
    )


@pytest.mark.parametrize("character", "\u2028\u2029\x85\x0b\x0c")
def test_a_separator_that_may_end_a_line_stays(character: str) -> None:
    text = scenario_of_scene("text: |\n  It ticks.").replace("\n", character)
    files = overlay("scene.yaml", f"{text}\n")
    assert apply_safe_fixes(files, ["scene.yaml"]).files == files


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        (
            "# one\rtitle: X\nscenes:\n  a: {text: It.}\n",
            "# one\nlanguage: 1\ntitle: X\nscenes:\n  a: {text: It.}\n",
        ),
        (
            "language: 1\rtitle: X\r\nscenes:\r\n  a: {text: It.}\r\n",
            "language: 1\r\ntitle: X\r\nscenes:\r\n  a: {text: It.}\r\n",
        ),
        (
            scenario_of_scene("text: |\n  It.").replace("\n", "\r"),
            scenario_of_scene("text: |\n  It.").replace("\n", "\r"),
        ),
        (
            "labguage: 1\rtitle: X\rscenes:\r  a: {text: It.}\r",
            "language: 1\rtitle: X\rscenes:\r  a: {text: It.}\r",
        ),
        (
            "title: X\rscenes:\r  a: {text: It.}\r",
            "language: 1\rtitle: X\rscenes:\r  a: {text: It.}\r",
        ),
    ],
)
def test_lines_of_a_file_stay_apart(bad: str, good: str) -> None:
    assert (
        apply_safe_fixes(overlay("scene.yaml", bad), ["scene.yaml"]).files["scene.yaml"].decode()
        == good
    )


def test_a_comparison_is_put_into_quotation_marks() -> None:
    text = "play: example\nexpect:\n  standing: > 3\n"
    files = overlay("one.playthrough.yaml", text)
    after = apply_safe_fixes(files, ["one.playthrough.yaml"]).files["one.playthrough.yaml"]
    assert after.decode() == text.replace("> 3", '"> 3"')


UNSURE = [
    ("line-beginning", scenario_of_choice('label: "Ask her"'), 2),
    ("line-beginning", scenario_of_choice('label: "Ask her: why"'), 1),
    ("line-beginning", scenario_of_scene("text: [It ticks., It stops.]"), 1),
    ("comment-behind-prose", scenario_of_choice("label: Ask her. # or him"), 2),
    ("comment-behind-prose", scenario_of_choice("label: Ask her. #reword"), 2),
    ("line-beginning", scenario_of_choice("label: # reword"), 1),
    ("line-beginning", scenario_of_choice('label: "Ask her"  # her'), 2),
    ("line-beginning", scenario_of_choice('label: "Go, she said  # quiet'), 0),
    ("colon-in-line", scenario_of_choice("label: Post it: in #general now."), 0),
    ("line-beginning", scenario_of_choice("label: 'Tis late: go # don't"), 0),
    (
        "syntax",
        scenario_of_scene("text: |\n  He waited\n  longer.").replace(
            "      longer.", "    note that he left."
        ),
        1,
    ),
    (
        "colon-without-space",
        scenario_of_scene("text: |\n  He waited\n  longer.").replace(
            "      longer.", "    note:he left."
        ),
        1,
    ),
    ("unknown-field", scenario_of_choice("body: Ask her.\nlabel: Ask."), 1),
    ("unknown-field", scenario_of_choice("labl: Ask her.\nlabel: Ask."), 1),
    ("unknown-field", scenario_of_asking("qwertz: Ask."), 0),
    ("comma-in-braces", scenario_of_asking("effects: {standing = 1}"), 0),
    (
        "allow-nothing",
        scenario_of_asking("tags: [plain]  # allow undeclared-tag: x"),
        1,
    ),
    (
        "tab",
        scenario_of_scene("text: |\n  It ticks.\neffects: {standing: 1}  # so").replace(
            "    effects", "\t  effects"
        ),
        0,
    ),
    (
        "tab",
        scenario_of_scene("text: |\n  It ticks.\n# so\nwhen: quarter > 1").replace(
            "    # so", "\t# so"
        ),
        0,
    ),
    ("syntax", scenario_of_scene("text: |\n  The radiator ticks.\n choices:\n  - label: Wait."), 0),
    ("not-a-name", scenario_of_asking("tags: [1]"), 0),
]


@pytest.mark.parametrize(
    ("rule", "bad", "count"),
    UNSURE,
    ids=[f"{rule}-{number}" for number, (rule, _, _) in enumerate(UNSURE)],
)
def test_what_has_not_is_only_offered(rule: str, bad: str, count: int) -> None:
    found = offered(bad, rule)
    assert len(found) == count
    assert not any(sure for _, sure in found)
    assert (
        apply_safe_fixes(overlay("scene.yaml", bad), ["scene.yaml"])
        .files["scene.yaml"]
        .decode()
        .split("\n", 1)[1:]
        == bad.split("\n", 1)[1:]
    )


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.name in FIXERS], ids=lambda rule: rule.name
)
def test_a_fix_of_an_example_ends_its_complaint(rule) -> None:  # type: ignore[no-untyped-def]
    files = overlay(rule.file, rule.bad, rule.more)
    said = examine(files).diagnostics
    for found in (one for one in said if one.code == rule.code):
        for fix in find_fixes(found, files):
            after = examine(
                {**files, fix.file: apply_edits(files[fix.file], fix.edits)}
            ).diagnostics
            assert sum(one.code == rule.code for one in after) < sum(
                one.code == rule.code for one in said
            )


def test_a_misspelt_name_that_may_be_two_is_left_alone() -> None:
    stats = (
        EXAMPLE_FILES["stats.yaml"] + "outstanding: {min: 0, max: 9}\nstandin: {min: 0, max: 9}\n"
    )
    files = overlay("scene.yaml", scenario_of_asking("needs: standng >= 3")) | {
        "stats.yaml": stats.encode()
    }
    found = next(one for one in examine(files).diagnostics if one.code == "PM301")
    assert [fix.sure for fix in find_fixes(found, files)] == [False]


MEANT = {
    "stats.yaml": "standing: {min: 0, max: 9}\nlable: {min: 0, max: 9}\n",
    "tags.yaml": "plain: said straight\nhelp: asking\nphones: on the phone\n",
    "phrases.yaml": "payers: those who pay\nphone: the phone\nstag: the deer\n",
}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (scenario_of_choice("label: Tell {player} why."), "unknown-placeholder"),
        (scenario_of_choice("label: The {phones} rings."), "unknown-placeholder"),
        (scenario_of_choice("label: It is {stage}."), "unknown-placeholder"),
        (scenario_of_choice("lable: 1"), "unknown-field"),
        (scenario_of_asking("needs: role == standin"), "unknown-name"),
        (scenario_of_asking("needs: 2 if standin else 3"), "unknown-name"),
    ],
)
def test_a_word_that_is_another_name_or_is_too_far_from_any_stays(text: str, rule: str) -> None:
    files = overlay("scene.yaml", text) | {file: words.encode() for file, words in MEANT.items()}
    examined = examine(files)
    found = next(one for one in examined.diagnostics if one.code == BY_NAME[rule].code)
    assert not any(fix.sure for fix in find_fixes(found, files, known_words(examined.draft)))
    assert apply_safe_fixes(files, ["scene.yaml"]).files["scene.yaml"] == text.encode()


def test_a_phrase_of_another_scenario_is_not_meant() -> None:
    other = scenario_of_scene("text: It rings.").replace(
        "title: The Pause\n", "title: The Other\nphrases: {telephone: the phone}\n"
    )
    files = overlay("scene.yaml", scenario_of_choice("label: Take the {telefone}.")) | {
        "other.yaml": other.encode()
    }
    found = next(one for one in examine(files).diagnostics if one.code == "PM701")
    assert "telephone" not in found.hint
    assert find_fixes(found, files) == ()


def test_a_fix_that_would_make_an_error_is_not_done() -> None:
    text = scenario_of_asking("effects: {standing: 1, standng: 2}")
    assert apply_safe_fixes(overlay("scene.yaml", text), ["scene.yaml"]) == (
        overlay("scene.yaml", text),
        (),
    )


def test_a_fix_that_is_not_done_keeps_no_other_of_its_line_from_being_done() -> None:
    text = scenario_of_asking("effects: {standing: 1, standng: 2, inees: 1}")
    assert apply_safe_fixes(overlay("scene.yaml", text), ["scene.yaml"]).files == overlay(
        "scene.yaml", text.replace("inees", "ines")
    )


def test_a_fix_that_ends_no_complaint_is_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def idle(found: Diagnostic, *_: object) -> tuple[Fix, ...]:
        return (Fix("Write a comment", found.place.file, (Edit(1, 1, 0, "# a comment\n"),), True),)

    monkeypatch.setattr(engine, "find_fixes", idle)
    files = overlay("scene.yaml", scenario_of_choice("labl: Ask her."))
    assert apply_safe_fixes(files, ["scene.yaml"]) == (files, ())


def test_only_the_files_named_are_mended() -> None:
    files = overlay("scene.yaml", scenario_of_choice("labl: Ask her.")) | {
        "other.yaml": scenario_of_choice("labl: Ask her.").encode()
    }
    whole = apply_safe_fixes(files, ["other.yaml"])
    assert whole.files["scene.yaml"] == files["scene.yaml"]
    assert whole.files["other.yaml"] == scenario_of_asking().encode()
    assert [(fix.file, fix.title) for fix in whole.fixes] == [("other.yaml", "Write `label`")]


def test_many_slips_of_one_file() -> None:
    text = scenario_of_choice(
        'labl: "What?" you ask.\nneeds: standng = 3\ntags: plain\nlater: {in:3, scene: puase}'
    )
    whole = apply_safe_fixes(overlay("scene.yaml", text), ["scene.yaml"])
    expected = scenario_of_choice(
        'label: |\n  "What?" you ask.\nneeds: standing == 3\ntags: [plain]\nlater: {in: 3, scene:'
        " pause}"
    )
    assert whole.files["scene.yaml"].decode() == expected


@settings(max_examples=size(10), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs())
def test_a_sound_pack_stays_as_it_is(files: dict[str, bytes]) -> None:
    whole = apply_safe_fixes(files, files)
    assert all(fix.title.startswith("Write `id: ") for fix in whole.fixes)
    assert apply_safe_fixes(whole.files, files).files == whole.files


@settings(max_examples=size(20), deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "label",
                ":",
                " ",
                '"',
                "{",
                "}",
                "#",
                "\n",
                "  ",
                "- ",
                "\t",
                "\u200b",
                "x",
                "é",
                ",",
                "|",
                "=",
                "in",
                "[",
                "&",
            ]
        )
    )
)
def test_whatever_is_written_nothing_is_raised_and_it_ends(pieces: list[str]) -> None:
    files = overlay("scene.yaml", scenario_of_asking("".join(pieces)))
    before = examine(files).diagnostics
    for found in before:
        for fix in find_fixes(found, files):
            apply_edits(files[fix.file], fix.edits)
    whole = apply_safe_fixes(files, ["scene.yaml"])
    assert apply_safe_fixes(whole.files, ["scene.yaml"]).files == whole.files


def test_edits_keep_every_other_byte() -> None:
    content = "\ufeffé: 1\r\nb: 2\n\r\nc".encode()
    assert (
        apply_edits(content, (Edit(2, 4, 1, "3\n4"), Edit(1, 1, 1, "è")))
        == "\ufeffè: 1\r\nb: 3\r\n4\n\r\nc".encode()
    )
    assert apply_edits(content, (Edit(1, 5, 1, ""),)) == "\ufeffé: 1b: 2\n\r\nc".encode()
    assert apply_edits(b"\xff", ()) == b"\xff"
    assert apply_edits(b"a: 1\rb: 2\r", (Edit(2, 4, 1, "3\n4"),)) == b"a: 1\rb: 3\r4\r"
    assert (
        apply_edits(b"a\r\nb\nc\nd", (Edit(1, 1, 0, "x\n"), Edit(3, 2, 1, ""))) == b"x\na\r\nb\ncd"
    )


@pytest.mark.parametrize(
    "edits",
    [
        (Edit(1, 1, 3, ""), Edit(1, 2, 1, "")),
        (Edit(9, 1, 0, ""),),
        (Edit(1, 9, 0, ""),),
        (Edit(1, 1, 99, ""),),
    ],
)
def test_edits_that_cannot_be_made_are_refused(edits: tuple[Edit, ...]) -> None:
    with pytest.raises(ValueError, match=r"edits|place|characters"):
        apply_edits(b"abc\nd\n", edits)


def test_a_fix_is_a_value() -> None:
    assert Fix("a", "b", ()) == ("a", "b", (), True)


def test_a_file_of_slips_is_mended_whole_even_where_yaml_could_not_read_on() -> None:
    slips = (
        HEAD
        + "title: Monday\nscenes:\n  desk:\n"
        + '    text: "Morning," says {inse}, and sits down.\n    choices:\n      - lable: Nod: it'
        " costs nothing.\n        tags: plain\n        efects: {standing: 1}  # kept\n     "
        " -label: Ask her.\n        needs: standng = 40\n        later: {in:2, scene: dsek}\n"
    )
    mended_ = (
        "language: 1\ntitle: Monday\nscenes:\n  desk:\n"
        + '    text: |\n      "Morning," says {ines}, and sits down.\n    choices:\n      - id:'
        " nod_it_costs_nothing\n        label: |\n          Nod: it costs nothing.\n        tags:"
        " [plain]\n        effects: {standing: 1}  # kept\n      - id: ask_her\n        label:"
        " Ask her.\n        needs: standing == 40\n        later: {in: 2, scene: desk}\n"
    )
    whole = apply_safe_fixes(overlay("scene.yaml", slips), ["scene.yaml"])
    assert whole.files["scene.yaml"].decode() == mended_.replace(
        "language: 1\n", HEAD.replace("note", "language: 1\nnote", 1), 1
    )
    assert [one for one in examine(whole.files).diagnostics if one.severity == "error"] == []


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.file and rule.bad], ids=lambda rule: rule.name
)
def test_no_more_is_promised_than_is_mended(rule: Rule) -> None:
    files = overlay(rule.file, rule.bad, rule.more)
    promised = engine.count_safe_fixes(files, [rule.file], examine(files))
    whole = apply_safe_fixes(files, [rule.file])
    left = {(one.code, one.message) for one in examine(whole.files).diagnostics}
    gone = [
        one
        for one in examine(files).diagnostics
        if one.place.file == rule.file and (one.code, one.message) not in left
    ]
    assert promised <= len(gone)


def test_nothing_is_promised_of_an_effect_that_compares() -> None:
    files = overlay("scene.yaml", scenario_of_asking("effects: {standing: 2 = 3}"))
    assert engine.count_safe_fixes(files, ["scene.yaml"], examine(files)) == 0
    assert apply_safe_fixes(files, ["scene.yaml"]).files == files


NESTED = """\
text:
  - |
    The radiator ticks.

  # how it stands
  - if: standing > 9
    text: |
      It is {standing}.

      Warm.
    else:  # in all other cases
      # the next
      - if: standing > 5
        one_of:
          - A.
          - B.
        else:
          - if: standing > 3
            text: So.
            else:
              - |
                None.
  - Done.
"""
FLAT = """\
text:
  - |
    The radiator ticks.

  # how it stands
  - first_of:
      - if: standing > 9
        text: |
          It is {standing}.

          Warm.
      # in all other cases
      # the next
      - if: standing > 5
        one_of:
          - A.
          - B.
      - if: standing > 3
        text: So.
      - text: |
          None.
  - Done.
"""


@pytest.mark.parametrize(
    ("last", "flat"),
    [
        ("else:\n              - |\n                None.", "- text: |\n          None."),
        ("else: None.", "- text: None."),
        (
            "else:\n              - None.\n              - Left.",
            "- text:\n          - None.\n          - Left.",
        ),
    ],
)
def test_a_nested_else_becomes_a_first_of(last: str, flat: str) -> None:
    nested = NESTED.replace("else:\n              - |\n                None.", last)
    wanted = FLAT.replace("- text: |\n          None.", flat)
    files = overlay("scene.yaml", scenario_of_scene(nested))
    fixed = apply_safe_fixes(files, ["scene.yaml"]).files
    assert fixed["scene.yaml"].decode() == scenario_of_scene(wanted)
    before, after = compile_pack(files).pack, compile_pack(fixed).pack
    assert before is not None
    assert after is not None
    assert before.texts == after.texts
