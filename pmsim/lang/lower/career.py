"""How a career goes: doors, beats, outcomes; and who looks at it: personas, promises, the debrief."""

from collections import Counter

from pmsim.core.expr import Expr
from pmsim.core.program import Beat, Like, Outcome, Persona, Start
from pmsim.lang.lower import ask
from pmsim.lang.lower.desk import Desk
from pmsim.lang.lower.effects import effects
from pmsim.lang.lower.prose import Where, put
from pmsim.lang.nodes import Mapping, Scalar
from pmsim.lang.pack import OutcomeWords, Promise, StartWords, Statement

NEEDED = {"starts": "door (`starts:`)", "calendar": "`calendar:`", "outcomes": "outcome (`outcomes:`)"}


def sections(desk: Desk) -> None:
    """Complains of sections without which there is no career."""
    for section, what in NEEDED.items():
        if not ask.entries(desk.names.pack, section):
            desk.say("missing-part", desk.names.pack.place, section=what)


def starts(desk: Desk, quarters: int) -> tuple[tuple[Start, ...], dict[str, StartWords]]:
    """Doors, and how they are shown."""
    table: list[Start] = []
    shown: dict[str, StartWords] = {}
    for key, fields in ask.named(desk.names.pack, "starts"):
        role, scenario, own = ask.word(fields, "role"), ask.word(fields, "scenario"), ask.number(fields, "quarters", 0)
        held = desk.find("role", role, desk.names.roles) if role else -1
        played = desk.find("scenario", scenario, desk.names.scenario_index) if scenario else -1
        table.append(Start(key.text, max(held, 0), effects(desk, ask.record(fields, "effects")), played, own))
        put(desk, Where(f"starts.{key.text}"), "text", fields.get("text"))
        shown[key.text] = StartWords(key.text, ask.text(fields, "title", key.text), role.text if role else "", own or quarters)
    return tuple(table), shown


def beats(desk: Desk, calendar: Mapping) -> tuple[Beat, ...]:
    """The steps of each quarter. A draw without an id is `draw`, `draw_2`, …"""
    found: list[Beat] = []
    drawn: Counter[str] = Counter()
    draws: set[str] = set()
    for node in ask.records(calendar, "quarter"):
        scenario, given, draw = ask.word(node, "scenario"), ask.word(node, "id"), ask.record(node, "draw")
        if given is None and scenario is None:
            drawn[""] += 1
            name = "draw" if drawn[""] == 1 else f"draw_{drawn['']}"
        else:
            name = (given or scenario or Scalar("", node.place)).text
        if draw is not None and name in draws:
            desk.say("duplicate-id", given or node.place, what="draws", id=name)
        topics = tuple(desk.names.topics[topic.text] for topic in ask.words(draw or ask.NOWHERE, "topics"))
        played = desk.find("scenario", scenario, desk.names.scenario_index) if scenario else -1
        when = desk.expr(ask.word(node, "when"), "truth")
        if scenario is None or played >= 0:
            found.append(Beat(name, when, played, topics))
            if played < 0:
                draws.add(name)
    return tuple(found)


def outcomes(desk: Desk) -> tuple[tuple[Outcome, ...], dict[str, OutcomeWords]]:
    """Outcomes in order, and how they are shown."""
    table: list[Outcome] = []
    shown: dict[str, OutcomeWords] = {}
    written = ask.named(desk.names.pack, "outcomes")
    for key, fields in written:
        by_choice = ask.text(fields, "by") == "choice"
        table.append(Outcome(key.text, desk.expr(ask.word(fields, "when"), "truth"), by_choice))
        where = Where(f"outcomes.{key.text}")
        for field in ("is", "text", "dot", "epilogue"):
            put(desk, where, field, fields.get(field))
        shown[key.text] = OutcomeWords(key.text, ask.text(fields, "title", key.text), _variants(desk, where, fields))
    asked = [(key, fields) for key, fields in written if ask.text(fields, "by") != "choice"]
    if asked and asked[-1][1].get("when") is not None:
        desk.say(
            "last-holds",
            asked[-1][0],
            sentence=f"`{asked[-1][0].text}` is the last outcome that is asked, so it has no `when`.",
            hint="Leave its `when` out, or put one without a `when` behind it.",
        )
    elif written and not asked:
        desk.say("last-holds", written[0][0], sentence="Every outcome here is `by: choice`; one must be there when time runs out.")
    for key, fields in asked[:-1]:
        if fields.get("when") is None:
            sentence = f"`{key.text}` has no `when`, so none of the outcomes behind it is ever asked."
            desk.say("last-holds", key, sentence=sentence, hint="Give it a `when`, put it last, or write `by: choice`.")
    return tuple(table), shown


