# ruff: noqa: T201 - what it prints is read by the test that starts it
"""Files that grow: by name, what stands at the beginning, what is repeated, and what stands at the
end.

A stranger's file of 1 MiB is answered as quickly as any other, whatever it is full of.
`tests/lang/test_large_files.py` lets each of these grow, in a process that ends where the time
grows with the square of the file; `benchmarks/checking.py --large` takes the seconds.
"""

import json
import resource
import sys
import time
from typing import NamedTuple

from pmsim.analysis.examine import examine
from pmsim.authoring.report import as_text, limit_diagnostics
from pmsim.lang.decoding import source_lines
from pmsim.lang.rules.example import overlay

NUMBER = "№"
"""In what is repeated: how often it was repeated before."""
_SCENE = "language: 1\ntitle: Probe\nscenes:\n  one:\n    text: hi\n"
_CHOICES = f"{_SCENE}    choices:\n"
_PACK = "language: 1\npack: probe\ntitle: Probe\nversion: 0.1.0\n"
_DOORS = """\
roles: {pm: {title: PM, stage: ship}}
starts: {desk: {title: A desk, role: pm}}
"""
_END = "outcomes: {end: {title: The end}}\n"
_BARE_PACK = f"{_PACK}{_DOORS}calendar: {{quarters: 4, quarter: [{{draw: {{}}}}]}}\n"
_WAY_OUT = f"{_CHOICES}      - {{id: leave, label: Leave.}}\n"
_BLOCK = f"{_SCENE.replace('text: hi', 'text: |')}"


