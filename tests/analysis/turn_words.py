"""How many words a turn shows, counted from what `step` tells: the plain way."""

from collections.abc import Sequence

from pmsim.analysis.word_counts import WordCounter
from pmsim.core.events import Offer, TextShown, Turn


def words_of_turn(counter: WordCounter, turn: Turn, offers: Sequence[Offer]) -> int:
    """Return the number of words that a player reads from one decision to the next: texts, labels
    of the `offers`, and the ending if the career is over."""
    total = sum(
        counter.words_of_text(event) for event in turn.events if isinstance(event, TextShown)
    )
    state = turn.state
    if state.outcome >= 0:
        return total + counter.words_of_ending(state)
    choices = counter.pack.program.choices
    return total + sum(
        counter.words_of_key(f"{choices[offer.choice].key}/label", state, offer.moment)
        for offer in offers
    )
