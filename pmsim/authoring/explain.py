"""A rule in words: for `pmsim explain` and the page of diagnostics. The example is compiled, so what is quoted is what is said."""

import re
from textwrap import indent

from pmsim.analysis.examine import examine
from pmsim.authoring.report import as_text
from pmsim.lang.characters import visible
from pmsim.lang.decoding import source_lines
from pmsim.lang.rules.example import overlaid
from pmsim.lang.rules.rule import Rule

_WIDTH = 100
"""A longer line of an example is cut."""


def summary(rule: Rule) -> str:
    """One line: code, severity, name and what is said."""
    return f"{rule.code} {rule.severity:<7} {rule.name:<22} {re.sub(r'[{][^}]*[}]', '…', rule.sentence)}".rstrip()


def explanation(rule: Rule, heading: str = "{code} {name} ({severity})") -> str:
    """What the rule is, why it is one, an example, what `check` says of it, and the example mended; small Markdown."""
    if not rule.file:
        return f"{heading.format(**rule._asdict())}\n\n{rule.why}"
    return "\n\n".join(
        [
            heading.format(**rule._asdict()),
            rule.why,
            *(part for name, text in rule.more for part in (f"With {name}:", _shown(text))),
            f"For example, in {rule.file}:" if rule.bad else f"For example, without {rule.file}.",
            *([_shown(rule.bad)] if rule.bad else []),
            "What is said of it:",
            indent(_said(rule), "    "),
            "Mended:" if rule.good else f"Mended: without {rule.file}.",
            *([_shown(rule.good)] if rule.good else []),
        ]
    )


def _said(rule: Rule) -> str:
    files = overlaid(rule.file, rule.bad, rule.more)
    found = [one for one in examine(files).diagnostics if one.code == rule.code][:1]
    lines = {file: [_cut(line) for line in source_lines(data)] for file, data in files.items()}
    return as_text(found, lines)


def _shown(text: str) -> str:
    lines = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace").rstrip("\n").split("\n")
    return indent("\n".join(_cut(visible(line)) for line in lines), "    ")


def _cut(line: str) -> str:
    return line if len(line) <= _WIDTH else f"{line[:_WIDTH]} …"
