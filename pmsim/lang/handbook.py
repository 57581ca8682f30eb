"""Parts of a pack that outlast a career: the pages of a handbook, and advisers who disagree."""

from typing import NamedTuple

from pmsim.core.expr import Expr
from pmsim.core.program import Persona


class HandbookPage(NamedTuple):
    """A page of the handbook; its texts are `handbook.<id>/about`, `/source`. `opens`: it is open
    from when this is true on."""

    id: str
    title: str
    opens: Expr | None


class Adviser(NamedTuple):
    """An adviser, who chooses as a persona. Their text is `advisers.<persona's id>/says`."""

    name: str
    persona: Persona


class Quarrel(NamedTuple):
    """Two advisers who disagree; its text is `advisers.<id>/about`. `opens`: they are met from when
    this is true on."""

    id: str
    opens: Expr | None
    sides: tuple[Adviser, Adviser]

    @property
    def names(self) -> str:
        """The names of both."""
        return f"{self.sides[0].name} and {self.sides[1].name}"
