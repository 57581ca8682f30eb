"""An ended state as a save returns it."""

from pmsim.core.state import State


def without_visit(state: State) -> State:
    """Return an ended state without its last visit, as a save returns it."""
    if state.scene >= 0:
        return state
    return state._replace(
        visit_choices=0, chosen_moments=(), picks=0, visit_decisions=0, last_choice=None, cause=None
    )
