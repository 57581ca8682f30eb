"""The generated parts of the reference pages: a table for each kind of mapping, and the page of
diagnostics. `docs/make.py` writes them."""

import re
from textwrap import indent
from typing import assert_never

from pmsim.analysis.examine import examine
from pmsim.authoring.report import as_text
from pmsim.lang import RULES, Rule, visible
from pmsim.lang.decoding import source_lines
from pmsim.lang.messages import describe_number, fields_of, join_alternatives
from pmsim.lang.rules.example import overlay
from pmsim.lang.schema import KINDS, Kind
from pmsim.lang.schema.types import (
    ListShape,
    MapShape,
    NumberShape,
    PhraseShape,
    ProseShape,
    RecordShape,
    ScalarShape,
    Shape,
    WordShape,
)

_MAX_LINE = 100
"""Maximum length of a line in an example."""


def rule_summary(rule: Rule) -> str:
    """Return one line: code, severity, name and message of a rule."""
    return (
        f"{rule.code} {rule.severity:<7} {rule.name:<22}"
        f" {re.sub(r'[{][^}]*[}]', '…', rule.sentence)}".rstrip()
    )


def rule_explanation(rule: Rule, heading: str = "{code} {name} ({severity})") -> str:
    """Return a rule's explanation in Markdown: its reason, an example, the output of `check`, and
    the corrected example."""
    if not rule.file:
        return f"{heading.format(**rule._asdict())}\n\n{rule.why}"
    return "\n\n".join(
        [
            heading.format(**rule._asdict()),
            rule.why,
            *(
                part
                for name, text in rule.more
                for part in (f"With {name}:", _indented_example(text))
            ),
            f"For example, in {rule.file}:" if rule.bad else f"For example, without {rule.file}.",
            *([_indented_example(rule.bad)] if rule.bad else []),
            "`check` prints:",
            indent(_check_output(rule), "    "),
            "Corrected:" if rule.good else f"Corrected: without {rule.file}.",
            *([_indented_example(rule.good)] if rule.good else []),
        ]
    )


def _check_output(rule: Rule) -> str:
    files = overlay(rule.file, rule.bad, rule.more)
    first_diagnostic = [one for one in examine(files).diagnostics if one.code == rule.code][:1]
    lines = {file: [_shorten(line) for line in source_lines(data)] for file, data in files.items()}
    return as_text(first_diagnostic, lines)


def _indented_example(text: str) -> str:
    lines = (
        text.encode("utf-8", "surrogateescape")
        .decode("utf-8", "backslashreplace")
        .rstrip("\n")
        .split("\n")
    )
    return indent("\n".join(_shorten(visible(line)) for line in lines), "    ")


def _shorten(line: str) -> str:
    return line if len(line) <= _MAX_LINE else f"{line[:_MAX_LINE]} …"


_MARK = re.compile(r"(<!-- fields: ([a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)

_ATOM_TEXTS = {
    "id": "a name",
    "dotted": "a name with dots",
    "label": "a few words",
    "line": "a text",
    "note": "words",
    "expression": "a number or a sum",
    "change": "a number, a sum, or `=` and a number",
    "share": "two percentages",
}
"""Author-friendly names of scalar shapes whose own names are unclear."""

_DIAGNOSTICS_HEAD = """\
<!-- Made from pmsim/lang/rules by docs/make.py; a test holds it current. -->
# Diagnostics

These are the messages of `pmsim check`. Each has a code, a name, and an example with its
correction; `pmsim explain PM107` shows the same in the terminal. PM1xx is about the file itself,
PM2xx about fields, PM3xx about names, PM4xx about conditions, PM5xx about the flow of scenes, PM6xx
about parts that are reached and used, PM7xx about prose. The examples are parts of a small pack
that has everything that they mention.
"""


def language_page(page: str) -> str:
    """Return the page with new tables between `<!-- fields: … -->` and `<!-- end -->`. Raise
    KeyError for an unknown kind."""
    return _MARK.sub(
        lambda match: f"{match.group(1)}{_field_table(KINDS[match.group(2)])}\n{match.group(3)}",
        page,
    )


def diagnostics_page() -> str:
    """Return the page of all rules."""
    return (
        "\n\n".join(
            [
                _DIAGNOSTICS_HEAD.strip(),
                *(rule_explanation(rule, "## {code} {name}\n\n*{severity}*") for rule in RULES),
            ]
        )
        + "\n"
    )


def _field_table(kind: Kind) -> str:
    rows = ["| field | value | default | what it does |", "|---|---|---|---|"]
    for field in kind.fields:
        left_out = "*required*" if field.required else field.default or "nothing"
        written = field.example.replace("|", "\\|")  # in a table a bar ends the cell
        example = f"<br>`{field.name}: {written}`" if written else ""
        rows.append(
            f"| `{field.name}` | {_shape_text(field.shape)} | {left_out} |"
            f" {field.meaning}{example} |"
        )
    if kind.others:
        rows.append(f"| any other name | {_shape_text(kind.others)} | | {kind.others_meaning} |")
    notes = [f"Give exactly one of {join_alternatives(group)}." for group in kind.one_of]
    notes += [f"`{name}` needs {join_alternatives(others)}." for name, *others in kind.needs]
    notes += [f"`{name}` and `{other}` exclude each other." for name, other in kind.apart]
    notes += [f"Beside `{other}`, `{name}` may be left out." for name, other in kind.spared]
    return "\n".join([kind.meaning, "", *rows, *(["", " ".join(notes)] if notes else [])])


def _shape_text(shape: Shape) -> str:
    """Return a description of a shape for authors."""
    match shape:
        case ScalarShape(name):
            return _ATOM_TEXTS.get(name, f"a {name}")
        case NumberShape():
            return describe_number(shape)
        case WordShape(words):
            return join_alternatives(words)
        case ListShape(item, one_will_do, length):
            one = _shape_text(item)
            many = (
                "a list of them"
                if one_will_do
                else f"a list{f' of {length}' * bool(length)}, each {one}"
            )
            return f"{one}, or {many}" if one_will_do else many
        case MapShape(_, value):
            return f"names, each with {_shape_text(value)}"
        case RecordShape(kind, alone):
            short = f"{_shape_text(fields_of(kind)[alone].shape)} or " if alone else ""
            plural = kind in ("effects", "words")
            article = "" if plural else "an " if kind[0] in "aeiou" else "a "
            return f"{short}{article}[{kind}](#{kind.replace(' ', '-')})"
        case ProseShape():
            return "a text, or a list of texts and [blocks](#block)"
        case PhraseShape():
            return "a text, a [wording](#phrase-line), or a list of them"
        case _:
            assert_never(shape)
