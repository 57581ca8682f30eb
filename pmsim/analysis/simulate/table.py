"""A simulation as lines for people, 80 columns wide: how it ended, what the numbers did, and what an author can act on."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from pmsim.analysis.simulate.figures import mean, quantiles, share
from pmsim.analysis.simulate.findings import KINDS, Finding, findings, per_cent
from pmsim.analysis.simulate.plan import Plan
from pmsim.analysis.simulate.play import Played
from pmsim.analysis.simulate.promises import Verdict
from pmsim.analysis.simulate.scope import scope
from pmsim.analysis.simulate.tally import LOCK, NEEDS, OPEN, TAKEN, Histogram, Tally, merged
from pmsim.lang.characters import visible
from pmsim.lang.pack import Pack

WIDTH = 80
NAME = 24
"""Columns of a name."""
MOST = 8
"""Findings of one kind that are listed, unless all are asked for."""


class Marks(NamedTuple):
    """What bars and ranges are drawn with. `eighths`: parts of a column, thin to full."""

    eighths: str
    thin: str
    thick: str
    middle: str
    to: str
    dot: str
    more: str


BLOCKS = Marks("▏▎▍▌▋▊▉█", "─", "━", "●", "–", "·", "…")
LETTERS = Marks("#", "-", "=", "o", "-", ".", "~")
"""For streams that know no more than ASCII."""


def marks_for(encoding: str | None) -> Marks:
    """What a stream of this encoding can write."""
    try:
        "".join(BLOCKS).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return LETTERS
    return BLOCKS


def bar(fraction: float, width: int, marks: Marks) -> str:
    """A bar of `fraction` (0..1) of `width` columns; something that is not nothing is seen."""
    parts = len(marks.eighths)
    eighths = round(min(max(fraction, 0.0), 1.0) * width * parts)
    if fraction > 0:
        eighths = max(1, eighths)
    full, rest = divmod(eighths, parts)
    return marks.eighths[-1] * full + (marks.eighths[rest - 1] if rest else "")


def stretch(found: Sequence[int], low: int, high: int, width: int, marks: Marks) -> str:
    """Five quantiles as a line on a scale `low`..`high` of `width` columns: nine in ten thin, the middle half thick, the median a dot."""
    span = max(1, high - low)
    ends = [min(width - 1, (value - low) * width // (span + 1)) for value in found]
    line = [" "] * width
    line[ends[0] : ends[4] + 1] = marks.thin * (ends[4] + 1 - ends[0])
    line[ends[1] : ends[3] + 1] = marks.thick * (ends[3] + 1 - ends[1])
    line[ends[2]] = marks.middle
    return "".join(line)


class Table:
    """The lines of one simulation. `everything`: all numbers, scenarios, checks and choices as well; `closely`: the id of a scenario whose
    choices are wanted in any case, '' for none."""

    def __init__(
        self, pack: Pack, plan: Plan, played: Played, marks: Marks = BLOCKS, *, everything: bool = False, closely: str = ""
    ) -> None:
        self.pack, self.plan, self.played = pack, plan, played
        self.marks, self.everything, self.closely = marks, everything, closely
        self.total = merged(played.values())
        self.may = scope(pack.program, set(plan.starts))
        self.alone = len(self.may.scenarios) == 1
        """There is but one scenario, and its author wants to see it closely."""

    def lines(self, seconds: float, verdicts: Iterable[Verdict] = ()) -> Iterator[str]:
        """All of it."""
        yield from self.head(seconds)
        if len(self.plan.policies) == 1:
            for (_, start), tally in self.played.items():
                yield ""
                yield from self.ends(start, tally)
        else:
            for start in self.plan.starts:
                yield ""
                yield from self.side_by_side(start)
        yield ""
        yield from self.numbers()
        if self.everything:
            yield ""
            yield from self.scenarios()
        if self.everything or self.alone:
            yield ""
            yield from self.choices(self.may.choices)
        elif self.closely:
            yield ""
            yield from self.close_up()
        yield from self.to_act_on()
        yield from promised(verdicts, self.marks)

    def head(self, seconds: float) -> Iterator[str]:
        """What was played."""
        plan, pack = self.plan, self.pack
        each = self.total.careers // len(plan.policies)
        who = listed(plan.policies)
        doors = (
            "the one start" if len(pack.starts) == 1 else "its starts in turn" if len(plan.starts) > 1 else f"the start {plan.starts[0]}"
        )
        name = f"{visible(pack.title)} {visible(pack.version)}"
        if self.alone and len(pack.scenarios) > 1:
            (only,) = self.may.scenarios
            name = f"{pack.program.scenarios[only].id} alone, in {name}"
        yield from wrapped(f"{name}: {many(each, 'career')} from {doors}, played by {who}")
        last = (plan.seed + max(0, each - 1)) % (1 << 64)
        rate = f", {self.total.choices / seconds:,.0f} a second" if seconds > 0 else ""
        yield f"seeds {plan.seed} to {last} {self.marks.dot} {many(self.total.choices, 'decision')} in {seconds:.1f} s{rate}"

    def ends(self, start: str, tally: Tally) -> Iterator[str]:
        """How the careers from a start ended, the commonest first."""
        to = self.marks.to
        yield f"{visible(self.pack.starts[start].title)} ({start})"
        for what, values in (("decisions", tally.decisions), ("words read", tally.words)):
            if values:
                low, _, middle, _, high = quantiles(values)
                yield f"  {middle:,} {what} a career; nine in ten have {low:,} {to} {high:,}"
        reached = Counter[int]()
        for (outcome, _), count in tally.ends.items():
            reached[outcome] += count
        most = max((share(count, tally.careers).high for count in reached.values()), default=1.0)
        yield f"  {'ends':<{NAME}}{'share':>8}   95 % interval"
        for number, count in sorted(reached.items(), key=lambda row: (-row[1], row[0])):
            found = share(count, tally.careers)
            name = cut(self.pack.program.outcomes[number].id, NAME, self.marks)
            interval = f"{found.low * 100:.1f} {to} {found.high * 100:.1f}"
            drawn = bar(found.share / most, WIDTH - NAME - 29, self.marks)
            yield f"  {name:<{NAME}}{found.share * 100:6.1f} %   {interval:<14} {drawn}".rstrip()
        never = [self.pack.program.outcomes[number].id for number in sorted(self.may.outcomes - set(reached))]
        if never and tally.careers:
            yield from wrapped(f"  never: {', '.join(never)} (each rarer than {per_cent(share(0, tally.careers).high)})")

    def side_by_side(self, start: str) -> Iterator[str]:
        """Shares of the ends under each policy, a column each."""
        policies = self.plan.policies
        width = max(4, min(9, (WIDTH - NAME - 2) // len(policies)))
        yield f"{visible(self.pack.starts[start].title)} ({start}): of 100 careers"
        yield f"  {'ends':<{NAME}}" + "".join(f"{policy[: width - 1]:>{width}}" for policy in policies)
        shares: dict[int, list[float]] = {}
        for number in sorted(self.may.outcomes):
            tallies = [self.played[policy, start] for policy in policies]
            counts = [sum(count for (outcome, _), count in tally.ends.items() if outcome == number) for tally in tallies]
            shares[number] = [count * 100 / max(1, tally.careers) for count, tally in zip(counts, tallies, strict=True)]
        for number, row in sorted(shares.items(), key=lambda each: -sum(each[1])):
            cells = "".join(f"{_short(value, self.marks):>{width}}" for value in row)
            yield f"  {cut(self.pack.program.outcomes[number].id, NAME, self.marks):<{NAME}}{cells}"

    def numbers(self) -> Iterator[str]:
        """What the numbers did: those with bands, or all."""
        program, pack, marks = self.pack.program, self.pack, self.marks
        last = max(self.total.quarters, default=0)
        if not last:
            return
        quarters = sorted({-(-last // 3), -(-2 * last // 3), last} - {0})
        names = [name for name in program.stats if self.everything or (name in pack.stats and pack.stats[name].bands)] or list(pack.stats)
        width = 11
        where = "" if len(self.played) == 1 else ", all starts and players together"
        yield f"Numbers when a quarter was over{where}:"
        yield f"the median ({marks.middle}), the middle half of careers ({marks.thick}), nine in ten ({marks.thin})"
        yield f"  {'':<18}{'scale':>8}" + "".join(f"{f'after quarter {quarter}':>{width + 6}}" for quarter in quarters)
        still = 0
        for place, name in enumerate(program.stats):
            values = [self.total.numbers.get((quarter, place), Counter()) for quarter in quarters]
            if name not in names or not all(values):
                continue
            low, high = min(map(min, values)), max(map(max, values))
            if low == high:
                still += 1
                continue
            cells = [f" {_median(each):>4} {stretch(quantiles(each), low, high, width, marks)}" for each in values]
            yield f"  {cut(name, 18, marks):<18}{f'{low}{marks.to}{high}':>8}{''.join(cells)}".rstrip()
        hidden = len(program.stats) - len([name for name in program.stats if name in names])
        if still:
            yield f"  {many(still, 'number')} never moved."
        if hidden:
            yield f"  --all shows {many(hidden, 'number')} more."

    def scenarios(self) -> Iterator[str]:
        """How often each scenario was played, and when."""
        yield f"  {'scenario':<{NAME}}{'careers':>9}{'quarter':>9}"
        may = [one for one in self.pack.program.scenarios if one.index in self.may.scenarios]
        for scenario in sorted(may, key=lambda one: (-self.total.played[one.index], one.id)):
            found = share(self.total.played[scenario.index], self.total.careers)
            when = Counter({quarter: count for (place, quarter), count in self.total.visits.items() if place == scenario.index})
            quarter = f"{mean(when):.1f}" if when else ""
            drawn = bar(found.share, WIDTH - NAME - 21, self.marks)
            yield f"  {cut(scenario.id, NAME, self.marks):<{NAME}}{found.share * 100:7.1f} %{quarter:>9} {drawn}".rstrip()

    def close_up(self) -> Iterator[str]:
        """One scenario of many: how often it was played, and what was done in it."""
        program = self.pack.program
        scenario = next(one for one in program.scenarios if one.id == self.closely)
        careers = share(self.total.played[scenario.index], self.total.careers)
        yield f"{self.closely}: played in {per_cent(careers.share)} of the careers"
        yield from self.choices(number for scene in scenario.scenes for number in program.scenes[scene].choices)

    def choices(self, numbers: Iterable[int]) -> Iterator[str]:
        """How often each of some choices was shown, open and taken, and how its check went."""
        passed: Counter[str] = Counter()
        rolled: Counter[str] = Counter()
        for (_, key, _, went_well), count in self.total.rolls.items():
            rolled[key] += count
            passed[key] += count if went_well else 0
        yield f"  {'choice':<46}{'shown':>8}{'open':>8}{'taken':>8}{'passed':>8}"
        for choice in (self.pack.program.choices[number] for number in numbers):
            is_open, taken = self.total.offers[choice.index, OPEN], self.total.offers[choice.index, TAKEN]
            shown = sum(self.total.offers[choice.index, what] for what in (OPEN, NEEDS, LOCK))
            cells = [f"{shown:,}", _of(is_open, shown), _of(taken, is_open), _of(passed[choice.key], rolled[choice.key])]
            yield f"  {cut(choice.key, 46, self.marks):<46}" + "".join(f"{cell:>8}" for cell in cells).rstrip()

    def to_act_on(self) -> Iterator[str]:
        """Findings, by kind."""
        found = findings(self.pack, self.played)
        if found:
            yield ""
            yield "To look at"
        for kind, group in groupby(found, key=lambda one: one.kind):
            yield from self._group(KINDS[kind], list(group))

    def _group(self, heading: str, group: list[Finding]) -> Iterator[str]:
        yield f"  {heading}"
        shown = group if self.everything else group[:MOST]
        for one in shown:
            yield f"    {one.place}: {one.says}" if len(one.place) + len(one.says) < WIDTH - 6 else f"    {one.place}\n      {one.says}"
        if len(group) > len(shown):
            yield f"    and {len(group) - len(shown)} more (--all)"


def promised(verdicts: Iterable[Verdict], marks: Marks = BLOCKS) -> Iterator[str]:
    """What became of the promises."""
    found = list(verdicts)
    if not found:
        return
    yield ""
    shares = any(not one.promise.tag for one in found)
    yield "Promises" + (f"       {'ends':<21}{'promised':>9}{'share':>9}   {'95 % interval':<14}by" if shares else "")
    for one in found:
        promise = one.promise
        verdict = f"  {one.verdict.replace('_', ' '):<13}"
        if promise.tag:
            yield from wrapped(f"{verdict}choices tagged {promise.tag} are always open (pmsim check proves it)", len(verdict))
            continue
        wanted = f"{promise.low}{marks.to}{promise.high} %"
        counted = f"{'--promises plays it':^26}"
        if one.share is not None:
            interval = f"{one.share.low * 100:.1f} {marks.to} {one.share.high * 100:.1f}"
            counted = f"{one.share.share * 100:7.1f} %   {interval:<14}"
        yield f"{verdict}{cut(promise.outcome, 21, marks):<21}{wanted:>9}{counted}{cut(promise.policy, 10, marks)}"


def wrapped(text: str, indent: int = 6) -> Iterator[str]:
    """A text in lines of the table's width, all but the first so many columns in."""
    words = re.split(r"(?<=\S) (?=\S)", text)
    line = words[0]
    for word in words[1:]:
        if len(line) + len(word) + 1 > WIDTH:
            yield line
            line = " " * indent + word
        else:
            line += f" {word}"
    yield line


def listed(names: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def many(number: int, one: str) -> str:
    """ "1 career", "2,000 careers"."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def cut(name: str, width: int, marks: Marks) -> str:
    """A name in less than `width` columns."""
    return name if len(name) < width else f"{name[: width - 2]}{marks.more}"


def _median(values: Histogram) -> int:
    return quantiles(values, (50,))[0]


def _of(count: int, whole: int) -> str:
    return f"{count * 100 / whole:.0f} %" if whole else ""


def _short(value: float, marks: Marks) -> str:
    return marks.dot if value == 0 else f"{value:.1f}" if value < 10 else f"{value:.0f}"
