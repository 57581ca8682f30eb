"""Compiling what a pack says for its players: the ends of a career, promises about them, the
debrief; what words mean, what a choice costs, what a role asks for, what a career is called; the
pages of the handbook, and advisers who disagree."""

from pmsim.core.expr import Expr
from pmsim.core.program import Outcome, Persona
from pmsim.lang.compiler.context import CompileContext
from pmsim.lang.compiler.text import TextOwner, compile_phrase, compile_text, compile_texts
from pmsim.lang.compiler.world import likes_of
from pmsim.lang.handbook import Adviser, HandbookPage, Quarrel
from pmsim.lang.nodes import Mapping, Scalar
from pmsim.lang.nodes import Sequence as Listed
from pmsim.lang.pack import EPITHETS, DebriefWords, OutcomeWords, Promise, Statement


def outcomes(context: CompileContext) -> tuple[tuple[Outcome, ...], dict[str, OutcomeWords]]:
    """Return the outcomes in order, and how they are shown."""
    table: list[Outcome] = []
    shown: dict[str, OutcomeWords] = {}
    written = context.names.pack.named_mappings("outcomes")
    for key, fields in written:
        by_choice = fields.text("by") == "choice"
        table.append(Outcome(key.text, context.expr(fields.scalar("when"), "truth"), by_choice))
        where = TextOwner(f"outcomes.{key.text}")
        compile_texts(context, where, fields, "is", "text", "dot", "epilogue")
        shown[key.text] = OutcomeWords(
            key.text, fields.text("title", key.text), _variants(context, where, fields)
        )
    by_time = [(key, fields) for key, fields in written if fields.text("by") != "choice"]
    if by_time and by_time[-1][1].has("when"):
        context.report(
            "last-holds",
            by_time[-1][0],
            sentence=(
                f"`{by_time[-1][0].text}` is the last outcome that is asked, so it has no `when`."
            ),
            hint="Leave its `when` out, or put one without a `when` behind it.",
        )
    elif written and not by_time:
        context.report(
            "last-holds",
            written[0][0],
            sentence="Every outcome here is `by: choice`; one must be there when time runs out.",
        )
    for key, fields in by_time[:-1]:
        if not fields.has("when"):
            sentence = (
                f"`{key.text}` has no `when`, so none of the outcomes behind it is ever asked."
            )
            context.report(
                "last-holds",
                key,
                sentence=sentence,
                hint="Give it a `when`, put it last, or write `by: choice`.",
            )
    return tuple(table), shown


def _variants(
    context: CompileContext, where: TextOwner, node: Mapping
) -> tuple[tuple[str, Expr | None, str], ...]:
    variants = []
    for variant in node.mappings("variants"):
        name = variant.text("id")
        own = where._replace(key=f"{where.key}.variants.{name}")
        compile_texts(context, own, variant, "text")
        variants.append((name, context.expr(variant.scalar("when"), "truth"), f"{own.key}/text"))
    return tuple(variants)


def promises(context: CompileContext) -> tuple[Promise, ...]:
    """Return the author's promises."""
    rows: list[Promise] = []
    personas = context.names.pack.inner("personas").by_key
    policies = dict.fromkeys(("random", "first", *personas), 0)
    for node in context.names.pack.mappings("promises"):
        context.index_of("outcome", node.scalar("outcome"))
        context.index_of("tag", node.scalar("tag"))
        context.index_of("policy", node.scalar("policy"), policies)
        low, _, high = node.text("share", "0%..100%").replace("%", "").partition("..")
        rows.append(
            Promise(
                node.text("outcome"),
                int(low or 0),
                int(high or 100),
                node.text("policy", "random"),
                node.number("runs", 2000),
                node.text("tag"),
            )
        )
    return tuple(rows)


EVIDENCE_FIELDS = ("cites", "passed", "against")


def statements(context: CompileContext) -> tuple[Statement, ...]:
    """Return the statements of the debrief."""
    rows: list[Statement] = []
    citable = {**context.names.tags, **context.names.skills}
    for key, fields in context.names.pack.inner("debrief").named_mappings("statements"):
        named = {field: fields.scalars(field) for field in EVIDENCE_FIELDS}
        for words in named.values():
            context.indices_of("tag or skill", words, citable)
        compile_texts(context, TextOwner(f"debrief.{key.text}"), fields, "say", "do", "ask")
        when = context.expr(fields.scalar("when"), "truth")
        ids = {field: tuple(word.text for word in words) for field, words in named.items()}
        rows.append(Statement(key.text, when=when, strong=fields.number("strong", 6), **ids))
    return tuple(rows)


