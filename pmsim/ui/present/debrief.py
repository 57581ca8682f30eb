"""The debrief of a life in words: what happened, what the choices may say, what to do now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from pmsim.analysis.debrief import (
    Citation,
    Claim,
    Decision,
    GridRow,
    Interest,
    career_decisions,
    claims_of,
    skill_grid,
    telling_decisions,
)
from pmsim.analysis.turning_points import Crossroads
from pmsim.core.compile_expr import evaluate
from pmsim.core.state import State
from pmsim.lang import Pack
from pmsim.play.session import Session
from pmsim.ui.present.debrief_pages import (
    Advice,
    Curve,
    Debrief,
    GridLine,
    QuarterStory,
    QuotedChoice,
    StatedWant,
    StatementText,
    quoted_choice,
)
from pmsim.ui.present.pack_texts import (
    PackTexts,
    is_hidden,
    label_of,
    outcome_title,
    role_title,
)
from pmsim.ui.present.roads import other_roads
from pmsim.ui.present.status import MAX_SKILL_LEVEL, read_value
from pmsim.ui.present.words import (
    capitalise,
    display_text,
    join_words,
    life_summary,
    number_word,
    quarter_mark,
    times_words,
)

NO_CROSSROADS = "No decision of this life weighed clearly more than the others."
CHOICES_A_QUARTER = 2
"""Choices that a quarter's sentence quotes at most."""
MAX_ACTIVITIES = 3
MIN_PRACTICE = 3
"""Times of practice from which on the debrief says anything about stages."""
HELP = (
    "If low mood reaches beyond work, a doctor, or a support line where you live, is a good first"
    " person to tell."
)
PRIVACY = "Nothing of this leaves this machine."
CLOSING = "These were invented afternoons. Check them against a real week."
QUESTION = "Ask somebody who works with you: which of my hours would you keep?"
"""Said where the pack has no words of its own."""


def debrief_of(
    session: Session,
    corrections: Mapping[str, Interest] = {},
    found: Sequence[Crossroads] | None = None,
    searching: str = "",
) -> Debrief:
    """Return the debrief of the current life. `corrections`: the player's interests by skill;
    `found`: its turning points, None if none were looked for; `searching`: what to say of a search
    that has not ended."""
    pack, path = session.pack, session.path()
    states = [node.state for node in path]
    state = states[-1]
    decisions = career_decisions(
        pack.program, [node.turn for node in path], [node.action for node in path]
    )
    claims = claims_of(pack.program, pack.statements, state, decisions)
    rows = skill_grid(pack.program, state, corrections)
    words = PackTexts(pack, state)
    advice = _advice(words, claims, rows)
    return Debrief(
        pack=pack.id,
        title=display_text(pack.title),
        start=display_text(pack.starts[session.start].title),
        outcome=outcome_title(pack, state.outcome),
        summary=_summary(session, words),
        wants=tuple(_wants(pack, states)),
        quarters=tuple(_quarters(pack, decisions)),
        turning_points=other_roads(pack, found or ()),
        roads_note=NO_CROSSROADS if found == () else searching,
        statements=tuple(_statement(words, claim) for claim in claims),
        grid=tuple(_grid_line(pack, row) for row in rows),
        stage=_stage_sentence(pack, rows, state),
        do_more=_labels(pack, rows, "more"),
        do_less=_labels(pack, rows, "less"),
        activities=tuple(advice)[:MAX_ACTIVITIES],
        question=_question(words, claims),
        help=_own(words, "help", HELP),
        privacy=_own(words, "privacy", PRIVACY),
        closing=_own(words, "closing", CLOSING),
        curves=tuple(_curves(pack, states)),
    )


def _summary(session: Session, words: PackTexts) -> str:
    """Return role and length of the life, and where it stands if it goes on."""
    pack, state = words.pack, words.state
    role = words.plain(f"outcomes.{session.outcome}/is") or role_title(pack, state.role)
    unfinished = "" if session.outcome else " This life goes on."
    return life_summary(role, state.quarter, state.decisions, pack.frame) + unfinished


def _own(words: PackTexts, field: str, default: str) -> str:
    """Return the pack's text of the debrief as it reads now, else the default."""
    key = f"debrief/{field}"
    return words.plain(key) if key in words.pack.texts else default


def _quoted(pack: Pack, citation: Citation) -> QuotedChoice:
    one, passed_by = citation
    return quoted_choice(pack, one.number, one.before, (one.choice, one.moment), passed_by)


def _wants(pack: Pack, states: Sequence[State]) -> Iterator[StatedWant]:
    """Yield what the player wanted at first, and each change of it, with the quarter in which it
    was said."""
    before: list[str] = []
    for asked, state in pairwise([states[0], *states]):
        now = [
            display_text(words) for when, words in pack.debrief.wants if evaluate(when, state.slots)
        ]
        if now and now != before:
            before = now
            quarter = asked.quarter
            yield StatedWant(quarter, quarter_mark(quarter, pack.frame), join_words(now))


