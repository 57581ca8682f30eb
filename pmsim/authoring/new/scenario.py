"""A scenario to begin with: the template, with the title, the moment and the people that its author named, in the terms of their pack."""

import re
from collections.abc import Collection, Iterable, Sequence
from textwrap import wrap
from typing import NamedTuple

from pmsim.authoring.new.fill import fill, template
from pmsim.authoring.new.world import Named, Number, World
from pmsim.lang.characters import HIDDEN
from pmsim.lang.lower.outline import slug
from pmsim.lang.shapes import ID

BEGINS = "It is the first Tuesday of the month, and the room has been booked for half an hour."
"""The moment, if none is named."""
TEMPLATE = "scenario.yaml"
_WIDE = 112
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_PLAIN = re.compile(r"[^\W_][^#:\n]*[^#:\s]")
_UNREAD = re.compile(r"(?:#{2,6} +)+|(?:[-*_] ?){3,}$")
"""A heading's mark, or a horizontal line."""
_AT_A_MARK = re.compile(r" (?=[-*_>#]|[0-9]{1,3}[.)] )")
"""A space where no line may be wrapped."""
_NOT_FILES = frozenset({"con", "prn", "aux", "nul", "pack", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))})
_TAGS = {
    "plain": ("plain", "honest", "bold"),
    "tactful": ("tactful", "steady", "kind"),
    "help": ("help", "asking", "enabling"),
}
_SKILLS = ("influence", "listening", "people")
_FLAG = "margin_note"


class Wish(NamedTuple):
    """What an author asked for. `people`: ids of the pack's, the first of whom speaks; `about`: topics. '' and () leave it to us."""

    title: str
    begins: str = ""
    people: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


def id_of(title: str, taken: Iterable[str] = ()) -> str:
    """The id, and file name, of a scenario with that title: one that is not taken and that every system can give to a file."""
    given = set(taken)
    name = slug(title)[:48].strip("_") or "scenario"
    if name in _NOT_FILES or not ID.matches(name):
        name = f"{name}_scenario"
    return free(name, given)


def free(name: str, taken: Collection[str]) -> str:
    """The name, with a number behind it if it is taken."""
    return next(one for one in (name, *(f"{name}_{number}" for number in range(2, len(taken) + 3))) if one not in taken)


def can_be_called(stem: str) -> bool:
    """Whether a scenario's file may have that name, less its ending."""
    return ID.matches(stem) and stem not in _NOT_FILES


def scenario(wish: Wish, world: World, file: str, stem: str, schema: str) -> str:
    """The text of a scenario that checks clean in `world`. `file`: its path as the author would type it; `schema`: the way from it to the
    schema's file."""
    return fill(template(TEMPLATE), holes(wish, world) | {"file": file, "id": stem, "schema": schema})


def holes(wish: Wish, world: World) -> dict[str, str]:
    """The words for the holes of a scenario's template, in the terms of a world."""
    return _named(wish, world) | _numbered(wish, world) | _offered(world)


def _named(wish: Wish, world: World) -> dict[str, str]:
    """Who, what and where."""
    person = wish.people[0] if wish.people else ""
    others = [f"{{{other}}}" for other in wish.people[1:]]
    company = " and ".join([", ".join(others[:-1]), others[-1]] if len(others) > 1 else others)
    topics = wish.about or world.topics[:1]
    tags = _tags(world)
    return {
        "title": on_its_line(one_line(wish.title)),
        "begins": _paragraph(_braced(one_line(wish.begins), world)),
        "person": person,
        "people": ", ".join(wish.people),
        "who": f"{{{person}}}" if person else "your neighbour",
        "Who": f"{{{person}}}" if person else "Your neighbour",
        "signed": f"{company} {'has' if len(others) == 1 else 'have'} signed already." if others else "",
        "topic": ", ".join(topics),
        "flag": free(_FLAG, world.taken),
        "skill": _preferred(_SKILLS, [skill.id for skill in world.skills]),
        **{hole: tags.get(hole, "") for hole in _TAGS},
        "pack": one_line(world.title or world.id),
    }


