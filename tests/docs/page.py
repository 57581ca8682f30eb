"""A page as a test reads it: files that grow, commands and what they should answer.

<!-- file: a.yaml -->                          the block below is the file <!-- file: a.yaml,
below: some line -->        it is put in below the line that reads so <!-- file: a.yaml, at the
end -->              it is put in at the end <!-- run -->                                   lines
with `$ ` are typed, the others answered; `…` stands for anything
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from pmsim.cli.commands import pmsim

_BLOCK = re.compile(r"<!-- (?P<mark>[^\n]*?) -->\n```\w*\n(?P<text>.*?)```\n", re.S)
_FILE = re.compile(r"file: (?P<file>[\w./]+)(?:, (?:below: (?P<below>.*)|(?P<end>at the end)))?")


class Written(NamedTuple):
    """A piece of a file. `below`: the line, stripped, below which it goes, '' for the whole
    file; `end`: at the end of it."""

    file: str
    text: str
    below: str
    end: bool

    def into(self, before: str) -> str:
        """The file with this piece."""
        if self.end:
            return before + self.text
        if not self.below:
            return self.text
        lines = before.splitlines(keepends=True)
        (at,) = [number for number, line in enumerate(lines) if line.strip() == self.below]
        return "".join([*lines[: at + 1], self.text, *lines[at + 1 :]])


class Typed(NamedTuple):
    """A command, without its `$`, and what it should answer."""

    command: str
    answer: str


def steps(page: str) -> Iterator[Written | Typed]:
    """What the page has a reader do, in order."""
    for block in _BLOCK.finditer(page):
        mark, text = block["mark"], block["text"]
        if mark == "run":
            for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
                command, _, answer = part.partition("\n")
                yield Typed(command, answer)
        else:
            found = _FILE.fullmatch(mark)
            assert found is not None, f"not a mark: {mark}"
            yield Written(found["file"], text, found["below"] or "", bool(found["end"]))


def answers(answer: str, said: str) -> bool:
    """Whether what was said is what the page says, `…` standing for anything."""
    pattern = ".*".join(re.escape(part.strip(" ")) for part in answer.strip().split("…"))
    return (
        re.fullmatch(pattern, "\n".join(line.rstrip() for line in said.strip().split("\n")), re.S)
        is not None
    )


def follow(page: str) -> int:
    """Do in the working directory what the page says. Return the number of commands; raise
    AssertionError at one that answers otherwise."""
    typed = 0
    for step in steps(page):
        if isinstance(step, Written):
            path = Path(step.file)
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_text(encoding="utf-8") if path.exists() else ""
            path.write_text(step.into(before), encoding="utf-8")
            continue
        typed += 1
        name, *words = shlex.split(step.command)
        if name == "mv":
            Path(words[0]).rename(words[1])
            continue
        assert name == "pmsim"
        said = CliRunner().invoke(pmsim, words, prog_name="pmsim").output
        assert answers(step.answer, said), (
            f"$ {step.command}\n\nthe page says:\n{step.answer}\nit said:\n{said}"
        )
    return typed
