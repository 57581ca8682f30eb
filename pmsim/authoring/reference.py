"""The reference pages' generated parts: a table for every kind of mapping, and the page of diagnostics. `docs/make.py` writes them."""

import re
from typing import assert_never

from pmsim.authoring.explain import explanation
from pmsim.lang.complaints import either, numbers
from pmsim.lang.fields import KINDS, Kind
from pmsim.lang.rules import RULES
from pmsim.lang.shapes import Atom, ListOf, MapOf, Number, Phrase, Prose, Record, Shape, Word

_MARK = re.compile(r"(<!-- fields: ([a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)

_ATOMS = {
    "id": "a name",
    "dotted": "a name with dots",
    "label": "a few words",
    "line": "a text",
    "note": "words",
    "expression": "a number or a sum",
    "change": "a number, a sum, or `=` and a number",
    "share": "two percentages",
}
"""What an author reads for a scalar whose shape's name does not say it."""

_DIAGNOSTICS = """\
<!-- Made from pmsim/lang/rules by docs/make.py; a test holds it current. -->
# Diagnostics

What `pmsim check` may say. Each has a code, a name, and an example with its cure; `pmsim explain PM107` shows the same in the terminal.
PM1xx is about the file itself, PM2xx about fields, PM3xx about names, PM4xx about conditions, PM5xx about the flow of scenes,
PM6xx about what is reached and used, PM7xx about prose. The examples stand in a small pack that has what they mention.
"""


def language(page: str) -> str:
    """The page with the tables between its `<!-- fields: … -->` and `<!-- end -->` made anew. Raises KeyError for a kind there is not."""
    return _MARK.sub(lambda match: f"{match.group(1)}{_table(KINDS[match.group(2)])}\n{match.group(3)}", page)


def diagnostics() -> str:
    """The page of all rules."""
    return "\n\n".join([_DIAGNOSTICS.strip(), *(explanation(rule, "## {code} {name}\n\n*{severity}*") for rule in RULES)]) + "\n"


def _table(kind: Kind) -> str:
    rows = ["| field | what stands there | left out | what it does |", "|---|---|---|---|"]
    for field in kind.fields:
        left_out = "*needed*" if field.required else field.default or "nothing"
        example = f"<br>`{field.name}: {field.example}`" if field.example else ""
        rows.append(f"| `{field.name}` | {_words(field.shape)} | {left_out} | {field.meaning}{example} |")
    if kind.others:
        rows.append(f"| any other name | {_words(kind.others)} | | {kind.others_meaning} |")
    notes = [f"Exactly one of {either(group)} stands." for group in kind.one_of]
    notes += [f"`{name}` stands only beside `{other}`." for name, other in kind.needs]
    notes += [f"`{name}` and `{other}` exclude each other." for name, other in kind.apart]
    return "\n".join([kind.meaning, "", *rows, *(["", " ".join(notes)] if notes else [])])


def _words(shape: Shape) -> str:
    """What an author reads for a shape."""
    match shape:
        case Atom(name):
            return _ATOMS.get(name, f"a {name}")
        case Number():
            return numbers(shape)
        case Word(words):
            return either(words)
        case ListOf(item, one_will_do):
            one = _words(item)
            many = "a list of them" if one_will_do else f"a list, each {one}"
            return f"{one}, or {many}" if one_will_do else many
        case MapOf(_, value):
            return f"names, each with {_words(value)}"
        case Record(kind):
            article = "" if kind == "effects" else "an " if kind[0] in "aeiou" else "a "
            return f"{article}[{kind}](#{kind.replace(' ', '-')})"
        case Prose():
            return "a text, or a list of texts and [blocks](#block)"
        case Phrase():
            return "a text, or a list of [wordings](#phrase-line)"
        case _:
            assert_never(shape)
