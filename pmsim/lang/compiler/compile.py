"""The compiler's entry points: a whole pack, and one scenario of a pack played alone."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from pmsim.core.expr import All, Bit, Not
from pmsim.core.program import (
    QUARTER,
    SEEN,
    Beat,
    Choice,
    Outcome,
    Program,
)
from pmsim.lang.compiler import (
    calls,
    endings,
    stats_and_effects,
    termination,
    world,
)
from pmsim.lang.compiler.context import CompileContext, TooManyErrorsError
from pmsim.lang.compiler.names import PackNames, collect_names
from pmsim.lang.compiler.scope import build_scope, count_tellings
from pmsim.lang.compiler.story import compile_story
from pmsim.lang.compiler.symbols import ScenarioSymbol, collect_symbols, renamed_paths
from pmsim.lang.compiler.termination import next_scenes, rank_scenes
from pmsim.lang.diagnostics import Diagnostic
from pmsim.lang.expressions import Scope
from pmsim.lang.memo import Memo, pause_gc
from pmsim.lang.nodes import Mapping as Node
from pmsim.lang.nodes import Place
from pmsim.lang.pack import FRAME, OutcomeWords, Pack, ScenarioWords, digest, digested_program
from pmsim.lang.pack_extension import extend_pack, translate_base_errors
from pmsim.lang.pack_files import PACK_FILE, ValidatedFiles
from pmsim.lang.rules import filter_diagnostics, make_diagnostic

_RELEASED = re.compile(r"0*[1-9]")


class Draft(NamedTuple):
    """A pack as far as the compiler understood it, errors or not. Names with errors are missing
    from the tables.

    `files`: the files, sorted and validated. `context`: names, their meaning, texts and every
    compiled expression. A `program` with errors must not be played.
    """

    files: ValidatedFiles
    context: CompileContext
    program: Program

    @property
    def names(self) -> PackNames:
        """Return the names of the pack."""
        return self.context.names

    @property
    def scope(self) -> Scope:
        """Return the meaning of names in expressions."""
        return self.context.scope

    @property
    def memo(self) -> Memo:
        """Return the memo of the compilation."""
        return self.context.memo

    @property
    def is_released(self) -> bool:
        """Return True if the pack's `version` is 1 or more."""
        return bool(_RELEASED.match(self.names.pack.text("version")))


class Compiled(NamedTuple):
    """The result of compiling. `pack` is None if there are errors; `draft` is None without a
    pack.yaml, or if there are too many errors. `diagnostics`: all problems of all files, by place.
    """

    pack: Pack | None
    diagnostics: tuple[Diagnostic, ...]
    draft: Draft | None


