"""Mentions: every place where a name of a pack is given, set, asked for, led to or shown, with the characters that spell it there.

    for mention in mentions(draft):
        print(mention.kind, mention.id, mention.place, mention.deed)

Driven by the table of fields, so a new field is followed as soon as its shape says whose name stands in it. PURE, and at home in a
draft with errors: what could be read is followed, a name that means nothing is taken for what its field would have it be.
"""

from pmsim.authoring.mentions.known import Known, known_names
from pmsim.authoring.mentions.mention import DEEDS, KINDS, Deed, EntityKind, Mention
from pmsim.authoring.mentions.walk import entities_for, mentions

__all__ = ["DEEDS", "KINDS", "Deed", "EntityKind", "Known", "Mention", "entities_for", "known_names", "mentions"]
