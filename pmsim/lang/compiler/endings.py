"""Compiling the end of a career: outcomes, promises about them, statements of the debrief."""

from pmsim.core.expr import Expr
from pmsim.core.program import Outcome
from pmsim.lang.compiler.context import CompileContext
from pmsim.lang.compiler.text import TextOwner, compile_texts
from pmsim.lang.nodes import Mapping, Scalar
from pmsim.lang.pack import DebriefWords, OutcomeWords, Promise, Statement


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
