"""The doors of a pack in numbered lines: who to be, and for how long."""

from pmsim.lang.pack import Pack
from pmsim.ui.lines import of_door, sentence, straight
from pmsim.ui.plain.voice import Voice
from pmsim.ui.present.careers import doors
from pmsim.ui.present.words import TOUCHES, capital, how_many


def choose_door(pack: Pack, voice: Voice, *, back: bool = False) -> tuple[str, int] | int:
    """Ask which start, and how long: its id and the quarters (0: the start's own). LEAVE if the player leaves; with `back`, BACK for that
    word."""
    offered = doors(pack)
    voice.say([sentence(straight(pack.title)), TOUCHES])
    for number, door in enumerate(offered, 1):
        voice.say(of_door(number, door))
    or_quit = ", back or quit" if back else ", or quit"
    at = voice.pick(len(offered), f"Choose a door. Type a number, 1 to {len(offered)}{or_quit}.", back=back)
    if at < 0:
        return at
    short, own = pack.program.short, offered[at].quarters
    if not 0 < short < own:
        return offered[at].id, 0
    voice.say([f"{number}. {capital(how_many(quarters, 'quarter', 'quarters'))}." for number, quarters in ((1, own), (2, short))])
    length = voice.pick(2, f"How long? Type 1 or 2{or_quit}.", back=back)
    return length if length < 0 else (offered[at].id, (0, short)[length])
