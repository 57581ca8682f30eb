"""Other people's worlds: stats that are neither good nor bad or are hidden, labels of bands, own
words for the frame."""

import pytest

from pmsim.analysis.examine import examine
from pmsim.analysis.review.review_input import least_moved_stats, signs_of_costs
from pmsim.lang import compile_pack
from pmsim.lang.pack import FRAME
from pmsim.lang.pack_extension import base_files
from pmsim.play.playthrough import failed_expectations, parse_playthrough
from pmsim.play.session import Session
from pmsim.ui.plain_text import render_page
from pmsim.ui.present.history import current_page
from pmsim.ui.present.pack_texts import check_hint
from pmsim.ui.present.pages import render_pages
from pmsim.ui.present.status import all_gauges, gauge_ids, gauge_of, skill_lines, status
from tests.small import CALENDAR, OUTCOMES, WORLD, played, small

MAIN = """
scenes:
  hall:
    text: |
      {Calm}, {favour}; your place {place}.
    choices:
      - {id: push, label: Push., effects: {favour: 4, calm: -30, place: 2}}
      - {id: pull, label: Pull., effects: {favour: -4, calm: -30, place: 2}}
      - {id: dare, label: Dare., odds: 40 + favour, success: {text: Yes.}, failure: {text: No.}}
      - {id: ask, label: Ask., needs: favour >= 9, locked: No.}
"""
STATS = (
    "favour: {min: 0, max: 10, start: 5, hidden: true, bands: {low: 0, high: 6}}",
    "calm: {min: 0, max: 60, start: 60, good: low, bands: {fresh: 0, worn_out:"
    " {from: 35, label: usé}}}",
    "place: {min: 0, max: 10, start: 5, good: neither, bands: {left: 0, right: 6}}",
)
PAIR = "scenes:\n  a:\n    text: A.\n    choices:\n      - {id: a, label: A.}\n"
TRUST = "[a, b, c, d, e, f, g, h, i]"
OWN = f"words: {{trust: {TRUST}}}\n"


def world(more: str = "") -> Session:
    return played(small(world=more, stats=STATS, main=MAIN))


def examined(scenario: str) -> list[str]:
    """The codes of the choices that are never the better one."""
    stats = "".join(f"  {line}\n" for line in STATS)
    files = {
        "pack.yaml": WORLD.replace("  # more\n", stats) + CALENDAR + OUTCOMES,
        "main.yaml": scenario,
    }
    found = examine({name: text.encode() for name, text in files.items()}).diagnostics
    return [one.code for one in found if one.code == "PM633"]


def scenario_of_pair(stat: str, number: int) -> str:
    """A scenario of two choices, of which one moves a stat."""
    more = f"effects: {{{stat}: {number}}}"
    return f"language: 1\ntitle: Main\n{PAIR}      - {{id: b, label: B., {more}}}\n"


def shown(session: Session) -> str:
    """All pages of the last step, as plain lines."""
    turn = session.turn
    pages = render_pages(session.pack, turn.events, turn.state, session.offered)
    return "\n".join(line for page in pages for line in render_page(page))


def test_a_hidden_stat_is_on_no_page() -> None:
    session = world()
    pack = session.pack
    assert pack.stats["favour"].is_neutral
    assert "Favour" not in shown(session)
    session.act("push")
    after = shown(session)
    assert "Favour" not in after
    assert "Place up 2, now right." in after
    assert "favour" not in gauge_ids(pack)
    assert "favour" not in [gauge.id for gauge in all_gauges(pack, session.position, None)]
    choice = next(choice for choice in pack.program.choices if choice.id == "dare")
    assert choice.check is not None
    assert (
        check_hint(pack, choice.check.odds, 45, session.position) == "a matter of luck: about even"
    )
    assert [row.unlock_hint for row in current_page(world()).choices if not row.is_open] == [""]
    assert session.state["favour"] == 9


def test_a_text_may_name_a_hidden_stat_and_a_test_expect_it() -> None:
    session = world()
    assert "Usé, low; your place left." in shown(session)
    written = b"play: small\nchoices: [push]\nexpect: {favour: 5, calm: == worn_out}\n"
    playthrough = parse_playthrough(written, "a.playthrough.yaml").playthrough
    assert playthrough is not None
    failed = failed_expectations(session, playthrough, str)
    assert [one.got for one in failed] == ["calm 60"]


def test_a_band_has_an_id_and_a_label() -> None:
    session = world()
    calm = session.pack.stats["calm"]
    assert [(band.name, band.word, band.edge) for band in calm.bands] == [
        ("fresh", "fresh", 0),
        ("worn_out", "usé", 35),
    ]
    assert gauge_of(session.pack, "calm", session.position, None).word == "usé"


