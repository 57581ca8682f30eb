"""What loading an old career has to tell the player: facts, and the one sentence for each. PURE."""

from typing import Literal, NamedTuple

Kind = Literal["changed", "unplayable", "scene_gone", "end_gone", "gone", "newer", "older_copy", "set_aside", "large"]

SENTENCES: dict[Kind, str] = {
    "changed": "The story has changed since this career was saved. It goes on from where it stood.",
    "unplayable": "Decision {number} and what followed it can be read, and not played again: {name} is no longer as it was.",
    "scene_gone": "The scene {name} is no longer in the story. Your career goes on at the nearest safe place.",
    "end_gone": "The end {name} is no longer in the story. How it all ended was asked again.",
    "gone": "No longer in the story, and left behind: {name}.",
    "newer": "This career was lived in version {name}. It can be read here, not played on.",
    "older_copy": "The newest save did not load. This is the one before it, at Decision {number}.",
    "set_aside": "The save that did not load is kept as {name}.",
    "large": "This career fills {number} % of the largest save. Once that is full it can be read, and not played on.",
}


class Note(NamedTuple):
    """One thing to say after loading. `name`: an id, a version, a file; `number`: a decision."""

    kind: Kind
    name: str = ""
    number: int = 0

    @property
    def sentence(self) -> str:
        """The sentence for it."""
        return SENTENCES[self.kind].format(name=self.name, number=self.number)
