"""Plain mode: a conversation in lines, through a pipe."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from pmsim.play.session import Session
from pmsim.store.career import PlayableCareer
from pmsim.store.errors import NotSavedError, SaveProblem
from pmsim.ui import plain
from pmsim.ui.career import EditedPack
from pmsim.ui.plain.menu import LEAVE, Console
from pmsim.ui.plain.session_loop import SessionLoop
from tests.ui.tiny import pack


class Kept(PlayableCareer):
    """One that says it is on disk."""

    is_saved = True


def talked(
    *typed: str, career: PlayableCareer | None = None, width: int = 0
) -> tuple[str, PlayableCareer]:
    """What is printed when these lines are typed."""
    career = career or Kept(Session(pack(), "fumes", 7))
    sink = io.StringIO()
    assert (
        plain.run(career, io.StringIO("".join(f"{line}\n" for line in typed)), sink, width=width)
        == 0
    )
    return sink.getvalue(), career


def test_a_conversation(snapshot: SnapshotAssertion) -> None:
    told, _ = talked("", "stats", "2", "", "people", "1", "", "", "lives", "quit")
    assert told == snapshot


def test_every_word_answers() -> None:
    for word in ("again", "figures", "help", "lives", "log", "people", "skills", "stats"):
        told, career = talked("", word)
        assert career.session.position.decisions == 0
        assert "not a word" not in told
        assert told.count("> ") == 3


def test_a_prompt_is_the_last_thing_printed_before_each_line_read() -> None:
    class Source(io.StringIO):
        def readline(self, *size: object) -> str:  # type: ignore[override]
            assert sink.getvalue().endswith("\n\n> ")
            return super().readline()

    sink = io.StringIO()
    plain.run(
        PlayableCareer(Session(pack(), "fumes", 7)), Source("\n2\n\n1\n\nlives\nfoo\n9\n\n"), sink
    )
    assert sink.getvalue().count("\n> ") == 10


def test_what_ends_watching_is_told_before_an_answer_is_taken() -> None:
    talk = SessionLoop(
        PlayableCareer(Session(pack(), "fumes", 7)),
        Console(io.StringIO("1\nquit\n"), sink := io.StringIO()),
    )
    talk.edits.put(
        EditedPack(
            None,
            lambda _: ["mine.yaml is not read again any more: The disk is gone."],
            watched=False,
        )
    )
    talk.run(True)
    assert "mine.yaml is not read again any more: The disk is gone.\n\n> " in sink.getvalue()
    assert talk.career.session.decision == 1


def test_a_number_not_on_offer_and_a_word_unknown() -> None:
    told, career = talked("", "9", "0", "stat", "xyzzy", "2")
    assert told.count("There are three. Type 1, 2 or 3.") == 2
    assert "That is not a word here; the nearest is stats. Type help for all of them." in told
    assert "That is not a word here. Type help for all of them." in told
    assert career.session.choices == ("stopped_doing",)


def test_a_number_does_nothing_while_there_is_more_to_read() -> None:
    told, career = talked("1")
    assert career.session.position.decisions == 0
    assert told.count("Press Enter to go on.") == 2


def test_back_from_and_go_keep_every_life() -> None:
    told, career = talked(
        "back", "", "back", "2", "back", "1", "", "from 1", "go 1", "go 9", "from 9", "from x"
    )
    assert told.count("This is the beginning. There is nothing before it.") == 2
    assert "Decision 1 again. The other life is kept: lives shows both." in told
    assert "Life 1, Fumes." in told
    assert "There are two lives. Type go and its number." in told
    assert told.count("Type from and a number, 1 to 2") == 2
    assert [life.name for life in career.session.lives] == ["Fumes", "Life 2"]
    assert career.session.choices == ("stopped_doing",)


def test_the_end_of_what_is_typed_is_a_goodbye() -> None:
    told, _ = talked("", "2")
    assert told.endswith("> \nSaved at Decision 2.\n")


def test_a_life_may_end() -> None:
    told, career = talked("", "2", "", "2", "", "2", "1", "lives")
    assert career.session.outcome == "left"
    assert "A Door. Decision 3." in told
    assert told.count("This life is over.") == 2
    assert "Ended in quarter 2: A Door. Three decisions." in told


class Full(Kept):
    """A career on a disk that is full for a while."""

    def __init__(self, session: Session, tries: int, trouble: SaveProblem = "room") -> None:
        super().__init__(session)
        self.tries = tries
        self.trouble = trouble

    def act(self, action: str):  # type: ignore[no-untyped-def]
        """Refused so many times."""
        if self.tries:
            self.tries -= 1
            from pathlib import Path

            raise NotSavedError(self.trouble, Path("x"))
        return super().act(action)


def test_what_is_not_saved_is_not_done() -> None:
    told, career = talked(
        "", "2", "1", "retry", "retry", career=Full(Session(pack(), "fumes", 7), 2)
    )
    assert told.count("The last choice is not on disk: there is no room.") == 2
    assert career.session.choices == ("stopped_doing",)
    told, career = talked("", "2", "quit", career=Full(Session(pack(), "fumes", 7), 9))
    assert career.session.choices == ()
    assert told.endswith("Saved at Decision 1.\n")


def test_what_can_never_be_saved_is_said_and_the_talk_goes_on() -> None:
    for trouble in ("read_only", "overtaken", "large"):
        told, career = talked(
            "", "2", "lives", "retry", career=Full(Session(pack(), "fumes", 7), 9, trouble)
        )
        assert told.count("The last choice is not on disk:") == 1
        assert "type retry" not in told
        assert "One life so far." in told
        assert career.session.choices == ()


def test_lines_are_no_wider_than_the_terminal() -> None:
    for width in (40, 60, 200):
        told, _ = talked("", "1", "", "log", width=width)
        assert max(len(line.removeprefix("> ")) for line in told.split("\n")) <= min(width, 75)


@given(
    st.lists(
        st.one_of(
            st.sampled_from(("", "1", "2", "3", "back", "from 1", "go 1", "log", "lives")),
            st.text(max_size=12),
        ),
        max_size=12,
    )
)
def test_nothing_typed_breaks_it(typed: list[str]) -> None:
    told, career = talked(*(line.replace("\n", " ").replace("\r", " ") for line in typed))
    assert told.endswith(f"Saved at Decision {career.session.decision}.\n")


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("1\n1\n", ("fumes", 0)),
        ("x\n2\n9\n2\n", ("passed_over", 2)),
        ("quit\n", LEAVE),
        ("1\n", LEAVE),
        ("", LEAVE),
        ("back\n", LEAVE),
    ],
)
def test_choosing_a_door(typed: str, chosen: tuple[str, int] | int) -> None:
    sink = io.StringIO()
    assert plain.choose_start(pack(), plain.Console(io.StringIO(typed), sink)) == chosen
    assert "burnout, layoffs and low mood" in sink.getvalue()
    assert "back" not in sink.getvalue()


def test_what_is_in_memory_only_is_not_called_saved() -> None:
    told, _ = talked("", "quit", career=PlayableCareer(Session(pack(), "fumes", 7)))
    assert "Saved" not in told
