"""What every name of a pack means, in a line and in a few: completion shows it beside the name, hover says it. From what was understood."""

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from typing import NamedTuple

from pmsim.authoring.mentions import EntityKind, Known, known_names
from pmsim.lang import Draft
from pmsim.lang.folder import Gathered
from pmsim.lang.lower import ask
from pmsim.lang.lower.outline import outline
from pmsim.lang.nodes import Mapping as Fields
from pmsim.lang.nodes import Node, Scalar, Sequence

_LINE = 90
"""What is quoted of a text is cut to so many characters."""


class Meaning(NamedTuple):
    """What one name means. `short`: in a few words; `more`: sentences of small Markdown, '' for none."""

    short: str
    more: str = ""


class Lexicon(NamedTuple):
    """`meanings`: by kind and id, in the order of the files. `pack`: the pack's id. `computed`: stats that nothing can set."""

    pack: str
    known: Known
    meanings: Mapping[EntityKind, Mapping[str, Meaning]]
    computed: frozenset[str]

    def of(self, kind: EntityKind) -> dict[str, Meaning]:
        """Everything of a kind, by id; names without a meaning of their own too."""
        told = self.meanings.get(kind, {})
        return {**told, **{name: Meaning("") for name in sorted(self.known.names[kind]) if name not in told}}

    def meaning(self, kind: EntityKind, name: str) -> Meaning:
        """What something is."""
        return self.meanings.get(kind, {}).get(name, Meaning(""))


def lexicon(draft: Draft | None) -> Lexicon:
    """The names of a draft with their meanings; of none, none."""
    gathered = draft.gathered if draft else Gathered(None, {}, {}, (), broken=False)
    pack = gathered.pack or ask.NOWHERE
    meanings: dict[EntityKind, Mapping[str, Meaning]] = {
        kind: {key.text: tell(fields) for key, fields in ask.named(pack, section)} for section, kind, tell in _SECTIONS
    }
    meanings["tag"] = {entry.key.text: Meaning(_line(entry.value)) for entry in ask.entries(pack, "tags")}
    meanings["group"] = {name.text: Meaning(", ".join(word.text for word in words)) for name, words in ask.lists(pack, "groups")}
    debrief = ask.record(pack, "debrief") or ask.NOWHERE
    meanings["statement"] = {key.text: Meaning(_line(fields.get("say"))) for key, fields in ask.named(debrief, "statements")}
    meanings["band"] = dict(_bands(pack))
    phrases = {entry.key.text: _phrase(entry.value) for entry in ask.entries(pack, "phrases")}
    scenes: dict[str, Meaning] = {}
    choices: dict[str, Meaning] = {}
    scenarios: dict[str, Meaning] = {}
    for scenario in outline(gathered.scenarios, []):
        scenarios[scenario.id] = Meaning(
            ask.text(scenario.node, "title"), f"In `{scenario.file}`, {_count(len(scenario.scenes), 'scene')}."
        )
        phrases |= {f"{scenario.id}.{each.key.text}": _phrase(each.value) for each in ask.entries(scenario.node, "phrases")}
        for scene in scenario.scenes.values():
            scenes[scene.key] = Meaning(_line(scene.node.get("text")), _count(len(scene.choices), "choice").capitalize() + ".")
            choices |= {choice.key: _choice(choice.node) for choice in scene.choices}
    meanings |= {"scenario": scenarios, "scene": scenes, "choice": choices, "phrase": phrases}
    computed = frozenset(key.text for key, fields in ask.named(pack, "stats") if fields.get("value") is not None)
    return Lexicon(ask.text(pack, "pack"), known_names(gathered), meanings, computed)


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _line(node: Node | None) -> str:
    """The first words of a text."""
    match node:
        case Scalar(text):
            words = " ".join(text.split())
            return words if len(words) <= _LINE else f"{words[:_LINE].rsplit(' ', 1)[0]} …"
        case Sequence(items):
            return next((words for item in items if (words := _line(item))), "")
        case Fields():
            return _line(node.get("text") or node.get("one_of"))
        case None:
            return ""


def _titled(field: str) -> Callable[[Fields], Meaning]:
    return lambda fields: Meaning(ask.text(fields, field))