def assemble(root: Node, pack_files: ValidatedFiles, folder: str, memo: Memo) -> Compiled:
    """Compile the pack `root` (the fields of pack.yaml and of all section files) with its
    scenarios. Raise TooManyErrorsError if a file has too many errors."""
    reported = list(pack_files.diagnostics)
    names = collect_names(
        root, collect_symbols(pack_files.scenarios, reported, memo), reported, memo
    )
    scope, values = build_scope(names)
    context = CompileContext(names, scope, memo)
    context.add(reported)
    stats_and_effects.define_computed(context, values)
    world.compile_phrases(context, root)
    world.report_missing_sections(context)
    world.report_unset_away_flags(context)

    calendar = root.inner("calendar")
    quarters = calendar.number("quarters", 1)
    groups, shown, locks = (
        stats_and_effects.groups(context),
        stats_and_effects.stat_words(context),
        world.locks(context),
    )
    (skills, skill_words), (roles, role_words), (tags, tag_words) = (
        world.skills(context),
        world.roles(context),
        world.tags(context),
    )
    (starts, start_words), (outcomes, outcome_words) = (
        world.starts(context, quarters),
        endings.outcomes(context),
    )
    beats = world.beats(context, calendar)
    by_name = frozenset([beat.scenario for beat in beats] + [start.scenario for start in starts])
    story_tables = compile_story(context, locks, by_name)
    ranking = rank_scenes(story_tables.scenes, story_tables.choices, names.slots)
    story_tables = story_tables._replace(
        choices=tuple(
            one if one.index in ranking.ways_out else memo(_no_way_out, one)
            for one in story_tables.choices
        )
    )
    endings.compile_meanings(context)
    promises, frame = endings.promises(context), world.frame_words(context)
    tellings, counter_slots = count_tellings(context, len(names.slots))
    program = Program(
        id=root.text("pack"),
        slots=(*names.slots, *counter_slots),
        stats={name: values[name].expr for name in [*shown, *names.people, *names.skills]},
        scenarios=story_tables.scenarios,
        scenes=story_tables.scenes,
        choices=story_tables.choices,
        quarters=quarters,
        short=calendar.number("short", 0),
        beats=beats,
        starts=starts,
        outcomes=outcomes,
        roles=roles,
        stages=world.stages(context),
        skills=skills,
        tags=tags,
        locks=locks,
        topics=tuple(names.topics),
        feeds=stats_and_effects.feeds(context),
        each_quarter=stats_and_effects.each_quarter(context),
        on_disliked=world.practice_effects(context, "on_disliked"),
        on_loved=world.practice_effects(context, "on_loved"),
        crossing=world.crossing(context),
        personas=world.personas(context),
        slot_index={**names.slot_index}
        | {slot.id: len(names.slots) + at for at, slot in enumerate(counter_slots)},
        tellings=tellings,
    )
    statements, debrief = endings.statements(context), endings.debrief_words(context)
    handbook, quarrels = endings.handbook(context), endings.quarrels(context)
    termination.report_endless_scenes(context, program, ranking)
    termination.report_broken_promises(
        context, promises, frozenset(tags[lock.tag].id for lock in locks)
    )
    termination.report_causeless(context, program)
    calls.report_circles(context, program)
    draft = Draft(pack_files, context, program)
    diagnostics = filter_diagnostics(context.diagnostics)
    if any(one.severity == "error" for one in diagnostics):
        return Compiled(None, diagnostics, draft)

    people = world.people(context)
    scenario_words = {
        one.id: ScenarioWords(
            one.id, one.node.text("title", "" if calls.is_shared(one) else one.id), one.file
        )
        for one in names.scenarios
    }

    def digests() -> tuple[str, str]:
        endings = {
            outcome: tuple(variant[:2] for variant in words.variants)
            for outcome, words in outcome_words.items()
        }
        additions = [
            *(("once", one.key, ()) for one in program.choices if one.once),
            *(("with", one.id, one.absences) for one in program.scenarios if one.absences),
            *(("with", one.key, one.absences) for one in program.scenes if one.absences),
            *(("nobody", one.key, ()) for one in program.scenes if one.own_with and not one.away),
            *calls.calls_to_digest(program),
        ]
        prose = (
            context.texts,
            context.phrases,
            shown,
            people,
            skill_words,
            role_words,
            start_words,
            outcome_words,
            scenario_words,
            tag_words,
        )
        own_frame = () if frame == FRAME else (frame,)
        return (
            digest(
                digested_program(program),
                endings,
                groups,
                statements,
                promises,
                *((additions,) if additions else ()),
            ),
            digest(*prose, *own_frame, *((context.parts,) if context.parts else ())),
        )

    pack = Pack(
        id=program.id,
        title=root.text("title", program.id),
        version=root.text("version", "0"),
        folder=folder,
        program=program,
        texts=context.texts,
        phrases=context.phrases,
        stats=shown,
        people=people,
        skills=skill_words,
        roles=role_words,
        starts=start_words,
        outcomes=outcome_words,
        scenarios=scenario_words,
        tags=tag_words,
        groups=groups,
        statements=statements,
        promises=promises,
        renamed=renamed_paths(root, names.scenarios),
        warnings=diagnostics,
        digests=digests,
        craft=world.craft(context),
        company=_required_people(names.scenarios),
        premise=root.text("premise", ""),
        parts=context.parts,
        facts={name.text: values[name.text].expr for name, _ in root.entries_of("facts")},
        frame=frame,
        debrief=debrief,
        handbook=handbook,
        quarrels=quarrels,
    )
    return Compiled(pack, diagnostics, draft)


def _no_way_out(choice: Choice) -> Choice:
    return replace(choice, way_out=False)


def _required_people(scenarios: Iterable[ScenarioSymbol]) -> dict[str, tuple[str, ...]]:
    """Return the people (`with`) of each scenario and scene that has any."""
    owners = {one.id: one.node for one in scenarios} | {
        scene.key: scene.node for one in scenarios for scene in one.scenes.values()
    }
    return {
        key: people
        for key, node in owners.items()
        if (people := tuple(one.text for one in node.scalars("with")))
    }


