"""Lines out, lines in. The prompt is `> ` and nothing is printed after it."""

import textwrap
from collections.abc import Iterable
from typing import TextIO

MEASURE = 75
"""The widest line."""
LEAVE, BACK = -1, -2
"""Answers that are no number."""


class Console:
    """Says lines and asks. `width`: columns of the terminal, 0 for none: then nothing is wrapped. `has_left`: the player has left."""

    def __init__(self, source: TextIO, sink: TextIO, width: int = 0) -> None:
        self.source = source
        self.sink = sink
        self.width = min(width, MEASURE)
        self.has_left = False

    def say(self, lines: Iterable[str]) -> None:
        """Lines, wrapped at words, and a blank line after them."""
        for line in lines:
            pieces = textwrap.wrap(line, self.width, break_on_hyphens=False, break_long_words=False) if self.width else []
            for piece in pieces or [line]:
                self.sink.write(f"{piece}\n")
        self.sink.write("\n")

    def ask(self) -> str:
        """What the player types; "quit" when there is nothing more to read."""
        self.sink.write("> ")
        self.sink.flush()
        line = self.source.readline()
        if line:
            return line.strip()
        self.sink.write("\n")
        return "quit"

    @staticmethod
    def number(typed: str, most: int) -> int:
        """The number that was typed, if it is one of 1 to `most`; else 0. Any length may be typed."""
        digits = typed.lstrip("0") if typed.isdecimal() else ""
        number = int(digits) if 0 < len(digits) <= len(str(most)) else 0
        return number if number <= most else 0

    def pick(self, count: int, question: str, *, back: bool = False) -> int:
        """Which of `count`, from 0; LEAVE if the player leaves; with `back`, BACK for that word."""
        self.say([question])
        while True:
            typed = self.ask().lower()
            if typed == "quit":
                return LEAVE
            if back and typed == "back":
                return BACK
            if number := self.number(typed, count):
                return number - 1
            self.say([question])
