"""Two lives side by side in plain mode, in sentences."""

from collections.abc import Iterator

from pmsim.play.session import Session
from pmsim.ui.plain_text import as_sentence, straighten
from pmsim.ui.present.compare import Comparison, compare
from pmsim.ui.present.text import to_plain
from pmsim.ui.present.words import capitalise, join_words, unit_word


def compare_lines(session: Session, typed: str) -> Iterator[str]:
    """Yield the comparison of two lives, named by their numbers from 1: "1 2"."""
    count = len(session.lives)
    numbers = [int(word) for word in typed.split() if word.isdecimal() and len(word) < 9]
    lives = [number - 1 for number in numbers if 1 <= number <= count]
    if count == 1:
        yield "It takes two lives to compare. Type from and a decision's number to make the second."
    elif len(lives) != 2 or lives[0] == lives[1]:
        yield f"Type compare and two numbers, 1 to {count}: compare 1 2."
    else:
        yield from map(straighten, _sentences(compare(session, *lives)))


def _sentences(seen: Comparison) -> Iterator[str]:
    decision, quarter, title = seen.parted
    unit = unit_word(seen.frame)
    yield " ".join(f"{as_sentence(life.name)} {as_sentence(life.place)}" for life in seen.lives)
    if decision:
        said = [
            f"{life.name}: {as_sentence(to_plain(life.said))}" for life in seen.lives if life.said
        ]
        place = f", {title}" if title else ""
        yield f"They parted in {unit} {quarter}, at decision {decision}{place}. {' '.join(said)}"
    for gauge in seen.gauges:
        for life, values, word in zip(seen.lives, gauge.values, gauge.words, strict=True):
            yield (
                f"{gauge.label}, {life.name}, {unit} by {unit}:"
                f" {', '.join(map(str, values))}. Now {word}."
            )
    for life in seen.lives:
        if life.roles:
            yield f"{life.name} became {join_words(life.roles)}."
        if life.only:
            yield f"Only in {life.name}: {'; '.join(life.only)}."
    if seen.both:
        yield capitalise(f"in both, after that: {'; '.join(seen.both)}.")
