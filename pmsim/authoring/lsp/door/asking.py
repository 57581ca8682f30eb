"""A question about a place: which file, what is known of its pack, and where."""

from typing import NamedTuple

from lsprotocol import types as lsp

from pmsim.authoring.lsp.door.server import Page, Server
from pmsim.authoring.lsp.positions import place
from pmsim.authoring.lsp.study import Study
from pmsim.authoring.mentions import Mention
from pmsim.lang.decoding import lines_of
from pmsim.lang.nodes import Place


class Asked(NamedTuple):
    """A question about a place: the page, what is known of its pack as it now is, and the place, in the pack's terms."""

    page: Page
    study: Study
    place: Place
    lines: list[str]

    @property
    def mention(self) -> Mention | None:
        """The name at the place."""
        return self.study.index.at(self.place)


async def asked_at(server: Server, uri: str, position: lsp.Position) -> Asked | None:
    """The question about a position of an open file; None if it is no file of ours."""
    page = server.pages.get(uri)
    study = await server.fresh(page.home) if page and page.home else None
    page = server.pages.get(uri)
    if page is None or study is None or page.home != study.home:
        return None
    file = page.path.relative_to(study.home.folder).as_posix()
    lines = lines_of(page.text)
    return Asked(page, study, place(file, position.line, position.character, lines, server.encoding), lines)
