"""Pages as full sentences in lines, for plain mode, the log's copy and transcripts. No drawing, no
columns, straight quotes."""

from collections.abc import Iterable, Iterator

from pmsim.lang.characters import PLAIN_LETTERS
from pmsim.ui.present.changes import ChangeRow
from pmsim.ui.present.debrief_pages import Debrief, debrief_pages, grid_sentences
from pmsim.ui.present.ending import CAME_FROM, Ending
from pmsim.ui.present.history import LifeLine, StartSummary
from pmsim.ui.present.meanings import Meaning
from pmsim.ui.present.parts import (
    ChangesPart,
    CheckPart,
    ChoiceRow,
    ChosenPart,
    NotePart,
    Page,
    Part,
    ProsePart,
)
from pmsim.ui.present.status import MAX_SKILL_LEVEL, Gauge, PersonLine, SkillLine, Status
from pmsim.ui.present.text import Paragraph, to_plain
from pmsim.ui.present.words import capitalise, count_words, join_words, unit_word

TAKEN_ELSEWHERE = "Taken in another life."
_STRAIGHT = str.maketrans({**PLAIN_LETTERS, "\u00a0": " "})
_MARKS = {"prose": "", "quote": "", "item": "- "}


def straighten(text: str) -> str:
    """Replace quotes, dashes and ellipses by those that every terminal and every screen reader
    has."""
    return text.translate(_STRAIGHT)


def as_sentence(text: str) -> str:
    """Return the text with a capital and a full stop, unless it ends with punctuation of its
    own."""
    return capitalise(text) + (
        "" if text.endswith((".", "?", "!", '"', "'", ":", "”", "’", "…")) else "."
    )


def render_page(page: Page) -> Iterator[str]:
    """Yield a page: its parts with blank lines between them, then its choices."""
    yield from render_parts(page)
    if page.parts and page.choices:
        yield ""
    for row in page.choices:
        yield render_choice(row)


def render_parts(page: Page) -> Iterator[str]:
    """Yield the parts of a page with blank lines between them, without its choices."""
    for number, part in enumerate(page.parts):
        if number:
            yield ""
        yield from render_part(part)


def render_ending(ending: Ending) -> Iterator[str]:
    """Yield the player's role and state at the end, the earlier role, the turning points, and how
    many ends there are."""
    former_role = f" {ending.former_role} before." if ending.former_role else ""
    gauges = " ".join(f"{gauge.label}: {gauge.words}." for gauge in ending.gauges)
    yield straighten(f"{ending.summary}{former_role} {gauges}".rstrip())
    unit = unit_word(ending.frame)
    came_from = [
        f"{unit} {turning.quarter}, {as_sentence(straighten(to_plain(turning.label)))}"
        for turning in ending.turning_points
    ]
    if came_from:
        yield f"{CAME_FROM}: {' '.join(capitalise(one) for one in came_from)}"
    yield ending.ends_sentence


def render_part(part: Part) -> Iterator[str]:
    """Yield one part of a page."""
    match part:
        case ProsePart(paragraphs):
            yield from render_paragraphs(paragraphs)
        case ChosenPart(verb, label):
            yield straighten(f"{verb}: {to_plain(label)}")
        case CheckPart():
            labels = (part.success_label, part.failure_label)
            ways = "".join(
                f" {head}: {as_sentence(label)}"
                for head, label in zip(("If it goes well", "If not"), labels, strict=True)
                if label
            )
            yield straighten(
                f"{part.heading}. {part.chance}{ways} It fell on {part.roll}. {part.verdict[:-1]};"
                f" {part.odds} or under would {'do' if part.passed else 'have done'}."
            )
        case ChangesPart(heading, rows):
            yield straighten(f"{heading}. {' '.join(render_change(row) for row in rows)}")
        case NotePart(text):
            yield straighten(text)


