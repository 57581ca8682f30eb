"""Which names a pack's conditions, texts and effects mention; several checks ask."""

import re
from typing import NamedTuple

from pmsim.lang import Draft
from pmsim.lang.lower import ask

_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_OWN = ("each_quarter", "value")
"""Fields of a stat by which it reads itself."""


class Mentioned(NamedTuple):
    """`read`: words of expressions, and what personas like; less those by which a stat computes itself. `shown`: placeholders of texts, as
    (kind, name). `moved`: what effects change."""

    read: frozenset[str]
    shown: frozenset[tuple[str, str]]
    moved: frozenset[str]


def mentioned(draft: Draft) -> Mentioned:
    """What is mentioned anywhere in the pack."""
    return draft.desk.memo(_mentioned, draft)


def _mentioned(draft: Draft) -> Mentioned:
    return Mentioned(_read(draft), _shown(draft), _moved(draft))


def _read(draft: Draft) -> frozenset[str]:
    pack = draft.desk.names.pack
    stats = ask.named(pack, "stats")
    own = {id(field): (key.text, field.text) for key, fields in stats for name in _OWN if (field := ask.word(fields, name))}
    words = {word for text in {one.at.text for one in draft.desk.written if id(one.at) not in own} for word in _NAME.findall(text)}
    words |= {word for stat, text in own.values() for word in _NAME.findall(text) if word != stat}
    words |= {entry.key.text for _, fields in ask.named(pack, "personas") for entry in ask.entries(fields, "likes")}
    return frozenset(words)


def _shown(draft: Draft) -> frozenset[tuple[str, str]]:
    return frozenset((part.kind, part.name) for _, part in draft.desk.shown)


def _moved(draft: Draft) -> frozenset[str]:
    return frozenset(entry.key.text for effects in draft.desk.names.effects for entry in effects.entries)
