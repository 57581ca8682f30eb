"""pmsim: a flight simulator for product careers.

    from pmsim import load_pack, Session
    session = Session(load_pack("the_long_game"), start="fumes", seed=7)
    session.act("who_spoke")
    session.state["burnout"], session.outcome, session.offered, session.events

The names are imported on first use (PEP 562), so that `pmsim --version` stays quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmsim.lang import Pack, PackError
    from pmsim.play.session import ActionError, Session
    from pmsim.store.pack_loading import load_pack

__version__ = "0.1.0"
__all__ = ["ActionError", "Pack", "PackError", "Session", "load_pack"]

_HOMES = {
    "ActionError": "pmsim.play.session",
    "Pack": "pmsim.lang.pack",
    "PackError": "pmsim.lang.diagnostics",
    "Session": "pmsim.play.session",
    "load_pack": "pmsim.store.pack_loading",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'pmsim' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