SUMMARY = "summary"
"""The outcome of a scenario played alone."""


@pause_gc
def compile_pack(
    files: Mapping[str, bytes],
    folder: str = "",
    base: Mapping[str, bytes] | None = None,
    memo: Memo | None = None,
) -> Compiled:
    """Compile the pack in `files` (path below the pack's folder -> bytes). Never raises.

    Files that are not YAML are ignored. `folder` is stored in the pack. `base`: the files of the
    packs that it extends, with the paths of `pack_extension.base_files`. `memo`: results of earlier
    rounds to reuse.
    """
    memo_ = memo or Memo()
    compiled = _compiled(files, folder, base, memo_)
    if memo is None:
        memo_.forget()
    return compiled


def _compiled(
    files: Mapping[str, bytes], folder: str, base: Mapping[str, bytes] | None, memo: Memo
) -> Compiled:
    extended = extend_pack(
        {path: data for path, data in files.items() if path.endswith(".yaml")}, base, memo
    )
    pack_files = extended.files
    if pack_files.pack is None:
        diagnostics = pack_files.diagnostics or (
            make_diagnostic("no-pack", Place(PACK_FILE, 1, 1)),
        )
        return Compiled(None, diagnostics, None)
    try:
        compiled = assemble(pack_files.pack, pack_files, folder, memo)
    except TooManyErrorsError as stopped:
        unsure = [
            one._replace(replacement="") for one in stopped.diagnostics
        ]  # a right name may stand behind the last one read
        compiled = Compiled(None, filter_diagnostics(unsure), None)
    if extended.at is None:
        return compiled
    diagnostics = translate_base_errors(compiled.diagnostics, extended, files)
    return Compiled(
        compiled.pack and replace(compiled.pack, warnings=diagnostics), diagnostics, compiled.draft
    )


def compile_solo(
    files: Mapping[str, bytes],
    scenario: str,
    folder: str = "",
    base: Mapping[str, bytes] | None = None,
) -> Compiled:
    """Compile the pack in `files` with only one of its scenarios, for playing it alone.

    It begins at the first start, lasts as many quarters as its consequences need, and ends with the
    outcome `summary`. Raise KeyError if the pack loads and has no such scenario.
    """
    compiled = compile_pack(files, folder, base)
    if compiled.pack is None:
        return compiled
    program = compiled.pack.program
    number = {one.id: one.index for one in program.scenarios}[scenario]
    alone = replace(
        program,
        quarters=1 + _longest_span(program, number),
        short=0,
        beats=(Beat(scenario, _not_seen(program.scenarios[number].scenes), number, ()),),
        starts=(program.starts[0]._replace(scenario=-1, quarters=0),),
        outcomes=(
            *(outcome._replace(by_choice=True) for outcome in program.outcomes),
            Outcome(SUMMARY, None, False),
        ),
    )
    words = {**compiled.pack.outcomes, SUMMARY: OutcomeWords(SUMMARY, "That is the scenario.", ())}
    first = program.starts[0].id
    starts = {first: compiled.pack.starts[first]._replace(quarters=alone.quarters)}
    pack = replace(
        compiled.pack,
        program=alone,
        whole=program,
        starts=starts,
        outcomes=words,
    )
    return compiled._replace(pack=pack)


def _not_seen(scenes: tuple[int, ...]) -> All:
    """Return the condition that no scene was seen: a career begun inside the scenario must not
    enter its start later."""
    return All(tuple(Not(Bit(SEEN, scene)) for scene in scenes))


def _longest_span(program: Program, scenario: int) -> int:
    """Return the number of quarters from a scenario's start to its last possible consequence, at
    most the pack's."""
    most = program.slots[QUARTER].max - 1
    latest = dict.fromkeys(program.scenarios[scenario].starts, 0)
    todo = list(latest)
    while todo:
        scene = todo.pop()
        for reached, after in next_scenes(program, scene):
            quarter = min(most, latest[scene] + after)
            if quarter > latest.get(reached, -1):
                latest[reached] = quarter
                todo.append(reached)
    return max(latest.values(), default=0)
