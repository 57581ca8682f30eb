"""A pack to begin with: a small world of its own, or what is needed to add to another; both play to the end and check clean."""

from collections.abc import Mapping
from typing import NamedTuple

from pmsim.authoring.new.fill import fill, template
from pmsim.authoring.new.scenario import Wish, free, holes, on_its_line, one_line
from pmsim.authoring.new.world import World

_ALWAYS: dict[str, str] = {
    "README.md": "pack/README.md",
    ".gitignore": "pack/gitignore",
    ".vscode/settings.json": "pack/settings.json",
    ".vscode/extensions.json": "pack/extensions.json",
}
_OWN: dict[str, str] = {name: f"pack/{name}" for name in ("pack.yaml", "the_count.yaml", "fog.yaml", "one_way_through.playthrough.yaml")}
_MORE: dict[str, str] = {name: f"extending/{name}" for name in ("pack.yaml", "one_evening.playthrough.yaml")}
_ABOUT = ("energy", "people")
STORY = "the_night_porter"


class Begun(NamedTuple):
    """What a new pack is called. `folder`: its folder as one would type it."""

    id: str
    title: str
    folder: str


def pack(begun: Begun) -> dict[str, str]:
    """The files of a pack that stands alone, by their paths below its folder."""
    return _filled(_ALWAYS | _OWN, _words(begun))


def pack_extending(begun: Begun, base: str, world: World) -> dict[str, str]:
    """The files of a pack that adds somebody, a kind of deed, a door and a story to the pack `base`, whose world is given."""
    person, tag, door = free("wilma", world.taken), free("late", world.taken), free("after_hours", world.taken)
    story = free(STORY, world.scenarios)
    about = tuple(topic for topic in _ABOUT if topic in world.topics)[:1]
    words = _words(begun) | holes(Wish(STORY, people=(person,), about=about), world)
    words |= {
        "base": base,
        "person": person,
        "tag": tag,
        "door": door,
        "story": story,
        "role": world.role,
        "title": on_its_line(begun.title),
    }
    return _filled(_ALWAYS | _MORE | {f"{story}.yaml": "extending/story.yaml"}, words)


def _words(begun: Begun) -> dict[str, str]:
    return {"id": begun.id, "title": on_its_line(one_line(begun.title)), "folder": begun.folder}


def _filled(files: Mapping[str, str], words: Mapping[str, str]) -> dict[str, str]:
    heading = {**words, "title": words["title"].removeprefix("|").strip()}
    return {name: fill(template(source), words if name.endswith(".yaml") else heading) for name, source in files.items()}
