"""The garbage collector rests while a pack is compiled: so much is made, and so little thrown away, that it would walk it again and again.
Nothing else about the process is touched, here or anywhere in the language."""

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def uncollected(work: Callable[P, R]) -> Callable[P, R]:
    """The same work, with the collector at rest meanwhile if it was not already."""

    @wraps(work)
    def resting(*args: P.args, **kwargs: P.kwargs) -> R:
        if not gc.isenabled():
            return work(*args, **kwargs)
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            if not gc.get_freeze_count():  # what was made is old at once, and is not walked before the next full collection
                gc.freeze()
                gc.unfreeze()
            gc.enable()

    return resting
