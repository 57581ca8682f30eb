"""Names in playthroughs."""

from collections.abc import Iterator

from pmsim.lang import Draft
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.lower import ask
from pmsim.lang.rules import found_in

_FIELDS = frozenset({"outcome", "flags", "seen", "text", "note"})
"""Of `expect`, what is no stat."""


def names_not_in_pack(draft: Draft) -> Iterator[Diagnostic]:
    """Names in playthroughs of this pack that the pack does not have."""
    names, scope = draft.desk.names, draft.desk.scope
    doors = [key.text for key, _ in ask.named(names.pack, "starts")]
    players = ["stop", "first", "random", *(key.text for key, _ in ask.named(names.pack, "personas"))]
    readable = [*names.stats, *names.computed, *names.people, *names.skills, *names.slot_index]
    for node in draft.gathered.playthroughs.values():
        if ask.text(node, "play") != ask.text(names.pack, "pack"):
            continue
        expect = ask.record(node, "expect") or ask.NOWHERE
        asked = [("door", ask.word(node, "start"), doors), ("player", ask.word(node, "then"), players)]
        asked += [("outcome", ask.word(expect, "outcome"), list(names.outcomes))]
        asked += [("flag", flag, list(names.flags)) for flag in ask.words(expect, "flags")]
        asked += [("scene", scene, list(scope.scenes)) for scene in ask.words(expect, "seen")]
        asked += [("stat", entry.key, readable) for entry in expect.entries if entry.key.text not in _FIELDS]
        for what, word, known in asked:
            if word is not None and word.text not in known:
                hint, instead = scope.guesses.hint(word.text, known)
                yield found_in("not-in-pack", word, what=what, word=word.text, hint=hint, instead=instead)
