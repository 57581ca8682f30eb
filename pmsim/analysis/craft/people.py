"""Who is met: in how many scenes each person of the cast is named."""

import re
from collections.abc import Iterable, Iterator

from pmsim.analysis.craft.passages import Passage
from pmsim.analysis.craft.subject import Finding, Subject
from pmsim.lang.lower import ask
from pmsim.lang.prose import OneOf, Paragraphs, Slotted, Text, When

_DEPTH = 4


def people(subject: Subject) -> Iterator[Finding]:
    """People of the cast who are hardly met. Of a whole pack only."""
    if subject.only is not None:
        return
    least = subject.limit("person_scenes_least")
    met = scenes_of(subject)
    for key, _ in ask.named(subject.draft.desk.names.pack, "people"):
        count = len(met.get(key.text, ()))
        if count < least:
            name = subject.pack.people[key.text].name
            scenes = "no scene" if not count else f"{count} scene{'' if count == 1 else 's'}"
            message = f"{name} (`{key.text}`) is met in {scenes}; {least} is the least."
            yield Finding("person_scenes_least", key.place, message, "Whoever is named must matter.", len(key.text))


def scenes_of(subject: Subject) -> dict[str, set[str]]:
    """The keys of the scenes in which each person is named: by a placeholder, by a phrase, by their name as written, or in `with`."""
    names = {person.id: re.compile(rf"\b{re.escape(person.name)}\b") for person in subject.pack.people.values() if person.name}
    met: dict[str, set[str]] = {}
    for passage in subject.passages:
        written = " ".join(piece.text for piece in passage.pieces)
        spelt = {person for person, name in names.items() if name.search(written)}
        for person in spelt | set(_named(subject, subject.pack.texts.get(passage.key, ()), 0)):
            met.setdefault(person, set()).add(passage.scene)
    for passage in subject.passages:
        for person in _company(subject, passage):
            met.setdefault(person, set()).add(passage.scene)
    return met


def _company(subject: Subject, passage: Passage) -> Iterable[str]:
    return subject.pack.company.get(passage.scene, ())


def _named(subject: Subject, text: Text, depth: int) -> Iterator[str]:
    for block in text:
        match block:
            case Paragraphs(parts):
                for part in parts:
                    if isinstance(part, Slotted) and part.kind == "person":
                        yield part.name
                    elif isinstance(part, Slotted) and part.kind == "phrase" and depth < _DEPTH:
                        yield from _named(subject, subject.pack.phrases.get(part.name, ()), depth + 1)
            case When(_, then, other):
                yield from _named(subject, then, depth)
                yield from _named(subject, other, depth)
            case OneOf(_, options):
                for option in options:
                    yield from _named(subject, option, depth)
