"""What a pack says about its own words: each text is kept under its key, names are checked, and a
pack that says nothing is as before."""

import pytest

from pmsim.analysis.examine import examine
from pmsim.authoring.symbols.docs import SymbolDocs
from pmsim.lang import Pack, compile_pack
from pmsim.lang.rules.example import EXAMPLE_FILES, overlay
from pmsim.lang.text import Paragraphs, Words

STATS = (
    EXAMPLE_FILES["stats.yaml"]
    + """\
pride:
  min: 0
  max: 9
  each_quarter: 1
  bands: {none: 0, some: {from: 3, about: You say so.}}
  costs: some pride
  about: |
    How you come in.
"""
)
TAGS = "plain: said straight\nhelp: {label: asking, costs: a long evening, about: You asked.}\n"
ROLES = """\
pm: {title: PM, stage: ship, next: [lead]}
lead:
  title: Lead
  when: standing >= 60 and late
  missing: {standing: more of a name, late: some time}
  about: |
    The next one.
"""
OUTCOMES = """\
long_game:
  title: The Long Game
  hints:
    - |
      It is long.
    - |
      It asks for nothing.
    - |
      No scene leads there.
"""
EPITHETS = "- if: standing >= 60\n  text: the one they knew\n- text: the one who was there\n"


def compiled(**files: str) -> tuple[Pack | None, list[str]]:
    """The small pack with these files, and the codes of what `check` says."""
    written = overlay(
        "scene.yaml",
        EXAMPLE_FILES["scene.yaml"],
        {f"{name}.yaml": text for name, text in files.items()}.items(),
    )
    return compile_pack(written).pack, [one.code for one in examine(written).diagnostics]


def read(pack: Pack, key: str) -> str:
    """The words of a text without blocks."""
    text = pack.texts.get(key, ())
    return "".join(
        part.text
        for run in text
        if isinstance(run, Paragraphs)
        for part in run.parts
        if isinstance(part, Words)
    ).strip()


def test_every_word_has_its_text() -> None:
    pack, _ = compiled(
        stats=STATS,
        tags=TAGS,
        roles=ROLES,
        outcomes=OUTCOMES,
        epithets=EPITHETS,
        terms="the Close: |\n  The end of a quarter.\n",
        facts="late: quarter >= 3\n",
        skills="delivery: {label: Delivery, stage: ship, about: You ship.}\n",
        people="ines: {name: Ines, they: she, about: She signs.}\n",
    )
    assert pack is not None
    assert {
        key: read(pack, key)
        for key in (
            "stats.pride/about",
            "stats.pride/costs",
            "stats.pride.some/about",
            "tags.help/about",
            "tags.help/costs",
            "skills.delivery/about",
            "people.ines/about",
            "roles.lead/about",
            "roles.lead/missing.standing",
            "roles.lead/missing.late",
            "terms.the Close/about",
            "outcomes.long_game/hints.3",
        )
    } == {
        "stats.pride/about": "How you come in.",
        "stats.pride/costs": "some pride",
        "stats.pride.some/about": "You say so.",
        "tags.help/about": "You asked.",
        "tags.help/costs": "a long evening",
        "skills.delivery/about": "You ship.",
        "people.ines/about": "She signs.",
        "roles.lead/about": "The next one.",
        "roles.lead/missing.standing": "more of a name",
        "roles.lead/missing.late": "some time",
        "terms.the Close/about": "The end of a quarter.",
        "outcomes.long_game/hints.3": "No scene leads there.",
    }
    assert pack.tags["help"] == "asking"
    assert pack.roles["lead"].when is not None
    assert pack.roles["pm"].when is None


def test_a_tag_with_its_label_alone_is_as_before() -> None:
    one, _ = compiled(tags="plain: said straight\nhelp: asking\n")
    other, _ = compiled(tags="plain: {label: said straight}\nhelp: {label: asking}\n")
    assert one is not None
    assert other is not None
    assert dict(one.tags) == dict(other.tags) == {"plain": "said straight", "help": "asking"}
    assert one.text_digest == other.text_digest


def test_no_rule_of_the_game_depends_on_them() -> None:
    plain, _ = compiled(facts="late: quarter >= 3\n", stats=STATS.partition("pride:")[0])
    told, _ = compiled(
        facts="late: quarter >= 3\n",
        stats=STATS.partition("pride:")[0].replace(
            "exhaustion: {", "exhaustion: {about: You are tired, costs: an evening, "
        ),
        tags=TAGS,
        outcomes=OUTCOMES,
        epithets=EPITHETS,
        terms="Close: |\n  The end.\n",
    )
    assert plain is not None
    assert told is not None
    assert plain.pack_digest == told.pack_digest
    assert plain.text_digest != told.text_digest


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        ("roles", ROLES.replace("late: some", "lat: some"), "PM301"),
        ("roles", ROLES.replace("  when: standing >= 60 and late\n", ""), "PM210"),
        ("roles", ROLES.replace("standing >= 60", "standin >= 60"), "PM301"),
        ("outcomes", OUTCOMES.replace("    - |\n      It is long.\n", ""), "PM202"),
        ("terms", "the Close:\n  about: x\n", "PM202"),
        ("terms", '"{ines}": x\n', "PM206"),
        ("tags", TAGS.replace("costs", "cost"), "PM201"),
        ("epithets", EPITHETS.partition("- text")[0], "PM504"),
        ("stats", STATS.replace("How you come in.", "How {inse} come in."), "PM701"),
    ],
)
def test_what_is_wrong_is_told(file: str, text: str, code: str) -> None:
    sound = {"roles": ROLES, "outcomes": OUTCOMES, "tags": TAGS, "facts": "late: quarter >= 3\n"}
    pack, codes = compiled(**{**sound, file: text})
    assert pack is None
    assert code in codes


def test_a_stat_that_is_not_explained_is_a_note_beside_those_that_are() -> None:
    assert "PM711" not in compiled()[1]
    assert compiled(stats=STATS)[1].count("PM711") == 2


def test_editors_show_what_it_is() -> None:
    draft = examine(overlay("stats.yaml", STATS)).draft
    docs = SymbolDocs(draft)
    assert "How you come in." in docs.lines("stat", "pride")
    assert "You say so." in docs.lines("band", "pride.some")