def _numbered(wish: Wish, world: World) -> dict[str, str]:
    """Conditions and amounts, in numbers that the pack has."""
    person = wish.people[0] if wish.people else ""
    good = next((number for number in world.numbers if not number.good_low), None)
    low = [number for number in world.numbers if number.good_low]
    bad = next((number for number in low if number.feeds), low[0] if low else None)
    half = f"{good.id} >= {(good.low + good.high + 1) // 2}" if good else "quarter == 1"
    return {
        **_amounts("good", good),
        **_amounts("bad", bad),
        "odds": f"45 + 10 * {person}" if person else "55",
        "warm": f"{person} >= 1" if person else half,
        "trusted": f"{person} >= 3" if person else "never",
    }


def _amounts(hole: str, number: Number | None) -> dict[str, str]:
    """A stat, and how much of it is some and how much is little."""
    if number is None:
        return {hole: "", f"{hole}_some": "0", f"{hole}_little": "0"}
    wide = number.high - number.low
    return {hole: number.id, f"{hole}_some": str(max(1, wide // 20)), f"{hole}_little": str(max(1, wide // 50))}


def _offered(world: World) -> dict[str, str]:
    """What there is to use, in comments."""
    kept = [Named(one.id, f"{one.low} to {one.high}{', less is better' if one.good_low else ''}") for one in world.numbers]
    return {
        "people_there": _list("People", world.people),
        "tags_there": _list("Tags", world.tags),
        "numbers_there": _list("Numbers", kept),
        "sums_there": _list("Numbers to ask for, but not to change", world.sums),
        "skills_there": _list("Skills", [Named(skill.id, "") for skill in world.skills]),
        "topics_there": f"Its topics: {', '.join(world.topics)}." if world.topics else "",
    }


def _list(what: str, there: Sequence[Named]) -> str:
    words = ", ".join(f"{one.id} ({one_line(one.words)})" if one.words else one.id for one in there)
    return "\n".join(wrap(f"{what}: {words}.", _WIDE, subsequent_indent="  ", break_long_words=False)) if there else ""


def _tags(world: World) -> dict[str, str]:
    """For each of the template's three tags one of the pack's, each once: never one that can shut a choice."""
    free = [tag.id for tag in world.tags if tag.id not in world.locked]
    found: dict[str, str] = {}
    for hole, wanted in _TAGS.items():
        left = [tag for tag in free if tag not in found.values()]
        found[hole] = _preferred(wanted, left, but=(tag for tags in _TAGS.values() for tag in tags))
    return found


def _preferred(wanted: Iterable[str], there: Sequence[str], but: Iterable[str] = ()) -> str:
    """The first wanted that is there; else the first there is, those that `but` names last; '' if there is nothing."""
    kept = set(but)
    first = [one for one in wanted if one in there]
    return next(iter([*first, *(one for one in there if one not in kept), *there]), "")


def one_line(text: str) -> str:
    """A foreign text in one line, without anything that cannot be seen."""
    return HIDDEN.sub("", " ".join(text.split()))


def _paragraph(text: str) -> str:
    """Words as one paragraph of a text: without a mark at their beginning that no text has, and wrapped where no line begins with one."""
    words = _UNREAD.sub("", text) or BEGINS
    bound = _AT_A_MARK.sub("\0", words)
    return "\n".join(wrap(bound, _WIDE, break_long_words=False, break_on_hyphens=False)).replace("\0", " ")


def on_its_line(text: str) -> str:
    """A few words as a YAML value: behind the colon if that is safe, else on the line below."""
    return text if _PLAIN.fullmatch(text) or (len(text) == 1 and text.isalnum()) else f"|\n  {text}"


def _braced(text: str, world: World) -> str:
    """The text with every brace doubled, but for those around somebody of the cast."""
    doubled = text.replace("{", "{{").replace("}", "}}")
    known = world.names.keys()
    return re.sub(r"\{\{(\w+)\}\}", lambda found: f"{{{found[1]}}}" if found[1].lower() in known else found[0], doubled)