def _stat(fields: Fields) -> Meaning:
    value, least, most = (ask.text(fields, field) for field in ("value", "min", "max"))
    bands = ask.numbers(ask.record(fields, "bands"))
    said = [f"Computed: `{value}`." if value else f"From {least} to {most}, {ask.text(fields, 'start') or least} at first."]
    said.append("Less of it is better." if ask.text(fields, "good") == "low" else "More of it is better.")
    said += [f"Words: {', '.join(f'{word} from {edge}' for word, edge in bands.items())}."] if bands else []
    said += [f"What it moves, it moves `{feeds}` as well."] if (feeds := ask.text(fields, "feeds")) else []
    said += [f"Each quarter `{each}` is added."] if (each := ask.text(fields, "each_quarter")) else []
    return Meaning(ask.text(fields, "label") or ("computed" if value else f"{least} to {most}"), " ".join(said))


def _person(fields: Fields) -> Meaning:
    name = ask.text(fields, "full") or ask.text(fields, "name")
    who = ask.text(fields, "is")
    away = f" Not there while `{flag}` is set." if (flag := ask.text(fields, "away")) else ""
    return Meaning(f"{name}, {who}" if who else name, f"A person; trust from -3 to 5, {ask.text(fields, 'trust') or '0'} at first.{away}")


def _skill(fields: Fields) -> Meaning:
    return Meaning(ask.text(fields, "label"), f"A skill of the stage `{ask.text(fields, 'stage')}`; levels 0 to 9.")


def _role(fields: Fields) -> Meaning:
    follow = ", ".join(f"`{word.text}`" for word in ask.words(fields, "next"))
    said = [f"Stage `{ask.text(fields, 'stage') or 'none'}`, pay {ask.text(fields, 'pay') or '0'}."]
    return Meaning(ask.text(fields, "title"), " ".join([*said, f"May be followed by {follow}." if follow else ""]).strip())


def _outcome(fields: Fields) -> Meaning:
    when = ask.text(fields, "when")
    asked = "Only `end` leads to it." if ask.text(fields, "by") else f"When `{when}`." if when else "When no other is."
    return Meaning(ask.text(fields, "title"), " ".join(part for part in (_line(fields.get("dot")), asked) if part))


def _start(fields: Fields) -> Meaning:
    return Meaning(ask.text(fields, "title"), f"As `{ask.text(fields, 'role')}`.")


def _persona(fields: Fields) -> Meaning:
    likes = ", ".join(f"{entry.key.text} {_line(entry.value)}" for entry in ask.entries(fields, "likes"))
    return Meaning("", f"Likes {likes}." if likes else "")


def _phrase(node: Node) -> Meaning:
    lines = [_line(item) for item in node.items] if isinstance(node, Sequence) else [_line(node)]
    return Meaning(" / ".join(line for line in lines if line))


def _choice(fields: Fields) -> Meaning:
    moment, needs = ask.text(fields, "moment"), ask.text(fields, "needs")
    said = [f"Open when `{needs}`."] if needs else []
    return Meaning(_line(fields.get("label")), " ".join([*said, *([f"Remembered as *{moment}*."] if moment else [])]))


def _bands(pack: Fields) -> Iterator[tuple[str, Meaning]]:
    for stat, fields in ask.named(pack, "stats"):
        edges = sorted(ask.numbers(ask.record(fields, "bands")).items(), key=lambda one: one[1])
        for (word, edge), after in zip_longest(edges, edges[1:]):
            reach = f"{stat.text} {edge} to {after[1] - 1}" if after else f"{stat.text} {edge} or more"
            yield f"{stat.text}.{word}", Meaning(reach, f"`{stat.text} >= {word}` is `{stat.text} >= {edge}`.")


_SECTIONS: tuple[tuple[str, EntityKind, Callable[[Fields], Meaning]], ...] = (
    ("stats", "stat", _stat),
    ("people", "person", _person),
    ("skills", "skill", _skill),
    ("roles", "role", _role),
    ("starts", "start", _start),
    ("outcomes", "outcome", _outcome),
    ("personas", "persona", _persona),
)
