"""The generator behind `pmsim new`: the text of new scenarios and packs, from templates filled with
the author's title, opening and people, and with names of the pack. Pure: `cli` asks the user,
`store` writes.

A template is a readable YAML file. `fill_template` describes the parts that depend on the pack."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from importlib import resources
from string import Template
from textwrap import wrap
from typing import NamedTuple

from pmsim.authoring.scaffold.world import LabelledId, PackWorld, StatRange
from pmsim.lang import slug
from pmsim.lang.characters import HIDDEN, wrap_words
from pmsim.lang.schema.types import ID

_GROUP = re.compile(r"([\[{])([^\[\]{}]*\$[^\[\]{}]*)([\]}])")
_HOLE = re.compile(r"\$([A-Za-z_]+)")
_MARGIN = re.compile(r" *(# *)?")


def read_template(name: str) -> str:
    """Return a template by its name, such as `scenario.yaml`."""
    return resources.files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


def fill_template(text: str, words: Mapping[str, str]) -> str:
    """Return the text with `words` in its `$holes` (`$$` is a dollar sign).

    Inside one-line braces and brackets (not nested), an item with an empty word is dropped, and the
    line too if no item remains. Elsewhere a line with an empty word is dropped. A word of several
    lines repeats the margin, and the `#`, of its line. Raise KeyError for a hole without a word."""
    return "".join(_fill_line(line, words) for line in text.splitlines(keepends=True))


def _fill_line(line: str, words: Mapping[str, str]) -> str:
    line, emptied = _GROUP.subn(lambda group: _without_empty_items(group, words), line)
    if (emptied and re.search(r"\{\}|\[\]", line)) or any(
        not words[hole] for hole in _HOLE.findall(line.replace("$$", ""))
    ):
        return ""
    margin = (_MARGIN.match(line) or [""])[0]
    return Template(line).substitute(
        {name: word.replace("\n", f"\n{margin}") for name, word in words.items()}
    )


def _without_empty_items(group: re.Match[str], words: Mapping[str, str]) -> str:
    """Return a one-line mapping or list without the items that have an empty word."""
    items = [
        item for item in group[2].split(", ") if all(words[hole] for hole in _HOLE.findall(item))
    ]
    return f"{group[1]}{', '.join(items)}{group[3]}"


DEFAULT_BEGINNING = (
    "It is the first Tuesday of the month, and the room has been booked for half an hour."
)
"""The default opening."""
TEMPLATE = "scenario.yaml"
_LINE_WIDTH = 112
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_PLAIN = re.compile(r"[^\W_][^#:\n]*[^#:\s]")
_MARKS_AT_START = re.compile(r"(?:#{2,6} +)+|(?:[-*_] ?){3,}$")
"""A heading mark or a horizontal rule."""
_SPACE_BEFORE_MARK = re.compile(r" (?=[-*_>#]|[0-9]{1,3}[.)] )")
"""A space where a line must not wrap."""
_RESERVED_FILE_NAMES = frozenset(
    {
        "con",
        "prn",
        "aux",
        "nul",
        "pack",
        *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
    }
)
_TAGS = {
    "plain": ("plain", "honest", "bold"),
    "tactful": ("tactful", "steady", "kind"),
    "help": ("help", "asking", "enabling"),
}
_SKILLS = ("influence", "listening", "people")
_FLAG = "margin_note"


class ScenarioRequest(NamedTuple):
    """An author's request for a scenario. `people`: ids of people in the pack, the speaker first;
    `about`: topics. '' and () use defaults."""

    title: str
    begins: str = ""
    people: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


def id_of(title: str, taken: Iterable[str] = ()) -> str:
    """Return an id, also used as file name, for a scenario with that title. It is not taken, and is
    valid as a file name on every system."""
    given = set(taken)
    name = slug(title)[:48].strip("_") or "scenario"
    if name in _RESERVED_FILE_NAMES or not ID.matches(name):
        name = f"{name}_scenario"
    return unused_name(name, given)


def unused_name(name: str, taken: Collection[str]) -> str:
    """Return the name, with a number appended if it is taken."""
    return next(
        one
        for one in (name, *(f"{name}_{number}" for number in range(2, len(taken) + 3)))
        if one not in taken
    )


def is_valid_stem(stem: str) -> bool:
    """Return True if a scenario's file may have this name, without its suffix."""
    return ID.matches(stem) and stem not in _RESERVED_FILE_NAMES


