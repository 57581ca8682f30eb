"""Effects: from a mapping as written to `core.program.Effects`, in the order of the language."""

import re
from collections.abc import Sequence

from pmsim.core.expr import Expr
from pmsim.core.program import Act, Change, Effects, Practice
from pmsim.lang.complaints import fields_of
from pmsim.lang.lower import ask
from pmsim.lang.lower.desk import Desk
from pmsim.lang.nodes import Entry, Mapping, Scalar

ACTS = {"do": Act.DO, "tell": Act.TELL, "teach": Act.TEACH}
FIELDS = (*ACTS, "set", "clear", "role", "note")


def effects(desk: Desk, node: Mapping | None, *, without: Sequence[str] = (), moment: bool = False) -> Effects | None:
    """The effects written in `node`; None for none. `without`: fields that may not stand there; `moment`: `moment.interest` may."""
    if node is None:
        return None
    changes: list[Change] = []
    interest: Expr | Change | None = None
    for entry in node.entries:
        name, value = entry.key, entry.value
        if name.text in without:
            desk.say("not-here", name, sentence=f"`{name.text}` cannot stand in these effects: they may themselves follow from it.")
        if name.text in FIELDS or not isinstance(value, Scalar):
            continue
        if name.text == "moment.interest":
            if not moment:
                desk.say("not-here", name, sentence="`moment.interest` stands only in the effects of a choice made by `each: moments`.")
            of_moment = _amount(desk, value, -1)
            interest = of_moment.amount if of_moment is not None and not of_moment.sets else of_moment
        elif (change := _change(desk, entry, value)) is not None:
            changes.append(change)
    skills = desk.names.skill_numbers
    acts = tuple(Practice(act, skill) for key, act in ACTS.items() for skill in desk.find_all("skill", ask.words(node, key), skills))
    taken = ask.word(node, "role")
    lowered = Effects(
        tuple(changes),
        acts,
        tuple(desk.names.flags[flag.text] for flag in ask.words(node, "set")),
        _cleared(desk, ask.words(node, "clear")),
        desk.find("role", taken, desk.names.roles) if taken else -1,
        interest,
    )
    if taken:
        desk.takes_role.append((taken, lowered))
    return lowered


def _cleared(desk: Desk, flags: list[Scalar]) -> tuple[int, ...]:
    for flag in flags:
        if flag.text not in desk.names.flags:
            desk.say("flag-never-set", flag, flag=flag.text)
    return tuple(desk.names.flags[flag.text] for flag in flags if flag.text in desk.names.flags)


def _made_of(desk: Desk, stat: str) -> str:
    """Which stats a computed one reads, as a hint; '' if it reads none that can be changed."""
    value = ask.word(desk.names.computed[stat], "value")
    read = dict.fromkeys(re.findall(r"[a-z][a-z0-9_]*", value.text)) if value else {}
    parts = [f"`{name}`" for name in read if name in desk.names.stats]
    return f"It is made of {', '.join(parts)}; move {'that' if len(parts) == 1 else 'one of those'}." if parts else ""


def _change(desk: Desk, entry: Entry, value: Scalar) -> Change | None:
    names = desk.names
    name = entry.key.text
    skill, _, part = name.partition(".")
    slot = -1
    if name in names.stats or name in names.people or (skill in names.skills and part in ("", "interest")):
        slot = names.slot_index[name]
    elif name in names.computed:
        desk.say("computed-set", entry.key, stat=name, hint=_made_of(desk, name))
    elif name in fields_of("choice"):
        hint = f"`{name}` is a field of a choice: look at the indentation."
        desk.say("unknown-name", entry.key, hint=hint, sentence=f"There is no stat, person or skill called `{name}`.")
        return None
    else:
        interests = [f"{each}.interest" for each in names.skills]
        desk.missing("stat, person or skill", entry.key, [*names.stats, *names.people, *names.skills, *interests])
    change = _amount(desk, value, slot)
    return None if slot < 0 else change


def _amount(desk: Desk, value: Scalar, slot: int) -> Change | None:
    """What is added to a slot or, behind `=`, what it is set to."""
    stripped = value.text.lstrip()
    sets = stripped.startswith("=") and not stripped.startswith("==")
    skip = len(value.text) - len(stripped) + 1 if sets else 0
    amount = desk.expr(value, "number", skip)
    return None if amount is None else Change(slot, amount, sets)