def render_paragraphs(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    """Yield paragraphs with blank lines between them, but none between list items."""
    last = ""
    for paragraph in paragraphs:
        if last and not last == paragraph.kind == "item":
            yield ""
        last = paragraph.kind
        yield straighten(_MARKS[paragraph.kind] + to_plain(paragraph.line))


def render_change(row: ChangeRow) -> str:
    """Return one changed stat as a sentence, such as "Burnout up 1, still frayed: fairness, the
    room went without you." """
    if row.name == "Ahead":
        return as_sentence(f"Ahead: {row.change}, {row.reason}")
    between = (
        ", " if row.change.startswith(("wanted", "practised", "told", "taught", "a ")) else " "
    )
    reason = ": " + row.reason.replace(": ", ", ") if row.reason else ""
    return as_sentence(f"{row.name}{between}{row.change}{row.suffix}{reason}")


def render_choice(row: ChoiceRow) -> str:
    """Return one choice: its number, label and chance; or that it is closed, and why."""
    label = as_sentence(straighten(to_plain(row.label)))
    if row.is_open:
        quiet = filter(None, (row.turn, row.hint, row.cost))
        taken = [TAKEN_ELSEWHERE] if row.taken_elsewhere else []
        return " ".join(
            [f"{row.number}. {label}", *(as_sentence(straighten(one)) for one in quiet), *taken]
        )
    reasons = [straighten(to_plain(row.reason)), straighten(row.unlock_hint)]
    return " ".join([f"Closed: {label}", *(as_sentence(reason) for reason in reasons if reason)])


def render_status(status: Status) -> Iterator[str]:
    """Yield the stats beside the story, in words, and the people present."""
    named = [f"{gauge.label}: {gauge.words}" for gauge in status.gauges]
    if named and status.cause:
        named[0] += f"; most of it {status.cause}"
    yield straighten(" ".join(f"{name}." for name in named))
    if status.people:
        yield straighten(
            f"In the room: {' '.join(f'{person.name}, {person.word}.' for person in status.people)}"
        )


def render_figures(gauges: Iterable[Gauge]) -> Iterator[str]:
    """Yield every stat with its number."""
    for gauge in gauges:
        word = f", {gauge.word}" if gauge.word else ""
        yield straighten(f"{gauge.label}: {gauge.value} of {gauge.max}{word}, {gauge.trend}.")


def render_people(people: Iterable[PersonLine]) -> Iterator[str]:
    """Yield the cast."""
    for person in people:
        also = f" {as_sentence(person.extra)}" if person.extra else ""
        yield straighten(f"{person.name}, {person.description}: {person.word}.{also}")


def render_skills(skills: Iterable[SkillLine]) -> Iterator[str]:
    """Yield every skill."""
    for skill in skills:
        yield (
            f"{straighten(skill.label)}: {skill.level} of {MAX_SKILL_LEVEL}, {skill.words}; wanted"
            f" {skill.interest}."
        )


def render_meaning(meaning: Meaning) -> Iterator[str]:
    """Yield what a word means."""
    yield as_sentence(straighten(": ".join(filter(None, (meaning.word.label, meaning.now)))))
    for heading, lines in meaning.groups:
        text = " ".join(as_sentence(line) for line in lines)
        yield straighten(f"{heading}: {text}" if heading else text)


def render_life(life: LifeLine) -> str:
    """Return one life, as a list of lives shows it."""
    unit = unit_word(life.frame)
    where = (
        f"Ended in {unit} {life.quarter}: {life.end_title}."
        if life.end_title
        else f"Now in {unit} {life.quarter}."
    )
    branch = ""
    if life.branched_from[0] >= 0 and life.dots:
        left, decision = life.branched_from
        branch = (
            f" Left life {left + 1} in {unit} {life.dots[0].quarter}, decision {decision},"
            f" {life.dots[0].title}."
        )
    decisions = (
        count_words(life.dots[-1].decision, "decision", "decisions")
        if life.dots
        else "no decision yet"
    )
    here = " You are here." if life.is_current else ""
    return straighten(
        f"Life {life.number + 1}, {life.name}.{branch} {where} {capitalise(decisions)}.{here}"
    )


def render_start(number: int, door: StartSummary) -> Iterator[str]:
    """Yield a start of a career with its text."""
    yield straighten(
        f"{number}. {door.title}. {as_sentence(door.role) if door.role else ''}".rstrip()
    )
    yield from render_paragraphs(door.text)
    good_at, weighs = join_words(door.good_at), join_words(door.weighs)
    facts = (
        as_sentence(f"loves {door.loves}") if door.loves else "",
        as_sentence(f"dreads {door.dreads}") if door.dreads else "",
        f"Good at {good_at}." if good_at else "",
        f"Weighs: {weighs}." if weighs else "",
    )
    yield straighten(" ".join((*filter(None, facts), as_sentence(f"takes {door.length.lower()}"))))


def render_debrief(debrief: Debrief) -> Iterator[str]:
    """Yield the debrief: each page's title, the grid as sentences, and the passages."""
    yield as_sentence(straighten(" ".join(filter(None, (debrief.outcome, debrief.summary)))))
    for page in debrief_pages(debrief):
        yield ""
        yield as_sentence(straighten(page.title))
        yield from map(straighten, grid_sentences(page.grid))
        for passage in page.passages:
            lead = f"{passage.lead}. " if passage.kind == "item" else ""
            behind = (
                f" {capitalise(passage.lead)}." if passage.kind == "head" and passage.lead else ""
            )
            yield straighten(f"{lead}{as_sentence(passage.text)}{behind}")