def scenario_text(
    request: ScenarioRequest, world: PackWorld, file: str, stem: str, schema: str
) -> str:
    """Return the text of a scenario without diagnostics in `world`. `file`: its path as the author
    would type it; `schema`: the relative path from there to the schema file."""
    return fill_template(
        read_template(TEMPLATE),
        template_words(request, world) | {"file": file, "id": stem, "schema": schema},
    )


def template_words(request: ScenarioRequest, world: PackWorld) -> dict[str, str]:
    """Return the words for the holes of a scenario's template."""
    return _story_words(request, world) | _number_words(request, world) | _available_words(world)


def _story_words(request: ScenarioRequest, world: PackWorld) -> dict[str, str]:
    """Return the words about people, tags and topics."""
    person = request.people[0] if request.people else ""
    others = [f"{{{other}}}" for other in request.people[1:]]
    company = " and ".join([", ".join(others[:-1]), others[-1]] if len(others) > 1 else others)
    topics = request.about or world.topics[:1]
    tags = _choose_tags(world)
    return {
        "title": yaml_value(one_line(request.title)),
        "begins": _paragraph(_escape_braces(one_line(request.begins), world)),
        "person": person,
        "people": ", ".join(request.people),
        "who": f"{{{person}}}" if person else "your neighbour",
        "Who": f"{{{person}}}" if person else "Your neighbour",
        "signed": (
            f"{company} {'has' if len(others) == 1 else 'have'} signed already." if others else ""
        ),
        "topic": ", ".join(topics),
        "flag": unused_name(_FLAG, world.taken),
        "skill": _preferred(_SKILLS, world.skills),
        **{hole: tags.get(hole, "") for hole in _TAGS},
        "pack": one_line(world.title or world.id),
    }


def _number_words(request: ScenarioRequest, world: PackWorld) -> dict[str, str]:
    """Return the conditions and amounts, with numbers of the pack."""
    person = request.people[0] if request.people else ""
    good = next((number for number in world.numbers if number.good == "high"), None)
    low = [number for number in world.numbers if number.good == "low"]
    bad = next((number for number in low if number.feeds), low[0] if low else None)
    half = f"{good.id} >= {(good.low + good.high + 1) // 2}" if good else "quarter == 1"
    return {
        **_amounts("good", good),
        **_amounts("bad", bad),
        "odds": f"45 + 10 * {person}" if person else "55",
        "warm": f"{person} >= 1" if person else half,
        "trusted": f"{person} >= 3" if person else "never",
    }


