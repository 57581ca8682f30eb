"""A pack that extends another: it is the other and what it adds, whatever either holds; and what
it breaks is told in its own terms."""

from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmsim.analysis.examine import examine
from pmsim.lang import compile_pack
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.pack import Pack
from pmsim.lang.pack_extension import MAX_BASE_ERRORS, MAX_PACKS, base_files, base_id, extend_pack
from pmsim.lang.rules import BY_NAME
from pmsim.lang.rules.example import EXAMPLE_FILES
from tests.sizes import size
from tests.strategies.packs import packs

SMALL = {name: text.encode() for name, text in EXAMPLE_FILES.items()}
SCENE = "language: 1\ntitle: {title}\nscenes:\n  door: {{text: A door.}}\n"


def adding(base: str, more: str = "", name: str = "mine", **files: str) -> dict[str, bytes]:
    """The files of a pack that extends `base`."""
    head = f"language: 1\npack: {name}\ntitle: Mine\nextends: {base}\n"
    return {
        "pack.yaml": (head + more).encode(),
        **{f"{file}.yaml": text.encode() for file, text in files.items()},
    }


def on_small(more: str = "", **files: str) -> tuple[Pack | None, tuple[Diagnostic, ...]]:
    """What comes of a pack that extends the small one."""
    compiled = compile_pack(adding("example", more, **files), base=base_files("example", SMALL))
    return compiled.pack, compiled.diagnostics


def loaded(more: str = "", **files: str) -> Pack:
    pack, said = on_small(more, **files)
    assert pack is not None, said
    return pack


def same(one: Pack, other: Pack) -> None:
    """Equal in everything but id, title, version and where scenarios stand."""
    for field in fields(one.program):
        assert field.name == "id" or getattr(one.program, field.name) == getattr(
            other.program, field.name
        ), field.name
    assert dict(one.phrases) == dict(other.phrases)
    assert dict(one.texts) == dict(other.texts)
    words = (
        "stats",
        "people",
        "skills",
        "roles",
        "starts",
        "outcomes",
        "tags",
        "groups",
        "statements",
        "promises",
        "renamed",
        "craft",
        "company",
    )
    assert [getattr(one, each) for each in words] == [getattr(other, each) for each in words]
    assert {key: words.title for key, words in one.scenarios.items()} == {
        key: words.title for key, words in other.scenarios.items()
    }