def test_of_a_neutral_stat_neither_side_is_better() -> None:
    pack = world().pack
    sides = (scenario_of_pair("place", number) for number in (2, -2))
    assert [examined(side) for side in sides] == [[], []]
    assert examined(scenario_of_pair("mood", -2)) == ["PM633"]
    push = next(choice for choice in pack.program.choices if choice.id == "push")
    moved = least_moved_stats(pack, push, signs_of_costs(pack))
    index = pack.program.slot_index
    assert moved.moved == {index[name] for name in ("favour", "calm", "place")}
    assert moved.worse == set()
    start = Session(pack).position
    higher, lower = (played(pack, [choice]).position for choice in ("push", "pull"))
    assert gauge_of(pack, "place", higher, start).trend == "up"
    assert gauge_of(pack, "place", start, higher).trend == "down"
    assert gauge_of(pack, "place", higher, lower).trend == "steady"


def test_the_pack_may_have_words_of_its_own() -> None:
    session = world(
        f"words: {{trust: {TRUST}, steps: [w, x, y, z], odds: [1, 2, 3, even, 5, 6, 7]}}\n"
    )
    pack, state = session.pack, session.position
    assert [line.word for line in status(pack, state, 1, people=["ann"]).people] == ["e"]
    assert {line.words.partition(";")[0] for line in skill_lines(pack, state)} == {"w"}
    hints = [row.hint for row in current_page(session).choices]
    assert hints[2] == "a matter of luck: even"


def test_without_words_of_its_own_digests_stay() -> None:
    assert small(stats=STATS, main=MAIN).frame == FRAME
    plain, same, other = (
        small(world=words, main="scenes: {a: {text: A.}}")
        for words in (
            "",
            "words: {steps: [learn, do, tell, teach]}\n",
            OWN,
        )
    )
    assert plain.text_digest == same.text_digest != other.text_digest
    assert plain.pack_digest == other.pack_digest


def test_words_are_joined_by_name() -> None:
    base = WORLD + "words: {steps: [w, x, y, z], no_cause: a}\n"
    rest = "calendar: {quarters: 1, quarter: [{scenario: main}]}\noutcomes: {d: {title: D, text: D.}}\n"
    files = {
        "pack.yaml": (base + rest).encode(),
        "main.yaml": b"language: 1\ntitle: M\nscenes: {a: {text: A.}}\n",
    }
    mine = (
        "language: 1\npack: mine\ntitle: Mine\nextends: small\n"
        f"words: {{no_cause: b, trust: {TRUST}}}\n"
    )
    pack = compile_pack({"pack.yaml": mine.encode()}, base=base_files("small", files)).pack
    assert pack is not None
    assert pack.frame == FRAME._replace(
        steps=("w", "x", "y", "z"), no_cause="b", trust=tuple("abcdefghi")
    )


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("words: {trust: [a, b]}", "`trust` must be a list of 9, and here is a list of 2."),
        (
            "words: {steps: [a, b, c, d, e]}",
            "`steps` must be a list of 4, and here is a list of 5.",
        ),
        ("words: {odds: nearly sure}", "`odds` must be a list, and here is `nearly sure`."),
        ("words: {no_cause: [a]}", "`no_cause` must be a few words, and here is a list."),
        ("words: [a]", "`words` must be fields such as `trust:`"),
        ("words: {luck: [a]}", "A words has no field `luck`."),
        ("stats: {x: {min: 0, max: 9, good: both}}", "`good` may be `high` or `low` or `neither`"),
        ("stats: {x: {min: 0, max: 9, hidden: maybe}}", "`hidden` may be `true` or `false`"),
        ("stats: {x: {min: 0, max: 9, bands: {a: b}}}", "`a` must be a whole number"),
        ("stats: {x: {min: 0, max: 9, bands: {a: [0]}}}", "`a` must be"),
        ("stats: {x: {min: 0, max: 9, bands: {a: {label: B}}}}", "This band has no `from`."),
        ("stats: {x: {min: 0, max: 9, bands: {a: {from: b}}}}", "`from` must be a whole number"),
        (
            "stats: {x: {min: 0, max: 9, bands: {a: {from: 0, label: [b]}}}}",
            "`label` must be a few",
        ),
    ],
)
def test_bad_input_is_answered(section: str, said: str) -> None:
    head = "language: 1\npack: small\ntitle: A small pack\n"
    found = compile_pack({"pack.yaml": f"{head}{section}\n".encode()}).diagnostics
    assert [one.place.line for one in found if said in one.message][:1] == [4], found
