"""What is read, where it is written, and what of it is told."""

from hypothesis import given
from hypothesis import strategies as st

from pmsim.analysis.review.texts import fill_placeholders, narration_only
from tests.analysis.review.looked_at import choice, scenario, subject

TEXTS = st.text(alphabet='ab {}"*.\n“”', max_size=60)


@given(TEXTS)
def test_what_is_narrated_keeps_every_place(text: str) -> None:
    assert len(narration_only(text)) == len(fill_placeholders(text)) == len(text)
    assert [char for char in narration_only(text) if char == "\n"] == [
        char for char in text if char == "\n"
    ]


def test_speech_and_what_is_written_down_is_not_narrated() -> None:
    assert narration_only('{ines} says, "You should." So *you should* it says.').split() == [
        "Xxxxxx",
        "says,",
        "So",
        "it",
        "says.",
    ]
    assert narration_only("“You should” {{x}}") == "             { x{ "


def test_passages_know_their_place_and_their_pieces() -> None:
    failure = "failure:\n  text:\n    - No.\n    - if: burnout >= 50\n      text: Never."
    ask = choice(
        "ask", f"odds: 50\ntext: You ask.\nsuccess: {{text: Yes.}}\n{failure}", "Ask her now."
    )
    found = {passage.key: passage for passage in subject(scenario("Word.", ask)).texts}
    assert {key: each.role for key, each in found.items()} == {
        "scene.door/text": "scene",
        "scene.door.ask/label": "label",
        "scene.door.ask/text": "result",
        "scene.door.ask.success/text": "result",
        "scene.door.ask.failure/text": "result",
    }
    assert [piece.text.strip() for piece in found["scene.door.ask.failure/text"].pieces] == [
        "No.",
        "Never.",
    ]
    assert found["scene.door/text"].place[1:] == (6, 9)
    assert found["scene.door.ask/label"].place[1:] == (9, 16)
