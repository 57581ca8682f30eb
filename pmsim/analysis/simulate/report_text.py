"""A simulation as text, 80 columns wide: outcomes, numbers, and findings for the author."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from pmsim.analysis.simulate.findings import (
    FINDING_HEADINGS,
    SimulationFinding,
    Verdict,
    find_problems,
    percent_text,
    playable_parts,
)
from pmsim.analysis.simulate.play import TRIES, Plan, TalliesByRun
from pmsim.analysis.simulate.tally import (
    OPEN,
    TAKEN,
    Histogram,
    Tally,
    estimate_share,
    mean,
    merge_tallies,
    quantiles,
)
from pmsim.analysis.simulate.unread import UnreadBlock
from pmsim.lang import Pack, visible
from pmsim.lang.characters import can_encode, wrap_words

WIDTH = 80
NAME_WIDTH = 24
"""Columns of a name."""
MAX_LISTED, MAX_UNREAD = 8, 20
"""Maximum number of findings of one kind, and of texts, unless the caller asks for all."""


class ChartMarks(NamedTuple):
    """The characters of bars and ranges. `eighths`: parts of a column, from thin to full."""

    eighths: str
    thin: str
    thick: str
    middle: str
    to: str
    dot: str
    more: str


UNICODE_MARKS = ChartMarks("▏▎▍▌▋▊▉█", "─", "━", "●", "–", "·", "…")
ASCII_MARKS = ChartMarks("#", "-", "=", "o", "-", ".", "~")
"""The marks for ASCII-only streams."""


def marks_for(encoding: str | None) -> ChartMarks:
    """Return the marks that a stream of this encoding can write."""
    return UNICODE_MARKS if can_encode("".join(UNICODE_MARKS), encoding) else ASCII_MARKS


def draw_bar(fraction: float, width: int, marks: ChartMarks) -> str:
    """Return a bar of `fraction` (0..1) of `width` columns, visible if it is above 0."""
    parts = len(marks.eighths)
    eighths = round(min(max(fraction, 0.0), 1.0) * width * parts)
    if fraction > 0:
        eighths = max(1, eighths)
    full, rest = divmod(eighths, parts)
    return marks.eighths[-1] * full + (marks.eighths[rest - 1] if rest else "")


def draw_range(
    quantile_values: Sequence[int], low: int, high: int, width: int, marks: ChartMarks
) -> str:
    """Return five quantiles as a line on the scale `low`..`high` of `width` columns. The 5-95 %
    range is thin, the middle half thick, the median a dot."""
    span = max(1, high - low)
    ends = [min(width - 1, (value - low) * width // (span + 1)) for value in quantile_values]
    line = [" "] * width
    line[ends[0] : ends[4] + 1] = marks.thin * (ends[4] + 1 - ends[0])
    line[ends[1] : ends[3] + 1] = marks.thick * (ends[3] + 1 - ends[1])
    line[ends[2]] = marks.middle
    return "".join(line)


class ReportText:
    """The text of one simulation. `show_all`: include everything. `detailed_scenario`: a scenario
    whose choices are shown, or ''. `never_true`: what kept every career from a scenario."""

    def __init__(
        self,
        pack: Pack,
        plan: Plan,
        played: TalliesByRun,
        marks: ChartMarks = UNICODE_MARKS,
        *,
        show_all: bool = False,
        detailed_scenario: str = "",
        never_true: tuple[str, ...] = (),
        unread: tuple[UnreadBlock, ...] = (),
    ) -> None:
        self.never_true, self.unread = never_true, unread
        self.pack, self.plan, self.played = pack, plan, played
        self.marks, self.show_all, self.detailed_scenario = marks, show_all, detailed_scenario
        self.total = merge_tallies(played.values())
        self.playable = playable_parts(pack.program, set(plan.starts))
        self.single_scenario = len(self.playable.scenarios) == 1
        """True if only one scenario is playable; the report then shows its choices."""

    def lines(self, seconds: float, verdicts: Iterable[Verdict] = ()) -> Iterator[str]:
        """Yield all lines of the report."""
        yield from self.heading_lines(seconds)
        if len(self.plan.policies) == 1:
            for (_, start), tally in self.played.items():
                yield ""
                yield from self.outcome_lines(start, tally)
        else:
            for start in self.plan.starts:
                yield ""
                yield from self.comparison_lines(start)
        yield ""
        yield from self.stat_lines()
        if self.show_all:
            yield ""
            yield from self.scenario_lines()
        if self.show_all or self.single_scenario:
            yield ""
            yield from self.choice_lines(self.playable.choices)
        elif self.detailed_scenario:
            yield ""
            yield from self.detail_lines()
        yield from self.finding_lines()
        yield from promise_lines(verdicts, self.marks)

    def heading_lines(self, seconds: float) -> Iterator[str]:
        """Yield the lines about the plan."""
        plan, pack = self.plan, self.pack
        each = self.total.careers // len(plan.policies)
        players = join_names(plan.policies)
        name = f"{visible(pack.title)} {visible(pack.version)}"
        if self.single_scenario and len(pack.scenarios) > 1:
            (only,) = self.playable.scenarios
            name = f"{pack.program.scenarios[only].id} alone, in {name}"
        start_text = (
            "states in which it may begin"
            if plan.from_pool
            else "where the options say"
            if plan.begins == "options"
            else "the one start"
            if len(pack.starts) == 1
            else "its starts in turn"
            if len(plan.starts) > 1
            else f"the start {plan.starts[0]}"
        )
        careers = f"{count_text(each, 'career')} from {start_text}"
        yield from wrap_text(f"{name}: {careers}, played by {players}")
        if plan.from_pool and each < plan.runs:
            yield from wrap_text(
                f"{each:,} of {plan.runs:,} came to such a state, in {TRIES} random careers each"
            )
        if self.never_true:
            yield from wrap_text(
                f"no random career came to it: never true was {join_names(self.never_true)}"
            )
        last = (plan.seed + max(0, each - 1)) % (1 << 64)
        rate = f", {self.total.choices / seconds:,.0f} a second" if seconds > 0 else ""
        yield (
            f"seeds {plan.seed} to {last} {self.marks.dot}"
            f" {count_text(self.total.choices, 'decision')} in {seconds:.1f} s{rate}"
        )

    def outcome_lines(self, start: str, tally: Tally) -> Iterator[str]:
        """Yield the outcomes of the careers from a start, the most frequent first."""
        to = self.marks.to
        place = f"{visible(self.pack.starts[start].title)} ({start})"
        yield "From careers of its pack" if self.plan.from_pool else place
        for what, values in (("decisions", tally.decisions), ("words read", tally.words)):
            if values:
                low, _, middle, _, high = quantiles(values)
                yield f"  {middle:,} {what} a career; nine in ten have {low:,} {to} {high:,}"
        reached = tally.ends_by_outcome
        most = max(
            (estimate_share(count, tally.careers).high for count in reached.values()), default=1.0
        )
        yield f"  {'ends':<{NAME_WIDTH}}{'share':>8}   95 % interval"
        for number, count in sorted(reached.items(), key=lambda row: (-row[1], row[0])):
            estimate = estimate_share(count, tally.careers)
            name = shorten(self.pack.program.outcomes[number].id, NAME_WIDTH, self.marks)
            interval = f"{estimate.low * 100:.1f} {to} {estimate.high * 100:.1f}"
            bar = draw_bar(estimate.share / most, WIDTH - NAME_WIDTH - 29, self.marks)
            share = f"{estimate.share * 100:6.1f} %"
            yield f"  {name:<{NAME_WIDTH}}{share}   {interval:<14} {bar}".rstrip()
        never = [
            self.pack.program.outcomes[number].id
            for number in sorted(self.playable.outcomes - reached.keys())
        ]
        if never and tally.careers:
            yield from wrap_text(
                f"  never: {', '.join(never)} (each rarer than"
                f" {percent_text(estimate_share(0, tally.careers).high)})"
            )

    def comparison_lines(self, start: str) -> Iterator[str]:
        """Yield the shares of the outcomes, with a column for each policy."""
        policies = self.plan.policies
        width = max(4, min(9, (WIDTH - NAME_WIDTH - 2) // len(policies)))
        yield f"{visible(self.pack.starts[start].title)} ({start}): of 100 careers"
        yield f"  {'ends':<{NAME_WIDTH}}" + "".join(
            f"{policy[: width - 1]:>{width}}" for policy in policies
        )
        tallies = [self.played[policy, start] for policy in policies]
        shares = {
            number: [
                tally.ends_by_outcome[number] * 100 / max(1, tally.careers) for tally in tallies
            ]
            for number in sorted(self.playable.outcomes)
        }
        for number, row in sorted(shares.items(), key=lambda each: -sum(each[1])):
            cells = "".join(f"{_compact(value, self.marks):>{width}}" for value in row)
            name = shorten(self.pack.program.outcomes[number].id, NAME_WIDTH, self.marks)
            yield f"  {name:<{NAME_WIDTH}}{cells}"

    def stat_lines(self) -> Iterator[str]:
        """Yield the ranges of the numbers: those with bands, or all."""
        program, pack, marks = self.pack.program, self.pack, self.marks
        last = max(self.total.quarters, default=0)
        if not last:
            return
        quarters = sorted({-(-last // 3), -(-2 * last // 3), last} - {0})
        names = [
            name
            for name in program.stats
            if self.show_all or (name in pack.stats and pack.stats[name].bands)
        ] or list(pack.stats)
        width = 11
        where = "" if len(self.played) == 1 else ", all starts and players together"
        yield f"Numbers when a quarter was over{where}:"
        yield (
            f"the median ({marks.middle}), the middle half of careers ({marks.thick}), nine in ten"
            f" ({marks.thin})"
        )
        yield f"  {'':<18}{'scale':>8}" + "".join(
            f"{f'after quarter {quarter}':>{width + 6}}" for quarter in quarters
        )
        unchanged = 0
        for place, name in enumerate(program.stats):
            values = [self.total.numbers.get((quarter, place), Counter()) for quarter in quarters]
            if name not in names or not all(values):
                continue
            low, high = min(map(min, values)), max(map(max, values))
            if low == high:
                unchanged += 1
                continue
            cells = [
                f" {_median(each):>4} {draw_range(quantiles(each), low, high, width, marks)}"
                for each in values
            ]
            span = f"{low}{marks.to}{high}"
            yield f"  {shorten(name, 18, marks):<18}{span:>8}{''.join(cells)}".rstrip()
        hidden = len(program.stats) - len([name for name in program.stats if name in names])
        if unchanged:
            yield f"  {count_text(unchanged, 'number')} never moved."
        if hidden:
            yield f"  --all shows {count_text(hidden, 'number')} more."

    def scenario_lines(self) -> Iterator[str]:
        """Yield the share of careers and the mean quarter of each scenario."""
        yield f"  {'scenario':<{NAME_WIDTH}}{'careers':>9}{'quarter':>9}"
        playable = [
            one for one in self.pack.program.scenarios if one.index in self.playable.scenarios
        ]
        for scenario in sorted(playable, key=lambda one: (-self.total.played[one.index], one.id)):
            estimate = estimate_share(self.total.played[scenario.index], self.total.careers)
            when = self.total.quarters_of(scenario.index)
            quarter = f"{mean(when):.1f}" if when else ""
            bar = draw_bar(estimate.share, WIDTH - NAME_WIDTH - 21, self.marks)
            name = shorten(scenario.id, NAME_WIDTH, self.marks)
            yield (
                f"  {name:<{NAME_WIDTH}}{estimate.share * 100:7.1f} %{quarter:>9} {bar}".rstrip()
            )

    def detail_lines(self) -> Iterator[str]:
        """Yield the lines of the detailed scenario: its share of careers and its choices."""
        program = self.pack.program
        scenario = next(one for one in program.scenarios if one.id == self.detailed_scenario)
        careers = estimate_share(self.total.played[scenario.index], self.total.careers)
        yield f"{self.detailed_scenario}: played in {percent_text(careers.share)} of the careers"
        yield from self.choice_lines(
            number for scene in scenario.scenes for number in program.scenes[scene].choices
        )

    def choice_lines(self, numbers: Iterable[int]) -> Iterator[str]:
        """Yield, for each choice, how often it was shown, open, taken and passed."""
        rolls = self.total.rolls_by_check
        yield f"  {'choice':<46}{'shown':>8}{'open':>8}{'taken':>8}{'passed':>8}"
        for choice in (self.pack.program.choices[number] for number in numbers):
            is_open, taken = (self.total.offers[choice.index, what] for what in (OPEN, TAKEN))
            shown, rolled = self.total.times_shown(choice.index), rolls.get(choice.key)
            cells = [
                f"{shown:,}",
                _percent_of(is_open, shown),
                _percent_of(taken, is_open),
                _percent_of(rolled.passed, rolled.rolled) if rolled else "",
            ]
            yield (
                f"  {shorten(choice.key, 46, self.marks):<46}"
                + "".join(f"{cell:>8}" for cell in cells).rstrip()
            )

    def finding_lines(self) -> Iterator[str]:
        """Yield the findings by kind."""
        problems = find_problems(self.pack, self.played, self.unread)
        if problems:
            yield from ("", "To look at")
        for kind, group in groupby(problems, key=lambda one: one.kind):
            yield from self._finding_group(FINDING_HEADINGS[kind], list(group))

    def _finding_group(self, heading: str, group: list[SimulationFinding]) -> Iterator[str]:
        yield f"  {heading}"
        most = MAX_UNREAD if group[0].kind == "text_unread" else MAX_LISTED
        shown = group[: None if self.show_all else most]
        for one in shown:
            yield (
                f"    {one.place}: {one.says}"
                if len(one.place) + len(one.says) < WIDTH - 6
                else f"    {one.place}\n      {one.says}"
            )
        if len(group) > len(shown):
            yield f"    and {len(group) - len(shown)} more (--all)"


def promise_lines(verdicts: Iterable[Verdict], marks: ChartMarks = UNICODE_MARKS) -> Iterator[str]:
    """Yield the promises with their verdicts."""
    verdict_list = list(verdicts)
    if not verdict_list:
        return
    yield ""
    shares = any(not one.promise.tag for one in verdict_list)
    yield "Promises" + (
        f"       {'ends':<21}{'promised':>9}{'share':>9}   {'95 % interval':<14}by"
        if shares
        else ""
    )
    for one in verdict_list:
        promise = one.promise
        verdict = f"  {one.verdict.replace('_', ' '):<13}"
        if promise.tag:
            yield from wrap_text(
                f"{verdict}choices tagged {promise.tag} are always open (pmsim check proves it)",
                len(verdict),
            )
            continue
        wanted = f"{promise.low}{marks.to}{promise.high} %"
        counted = f"{'--promises plays it':^26}"
        if one.share is not None:
            interval = f"{one.share.low * 100:.1f} {marks.to} {one.share.high * 100:.1f}"
            counted = f"{one.share.share * 100:7.1f} %   {interval:<14}"
        outcome, policy = shorten(promise.outcome, 21, marks), shorten(promise.policy, 10, marks)
        yield f"{verdict}{outcome:<21}{wanted:>9}{counted}{policy}"


def wrap_text(text: str, indent: int = 6) -> list[str]:
    """Return the text in lines of at most `WIDTH` columns. Indent all lines but the first."""
    return wrap_words(text, WIDTH, " " * indent)


def join_names(names: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def count_text(number: int, one: str) -> str:
    """Return a count with its noun, such as "1 career" or "2,000 careers"."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def shorten(name: str, width: int, marks: ChartMarks) -> str:
    """Return the name in fewer than `width` columns."""
    return name if len(name) < width else f"{name[: width - 2]}{marks.more}"


def _median(values: Histogram) -> int:
    return quantiles(values, (50,))[0]


def _percent_of(count: int, whole: int) -> str:
    return f"{count * 100 / whole:.0f} %" if whole else ""


def _compact(value: float, marks: ChartMarks) -> str:
    return marks.dot if value == 0 else f"{value:.1f}" if value < 10 else f"{value:.0f}"
