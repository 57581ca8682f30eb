"""Words have meanings: what is said of a word follows from the story and from this life, is the same
in every front end, and gives nothing away that was not met."""

import io
import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from pmsim.core.program import SEEN
from pmsim.lang import Pack
from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.store.pack_loading import load_pack
from pmsim.ui import plain
from pmsim.ui.plain_text import render_meaning, straighten
from pmsim.ui.present.history import current_page
from pmsim.ui.present.meanings import all_words, find_word, meaning
from pmsim.ui.present.pack_texts import PackTexts
from pmsim.ui.present.text import to_plain
from pmsim.ui.tui.app import InitialView
from pmsim.ui.tui.screens.story import StoryScreen
from pmsim.ui.tui.screens.you import GlossaryScreen, WordScreen, YouScreen
from tests.sizes import size
from tests.ui.keyboard import Watched, click, play, post, settled
from tests.ui.test_keys import STILL, story
from tests.ui.tiny import pack


@cache
def long_game() -> Pack:
    return load_pack("the_long_game")


def lived(seed: int, decisions: int, door: str = "fumes") -> Session:
    """A career of chance."""
    chance, session = random.Random(seed), Session(long_game(), door, seed)
    while session.outcome is None and session.position.decisions < decisions:
        page = current_page(session)
        session.act(chance.choice([row.action for row in page.choices if row.is_open]))
    return session


def test_a_word_is_found_by_its_label_its_name_and_nearly() -> None:
    for typed, label in (
        ("capital", "Capital"),
        ("CAPITAL ", "Capital"),
        ("next_level", "Next-level work seen"),
        ("next-level", "Next-level work seen"),
        ("captal", "Capital"),
        ("frayed", "frayed"),
        ("packet", "packet"),
        ("teach", "teach"),
    ):
        word = find_word(all_words(long_game()), typed)
        assert word is not None, typed
        assert word.label == label
    assert find_word(all_words(long_game()), "xylophone") is None
    assert find_word(all_words(long_game()), "") is None


def test_every_word_of_the_shipped_pack_says_what_it_is() -> None:
    session = Session(long_game(), "fumes", 3)
    silent = [
        word.label
        for word in all_words(long_game())
        if not meaning(session, word).about and word.kind != "stats"
    ]
    assert silent == []


@given(st.integers(0, 2**16), st.integers(5, 60))
@settings(max_examples=size(4), deadline=None)
def test_it_names_no_choice_of_a_scene_that_was_not_met(seed: int, long: int) -> None:
    session = lived(seed, long)
    words, seen = PackTexts(session.pack, session.position), session.position.slots[SEEN]
    labels: dict[bool, set[str]] = {True: set(), False: set()}
    for choice in session.program.choices:
        label = to_plain(words.line(f"{choice.key}/label")).removesuffix(".")
        labels[bool(seen >> choice.scene & 1)].add(label)
    said = [meaning(session, word) for word in all_words(session.pack)]
    opened = " ".join(line for one in said for line in one.opens)
    assert [
        label for label in labels[False] - labels[True] if label and f"“{label}”" in opened
    ] == []
    assert all(len(one.lately) <= 3 for one in said)
    assert any(one.lately for one in said)


def test_what_moved_it_lately_is_what_did() -> None:
    session = Session(pack(), "fumes", 7)
    session.act("stopped_doing")
    word = find_word(all_words(pack()), "burnout")
    assert word is not None
    said = meaning(session, word)
    assert said.lately[0].startswith("Up with “")
    assert said.lately[0].endswith(", Q1.")


def test_a_pack_that_explains_nothing_still_answers() -> None:
    session = Session(pack(), "fumes", 7)
    assert not any(key.endswith("/about") for key in pack().texts)
    for word in all_words(pack()):
        assert list(render_meaning(meaning(session, word)))


def test_plain_mode_says_it_too() -> None:
    sink = io.StringIO()
    typed = "what capital\nwhat xylophone\nwords\nahead\nquit\n"
    plain.run(PlayableCareer(lived(4, 30)), io.StringIO(typed), sink, is_new=False)
    said = sink.getvalue()
    assert "Favours that people here owe you." in said
    assert "What it opens:" in said
    assert "That is not a word here." in said
    assert "On their way: " in said
    assert "Missing: " in said
    assert all(straighten(word.label) in said for word in all_words(long_game()))


def watched(session: Session) -> Watched:
    return Watched(InitialView(None, PlayableCareer(session)), settings=STILL, repeat_seconds=0.0)


def test_enter_on_a_word_of_you_says_what_it_is() -> None:
    app = watched(lived(4, 30))

    async def script(pilot: Pilot[None]) -> None:
        for key in ("i", "enter"):
            post(app, key)
            await settled(pilot)
        assert isinstance(app.screen, WordScreen)
        assert "How worn out you are" in app.frame
        post(app, "escape")
        await settled(pilot)
        assert isinstance(app.screen, YouScreen)
        post(app, "right")
        await settled(pilot)
        post(app, "enter")
        await settled(pilot)
        assert "Finding out what people need" in app.frame

    play(app, script)


def test_a_click_on_a_word_of_the_margin_says_what_it_is() -> None:
    app = watched(lived(4, 30))

    async def script(pilot: Pilot[None]) -> None:
        await settled(pilot)
        lines = app.frame.split("\n")
        for word in ("Burnout", "Standing"):
            y = next(at for at, line in enumerate(lines) if word in line[70:])
            click(app, lines[y].rindex(word) + 1, y)
            await settled(pilot)
            assert isinstance(app.screen, WordScreen), word
            assert word in app.frame
            post(app, "escape")
            await settled(pilot)
            assert isinstance(app.screen, StoryScreen)

    play(app, script)


def test_the_glossary_is_searched() -> None:
    app = watched(lived(4, 30))

    async def script(pilot: Pilot[None]) -> None:
        post(app, "g")
        await settled(pilot)
        assert isinstance(app.screen, GlossaryScreen)
        everything = app.screen.query_one(OptionList).option_count
        for key in "packet":
            post(app, key)
            await settled(pilot)
        assert app.screen.query_one(Input).value == "packet"
        assert app.screen.query_one(OptionList).option_count == 1 < everything
        assert "Eight pages about your own year" in app.frame
        post(app, "enter")
        await settled(pilot)
        assert isinstance(app.screen, WordScreen)
        for _ in range(2):
            post(app, "escape")
            await settled(pilot)
        assert isinstance(app.screen, StoryScreen)

    play(app, script)


@pytest.mark.parametrize(
    "keys", [("b",), ("g",), ("i",), ("i", "enter"), ("i", "tab", "end", "enter")]
)
def test_a_pack_without_any_of_it_can_be_asked(keys: tuple[str, ...]) -> None:
    app = story("stopped_doing")

    async def script(pilot: Pilot[None]) -> None:
        for key in keys:
            post(app, key)
            await settled(pilot)
        post(app, "escape")
        await settled(pilot)

    play(app, script)