def _amounts(hole: str, number: StatRange | None) -> dict[str, str]:
    """Return a stat with a medium and a small amount of it."""
    if number is None:
        return {hole: "", f"{hole}_some": "0", f"{hole}_little": "0"}
    wide = number.high - number.low
    return {
        hole: number.id,
        f"{hole}_some": str(max(1, wide // 20)),
        f"{hole}_little": str(max(1, wide // 50)),
    }


def _available_words(world: PackWorld) -> dict[str, str]:
    """Return the available names, for comments."""
    stat_labels = [
        LabelledId(
            one.id, f"{one.low} to {one.high}{', less is better' if one.good == 'low' else ''}"
        )
        for one in world.numbers
    ]
    return {
        "people_there": _list_text("People", world.people),
        "tags_there": _list_text("Tags", world.tags),
        "numbers_there": _list_text("Numbers", stat_labels),
        "sums_there": _list_text("Numbers to read in conditions, not to change", world.computed),
        "skills_there": _list_text("Skills", [LabelledId(skill, "") for skill in world.skills]),
        "topics_there": f"Its topics: {', '.join(world.topics)}." if world.topics else "",
    }


def _list_text(what: str, available: Sequence[LabelledId]) -> str:
    words = ", ".join(
        f"{one.id} ({one_line(one.words)})" if one.words else one.id for one in available
    )
    return (
        "\n".join(
            wrap(f"{what}: {words}.", _LINE_WIDTH, subsequent_indent="  ", break_long_words=False)
        )
        if available
        else ""
    )


def _choose_tags(world: PackWorld) -> dict[str, str]:
    """Return a different tag of the pack for each of the template's tags. Skip tags that can lock a
    choice."""
    usable_tags = [tag.id for tag in world.tags if tag.id not in world.locked]
    chosen: dict[str, str] = {}
    for hole, wanted in _TAGS.items():
        remaining = [tag for tag in usable_tags if tag not in chosen.values()]
        chosen[hole] = _preferred(
            wanted, remaining, but=(tag for tags in _TAGS.values() for tag in tags)
        )
    return chosen


def _preferred(wanted: Iterable[str], available: Sequence[str], but: Iterable[str] = ()) -> str:
    """Return the first wanted item that is available, otherwise the first available one. Prefer
    those outside `but`. Return '' if there are none."""
    last_choices = set(but)
    preferred = [one for one in wanted if one in available]
    return next(
        iter([*preferred, *(one for one in available if one not in last_choices), *available]), ""
    )


def one_line(text: str) -> str:
    """Return foreign text on one line, without hidden characters."""
    return HIDDEN.sub("", " ".join(text.split()))


def _paragraph(text: str) -> str:
    """Return the words as a wrapped paragraph. Remove a Markdown mark at the start, and start no
    wrapped line with a mark."""
    words = _MARKS_AT_START.sub("", text) or DEFAULT_BEGINNING
    bound = _SPACE_BEFORE_MARK.sub("\0", words)
    return "\n".join(wrap_words(bound, _LINE_WIDTH)).replace("\0", " ")


def yaml_value(text: str) -> str:
    """Return a few words as a YAML value: after the colon if that is safe, otherwise on the line
    below."""
    return text if _PLAIN.fullmatch(text) or (len(text) == 1 and text.isalnum()) else f"|\n  {text}"


def _escape_braces(text: str, world: PackWorld) -> str:
    """Return the text with every brace doubled, except those around a person of the pack."""
    doubled = text.replace("{", "{{").replace("}", "}}")
    people = world.names.keys()
    return re.sub(
        r"\{\{(\w+)\}\}",
        lambda match: f"{{{match[1]}}}" if match[1].lower() in people else match[0],
        doubled,
    )


_COMMON_FILES: dict[str, str] = {
    "README.md": "pack/README.md",
    ".gitignore": "pack/gitignore",
    ".vscode/settings.json": "pack/settings.json",
    ".vscode/extensions.json": "pack/extensions.json",
}
_STANDALONE_FILES: dict[str, str] = {
    name: f"pack/{name}"
    for name in ("pack.yaml", "the_count.yaml", "fog.yaml", "one_way_through.playthrough.yaml")
}
_EXTENDING_FILES: dict[str, str] = {
    name: f"extending/{name}" for name in ("pack.yaml", "one_evening.playthrough.yaml")
}
_PREFERRED_TOPICS = ("energy", "people")
STORY_NAME = "the_night_porter"


class PackRequest(NamedTuple):
    """The names of a new pack. `folder`: its folder as the user would type it."""

    id: str
    title: str
    folder: str


def pack_files(request: PackRequest) -> dict[str, str]:
    """Return the files of a standalone pack, by their paths below its folder."""
    return _fill_files(_COMMON_FILES | _STANDALONE_FILES, _pack_words(request))


def extending_pack_files(request: PackRequest, base: str, world: PackWorld) -> dict[str, str]:
    """Return the files of a pack that extends the pack `base` with a person, a tag, a start and a
    scenario. `world`: that of `base`."""
    person, tag, start_id = (
        unused_name("wilma", world.taken),
        unused_name("late", world.taken),
        unused_name("after_hours", world.taken),
    )
    story = unused_name(STORY_NAME, world.scenarios)
    about = tuple(topic for topic in _PREFERRED_TOPICS if topic in world.topics)[:1]
    words = _pack_words(request) | template_words(
        ScenarioRequest(STORY_NAME, people=(person,), about=about), world
    )
    words |= {
        "base": base,
        "person": person,
        "tag": tag,
        "door": start_id,
        "story": story,
        "role": world.role,
        "title": yaml_value(request.title),
    }
    return _fill_files(
        _COMMON_FILES | _EXTENDING_FILES | {f"{story}.yaml": "extending/story.yaml"}, words
    )


def _pack_words(request: PackRequest) -> dict[str, str]:
    return {
        "id": request.id,
        "title": yaml_value(one_line(request.title)),
        "folder": request.folder,
    }


def _fill_files(files: Mapping[str, str], words: Mapping[str, str]) -> dict[str, str]:
    heading = {**words, "title": words["title"].removeprefix("|").strip()}
    return {
        name: fill_template(read_template(source), words if name.endswith(".yaml") else heading)
        for name, source in files.items()
    }
