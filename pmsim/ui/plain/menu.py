"""The menu in numbered lines, for a terminal that is read aloud or can only print."""

from collections.abc import Iterator
from typing import NamedTuple

from pmsim.lang.characters import visible
from pmsim.store.errors import PlaceError
from pmsim.store.places import config_folder, packs_folder
from pmsim.store.saves import is_slot
from pmsim.store.settings import FILE
from pmsim.ui.lines import sentence, straight
from pmsim.ui.plain.doors import choose_door
from pmsim.ui.plain.voice import BACK, LEAVE, Voice
from pmsim.ui.present.words import how_many
from pmsim.ui.shelf import Card, Shelf, counted, lengths


class Chosen(NamedTuple):
    """What is to be played. `slot`: a saved career of the shelf; '' for a new one from `start`, `quarters` long (0: as the start says)."""

    shelf: Shelf
    slot: str = ""
    start: str = ""
    quarters: int = 0


def choose(shelf: Shelf, voice: Voice) -> Chosen | None:
    """Ask what to play, until something is chosen; None if the player leaves."""
    voice.say([sentence(straight(shelf.pack.title)), *([straight(shelf.pack.premise)] if shelf.pack.premise else ())])
    while True:
        rows = dict(_rows(shelf))
        voice.say(f"{number}. {straight(text)}" for number, text in enumerate(rows.values(), 1))
        at = voice.pick(len(rows), f"Type a number, 1 to {len(rows)}, or quit.")
        chosen: Chosen | int = LEAVE
        match [*rows][at] if at >= 0 else "quit":
            case "go on":
                chosen = _unfinished(shelf) or BACK
            case "new":
                chosen = _new(shelf, voice)
            case "sample" if shelf.sample is not None:
                chosen = _unfinished(shelf.sample) or _new(shelf.sample, voice)
            case "others":
                chosen = _other(shelf, voice)
            case "kept":
                voice.say(_kept(shelf))
                chosen = BACK
        if chosen == LEAVE:
            return None
        if isinstance(chosen, Chosen):
            return chosen


def _rows(shelf: Shelf) -> Iterator[tuple[str, str]]:
    """What can be chosen, in order: its name here, and its text."""
    cards = shelf.cards()
    card = shelf.unfinished(cards)
    if card is not None:
        yield "go on", f"Go on. {_of_card(card)}"
    yield "new", f"A new career. {sentence(lengths(shelf.pack))}"
    if shelf.sample is not None:
        begun = shelf.sample.unfinished(shelf.sample.cards())
        stands = "To see what this is." if begun is None else _of_card(begun)
        yield "sample", f"Ten minutes. {sentence(shelf.sample.pack.title)} {stands}"
    others = _others(cards, card)
    if others:
        yield "others", f"Other careers. {sentence(counted(others))}"
    yield "kept", "Where careers, settings and packs are kept."
    yield "quit", "Quit."


def _others(cards: tuple[Card, ...], card: Card | None) -> tuple[Card, ...]:
    return tuple(other for other in cards if card is None or other.slot != card.slot)


def _of_card(card: Card) -> str:
    """A saved career in sentences."""
    if card.reason:
        return f"{card.door} does not load. {card.reason}"
    stands = f"Ended in quarter {card.quarter}: {card.ended}." if card.ended else f"Quarter {card.quarter}, decision {card.decision}."
    return f"{sentence(card.door)} {stands}" + (f" {how_many(card.lives, 'life', 'lives').capitalize()}." if card.lives > 1 else "")


def _unfinished(shelf: Shelf) -> Chosen | None:
    card = shelf.unfinished(shelf.cards())
    return None if card is None else Chosen(shelf, card.slot)


def _new(shelf: Shelf, voice: Voice) -> Chosen | int:
    """Ask for a door, if there is more than one."""
    if len(shelf.pack.starts) == 1:
        return Chosen(shelf, start=next(iter(shelf.pack.starts)))
    door = choose_door(shelf.pack, voice, back=True)
    return door if isinstance(door, int) else Chosen(shelf, "", *door)


def _other(shelf: Shelf, voice: Voice) -> Chosen | int:
    """Ask for one of the careers that are not gone on with."""
    cards = shelf.cards()
    others = _others(cards, shelf.unfinished(cards))
    voice.say(["Other careers. The one played last stands first."])
    voice.say(f"{number}. {straight(_of_card(card))}" for number, card in enumerate(others, 1))
    at = voice.pick(len(others), f"Type a number, 1 to {len(others)}, back or quit.", back=True)
    if at < 0 or is_slot(others[at].slot):
        return at if at < 0 else Chosen(shelf, others[at].slot)
    voice.say([straight(_of_card(others[at]))])
    return BACK


def _kept(shelf: Shelf) -> Iterator[str]:
    """Where things are, a sentence each."""
    yield f"Careers: {visible(str(shelf.saves.folder))}"
    for kept, folder, file in (("Settings of the screens", config_folder, FILE), ("Packs that you add", packs_folder, "")):
        try:
            yield f"{kept}: {visible(str(folder() / file))}"
        except PlaceError as error:
            yield str(error)