class Shape(NamedTuple):
    """A file that can be as long as wanted. `file`: the name under which it means most."""

    before: str
    again: str
    after: str = "\n"
    file: str = "probe.yaml"

    def text(self, most: int) -> str:
        """Return a text of the shape, of at most so many bytes in UTF-8."""
        room = most - len((self.before + self.after).encode())
        if NUMBER not in self.again:
            return self.before + self.again * (room // len(self.again.encode())) + self.after
        pieces: list[str] = []
        while room > 0:
            pieces.append(self.again.replace(NUMBER, str(len(pieces))))
            room -= len(pieces[-1].encode())
        return self.before + "".join(pieces[:-1]) + self.after


ONE_LINE: dict[str, Shape] = {
    "letters": Shape(_CHOICES, "k"),
    "letters and dots": Shape(_CHOICES, "k."),
    "spaces": Shape(f"{_CHOICES}a", " ", "b: 1\n"),
    "spaces behind": Shape(f"{_CHOICES}a: [", " "),
    "spaces behind words": Shape(f"{_CHOICES}text some", " ", "]x\n"),
    "spaces between": Shape(f"{_CHOICES}      - label: a: b", " ", "c\n"),
    "tabs": Shape(f"{_CHOICES}a", "\t", "b: 1\n"),
    "digits": Shape(f"{_CHOICES}      - label: a\n        goto: ", "1"),
    "a number": Shape("language: ", "1"),
    "open brackets": Shape(f"{_SCENE}    goto: ", "["),
    "open braces": Shape(f"{_SCENE}    goto: ", "{a: "),
    "closed brackets": Shape(f"{_SCENE}    goto: ", "]"),
    "brackets in turn": Shape(f"{_SCENE}    goto: ", "[]"),
    "brackets and words": Shape(f"{_SCENE}    label: [a], b ", "c", ": ]\n"),
    "braces and words": Shape(f"{_SCENE}    label: {{a}} ", "b", ": ]\n"),
    "double quotes": Shape(f"{_SCENE}    goto: ", '"'),
    "single quotes": Shape(f"{_SCENE}    goto: x", "'"),
    "a quotation": Shape(f'{_SCENE}    goto: "', "q"),
    "backslashes": Shape(f'{_SCENE}    goto: "', "\\"),
    "escapes": Shape(f'{_SCENE}    goto: "', '\\"', '"\n'),
    "escapes of hidden": Shape(f'{_SCENE}    goto: "', "\\u200b", '"\n'),
    "escapes in a text": Shape(f'{_SCENE}    goto: ["', '\\" w', '"]\n'),
    "many quotations": Shape(f"{_SCENE}    goto: [", '"\\"", ', "x]\n"),
    "a quoted key": Shape(f'{_CHOICES}"', "k", '": 1\n'),
    "a key in question": Shape(f"{_SCENE}? ", "k", "\n: 1\n"),
    "an opened quotation": Shape(f"{_SCENE}    goto: 'a ", "b ''", "\n"),
    "colons": Shape(f"{_SCENE}    goto: ", ":"),
    "colons and words": Shape(f"{_SCENE}    goto: ", "a: "),
    "colons glued": Shape(f"{_SCENE}    goto", ":a"),
    "dashes": Shape(f"{_CHOICES}      ", "-"),
    "dashes apart": Shape(f"{_CHOICES}      ", "- "),
    "dashes and spaces": Shape(f"{_CHOICES}      -", " ", "k: ]\n"),
    "signs of a comment": Shape(f"{_SCENE}    goto: ", "#"),
    "signs of a comment apart": Shape(f"{_SCENE}    goto: x", " #"),
    "an allow": Shape(f"{_SCENE}    goto: x # allow ", "a, ", "b: why\n"),
    "an allow in words": Shape(f"{_SCENE}    goto: x # allow ", "a ", "b: why\n"),
    "an allow in spaces": Shape(f"{_SCENE}    goto: x # allow a", " ", "b: why\n"),
    "signs before an allow": Shape(f"{_SCENE}    goto: x ", "#", "allow never-holds: why\n"),
    "equals": Shape(f"{_SCENE}    goto: ", "="),
    "bars": Shape(f"{_SCENE}    text: ", "|"),
    "a bar and digits": Shape(f"{_SCENE}    text: |", "1", "x\n"),
    "stars": Shape(f"{_SCENE}    goto: ", "*"),
    "ampersands": Shape(f"{_SCENE}    goto: ", "&a "),
    "exclamation": Shape(f"{_SCENE}    goto: ", "!"),
    "an anchor": Shape(f"{_SCENE}    goto: &", "a", " x\n"),
    "an alias": Shape(f"{_SCENE}    goto: *", "a", "\n"),
    "a tag": Shape(f"{_SCENE}    goto: !", "a", " x\n"),
    "many aliases": Shape("language: 1\ntitle: Many\nscenes: [", "*a, ", "x]\n"),
    "many anchors": Shape("language: 1\ntitle: Many\nscenes: [", "&a a, ", "x]\n"),
    "many tags": Shape("language: 1\ntitle: Many\nscenes: [", "!a a, ", "x]\n"),
    "aliases as keys": Shape("language: 1\ntitle: Many\nscenes: {", "*a : b, ", "x: y}\n"),
    "items and a comment": Shape(f"{_SCENE}    goto: [", "a, ", "b] # c\n"),
    "keys in braces": Shape("language: 1\ntitle: Many\nscenes: {", "a№: b, ", "x: y} # c\n"),
    "lists as keys": Shape("language: 1\ntitle: Many\nscenes: {", "[a]: b, ", "x: y}\n"),
    "words in braces": Shape(f"{_SCENE}    effects: {{", "add it, ", "x: 1}\n"),
    "a value": Shape(f"{_SCENE}    goto: 0x", "f"),
    "a value in words": Shape(f"{_SCENE}    goto: ", "to and fro "),
    "a name": Shape(f"{_SCENE}    goto: no_", "name"),
    "a long id": Shape(f"{_CHOICES}      - label: x\n        id: ", "name"),
    "a file of a word": Shape("", "word"),
    "a condition": Shape(f"{_SCENE}    goto: one\n    when: a", " and a"),
    "a condition of letters": Shape(f"{_CHOICES}      - label: x\n        needs: a", "a"),
    "a condition in brackets": Shape(f"{_CHOICES}      - label: x\n        needs: ", "("),
    "a condition of a sign": Shape(f"{_CHOICES}      - label: x\n        needs: a ", "="),
    "a change": Shape(f"{_CHOICES}      - label: x\n        effects: {{standing: ", "1 + ", "1}\n"),
    "a label": Shape(f"{_CHOICES}      - label: ", "word "),
    "wide spaces in braces": Shape(f"{_SCENE}    effects: {{a", "\u00a0", "b: 1}\n"),
    "wide spaces behind commas": Shape(f"{_SCENE}    goto: [a", ",\u00a0b", "]\n"),
    "wide spaces before": Shape(_SCENE, "\u3000", "goto: one\n"),
    "wide colons": Shape(f"{_SCENE}    goto", "："),
    "wide commas": Shape(f"{_SCENE}    goto: [a", "，b", "]\n"),
    "wide dashes": Shape(f"{_CHOICES}      ", "－"),
    "hidden characters": Shape(f"{_SCENE}    goto: x", "\u200b"),
    "control characters": Shape(f"{_SCENE}    goto: x", "\x01"),
    "joiners": Shape(f"{_SCENE}    goto: x", "a\u200d"),
    "joined signs": Shape(f"{_SCENE}    goto: x", "\U0001f468\u200d"),
    "flags": Shape(f"{_BLOCK}      x", "\U0001f1e6\U0001f1e7 "),
    "an allow in question": Shape(f"{_SCENE}    goto: x", " # allow nevr-holds", "\n"),
    "surrogates": Shape(f'{_SCENE}    goto: "', "\\ud800", '"\n'),
}
"""One line that grows."""

TEXTS: dict[str, Shape] = {
    "words": Shape(f"{_BLOCK}      ", "word ", "end\n"),
    "a word": Shape(f"{_BLOCK}      ", "w"),
    "lines": Shape(_BLOCK, "      A line.\n"),
    "paragraphs": Shape(_BLOCK, "      A line.\n\n"),
    "empty lines": Shape(_BLOCK + "      a\n", "\n", "      b\n"),
    "folded": Shape(_SCENE.replace("text: hi", "text: >"), "      A line.\n"),
    "folded deeper": Shape(
        _SCENE.replace("text: hi", "text: >"), "      A line.\n        deeper\n"
    ),
    "quoted lines": Shape(
        _SCENE.replace("text: hi", 'text: "a'), "      A line.\n", '      end"\n'
    ),
    "plain lines": Shape(_SCENE.replace("text: hi", "text: a"), "      A line.\n"),
    "placeholders": Shape(f"{_BLOCK}      a\n", "      {role}\n"),
    "placeholders unknown": Shape(f"{_BLOCK}      a\n", "      {inse№}\n"),
    "placeholders in a line": Shape(f"{_BLOCK}      a", " {role}", "\n"),
    "braces": Shape(f"{_BLOCK}      a", "{", "\n"),
    "doubled braces": Shape(f"{_BLOCK}      a", "{{", "\n"),
    "brackets": Shape(f"{_BLOCK}      a", "[", "\n"),
    "links": Shape(f"{_BLOCK}      a", "[a](b)", "\n"),
    "opened links": Shape(f"{_BLOCK}      a", "[a](", "\n"),
    "opened tags": Shape(f"{_BLOCK}      a", "<a", "\n"),
    "emphasis": Shape(f"{_BLOCK}      a", " *a", "\n"),
    "strong": Shape(f"{_BLOCK}      a", "**", "\n"),
    "stars and spaces": Shape(f"{_BLOCK}      a\n\n      ", "* ", "\n"),
    "rules": Shape(f"{_BLOCK}      a\n", "      ---\n"),
    "headings": Shape(f"{_BLOCK}      a\n", "      ## A\n"),
    "items": Shape(f"{_BLOCK}      a\n", "      - b\n"),
    "numbers": Shape(f"{_BLOCK}      a\n", "      №. b\n"),
    "quotes": Shape(f"{_BLOCK}      a", " 'b\"", "\n"),
    "hyphens": Shape(f"{_BLOCK}      a", "-", "\n"),
    "signs": Shape(f"{_BLOCK}      ", "#", "\n"),
    "wide spaces in a text": Shape(f"{_BLOCK}      a", "\u00a0", "b\n"),
    "one_of": Shape(_SCENE.replace("text: hi", "text:\n      - one_of:"), "          - word\n"),
    "blocks": Shape(_SCENE.replace("text: hi", "text:"), "      - if: told\n        text: hi\n"),
    "texts": Shape(_SCENE.replace("text: hi", "text:"), "      - |\n        hi\n"),
}
"""One text that a player reads."""

LINES: dict[str, Shape] = {
    "broken lines": Shape(_SCENE, "    a b c\n"),
    "broken scenes": Shape(_SCENE, "  s№:\n    text: [a\n"),
    "broken keys": Shape(_SCENE, "    k№:v\n"),
    "broken quotes": Shape(_SCENE, "    'a\n"),
    "broken braces": Shape(_SCENE, "    a: {\n"),
    "missing colons": Shape(_SCENE, "    goto\n"),
    "tabs before": Shape(_SCENE, "\tgoto: one\n"),
    "deeper and deeper": Shape(f"{_SCENE}    choices: ", "- "),
    "comments": Shape(_SCENE, "    # a remark\n"),
    "allows": Shape(_SCENE, "    # allow never-holds: why\n"),
    "allows without reason": Shape(_SCENE, "    # allow never-holds\n"),
    "allows behind": Shape(_SCENE, "    goto: one # allow nothing-like-it: why\n"),
    "allows of words": Shape(_SCENE, "    goto: one # allow nothing-like-it\n"),
    "allows on choices": Shape(
        _CHOICES, "      - label: L№ # allow never-holds: why\n        goto: one\n"
    ),
    "one key": Shape(_SCENE, "    goto: one\n"),
    "unknown keys": Shape(_SCENE, "    k№: one\n"),
    "misspelt keys": Shape(_SCENE, "    gotoo№: one\n"),
    "merge keys": Shape(_SCENE, "    <<: *a\n"),
    "anchors": Shape(_CHOICES, "      - &a\n        label: x\n"),
    "documents": Shape(_SCENE, "---\na: b\n"),
    "directives": Shape("", "%YAML 1.2\n"),
    "merges": Shape(_SCENE, "<<<<<<< a\n    goto: one\n=======\n    goto: two\n>>>>>>> b\n"),
    "left of merges": Shape(_SCENE, "<<<<<<<\n"),
    "ends of merges": Shape(_SCENE, ">>>>>>> a\n"),
    "lone returns": Shape(_SCENE + "\n" * 9, "    #\n    #\r"),
    "returns": Shape(_SCENE.replace("\n", "\r\n"), "    goto: one\r\n"),
    "scenes": Shape(_SCENE, "  s№:\n    text: hi\n"),
    "scenes in a row": Shape(_SCENE, "  s№:\n    text: hi\n    goto: one\n"),
    "scenes empty": Shape(_SCENE, "  s№:\n"),
    "scenes of one name": Shape(_SCENE, "  s:\n    text: hi\n"),
    "goto nowhere": Shape(_SCENE, "  s№:\n    text: hi\n    goto: nowhere\n"),
    "gotos nowhere": Shape(f"{_SCENE}    goto: [", "no№, ", "one]\n"),
    "targets": Shape(f"{_SCENE}    goto: [", "one, ", "one]\n"),
    "choices": Shape(_WAY_OUT, "      - id: c№\n        label: Go.\n        goto: one\n"),
    "choices without ids": Shape(_WAY_OUT, "      - label: L№\n        goto: one\n"),
    "choices of one id": Shape(_CHOICES, "      - id: c\n        label: Go.\n"),
    "choices without labels": Shape(_CHOICES, "      - id: c№\n"),
    "choices nowhere": Shape(_CHOICES, "      - id: c№\n        label: Go.\n        goto: no№\n"),
    "choices with effects": Shape(
        _CHOICES, "      - id: c№\n        label: Go.\n        effects: {standing: №}\n"
    ),
    "choices with conditions": Shape(
        _CHOICES, "      - id: c№\n        label: Go.\n        needs: standing > 3\n"
    ),
    "choices with flags": Shape(
        _WAY_OUT,
        "      - id: c№\n        label: Go.\n        needs: f№ and not f1\n        effects: {set:"
        " [f№]}\n",
    ),
    "conditions of errors": Shape(
        _CHOICES, "      - id: c№\n        label: Go.\n        needs: standng > №\n"
    ),
    "conditions alike": Shape(
        _CHOICES,
        "      - id: c№\n        label: Go.\n        needs: standing > 3 and standing < 2\n",
    ),
    "effects": Shape(
        f"{_CHOICES}      - label: Go.\n        effects:\n", "          standing: 1\n"
    ),
    "effects unknown": Shape(
        f"{_CHOICES}      - label: Go.\n        effects:\n", "          standng№: 1\n"
    ),
    "tags": Shape(f"{_CHOICES}      - label: Go.\n        tags: [", "t№, ", "help]\n"),
    "flags set": Shape(
        f"{_CHOICES}      - label: Go.\n        effects: {{set: [", "t№, ", "help]}\n"
    ),
    "topics": Shape(
        "language: 1\ntitle: A\ntopics: [", "t№, ", "pace]\nscenes: {one: {text: hi}}\n"
    ),
    "laters": Shape(f"{_SCENE}    later:\n", "      - {in: 1, scene: one}\n"),
    "phrases": Shape(f"{_SCENE}phrases:\n", "  p№: words\n"),
    "tries": Shape(
        _CHOICES,
        "      - id: c№\n        label: Go.\n        odds: 40\n        success: {text: a}\n       "
        " failure: {text: b}\n",
    ),
    "an only list": Shape("", "- a\n"),
    "a list of numbers": Shape("language: 1\ntitle: A\nscenes:\n", "- №\n"),
    "stats": Shape(
        f"{_BARE_PACK}{_END}stats:\n", "  s№: {min: 0, max: 100, start: 50}\n", file="pack.yaml"
    ),
    "stats of sums": Shape(
        f"{_BARE_PACK}{_END}stats:\n  s: {{min: 0, max: 9, start: 5}}\n",
        "  t№: {value: s + №}\n",
        file="pack.yaml",
    ),
    "stats in a chain": Shape(
        f"{_PACK}stats:\n  t: {{min: 0, max: 9, start: 5}}\n",
        "  t№: {value: t№ + 1}\n",
        file="pack.yaml",
    ),
    "people": Shape(
        f"{_PACK}people:\n", "  p№: {name: P, full: P P, is: you, they: she}\n", file="pack.yaml"
    ),
    "outcomes": Shape(
        f"{_BARE_PACK}outcomes:\n",
        "  o№: {title: O, text: x, when: quarter > №}\n",
        "  end: {title: E}\n",
        file="pack.yaml",
    ),
    "roles": Shape(f"{_PACK}roles:\n", "  r№: {title: R, stage: ship, pay: 1}\n", file="pack.yaml"),
    "declared tags": Shape(f"{_PACK}tags:\n", "  t№: words\n", file="pack.yaml"),
    "starts": Shape(f"{_PACK}starts:\n", "  s№: {title: S, role: pm}\n", file="pack.yaml"),
    "beats": Shape(
        f"{_PACK}{_DOORS}{_END}calendar:\n  quarters: 4\n  quarter:\n",
        "    - draw: {}\n",
        file="pack.yaml",
    ),
    "practice": Shape(
        f"{_PACK}practice:\n", "  p№: {label: x, effects: {standing: 1}}\n", file="pack.yaml"
    ),
    "promises": Shape(f"{_PACK}promises:\n", "  - {outcome: o, share: 1%..9%}\n", file="pack.yaml"),
    "debrief": Shape(
        f"{_PACK}debrief:\n  statements:\n", "    s№: {say: x, cites: [help]}\n", file="pack.yaml"
    ),
    "bands": Shape(
        f"{_PACK}stats:\n  s:\n    min: 0\n    max: 99\n    bands:\n",
        "      b№: №\n",
        file="pack.yaml",
    ),
    "a playthrough": Shape(
        "play: the_long_game\nchoices:\n", "  - one.two.three\n", file="probe.playthrough.yaml"
    ),
}
"""Many lines, fields, items, names; many mistakes."""

SHAPES = {**ONE_LINE, **{f"text: {name}": shape for name, shape in TEXTS.items()}, **LINES}


def main() -> None:
    """Look at the shapes on standard input (JSON), each of so many bytes, and print what each
    costs: `python -m tests.large BYTES SECONDS`.

    A shape that takes more processor time than `SECONDS` ends the process.
    """
    most, seconds = int(sys.argv[1]), int(sys.argv[2])
    for shape in (Shape(*one) for one in json.load(sys.stdin)):
        print(json.dumps(looked_at(shape, most, seconds)), flush=True)


def looked_at(shape: Shape, most: int, seconds: int) -> dict[str, int]:
    """Return the cost of checking a file: time and memory, whether it can be played, how many
    problems are shown, and the longest of their sentences, words and quoted lines."""
    began = time.process_time()
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(
        resource.RLIMIT_CPU,
        (int(used.ru_utime + used.ru_stime) + 1 + seconds, resource.RLIM_INFINITY),
    )
    data = shape.text(most).encode()
    files = (
        {shape.file: data}
        if shape.file == "pack.yaml"
        else overlay(shape.file, "", ()) | {shape.file: data}
    )
    examined = examine(files)
    shown = [one for one in limit_diagnostics(examined.diagnostics) if one.place.file == shape.file]
    lines = as_text(shown, {shape.file: source_lines(data)}).split("\n")
    return {
        "loads": examined.pack is not None,
        "shown": len(shown),
        "sentence": max(
            (len(part) for one in shown for part in (one.message, one.hint)), default=0
        ),
        "name": max(
            (
                len(word)
                for one in shown
                for part in (one.message, one.hint)
                for word in part.split()
            ),
            default=0,
        ),
        "quoted": max((len(line) for line in lines if " | " in line), default=0),
        "milliseconds": int(1000 * (time.process_time() - began)),
        "mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


if __name__ == "__main__":
    main()