def _variants(desk: Desk, where: Where, node: Mapping) -> tuple[tuple[str, Expr | None, str], ...]:
    found = []
    for variant in ask.records(node, "variants"):
        name = ask.text(variant, "id")
        own = where._replace(key=f"{where.key}.variants.{name}")
        put(desk, own, "text", variant.get("text"))
        found.append((name, desk.expr(ask.word(variant, "when"), "truth"), f"{own.key}/text"))
    return tuple(found)


def personas(desk: Desk) -> tuple[Persona, ...]:
    """Players as data."""
    found: list[Persona] = []
    for key, fields in ask.named(desk.names.pack, "personas"):
        likes: list[Like] = []
        for entry in ask.entries(fields, "likes"):
            name = entry.key.text
            weight = desk.number(entry.value if isinstance(entry.value, Scalar) else None)
            if name in desk.names.tags:
                likes.append(Like(desk.names.tags[name], -1, None, weight))
            elif desk.names.readable(name):
                likes.append(Like(-1, desk.names.slot_index.get(name, -1), desk.scope.values[name].expr, weight))
            else:
                known = [*desk.names.tags, *desk.names.stats, *desk.names.computed, *desk.names.people]
                desk.missing("tag, stat or person", entry.key, known)
        found.append(Persona(key.text, tuple(likes), ask.number(fields, "noise", 0)))
    return tuple(found)


def promises(desk: Desk) -> tuple[Promise, ...]:
    """What the author holds the pack to."""
    found: list[Promise] = []
    policies = {"random": 0, "first": 0, **{key.text: 0 for key, _ in ask.named(desk.names.pack, "personas")}}
    for node in ask.records(desk.names.pack, "promises"):
        outcome, tag, policy = ask.word(node, "outcome"), ask.word(node, "tag"), ask.word(node, "policy")
        if outcome:
            desk.find("outcome", outcome, desk.names.outcomes)
        if tag:
            desk.find("tag", tag, desk.names.tags)
        if policy:
            desk.find("policy", policy, policies)
        low, _, high = ask.text(node, "share", "0%..100%").replace("%", "").partition("..")
        found.append(
            Promise(
                outcome.text if outcome else "", int(low or 0), int(high or 100), policy.text if policy else "random",
                ask.number(node, "runs", 2000), tag.text if tag else "",
            )
        )  # fmt: skip
    return tuple(found)


def statements(desk: Desk) -> tuple[Statement, ...]:
    """What the debrief may say."""
    found: list[Statement] = []
    for key, fields in ask.named(ask.record(desk.names.pack, "debrief") or ask.NOWHERE, "statements"):
        cites, against = ask.words(fields, "cites"), ask.words(fields, "against")
        desk.find_all("tag", [*cites, *against], desk.names.tags)
        for field in ("say", "do", "ask"):
            put(desk, Where(f"debrief.{key.text}"), field, fields.get(field))
        when = desk.expr(ask.word(fields, "when"), "truth")
        cited, opposed = (tuple(word.text for word in words) for words in (cites, against))
        found.append(Statement(key.text, cited, opposed, when, ask.number(fields, "strong", 6)))
    return tuple(found)


def craft(desk: Desk) -> dict[str, int | tuple[str, ...]]:
    """Thresholds of a review, and its lists of words."""
    lists = {key.text: tuple(word.text for word in words) for key, words in ask.lists(desk.names.pack, "craft") if words}
    return {**ask.numbers(ask.record(desk.names.pack, "craft")), **lists}