def debrief_words(context: CompileContext) -> DebriefWords:
    """Return what else the debrief has: stats to watch, wants, activities."""
    node = context.names.pack.inner("debrief")
    known = context.names.stats.keys() | context.names.computed.keys()
    watched = node.scalars("watch")
    context.indices_of("stat", watched, dict.fromkeys(known, 0))
    wants = tuple(
        (when, words.text)
        for flag, words in node.entries_of("wants")
        if (when := context.expr(flag, "truth")) is not None and isinstance(words, Scalar)
    )
    compile_texts(context, TextOwner("debrief"), node, "help", "privacy", "closing")
    activities: list[tuple[str, Expr | None]] = []
    for key, fields in node.named_mappings("activities"):
        compile_texts(context, TextOwner(f"debrief.activities.{key.text}"), fields, "do", "ask")
        activities.append((key.text, context.expr(fields.scalar("when"), "truth")))
    return DebriefWords(tuple(word.text for word in watched), wants, tuple(activities))


def compile_meanings(context: CompileContext) -> None:
    """Compile `about`, `costs`, `missing`, `hints`, `loves`, `dreads`, `terms` and `epithets`."""
    pack = context.names.pack
    for section in ("stats", "skills", "people", "tags", "roles"):
        for key, fields in pack.named_mappings(section):
            owner = TextOwner(f"{section}.{key.text}")
            compile_texts(context, owner, fields, "about", "costs")
            for band, of_band in fields.named_mappings("bands"):
                compile_texts(context, TextOwner(f"{owner.key}.{band.text}"), of_band, "about")
            for entry in fields.entries_of("missing"):
                _check_missing(context, entry.key)
                compile_text(context, owner, f"missing.{entry.name}", entry.value)
    for key, fields in pack.named_mappings("outcomes"):
        hints = fields.get("hints")
        for number, hint in enumerate(hints.items if isinstance(hints, Listed) else (), 1):
            compile_text(context, TextOwner(f"outcomes.{key.text}"), f"hints.{number}", hint)
    for key, fields in pack.named_mappings("starts"):
        compile_texts(context, TextOwner(f"starts.{key.text}"), fields, "loves", "dreads")
    for entry in pack.entries_of("terms"):
        compile_text(context, TextOwner(f"terms.{entry.name}"), "about", entry.value)
    if (epithets := pack.get("epithets")) is not None:
        compile_phrase(context, TextOwner("epithets"), EPITHETS, epithets)


def _check_missing(context: CompileContext, name: Scalar) -> None:
    """Report a name in `missing` that is no number, no flag and no fact."""
    names = context.names
    known = {*names.numbers, *context.parts, *names.flags, *names.pack.inner("facts").by_key}
    if name.text not in known:
        context.report_missing("stat, person, skill, flag or fact", name, sorted(known))


def handbook(context: CompileContext) -> tuple[HandbookPage, ...]:
    """Return the pages of the handbook."""
    pages = []
    for key, fields in context.names.pack.named_mappings("handbook"):
        compile_texts(context, TextOwner(f"handbook.{key.text}"), fields, "about", "source")
        opens = context.expr(fields.scalar("opens"), "truth")
        pages.append(HandbookPage(key.text, fields.text("title"), opens))
    return tuple(pages)


def quarrels(context: CompileContext) -> tuple[Quarrel, ...]:
    """Return the advisers who disagree, in pairs."""
    pairs = []
    for key, fields in context.names.pack.named_mappings("advisers"):
        owner = TextOwner(f"advisers.{key.text}")
        compile_texts(context, owner, fields, "about")
        one, other = (
            _adviser(context, f"{key.text}.{side}", fields.inner(side)) for side in ("one", "other")
        )
        opens = context.expr(fields.scalar("opens"), "truth")
        pairs.append(Quarrel(key.text, opens, (one, other)))
    return tuple(pairs)


def _adviser(context: CompileContext, name: str, fields: Mapping) -> Adviser:
    compile_texts(context, TextOwner(f"advisers.{name}"), fields, "says")
    return Adviser(fields.text("name"), Persona(name, likes_of(context, fields), 0))
