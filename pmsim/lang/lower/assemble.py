"""A pack from its conformed parts: everything lowered in order, everything complained of, and the parts put together."""

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from pmsim.core.program import FIXED, Choice, Program
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.folder import Gathered
from pmsim.lang.lower import ask, career, cast, flow, stats
from pmsim.lang.lower.desk import Desk
from pmsim.lang.lower.digest import digest
from pmsim.lang.lower.draft import Draft
from pmsim.lang.lower.names import gather, scope_of
from pmsim.lang.lower.outline import ScenarioOutline, outline, renamed
from pmsim.lang.lower.story import story
from pmsim.lang.lower.ways import ranks
from pmsim.lang.memo import Memo
from pmsim.lang.nodes import Mapping as Node
from pmsim.lang.pack import Pack, ScenarioWords
from pmsim.lang.worth import worth_saying


class Compiled(NamedTuple):
    """`pack` None: there are errors. `diagnostics`: every problem of every file, by place. `draft` None: there is no pack.yaml."""

    pack: Pack | None
    diagnostics: tuple[Diagnostic, ...]
    draft: Draft | None


def assemble(root: Node, gathered: Gathered, folder: str, memo: Memo) -> Compiled:
    """The pack of `root` (the fields of pack.yaml and of all section files) and of the scenarios found beside it."""
    said = list(gathered.diagnostics)
    names = gather(root, outline(gathered.scenarios, said, memo), said, memo)
    scope, values = scope_of(names)
    desk = Desk(names, scope, memo, said)
    stats.define_computed(desk, values)
    cast.phrases(desk, root)
    career.sections(desk)
    cast.away(desk)

    calendar = ask.record(root, "calendar") or ask.NOWHERE
    quarters = ask.number(calendar, "quarters", 1)
    groups, shown, locks = stats.groups(desk), stats.stat_words(desk), cast.locks(desk)
    (skills, skill_words), (roles, role_words), (tags, tag_words) = cast.skills(desk), cast.roles(desk), cast.tags(desk)
    (starts, start_words), (outcomes, outcome_words) = career.starts(desk, quarters), career.outcomes(desk)
    beats = career.beats(desk, calendar)
    by_name = frozenset([beat.scenario for beat in beats] + [start.scenario for start in starts])
    told = story(desk, locks, by_name)
    found = ranks(told.scenes, told.choices)
    told = told._replace(choices=tuple(memo(_way_out, one) if one.index in found.ways_out else one for one in told.choices))
    promises = career.promises(desk)
    program = Program(
        id=ask.text(root, "pack"),
        slots=names.slots,
        stats=MappingProxyType({name: values[name].expr for name in [*shown, *names.people, *names.skills]}),
        scenarios=told.scenarios,
        scenes=told.scenes,
        choices=told.choices,
        quarters=quarters,
        short=ask.number(calendar, "short", 0),
        beats=beats,
        starts=starts,
        outcomes=outcomes,
        roles=roles,
        stages=cast.stages(desk),
        skills=skills,
        tags=tags,
        locks=locks,
        topics=tuple(names.topics),
        feeds=stats.feeds(desk),
        each_quarter=stats.each_quarter(desk),
        on_disliked=cast.practice(desk, "on_disliked"),
        on_loved=cast.practice(desk, "on_loved"),
        crossing=cast.crossing(desk),
        personas=career.personas(desk),
        slot_index=MappingProxyType(dict(names.slot_index)),
    )
    statements = career.statements(desk)
    flow.ways_out(desk, told, found)
    flow.promised_open(desk, promises, frozenset(tags[lock.tag].id for lock in locks))
    flow.causes(desk, told)
    draft = Draft(gathered, desk, told, found, beats, starts, roles, outcomes, promises, locks, start_words, quarters, program)
    diagnostics = worth_saying(said)
    if any(one.severity == "error" for one in diagnostics):
        return Compiled(None, diagnostics, draft)

    people = cast.people(desk)
    scenario_words = {one.id: ScenarioWords(one.id, ask.text(one.node, "title", one.id), one.file) for one in names.scenarios}

    def digests() -> tuple[str, str]:
        endings = {outcome: tuple(variant[:2] for variant in words.variants) for outcome, words in outcome_words.items()}
        kept = replace(program, slots=program.slots[FIXED:])
        prose = (desk.texts, desk.phrases, shown, people, skill_words, role_words, start_words, outcome_words, scenario_words, tag_words)
        return digest(kept, endings, groups, statements, promises), digest(*prose)

    pack = Pack(
        id=program.id,
        title=ask.text(root, "title", program.id),
        version=ask.text(root, "version", "0"),
        folder=folder,
        program=program,
        texts=MappingProxyType(desk.texts),
        phrases=MappingProxyType(desk.phrases),
        stats=MappingProxyType(shown),
        people=MappingProxyType(people),
        skills=MappingProxyType(skill_words),
        roles=MappingProxyType(role_words),
        starts=MappingProxyType(start_words),
        outcomes=MappingProxyType(outcome_words),
        scenarios=MappingProxyType(scenario_words),
        tags=MappingProxyType(tag_words),
        groups=MappingProxyType(groups),
        statements=statements,
        promises=promises,
        renamed=MappingProxyType(renamed(root, names.scenarios)),
        warnings=diagnostics,
        digests=digests,
        craft=MappingProxyType(career.craft(desk)),
        company=MappingProxyType(_company(names.scenarios)),
        premise=ask.text(root, "premise", ""),
    )
    return Compiled(pack, diagnostics, draft)


def _way_out(choice: Choice) -> Choice:
    return replace(choice, way_out=True)


def _company(scenarios: Iterable[ScenarioOutline]) -> dict[str, tuple[str, ...]]:
    """Whom a scenario or a scene cannot do without, where there is anybody."""
    asked = {one.id: one.node for one in scenarios} | {scene.key: scene.node for one in scenarios for scene in one.scenes.values()}
    return {key: people for key, node in asked.items() if (people := tuple(one.text for one in ask.words(node, "with")))}
