"""The menu, the doors, the other careers: everything before a page of the story."""

from typing import ClassVar

from textual.binding import BindingType

from pmsim.store.errors import SaveError
from pmsim.ui.present.careers import choice_of, doors
from pmsim.ui.present.notes import sentences
from pmsim.ui.present.typography import shown
from pmsim.ui.present.words import TOUCHES, capital, how_many, number_word
from pmsim.ui.tui.foot import Key
from pmsim.ui.tui.layout.around import Item, listing
from pmsim.ui.tui.layout.around import doors as doors_leaves
from pmsim.ui.tui.leaves import Leaf
from pmsim.ui.tui.screens.base import Over, Page
from pmsim.ui.tui.screens.settings import SettingsPage
from pmsim.ui.tui.shelf import Card, Shelf


def minutes(quarters: int) -> str:
    """About how long so many quarters take to play."""
    return f"about {max(quarters * 4 // 5 * 5, 5)} minutes"


def beside(card: Card) -> str:
    """A saved career in a few words."""
    if card.reason:
        return card.reason
    lives = f", {how_many(card.lives, 'life', 'lives')}" if card.lives > 1 else ""
    return f"ended in Q{card.quarter}: {card.ended}{lives}" if card.ended else f"Q{card.quarter}, Decision {card.decision}{lives}"


class Menu(Page):
    """The first screen of `pmsim`."""

    full = True

    def __init__(self, shelf: Shelf) -> None:
        super().__init__()
        self.shelf = shelf
        self.read()

    def read(self) -> None:
        """What there is to go on with."""
        self.card = self.shelf.unfinished()
        self.others = tuple(card for card in self.shelf.cards() if self.card is None or card.slot != self.card.slot)
        quarters = max((door.quarters for door in self.shelf.pack.starts.values()), default=0)
        self.entries: list[tuple[str, Item]] = []
        if self.card is not None:
            self.entries.append(("go_on", Item("Go on", f"{self.card.door}, {beside(self.card)}")))
        short = self.shelf.pack.program.short
        long = minutes(quarters) + (f", or {max(short * 4 // 5 * 5, 5)}" if short else "")
        self.entries.append(("new", Item("A new career", long)))
        if self.others:
            over, shut = sum(bool(card.ended) for card in self.others), sum(bool(card.reason) for card in self.others)
            counted = ((len(self.others) - over - shut, "unfinished"), (over, "lived"), (shut, "not to be read"))
            told = [f"{number_word(count)} {word}" for count, word in counted if count]
            self.entries.append(("others", Item("Other careers", ", ".join(told))))
        self.entries += [("settings", Item("Settings")), ("quit", Item("Quit"))]

    def draw(self, cursor: int) -> list[Leaf]:
        title = shown(self.shelf.pack.title)
        under = [] if self.card or self.others else ["No careers yet. The first one begins with a door."]
        return listing(title, under, [item for _, item in self.entries], self.grid, self.look, cursor)

    def count(self) -> int:
        return len(self.entries)

    def on_screen_resume(self) -> None:
        self.read()
        self.sheet.show()
        super().on_screen_resume()

    def keys(self) -> tuple[Key, ...]:
        return (Key("enter", "Choose", "screen.choose"),)

    def action_choose(self) -> None:
        """By mouse."""
        self.sheet.action_pick()

    def picked(self, row: int, by: str) -> None:
        match self.entries[row][0]:
            case "go_on" if self.card is not None:
                open_career(self, self.shelf, self.card)
            case "new":
                self.app.push_screen(Doors(self.shelf))
            case "others":
                self.app.push_screen(Careers(self.shelf, self.others))
            case "settings":
                self.app.push_screen(SettingsPage())
            case _:
                self.pmsim.action_leave()


def open_career(page: Page, shelf: Shelf, card: Card) -> None:
    """Play a saved career, or say why not."""
    try:
        career = shelf.open(card.slot)
    except SaveError as error:
        page.say(str(error))
        return
    page.pmsim.play(career, begun=False, notes=sentences(career.session, career.notes))


class Careers(Over):
    """Every career but the one that is gone on with."""

    BINDINGS: ClassVar[list[BindingType]] = []
    full = True

    def __init__(self, shelf: Shelf, cards: tuple[Card, ...]) -> None:
        super().__init__()
        self.shelf = shelf
        self.cards = cards

    def draw(self, cursor: int) -> list[Leaf]:
        items = [Item(card.door, beside(card)) for card in self.cards]
        return listing("Other careers", ["The one played last stands first."], items, self.grid, self.look, cursor)

    def count(self) -> int:
        return len(self.cards)

    def keys(self) -> tuple[Key, ...]:
        return (Key("enter", "Open", "screen.choose"), *super().keys())

    def action_choose(self) -> None:
        """By mouse."""
        self.sheet.action_pick()

    def picked(self, row: int, by: str) -> None:
        open_career(self, self.shelf, self.cards[row])


class Doors(Over):
    """Who to be."""

    full = True

    def __init__(self, shelf: Shelf) -> None:
        super().__init__()
        self.shelf = shelf
        self.doors = doors(shelf.pack)

    def draw(self, cursor: int) -> list[Leaf]:
        return doors_leaves("Choose a door", choice_of(self.doors), TOUCHES, self.doors, self.grid, self.look, cursor)

    def count(self) -> int:
        return len(self.doors)

    def keys(self) -> tuple[Key, ...]:
        return (Key("enter", "Open", "screen.choose"), *super().keys())

    def action_choose(self) -> None:
        """By mouse."""
        self.sheet.action_pick()

    def picked(self, row: int, by: str) -> None:
        door = self.doors[row]
        if 0 < self.shelf.pack.program.short < door.quarters:
            self.app.push_screen(Length(self.shelf, door.id, door.title, door.quarters))
        else:
            begin(self, self.shelf, door.id, 0)


class Length(Over):
    """How long."""

    full = True

    def __init__(self, shelf: Shelf, start: str, title: str, quarters: int) -> None:
        super().__init__()
        self.shelf, self.start, self.door = shelf, start, title
        self.lengths = (quarters, shelf.pack.program.short)

    def draw(self, cursor: int) -> list[Leaf]:
        items = [Item(capital(how_many(quarters, "quarter", "quarters")), minutes(quarters)) for quarters in self.lengths]
        return listing("How long?", [], items, self.grid, self.look, cursor, beside=self.door)

    def count(self) -> int:
        return len(self.lengths)

    def keys(self) -> tuple[Key, ...]:
        return (Key("enter", "Play", "screen.choose"), *super().keys())

    def action_choose(self) -> None:
        """By mouse."""
        self.sheet.action_pick()

    def picked(self, row: int, by: str) -> None:
        begin(self, self.shelf, self.start, 0 if row == 0 else self.lengths[row])


def begin(page: Page, shelf: Shelf, start: str, quarters: int) -> None:
    """A new career, or say why not."""
    try:
        career = shelf.begin(start, quarters)
    except SaveError as error:
        page.say(str(error).replace("The last choice", "A new career"))
        return
    page.pmsim.play(career, begun=True)
