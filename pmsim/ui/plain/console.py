"""A console of lines that a screen reader or a terminal can print: it says and asks. And the career
that a menu has chosen."""

import textwrap
from typing import NamedTuple, TextIO

from pmsim.ui.career_list import CareerList

MEASURE = 75
"""The widest line in columns."""
LEAVE, BACK = -1, -2
"""Answers that are not a number of a row: leave, and go back."""


class Console:
    """A console that prints lines and asks questions. `width`: columns of the terminal, 0 for none
    (unwrapped); `has_left`: the player has left."""

    def __init__(self, source: TextIO, sink: TextIO, width: int = 0) -> None:
        self.source = source
        self.sink = sink
        self.width = min(width, MEASURE)
        self.has_left = False

    def say(self, *lines: str) -> None:
        """Print lines, wrapped between words, and a blank line after them."""
        for line in lines:
            pieces = (
                textwrap.wrap(line, self.width, break_on_hyphens=False, break_long_words=False)
                if self.width
                else []
            )
            for piece in pieces or [line]:
                self.sink.write(f"{piece}\n")
        self.sink.write("\n")

    def ask(self) -> str:
        """Return what the player types; "quit" when input has ended."""
        self.sink.write("> ")
        self.sink.flush()
        line = self.source.readline()
        if line:
            return line.strip()
        self.sink.write("\n")
        return "quit"

    @staticmethod
    def number(typed: str, most: int) -> int:
        """Return the typed number if it is one of 1 to `most`, else 0. The input may have any
        length."""
        digits = typed.lstrip("0") if typed.isdecimal() else ""
        number = int(digits) if 0 < len(digits) <= len(str(most)) else 0
        return number if number <= most else 0

    def pick(self, count: int, question: str, *, back: bool = False) -> int:
        """Ask for one of `count` rows; return its index from 0, LEAVE for "quit", or with `back`,
        BACK for "back"."""
        self.say(question)
        while True:
            typed = self.ask().lower()
            if typed == "quit":
                return LEAVE
            if back and typed == "back":
                return BACK
            if number := self.number(typed, count):
                return number - 1
            self.say(question)


class MenuChoice(NamedTuple):
    """The career to play. `slot`: a saved career of the list; '' for a new one from `start`,
    `quarters` long (0: the start's own number), with `seed` or with a new one."""

    career_list: CareerList
    slot: str = ""
    start: str = ""
    quarters: int = 0
    seed: int | None = None
