"""Pages as full sentences in lines: what plain mode, the log's copy and a transcript print. No drawing, no columns, straight quotes."""

from collections.abc import Iterable, Iterator

from pmsim.ui.present.careers import Door, LifeLine
from pmsim.ui.present.choices import ChoiceRow
from pmsim.ui.present.ending import CAME_FROM, Ending
from pmsim.ui.present.ledger import Row
from pmsim.ui.present.parts import Aside, Checked, Ledger, Page, Part, Prose, Said
from pmsim.ui.present.status import LEVELS, Gauge, SkillLine, Status, Trust
from pmsim.ui.present.text import Paragraph, plain
from pmsim.ui.present.words import capital, how_many

_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "-", "—": "-", "−": "-", "\u00a0": " "})
_MARKS = {"prose": "", "quote": "", "item": "- "}


def straight(text: str) -> str:
    """With the quotes, dashes and points that every terminal and every voice has."""
    return text.translate(_STRAIGHT)


def sentence(text: str) -> str:
    """With a capital and a full stop, unless it ends in a mark of its own."""
    return capital(text) + ("" if text.endswith((".", "?", "!", '"', "'", ":", "”", "’", "…")) else ".")


def of_page(page: Page) -> Iterator[str]:
    """A page: its parts, a blank line between them, and its choices."""
    yield from of_parts(page)
    if page.parts and page.choices:
        yield ""
    for row in page.choices:
        yield of_choice(row)


def of_parts(page: Page) -> Iterator[str]:
    """What a page tells, without what can be chosen; a blank line between its parts."""
    for number, part in enumerate(page.parts):
        if number:
            yield ""
        yield from of_part(part)


def of_ending(told: Ending) -> Iterator[str]:
    """Who one is at the end, who one was, what it came from, and how many ends there are."""
    before = f" {told.was} before." if told.was else ""
    stood = " ".join(f"{gauge.label}: {gauge.words}." for gauge in told.gauges)
    yield straight(f"{told.lived}{before} {stood}".rstrip())
    came_from = [f"quarter {turning.quarter}, {sentence(straight(plain(turning.said)))}" for turning in told.came_from]
    if came_from:
        yield f"{CAME_FROM}: {' '.join(capital(one) for one in came_from)}"
    yield told.one_of


def of_part(part: Part) -> Iterator[str]:
    """One part of a page."""
    match part:
        case Prose(paragraphs):
            yield from of_paragraphs(paragraphs)
        case Said(verb, label):
            yield straight(f"{verb}: {plain(label)}")
        case Checked():
            yield straight(
                f"{part.heading}. {part.chance} It fell on {part.roll}. {part.verdict[:-1]}; {part.odds} or under "
                f"would {'do' if part.passed else 'have done'}."
            )
        case Ledger(heading, rows):
            yield straight(f"{heading}. {' '.join(of_row(row) for row in rows)}")
        case Aside(text):
            yield straight(text)


def of_paragraphs(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    """Paragraphs, with a blank line between them; items close up."""
    last = ""
    for paragraph in paragraphs:
        if last and not last == paragraph.kind == "item":
            yield ""
        last = paragraph.kind
        yield straight(_MARKS[paragraph.kind] + plain(paragraph.line))


def of_row(row: Row) -> str:
    """One row of a ledger: "Burnout up 1, still frayed: fairness, the room went without you." """
    if row.name == "Ahead":
        return sentence(f"Ahead: {row.change}, {row.reason}")
    between = ", " if row.change.startswith(("wanted", "practised", "told", "taught", "a ")) else " "
    reason = ": " + row.reason.replace(": ", ", ") if row.reason else ""
    return sentence(f"{row.name}{between}{row.change}{row.rest}{reason}")


def of_choice(row: ChoiceRow) -> str:
    """One choice: its number, its words, its chance; or that it is closed, and why."""
    label = sentence(straight(plain(row.label)))
    if row.open:
        return f"{row.number}. {label}" + (f" {sentence(straight(row.hint))}" if row.hint else "")
    reasons = [straight(plain(row.reason)), straight(row.how_far)]
    return " ".join([f"Closed: {label}", *(sentence(reason) for reason in reasons if reason)])


def of_status(status: Status) -> Iterator[str]:
    """The stats beside the story, in words, and who is there."""
    named = [f"{gauge.label}: {gauge.words}" for gauge in status.gauges]
    if named and status.cause:
        named[0] += f"; most of it {status.cause}"
    yield straight(" ".join(f"{name}." for name in named))
    if status.people:
        yield straight(f"In the room: {' '.join(f'{person.name}, {person.word}.' for person in status.people)}")


def of_figures(gauges: Iterable[Gauge]) -> Iterator[str]:
    """Every stat with its number."""
    for gauge in gauges:
        word = f", {gauge.word}" if gauge.word else ""
        yield straight(f"{gauge.label}: {gauge.value} of {gauge.max}{word}, {gauge.trend}.")


def of_people(people: Iterable[Trust]) -> Iterator[str]:
    """The cast."""
    for person in people:
        also = f" {sentence(person.also)}" if person.also else ""
        yield straight(f"{person.name}, {person.is_}: {person.word}.{also}")


def of_skills(skills: Iterable[SkillLine]) -> Iterator[str]:
    """Every skill."""
    for skill in skills:
        yield f"{straight(skill.label)}: {skill.level} of {LEVELS}, {skill.words}; wanted {skill.interest}."


def of_life(life: LifeLine) -> str:
    """One life, as lives are listed."""
    where = f"Ended in quarter {life.quarter}: {life.ended}." if life.ended else f"Now in quarter {life.quarter}."
    left = ""
    if life.left[0] >= 0 and life.dots:
        left = f" Left life {life.left[0] + 1} in quarter {life.dots[0].quarter}, decision {life.left[1]}, {life.dots[0].title}."
    made = how_many(life.dots[-1].decision, "decision", "decisions") if life.dots else "no decision yet"
    here = " You are here." if life.here else ""
    return straight(f"Life {life.number + 1}, {life.name}.{left} {where} {capital(made)}.{here}")


def of_door(number: int, door: Door) -> Iterator[str]:
    """A door to begin at."""
    yield straight(f"{number}. {door.title}. {sentence(door.role) if door.role else ''}".rstrip())
    yield from of_paragraphs(door.text)
