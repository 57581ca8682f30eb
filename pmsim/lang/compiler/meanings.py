"""Compiling what a pack says about its own words and for its players: what words mean, what a
choice costs, what a role asks for, hints at an end, what a career is called; pages of the handbook,
and advisers who disagree."""

from pmsim.core.program import Persona
from pmsim.lang.compiler.context import CompileContext
from pmsim.lang.compiler.text import TextOwner, compile_phrase, compile_text, compile_texts
from pmsim.lang.compiler.world import likes_of
from pmsim.lang.handbook import Adviser, HandbookPage, Quarrel
from pmsim.lang.nodes import Mapping, Scalar
from pmsim.lang.nodes import Sequence as Listed
from pmsim.lang.pack import EPITHETS


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
