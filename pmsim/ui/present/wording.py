"""A pack's texts as they read in one state. Placeholders are filled here and nowhere else."""

from collections.abc import Sequence

from pmsim.core.expr import evaluate
from pmsim.core.program import QUARTER, ROLE
from pmsim.core.state import Cause, State
from pmsim.lang.pack import Pack, StatWords
from pmsim.lang.text import Paragraphs, Slotted, Text, Words, visible_runs
from pmsim.ui.present.text import Line, Paragraph, Piece, capitalised, in_one_line, paragraphs, plain, said, without_stop
from pmsim.ui.present.typography import shown

_PRONOUNS = {
    "she": {"they": "she", "them": "her", "their": "her", "theirs": "hers", "themself": "herself"},
    "he": {"they": "he", "them": "him", "their": "his", "theirs": "his", "themself": "himself"},
    "it": {"they": "it", "them": "it", "their": "its", "theirs": "its", "themself": "itself"},
}
_DEPTH = 4
"""How far a phrase may name a phrase, and a moment a cause, before the rest is left out."""


def band_word(stat: StatWords, value: int) -> str:
    """The word of the band that `value` lies in, or '' for a stat without bands."""
    held = [band.word for band in stat.bands if value >= band.edge]
    return held[-1] if held else stat.bands[0].word if stat.bands else ""


class Wording:
    """Reads the texts of `pack` in `state`. `moment`: the choice that `{moment}` stands for, -1 for none."""

    def __init__(self, pack: Pack, state: State, moment: int = -1) -> None:
        self.pack = pack
        self.state = state
        self.moment = moment

    def paragraphs(self, key: str) -> tuple[Paragraph, ...]:
        """The text under `key` as it reads now; () if there is none."""
        return self._text(self.pack.texts.get(key, ()), 0)

    def line(self, key: str) -> Line:
        """The text under `key` as one running line; () if there is none."""
        return in_one_line(self.paragraphs(key))

    def people(self, key: str) -> tuple[str, ...]:
        """The people whom the text under `key` names as it reads now, in order; a phrase that is a person's name is that person."""
        slotted = [
            part
            for run in visible_runs(self.pack.texts.get(key, ()), self.state.slots, self.state.seed, self.state.slots[QUARTER])
            for part in run.parts
            if isinstance(part, Slotted)
        ]
        named = (part.name if part.kind == "person" else self._stands_for(part) for part in slotted)
        return tuple(dict.fromkeys(name for name in named if name))

    def _stands_for(self, part: Slotted) -> str:
        """The person whose name a phrase reads as, '' if it is not just a name."""
        if part.kind != "phrase":
            return ""
        reads = plain(self._filled(part._replace(capital=False), 0))
        return next((person.id for person in self.pack.people.values() if reads in (shown(person.name), shown(person.full))), "")

    def cause(self, cause: Cause | None, depth: int = 0) -> Line:
        """What was done, in the words of a choice's moment, else of its label, as they read now."""
        if cause is None or depth > _DEPTH:
            return ()
        choice, moment = cause
        key = self.pack.program.choices[choice].key
        own = Wording(self.pack, self.state, moment)
        told = own._text(self.pack.texts.get(f"{key}/moment", ()), depth + 1)
        if told:
            return without_stop(in_one_line(told))
        return without_stop(in_one_line(own._text(self.pack.texts.get(f"{key}/label", ()), depth + 1)))

    def _text(self, text: Text, depth: int) -> tuple[Paragraph, ...]:
        found: list[Paragraph] = []
        for run in visible_runs(text, self.state.slots, self.state.seed, self.state.slots[QUARTER]):
            found += paragraphs(self._pieces(run, depth))
        return tuple(found)

    def _pieces(self, run: Paragraphs, depth: int) -> Sequence[Piece]:
        return [part.text if isinstance(part, Words) else self._value(part, depth) for part in run.parts]

    def _value(self, part: Slotted, depth: int) -> Line:
        line = self._filled(part, depth)
        return capitalised(line) if part.capital else line

    def _filled(self, part: Slotted, depth: int) -> Line:
        match part.kind:
            case "person":
                return said(self._person(part))
            case "stat":
                return said(self._stat(part))
            case "role":
                role = self.pack.roles[self.pack.program.roles[self.state.slots[ROLE]].id]
                return said(shown(role.short if part.form == "short" else role.title))
            case "quarter":
                return said(str(self.state.slots[QUARTER]))
            case "because":
                return self.cause(self.state.cause, depth + 1)
            case "moment":
                return self.cause((self.moment, -1) if self.moment >= 0 else None, depth + 1)
            case "phrase" if depth < _DEPTH:
                return in_one_line(self._text(self.pack.phrases.get(part.name, ()), depth + 1))
            case _:
                return ()

    def _person(self, part: Slotted) -> str:
        person = self.pack.people[part.name]
        match part.form:
            case "":
                return shown(person.name)
            case "full":
                return shown(person.full)
            case "is":
                return shown(person.is_)
            case "trust" | "number":
                return str(self._reading(part.name))
            case form:
                return _PRONOUNS.get(person.they, {}).get(form, form if form != "they" else person.they)

    def _stat(self, part: Slotted) -> str:
        value = self._reading(part.name)
        stat = self.pack.stats.get(part.name)
        word = band_word(stat, value) if stat is not None and part.form != "number" else ""
        return shown(word) or str(value).replace("-", "−")

    def _reading(self, name: str) -> int:
        return int(evaluate(self.pack.program.stats[name], self.state.slots))
