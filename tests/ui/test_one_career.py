"""One career three ways: headless, plain, Textual. The same choices, the same states, the same
facts shown."""

import asyncio
import io
import re

from pmsim.play.session import Session
from pmsim.play.state_encoding import digest
from pmsim.store.career import PlayableCareer
from pmsim.store.settings import Settings
from pmsim.ui import headless, plain
from pmsim.ui.plain_text import straighten
from pmsim.ui.present.history import life_pages
from pmsim.ui.present.parts import Page, ProsePart
from pmsim.ui.present.text import to_plain as letters
from pmsim.ui.tui.app import InitialView, Pmsim
from pmsim.ui.tui.screens.story import StoryScreen
from tests.ui.tiny import pack

FIRST = ("stopped_doing", "keep.emoji.announcement.stopped_doing", "let_it_stand")
SEED = 3


def begun() -> Session:
    """The career before its first decision."""
    return Session(pack(), "fumes", SEED)


def facts(page: Page) -> list[str]:
    """What a page has to get across, in one spelling."""
    found = [
        letters(paragraph.line)
        for part in page.parts
        if isinstance(part, ProsePart)
        for paragraph in part.paragraphs
    ]
    return [
        squeezed(words)
        for words in (page.title, *found, *(letters(row.label) for row in page.choices))
    ]


def squeezed(text: str) -> str:
    """A text without what wrapping, quotes and dashes may change."""
    return re.sub(r"\s+", "", straighten(text))


def taken() -> Session:
    """The career headless, as far as its choices are open."""
    session = begun()
    assert headless.play_choices(session, FIRST) is None
    while session.outcome is None and session.position.decisions < 8:
        session.act(
            [offer.id for offer in session.offered if not offer.closed][
                session.position.decisions % 2
            ]
        )
    return session


def spoken(fact: str) -> str:
    """What a voice says, without its source."""
    return fact.partition(".")[2].casefold()


def spoken_of(fact: str, screens: str) -> str:
    """The screens without the source of a voice."""
    return screens.casefold().replace(fact.partition(".")[0].casefold(), "")


def test_headless_plain_and_textual_tell_the_same_career() -> None:
    reference = taken()
    pages = life_pages(reference)

    in_lines = PlayableCareer(begun())
    typed: list[str] = []
    replay = begun()
    typed += [""] * sum(bool(page.continue_label) for page in life_pages(replay))
    for action in reference.choices:
        opened = [offer.id for offer in replay.offered if not offer.closed]
        told = len(life_pages(replay))
        replay.act(action)
        typed += [
            str(opened.index(action) + 1),
            *[""] * sum(bool(page.continue_label) for page in life_pages(replay)[told:]),
        ]
    sink = io.StringIO()
    plain.run(in_lines, io.StringIO("\n".join(typed) + "\n"), sink)

    on_screen = PlayableCareer(begun())
    app = Pmsim(
        InitialView(None, on_screen, is_new=True),
        settings=Settings(motion="still"),
        repeat_seconds=0.0,
    )
    drawn: list[str] = []

    async def play() -> None:
        async with app.run_test(size=(120, 60)) as pilot:
            await pilot.pause()
            for key in [*typed, None]:
                assert isinstance(app.screen, StoryScreen)
                drawn.append("\n".join(leaf.content.plain for leaf in app.screen.page_view.lines))
                if key is not None:
                    await pilot.press(key or "enter")

    asyncio.run(play())

    expected = digest(reference.program, reference.position)
    for career in (in_lines, on_screen):
        assert career.session.choices == reference.choices
        assert digest(career.session.program, career.session.position) == expected
        assert life_pages(career.session) == pages
    told, screens = squeezed(sink.getvalue()), squeezed("\n".join(drawn))
    for page in pages:
        for fact in facts(page):
            assert fact in told
            # the name of an end is drawn in capitals
            assert (
                fact in screens
                or (page.kind == "end" and fact == squeezed(page.title) and fact.upper() in screens)
                or (
                    # the source of a voice stands at the right, and the voice in a form of its own
                    page.form == "chapter" and spoken(fact) in spoken_of(fact, screens)
                )
            )
    assert len(drawn) == len(pages)