def _quarters(pack: Pack, decisions: Sequence[Decision]) -> Iterator[QuarterStory]:
    for quarter in dict.fromkeys(one.quarter for one in decisions):
        own = [one for one in decisions if one.quarter == quarter]
        earlier = {one.choice for one in decisions if one.quarter < quarter}
        telling = telling_decisions(pack.program, own, earlier, CHOICES_A_QUARTER)
        quoted = tuple(_quoted(pack, Citation(one, None)) for one in telling)
        places = groupby(quoted, key=lambda one: one.place)
        chosen = ", then ".join(
            f"{', then '.join(one.label for one in together)} ({place})"
            for place, together in places
        )
        became = [role_title(pack, one.role_after) for one in own if one.role_after >= 0]
        sentence = f"You chose {chosen}." + "".join(f" New role: {role}." for role in became)
        yield QuarterStory(quarter, quarter_mark(quarter, pack.frame), sentence, quoted)


def _statement(words: PackTexts, claim: Claim) -> StatementText:
    return StatementText(
        claim.statement.id,
        words.plain(f"debrief.{claim.statement.id}/say"),
        claim.strength,
        claim.total,
        claim.total_against,
        tuple(_quoted(words.pack, one) for one in claim.quoted),
        tuple(_quoted(words.pack, one) for one in claim.quoted_against),
    )


def _grid_line(pack: Pack, row: GridRow) -> GridLine:
    return GridLine(
        row.skill,
        label_of(pack, row.skill),
        row.level,
        display_text(pack.frame.steps[row.step]),
        row.times,
        row.experience,
        row.interest,
        row.suggestion,
        row.is_corrected,
    )


def _labels(pack: Pack, rows: Iterable[GridRow], interest: Interest) -> tuple[str, ...]:
    """Return the labels of the skills with an interest, the most practised first."""
    chosen = [row for row in rows if row.interest == interest]
    return tuple(label_of(pack, row.skill) for row in sorted(chosen, key=lambda row: -row.times))


def _stage_sentence(pack: Pack, rows: Sequence[GridRow], state: State) -> str:
    """Return whether the player practised within the stage of the role or across; '' with too
    little practice, or without a stage."""
    program = pack.program
    stage = program.stages[program.roles[state.role].stage].id
    total = sum(row.times for row in rows)
    if total < MIN_PRACTICE or all(row.stage != stage for row in rows):
        return ""
    within = sum(row.times for row in rows if row.stage == stage)
    label = capitalise(stage.replace("_", " "))
    kind = "Within a stage" if 2 * within >= total else "Across stages"
    counted = f"of {number_word(total)} times that you practised a skill, {number_word(within)}"
    return f"{kind}: {counted} belonged to {label}, the stage of your role."


_REASONS = {
    "hand over or teach": "Hand {skill} over, or teach two people to do it.",
    "next project": "Let {skill} be a part of your next project.",
    "build the role here": "Ask for more {skill} where you are.",
    "arrange not to need": "Arrange not to need {skill}.",
}
"""Activities that the grid suggests, by what its row says."""


def _advice(words: PackTexts, claims: Iterable[Claim], rows: Iterable[GridRow]) -> Iterator[Advice]:
    """Yield things to do: of the claims, of the pack, of the grid."""
    pack = words.pack
    for claim in claims:
        key = f"debrief.{claim.statement.id}"
        if f"{key}/do" in pack.texts:
            yield Advice(words.plain(f"{key}/do"), words.plain(f"{key}/say"))
    for name, when in pack.debrief.activities:
        if when is None or evaluate(when, words.state.slots):
            yield Advice(words.plain(f"debrief.activities.{name}/do"), "")
    for row in rows:
        if row.suggestion:
            skill = label_of(pack, row.skill)
            practised = times_words(row.times) if row.times else "never"
            yield Advice(
                _REASONS[row.suggestion].format(skill=skill),
                f"You practised it {practised}, and want {row.interest} of it.",
            )


def _question(words: PackTexts, claims: Iterable[Claim]) -> Advice:
    """Return the one question to ask one person."""
    for claim in claims:
        key = f"debrief.{claim.statement.id}"
        if f"{key}/ask" in words.pack.texts:
            return Advice(words.plain(f"{key}/ask"), words.plain(f"{key}/say"))
    for name, when in words.pack.debrief.activities:
        key = f"debrief.activities.{name}/ask"
        if key in words.pack.texts and (when is None or evaluate(when, words.state.slots)):
            return Advice(words.plain(key), "")
    return Advice(QUESTION, "")


def _curves(pack: Pack, states: Sequence[State]) -> Iterator[Curve]:
    """Yield the numbers to draw: the pack's watched stats, and its skills."""
    first = {state.quarter: state for state in reversed(states)}
    points = [*(first[quarter] for quarter in sorted(first)), states[-1]]
    for name in pack.debrief.watch:
        if not is_hidden(pack, name):
            stat = pack.stats[name]
            values = tuple(read_value(pack, name, state) for state in points)
            yield Curve(name, label_of(pack, name), "stat", stat.min, stat.max, values)
    for skill in pack.program.skills:
        values = tuple(state.slots[skill.level] for state in points)
        label = label_of(pack, skill.id)
        yield Curve(skill.id, label, "skill", 0, MAX_SKILL_LEVEL, values)