@settings(max_examples=size(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs())
def test_extending_with_nothing_is_the_same_pack(files: dict[str, bytes]) -> None:
    base, mine = (
        compile_pack(files).pack,
        compile_pack(adding("random"), base=base_files("random", files)).pack,
    )
    assert base is not None
    assert mine is not None
    same(mine, base)
    assert mine.warnings == ()
    assert (mine.id, mine.title) == ("mine", "Mine")


@settings(max_examples=size(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs(), st.data())
def test_scenarios_may_stand_in_either(files: dict[str, bytes], data: st.DataObject) -> None:
    """Whichever scenarios of a pack are moved into one that extends it, together they are the
    pack."""
    stories = sorted(file for file in files if b"scenes:" in files[file])
    moved = data.draw(st.sets(st.sampled_from(stories)))
    rest = {file: content for file, content in files.items() if file not in moved}
    own = adding("random") | {file: files[file] for file in moved}
    whole, mine = compile_pack(files).pack, compile_pack(own, base=base_files("random", rest)).pack
    assert whole is not None
    assert mine is not None
    same(mine, whole)


@settings(max_examples=size(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs(), st.booleans())
def test_any_pack_may_be_laid_over_any(files: dict[str, bytes], over: bool) -> None:
    """No two packs make it raise; and each complaint is of the author's own files."""
    own, base, name = (files, SMALL, b"example") if over else (SMALL, files, b"random")
    first, _, rest = own["pack.yaml"].partition(b"\npack: ")
    own = {**own, "pack.yaml": first + b"\nextends: " + name + b"\npack: mine_" + rest}
    examined = examine(own, base=base_files(name.decode(), base))
    assert all(found.place.file in own for found in examined.diagnostics)
    assert (examined.pack is None) == any(
        found.severity == "error" for found in examined.diagnostics
    )


def test_new_entries_of_most_sections_stand_behind_the_bases() -> None:
    pack = loaded("people: {bo: {name: Bo}}\ntags: {late: said late}\nroles: {tpm: {title: TPM}}\n")
    assert list(pack.people) == ["ines", "bo"]
    assert list(pack.tags) == ["plain", "help", "late"]
    assert list(pack.roles) == ["pm", "tpm"]


def test_own_doors_and_outcomes_stand_before_the_bases() -> None:
    pack = loaded(
        "starts: {mine: {title: Mine, role: pm}}\noutcomes: {rare: {title: Rare, when: standing >"
        " 90, text: Ah.}}\n"
    )
    assert list(pack.starts) == ["mine", "passed_over"]
    assert [outcome.id for outcome in pack.program.outcomes] == ["rare", "long_game"]


def test_an_entry_of_the_same_name_takes_the_place_of_the_bases() -> None:
    more = (
        "outcomes:\n  rare: {title: Rare, when: standing > 90, text: Ah.}\n  long_game: {title:"
        " Longer, text: Oh.}\n"
    )
    pack = loaded(more + "people: {bo: {name: Bo}, ines: {name: Inès, they: she}}\n")
    assert [outcome.id for outcome in pack.program.outcomes] == ["rare", "long_game"]
    assert pack.outcomes["long_game"].title == "Longer"
    assert [person.name for person in pack.people.values()] == ["Inès", "Bo"]
    assert pack.people["ines"].full == "Inès", "nothing is left of the other"


def test_a_calendar_is_ones_own_or_the_bases() -> None:
    assert loaded().program.quarters == 4
    pack = loaded("calendar: {quarters: 7, quarter: [{scenario: scene}]}\n")
    assert (pack.program.quarters, [beat.id for beat in pack.program.beats]) == (7, ["scene"])


def test_promises_are_kept_of_both() -> None:
    base = {**SMALL, "promises.yaml": b"promises:\n  - {tag: plain, always_open: true}\n"}
    own = adding("example", "promises:\n  - {tag: help, always_open: true}\n")
    pack = compile_pack(own, base=base_files("example", base)).pack
    assert pack is not None
    assert [promise.tag for promise in pack.promises] == ["plain", "help"]


def test_statements_are_joined_by_name() -> None:
    one = "debrief: {statements: {%s: {say: %s., cites: [plain]}}}\n"
    base = {**SMALL, "pack.yaml": SMALL["pack.yaml"] + (one % ("first", "First")).encode()}
    for name, wanted in (("second", ["first", "second"]), ("first", ["first"])):
        pack = compile_pack(
            adding("example", one % (name, "Other")), base=base_files("example", base)
        ).pack
        assert pack is not None
        assert [statement.id for statement in pack.statements] == wanted


def test_a_scenario_of_the_same_id_takes_the_place_of_the_bases() -> None:
    pack = loaded(scene=SCENE.format(title="My own"), other=SCENE.format(title="Other"))
    assert {one.id: (one.title, one.file) for one in pack.scenarios.values()} == {
        "other": ("Other", "other.yaml"),
        "scene": ("My own", "scene.yaml"),
    }
    assert loaded().scenarios["scene"].file == "example/scene.yaml"


def test_playthroughs_of_the_base_are_its_own_business() -> None:
    base = {**SMALL, "way.playthrough.yaml": b"play: example\nchoices: [nowhere]\n"}
    assert base_files("example", base).keys() == base_files("example", SMALL).keys()
    examined = examine(adding("example"), base=base_files("example", base))
    assert examined.diagnostics == ()


def test_a_chain_of_packs_is_one() -> None:
    base = base_files("example", SMALL) | base_files(
        "second", adding("example", "tags: {late: said late}\n", "second")
    )
    pack = compile_pack(adding("second", "tags: {early: said early}\n"), base=base).pack
    assert pack is not None
    assert list(pack.tags) == ["plain", "help", "late", "early"]
    (found,) = compile_pack(
        adding("second", "outcomes: {long_game: {title: A, text: B., when: standing > 3}}\n"),
        base=base,
    ).diagnostics
    assert (found.place.file, found.place.line) == ("pack.yaml", 5)


def said_of(own: dict[str, bytes], base: dict[str, bytes]) -> list[tuple[str, int, str]]:
    return [
        (found.code, found.place.line, found.message)
        for found in compile_pack(own, base=base).diagnostics
    ]


@pytest.mark.parametrize("base", [None, {}, {"other/pack.yaml": b""}])
def test_a_base_that_is_not_there_is_one_complaint(base: dict[str, bytes] | None) -> None:
    compiled = compile_pack(
        adding(
            "example", scene="language: 1\ntitle: Ah\nscenes: {a: {text: B., when: standing > 3}}\n"
        ),
        base=base,
    )
    assert compiled.pack is None
    (found,) = compiled.diagnostics
    assert (found.code, found.place) == (
        BY_NAME["unknown-base"].code,
        found.place._replace(file="pack.yaml", line=4, column=10),
    )
    assert "`example`" in found.message


def test_packs_in_a_circle_are_told_with_the_way_round() -> None:
    circle = BY_NAME["extends-circle"].code
    ((code, line, message),) = said_of(adding("mine"), base_files("mine", adding("mine")))
    assert (code, line, message) == (circle, 4, "`mine` extends `mine`: there is no end to that.")
    base = base_files("one", adding("two", name="one")) | base_files(
        "two", adding("one", name="two")
    )
    ((_, _, message),) = said_of(adding("one"), base)
    assert message == "`one` extends `two`, which extends `one`: there is no end to that."


def test_a_chain_ends_somewhere() -> None:
    names = [f"p{number}" for number in range(MAX_PACKS + 1)]
    base: dict[str, bytes] = base_files("example", SMALL)
    for name, below in zip(names, [*names[1:], "example"], strict=True):
        base |= base_files(name, adding(below, name=name))
    ((code, _, message),) = said_of(adding("p0"), base)
    assert code == BY_NAME["extends-circle"].code
    assert message.startswith(f"More than {MAX_PACKS} packs")
    assert compile_pack(adding(names[3]), base=base).pack is not None
    ((_, _, message),) = said_of(adding(names[2]), base)
    assert (
        message
        == f"More than {MAX_PACKS} packs would stand on one another: mine, p2, p3, p4 and example."
    )


USES = "language: 1\ntitle: Uses\nscenes:\n  door:\n    text: A door.\n    choices:\n" + "".join(
    f"      - {{id: c{number}, label: Go., needs: burnout >= frayed and standing > {number}}}\n"
    for number in range(30)
)
BASE = base_files(
    "example", {**SMALL, "uses.yaml": (USES + "      - {id: out, label: Out.}\n").encode()}
)


def test_what_an_own_entry_breaks_is_told_at_that_entry() -> None:
    own = adding("example", "stats:\n  burnout: {value: exhaustion + 0, good: low}\n")
    compiled = compile_pack(own, base=BASE)
    assert compiled.pack is None
    assert {
        (found.place.file, found.place.line, found.place.column) for found in compiled.diagnostics
    } == {("pack.yaml", 6, 3)}
    assert compiled.diagnostics[0].message.startswith(
        "In `example`, which this pack extends, line "
    )
    assert "`frayed`" in compiled.diagnostics[0].message
    assert compiled.diagnostics[0].hint == "`burnout` here stands in for the one of `example`."


def test_what_an_own_scenario_breaks_is_told_in_its_file() -> None:
    base = BASE | {
        "example/asks.yaml": (
            SCENE.format(title="Asks").encode()
            + b"    when: seen(uses.door)\n".replace(b"    ", b"")
        )
    }
    own = adding("example", uses=SCENE.format(title="Mine").replace("door", "gate"))
    (found,) = compile_pack(own, base=base).diagnostics
    assert found.place.file == "uses.yaml"
    assert "line 5 of asks.yaml" in found.message


def test_a_base_that_is_broken_by_itself_is_told_once_and_briefly() -> None:
    broken = "\n".join(f"  x{number}: {{nonsense: 1}}" for number in range(MAX_BASE_ERRORS * 3))
    base = base_files("example", {**SMALL, "people.yaml": f"people:\n{broken}\n".encode()})
    compiled = compile_pack(adding("example"), base=base)
    assert compiled.pack is None
    assert len(compiled.diagnostics) == MAX_BASE_ERRORS
    assert {found.place for found in compiled.diagnostics} == {
        compiled.diagnostics[0].place._replace(file="pack.yaml", line=4, column=10)
    }
    unreadable = base_files("example", {**SMALL, "pack.yaml": b"\xff"})
    assert {
        found.place.line for found in compile_pack(adding("example"), base=unreadable).diagnostics
    } == {4}


def test_ones_own_mistakes_are_told_as_ever() -> None:
    _, said = on_small(
        "tags: {late: said late}\n",
        mine=SCENE.format(title="Mine").replace("A door.", "A door., effects: {standng: 3}"),
    )
    assert [(found.place.file, found.code) for found in said] == [("mine.yaml", "PM301")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("extends: example", "example"),
        ("extends: ../etc", ""),
        ("extends: [a]", ""),
        ("extends:", ""),
        ("pack: x", ""),
        ("]", ""),
    ],
)
def test_the_name_of_a_base_is_read_without_trusting_it(text: str, name: str) -> None:
    assert base_id({"pack.yaml": text.encode(), "more/pack.yaml": b"extends: other"}) == name
    assert base_id({}) == ""


def test_what_extends_nothing_is_as_it_was() -> None:
    assert extend_pack(SMALL, base_files("other", SMALL)).at is None
    assert compile_pack(SMALL, base=base_files("other", SMALL)).diagnostics == ()
