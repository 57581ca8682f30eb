"""The menu, the doors, the other careers: everything before a page of the story."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from pmsim import __version__
from pmsim.core.program import QUARTERS
from pmsim.store.errors import SaveError
from pmsim.store.saves import is_slot
from pmsim.ui.present.careers import LifeLine, choice_of, doors, lives
from pmsim.ui.present.names import said_at
from pmsim.ui.present.notes import sentences
from pmsim.ui.present.typography import shown
from pmsim.ui.present.words import TOUCHES, capital, how_many, number_word
from pmsim.ui.shelf import Card, Shelf, counted, lengths, longest, minutes
from pmsim.ui.tui.foot import Key
from pmsim.ui.tui.layout.around import Item, items_of, listing
from pmsim.ui.tui.layout.around import doors as doors_leaves
from pmsim.ui.tui.layout.title import Strand, title
from pmsim.ui.tui.leaves import Leaf
from pmsim.ui.tui.screens.base import Over, Page

WIDTH = 72
"""Columns of the list on the title page at most."""


def beside(card: Card) -> str:
    """A saved career in a few words."""
    if card.reason:
        return card.reason
    lives = f", {how_many(card.lives, 'life', 'lives')}" if card.lives > 1 else ""
    return f"ended in Q{card.quarter}: {card.ended}{lives}" if card.ended else f"Q{card.quarter}, Decision {card.decision}{lives}"


class Menu(Page):
    """The title page: the first screen of `pmsim`."""

    full = True

    def __init__(self, shelf: Shelf) -> None:
        """Read what there is to go on with, and what has been lived. Whoever comes back from a career gets another title page."""
        super().__init__()
        self.shelf = shelf
        pack = shelf.pack
        cards = self.shelf.cards()
        self.card = self.shelf.unfinished(cards)
        self.others = tuple(card for card in cards if self.card is None or card.slot != self.card.slot)
        last = self.card or next((card for card in self.others if not card.reason), None)
        session = self.shelf.read(last.slot) if last is not None else None
        self.quarters = session.position.slots[QUARTERS] if session is not None else longest(pack)
        led = lives(session) if session is not None else ()
        self.strands = strands(led)
        self.entries: list[tuple[str, Item]] = []
        if self.card is not None:
            named = next((life.name for life in led if life.here), self.card.door)
            said = said_at(session, session.node) if session is not None and session.node.parent >= 0 else ()
            where = beside(self.card._replace(lives=1))
            self.entries.append(("go_on", Item("Go on", f"{named}, {where}", where, said)))
        time = lengths(pack)
        self.entries.append(("new", Item("A new career", f"{how_many(len(pack.starts), 'door', 'doors')}; {time}", time)))
        if self.shelf.sample is not None:
            self.entries.append(("sample", Item("Ten minutes", *ten_minutes(self.shelf.sample))))
        if self.others:
            self.entries.append(("others", Item("Other careers", counted(self.others), number_word(len(self.others)))))
        self.entries += [("settings", Item("Settings")), ("quit", Item("Quit"))]

    def draw(self, cursor: int) -> list[Leaf]:
        pack, own = self.shelf.pack, self.grid
        page = title(shown(pack.title), shown(pack.premise), self.strands, self.quarters, own, self.look)
        return page + items_of([item for _, item in self.entries], own, self.look, cursor, min(own.room, WIDTH))

    def count(self) -> int:
        return len(self.entries)

    def keys(self) -> tuple[Key, ...]:
        return (Key("enter", "Choose", "screen.choose"), Key("ctrl+p", "Anything", "app.command_palette"), Key("", __version__, ""))

    def action_choose(self) -> None:
        """By mouse."""
        self.sheet.action_pick()

    def picked(self, row: int, by: str) -> None:
        match self.entries[row][0]:
            case "go_on" if self.card is not None:
                open_career(self, self.shelf, self.card)
            case "new":
                self.app.push_screen(Doors(self.shelf))
            case "sample" if self.shelf.sample is not None:
                open_sample(self, self.shelf.sample)
            case "others":
                self.app.push_screen(Careers(self.shelf, self.others))
            case "settings":
                self.action_look("settings")
            case _:
                self.pmsim.action_leave()


def strands(led: Sequence[LifeLine]) -> tuple[Strand, ...]:
    """The life that is gone on with and the one it left, else its newest branch: two at most, the older one first."""
    here = next((life for life in led if life.here), None)
    if here is None:
        return ()
    others = [life for life in led if life.number == here.left[0]] or [life for life in led if life.left[0] == here.number][-1:]
    return tuple(_strand(life) for life in sorted((here, *others), key=lambda life: life.number))


def _strand(life: LifeLine) -> Strand:
    branched = life.left[0] >= 0 and bool(life.dots)
    where = f"ended as {life.ended}" if life.ended else f"Q{life.quarter}"
    first = life.dots[0].quarter if branched else 1
    return Strand(f"{life.name}, {where}", first, life.quarter, branched, bool(life.ended), life.here and not life.ended)


def ten_minutes(sample: Shelf) -> tuple[str, str]:
    """What there is to play in ten minutes, in a few words and in fewer."""
    card = sample.unfinished(sample.cards())
    name = shown(sample.pack.title)
    return (f"{name}, {beside(card)}" if card is not None else f"{name}, to see what this is"), name


def open_sample(page: Page, sample: Shelf) -> None:
    """Go on in the short pack, or begin there."""
    card = sample.unfinished(sample.cards())
    if card is not None:
        open_career(page, sample, card)
    elif len(sample.pack.starts) == 1:
        begin(page, sample, next(iter(sample.pack.starts)), 0)
    else:
        page.app.push_screen(Doors(sample))


def open_career(page: Page, shelf: Shelf, card: Card) -> None:
    """Play a saved career, or say why not."""
    if not is_slot(card.slot):
        page.say(card.reason)
        return
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
