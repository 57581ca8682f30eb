"""The compiler's two doors: a whole pack, and one scenario of it played alone."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from pmsim.core.expr import All, Bit, Not
from pmsim.core.program import QUARTER, SEEN, Beat, Outcome, Program
from pmsim.lang.collector import uncollected
from pmsim.lang.extending import extended, in_own_terms
from pmsim.lang.folder import PACK_FILE
from pmsim.lang.lower.assemble import Compiled, assemble
from pmsim.lang.lower.ways import all_ways_on
from pmsim.lang.memo import Memo
from pmsim.lang.nodes import Place
from pmsim.lang.pack import OutcomeWords
from pmsim.lang.rules import found

SUMMARY = "summary"
"""The outcome of a scenario played alone."""


@uncollected
def compile_pack(
    files: Mapping[str, bytes], folder: str = "", base: Mapping[str, bytes] | None = None, memo: Memo | None = None
) -> Compiled:
    """The pack in `files` (path below the pack's folder -> bytes); what is no YAML file is passed over, `folder` only remembered.
    `base`: the files of the packs that it extends, as `lang.extending` names them. `memo`: what was worked out
    before, and need not be again. Pure; never raises."""
    kept = memo or Memo()
    compiled = _compiled(files, folder, base, kept)
    if memo is None:
        kept.forget()
    return compiled


def _compiled(files: Mapping[str, bytes], folder: str, base: Mapping[str, bytes] | None, memo: Memo) -> Compiled:
    whole = extended({path: data for path, data in files.items() if path.endswith(".yaml")}, base, memo)
    gathered = whole.gathered
    if gathered.pack is None:
        said = gathered.diagnostics or (found("no-pack", Place(PACK_FILE, 1, 1)),)
        return Compiled(None, said, None)
    compiled = assemble(gathered.pack, gathered, folder, memo)
    if whole.at is None:
        return compiled
    said = in_own_terms(compiled.diagnostics, whole, files)
    return Compiled(compiled.pack and replace(compiled.pack, warnings=said), said, compiled.draft)


def compile_solo(files: Mapping[str, bytes], scenario: str, folder: str = "", base: Mapping[str, bytes] | None = None) -> Compiled:
    """The pack in `files` with nothing but one of its scenarios: from the first start, in as many quarters as its consequences need,
    and always with the outcome `summary`. Raises KeyError if the pack loads and has no such scenario."""
    compiled = compile_pack(files, folder, base)
    if compiled.pack is None:
        return compiled
    program = compiled.pack.program
    number = {one.id: one.index for one in program.scenarios}[scenario]
    alone = replace(
        program,
        quarters=1 + _longest(program, number),
        short=0,
        beats=(Beat(scenario, _not_seen(program.scenarios[number].scenes), number, ()),),
        starts=(program.starts[0]._replace(scenario=-1, quarters=0),),
        outcomes=(*(outcome._replace(by_choice=True) for outcome in program.outcomes), Outcome(SUMMARY, None, False)),
    )
    words = {**compiled.pack.outcomes, SUMMARY: OutcomeWords(SUMMARY, "That is the scenario.", ())}
    first = program.starts[0].id
    doors = {first: compiled.pack.starts[first]._replace(quarters=alone.quarters)}
    pack = replace(compiled.pack, program=alone, starts=MappingProxyType(doors), outcomes=MappingProxyType(words))
    return compiled._replace(pack=pack)


def _not_seen(scenes: tuple[int, ...]) -> All:
    """Nothing of a scenario has been seen: whoever begins in the middle of it does not come to its beginning afterwards."""
    return All(tuple(Not(Bit(SEEN, scene)) for scene in scenes))


def _longest(program: Program, scenario: int) -> int:
    """Quarters from a scenario's beginning to the last thing it may bring about; no more than the pack has."""
    most = program.slots[QUARTER].max - 1
    latest = dict.fromkeys(program.scenarios[scenario].starts, 0)
    todo = list(latest)
    while todo:
        scene = todo.pop()
        for exit_, laters in all_ways_on(program.scenes[scene], program.choices):
            onward = dict.fromkeys(exit_.scenes, latest[scene])
            for later in laters:
                onward |= dict.fromkeys(later.scenes or program.scenarios[later.scenario].starts, min(most, latest[scene] + later.after))
            for reached, quarter in onward.items():
                if quarter > latest.get(reached, -1):
                    latest[reached] = quarter
                    todo.append(reached)
    return max(latest.values(), default=0)
