"""Compiling what outlasts a career: the pages of the handbook, and the advisers who disagree."""

from pmsim.core.program import Persona
from pmsim.lang.compiler.context import CompileContext
from pmsim.lang.compiler.text import TextOwner, compile_texts
from pmsim.lang.compiler.world import likes_of
from pmsim.lang.handbook import Adviser, HandbookPage, Quarrel
from pmsim.lang.nodes import Mapping


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
