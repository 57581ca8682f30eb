"""The braces of a text: the names in them and their forms, and verbs behind a person's dot.

`{Bo.they} {bo.say}` reads "She says" or "They say": a verb agrees with the pronoun.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from pmsim.lang.spelling import distance

PRONOUNS: Mapping[str, Mapping[str, str]] = {
    "she": {"they": "she", "them": "her", "their": "her", "theirs": "hers", "themself": "herself"},
    "he": {"they": "he", "them": "him", "their": "his", "theirs": "his", "themself": "himself"},
    "it": {"they": "it", "them": "it", "their": "its", "theirs": "its", "themself": "itself"},
}
"""The pronouns whose verbs are those of one."""
PRONOUN_FORMS = ("they", "them", "their", "theirs", "themself")
"""The forms of a pronoun, as for *they*."""
_FORM_OF = {
    word: form
    for forms in PRONOUNS.values()
    for form, word in reversed([*forms.items()])
    if word not in PRONOUN_FORMS
} | {"themselves": "themself"}
"""The form, as for *they*, of a word such as *him* or *herself*."""
PIECE = re.compile(
    r"\{\{|\}\}|\{([A-Za-z][A-Za-z0-9_]*)(?:\.([A-Za-z]+(?:['’]t)?))?\}|\{[^{}\n]*\|[^{}\n]*\}"
    r"|\{if [^{}\n]*\}|\{|\}"
)
_PERSON_FORMS = ("full", "is", *PRONOUN_FORMS, "number")
FORMS = {
    "person": _PERSON_FORMS,
    "part": _PERSON_FORMS,
    "stat": ("number", "words"),
    "quarter": ("words",),
    "year": ("words",),
    "role": ("short",),
    "season": ("number", "words"),
}
"""The forms that may follow the dot of a placeholder, by kind."""
PLACEHOLDERS = ("role", "quarter", "year", "season", "because", "moment")
"""Placeholders that every pack has."""
NEWER_PLACEHOLDERS = ("year", "season")
"""Those that give way to a phrase of the same name, since packs may be older than they are."""
_IRREGULAR = {"are": "is", "were": "was", "have": "has", "do": "does"}
_PLAIN = {"is": "are", "was": "were", "has": "have", "does": "do"}
_NEVER_CHANGE = """
can will must may shall would could should might
had did went came took gave got made saw knew said told thought found left felt kept laid stood
""".split()  # noqa: SIM905 - a list in quotes and commas would be four times as long
_VERB = re.compile(r"[a-z]+(?:n['’]t)?")
_SIBILANT = re.compile(r"(?:s|sh|ch|x|z|o)$")


class VerbProblem(NamedTuple):
    """A problem with a verb, and the right word to write behind the dot ('' for none)."""

    sentence: str
    hint: str
    word: str = ""


def agree(verb: str, singular: bool) -> str:
    """Return a verb in the plain form as it stands behind "they", or (`singular`) behind "she"."""
    if not singular:
        return verb
    base, negation = re.fullmatch(r"(.*?)(n['’]t)?", verb).groups("")  # type: ignore[union-attr]
    if base in _IRREGULAR:
        return _IRREGULAR[base] + negation
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ies"
    return base + ("es" if _SIBILANT.search(base) else "s")


def plain_form(verb: str) -> str:
    """Return the form behind "they" of a verb that was written as behind "she"."""
    base, negation = re.fullmatch(r"(.*?)(n['’]t)?", verb).groups("")  # type: ignore[union-attr]
    if base in _PLAIN:
        return _PLAIN[base] + negation
    if base.endswith("ies") and len(base) > 4:
        return base[:-3] + "y"
    if base.endswith("es") and _SIBILANT.search(base[:-2]):
        return base[:-2]
    return base[:-1]


def is_of_one(word: str) -> bool:
    """Return True if a word has the form of a verb behind "she"."""
    base = re.sub(r"n['’]t$", "", word)
    return base in _PLAIN or (word.endswith("s") and not word.endswith(("us", "ss")))


_NO_VERBS = """
always sometimes perhaps besides afterwards towards upwards downwards backwards forwards upstairs
downstairs indoors outdoors overseas nowadays as its this his hers ours yours theirs yes
""".split()  # noqa: SIM905 - a list in quotes and commas would be four times as long
"""Words on s that may stand behind "they" and are no verbs."""


_BEHIND = re.compile(
    r"(?: (?:never |always |still |just |only |also |often )?|['’](?=[rv]e\b))"
    r"([a-z]+(?:n['’]t)?)(?!['’]?[a-z])"
)
_SHORT = {"re": "are", "ve": "have"}


def verb_behind(words: str) -> tuple[str, bool]:
    """Return the plain form of the verb at the beginning of `words`, and True if it stands there as
    behind "she"; '' if there is none, or one that reads right behind any pronoun."""
    found = _BEHIND.match(words)
    verb = found[1] if found else ""
    if verb and is_of_one(verb) and verb not in _NO_VERBS:
        return plain_form(verb), True
    plain = _SHORT.get(verb, verb)
    return (plain, False) if re.sub(r"n['’]t$", "", plain) in ("are", "have", "do") else ("", True)


def verb_problem(name: str, verb: str) -> VerbProblem | None:
    """Return what is wrong with a word behind a person's dot, None for a verb in its plain form.
    `name`: the placeholder's name, for the sentence."""
    near = next((form for form in PRONOUN_FORMS if distance(verb, form) == 1), "")
    if len(verb) != 4 and distance(verb, "full") == 1:
        near = "full"  # a verb such as `pull` or `fill` is one letter off, too
    base = re.sub(r"n['’]t$", "", verb)
    if form := _FORM_OF.get(verb.lower()):
        right = f"{{{name}.{form}}}"
        if verb == "her":
            return VerbProblem(f"`{verb}` is two forms.", f"Write `{{{name}.their}}` or `{right}`.")
        return VerbProblem(
            f"`{verb}` fits one pronoun only.", f"Write `{right}`: it fits everybody.", form
        )
    if verb == "name":
        return VerbProblem("A name needs no dot.", f"Write `{{{name}}}`.")
    if near:
        return VerbProblem(
            f"`{verb}` is one letter off `{near}`.", f"Did you mean `{{{name}.{near}}}`?", near
        )
    if base in _NEVER_CHANGE:
        return VerbProblem(f"`{verb}` never changes.", f"Write `{verb}` without braces.")
    if base in _PLAIN or (base == verb and is_of_one(verb)):
        right = plain_form(verb)
        return VerbProblem(
            f"`{verb}` is not the plain form, as behind *they*.",
            f"Write `{{{name}.{right}}}`: it reads right behind every pronoun.",
            right,
        )
    if not _VERB.fullmatch(verb) or (base != verb and base not in _IRREGULAR):
        return VerbProblem(
            f"`{verb}` is no verb in its plain form.", f"Write one word: `{{{name}.say}}`."
        )
    return None
